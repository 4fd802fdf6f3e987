/** The change of the private address as the host calls it (seed 000). */
import type { Result } from '../../../kernel/index.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { CredentialRefusal } from '../../account/credential/model.ts'
import type { SessionScopeRefusal, SessionTokenForm } from '../../account/session/context.ts'
import type { SessionReauthenticationForm } from '../../account/session/reauthentication.ts'
import type { AddressesContext } from '../addresses/context.ts'
import { linkedApi } from '../linked-change/api.ts'
import type { RequestNotServed } from '../linked-change/use-cases.ts'
import {
  type EmailChangeConfirmed,
  type EmailChangeFormRefusal,
  type EmailChangeNotFoundRefusal,
  type EmailChangeRequested,
  type EmailChangeSameAddressRefusal,
  type EmailChangeView,
  linkedEmail,
} from './context.ts'
import type { EmailChangeRefusal } from './model.ts'

/** The form of seed 000's menu: the new address typed twice, and the secrets once more. */
export type EmailChangeForm = SessionReauthenticationForm & {
  /** One e-mail address. Personal data. */
  readonly email: string

  /** The same once more, as typed. */
  readonly confirmation: string
}

/** Every refusal that the subscriber can meet in a change of the private address. */
export type EmailChangeApiRefusal = EmailChangeFormRefusal | EmailChangeSameAddressRefusal | EmailChangeRefusal | RequestNotServed

/** Every refusal that whoever holds a link can meet. */
export type EmailChangeLinkRefusal = EmailChangeRefusal | CredentialRefusal | CommandRefusal

/** Why the change under way is not shown to its subscriber. */
export type EmailChangeInspectOwnRefusal = EmailChangeFormRefusal | SessionScopeRefusal | CommandRefusal

/**
 * Changes of the private e-mail address, where notices go: asked for with PIN and password, validated by a link that goes to the new
 * address alone. A security event on the account makes a change under way void. The token of a link is a secret: never log it.
 *
 * Where a session of scope `full` is needed, one that only changes the password is refused with `session/password-change-required`.
 */
export interface EmailChangeApi {
  /**
   * Asks for a change. The link goes to the new address; the private address in force and the PEC are told. An earlier request and its
   * links are over.
   *
   * Called for a subscriber with a session of scope `full`, who gives PIN and password again. Refused with `email-change/form`,
   * `email-change/same-address`, `session/reauthentication-failed` (counted like a failed sign-in), `session/not-active` or `quota/exceeded`. A
   * repeat under a request key mails nothing more.
   */
  request(form: EmailChangeForm, options?: CommandOptions): Promise<Result<EmailChangeRequested, EmailChangeApiRefusal>>

  /**
   * Mails one more link, with a term of its own; the earlier links of the request go on. At most `linksMax` (policy) in all.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `email-change/not-found`, `email-change/too-many-links`,
   * `email-change/expired`, `email-change/void` or `session/not-active`. A repeat under a request key mails nothing more.
   */
  resend(form: SessionTokenForm, options?: CommandOptions): Promise<Result<EmailChangeRequested, EmailChangeApiRefusal>>

  /**
   * Takes the open request back: its links are over, and its unsent mail is not sent.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `email-change/not-found`, `email-change/expired`,
   * `email-change/void` or `session/not-active`. A repeat under a request key answers as the first call did.
   */
  cancel(form: SessionTokenForm, options?: CommandOptions): Promise<Result<null, EmailChangeApiRefusal>>

  /**
   * The change that its subscriber began last and that is not concluded, by its newest link; null where there is none. Changes nothing.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `session/not-active` or `email-change/form`.
   */
  inspectOwn(
    form: SessionTokenForm,
    options?: Pick<CommandOptions, 'audience'>,
  ): Promise<Result<EmailChangeView | null, EmailChangeInspectOwnRefusal>>

  /**
   * What the page behind a link must show. Changes nothing, however often it is opened and by whatever.
   *
   * Called for whatever shows the token of a link; nobody need be signed in. Refused with `email-change/not-found`.
   */
  inspectByLink(token: string): Promise<Result<EmailChangeView, EmailChangeNotFoundRefusal | CommandRefusal>>

  /**
   * Validates the new address, which is in force from then on. It acts on the account that the link was issued for, whoever is signed in.
   *
   * Called for whatever shows the token of a link. Refused with `email-change/expired`, `email-change/already-confirmed`,
   * `email-change/superseded`, `email-change/cancelled`, `email-change/void` or `email-change/not-found`. A repeat under a
   * request key answers as the first call did.
   */
  confirm(token: string, options?: CommandOptions): Promise<Result<EmailChangeConfirmed, EmailChangeLinkRefusal>>
}

/** Changes of the private address at work in a context. */
export function emailChangeApi(context: AddressesContext): EmailChangeApi {
  return linkedApi(linkedEmail(context))
}
