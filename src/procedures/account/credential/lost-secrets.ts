/** What a credential decides whose subscriber has lost a secret, and to which address the mail goes that replaces it. */
import { accept, type Instant, instantMax, type Result, refuse } from '../../../kernel/index.ts'
import { failureEvents, failureOf, unjudged } from './attempts.ts'
import type { CredentialEvent, FailureReason } from './events.ts'
import type { EarlierAddress, LostSecretCommand } from './lost-secrets-model.ts'
import type { CredentialPersonal, CredentialPolicy, CredentialRefusal, CredentialState, Door, Guess } from './model.ts'

type Decided = Result<readonly CredentialEvent[], CredentialRefusal>
type Of<Type extends LostSecretCommand['type']> = Extract<LostSecretCommand, { type: Type }>
type Active = Extract<CredentialState, { status: 'active' }>
type Judged = { readonly isActive: true; readonly active: Active } | { readonly isActive: false; readonly reason: FailureReason }

/**
 * The address in force before a change of it. While an earlier one still serves it goes on doing so: whoever changes the address twice does
 * not shorten its time. It needs none where it comes into force again.
 */
export function earlierAddress(
  { addressRestMs }: CredentialPolicy,
  personal: CredentialPersonal | null,
  email: string,
  at: Instant,
): EarlierAddress | null {
  if (personal === null || addressRestMs === 0) return null
  const before = standInFor(personal, at) ?? personal.email
  if (before === null || before.toLowerCase() === email.toLowerCase()) return null
  return { email: before, until: Math.min(at + addressRestMs, instantMax) }
}

/** The earlier address, while mail that replaces a secret goes there; null when it goes to the present one. */
export function standInFor({ earlier }: Pick<CredentialPersonal, 'earlier'>, at: Instant): string | null {
  return earlier !== null && at < earlier.until ? earlier.email : null
}

/** The address that was replaced in person, while it is told of what follows. */
export function replacedFor({ replaced }: Pick<CredentialPersonal, 'replaced'>, at: Instant): string | null {
  return replaced !== null && at < replaced.until ? replaced.email : null
}

/** The address that hears of what follows once another one is given in person: the first one of all that were replaced so, while it rests. */
export function replacedAddress(
  { addressRestMs }: CredentialPolicy,
  personal: CredentialPersonal,
  email: string | null,
  at: Instant,
): EarlierAddress | null {
  if (email === null || addressRestMs === 0) return personal.replaced
  const before = replacedFor(personal, at) ?? standInFor(personal, at) ?? personal.email
  if (before === null) return personal.replaced
  return { email: before, until: Math.min(at + addressRestMs, instantMax) }
}

/** True while a lost secret can be replaced: the temporary password and half of its PIN came by one mail, so it opens nothing but its change. */
function judge(state: CredentialState, guess: Guess, at: Instant): Judged {
  if (state.status === 'none') return { isActive: false, reason: 'no-credential' }
  // Whether the PIN is right is asked last: nothing but the right one may follow from it.
  const reason = failureOf(state, { ...guess, pinMatches: true }, at)
  if (reason !== null) return { isActive: false, reason }
  if (state.status !== 'active') return { isActive: false, reason: 'temporary' }
  return guess.pinMatches ? { isActive: true, active: state } : { isActive: false, reason: 'wrong-pin' }
}

const failed = (policy: CredentialPolicy, state: CredentialState, door: Door, reason: FailureReason, at: Instant): Decided =>
  accept(failureEvents(policy, state, { door, reason }, at))

/** The password alone, which begins the renewal of a PIN. */
export function decideConfirmation(
  policy: CredentialPolicy,
  state: CredentialState,
  command: Of<'ConfirmPassword'>,
  at: Instant,
): Decided {
  const early = unjudged(policy, state.attempts, command, at)
  if (early !== null) return accept(early)
  const judged = judge(state, { passwordMatches: command.passwordMatches, pinMatches: true }, at)
  return judged.isActive ? accept([{ type: 'PasswordConfirmed' }]) : failed(policy, state, command.door, judged.reason, at)
}

/** Link and PIN in the place of the password. */
export function decideRecovery(
  policy: CredentialPolicy,
  state: CredentialState,
  command: Of<'RecoverPassword'>,
  at: Instant,
): Decided {
  const { isDelayed, pinMatches, isAcceptable, personal } = command
  const door = 'link'
  const early = unjudged(policy, state.attempts, { door, isDelayed }, at)
  if (early !== null) return accept(early)
  const judged = judge(state, { passwordMatches: true, pinMatches }, at)
  if (!judged.isActive) return failed(policy, state, door, judged.reason, at)
  if (!isAcceptable) return accept([{ type: 'PinConfirmed' }])
  const securityVersion = judged.active.securityVersion + 1
  const { historyMax } = policy
  // What failed in this very millisecond was tried on the old password too.
  return accept([{ type: 'PasswordRecovered', changedAt: at, liftedAt: at + 1, securityVersion, historyMax, personal }])
}

/** Both halves of a new PIN in the place of the old one. */
export function decideRenewal(policy: CredentialPolicy, state: CredentialState, command: Of<'RenewPin'>, at: Instant): Decided {
  const { door, isOpen, passwordMatches, pinMatches, personal } = command
  const early = unjudged(policy, state.attempts, command, at)
  if (early !== null) return accept(early)
  const judged = judge(state, { passwordMatches, pinMatches: pinMatches || !isOpen }, at)
  if (!judged.isActive) return failed(policy, state, door, judged.reason, at)
  if (!isOpen) return failed(policy, state, door, 'no-renewal', at)
  return accept([{ type: 'PinRenewed', securityVersion: judged.active.securityVersion + 1, personal }])
}

/** The earlier address goes once nothing is mailed there any more. */
export function decideDrop(state: CredentialState, at: Instant): Decided {
  if (state.status === 'none') return refuse({ code: 'credential/not-found' })
  const { personal } = state
  if (personal === null) return accept([])
  const earlier = standInFor(personal, at) === null ? null : personal.earlier
  const replaced = replacedFor(personal, at) === null ? null : personal.replaced
  const isSame = earlier === personal.earlier && replaced === personal.replaced
  return accept(isSame ? [] : [{ type: 'EarlierAddressDropped', personal: { earlier, replaced } }])
}
