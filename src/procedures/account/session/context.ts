/** What the use cases of a signed-in person work with, and how a session token is read. */

import { type AnyRefusal, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import type { PasswordPolicy } from '../../../rules/password/index.ts'
import type { ChallengePolicy } from '../../../runtime/challenge.ts'
import { type CommandOptions, readAudience } from '../../../runtime/input.ts'
import type { RecordName } from '../../../runtime/record.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { byToken } from '../../../runtime/token-command.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { endOf } from '../credential/expiry.ts'
import { expiryOf } from '../credential/machine.ts'
import type { CredentialPolicy, CredentialState } from '../credential/model.ts'
import { factsOf } from '../credential/person-facts.ts'
import type { CredentialMachine } from '../credential/schema.ts'
import type { SecurityContext } from '../credential/security-events.ts'
import type { ThrottleContext } from '../throttle/doors.ts'
import type { SessionPolicy, SessionRefusal, SessionScope, SessionState } from './model.ts'
import type { SessionMachine } from './schema.ts'

export type AccountContext = SecurityContext &
  ThrottleContext & {
    readonly runtime: Runtime
    readonly credential: CredentialMachine
    readonly session: SessionMachine
    readonly credentialPolicy: CredentialPolicy
    readonly sessionPolicy: SessionPolicy & ChallengePolicy
    readonly passwordPolicy: PasswordPolicy
  }

/** Unknown, ended, timed out or overtaken by a security event: not told apart. */
export type SessionNotActiveRefusal = Extract<SessionRefusal, { readonly code: 'session/not-active' }>

/** The session goes on, and opens the change of the password alone: that comes first. */
export type SessionPasswordChangeRefusal = { readonly code: 'session/password-change-required' }

/** Why a session does not open what needs scope `full`. */
export type SessionScopeRefusal = SessionNotActiveRefusal | SessionPasswordChangeRefusal

/** Whose session it is. */
export type SessionTokenForm = {
  /** The token that `session.signIn` gave. A secret of the subscriber: never log it. */
  readonly token: string
}

/** What may go along with a look, or with the end of a session: the service that is used, and no request key. */
export function lookOptions(options: LookOptions | undefined): { readonly options?: CommandOptions } {
  const audience = readAudience(options)
  return audience === null ? {} : { options: { audience } }
}

/** The service or profile from which somebody looks, whose course holds for the session. */
export type LookOptions = Pick<CommandOptions, 'audience'>

/**
 * When a session that was opened with the secrets of the office is over at the latest: with its own end, with its credential, and with the last use of such
 * credentials for the audience. Whoever is exempted from that goes on.
 */
export async function endOfSession(
  unit: Unit,
  { accountId, account, endsAt }: { readonly accountId: string; readonly account: Live['account']; readonly endsAt: Instant },
): Promise<Instant> {
  const { until } = await unit.termOf(factsOf(accountId, account, unit.now()), 'use')
  return Math.min(endsAt, until ?? endsAt, endOf(account) ?? endsAt)
}

/** An active session, and the credential that it belongs to. */
export type Live = {
  readonly id: string
  readonly accountId: string
  readonly session: Extract<SessionState, { readonly status: 'active' }>
  readonly account: Exclude<CredentialState, { readonly status: 'none' }>
}

/** What is done for the subscriber of a session: under which name, and which scopes open it. */
export type SessionOperation = {
  readonly name: string
  readonly scopes: readonly SessionScope[]
  readonly options?: CommandOptions | undefined
  readonly input?: unknown
  readonly isGuess?: boolean
  readonly secret?: boolean
  readonly journalsRefusals?: boolean
  /** What of the session is read in the same call. */
  readonly reads?: (id: string, accountId: string) => readonly RecordName[]
}

/**
 * Runs `work` for the subscriber of a live session, whatever it opens, noting that the session was used. Unknown, ended, timed out and
 * overtaken by a security event have one answer.
 */
export function withAnySession<V, R extends AnyRefusal>(
  { runtime, session, credential }: AccountContext,
  given: unknown,
  { reads, ...command }: Omit<SessionOperation, 'scopes'>,
  work: (unit: Unit, live: Live) => Promise<Result<V, R>>,
): Promise<Result<V, R | SessionNotActiveRefusal | CommandRefusal>> {
  const notFound = { code: 'session/not-active' } as const
  const by = (id: string) => ({ kind: 'subscriber', id }) as const
  const asked = { ...command, purpose: 'session', by, notFound }
  return byToken<V, R | SessionNotActiveRefusal>(runtime, given, asked, async (unit, { subject: accountId, digest: id }) => {
    await unit.preload([{ kind: 'session', id }, { kind: 'credential', id: accountId }, ...(reads?.(id, accountId) ?? [])])
    const account = await unit.state(credential, accountId)
    const open = await unit.state(session, id)
    if (account.status === 'none' || open.status !== 'active' || open.accountId !== accountId) return refuse(notFound)
    const isLocal = open.means === 'local'
    // With its credential every session is over that its secrets have opened. Whoever signs in elsewhere has the account still.
    if (isLocal && expiryOf(account, unit.now()) !== null) return refuse(notFound)
    const touched = await unit.run(session, id, {
      type: 'TouchSession',
      securityVersion: account.securityVersion,
      signIns: account.signIns,
    })
    if (!touched.ok) {
      unit.journalRefusal('session', id, command.name, notFound.code)
      return refuse(notFound)
    }
    const { state: used } = touched.value
    invariant(used.status === 'active', 'session: a session in use is active')
    const facts = factsOf(accountId, account, unit.now())
    // With the last use of the credential every session of its secrets is over; what is done in it may have ended before.
    if (isLocal) await unit.admit(facts, 'use')
    await unit.admit(facts)
    return work(unit, { id, accountId, session: used, account })
  })
}

/** The same for a session of one of the scopes. Whoever has the token of a live one is told that the password must be changed first. */
export function withSession<V, R extends AnyRefusal>(
  context: AccountContext,
  given: unknown,
  { scopes, ...operation }: SessionOperation,
  work: (unit: Unit, live: Live) => Promise<Result<V, R>>,
): Promise<Result<V, R | SessionScopeRefusal | CommandRefusal>> {
  const required = { code: 'session/password-change-required' } as const
  return withAnySession<V, R | SessionPasswordChangeRefusal>(context, given, operation, async (unit, live) => {
    if (scopes.includes(live.session.scope)) return work(unit, live)
    unit.journalRefusal('session', live.id, operation.name, required.code)
    return refuse(required)
  })
}
