/** What subscriber and office hand in about a credential, and what they see of a suspension. */
import type { Instant } from '../../../kernel/index.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { SuspendedBy, SuspensionCause } from './model.ts'

/** What a subscriber gives to suspend an own credential. */
export type CredentialSuspendOwnForm = {
  /** The session's token. A secret of the subscriber: never log it. */
  readonly token: string

  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/** What a subscriber gives to end an own credential: the secrets once more. */
export type CredentialRevokeForm = CredentialSuspendOwnForm & {
  /** The nine digits of the PIN. A secret of the subscriber. Null in a session that a provider has opened a short while ago. */
  readonly pin: string | null

  /** The password as typed. A secret of the subscriber. Null as the PIN is. */
  readonly password: string | null
}

/** Old, new, confirmation (seed 001), and the token of the session. */
export type CredentialPasswordForm = {
  /** The session's token. A secret of the subscriber: never log it. */
  readonly token: string

  /** The present password, as typed. A secret of the subscriber. */
  readonly current: string

  /** The new password, as typed. A secret of the subscriber. */
  readonly next: string

  /** The same once more, as typed. */
  readonly confirmation: string
}

/** What the office does about somebody's credential, and why. */
export type CredentialAct = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The codice fiscale of the person. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
  /** One line of 1 to 2000 characters. */
  readonly reason: string
}

/** Whose credential the office suspends, and why. */
export type CredentialSuspendForm = CredentialAct & {
  /** `theft-suspected` also forgets every known device. Left out: `office`, a reason of its own. */
  readonly cause?: Exclude<SuspensionCause, 'wrong-pins'> | undefined
}

/** Why, by whom and since when a credential is suspended. */
export type CredentialSuspension = {
  /** Why: too many wrong PINs, a suspicion of theft, or a reason of the office. */
  readonly cause: SuspensionCause
  /** Who did it: its subscriber, whoever had the link of a notice, the office, or the system after wrong PINs. */
  readonly by: SuspendedBy
  /** Since when. */
  readonly at: Instant
}
