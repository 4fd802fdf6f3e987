/**
 * The credential of one person at one office (seed 001, "Accesso"). Also remembers the attempts on accounts that do not exist.
 *
 *   none --IssueCredential--> temporary --ChangePassword--> active
 *                              |   \                        /  |
 *                              |    '- wrong PINs -> suspended |
 *                              '-------RevokeCredential--------'--> revoked --IssueCredential--> temporary
 *   suspended --ReactivateCredential--> temporary or active, as it was
 *   active --RecoverPassword, RenewPin--> active
 *
 * Expiry is derived: of the temporary password, by the natural end, by disuse. What has expired only a new registration and
 * approval can follow.
 */
import { accept, type Decider, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { decideReauthentication, decideSignIn, failureEvents, noAttempts, passwordIsOld, unjudged } from './attempts.ts'
import { evolveCredential } from './evolve.ts'
import { filler } from './example.ts'
import { expiryOf, isOver } from './expiry.ts'
import { decideConfirmation, decideDrop, decideRecovery, decideRenewal, earlierAddress } from './lost-secrets.ts'
import type { CredentialCommand, CredentialEvent, CredentialPolicy, CredentialRefusal, CredentialState } from './model.ts'

export { noAttempts } from './attempts.ts'
export { expiryOf } from './expiry.ts'

export type CredentialDecider = Decider<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>
type Decided = ReturnType<CredentialDecider['decide']>
type Issued = Exclude<CredentialState, { status: 'none' }>

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
        if (!working.ok) return working
        const { email } = command.personal
        const earlier = earlierAddress(policy, working.value.personal, email, at)
        return accept([{ type: 'EmailChanged', personal: { email, earlier } }])
      }
      case 'ChangePassword':
        return decideChange(policy, state, command, at)
      case 'ConfirmPassword':
        return decideConfirmation(policy, state, command, at)
      case 'RecoverPassword':
        return decideRecovery(policy, state, command, at)
      case 'RenewPin':
        return decideRenewal(policy, state, command, at)
      case 'DropEarlierAddress':
        return decideDrop(state, at)
      case 'EndSessions':
        return state.status === 'none'
          ? refuse({ code: 'credential/not-found' })
          : accept([{ type: 'SessionsEnded', securityVersion: state.securityVersion + 1 }])
      case 'LiftDelay':
        return decideLift(policy, state, command, at)
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
  const initial: CredentialState = { status: 'none', attempts: noAttempts, filler, personal: null }
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
      // What was tried before, in this very millisecond too, was tried on no secret of this credential.
      liftedAt: state.attempts.failures > 0 || state.attempts.spentUntil > 0 ? at + 1 : 0,
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

/** The office lifts every delay. A temporary password that still works begins its term anew: its subscriber was kept out. */
function decideLift(
  { temporaryLifetimeMs }: CredentialPolicy,
  state: CredentialState,
  { personal }: Extract<CredentialCommand, { type: 'LiftDelay' }>,
  at: Instant,
): Decided {
  const working = workingOf(state, at)
  if (!working.ok) return working
  const temporaryUntil = working.value.status === 'temporary' ? at + temporaryLifetimeMs : null
  // What failed in this very millisecond is lifted too.
  return accept([{ type: 'DelayLifted', liftedAt: at + 1, temporaryUntil, personal }])
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
  { isDelayed, passwordMatches, personal }: Extract<CredentialCommand, { type: 'ChangePassword' }>,
  at: Instant,
): Decided {
  const working = workingOf(state, at)
  if (!working.ok) return working
  const { attempts, securityVersion } = working.value
  const door = 'session'
  const early = unjudged(policy, attempts, { door, isDelayed }, at)
  if (early !== null) return accept(early)
  if (!passwordMatches) return accept(failureEvents(policy, state, { door, reason: 'wrong-password' }, at))
  const { historyMax } = policy
  return accept([{ type: 'PasswordChanged', changedAt: at, securityVersion: securityVersion + 1, historyMax, personal }])
}

function exampleCommands(): readonly CredentialCommand[] {
  const reason = { reason: 'Asked for at the counter.' }
  const personal = { codiceFiscale: 'VRDNNA80A41L219M', surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01' }
  const stranger = { door: 'stranger', isDelayed: false, device: 'device' } as const
  const renewal = { door: 'session', isDelayed: false, passwordMatches: true, personal: { pin: 'new' } } as const
  const secrets = { email: 'anna@example.it', locale: 'it', pin: 'pin', password: 'password' } as const
  return [
    { type: 'IssueCredential', registrationId: 'registration', personal: { ...personal, ...secrets } },
    { type: 'AttemptSignIn', ...stranger, passwordMatches: true, pinMatches: true },
    { type: 'AttemptSignIn', ...stranger, passwordMatches: true, pinMatches: false },
    { type: 'AttemptSignIn', ...stranger, passwordMatches: false, pinMatches: false },
    { type: 'AttemptSignIn', ...stranger, isDelayed: true, passwordMatches: true, pinMatches: true },
    { type: 'AttemptSignIn', ...stranger, door: 'device', passwordMatches: false, pinMatches: false },
    { type: 'Reauthenticate', isDelayed: false, passwordMatches: true, pinMatches: true },
    { type: 'Reauthenticate', isDelayed: false, passwordMatches: true, pinMatches: false },
    { type: 'RenewVerifiers', personal: { pin: 'new', password: 'new' } },
    { type: 'ChangeEmail', personal: { email: 'anna@example.org' } },
    { type: 'ChangePassword', isDelayed: false, passwordMatches: true, personal: { password: 'new' } },
    { type: 'ChangePassword', isDelayed: false, passwordMatches: false, personal: { password: 'new' } },
    { type: 'ConfirmPassword', door: 'stranger', isDelayed: false, passwordMatches: true },
    { type: 'RecoverPassword', isDelayed: false, pinMatches: true, isAcceptable: true, personal: { password: 'new' } },
    { type: 'RecoverPassword', isDelayed: false, pinMatches: true, isAcceptable: false, personal: { password: 'new' } },
    { type: 'RecoverPassword', isDelayed: false, pinMatches: false, isAcceptable: true, personal: { password: 'new' } },
    { type: 'RenewPin', ...renewal, isOpen: true, pinMatches: true },
    { type: 'RenewPin', ...renewal, isOpen: true, pinMatches: false },
    { type: 'DropEarlierAddress' },
    { type: 'EndSessions' },
    { type: 'LiftDelay', personal: reason },
    { type: 'ReactivateCredential', personal: reason },
    { type: 'RevokeCredential', by: 'subscriber', personal: reason },
  ]
}
