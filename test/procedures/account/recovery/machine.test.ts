import { describe, expect, it } from 'vitest'
import { recoveryDecider, standingOf } from '../../../../src/procedures/account/recovery/machine.ts'
import type {
  RecoveryCommand,
  RecoveryEvent,
  RecoveryRefusal,
  RecoveryState,
} from '../../../../src/procedures/account/recovery/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks } from '../../../support/matrix.ts'

type Here = Cell<RecoveryState, RecoveryEvent, RecoveryRefusal>
type Requested = Extract<RecoveryState, { status: 'requested' }>

const hour = 3_600_000
const day = 24 * hour
const at = 1_773_133_200_000
const decider = recoveryDecider({ linkMs: hour, linksMax: 3 })
const by = { kind: 'anonymous' } as const

const link = (digest: string, sentAt: number) => ({ digest, sentAt })
const none: RecoveryState = { status: 'none', links: [], notedAt: 0, personal: null }
const requested: Requested = { status: 'requested', links: [link('a', at)], until: at + hour, notedAt: at, personal: null }
const twice: Requested = { ...requested, links: [link('a', at - hour), link('b', at)] }
const full: Requested = { ...requested, links: [link('a', at - hour), link('b', at - 1), link('c', at)], until: at + day - hour }
const used: RecoveryState = { status: 'used', endedAt: at + 1, links: [link('a', at)], notedAt: at + 1, personal: null }
const ended: RecoveryState = { ...used, status: 'void' }

const situations = {
  none: { state: none, at },
  requested: { state: requested, at: at + 1 },
  'requested, in its last millisecond': { state: requested, at: at + hour - 1 },
  'requested, over': { state: requested, at: at + hour },
  'requested twice': { state: twice, at: at + 1 },
  'no link left': { state: full, at: at + 1 },
  'no link left, in the last millisecond of the last': { state: full, at: at + day - hour - 1 },
  'a link again': { state: full, at: at + day - hour },
  used: { state: used, at: at + 2 },
  void: { state: ended, at: at + 2 },
} as const

const commands = {
  request: { type: 'RequestRecovery', digest: 'new' },
  note: { type: 'NoteRequest' },
  use: { type: 'UseLink' },
  void: { type: 'VoidRecovery', cause: 'PasswordChanged' },
} as const

const requests = (now: number, before: Requested['links'], until = now + hour): Here => {
  const links = [...before, link('new', now)]
  return {
    events: [{ type: 'RecoveryRequested', links, until, notedAt: now, isLast: links.length === 3 }],
    next: { status: 'requested', links, until, notedAt: now, personal: null },
  }
}
const refused = (refusal: RecoveryRefusal): Here => ({ refusal })
const ends = (state: Requested, now: number): { readonly [names: string]: Here } => {
  const over = { endedAt: now, notedAt: now, links: state.links, personal: null } as const
  return {
    use: { events: [{ type: 'LinkUsed', endedAt: now }], next: { status: 'used', ...over } },
    void: { events: [{ type: 'RecoveryVoided', endedAt: now, cause: 'PasswordChanged' }], next: { status: 'void', ...over } },
  }
}
const noted = (now: number, state: RecoveryState = full): Here => ({
  events: [{ type: 'RequestNoted', notedAt: now }],
  next: { ...state, notedAt: now },
})
const lastMs = at + day - hour - 1

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    none: { request: requests(at, []), note: noted(at, none), 'use | void': refused({ code: 'recovery/not-found' }) },
    requested: { request: requests(at + 1, requested.links), note: noted(at + 1, requested), ...ends(requested, at + 1) },
    'requested, in its last millisecond': {
      request: requests(at + hour - 1, requested.links),
      note: noted(at + hour - 1, requested),
      ...ends(requested, at + hour - 1),
    },
    'requested, over': {
      request: requests(at + hour, requested.links),
      note: noted(at + hour, requested),
      'use | void': refused({ code: 'recovery/expired', expiredAt: at + hour }),
    },
    // The third is the last of the day: it works until the first no longer counts.
    'requested twice': {
      request: requests(at + 1, twice.links, at - hour + day),
      note: noted(at + 1, twice),
      ...ends(twice, at + 1),
    },
    'no link left': { 'request | note': noted(at + 1), ...ends(full, at + 1) },
    'no link left, in the last millisecond of the last': { 'request | note': noted(lastMs), ...ends(full, lastMs) },
    'a link again': {
      request: requests(lastMs + 1, full.links.slice(1), at + day),
      note: noted(lastMs + 1),
      'use | void': refused({ code: 'recovery/expired', expiredAt: lastMs + 1 }),
    },
    used: { request: requests(at + 2, []), note: noted(at + 2, used), 'use | void': refused({ code: 'recovery/already-used' }) },
    void: { request: requests(at + 2, []), note: noted(at + 2, ended), 'use | void': refused({ code: 'recovery/void' }) },
  },
} as const

describe('every state of a recovery meets every command', () => {
  describeMatrix<RecoveryState, RecoveryCommand, RecoveryEvent, RecoveryRefusal>(matrix)
})

const events = {
  RecoveryRequested: { type: 'RecoveryRequested', links: [link('x', at)], until: at + 1, notedAt: at, isLast: false },
  RequestNoted: { type: 'RequestNoted', notedAt: at },
  LinkUsed: { type: 'LinkUsed', endedAt: at },
  RecoveryVoided: { type: 'RecoveryVoided', endedAt: at, cause: 'PasswordChanged' },
} as const

describe('the events of a recovery', () => {
  const anew = ['RecoveryRequested', 'RequestNoted'] as const
  const underWay = [...anew, 'LinkUsed', 'RecoveryVoided'] as const
  const follows = Object.fromEntries(
    Object.entries(situations).map(([name, { state }]) => [name, state.status === 'requested' ? underWay : anew]),
  )
  describeEvolve<RecoveryState, RecoveryCommand, RecoveryEvent, RecoveryRefusal>(matrix, events, follows, [
    decider,
    recoveryDecider({ linkMs: hour, linksMax: 1 }),
  ])
})

describe('walks of a recovery', () => {
  describeWalks<RecoveryState, RecoveryCommand, RecoveryEvent, RecoveryRefusal>(
    { decider, by, commands },
    {
      start: at,
      waits: [0, 1, hour, day],
      stamps: [at, at + 1_000 * day],
      runs: 1_500,
      published: `stateDiagram-v2
    [*] --> none
    none --> none: NoteRequest
    none --> requested: RequestRecovery
    requested --> requested: NoteRequest
    requested --> requested: RequestRecovery
    requested --> used: UseLink
    requested --> void: VoidRecovery
    used --> requested: RequestRecovery
    used --> used: NoteRequest
    void --> requested: RequestRecovery
    void --> void: NoteRequest`,
    },
  )

  it('C5: of several links the newest alone can do anything', () => {
    const [newest, ...older] = [...full.links].reverse()
    if (newest === undefined) throw new Error('there are links')
    expect(standingOf(full, newest, at + 1)).toEqual({ ok: true, value: full.until })
    for (const former of older) {
      expect(standingOf(full, former, at + 1)).toEqual({ ok: false, refusal: { code: 'recovery/superseded' } })
    }
  })
})
