/** The change of a PEC as the host calls it (seed 003). */
import type { Result } from '../../../kernel/index.ts'
import type { PecReceipt } from '../../../rules/pec/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { SessionScopeRefusal, SessionTokenForm } from '../../account/session/context.ts'
import type { SessionReauthenticationForm } from '../../account/session/reauthentication.ts'
import type { AddressesContext } from '../addresses/context.ts'
import { linkedApi } from '../linked-change/api.ts'
import {
  linkedPec,
  type PecChangeBeginRefusal,
  type PecChangeConfirmed,
  type PecChangeFormRefusal,
  type PecChangeNotFoundRefusal,
  type PecChangeRequested,
  type PecChangeView,
} from './context.ts'
import { type PecChangeReceived, type PecChangeReceiveRefusal, receive } from './receipts.ts'
import { cancelAsOffice, type PecChangeAct, type PecChangeApiRefusal, resendAsOffice } from './use-cases.ts'

/** The form of seed 003: the new PEC typed twice, and the secrets once more. */
export type PecChangeForm = SessionReauthenticationForm & {
  /** One PEC address. Personal data. */
  readonly pec: string

  /** The same once more, as typed. */
  readonly confirmation: string
}

/** Who takes a change back. PIN and password may be left out where the subscriber began it; where given, they must be right. */
export type PecChangeCancelForm = SessionTokenForm & {
  /** The nine digits of the PIN. A secret of the subscriber. */
  readonly pin?: string

  /** The password as typed. A secret of the subscriber. */
  readonly password?: string
}

/** Every refusal that whoever holds a link can meet. */
export type PecChangeLinkRefusal = PecChangeBeginRefusal | CommandRefusal

/** Why the change under way is not shown to its subscriber. */
export type PecChangeInspectOwnRefusal = PecChangeFormRefusal | SessionScopeRefusal | CommandRefusal

/**
 * Changes of a PEC: asked for with PIN and password, confirmed by a link that goes to the new address alone. A security event on the
 * account makes a change under way void. The token of a link is a secret: never log it.
 *
 * Where a session of scope `full` is needed, one that only changes the password is refused with `session/password-change-required`.
 */
export interface PecChangeApi {
  /**
   * Asks for a change. The link goes to the new PEC; the PEC in force and the private mailbox are told. An earlier request and its links
   * are over.
   *
   * Called for a subscriber with a session of scope `full`, who gives PIN and password again. Refused with `pec-change/form`,
   * `session/reauthentication-failed` (counted like a failed sign-in), `session/not-active`, `addresses/same-pec`, `pec-claim/taken` or
   * `quota/exceeded`. A repeat under a request key mails nothing more.
   */
  request(form: PecChangeForm, options?: CommandOptions): Promise<Result<PecChangeRequested, PecChangeApiRefusal>>

  /**
   * Mails one more link, with a term of its own; the earlier links of the request go on. At most `linksMax` (policy) in all.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `pec-change/not-found`, `pec-change/too-many-links`,
   * `pec-change/expired`, `pec-change/void` or `session/not-active`. A repeat under a request key mails nothing more.
   */
  resend(form: SessionTokenForm, options?: CommandOptions): Promise<Result<PecChangeRequested, PecChangeApiRefusal>>

  /**
   * Takes the open request back: its links are over, and its unsent mail is not sent. One that the office began on a request for assistance
   * takes PIN and password once more.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `pec-change/not-found`, `pec-change/expired`, `pec-change/void`,
   * `pec-change/reauthentication-required`, `session/reauthentication-failed` or `session/not-active`. A repeat under a request key answers as
   * the first call did.
   */
  cancel(form: PecChangeCancelForm, options?: CommandOptions): Promise<Result<null, PecChangeApiRefusal>>

  /**
   * The change that its subscriber began last and that is not concluded, by the link with the longest term; null where there is none.
   * Changes nothing.
   *
   * Called for a subscriber with a session of scope `full`. Refused with `session/not-active` or `pec-change/form`.
   */
  inspectOwn(
    form: SessionTokenForm,
    options?: Pick<CommandOptions, 'audience'>,
  ): Promise<Result<PecChangeView | null, PecChangeInspectOwnRefusal>>

  /**
   * What the page behind a link must show. Changes nothing, however often it is opened and by whatever.
   *
   * Called for whatever shows the token of a link; nobody need be signed in. Refused with `pec-change/not-found`.
   */
  inspectByLink(token: string): Promise<Result<PecChangeView, PecChangeNotFoundRefusal | CommandRefusal>>

  /**
   * Confirms the new PEC. It acts on the account that the link was issued for, whoever is signed in. A click after the term by the
   * sending is `waiting`, and counts once a receipt shows that it was in time.
   *
   * Called for whatever shows the token of a link. Refused with `pec-change/expired`, `pec-change/already-confirmed`,
   * `pec-change/superseded`, `pec-change/cancelled`, `pec-change/void`, `pec-change/undeliverable`, `pec-claim/taken` or
   * `pec-change/not-found`. A repeat under a request key answers as the first call did.
   */
  confirm(token: string, options?: CommandOptions): Promise<Result<PecChangeConfirmed, PecChangeLinkRefusal>>

  /**
   * The office mails one more link for a subscriber who cannot sign in. The reason goes into the journal.
   *
   * Called for an operator. Refused with `credential/own-credential`, and as `resend` is. A repeat under a request key mails nothing
   * more.
   */
  resendAsOffice(form: PecChangeAct, options?: CommandOptions): Promise<Result<PecChangeRequested, PecChangeApiRefusal>>

  /**
   * The office ends a request that its subscriber did not make. The reason goes into the journal.
   *
   * Called for an operator. Refused with `credential/own-credential`, and as `cancel` is. A repeat under a request key answers as the
   * first call did.
   */
  cancelAsOffice(form: PecChangeAct, options?: CommandOptions): Promise<Result<null, PecChangeApiRefusal>>

  /**
   * Takes in a receipt of PEC, as `sportello/pec` reads it, or of another qualified delivery service. Call it with every receipt of the
   * office's mailbox, in any order and as often as you like: what is late, repeated, about another address or not trusted is noted and
   * changes nothing.
   *
   * Called by the host itself, with no person behind it. Refused with `pec-change/form` for what is no receipt.
   */
  receive(receipt: PecReceipt): Promise<Result<PecChangeReceived, PecChangeReceiveRefusal>>
}

/** Changes of PEC at work in a context. */
export function pecChangeApi(context: AddressesContext): PecChangeApi {
  return {
    ...linkedApi(linkedPec(context)),
    resendAsOffice: bind(context, resendAsOffice),
    cancelAsOffice: bind(context, cancelAsOffice),
    receive: bind(context, receive),
  }
}
