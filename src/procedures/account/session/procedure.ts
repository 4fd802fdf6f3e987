/** What the rest of the house knows of sessions. */

import { diagram, SportelloError } from '../../../kernel/index.ts'
import { holdingUntilSecurityEvent } from '../../../runtime/account-acts.ts'
import { type ChallengePolicy, challengeFigure } from '../../../runtime/challenge.ts'
import { never } from '../../../runtime/features.ts'
import { day, type Figures, hour, minute, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { sessionDecider } from './machine.ts'
import { sessionMessages } from './messages.ts'
import type { SessionEvent, SessionPolicy, SessionState } from './model.ts'
import { sessionMachine } from './schema.ts'

/** How long a session is remembered. */
export type SessionRetention = {
  /** A session after its end. */
  readonly sessionMs: number
}

/** What of the policy a session needs. */
export type SessionSlice = { readonly session: SessionPolicy & ChallengePolicy; readonly retention: SessionRetention }

const figures: Figures<SessionSlice['session']> = {
  idleMs: whole(30 * minute),
  lifetimeMs: whole(12 * hour),
  passwordChangeLifetimeMs: whole(15 * minute),
  recentSignInMs: whole(10 * minute),
  touchMs: whole(minute, { least: 0 }),
  sessionsMax: whole(20, { most: 1_000 }),
  challenge: challengeFigure,
}

const keeps: Figures<SessionRetention> = { sessionMs: whole(7 * day) }

export const sessionProcedure: Procedure<SessionSlice> = {
  name: 'session',
  figures,
  keeps,
  messages: sessionMessages,
  features: {
    closable: { 'sign-in': { of: 'citizen', it: 'accesso', en: 'sign-in', operations: ['session/sign-in'] } },
    acts: { 'session/sign-in': 'use' },
    always: { 'session/check': never.look, 'session/end': never.safety },
  },
  letters: {},
  diagram: ({ session }) =>
    diagram(sessionDecider(session), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(_runtime, { session, retention }): ProcedureParts<SessionState, SessionEvent> {
    // Uses are noted so much later than they happen: a session in use must not end by inactivity before.
    if (session.touchMs >= session.idleMs) {
      throw new SportelloError('config/invalid', 'policy: session.touchMs must be less than session.idleMs')
    }
    return {
      kind: sessionMachine(session, retention.sessionMs),
      retention: { end: 'removed', says: '`sessionMs` after its end' },
      subject: { of: 'nobody', why: 'found only by the keyed digest of its token' },
      securityEvent: {
        does: 'nothing',
        why: 'one of an earlier securityVersion of the credential opens nothing',
        holds: [holdingUntilSecurityEvent('an open session', 'ends')],
      },
      feed: { tells: 'nothing', why: 'one is opened at each sign-in, and `session.check` says whether it still lives' },
      underWay: null,
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
