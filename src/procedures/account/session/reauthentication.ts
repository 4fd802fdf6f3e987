/** What a session alone does not open: its subscriber gives PIN and password once more (ASVS 7.5.1). */
import { type AnyRefusal, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { notify } from '../credential/notices.ts'
import { tellSecurityEvents } from '../credential/security-events.ts'
import { countFailure, doorOf, doorRecord, forgiveFailures, standing } from '../throttle/doors.ts'
import {
  type AccountContext,
  type Live,
  type SessionOperation,
  type SessionScopeRefusal,
  type SessionTokenForm,
  withSession,
} from './context.ts'
import { localCredentialFor, opens } from './local-credential.ts'
import { type GivenSecrets, givenSecrets, readSecrets, renewVerifiers } from './verification.ts'

/** Why a session alone does not open it. */
export type SessionReauthenticationRefusal =
  /**
   * PIN or password is not that of the subscriber, or came too early. Counted for this session alone, and not judged before `retryAt`; wrong
   * PINs are counted for the credential.
   */
  | { readonly code: 'session/reauthentication-failed'; readonly retryAt: Instant }
  /**
   * A provider has opened the session, and its sign-in is too old or of too low a level to stand for PIN and password: a new one is needed.
   * Whoever has secrets of the office may give them instead.
   */
  | { readonly code: 'session/recent-sign-in-required' }

/** The secrets that a signed-in subscriber gives once more. */
export type SessionReauthenticationForm = SessionTokenForm & {
  /** The nine digits of the PIN. A secret of the subscriber. Null in a session that a provider has opened a short while ago. */
  readonly pin: string | null

  /** The password as typed. A secret of the subscriber. Null as the PIN is. */
  readonly password: string | null
}

/** The level of a sign-in at a provider that stands for PIN and password. */
const recentLevel = 2

/** True for a session that a provider has opened so lately and so surely that nothing more is asked. */
export function isRecent(
  { sessionPolicy }: Pick<AccountContext, 'sessionPolicy'>,
  { means, level, openedAt }: Live['session'],
  at: Instant,
): boolean {
  return means !== 'local' && level >= recentLevel && at < openedAt + sessionPolicy.recentSignInMs
}

/**
 * Runs `work` for the subscriber of a live full session who gives PIN and password again. Too many wrong PINs suspend the credential,
 * which ends the session. A session that a provider has opened a short while ago needs no secrets.
 */
export async function withReauthentication<V, R extends AnyRefusal>(
  context: AccountContext,
  given: { readonly token: unknown; readonly pin: unknown; readonly password: unknown },
  operation: Omit<SessionOperation, 'scopes'>,
  work: (unit: Unit, live: Live) => Promise<Result<V, R>>,
): Promise<Result<V, R | SessionScopeRefusal | SessionReauthenticationRefusal | CommandRefusal>> {
  const { runtime, credential } = context
  const secrets = readSecrets(given.pin, given.password) ?? { pin: '', password: '' }
  // Made once: when the command is run again after a conflict, what was compared is not compared again.
  let shown: GivenSecrets | null = null
  const { input = null } = operation
  const doorIn = (id: string, accountId: string) => doorOf(runtime, accountId, { session: id })
  const reads = (id: string, accountId: string) => [doorRecord(doorIn(id, accountId))]
  const fresh = { ...operation, scopes: ['full'], input: [secrets, input], isGuess: true, reads } as const
  return withSession<V, R | SessionReauthenticationRefusal>(context, given.token, fresh, async (unit, live) => {
    const { id, accountId, account, session } = live
    if (isRecent(context, session, unit.now())) return work(unit, live)
    // Nobody is held to secrets that there are not, or that open nothing any more.
    const isShown = given.pin !== null && given.password !== null
    if (session.means !== 'local' && !(isShown && opens(await localCredentialFor(unit, accountId, account)))) {
      unit.journalRefusal('session', id, operation.name, 'session/recent-sign-in-required')
      return refuse({ code: 'session/recent-sign-in-required' })
    }
    shown ??= givenSecrets(runtime, accountId, secrets)
    const guess = await shown.judge(account)
    const door = doorIn(id, accountId)
    const { isDelayed } = await standing(context, unit, door, account.liftedAt)
    const confirmed = await unit.run(credential, accountId, { type: 'Reauthenticate', isDelayed, ...guess })
    invariant(confirmed.ok && confirmed.value.state.status !== 'none', 'session: whoever is signed in has a credential')
    const { state, events } = confirmed.value
    const event = events.at(-1)
    if (event?.type === 'Reauthenticated') {
      await forgiveFailures(context, unit, door)
      await renewVerifiers(context, unit, accountId, await shown.renewed(state))
      return work(unit, { ...live, account: state })
    }
    unit.commitOnRefusal()
    await tellSecurityEvents(context, unit, accountId, events)
    if (event?.type === 'CredentialSuspended') notify(context, unit, accountId, state, 'suspended')
    const nextAt = await countFailure(context, unit, door, account.liftedAt)
    return refuse({ code: 'session/reauthentication-failed', retryAt: Math.max(unit.now(), nextAt) })
  })
}
