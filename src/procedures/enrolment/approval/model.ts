/** What there is in an approval: the office's decision on one completed registration, of which it bears the same id. */
import type { Instant } from '../../../kernel/index.ts'

/** How the office made sure of the person: by the documents filed, or face to face (seed 000). */
export type ApprovalIdentification = 'documents' | 'in-person'

/** Who decides. `account` is the record id that the operator's own codice fiscale leads to. */
export type Decision = {
  /** Digest of the dossier that the operator looked at. */
  readonly dossierDigest: string
  readonly operator: string
  readonly operatorAccount: string
}

type Case = {
  readonly accountId: string
  /** Keyed digest of person, findings and documents as filed last. */
  readonly dossier: string
  readonly round: number
  readonly submittedAt: Instant
  /** The reason given last by the office; personal, since it speaks of a person. */
  readonly personal: { readonly reason: string } | null
}

/** Where a request stands with the office. */
export type ApprovalState =
  | { readonly status: 'none'; readonly personal: null }
  | (Case & { readonly status: 'pending' })
  | (Case & { readonly status: 'awaiting-correction'; readonly decidedAt: Instant; readonly operator: string })
  | (Case & {
      readonly status: 'approved'
      readonly decidedAt: Instant
      readonly operator: string
      readonly identification: ApprovalIdentification
    })
  | (Case & { readonly status: 'rejected'; readonly decidedAt: Instant; readonly operator: string })
  /** Withdrawn by the applicant while it awaited a correction, or another request on the same codice fiscale was approved. */
  | (Case & { readonly status: 'void'; readonly voidedAt: Instant })

/** What can be asked of an approval. `Decision` names the dossier that was looked at and who decides. */
export type ApprovalCommand =
  | { readonly type: 'SubmitApproval'; readonly accountId: string; readonly dossier: string }
  | ({ readonly type: 'Approve'; readonly identification: ApprovalIdentification } & Decision)
  | ({ readonly type: 'Reject'; readonly personal: { readonly reason: string } } & Decision)
  | ({ readonly type: 'RequestCorrection'; readonly personal: { readonly reason: string } } & Decision)
  /** `approved`: the request on the same codice fiscale that was approved instead; null where it ends for another reason. */
  | { readonly type: 'VoidApproval'; readonly approved: string | null }

/** What has happened to an approval. */
export type ApprovalEvent =
  | {
      readonly type: 'ApprovalSubmitted'
      readonly accountId: string
      readonly dossier: string
      readonly round: number
      readonly submittedAt: Instant
    }
  | {
      readonly type: 'Approved'
      readonly operator: string
      readonly identification: ApprovalIdentification
      readonly dossier: string
      readonly decidedAt: Instant
    }
  | {
      readonly type: 'Rejected'
      readonly operator: string
      readonly decidedAt: Instant
      readonly personal: { readonly reason: string }
    }
  | {
      readonly type: 'CorrectionRequested'
      readonly operator: string
      readonly decidedAt: Instant
      readonly personal: { readonly reason: string }
    }
  | { readonly type: 'ApprovalVoided'; readonly voidedAt: Instant; readonly approved: string | null }

/** Why a command on an approval is refused. */
export type ApprovalRefusal =
  /** No such request in this office. */
  | { readonly code: 'approval/not-found' }
  | { readonly code: 'approval/already-submitted' }
  | { readonly code: 'approval/already-decided'; readonly outcome: 'approved' | 'rejected' | 'awaiting-correction' }
  | { readonly code: 'approval/void' }
  /** What the operator looked at is not what is filed now: look again. */
  | { readonly code: 'approval/dossier-changed' }
  /** The operator and the applicant are one person. */
  | { readonly code: 'approval/own-request' }

/** Whether a new request can be filed. */
export type NoNewRequest = {
  /** In Italian why none can be filed any more, and by what people get in now; null where one can. */
  readonly endedIt: string | null
  /** The same in English. */
  readonly endedEn: string | null
}
