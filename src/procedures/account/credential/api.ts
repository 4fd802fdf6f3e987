/** Credentials as the host calls them: what a subscriber changes, and what the office may. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { AccountContext, SessionTokenForm } from '../session/context.ts'
import type { CredentialAct, CredentialPasswordForm } from './forms.ts'
import {
  type CredentialApiRefusal,
  type CredentialView,
  changePassword,
  endSessions,
  inspectCredential,
  liftDelay,
  reactivate,
  revoke,
  revokeOwn,
} from './use-cases.ts'

/** What a subscriber gives to end an own credential. */
export type CredentialRevokeForm = SessionTokenForm & {
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/** Whose credential, and for whom. */
export type CredentialLookForm = {
  /** The office worker who looks. Goes into the journal. */
  readonly operator: Operator
  /** Of the subscriber. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
}

/**
 * Credentials of subscribers. A subscriber acts with the token of a session; the office acts for an operator, sees no secret and chooses
 * none. No operator acts on an own credential: `credential/own-credential`.
 *
 * Where a session of scope `full` is needed, one that only changes the password is refused with `session/password-change-required`.
 */
export interface CredentialApi {
  /**
   * Changes the password: old, new, confirmation (seed 001). Ends every session of the account, the present one too, voids what was
   * begun before, and mails the subscriber.
   *
   * Called for the subscriber of a session of any scope. Refused with `credential/new-password` and every rule that is broken, with
   * `credential/wrong-password` (counted for this session, with `retryAt`), with `session/not-active`. All passwords are secrets. A
   * repeat under a request key answers as the first call did.
   */
  changePassword(form: CredentialPasswordForm, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>

  /**
   * Ends every session of the subscriber, on every device, and voids changes that are under way.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `session/not-active`. A repeat under a request key answers as the
   * first call did.
   */
  endSessions(form: SessionTokenForm, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>

  /**
   * The subscriber gives the credential up. It opens nothing any more; a new one takes a new registration. The subscriber is mailed.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `session/not-active` or `credential/form`. A repeat under a request
   * key answers as the first call did.
   */
  revokeOwn(form: CredentialRevokeForm, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>

  /**
   * The state of a person's credential, without any secret. The look is written into the journal.
   *
   * Called for an operator. Refused with `credential/form`, or `credential/not-found` where the office issued none.
   */
  inspect(form: CredentialLookForm): Promise<Result<CredentialView, CredentialApiRefusal>>

  /**
   * Lifts every delay after failed attempts, whoever made them: the next ones are judged at once. A temporary password that still works begins
   * its term anew. The subscriber is mailed.
   *
   * Called for an operator. Refused with `credential/not-found`, `credential/suspended`, `credential/revoked`, `credential/expired` or
   * `credential/own-credential`. A repeat under a request key mails nothing more.
   */
  liftDelay(form: CredentialAct, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>

  /**
   * Reactivates a credential that too many wrong PINs have suspended. PIN and password stay what they were. The subscriber is mailed.
   *
   * Called for an operator. Refused with `credential/not-suspended`, `credential/not-found` or `credential/own-credential`. A repeat under a
   * request key mails nothing more.
   */
  reactivate(form: CredentialAct, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>

  /**
   * Revokes a credential for a reason: sessions end, changes under way become void, the subscriber is mailed.
   *
   * Called for an operator. Refused with `credential/not-found`, `credential/revoked` or `credential/own-credential`. A repeat under a
   * request key mails nothing more.
   */
  revoke(form: CredentialAct, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>
}

/** Credentials at work in a context. */
export function credentialApi(context: AccountContext): CredentialApi {
  return {
    changePassword: bind(context, changePassword),
    endSessions: bind(context, endSessions),
    revokeOwn: bind(context, revokeOwn),
    inspect: bind(context, inspectCredential),
    liftDelay: bind(context, liftDelay),
    reactivate: bind(context, reactivate),
    revoke: bind(context, revoke),
  }
}
