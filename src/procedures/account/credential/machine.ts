/**
 * The credential of one person at one office (seed 001, "Accesso"). Also remembers the attempts on accounts that do not exist.
 *
 *   none --IssueCredential--> temporary --ChangePassword--> active
 *                              |   \                        /  |
 *                              |    '- wrong PINs -> suspended |
 *                              '-------RevokeCredential--------'--> revoked --IssueCredential--> temporary
 *   suspended --ReactivateCredential--> temporary or active, as it was
 *
 * Expiry is derived: of the temporary password, by the natural end, by disuse. What has expired only a new registration and
 * approval can follow.
 */
import { accept, type Decider, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { evolveCredential } from './evolve.ts'
import { expiryOf, isOver } from './expiry.ts'
import type {
  Attempts,
  CredentialCommand,
  CredentialEvent,
  CredentialPolicy,
  CredentialRefusal,
  CredentialState,
  FailureReason,
  Guess,
} from './model.ts'

export { expiryOf } from './expiry.ts'

export type CredentialDecider = Decider<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>
type Decided = ReturnType<CredentialDecider['decide']>
type Issued = Exclude<CredentialState, { status: 'none' }>

/** No attempt yet. */
export const noAttempts: Attempts = { failures: 0, nextAt: 0, pinFailures: 0 }

/** The machine under a policy. */
export function credentialDecider(policy: CredentialPolicy): CredentialDecider {
  const decide: CredentialDecider['decide'] = (state, command, { at }) => {
    switch (command.type) {
      case 'IssueCredential':
        return decideIssue(policy, state, command, at)
      case 'AttemptSignIn':
        return decideSignIn(policy, state, command, at)
      case 'Reauthenticate':
        return decideReauthentication(policy, state, command, at)
      case 'RenewVerifiers': {
        const working = workingOf(state, at)
        return working.ok ? accept([{ type: 'VerifiersRenewed', personal: command.personal }]) : working
      }
      case 'ChangeEmail': {
        const working = workingOf(state, at)
        return working.ok ? accept([{ type: 'EmailChanged', personal: command.personal }]) : working
      }
      case 'ChangePassword':
        return decideChange(policy, state, command, at)
      case 'EndSessions':
        return state.status === 'none'
          ? refuse({ code: 'credential/not-found' })
          : accept([{ type: 'SessionsEnded', securityVersion: state.securityVersion + 1 }])
      case 'ReactivateCredential': {
        if (state.status === 'none') return refuse({ code: 'credential/not-found' })
        if (state.status !== 'suspended') return refuse({ code: 'credential/not-suspended' })
        return accept([{ type: 'CredentialReactivated', securityVersion: state.securityVersion + 1, personal: command.personal }])
      }
      case 'RevokeCredential': {
        if (state.status === 'none') return refuse({ code: 'credential/not-found' })
        if (state.status === 'revoked') return refuse({ code: 'credential/revoked' })
        const { by, personal } = command
        return accept([{ type: 'CredentialRevoked', revokedAt: at, securityVersion: state.securityVersion + 1, by, personal }])
      }
    }
  }
  const initial: CredentialState = { status: 'none', attempts: noAttempts, personal: null }
  return { name: 'credential', initial, decide, evolve: evolveCredential, isTerminal: () => false, exampleCommands }
}

function decideIssue(
  policy: CredentialPolicy,
  state: CredentialState,
  { registrationId, personal }: Extract<CredentialCommand, { type: 'IssueCredential' }>,
  at: Instant,
): Decided {
  if (!isOver(state, at)) return refuse({ code: 'credential/already-issued' })
  const after = (ms: number | null) => (ms === null ? null : at + ms)
  return accept([
    {
      type: 'CredentialIssued',
      registrationId,
      issuedAt: at,
      securityVersion: state.status === 'none' ? 1 : state.securityVersion + 1,
      temporaryUntil: at + policy.temporaryLifetimeMs,
      expiresAt: after(policy.lifetimeMs),
      disuseAt: after(policy.disuseMs),
      personal,
    },
  ])
}

/** The counters after one more failure: the delay doubles from the first failure that costs one and is bounded. */
function failed(policy: CredentialPolicy, before: Attempts, pinFailures: number, at: Instant): Attempts {
  const failures = before.failures + 1
  const steps = failures - policy.freeFailures
  const delayMs = steps <= 0 ? 0 : Math.min(policy.delayMs * 2 ** Math.min(steps - 1, 40), policy.delayMaxMs)
  return { failures, nextAt: at + delayMs, pinFailures }
}

// The order decides what is judged: the PIN only after the right password, and neither in the delay.
function failureOf(state: Issued, guess: Guess, at: Instant): FailureReason | null {
  if (!guess.passwordMatches) return 'wrong-password'
  if (state.status === 'suspended' || state.status === 'revoked') return state.status
  return guess.pinMatches ? expiryOf(state, at) : 'wrong-pin'
}

/** A wrong secret is counted, and too many wrong PINs suspend the credential. */
function failureEvents(policy: CredentialPolicy, state: Issued, reason: FailureReason, at: Instant): readonly CredentialEvent[] {
  const { attempts, securityVersion } = state
  const pinFailures = attempts.pinFailures + (reason === 'wrong-pin' ? 1 : 0)
  const event: CredentialEvent = { type: 'AttemptFailed', reason, ...failed(policy, attempts, pinFailures, at) }
  const isSuspended = reason === 'wrong-pin' && pinFailures >= policy.pinFailuresMax
  return isSuspended ? [event, { type: 'CredentialSuspended', suspendedAt: at, securityVersion: securityVersion + 1 }] : [event]
}

function decideReauthentication(policy: CredentialPolicy, state: CredentialState, guess: Guess, at: Instant): Decided {
  if (state.status === 'none') return refuse({ code: 'credential/not-found' })
  const { attempts } = state
  if (at < attempts.nextAt) return accept([{ type: 'AttemptFailed', reason: 'delayed', ...attempts }])
  const reason = failureOf(state, guess, at)
  if (reason !== null) return accept(failureEvents(policy, state, reason, at))
  return accept([{ type: 'Reauthenticated', failuresBefore: attempts.failures }])
}

function decideSignIn(
  policy: CredentialPolicy,
  state: CredentialState,
  command: Extract<CredentialCommand, { type: 'AttemptSignIn' }>,
  at: Instant,
): Decided {
  const { attempts } = state
  if (at < attempts.nextAt) return accept([{ type: 'AttemptFailed', reason: 'delayed', ...attempts }])
  if (state.status === 'none') {
    return accept([{ type: 'AttemptFailed', reason: 'no-credential', ...failed(policy, attempts, 0, at) }])
  }
  const reason = failureOf(state, command, at)
  if (reason !== null) return accept(failureEvents(policy, state, reason, at))
  const full = state.status === 'active' && !passwordIsOld(policy, state, at)
  return accept([
    {
      type: 'SignedIn',
      scope: full ? 'full' : 'password-change',
      failuresBefore: attempts.failures,
      lastUsedAt: full ? at : state.lastUsedAt,
      disuseAt: full && policy.disuseMs !== null ? at + policy.disuseMs : state.disuseAt,
    },
  ])
}

function passwordIsOld(policy: CredentialPolicy, state: Issued, at: Instant): boolean {
  const { passwordLifetimeMs } = policy
  return passwordLifetimeMs !== null && state.passwordChangedAt !== null && at >= state.passwordChangedAt + passwordLifetimeMs
}

/** Why the subscriber must do something before anything else, most urgent first. Derived, never stored. */
export function obligations(
  state: CredentialState,
  policy: CredentialPolicy,
  at: Instant,
): readonly ('change-temporary-password' | 'change-old-password')[] {
  if (state.status === 'temporary') return ['change-temporary-password']
  return state.status === 'active' && passwordIsOld(policy, state, at) ? ['change-old-password'] : []
}

/** The credential where its subscriber can change something about it, or why he cannot. */
function workingOf(state: CredentialState, at: Instant): Result<Issued, CredentialRefusal> {
  if (state.status === 'none') return refuse({ code: 'credential/not-found' })
  if (state.status === 'suspended') return refuse({ code: 'credential/suspended' })
  if (state.status === 'revoked') return refuse({ code: 'credential/revoked' })
  return expiryOf(state, at) === null ? accept(state) : refuse({ code: 'credential/expired' })
}

function decideChange(
  policy: CredentialPolicy,
  state: CredentialState,
  { passwordMatches, personal }: Extract<CredentialCommand, { type: 'ChangePassword' }>,
  at: Instant,
): Decided {
  const working = workingOf(state, at)
  if (!working.ok) return working
  const { attempts, securityVersion } = working.value
  if (at < attempts.nextAt) return accept([{ type: 'AttemptFailed', reason: 'delayed', ...attempts }])
  if (!passwordMatches) {
    const counters = failed(policy, attempts, attempts.pinFailures, at)
    return accept([{ type: 'AttemptFailed', reason: 'wrong-password', ...counters }])
  }
  const { historyMax } = policy
  return accept([{ type: 'PasswordChanged', changedAt: at, securityVersion: securityVersion + 1, historyMax, personal }])
}

function exampleCommands(): readonly CredentialCommand[] {
  const reason = { reason: 'Asked for at the counter.' }
  const personal = { codiceFiscale: 'VRDNNA80A41L219M', surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01' }
  const secrets = { email: 'anna@example.it', locale: 'it', pin: 'pin', password: 'password' } as const
  return [
    { type: 'IssueCredential', registrationId: 'registration', personal: { ...personal, ...secrets } },
    { type: 'AttemptSignIn', passwordMatches: true, pinMatches: true },
    { type: 'AttemptSignIn', passwordMatches: true, pinMatches: false },
    { type: 'AttemptSignIn', passwordMatches: false, pinMatches: false },
    { type: 'Reauthenticate', passwordMatches: true, pinMatches: true },
    { type: 'Reauthenticate', passwordMatches: true, pinMatches: false },
    { type: 'RenewVerifiers', personal: { pin: 'new', password: 'new' } },
    { type: 'ChangeEmail', personal: { email: 'anna@example.org' } },
    { type: 'ChangePassword', passwordMatches: true, personal: { password: 'new' } },
    { type: 'ChangePassword', passwordMatches: false, personal: { password: 'new' } },
    { type: 'EndSessions' },
    { type: 'ReactivateCredential', personal: reason },
    { type: 'RevokeCredential', by: 'subscriber', personal: reason },
  ]
}
