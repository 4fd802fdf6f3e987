import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantMax } from '../../../../src/kernel/index.ts'
import { closingOf, emailChangeDecider, unconfirmedAt } from '../../../../src/procedures/addresses/email-change/machine.ts'
import type {
  EmailChangeCommand,
  EmailChangeEvent,
  EmailChangePolicy,
  EmailChangeRefusal,
  EmailChangeState,
  EmailLink,
} from '../../../../src/procedures/addresses/email-change/model.ts'
import { emailChangeMachine } from '../../../../src/procedures/addresses/email-change/schema.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, type Fitting, walk, walks } from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Here = Cell<EmailChangeState, EmailChangeEvent, EmailChangeRefusal>
type Of<Status extends EmailChangeState['status']> = Extract<EmailChangeState, { status: Status }>
type Ended = Exclude<EmailChangeState, { status: 'none' | 'awaiting-confirmation' }>

const hour = 3_600_000
const day = 24 * hour
const policy: EmailChangePolicy = { linkLifetimeMs: day, linksMax: 2, institutionalDomains: [] }
const decider = emailChangeDecider(policy)
const requestedAt = 1_773_133_200_000
const resentAt = requestedAt + 20 * hour
const by = { kind: 'anonymous' } as const

const first: EmailLink = { number: 1, digest: 'digest-1', sentAt: requestedAt, until: requestedAt + day }
const second: EmailLink = { number: 2, digest: 'digest-2', sentAt: resentAt, until: resentAt + day }
const personal = { email: 'anna@example.org' }

const none: Of<'none'> = { status: 'none', personal: null }
const awaiting: Of<'awaiting-confirmation'> = {
  status: 'awaiting-confirmation',
  accountId: 'account',
  securityVersion: 2,
  emailId: 'mailbox',
  requestedAt,
  links: [first],
  personal,
}
const resent: Of<'awaiting-confirmation'> = { ...awaiting, links: [first, second] }
const endedAt = resentAt + hour
const confirmed: Of<'confirmed'> = { ...resent, status: 'confirmed', confirmedAt: endedAt, endedAt }
const ended = <S extends Exclude<Ended['status'], 'confirmed'>>(status: S) => ({ ...resent, status, endedAt }) as const

const endedAs = (status: Ended['status']) => (status === 'confirmed' ? confirmed : ended(status))

const long = requestedAt + 36_500 * day
const situations = {
  'of nobody': { state: none as EmailChangeState, at: requestedAt },
  awaiting: { state: awaiting, at: requestedAt + hour },
  'awaiting, in the last millisecond of its link': { state: awaiting, at: first.until - 1 },
  'awaiting, its link over': { state: awaiting, at: first.until },
  'awaiting, sent twice': { state: resent, at: resentAt },
  'awaiting, the first link over': { state: resent, at: first.until },
  'awaiting, in the last millisecond of the second link': { state: resent, at: second.until - 1 },
  'awaiting, both links over': { state: resent, at: second.until },
  'awaiting, erased': { state: { ...awaiting, personal: null }, at: long },
  confirmed: { state: confirmed, at: endedAt },
  'confirmed, its links long over': { state: confirmed, at: long },
  superseded: { state: ended('superseded'), at: endedAt },
  'superseded, its links long over': { state: ended('superseded'), at: long },
  cancelled: { state: ended('cancelled'), at: endedAt },
  'cancelled, its links long over': { state: ended('cancelled'), at: long },
  void: { state: ended('void'), at: endedAt },
  'void, its links long over': { state: ended('void'), at: long },
} as const satisfies { readonly [name: string]: { readonly state: EmailChangeState; readonly at: number } }

const securityVersionOf = (state: EmailChangeState) => (state.status === 'none' ? 2 : state.securityVersion)
const asked = { accountId: 'account', securityVersion: 2, emailId: 'mailbox', personal } as const
const commands = {
  request: { type: 'RequestChange', ...asked, digest: 'digest-1' },
  resend: (state) => ({
    type: 'ResendLink',
    digest: state.status === 'none' ? 'digest-2' : `digest-${state.links.length + 1}`,
  }),
  'open the first link': (state) => ({ type: 'ConfirmChange', digest: 'digest-1', securityVersion: securityVersionOf(state) }),
  'open the second link': (state) => ({ type: 'ConfirmChange', digest: 'digest-2', securityVersion: securityVersionOf(state) }),
  'open a foreign link': (state) => ({ type: 'ConfirmChange', digest: 'digest-9', securityVersion: securityVersionOf(state) }),
  'open a foreign link after a security event': (state) => ({
    type: 'ConfirmChange',
    digest: 'digest-9',
    securityVersion: securityVersionOf(state) + 1,
  }),
  'open the first link after a security event': (state) => ({
    type: 'ConfirmChange',
    digest: 'digest-1',
    securityVersion: securityVersionOf(state) + 1,
  }),
  cancel: { type: 'CancelChange' },
  supersede: { type: 'SupersedeChange' },
  void: { type: 'VoidChange', cause: 'PasswordChanged' },
} as const satisfies { readonly [name: string]: Fitting<EmailChangeState, EmailChangeCommand> }

const refused = (refusal: EmailChangeRefusal): Here => ({ refusal })
const notFound = refused({ code: 'email-change/not-found' })
const alreadyRequested = refused({ code: 'email-change/already-requested' })
const tooMany = refused({ code: 'email-change/too-many-links', linksMax: 2 })
const expired = (expiredAt: number) => refused({ code: 'email-change/expired', expiredAt })

const ends = (
  state: Of<'awaiting-confirmation'>,
  at: number,
  type: 'ChangeCancelled' | 'ChangeSuperseded',
  status: 'cancelled' | 'superseded',
): Here => ({ events: [{ type, endedAt: at }], next: { ...state, status, endedAt: at } })
const voids = (state: Of<'awaiting-confirmation'>, at: number, cause: string): Here => ({
  events: [{ type: 'ChangeVoided', endedAt: at, cause }],
  next: { ...state, status: 'void', endedAt: at },
})
const resends = (state: Of<'awaiting-confirmation'>, at: number): Here => {
  const link = { number: 2, digest: 'digest-2', sentAt: at, until: at + day }
  return { events: [{ type: 'LinkResent', link }], next: { ...state, links: [first, link] } }
}

const open = (
  state: Of<'awaiting-confirmation'>,
  at: number,
  cells: { readonly resend: Here; readonly first: Here; readonly second: Here; readonly cancel: Here },
) => ({
  request: alreadyRequested,
  resend: cells.resend,
  'open the first link': cells.first,
  'open the second link': cells.second,
  'open a foreign link | open a foreign link after a security event': notFound,
  // What has expired stays so, whatever would end it otherwise (INV-13).
  'open the first link after a security event': 'refusal' in cells.first ? cells.first : voids(state, at, 'securityVersion'),
  cancel: cells.cancel,
  supersede: 'refusal' in cells.cancel ? cells.cancel : ends(state, at, 'ChangeSuperseded', 'superseded'),
  void: 'refusal' in cells.cancel ? cells.cancel : voids(state, at, 'PasswordChanged'),
})
const confirms = (state: Of<'awaiting-confirmation'>, at: number): Here => ({
  events: [{ type: 'ChangeConfirmed', confirmedAt: at, endedAt: at }],
  next: { ...state, status: 'confirmed', confirmedAt: at, endedAt: at },
})
const cancels = (state: Of<'awaiting-confirmation'>, at: number) => ends(state, at, 'ChangeCancelled', 'cancelled')
const alive = (state: Of<'awaiting-confirmation'>, at: number) =>
  open(state, at, {
    resend: resends(state, at),
    first: confirms(state, at),
    second: notFound,
    cancel: cancels(state, at),
  })
const isOver = (refusal: EmailChangeRefusal) => ({
  request: alreadyRequested,
  'open a foreign link | open a foreign link after a security event': notFound,
  'resend | open the first link | open the second link | open the first link after a security event | cancel | supersede | void':
    refused(refusal),
})
const wasConfirmed = isOver({ code: 'email-change/already-confirmed', confirmedAt: endedAt })
const wasSuperseded = isOver({ code: 'email-change/superseded' })
const wasCancelled = isOver({ code: 'email-change/cancelled' })
const wasVoid = isOver({ code: 'email-change/void' })
const erased = situations['awaiting, erased'].state

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'of nobody': {
      request: {
        events: [{ type: 'ChangeRequested', ...asked, requestedAt, link: first }],
        next: awaiting,
      },
      'resend | open the first link | open the second link | open a foreign link': notFound,
      'open a foreign link after a security event | open the first link after a security event': notFound,
      'cancel | supersede | void': notFound,
    },
    awaiting: alive(awaiting, requestedAt + hour),
    'awaiting, in the last millisecond of its link': alive(awaiting, first.until - 1),
    'awaiting, its link over': open(awaiting, first.until, {
      resend: expired(first.until),
      first: expired(first.until),
      second: notFound,
      cancel: expired(first.until),
    }),
    'awaiting, sent twice': open(resent, resentAt, {
      resend: tooMany,
      first: confirms(resent, resentAt),
      second: confirms(resent, resentAt),
      cancel: cancels(resent, resentAt),
    }),
    'awaiting, the first link over': open(resent, first.until, {
      resend: tooMany,
      first: expired(first.until),
      second: confirms(resent, first.until),
      cancel: cancels(resent, first.until),
    }),
    'awaiting, in the last millisecond of the second link': open(resent, second.until - 1, {
      resend: tooMany,
      first: expired(first.until),
      second: confirms(resent, second.until - 1),
      cancel: cancels(resent, second.until - 1),
    }),
    'awaiting, both links over': open(resent, second.until, {
      resend: expired(second.until),
      first: expired(first.until),
      second: expired(second.until),
      cancel: expired(second.until),
    }),
    'awaiting, erased': open(erased, long, {
      resend: expired(first.until),
      first: expired(first.until),
      second: notFound,
      cancel: expired(first.until),
    }),
    confirmed: wasConfirmed,
    'confirmed, its links long over': wasConfirmed,
    superseded: wasSuperseded,
    'superseded, its links long over': wasSuperseded,
    cancelled: wasCancelled,
    'cancelled, its links long over': wasCancelled,
    void: wasVoid,
    'void, its links long over': wasVoid,
  },
} as const

describe('every state of a change of the private address meets every command', () => {
  describeMatrix<EmailChangeState, EmailChangeCommand, EmailChangeEvent, EmailChangeRefusal>(matrix)
})

const events = {
  ChangeRequested: { type: 'ChangeRequested', ...asked, requestedAt, link: first },
  LinkResent: { type: 'LinkResent', link: second },
  ChangeConfirmed: { type: 'ChangeConfirmed', confirmedAt: endedAt, endedAt },
  ChangeCancelled: { type: 'ChangeCancelled', endedAt },
  ChangeSuperseded: { type: 'ChangeSuperseded', endedAt },
  ChangeVoided: { type: 'ChangeVoided', endedAt, cause: 'PasswordChanged' },
} as const satisfies { readonly [T in EmailChangeEvent['type']]: Extract<EmailChangeEvent, { type: T }> }

describe('the events of a change of the private address', () => {
  const whileOpen = ['LinkResent', 'ChangeConfirmed', 'ChangeCancelled', 'ChangeSuperseded', 'ChangeVoided'] as const
  const byStatus: { readonly [S in EmailChangeState['status']]: readonly EmailChangeEvent['type'][] } = {
    none: ['ChangeRequested'],
    'awaiting-confirmation': whileOpen,
    confirmed: [],
    superseded: [],
    cancelled: [],
    void: [],
  }
  const follows = Object.fromEntries(Object.entries(situations).map(([name, { state }]) => [name, byStatus[state.status]]))
  describeEvolve<EmailChangeState, EmailChangeCommand, EmailChangeEvent, EmailChangeRefusal>(matrix, events, follows, [
    emailChangeDecider({ linkLifetimeMs: 100_000 * day, linksMax: 20 }),
  ])

  it('keep the end of each link as it was decided under another policy', () => {
    const other = emailChangeDecider({ linkLifetimeMs: 1, linksMax: 1 })
    const journal = [events.ChangeRequested, events.LinkResent, events.ChangeConfirmed]
    expect(journal.reduce(other.evolve, other.initial)).toStrictEqual(journal.reduce(decider.evolve, decider.initial))
  })
})

describe('walks of a change of the private address', () => {
  const picture = `stateDiagram-v2
    [*] --> none
    none --> awaiting_confirmation: RequestChange
    awaiting_confirmation --> awaiting_confirmation: ResendLink
    awaiting_confirmation --> confirmed: ConfirmChange
    awaiting_confirmation --> void: ConfirmChange, VoidChange
    awaiting_confirmation --> cancelled: CancelChange
    awaiting_confirmation --> superseded: SupersedeChange
    confirmed --> [*]
    superseded --> [*]
    cancelled --> [*]
    void --> [*]`
  const waits = [0, 1, hour, day - 1, day, -hour]
  const stamps = [requestedAt, requestedAt + 2 * day]
  describeWalks<EmailChangeState, EmailChangeCommand, EmailChangeEvent, EmailChangeRefusal>(
    { decider, by, commands },
    { start: requestedAt, waits, published: picture, stamps },
  )

  it('INV-11, INV-13: a change is confirmed at most once, by a link of its own in its term, and what has ended stays so', () => {
    let confirmations = 0
    fc.assert(
      fc.property(walks<EmailChangeState, EmailChangeCommand>(commands, waits), (steps) => {
        let end: EmailChangeState | null = null
        for (const { before, after, command, decided, at } of walk(decider, steps, requestedAt, by)) {
          if (end !== null) expect(after).toStrictEqual(end)
          if (decider.isTerminal(after)) end ??= after
          if (!decided.ok || !decided.value.some(({ type }) => type === 'ChangeConfirmed')) continue
          if (before.status !== 'awaiting-confirmation' || command.type !== 'ConfirmChange') throw new Error('out of order')
          confirmations += 1
          const link = before.links.find(({ digest }) => digest === command.digest)
          expect(command.securityVersion).toBe(before.securityVersion)
          expect(at).toBeLessThan(link?.until ?? 0)
        }
      }),
      { seed: 11, numRuns: runsOf(1_000) },
    )
    expect(confirmations).toBeGreaterThan(runsOf(50))
  })

  it('INV-33: whatever happened, a change that is open is over when its last link is', () => {
    fc.assert(
      fc.property(walks<EmailChangeState, EmailChangeCommand>(commands, waits), (steps) => {
        const state = walk(decider, steps, requestedAt, by).at(-1)?.after ?? none
        if (state.status !== 'awaiting-confirmation') return
        for (const link of state.links) {
          const command = { type: 'ConfirmChange', digest: link.digest, securityVersion: state.securityVersion } as const
          expect(decider.decide(state, command, { at: closingOf(state), by }).ok).toBe(false)
        }
      }),
      { seed: 33, numRuns: runsOf(500) },
    )
  })
})

describe('the term of a link', () => {
  it('never ends after the last instant that there is', () => {
    const at = instantMax - hour
    const decided = decider.decide(none, commands.request, { at, by })
    expect(decided).toMatchObject({ ok: true, value: [{ link: { sentAt: at, until: instantMax } }] })
    const inTime = instantMax - day
    expect(decider.decide(none, commands.request, { at: inTime, by })).toMatchObject({ value: [{ link: { until: instantMax } }] })
    const before = decider.decide(none, commands.request, { at: inTime - 1, by })
    expect(before).toMatchObject({ value: [{ link: { until: instantMax - 1 } }] })
  })

  it('is over for the change as a whole when the link that ends last is, whichever was sent last', () => {
    expect(closingOf(awaiting)).toBe(first.until)
    expect(closingOf(resent)).toBe(second.until)
    expect(closingOf({ links: [second, first] })).toBe(second.until)
  })
})

describe('seed 000, point 4: an address that was changed and not confirmed by an instant', () => {
  const statuses = ['confirmed', 'superseded', 'cancelled', 'void'] as const

  it('counts from the request on, to the millisecond, and no change at all does not count', () => {
    expect(unconfirmedAt(none, instantMax)).toBe(false)
    expect(unconfirmedAt(awaiting, requestedAt - 1)).toBe(false)
    expect(unconfirmedAt(awaiting, requestedAt)).toBe(true)
    for (const status of statuses) expect(unconfirmedAt(endedAs(status), requestedAt - 1), status).toBe(false)
  })

  it('counts although the links have expired, and although it was erased since', () => {
    expect(unconfirmedAt(awaiting, first.until)).toBe(true)
    expect(unconfirmedAt({ ...awaiting, personal: null }, instantMax)).toBe(true)
  })

  it.each(statuses)('counts until the millisecond in which it is %s', (status) => {
    expect(unconfirmedAt(endedAs(status), endedAt - 1)).toBe(true)
    expect(unconfirmedAt(endedAs(status), endedAt)).toBe(false)
    expect(unconfirmedAt(endedAs(status), instantMax)).toBe(false)
  })
})

describe('the stored record of a change', () => {
  const closedMs = 30 * day
  const machine = emailChangeMachine(policy, closedMs)

  it('comes back as it was stored, in every situation', () => {
    for (const { state } of Object.values(situations)) {
      expect(machine.parse(JSON.parse(JSON.stringify(state)))).toEqual(state)
    }
  })

  it.each([
    ['nothing', null],
    ['another status', { ...ended('void'), status: 'undeliverable' }],
    ['an end without its instant', { ...awaiting, status: 'confirmed' }],
    ['an instant that is a text', { ...ended('void'), endedAt: '1' }],
    ['an end of what is open', { ...awaiting, endedAt }],
    ['a link with more than belongs to it', { ...awaiting, links: [{ ...first, token: 'secret' }] }],
    ['an address that is no text', { ...awaiting, personal: { email: null } }],
    ['nobody with an address', { ...none, personal }],
  ])('is not %s', (_, value) => {
    expect(machine.parse(value)).toBeNull()
  })

  it('is found by its status and its account, and no tag tells an address', () => {
    expect(machine.tags(none)).toEqual([])
    expect(machine.tags(awaiting)).toEqual(['status:awaiting-confirmation', 'account:account'])
    expect(machine.tags(ended('cancelled'))).toEqual(['status:cancelled', 'account:account'])
  })

  it('is due when what is over has been kept for its term: from its end, or from the end of its last link', () => {
    expect(machine.dueAt(none)).toBeNull()
    expect(machine.dueAt(awaiting)).toBe(first.until + closedMs)
    expect(machine.dueAt(resent)).toBe(second.until + closedMs)
    expect(machine.dueAt(confirmed)).toBe(endedAt + closedMs)
  })
})
