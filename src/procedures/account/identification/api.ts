/** The identification of people face to face, as the host calls it (seed 000, point 4). */
import type { Instant, Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { IdentificationApiRefusal, IdentificationContext } from './context.ts'
import type { IdentificationDocumentKind } from './model.ts'
import {
  type IdentificationHalf,
  type IdentificationHalfRefusal,
  type IdentificationRecorded,
  type IdentificationView,
  inspect,
  record,
  showPinHalf,
} from './use-cases.ts'

/** Whose identification, and for whom. */
export type IdentificationLookForm = {
  /** The office worker who looks. Goes into the journal. */
  readonly operator: Operator
  /** Of the subscriber. Lower case, blanks around it and omocodia are accepted. */
  readonly codiceFiscale: string
}

/** The document that was looked at. Personal data. */
export type IdentificationDocument = {
  /** What it is. */
  readonly kind: IdentificationDocumentKind
  /** As printed: letters and digits; blanks, points, strokes and hyphens do not count. Never stored: a keyed digest of it is. */
  readonly number: string
  /** The last day of its validity, `YYYY-MM-DD`. */
  readonly expiresOn: string
}

/** Who was identified, by whom, when, where and by which document. */
export type IdentificationRecordForm = IdentificationLookForm & {
  /** When the person was before the official, in ms since 1970. */
  readonly identifiedAt: Instant
  /** `office` for the office's own counter, or the id of a point of the policy (`identification.points`). */
  readonly point: string
  /** The official who looked at the person; left out or null where it was the operator. */
  readonly identifiedBy?: Operator | null | undefined
  /** By which document. */
  readonly document: IdentificationDocument
  /** A mailbox that the person gave there: it is in force at once. Left out, blank or null, the validated one stays. */
  readonly email?: string | null | undefined
  /** One line of 1 to 2000 characters. Goes into the journal as personal data. */
  readonly reason: string
}

/**
 * The way back of last resort: for whoever has lost password and PIN, or the mailbox too, was suspended, let the temporary password expire, or
 * was imported without secrets. Somebody looks at the person and at a document; the person gets new secrets by two channels. The office
 * sees and sets none.
 */
export interface IdentificationApi {
  /**
   * Records an identification and enables the credential again: a new temporary password and a new PIN, whose first half is mailed with it. The
   * other half is seen once, with the ticket that the answer holds. Suspension, sessions, known devices, delays and changes under way
   * end in the same commit. The other addresses that were in force are told.
   *
   * Called for an operator. Refused with `identification/form`, `identification/own-identification` or `credential/own-credential` where official
   * or operator are the person, `identification/unknown-point`, `identification/in-the-future`, `identification/too-old`,
   * `identification/document-expired`, `identification/already-recorded`, and for whom there is nothing to be enabled
   * `credential/not-found`, `credential/revoked` or `credential/expired`. The answer is a secret; a repeat under a request key within
   * ten minutes shows it again and draws nothing, and `request/answer-expired` afterwards.
   */
  record(
    form: IdentificationRecordForm,
    options?: CommandOptions,
  ): Promise<Result<IdentificationRecorded, IdentificationApiRefusal>>

  /**
   * Shows the five last digits of the new PIN, once.
   *
   * Called for whoever shows the ticket that was handed over. Refused with `identification/not-found` for what is no ticket of the last
   * identification, and `identification/no-pin-half` once it was seen or is of no use. Under a request key a repeat within ten
   * minutes shows it again.
   */
  showPinHalf(
    ticket: string,
    options?: CommandOptions,
  ): Promise<Result<IdentificationHalf, IdentificationHalfRefusal | CommandRefusal>>

  /**
   * The last identification of a person, without secrets and without the number of the document. The look is written into its journal.
   *
   * Called for an operator. Refused with `identification/form`, or `identification/not-found` where there was none.
   */
  inspect(form: IdentificationLookForm): Promise<Result<IdentificationView, IdentificationApiRefusal>>
}

/** Identifications at work in a context. */
export function identificationApi(context: IdentificationContext): IdentificationApi {
  return { record: bind(context, record), showPinHalf: bind(context, showPinHalf), inspect: bind(context, inspect) }
}
