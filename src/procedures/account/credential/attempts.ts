/** What an attempt comes to: in which order secrets are judged, what is counted, when strangers have no attempt left. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import type { CredentialEvent, FailureReason } from './events.ts'
import { expiryOf } from './expiry.ts'
import type { Attempts, CredentialCommand, CredentialPolicy, CredentialRefusal, CredentialState, Door, Guess } from './model.ts'

type Decided = Result<readonly CredentialEvent[], CredentialRefusal>
type Issued = Exclude<CredentialState, { status: 'none' }>

/** No attempt yet. */
export const noAttempts: Attempts = { failures: 0, pinFailures: 0, spentUntil: 0, toldAt: 0 }

const day = 24 * 60 * 60_000

/**
 * What strangers have spent after one more failure; null where they have nothing left. Each failure costs its share of the time, and no more
 * than a day's worth is lent: so there are at most `strangersJudgedMax` within any 24 hours, and half of them at once.
 */
function spent({ strangersJudgedMax }: CredentialPolicy, { spentUntil }: Attempts, at: Instant): Instant | null {
  const next = Math.max(spentUntil, at) + Math.ceil((2 * day) / (strangersJudgedMax + 1))
  return next <= at + day ? next : null
}

/** One more attempt that failed. Every one leaves an event, so that all cost the same. */
function failed(before: Attempts, door: Door, reason: FailureReason, counters: Partial<Attempts> = {}): CredentialEvent {
  const { failures, pinFailures, spentUntil } = { ...before, ...counters }
  return { type: 'AttemptFailed', reason, door, failures, pinFailures, spentUntil }
}

/** An attempt that is not judged; null for one that is. The subscriber is told once a day that strangers have no attempt left. */
export function unjudged(
  policy: CredentialPolicy,
  attempts: Attempts,
  { door, isDelayed }: { readonly door: Door; readonly isDelayed: boolean },
  at: Instant,
): readonly CredentialEvent[] | null {
  if (isDelayed) return [failed(attempts, door, 'delayed')]
  if (door !== 'stranger' || spent(policy, attempts, at) !== null) return null
  const event = failed(attempts, door, 'exhausted')
  return at < attempts.toldAt + day ? [event] : [event, { type: 'StrangersStopped', toldAt: at }]
}

/** The order decides what is judged: the PIN only after the right password, and neither in the delay. */
export function failureOf(state: Issued, guess: Guess, at: Instant): FailureReason | null {
  if (!guess.passwordMatches) return 'wrong-password'
  if (state.status === 'federated') return 'no-credential'
  if (state.status === 'suspended' || state.status === 'revoked') return state.status
  return guess.pinMatches ? expiryOf(state, at) : 'wrong-pin'
}

/** A wrong secret is counted, and too many wrong PINs suspend the credential. */
export function failureEvents(
  policy: CredentialPolicy,
  state: CredentialState,
  { door, reason }: { readonly door: Door; readonly reason: FailureReason },
  at: Instant,
): readonly CredentialEvent[] {
  const { attempts } = state
  const pinFailures = attempts.pinFailures + (reason === 'wrong-pin' ? 1 : 0)
  const spentUntil = door === 'stranger' ? (spent(policy, attempts, at) ?? attempts.spentUntil) : attempts.spentUntil
  const event = failed(attempts, door, reason, { failures: attempts.failures + 1, pinFailures, spentUntil })
  const isSuspended = state.status !== 'none' && reason === 'wrong-pin' && pinFailures >= policy.pinFailuresMax
  if (!isSuspended) return [event]
  const securityVersion = state.securityVersion + 1
  const cause = { cause: 'wrong-pins', by: 'system', forgetsDevices: false, personal: null } as const
  return [event, { type: 'CredentialSuspended', suspendedAt: at, securityVersion, ...cause }]
}

/** PIN and password once more, in a session. */
export function decideReauthentication(
  policy: CredentialPolicy,
  state: CredentialState,
  { isDelayed, ...guess }: Extract<CredentialCommand, { type: 'Reauthenticate' }>,
  at: Instant,
): Decided {
  if (state.status === 'none') return refuse({ code: 'credential/not-found' })
  if (state.status === 'federated') return refuse({ code: 'credential/no-secrets' })
  const { attempts } = state
  const door = 'session'
  const early = unjudged(policy, attempts, { door, isDelayed }, at)
  if (early !== null) return accept(early)
  const reason = failureOf(state, guess, at)
  if (reason !== null) return accept(failureEvents(policy, state, { door, reason }, at))
  return accept([{ type: 'Reauthenticated', failuresBefore: attempts.failures }])
}

/** A sign-in, or one more failure of it. */
export function decideSignIn(
  policy: CredentialPolicy,
  state: CredentialState,
  command: Extract<CredentialCommand, { type: 'AttemptSignIn' }>,
  at: Instant,
): Decided {
  const { attempts } = state
  const { door, device } = command
  const early = unjudged(policy, attempts, command, at)
  if (early !== null) return accept(early)
  if (state.status === 'none') return accept(failureEvents(policy, state, { door, reason: 'no-credential' }, at))
  const reason = failureOf(state, command, at)
  if (reason !== null) return accept(failureEvents(policy, state, { door, reason }, at))
  const full = state.status === 'active' && !passwordIsOld(policy, state, at)
  return accept([
    {
      type: 'SignedIn',
      scope: full ? 'full' : 'password-change',
      failuresBefore: attempts.failures,
      lastUsedAt: full ? at : state.lastUsedAt,
      disuseAt: full && policy.disuseMs !== null ? at + policy.disuseMs : state.disuseAt,
      signIns: state.signIns + 1,
      device,
      devicesMax: policy.devicesMax,
    },
  ])
}

/** Whether the password is older than the policy lets it be. */
export function passwordIsOld(policy: CredentialPolicy, state: Issued, at: Instant): boolean {
  const { passwordLifetimeMs } = policy
  return passwordLifetimeMs !== null && state.passwordChangedAt !== null && at >= state.passwordChangedAt + passwordLifetimeMs
}
