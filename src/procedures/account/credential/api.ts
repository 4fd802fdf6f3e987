/** Credentials as the host calls them: what a subscriber changes, and what the office may. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { AccountContext, SessionTokenForm } from '../session/context.ts'
import type { SessionReauthenticationRefusal } from '../session/reauthentication.ts'
import type {
  CredentialAct,
  CredentialPasswordForm,
  CredentialRevokeForm,
  CredentialSuspendForm,
  CredentialSuspendOwnForm,
} from './forms.ts'
import { type CredentialView, inspectCredential } from './inspection.ts'
import { type CredentialLinkRefusal, type CredentialLinkView, inspectLink, suspendByLink, suspendOwn } from './suspension.ts'
import {
  type CredentialApiRefusal,
  changePassword,
  endSessions,
  liftDelay,
  reactivate,
  revoke,
  revokeOwn,
  suspend,
} from './use-cases.ts'

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
   * The subscriber suspends the credential since theft is suspected: nobody signs in, every session ends, this one too, changes under way
   * become void, and no device is known any more. PIN and password stay what they are. Only the office lifts it. The subscriber is mailed.
   *
   * Called for a subscriber with a session of scope `full`; PIN and password are not asked again. Refused with `session/not-active` or
   * `credential/form`. A repeat under a request key answers as the first call did.
   */
  suspendOwn(form: CredentialSuspendOwnForm, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>

  /**
   * What the page behind the link of a notice must show. Changes nothing, however often it is opened and by whatever.
   *
   * Called for whatever shows the token of a link; nobody need be signed in. Refused with `credential/link-not-active`.
   */
  inspectLink(token: string): Promise<Result<CredentialLinkView, CredentialLinkRefusal>>

  /**
   * Suspends as `suspendOwn` does, by the link of a notice, which can do nothing else. It acts on the account that the link was mailed
   * about, whoever is signed in. Used again, it answers the same and does no more.
   *
   * Called for whatever shows the token of a link. Refused with `credential/link-not-active` for what is no link, after `suspendLinkMs`
   * (policy), and once the credential was reactivated, issued anew or revoked or has expired: not told apart. A repeat under a request key
   * answers as the first call did.
   */
  suspendByLink(token: string, options?: CommandOptions): Promise<Result<null, CredentialLinkRefusal>>

  /**
   * The subscriber gives the credential up for good: nobody can take that back, and a new one takes a new registration. Show
   * `revocationText` before. The subscriber is mailed.
   *
   * Called for a subscriber with a session of scope `full`, who gives PIN and password again. Refused with `session/not-active`,
   * `session/reauthentication-failed` (counted like a failed sign-in) or `credential/form`. A repeat under a request key answers as the first
   * call did.
   */
  revokeOwn(
    form: CredentialRevokeForm,
    options?: CommandOptions,
  ): Promise<Result<null, CredentialApiRefusal | SessionReauthenticationRefusal>>

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
   * Suspends a credential: at the wish of its subscriber, who fears theft, or for a reason of the office. Sessions and changes under way
   * end; for `theft-suspected` no device is known any more. The subscriber is mailed.
   *
   * Called for an operator. Refused with `credential/not-found`, `credential/suspended`, `credential/revoked`, `credential/expired`,
   * `credential/own-credential` or `credential/form`. What is suspended for another cause can still be suspended for `theft-suspected`. A
   * repeat under a request key mails nothing more.
   */
  suspend(form: CredentialSuspendForm, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>

  /**
   * Reactivates a credential that is suspended, whoever has suspended it: look at `suspension` of `inspect`, and at the person, before. PIN
   * and password stay what they were; what has ended stays so, and links of earlier notices suspend nothing any more. The subscriber is
   * mailed.
   *
   * Called for an operator. Refused with `credential/not-suspended`, `credential/not-found` or `credential/own-credential`. A repeat under a
   * request key mails nothing more.
   */
  reactivate(form: CredentialAct, options?: CommandOptions): Promise<Result<null, CredentialApiRefusal>>

  /**
   * Revokes a credential for a reason, for good: sessions end, changes under way become void, the subscriber is mailed.
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
    suspendOwn: bind(context, suspendOwn),
    inspectLink: bind(context, inspectLink),
    suspendByLink: bind(context, suspendByLink),
    revokeOwn: bind(context, revokeOwn),
    inspect: bind(context, inspectCredential),
    liftDelay: bind(context, liftDelay),
    suspend: bind(context, suspend),
    reactivate: bind(context, reactivate),
    revoke: bind(context, revoke),
  }
}
