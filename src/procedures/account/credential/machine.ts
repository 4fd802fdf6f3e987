/**
 * The credential of one person at one office (seed 001, "Accesso"). Also remembers the attempts on accounts that do not exist.
 *
 *   none --ImportCredential--> active, suspended or revoked, as another system had it
 *   none --IssueCredential--> temporary --ChangePassword--> active
 *                              |   \                        /  |
 *                              |    '---- suspended ---------' |
 *                              '-------RevokeCredential--------'--> revoked --IssueCredential--> temporary
 *   temporary, active --too many wrong PINs, SuspendCredential--> suspended
 *   suspended --ReactivateCredential--> temporary or active, as it was
 *   temporary --ReissueCredential--> temporary, with new secrets, also once the temporary password has expired
 *   active --RecoverPassword, RenewPin--> active
 *   temporary, active, suspended --ReenableCredential--> temporary, with new secrets, for a person who was identified
 *   any of these --RebindCredential--> the same, for a person with other personal data
 *   none, revoked --OpenFederated--> federated, which has no secrets --IssueCredential--> temporary
 *   any but revoked --SignInFederated--> the same, or federated where the secrets have expired
 *
 * Expiry is derived: of the temporary password, by the natural end, by disuse. What has come to its natural end a new approval can follow.
 */

import { accept, type Decider, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { decideReauthentication, decideSignIn, failureEvents, noAttempts, passwordIsOld, unjudged } from './attempts.ts'
import type { CredentialEvent } from './events.ts'
import { evolveCredential } from './evolve.ts'
import { exampleCommands, filler } from './example.ts'
import { expiryOf, hasSecrets, isIssuable } from './expiry.ts'
import { decideFederatedSignIn, decideOpening } from './federated.ts'
import { isGraver } from './gravity.ts'
import { decideConfirmation, decideDrop, decideRecovery, decideRenewal, earlierAddress, replacedAddress } from './lost-secrets.ts'
import type { CredentialCommand, CredentialPolicy, CredentialRefusal, CredentialState } from './model.ts'
import { decideRebinding } from './rebinding.ts'
import { decideAnnouncement, decideReenabling, decideReissue } from './temporary.ts'

export { noAttempts } from './attempts.ts'
export { expiryOf } from './expiry.ts'

export type CredentialDecider = Decider<CredentialState, CredentialCommand, CredentialEvent, CredentialRefusal>
type Decided = ReturnType<CredentialDecider['decide']>
type Issued = Exclude<CredentialState, { status: 'none' }>

/**
 * The machine under a policy.
 *
 * @example
 * const { initial, decide, evolve } = credentialDecider(defaultPolicy.credential)
 */
export function credentialDecider(policy: CredentialPolicy): CredentialDecider {
  const decide: CredentialDecider['decide'] = (state, command, { at }) => {
    switch (command.type) {
      case 'IssueCredential':
        return decideIssue(policy, state, command, at)
      case 'ImportCredential':
        return decideImport(policy, state, command, at)
      case 'AttemptSignIn':
        return decideSignIn(policy, state, command, at)
      case 'Reauthenticate':
        return decideReauthentication(policy, state, command, at)
      case 'RenewVerifiers': {
        const working = withSecrets(workingOf(state, at))
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
      case 'ReenableCredential':
        return decideReenabling(policy, state, command, at)
      case 'RebindCredential':
        return decideRebinding(state, command)
      case 'OpenFederated':
        return decideOpening(state, command, at)
      case 'SignInFederated':
        return decideFederatedSignIn(state, at)
      case 'EndSessions':
        return state.status === 'none'
          ? refuse({ code: 'credential/not-found' })
          : accept([{ type: 'SessionsEnded', securityVersion: state.securityVersion + 1 }])
      case 'LiftDelay':
        return decideLift(policy, state, command, at)
      case 'ReissueCredential':
        return decideReissue(policy, state, command, at)
      case 'AnnounceEnd':
        return decideAnnouncement(policy, state, at)
      case 'SuspendCredential':
        return decideSuspension(state, command, at)
      case 'ReactivateCredential': {
        if (state.status === 'none') return refuse({ code: 'credential/not-found' })
        if (state.status !== 'suspended') return refuse({ code: 'credential/not-suspended' })
        if (state.cause === 'identification-due') return refuse({ code: 'credential/identification-due' })
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
  if (!isIssuable(state, at)) return refuse({ code: 'credential/already-issued' })
  // As where another address is given in person: the one of before hears of what follows for a while.
  const before = state.status === 'none' || state.status === 'revoked' ? null : state.personal
  const isSame = before?.email?.toLowerCase() === personal.email.toLowerCase()
  const replaced = before === null || isSame ? null : replacedAddress(policy, before, personal.email, at)
  return accept([
    {
      type: 'CredentialIssued',
      liftedAt: liftedBy(state, at),
      registrationId,
      issuedAt: at,
      securityVersion: state.status === 'none' ? 1 : state.securityVersion + 1,
      temporaryUntil: at + policy.temporaryLifetimeMs,
      expiresAt: after(at, policy.lifetimeMs),
      disuseAt: after(at, policy.disuseMs),
      personal: replaced === null ? personal : { ...personal, replaced },
    },
  ])
}

/** Takes over what another system has issued. Whoever has or had a credential here is left as he is. */
function decideImport(
  { lifetimeMs, disuseMs }: CredentialPolicy,
  state: CredentialState,
  { imported, status, personal }: Extract<CredentialCommand, { type: 'ImportCredential' }>,
  at: Instant,
): Decided {
  if (state.status !== 'none') return refuse({ code: 'credential/not-importable' })
  const [expiresAt, disuseAt] = [after(at, lifetimeMs), after(at, disuseMs)]
  const issued = { issuedAt: at, liftedAt: liftedBy(state, at), securityVersion: 1, expiresAt, disuseAt }
  return accept([{ type: 'CredentialImported', imported, status, ...issued, personal }])
}

const after = (at: Instant, ms: number | null): Instant | null => (ms === null ? null : at + ms)

/** What was tried before, in this very millisecond too, was tried on no secret of this credential. */
const liftedBy = ({ attempts }: CredentialState, at: Instant): Instant =>
  attempts.failures > 0 || attempts.spentUntil > 0 ? at + 1 : 0

/** The office lifts every delay. A temporary password that still works begins its term anew: its subscriber was kept out. */
function decideLift(
  { temporaryLifetimeMs }: CredentialPolicy,
  state: CredentialState,
  { personal }: Extract<CredentialCommand, { type: 'LiftDelay' }>,
  at: Instant,
): Decided {
  const working = withSecrets(workingOf(state, at))
  if (!working.ok) return working
  const temporaryUntil = working.value.status === 'temporary' ? at + temporaryLifetimeMs : null
  // What failed in this very millisecond is lifted too.
  return accept([{ type: 'DelayLifted', liftedAt: at + 1, temporaryUntil, personal }])
}

/**
 * Why the subscriber must do something before anything else, most urgent first. Derived, never stored.
 *
 * @example
 * obligations(credentialDecider(defaultPolicy.credential).initial, defaultPolicy.credential, clock.now())  // []
 */
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

/** The same where it has secrets of the office. */
function withSecrets(working: Result<Issued, CredentialRefusal>): Result<Issued, CredentialRefusal> {
  return working.ok && working.value.status === 'federated' ? refuse({ code: 'credential/no-secrets' }) : working
}

/** What works is suspended. What has expired opens nothing already, and nothing must look as if it could be reactivated. */
function decideSuspension(
  state: CredentialState,
  { cause, by, personal }: Extract<CredentialCommand, { type: 'SuspendCredential' }>,
  at: Instant,
): Decided {
  const alarms = cause === 'theft-suspected'
  const replaces = state.status === 'suspended' && isGraver(cause, state.cause) && expiryOf(state, at) === null
  const found = replaces ? accept(state) : workingOf(state, at)
  if (!found.ok) return found
  const { value } = found
  // Whoever signs in elsewhere is identified there, each time.
  if (!hasSecrets(value) && cause === 'identification-due') return refuse({ code: 'credential/no-secrets' })
  const suspendedAt = value.status === 'suspended' ? value.suspendedAt : at
  const securityVersion = value.securityVersion + 1
  return accept([{ type: 'CredentialSuspended', suspendedAt, securityVersion, cause, by, forgetsDevices: alarms, personal }])
}

function decideChange(
  policy: CredentialPolicy,
  state: CredentialState,
  { isDelayed, passwordMatches, personal }: Extract<CredentialCommand, { type: 'ChangePassword' }>,
  at: Instant,
): Decided {
  const working = withSecrets(workingOf(state, at))
  if (!working.ok) return working
  const { attempts, securityVersion } = working.value
  const door = 'session'
  const early = unjudged(policy, attempts, { door, isDelayed }, at)
  if (early !== null) return accept(early)
  if (!passwordMatches) return accept(failureEvents(policy, state, { door, reason: 'wrong-password' }, at))
  const { historyMax } = policy
  return accept([{ type: 'PasswordChanged', changedAt: at, securityVersion: securityVersion + 1, historyMax, personal }])
}
