/** The office's decision on a request, as the host calls it. */
import type { Instant, Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { ApprovalApiRefusal, ApprovalContext } from './context.ts'
import { type ApprovalCorrectionForm, requestCorrection, sendAgain } from './correction.ts'
import { type ApprovalDossier, dossier, dossierDocument } from './dossier.ts'
import { type ApprovalPage, type ApprovalPending, pending } from './pending.ts'
import { type ApprovalReissued, type ApprovalReissueForm, reissue } from './reissue.ts'
import { type ApprovalApproveForm, type ApprovalReasonedForm, approve, reject } from './use-cases.ts'

/** Which dossier, and for whom. */
export type ApprovalDossierForm = {
  /** The office worker who looks. Goes into the journal. */
  readonly operator: Operator
  /** The id of the request. */
  readonly id: string
}

/** Which document of a dossier, and for whom. */
export type ApprovalDocumentForm = ApprovalDossierForm & {
  /** The number of the document within its request. */
  readonly document: number | string
}

/** One document as it was filed. Personal data. */
export type ApprovalDocumentContent = {
  /** The bytes of the PDF. */
  readonly content: Uint8Array
  /** What the applicant called it; for people only, and never part of a path. */
  readonly name: string
}

/** What an approval answers with. */
export type ApprovalApproved = {
  /** The id of the account, which names the credential. It names no person. */
  readonly accountId: string
}

/** What a request for a correction answers with. */
export type ApprovalCorrectionRequested = {
  /** Until when the applicant can file again, exclusive. */
  readonly until: Instant
}

/**
 * What the office does with the requests that were completed. Every call is made for an operator, whom the host vouches for. Nobody
 * decides on an own request: `approval/own-request`.
 */
export interface ApprovalApi {
  /**
   * Requests that wait for a decision, oldest first, page by page. A request that cannot be read is a line too, and says so. Changes
   * nothing and names no person.
   *
   * Called for the office. Refused with `approval/form` for a page that is none.
   */
  pending(page?: ApprovalPage): Promise<Result<readonly ApprovalPending[], ApprovalApiRefusal>>

  /**
   * Everything that the office needs to decide on one request, with the digest that a decision must name. Personal data. Each look is
   * written into the journal of the approval.
   *
   * Called for an operator. Refused with `approval/form` or `approval/not-found`.
   */
  dossier(form: ApprovalDossierForm): Promise<Result<ApprovalDossier, ApprovalApiRefusal>>

  /**
   * One document of a dossier, as it was filed. Personal data. Each look is written into the journal of the approval.
   *
   * Called for an operator. Refused with `approval/form`, `approval/not-found`, or `approval/document-missing` where the bytes are gone or were let go of
   * or are not those that were filed.
   */
  document(form: ApprovalDocumentForm): Promise<Result<ApprovalDocumentContent, ApprovalApiRefusal>>

  /**
   * Approves: issues the credential, voids competing requests on the same codice fiscale, mails the applicant. One commit, on the very
   * dossier that was looked at.
   *
   * Called for an operator. Refused with `approval/dossier-changed`, `approval/already-decided`, `approval/own-request`,
   * `approval/document-missing`, `approval/erased`, `approval/letter-not-delivered` unless the form says `despiteUndelivered`, or
   * `credential/already-issued` where the person has a credential that works. A repeat under a request key answers as the first call did.
   */
  approve(form: ApprovalApproveForm, options?: CommandOptions): Promise<Result<ApprovalApproved, ApprovalApiRefusal>>

  /**
   * Rejects with a reason, which the applicant is mailed. A request that awaits a correction is closed by it too.
   *
   * Called for an operator. Refused with `approval/dossier-changed`, `approval/already-decided` or `approval/own-request`. A repeat under
   * a request key mails nothing more.
   */
  reject(form: ApprovalReasonedForm, options?: CommandOptions): Promise<Result<null, ApprovalApiRefusal>>

  /**
   * Requests a correction: opens the request again, with a reason, the fields and documents that are wanted, and a new ticket, which the
   * applicant is mailed as a link. The former ticket only shows the request from then on.
   *
   * Called for an operator. Refused with `approval/dossier-changed`, `approval/already-decided`, `approval/own-request`,
   * `approval/unknown-document` or `approval/erased`. A repeat under a request key mails no second link.
   */
  requestCorrection(
    form: ApprovalCorrectionForm,
    options?: CommandOptions,
  ): Promise<Result<ApprovalCorrectionRequested, ApprovalApiRefusal>>

  /**
   * Sends the link of a returned request again, to the mailbox of the request, for an applicant who has lost it. The link before it only
   * shows the request from then on; the term begins anew.
   *
   * Called for an operator. Refused with `approval/nothing-to-correct`, `approval/own-request`, `approval/erased`, `registration/lapsed`, or
   * `registration/too-many-links` and when it may be sent again. A repeat under a request key mails no second link.
   */
  sendAgain(form: ApprovalDossierForm, options?: CommandOptions): Promise<Result<ApprovalCorrectionRequested, ApprovalApiRefusal>>

  /**
   * Issues first credentials anew, for an approved person whose letter was refused or lost, or whose temporary password has expired. The
   * mailbox of the request gets a new temporary password and the first half of a new PIN; the person sees the other half with
   * `registration.showPinHalf`, by the ticket that `open` gave, or by one that is handed over in person. The old secrets are dead at once.
   *
   * Called for an operator, who sees no secret but that ticket. Refused with `approval/not-approved`, `approval/own-request`,
   * `approval/erased`, `credential/activated` once the person has chosen a password, `credential/suspended`, `credential/revoked`,
   * `credential/expired` or `credential/not-found`. The answer is a secret; a repeat under a request key within ten minutes shows it again
   * and draws nothing, and `request/answer-expired` afterwards.
   */
  reissue(form: ApprovalReissueForm, options?: CommandOptions): Promise<Result<ApprovalReissued, ApprovalApiRefusal>>
}

/** Approvals at work in a context. */
export function approvalApi(context: ApprovalContext): ApprovalApi {
  return {
    pending: bind(context, pending),
    dossier: bind(context, dossier),
    document: bind(context, dossierDocument),
    approve: bind(context, approve),
    reject: bind(context, reject),
    requestCorrection: bind(context, requestCorrection),
    sendAgain: bind(context, sendAgain),
    reissue: bind(context, reissue),
  }
}
