/** The change of the private address as the host calls it (seed 000). */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import type { SessionNotActiveRefusal, SessionTokenForm } from '../../account/session/desk.ts'
import type { AddressesDesk } from '../addresses/desk.ts'
import type { ContactChangeFormRefusal, ContactChangeRequested } from './desk.ts'
import {
  type ContactChangeConfirmed,
  type ContactChangeLinkRefusal,
  type ContactChangeView,
  confirm,
  current,
  inspect,
} from './link.ts'
import type { ContactChangeRefusal } from './model.ts'
import { type ContactChangeApiRefusal, type ContactChangeForm, cancel, request, resend } from './use-cases.ts'

/** No such change, or a link that is none of its own: not told apart. */
export type ContactChangeNotFoundRefusal = Extract<ContactChangeRefusal, { readonly code: 'contact-change/not-found' }>

/** Why the change under way is not shown to its holder. */
export type ContactChangeCurrentRefusal = ContactChangeFormRefusal | SessionNotActiveRefusal | RequestKeyRefusal

/**
 * Changes of the private e-mail address, where notices go: asked for with PIN and password, validated by a link that goes to the new
 * address alone. A security event on the account makes a change under way void. The token of a link is a secret: never log it.
 */
export interface ContactChangeApi {
  /**
   * Asks for a change. The link goes to the new address; the private address in force and the PEC are told. An earlier request and its
   * links are over.
   *
   * Called for the holder of a session of scope `full`, who gives PIN and password again. Refused with `contact-change/form`,
   * `contact-change/same-address`, `session/not-confirmed` (counted like a failed sign-in), `session/not-active` or `quota/exceeded`. A
   * repeat under a request key mails nothing more.
   */
  request(form: ContactChangeForm, options?: CommandOptions): Promise<Result<ContactChangeRequested, ContactChangeApiRefusal>>

  /**
   * Mails one more link, with a term of its own; the earlier links of the request go on. At most `linksMax` (policy) in all.
   *
   * Called for the holder of a session of scope `full`. Refused with `contact-change/not-found`, `contact-change/too-many-links`,
   * `contact-change/expired`, `contact-change/void` or `session/not-active`. A repeat under a request key mails nothing more.
   */
  resend(form: SessionTokenForm, options?: CommandOptions): Promise<Result<ContactChangeRequested, ContactChangeApiRefusal>>

  /**
   * Takes the open request back: its links are over, and its unsent mail is not sent.
   *
   * Called for the holder of a session of scope `full`. Refused with `contact-change/not-found`, `contact-change/expired`,
   * `contact-change/void` or `session/not-active`. A repeat under a request key answers as the first call did.
   */
  cancel(form: SessionTokenForm, options?: CommandOptions): Promise<Result<null, ContactChangeApiRefusal>>

  /**
   * The change that its holder began last and that is not concluded, by its newest link; null where there is none. Changes nothing.
   *
   * Called for the holder of a session of scope `full`. Refused with `session/not-active` or `contact-change/form`.
   */
  current(form: SessionTokenForm): Promise<Result<ContactChangeView | null, ContactChangeCurrentRefusal>>

  /**
   * What the page behind a link must show. Changes nothing, however often it is opened and by whatever.
   *
   * Called for whatever shows the token of a link; nobody need be signed in. Refused with `contact-change/not-found`.
   */
  inspect(token: string): Promise<Result<ContactChangeView, ContactChangeNotFoundRefusal | RequestKeyRefusal>>

  /**
   * Validates the new address, which is in force from then on. It acts on the account that the link was issued for, whoever is signed in.
   *
   * Called for whatever shows the token of a link. Refused with `contact-change/expired`, `contact-change/already-validated`,
   * `contact-change/superseded`, `contact-change/cancelled`, `contact-change/void` or `contact-change/not-found`. A repeat under a
   * request key answers as the first call did.
   */
  confirm(token: string, options?: CommandOptions): Promise<Result<ContactChangeConfirmed, ContactChangeLinkRefusal>>
}

/** Changes of the private address at work in a context. */
export function contactChangeApi(context: AddressesDesk): ContactChangeApi {
  return {
    request: bind(context, request),
    resend: bind(context, resend),
    cancel: bind(context, cancel),
    current: bind(context, current),
    inspect: bind(context, inspect),
    confirm: bind(context, confirm),
  }
}
