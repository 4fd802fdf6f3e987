/** A registration as the host calls it: the applicant's two phases (seed 001). */
import type { Instant, Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { RegistrationCorrectableField } from '../wanted.ts'
import type { RegistrationContext, RegistrationFormRefusal, RegistrationNotFoundRefusal } from './context.ts'
import { addDocument, type RegistrationDocumentForm, type RegistrationUploadRefusal, removeDocument } from './documents.ts'
import type { RegistrationRefusal } from './model.ts'
import type { RegistrationForm } from './person.ts'
import { showPinHalf } from './pin-half.ts'
import { correct, sendLinkAgain } from './returned.ts'
import {
  complete,
  open,
  type RegistrationOpened,
  type RegistrationOpenOptions,
  type RegistrationOpenRefusal,
  renewPin,
  withdraw,
} from './use-cases.ts'
import { inspect, type RegistrationView } from './view.ts'

/** Every refusal that the calls of `RegistrationApi` answer with, where a call has no type of its own. */
export type RegistrationApiRefusal = RegistrationRefusal | CommandRefusal

/** Why a document was not added. */
export type RegistrationDocumentRefusal = RegistrationFormRefusal | RegistrationUploadRefusal | RegistrationApiRefusal

/** What a new PIN answers with. */
export type RegistrationPinRenewed = {
  /** The last five digits of the PIN. A secret of the applicant: show them now, they cannot be had again. */
  readonly pinSecondHalf: string
}

/** A correction: the fields of the form that change. What is left out or blank stays as it is. */
export type RegistrationCorrectionForm = Partial<Omit<RegistrationForm, 'consent' | 'noticeVersion'>>

/** What a correction answers with. */
export type RegistrationCorrected = {
  /** The fields that have changed, in the order of the form. */
  readonly corrected: readonly RegistrationCorrectableField[]
}

/** What sending the link again answers with. */
export type RegistrationLinkSent = {
  /** Until when the request can be filed again, exclusive. */
  readonly until: Instant
}

/** What adding a document answers with. */
export type RegistrationDocumentAdded = {
  /** The number of the document within its request: 1, 2, 3 … */
  readonly id: number
}

/** What the completion answers with. */
export type RegistrationCompleted = {
  /** The id of the request, which names its approval too. */
  readonly id: string
  /** The office decides now. */
  readonly status: 'awaiting-approval'
}

/**
 * Requests for credentials, as their applicants make them. Nobody is signed in. `open` gives a ticket, and each later call shows it; an
 * unknown request, a foreign ticket and an erased request have one answer, `registration/not-found`.
 */
export interface RegistrationApi {
  /**
   * Opens a request (phase 1): checks the form, draws the PIN and the ticket. Nothing is mailed before `complete`.
   *
   * Called for an applicant. Refused with `registration/form` and the problems of all fields, and with `quota/exceeded` when the
   * mailbox or the requester opened too many: the mailbox is then mailed a pass, at most once a day. Where the host has a `challenge`, it is asked once
   * the form is right and before anything is counted: `challenge/failed`, `challenge/unavailable`. Ticket and PIN half of the answer are secrets. Under a request key a repeat within
   * ten minutes shows the same answer, and `request/answer-expired` afterwards.
   */
  open(form: RegistrationForm, options?: RegistrationOpenOptions): Promise<Result<RegistrationOpened, RegistrationOpenRefusal>>

  /**
   * Draws a whole new PIN for a draft whose five digits were lost. The half that was to be mailed is replaced too.
   *
   * Called for the applicant, who shows the ticket. Refused with `registration/pin-already-mailed`, `registration/lapsed`,
   * `registration/already-completed` or `registration/closed`. The answer is a secret; under a request key it can be had again for ten
   * minutes.
   */
  renewPin(ticket: string, options?: CommandOptions): Promise<Result<RegistrationPinRenewed, RegistrationApiRefusal>>

  /**
   * The request as it stands, after its end too, with the decision, its reason, what is wanted, and the commands that would be accepted now.
   * Changes nothing. Personal data of the applicant.
   *
   * Called for the applicant, who shows the ticket or an earlier one of the request. Refused with `registration/not-found`, also once the
   * personal data were erased.
   */
  inspect(ticket: string): Promise<Result<RegistrationView, RegistrationNotFoundRefusal | CommandRefusal>>

  /**
   * Adds a PDF to a draft: its bytes, or a stream of which no more than the limit is read. The content decides, not the name. The bytes
   * are stored before the request names them.
   *
   * Called for the applicant, who shows the ticket. Refused with `registration/form`, `registration/document-refused` and its reason,
   * `registration/duplicate-document`, `registration/too-many-documents`, `registration/documents-too-large` (bytes), and where the
   * request is no draft. Under a request key a repeat with the same file adds no second document.
   */
  addDocument(
    ticket: string,
    form: RegistrationDocumentForm,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options?: CommandOptions,
  ): Promise<Result<RegistrationDocumentAdded, RegistrationDocumentRefusal>>

  /**
   * Removes a document from a draft, and deletes its bytes. `document` is its number.
   *
   * Called for the applicant, who shows the ticket. Refused with `registration/unknown-document`, and where the request is no draft. A repeat under
   * a request key answers as the first call did.
   */
  removeDocument(
    ticket: string,
    document: number | string,
    options?: CommandOptions,
  ): Promise<Result<null, RegistrationApiRefusal>>

  /**
   * Files the request with the office ("Completa"), opens its approval and mails user name, temporary password and the first half of the
   * PIN. The credentials work only once the office approves. After a return by the office, no secret is mailed again.
   *
   * Called for the applicant, who shows the ticket. Refused with `registration/no-document`, `registration/already-completed`,
   * `registration/lapsed` or `registration/closed`. A repeat under a request key mails nothing more.
   */
  complete(ticket: string, options?: CommandOptions): Promise<Result<RegistrationCompleted, RegistrationApiRefusal>>

  /**
   * Corrects the fields of a returned request that the office has asked for, by the rules of the form, and says which have changed. Fields
   * that are left out or blank stay as they are; others may be sent along unchanged. `complete` files the request again.
   *
   * Called for the applicant, who shows the ticket. Refused with `registration/form` and the problems of all fields, with
   * `registration/not-wanted` and the fields that were not asked for, and where the request is no draft. A repeat under a request key
   * answers as the first call did.
   */
  correct(
    ticket: string,
    form: RegistrationCorrectionForm,
    options?: CommandOptions,
  ): Promise<Result<RegistrationCorrected, RegistrationFormRefusal | RegistrationApiRefusal>>

  /**
   * Sends the link of a returned request again, to the mailbox of the request, with a new ticket; the former one only shows the request from
   * then on. The term stays.
   *
   * Called for the applicant, who shows any ticket that the request has had. Refused with `registration/nothing-to-correct`,
   * `registration/too-many-links` and when it may be asked again (three times within 24 hours, by policy), `registration/already-completed`,
   * `registration/lapsed` or `registration/closed`. A repeat under a request key mails nothing more.
   */
  sendLinkAgain(ticket: string, options?: CommandOptions): Promise<Result<RegistrationLinkSent, RegistrationApiRefusal>>

  /**
   * Shows the last five digits of a PIN that the office has drawn anew (`approval.reissue`), once. Never cache the page.
   *
   * Called for the applicant, who shows the ticket that `open` gave, or the one that the office has handed over since. One that was mailed
   * is none: whoever reads the mailbox has the other half. Refused with `registration/no-pin-half` where no half waits. The answer is a
   * secret; under a request key it can be had again for ten minutes.
   */
  showPinHalf(ticket: string, options?: CommandOptions): Promise<Result<RegistrationPinRenewed, RegistrationApiRefusal>>

  /**
   * Takes the request back, also one that awaits a correction. Its files are deleted; the journal keeps that there was a request.
   *
   * Called for the applicant, who shows the ticket. Refused with `registration/already-completed` while the office decides, with
   * `registration/lapsed` or `registration/closed`. A repeat under a request key answers as the first call did.
   */
  withdraw(ticket: string, options?: CommandOptions): Promise<Result<null, RegistrationApiRefusal>>
}

/** Registrations at work in a context. */
export function registrationApi(context: RegistrationContext): RegistrationApi {
  return {
    open: bind(context, open),
    renewPin: bind(context, renewPin),
    inspect: bind(context, inspect),
    addDocument: bind(context, addDocument),
    removeDocument: bind(context, removeDocument),
    complete: bind(context, complete),
    correct: bind(context, correct),
    sendLinkAgain: bind(context, sendLinkAgain),
    showPinHalf: bind(context, showPinHalf),
    withdraw: bind(context, withdraw),
  }
}
