import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sessionDecider } from '../../../../src/procedures/account/session/machine.ts'
import type {
  SessionCommand,
  SessionEvent,
  SessionRefusal,
  SessionState,
} from '../../../../src/procedures/account/session/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, type Fitting, walk, walks } from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Here = Cell<SessionState, SessionEvent, SessionRefusal>
type Active = Extract<SessionState, { status: 'active' }>

const minute = 60_000
const hour = 60 * minute
const policy = {
  idleMs: 30 * minute,
  lifetimeMs: 12 * hour,
  passwordChangeLifetimeMs: 15 * minute,
  touchMs: minute,
  recentSignInMs: 10 * minute,
  sessionsMax: 3,
}
const decider = sessionDecider(policy)
const openedAt = 1_773_133_200_000
const by = { kind: 'subscriber', id: 'account-1' } as const

const full: Active = {
  status: 'active',
  accountId: 'account-1',
  scope: 'full',
  securityVersion: 4,
  signIn: 7,
  means: 'local',
  level: 0,
  openedAt,
  seenAt: openedAt,
  idleUntil: openedAt + 30 * minute,
  endsAt: openedAt + 12 * hour,
  personal: null,
}
const narrow: Active = {
  ...full,
  scope: 'password-change',
  idleUntil: openedAt + 15 * minute,
  endsAt: openedAt + 15 * minute,
}
/** Used to the last: the absolute end comes before the end by inactivity. */
const late: Active = { ...full, seenAt: openedAt + 12 * hour - 5 * minute, idleUntil: full.endsAt }
const ended: SessionState = { status: 'ended', accountId: 'account-1', endedAt: openedAt + minute, personal: null }

const situations = {
  'before anything': { state: { status: 'none', personal: null } as SessionState, at: openedAt },
  'just opened': { state: full, at: openedAt },
  'a millisecond before a use is noted again': { state: full, at: openedAt + minute - 1 },
  'when a use is noted again': { state: full, at: openedAt + minute },
  'in its last millisecond of inactivity': { state: full, at: openedAt + 30 * minute - 1 },
  'idle for too long': { state: full, at: openedAt + 30 * minute },
  'for the password change, fresh': { state: narrow, at: openedAt + minute },
  'for the password change, in its last millisecond': { state: narrow, at: openedAt + 15 * minute - 1 },
  'for the password change, over': { state: narrow, at: openedAt + 15 * minute },
  'in its last millisecond': { state: late, at: openedAt + 12 * hour - 1 },
  'past its absolute end': { state: late, at: openedAt + 12 * hour },
  ended: { state: ended, at: openedAt + 2 * minute },
} as const

const commands = {
  open: { type: 'OpenSession', accountId: 'account-1', scope: 'full', securityVersion: 4, signIn: 7, means: 'local', level: 0 },
  'open for the password change': {
    type: 'OpenSession',
    accountId: 'account-1',
    scope: 'password-change',
    securityVersion: 4,
    signIn: 7,
    means: 'local',
    level: 0,
  },
  use: { type: 'TouchSession', securityVersion: 4, signIns: 7 },
  'use after a security event': { type: 'TouchSession', securityVersion: 5, signIns: 7 },
  'use with an securityVersion of the past': { type: 'TouchSession', securityVersion: 3, signIns: 7 },
  'use after as many sign-ins as there may be sessions': { type: 'TouchSession', securityVersion: 4, signIns: 9 },
  'use after one more': { type: 'TouchSession', securityVersion: 4, signIns: 10 },
  end: { type: 'EndSession' },
} as const satisfies { readonly [name: string]: Fitting<SessionState, SessionCommand> }

const notActive: Here = { refusal: { code: 'session/not-active' } }
const alreadyOpen: Here = { refusal: { code: 'session/already-open' } }
const opens = (state: Active): Here => {
  const { accountId, scope, securityVersion, signIn, means, level, idleUntil, endsAt } = state
  return {
    events: [{ type: 'SessionOpened', accountId, scope, securityVersion, signIn, means, level, openedAt, idleUntil, endsAt }],
    next: state,
  }
}
const unnoted = (state: Active): Here => ({ events: [], next: state })
const touches = (state: Active, seenAt: number, idleUntil: number): Here => ({
  events: [{ type: 'SessionTouched', seenAt, idleUntil }],
  next: { ...state, seenAt, idleUntil },
})
const ends = (endedAt: number): Here => ({
  events: [{ type: 'SessionEnded', endedAt }],
  next: { status: 'ended', accountId: 'account-1', endedAt, personal: null },
})

const openings = 'open | open for the password change'
const overtaken = 'use after a security event | use with an securityVersion of the past | use after one more'
const uses = 'use | use after as many sign-ins as there may be sessions'
const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'before anything': {
      open: opens(full),
      'open for the password change': opens(narrow),
      [`${uses} | ${overtaken} | end`]: notActive,
    },
    'just opened': { [openings]: alreadyOpen, [uses]: unnoted(full), [overtaken]: notActive, end: ends(openedAt) },
    'a millisecond before a use is noted again': {
      [openings]: alreadyOpen,
      [uses]: unnoted(full),
      [overtaken]: notActive,
      end: ends(openedAt + minute - 1),
    },
    'when a use is noted again': {
      [openings]: alreadyOpen,
      [uses]: touches(full, openedAt + minute, openedAt + 31 * minute),
      [overtaken]: notActive,
      end: ends(openedAt + minute),
    },
    'in its last millisecond of inactivity': {
      [openings]: alreadyOpen,
      [uses]: touches(full, openedAt + 30 * minute - 1, openedAt + 60 * minute - 1),
      [overtaken]: notActive,
      end: ends(openedAt + 30 * minute - 1),
    },
    'idle for too long': { [openings]: alreadyOpen, [`${uses} | ${overtaken} | end`]: notActive },
    'for the password change, fresh': {
      [openings]: alreadyOpen,
      [uses]: touches(narrow, openedAt + minute, openedAt + 15 * minute),
      [overtaken]: notActive,
      end: ends(openedAt + minute),
    },
    'for the password change, in its last millisecond': {
      [openings]: alreadyOpen,
      [uses]: touches(narrow, openedAt + 15 * minute - 1, openedAt + 15 * minute),
      [overtaken]: notActive,
      end: ends(openedAt + 15 * minute - 1),
    },
    'for the password change, over': { [openings]: alreadyOpen, [`${uses} | ${overtaken} | end`]: notActive },
    'in its last millisecond': {
      [openings]: alreadyOpen,
      [uses]: touches(late, openedAt + 12 * hour - 1, openedAt + 12 * hour),
      [overtaken]: notActive,
      end: ends(openedAt + 12 * hour - 1),
    },
    'past its absolute end': { [openings]: alreadyOpen, [`${uses} | ${overtaken} | end`]: notActive },
    ended: { [openings]: alreadyOpen, [`${uses} | ${overtaken} | end`]: notActive },
  },
} as const

describe('every state of a session meets every command', () => {
  describeMatrix<SessionState, SessionCommand, SessionEvent, SessionRefusal>(matrix)
})

describe('the events of a session', () => {
  const events = {
    SessionOpened: {
      type: 'SessionOpened',
      accountId: 'account-1',
      scope: 'full',
      securityVersion: 4,
      signIn: 7,
      means: 'local',
      level: 0,
      openedAt,
      idleUntil: full.idleUntil,
      endsAt: full.endsAt,
    },
    SessionTouched: { type: 'SessionTouched', seenAt: openedAt + minute, idleUntil: openedAt + 31 * minute },
    SessionEnded: { type: 'SessionEnded', endedAt: openedAt + minute },
  } as const satisfies { readonly [T in SessionEvent['type']]: Extract<SessionEvent, { type: T }> }
  const alive = ['SessionTouched', 'SessionEnded'] as const
  const follows = Object.fromEntries(
    Object.entries(situations).map(([name, { state }]) => [
      name,
      state.status === 'active' ? alive : state.status === 'none' ? (['SessionOpened'] as const) : [],
    ]),
  )
  describeEvolve<SessionState, SessionCommand, SessionEvent, SessionRefusal>(matrix, events, follows, [
    sessionDecider({ ...policy, touchMs: 0 }),
  ])
})

describe('walks of a session', () => {
  const waits = [0, 1, minute - 1, minute, 29 * minute, 30 * minute]
  describeWalks<SessionState, SessionCommand, SessionEvent, SessionRefusal>(
    { decider, by, commands },
    {
      start: openedAt,
      waits,
      stamps: [openedAt, openedAt + minute],
      published: `stateDiagram-v2
        [*] --> none
        none --> active: OpenSession
        active --> active: TouchSession
        active --> ended: EndSession
        ended --> [*]`,
    },
  )

  it('INV-13: a use prolongs the session, never past its absolute end, and only with the securityVersion of its sign-in', () => {
    fc.assert(
      fc.property(walks(commands, waits, 80), (steps) => {
        for (const { before, after, command, at, decided } of walk(decider, steps, openedAt, by)) {
          if (after.status !== 'active') continue
          expect(after.idleUntil).toBeLessThanOrEqual(after.endsAt)
          if (before.status !== 'active') continue
          const { seenAt, idleUntil, ...constant } = before
          expect(after).toMatchObject(constant)
          expect(after.idleUntil).toBeGreaterThanOrEqual(idleUntil)
          if (command.type !== 'TouchSession') continue
          expect(decided.ok).toBe(command.securityVersion === 4 && command.signIns < 10 && at < idleUntil)
          expect(after.seenAt).toBe(decided.ok && at >= seenAt + minute ? at : seenAt)
        }
      }),
      { seed: 7, numRuns: runsOf(400) },
    )
  })

  it('INV-13: with a clock that runs backwards an ended session stays ended, and no deadline grows', () => {
    fc.assert(
      fc.property(walks(commands, [...waits, -1, -minute, -1e13], 80), (steps) => {
        for (const { before, after } of walk(decider, steps, openedAt, by)) {
          if (before.status === 'ended') expect(after).toBe(before)
          if (before.status === 'active' && after.status === 'active') {
            expect(after.endsAt).toBe(before.endsAt)
            expect(after.seenAt).toBeGreaterThanOrEqual(before.seenAt)
          }
        }
      }),
      { seed: 13, numRuns: runsOf(400) },
    )
  })
})
