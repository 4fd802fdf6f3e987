import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressesDecider as decider } from '../../../../src/procedures/addresses/addresses/machine.ts'
import type {
  AddressesCommand,
  AddressesEvent,
  AddressesFindingSource,
  AddressesRefusal,
  AddressesState,
  AddressesUnusableReason,
} from '../../../../src/procedures/addresses/addresses/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, type Fitting, walk, walks } from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Here = Cell<AddressesState, AddressesEvent, AddressesRefusal>
type Of<Status extends AddressesState['status']> = Extract<AddressesState, { status: Status }>

const hour = 3_600_000
const adoptedAt = 1_773_133_200_000
const foundAt = adoptedAt + 2 * hour
const now = adoptedAt + 5 * hour
const by = { kind: 'system' } as const

const noChanges = { pec: null, email: null }
const bothChanges = { pec: 'change-1', email: 'change-2' }
const personal = { pec: 'anna@pec.example.it' }
const other = { pec: 'anna.verdi@pec.example.it' }

const none: Of<'none'> = { status: 'none', changes: noChanges, personal: null }
const usable: Of<'usable'> = {
  status: 'usable',
  changes: noChanges,
  pecId: 'pec-1',
  since: adoptedAt,
  foundAt: adoptedAt,
  personal,
}
const full: Of<'unusable'> = { ...usable, status: 'unusable', reason: 'full', source: 'receipt', foundAt }
const expired: Of<'unusable'> = { ...full, reason: 'expired', source: 'office', changes: bothChanges }
/** Out of use for a while, and since then known to work again. */
const again: Of<'usable'> = { ...usable, foundAt }

const situations = {
  'before anything': { state: none as AddressesState, at: now },
  'without a PEC, with changes under way': { state: { ...none, changes: bothChanges }, at: now },
  usable: { state: usable, at: now },
  'usable, with changes under way': { state: { ...usable, changes: bothChanges }, at: now },
  'usable again': { state: again, at: now },
  'usable, erased': { state: { ...usable, personal: null }, at: now },
  full: { state: full, at: now },
  'expired, with changes under way': { state: expired, at: now },
  'full, erased': { state: { ...full, personal: null }, at: now },
} as const

const known = (state: AddressesState): number => (state.status === 'none' ? adoptedAt : state.foundAt)
const commands = {
  'begin a change of PEC': { type: 'BeginChange', kind: 'pec', id: 'change-3' },
  'begin a change of mailbox': { type: 'BeginChange', kind: 'email', id: 'change-3' },
  'end the change of PEC': { type: 'EndChange', kind: 'pec', id: 'change-1' },
  'end the change of mailbox': { type: 'EndChange', kind: 'email', id: 'change-2' },
  'end a change of the other kind': { type: 'EndChange', kind: 'email', id: 'change-1' },
  'end an earlier change': { type: 'EndChange', kind: 'pec', id: 'change-0' },
  'adopt the same PEC': { type: 'AdoptPec', pecId: 'pec-1', personal },
  'adopt another PEC': { type: 'AdoptPec', pecId: 'pec-2', personal: other },
  'find it full': (state) => ({ type: 'MarkPecUnusable', reason: 'full', source: 'receipt', foundAt: known(state) }),
  'find it expired': (state) => ({ type: 'MarkPecUnusable', reason: 'expired', source: 'office', foundAt: known(state) }),
  'find that it was inactive, a millisecond before what is known': (state) => ({
    type: 'MarkPecUnusable',
    reason: 'inactive',
    source: 'receipt',
    foundAt: known(state) - 1,
  }),
  'give it up': { type: 'GiveUpPec' },
  'find it usable': (state) => ({ type: 'MarkPecUsable', source: 'receipt', foundAt: known(state) }),
  'find it usable later': (state) => ({ type: 'MarkPecUsable', source: 'office', foundAt: known(state) + hour }),
  'find it inactive later': (state) => ({
    type: 'MarkPecUnusable',
    reason: 'inactive',
    source: 'office',
    foundAt: known(state) + hour,
  }),
  'find that it was usable, a millisecond before what is known': (state) => ({
    type: 'MarkPecUsable',
    source: 'office',
    foundAt: known(state) - 1,
  }),
} as const satisfies { readonly [name: string]: Fitting<AddressesState, AddressesCommand> }

const refused = (refusal: AddressesRefusal): Here => ({ refusal })
const noSuchChange = refused({ code: 'addresses/no-such-change' })
const samePec = refused({ code: 'addresses/same-pec' })
const noPec = refused({ code: 'addresses/no-pec' })
const nothingNew = refused({ code: 'addresses/nothing-new' })
const outdated = (knownSince: number) => refused({ code: 'addresses/outdated-finding', knownSince })

const begins = (state: AddressesState, kind: 'pec' | 'email'): Here => ({
  events: [{ type: 'ChangeBegun', kind, id: 'change-3' }],
  next: { ...state, changes: { ...state.changes, [kind]: 'change-3' } },
})
const ends = (state: AddressesState, kind: 'pec' | 'email', id: string): Here => ({
  events: [{ type: 'ChangeEnded', kind, id }],
  next: { ...state, changes: { ...state.changes, [kind]: null } },
})
const adopts = ({ changes }: AddressesState, pecId: string, pec: { readonly pec: string }): Here => ({
  events: [{ type: 'PecAdopted', pecId, since: now, personal: pec }],
  next: { status: 'usable', changes, pecId, since: now, foundAt: now, personal: pec },
})
const givesUp = ({ changes, pecId }: Of<'usable' | 'unusable'>): Here => ({
  events: [{ type: 'PecGivenUp', pecId }],
  next: { status: 'none', changes, personal: null },
})
const findsUnfit = (
  state: Of<'usable' | 'unusable'>,
  reason: AddressesUnusableReason,
  source: AddressesFindingSource,
  at: number = state.foundAt,
): Here => ({
  events: [{ type: 'PecMarkedUnusable', reason, source, foundAt: at }],
  next: { ...state, status: 'unusable', reason, source, foundAt: at },
})
const findsUsable = (
  { reason: _, source: _by, ...state }: Of<'unusable'>,
  source: AddressesFindingSource,
  at: number = state.foundAt,
): Here => ({
  events: [{ type: 'PecMarkedUsable', source, foundAt: at }],
  next: { ...state, status: 'usable', foundAt: at },
})

const endings = 'end the change of PEC | end the change of mailbox'
const strayEndings = 'end a change of the other kind | end an earlier change'
const late =
  'find that it was inactive, a millisecond before what is known | find that it was usable, a millisecond before what is known'
const beginnings = (state: AddressesState) => ({
  'begin a change of PEC': begins(state, 'pec'),
  'begin a change of mailbox': begins(state, 'email'),
  [strayEndings]: noSuchChange,
})
const quiet = (state: AddressesState): { readonly [names: string]: Here } => ({
  ...beginnings(state),
  [endings]: noSuchChange,
})
const busy = (state: AddressesState): { readonly [names: string]: Here } => ({
  ...beginnings(state),
  'end the change of PEC': ends(state, 'pec', 'change-1'),
  'end the change of mailbox': ends(state, 'email', 'change-2'),
})
const withoutPec = (state: Of<'none'>): { readonly [names: string]: Here } => ({
  'adopt the same PEC': adopts(state, 'pec-1', personal),
  'adopt another PEC': adopts(state, 'pec-2', other),
  [`find it full | find it expired | find it usable | find it usable later | find it inactive later | give it up | ${late}`]:
    noPec,
})
const working = (state: Of<'usable'>): { readonly [names: string]: Here } => ({
  'adopt the same PEC': samePec,
  'adopt another PEC': adopts(state, 'pec-2', other),
  'find it full': findsUnfit(state, 'full', 'receipt'),
  'find it expired': findsUnfit(state, 'expired', 'office'),
  'give it up': givesUp(state),
  'find it usable | find it usable later': nothingNew,
  'find it inactive later': findsUnfit(state, 'inactive', 'office', state.foundAt + hour),
  [late]: outdated(state.foundAt),
})
const broken = (state: Of<'unusable'>): { readonly [names: string]: Here } => ({
  'adopt the same PEC': samePec,
  'adopt another PEC': adopts(state, 'pec-2', other),
  'find it full': state.reason === 'full' ? nothingNew : findsUnfit(state, 'full', 'receipt'),
  'find it expired': state.reason === 'expired' ? nothingNew : findsUnfit(state, 'expired', 'office'),
  'give it up': givesUp(state),
  'find it usable': findsUsable(state, 'receipt'),
  'find it usable later': findsUsable(state, 'office', state.foundAt + hour),
  'find it inactive later': findsUnfit(state, 'inactive', 'office', state.foundAt + hour),
  [late]: outdated(state.foundAt),
})

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'before anything': { ...quiet(none), ...withoutPec(none) },
    'without a PEC, with changes under way': {
      ...busy({ ...none, changes: bothChanges }),
      ...withoutPec({ ...none, changes: bothChanges }),
    },
    usable: { ...quiet(usable), ...working(usable) },
    'usable, with changes under way': {
      ...busy({ ...usable, changes: bothChanges }),
      ...working({ ...usable, changes: bothChanges }),
    },
    'usable again': { ...quiet(again), ...working(again) },
    'usable, erased': {
      ...quiet({ ...usable, personal: null }),
      ...working({ ...usable, personal: null }),
      'adopt the same PEC': adopts(usable, 'pec-1', personal),
    },
    full: { ...quiet(full), ...broken(full) },
    'expired, with changes under way': { ...busy(expired), ...broken(expired) },
    'full, erased': {
      ...quiet({ ...full, personal: null }),
      ...broken({ ...full, personal: null }),
      'adopt the same PEC': adopts(full, 'pec-1', personal),
    },
  },
} as const

describe('every state of somebody’s addresses meets every command', () => {
  describeMatrix<AddressesState, AddressesCommand, AddressesEvent, AddressesRefusal>(matrix)
})

describe('the events of somebody’s addresses', () => {
  const events = {
    ChangeBegun: { type: 'ChangeBegun', kind: 'pec', id: 'change-3' },
    ChangeEnded: { type: 'ChangeEnded', kind: 'pec', id: 'change-1' },
    PecAdopted: { type: 'PecAdopted', pecId: 'pec-2', since: now, personal: other },
    PecMarkedUnusable: { type: 'PecMarkedUnusable', reason: 'inactive', source: 'office', foundAt: now },
    PecMarkedUsable: { type: 'PecMarkedUsable', source: 'office', foundAt: now },
    PecGivenUp: { type: 'PecGivenUp', pecId: 'pec-1' },
  } as const satisfies { readonly [T in AddressesEvent['type']]: Extract<AddressesEvent, { type: T }> }
  const changing = {
    'without a PEC, with changes under way': { state: { ...none, changes: bothChanges } as AddressesState, at: now },
    'usable, with changes under way': { state: { ...usable, changes: bothChanges }, at: now },
    'expired, with changes under way': { state: expired, at: now },
  }
  const always = ['ChangeBegun', 'ChangeEnded', 'PecAdopted'] as const
  describeEvolve<AddressesState, AddressesCommand, AddressesEvent, AddressesRefusal>(
    { decider, by, situations: changing, commands },
    events,
    {
      'without a PEC, with changes under way': always,
      'usable, with changes under way': [...always, 'PecMarkedUnusable', 'PecGivenUp'],
      'expired, with changes under way': [...always, 'PecMarkedUnusable', 'PecMarkedUsable', 'PecGivenUp'],
    },
    [decider],
  )

  it('tell of one PEC: with a new one in force nothing is left of what was found of the one before', () => {
    expect(decider.evolve(expired, events.PecAdopted)).toStrictEqual({
      status: 'usable',
      changes: bothChanges,
      pecId: 'pec-2',
      since: now,
      foundAt: now,
      personal: other,
    })
  })
})

describe('walks of somebody’s addresses', () => {
  const waits = [0, 1, hour]
  describeWalks<AddressesState, AddressesCommand, AddressesEvent, AddressesRefusal>(
    { decider, by, commands: { ...commands, 'end whatever is under way': endOpen } },
    {
      start: adoptedAt,
      waits,
      stamps: [adoptedAt, now],
      published: `stateDiagram-v2
        [*] --> none
        none --> none: BeginChange, EndChange
        none --> usable: AdoptPec
        usable --> usable: BeginChange, EndChange, AdoptPec
        usable --> unusable: MarkPecUnusable
        usable --> none: GiveUpPec
        unusable --> unusable: BeginChange, EndChange, MarkPecUnusable
        unusable --> usable: AdoptPec, MarkPecUsable
        unusable --> none: GiveUpPec`,
    },
  )

  it('what is known of a PEC in force never gets older, and is never older than the PEC', () => {
    fc.assert(
      fc.property(walks<AddressesState, AddressesCommand>(commands, waits, 60), (steps) => {
        for (const { before, after } of walk(decider, steps, adoptedAt, by)) {
          if (after.status === 'none') continue
          expect(after.foundAt).toBeGreaterThanOrEqual(after.since)
          if (before.status === 'none' || before.since !== after.since) continue
          expect(after.foundAt).toBeGreaterThanOrEqual(before.foundAt)
        }
      }),
      { seed: 31, numRuns: runsOf(300) },
    )
  })

  it('INV-14: of each kind at most the change that was begun last is under way, and one that was replaced cannot end it', () => {
    const ids = ['a', 'b', 'c'] as const
    const many = Object.fromEntries(
      ids.flatMap((id) =>
        (['pec', 'email'] as const).flatMap((kind) => [
          [`begin ${kind} ${id}`, { type: 'BeginChange', kind, id }],
          [`end ${kind} ${id}`, { type: 'EndChange', kind, id }],
        ]),
      ),
    ) as { readonly [name: string]: AddressesCommand }
    fc.assert(
      fc.property(walks<AddressesState, AddressesCommand>(many, waits, 60), (steps) => {
        const open: { pec: string | null; email: string | null } = { pec: null, email: null }
        for (const { command, decided, after } of walk(decider, steps, adoptedAt, by)) {
          if (command.type === 'BeginChange') open[command.kind] = command.id
          if (command.type === 'EndChange') {
            expect(decided.ok).toBe(open[command.kind] === command.id)
            if (decided.ok) open[command.kind] = null
          }
          expect(after.changes).toStrictEqual(open)
        }
      }),
      { seed: 14, numRuns: runsOf(300) },
    )
  })
})

function endOpen({ changes }: AddressesState): AddressesCommand {
  return { type: 'EndChange', kind: 'pec', id: changes.pec ?? 'none' }
}
