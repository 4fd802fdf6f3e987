/** Assistance for people who cannot sign in, as the host calls it (seed 003 §2.2). */
import type { Result } from '../../kernel/index.ts'
import { bind } from '../../runtime/bind.ts'
import type { CommandOptions } from '../../runtime/input.ts'
import type { CommandRefusal } from '../../runtime/request.ts'
import type { Operator } from '../../runtime/schema.ts'
import type { AssistanceApiRefusal, AssistanceContext, AssistanceFormRefusal } from './context.ts'
import {
  type AssistanceDossier,
  type AssistancePage,
  type AssistancePending,
  dossier,
  dossierDocument,
  pending,
} from './dossier.ts'
import { type AssistanceOpened, type AssistanceOpenOptions, type AssistanceOpenRefusal, open } from './filing.ts'
import type { AssistanceRefusal } from './model.ts'
import type { AssistanceForm } from './questionnaire.ts'
import type { AssistanceTopic } from './topics.ts'
import {
  type AssistanceApproved,
  type AssistanceApproveForm,
  type AssistanceRejectForm,
  type AssistanceView,
  approveRequest,
  inspect,
  rejectRequest,
  topics,
  withdraw,
} from './use-cases.ts'

/** Why a request is not shown, or not taken back. */
export type AssistanceTicketRefusal = AssistanceRefusal | CommandRefusal

/** Which dossier, and for whom. */
export type AssistanceDossierForm = {
  /** The office worker who looks. Goes into the journal. */
  readonly operator: Operator
  /** The id of the request. */
  readonly id: string
}

/** Which document of a dossier, and for whom. */
export type AssistanceDocumentForm = AssistanceDossierForm & {
  /** The number of the document within its request: 1, since there is one. */
  readonly document: number | string
}

/** The document as it was filed. Personal data. */
export type AssistanceDocumentContent = {
  /** The bytes of the PDF. */
  readonly content: Uint8Array
  /** What the applicant called it; for people only, and never part of a path. */
  readonly name: string
}

/**
 * Requests for a change of PEC by people who cannot sign in: a questionnaire and an identity document, on which the office decides. A
 * ticket is a secret of its applicant: never log it.
 */
export interface AssistanceApi {
  /**
   * What the office asks after these answers: the next question, advice, or the questionnaire. The first question where `path` is left
   * out. Changes nothing and reads nothing.
   *
   * Called for anybody. Refused with `assistance/form` for a path that the questions do not have.
   */
  topics(path?: readonly string[]): Promise<Result<AssistanceTopic, AssistanceFormRefusal>>

  /**
   * Files a request: the questionnaire and one PDF, as bytes or as a stream of which no more than the limit is read. Nothing changes by
   * it. The subscriber of a credential for the codice fiscale is told; the answer is the same where there is none.
   *
   * Called for an applicant. Refused with `assistance/form`, `assistance/document-refused` and its reason,
   * `assistance/document-expired` or `quota/exceeded`: a mailbox at its limit is mailed a pass, at most once a day. The ticket of the answer is a secret. Under a request key a repeat within ten
   * minutes shows the same answer and reads no stream.
   */
  open(
    form: AssistanceForm,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options?: AssistanceOpenOptions,
  ): Promise<Result<AssistanceOpened, AssistanceOpenRefusal>>

  /**
   * The request as it stands. Changes nothing.
   *
   * Called for the applicant, who shows the ticket. Refused with `assistance/not-found`.
   */
  inspect(ticket: string): Promise<Result<AssistanceView, AssistanceTicketRefusal>>

  /**
   * Takes the request back while it waits. Its file is deleted; the journal keeps that there was a request.
   *
   * Called for the applicant, who shows the ticket. Refused with `assistance/not-found`, `assistance/withdrawn` or `assistance/already-decided`. A
   * repeat under a request key answers as the first call did.
   */
  withdraw(ticket: string, options?: CommandOptions): Promise<Result<null, AssistanceTicketRefusal>>

  /**
   * Requests that wait for a decision, oldest first, page by page. A request that cannot be read is a line too, and says so. Changes
   * nothing and names no person.
   *
   * Called for the office. Refused with `assistance/form` for a page that is none.
   */
  pending(page?: AssistancePage): Promise<Result<readonly AssistancePending[], AssistanceApiRefusal>>

  /**
   * Everything that the office needs to decide on one request, with the digest that a decision must name. Personal data. Each look is
   * written into the journal of the request.
   *
   * Called for an operator. Refused with `assistance/form` or `assistance/not-found`.
   */
  dossier(form: AssistanceDossierForm): Promise<Result<AssistanceDossier, AssistanceApiRefusal>>

  /**
   * The document of a request, as it was filed. Personal data. Each look is written into the journal of the request.
   *
   * Called for an operator. Refused with `assistance/form`, `assistance/not-found` or `assistance/document-missing`.
   */
  document(form: AssistanceDocumentForm): Promise<Result<AssistanceDocumentContent, AssistanceApiRefusal>>

  /**
   * Approves: begins the change of PEC that its subscriber could ask for, in one commit with the decision. The credential stays as it is.
   *
   * Called for an operator. Refused with `assistance/dossier-changed`, `assistance/already-decided`, `assistance/own-request`,
   * `assistance/no-account`, `assistance/rebound`, `assistance/document-missing`, `assistance/erased`, and where the change cannot be begun
   * (`addresses/same-pec`, `pec-claim/taken`): then nothing was decided. A repeat under a request key mails nothing more.
   */
  approve(form: AssistanceApproveForm, options?: CommandOptions): Promise<Result<AssistanceApproved, AssistanceApiRefusal>>

  /**
   * Rejects with a reason, which the applicant is mailed.
   *
   * Called for an operator. Refused with `assistance/dossier-changed`, `assistance/already-decided`, `assistance/withdrawn` or
   * `assistance/own-request`. A repeat under a request key mails nothing more.
   */
  reject(form: AssistanceRejectForm, options?: CommandOptions): Promise<Result<null, AssistanceApiRefusal>>
}

/** Assistance at work in a context. */
export function assistanceApi(context: AssistanceContext): AssistanceApi {
  return {
    topics: bind(context, topics),
    open: bind(context, open),
    inspect: bind(context, inspect),
    withdraw: bind(context, withdraw),
    pending: bind(context, pending),
    dossier: bind(context, dossier),
    document: bind(context, dossierDocument),
    approve: bind(context, approveRequest),
    reject: bind(context, rejectRequest),
  }
}
