/** What a session alone does not open: its holder gives PIN and password once more (ASVS 7.5.1). */
import { type AnyRefusal, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { tellSecurityEvents } from '../credential/security-events.ts'
import { type AccountDesk, type Live, type SessionNotActiveRefusal, type SessionOperation, withSession } from './desk.ts'
import { judgeFor, readSecrets, tellHeld } from './guess.ts'

/** PIN or password is not that of the holder, or came too early: counted like a failed sign-in, and not judged before `retryAt`. */
export type SessionNotConfirmedRefusal = { readonly code: 'session/not-confirmed'; readonly retryAt: Instant }

/**
 * Runs `work` for the holder of a live full session who gives PIN and password again. Too many wrong PINs put the credential on hold,
 * which ends the session.
 */
export async function withFreshSession<V, R extends AnyRefusal>(
  desk: AccountDesk,
  given: { readonly token: unknown; readonly pin: unknown; readonly password: unknown },
  operation: Omit<SessionOperation, 'scopes'>,
  work: (unit: Unit, live: Live) => Promise<Result<V, R>>,
): Promise<Result<V, R | SessionNotActiveRefusal | SessionNotConfirmedRefusal | RequestKeyRefusal>> {
  const { shell, credential } = desk
  const secrets = readSecrets(given.pin, given.password) ?? { pin: '', password: '' }
  const judge = judgeFor(shell, secrets)
  const { input = null } = operation
  const fresh = { ...operation, scopes: ['full'], input: [secrets, input] } as const
  return withSession<V, R | SessionNotConfirmedRefusal>(desk, given.token, fresh, async (unit, live) => {
    const { accountId } = live
    const { passwordMatches, pinMatches } = await judge(live.account)
    const confirmed = await unit.run(credential, accountId, { type: 'Reauthenticate', passwordMatches, pinMatches })
    invariant(confirmed.ok && confirmed.value.state.status !== 'none', 'session: whoever is signed in has a credential')
    const { state, events } = confirmed.value
    const event = events.at(-1)
    if (event?.type === 'Reauthenticated') return work(unit, { ...live, account: confirmed.value.state })
    unit.keep()
    await tellSecurityEvents(desk, unit, accountId, events)
    if (event?.type === 'CredentialHeld') tellHeld(shell, unit, accountId, state)
    return refuse({ code: 'session/not-confirmed', retryAt: Math.max(unit.at(), state.attempts.nextAt) })
  })
}
