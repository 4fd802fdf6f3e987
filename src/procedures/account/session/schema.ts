/** What comes from outside at sign-in, and how a session's record is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { sessionDecider } from './machine.ts'
import type { SessionCommand, SessionEvent, SessionMeans, SessionPolicy, SessionRefusal, SessionState } from './model.ts'

const text = z.string()
const instant = z.number()
/** Every means there is. */
export const sessionMeans: readonly SessionMeans[] = ['local', 'spid-saml', 'spid-oidc', 'cie-saml', 'cie-oidc', 'cns', 'eidas']

const state: z.ZodType<SessionState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({
    status: z.literal('active'),
    accountId: text,
    scope: z.literal(['password-change', 'full']),
    securityVersion: z.number(),
    signIn: z.number(),
    means: z.literal(sessionMeans),
    level: z.literal([0, 1, 2, 3]),
    openedAt: instant,
    seenAt: instant,
    idleUntil: instant,
    endsAt: instant,
    personal: z.null(),
  }),
  z.strictObject({ status: z.literal('ended'), accountId: text, endedAt: instant, personal: z.null() }),
])

export type SessionMachine = Machine<SessionState, SessionCommand, SessionEvent, SessionRefusal>

/** The machine and how its record is stored. `sessionMs`: how long a session is remembered after its end, ms. */
export function sessionMachine(policy: SessionPolicy, sessionMs: number): SessionMachine {
  return {
    decider: sessionDecider(policy),
    // Until others could sign people in, the secrets of the office had opened every session.
    upgrades: [(stored) => (stored['status'] === 'active' ? { ...stored, means: 'local', level: 0 } : stored)],
    parse: (value) => readStored(state, value),
    tags: () => [],
    dueAt: (current) => {
      if (current.status === 'none') return null
      return (current.status === 'active' ? current.endsAt : current.endedAt) + sessionMs
    },
  }
}
