/**
 * What there is in a request for assistance: somebody who cannot sign in asks for a change of PEC, with an identity document, and the
 * office decides (seed 003 §2.2).
 */
import type { Instant, Locale } from '../../kernel/index.ts'

/** The kinds of document that prove who the applicant is: those of a registration (seed 001) and the passport. */
export const identityDocumentTypes = ['identity-card', 'passport', 'driving-licence', 'residence-permit'] as const

/** A kind of identity document. */
export type AssistanceDocumentType = (typeof identityDocumentTypes)[number]

export type AssistanceDocument = {
  /** 1, since there is one. */
  readonly id: number
  readonly type: AssistanceDocumentType
  /** SHA-256 of the content, lower-case hex. */
  readonly digest: string
  /** Bytes. */
  readonly size: number
  /** What the content check noticed; empty for a clean file. */
  readonly findings: readonly string[]
  readonly addedAt: Instant
}

/** The questionnaire as it was filled in, checked and in its normal form. Optional texts are empty where they were left out. */
export type AssistancePersonal = {
  readonly surname: string
  readonly name: string
  /** As assigned, 16 upper-case characters. */
  readonly codiceFiscale: string
  /** The PEC that is no longer of use, as far as the person says. */
  readonly oldPec: string
  readonly pec: string
  /** Where the answer of the office goes: never the new PEC, which nobody has confirmed yet. */
  readonly email: string
  readonly telephone: string
  readonly document: {
    readonly number: string
    readonly issuer: string
    /** The last civil day of its course, `YYYY-MM-DD`. */
    readonly expiresOn: string
    /** What the file is called; for people only. */
    readonly name: string
  }
  readonly note: string
  /** To the office's own questions. */
  readonly answers: readonly { readonly id: string; readonly text: string }[]
  readonly locale: Locale
  /** Why the office has rejected the request; null while it has not. */
  readonly reason: string | null
}

type Request = {
  /** Record id that the codice fiscale leads to. */
  readonly accountId: string
  /** Keyed digest of the ticket. */
  readonly ticket: string
  readonly noticeVersion: string
  /** The options that were chosen on the way to the questionnaire. */
  readonly path: readonly string[]
  readonly filedAt: Instant
  /** Empty again once the file was discarded. */
  readonly documents: readonly AssistanceDocument[]
  readonly personal: AssistancePersonal | null
}

type Decided = { readonly operator: string; readonly dossier: string; readonly decidedAt: Instant }

/** Where a request for assistance stands. */
export type AssistanceState =
  | { readonly status: 'none'; readonly personal: null }
  | (Request & { readonly status: 'open' })
  /** The change of PEC with this id was begun. */
  | (Request & Decided & { readonly status: 'approved'; readonly changeId: string })
  | (Request & Decided & { readonly status: 'rejected' })
  | (Request & { readonly status: 'withdrawn'; readonly endedAt: Instant })

/** A request that was filed. */
export type AssistanceRequest = Exclude<AssistanceState, { readonly status: 'none' }>

/** Who decides, and on what. */
export type AssistanceDecision = {
  /** Digest of the dossier that the operator looked at. */
  readonly dossierDigest: string
  /** Digest of the dossier as it is now. */
  readonly dossier: string
  readonly operator: string
  /** The record id that the operator's own codice fiscale leads to. */
  readonly operatorAccount: string
}

/** What can be asked of a request for assistance. */
export type AssistanceCommand =
  | {
      readonly type: 'OpenAssistance'
      readonly accountId: string
      readonly ticket: string
      readonly noticeVersion: string
      readonly path: readonly string[]
      readonly document: Pick<AssistanceDocument, 'type' | 'digest' | 'size' | 'findings'>
      readonly personal: Omit<AssistancePersonal, 'reason'>
    }
  | ({ readonly type: 'ApproveAssistance'; readonly changeId: string } & AssistanceDecision)
  | ({ readonly type: 'RejectAssistance'; readonly personal: { readonly reason: string } } & AssistanceDecision)
  | { readonly type: 'WithdrawAssistance' }
  /** The file is needed no more, and gone: for a request that is decided or withdrawn. */
  | { readonly type: 'DiscardDocuments' }

/** What has happened to a request for assistance. */
export type AssistanceEvent =
  | {
      readonly type: 'AssistanceOpened'
      readonly accountId: string
      readonly ticket: string
      readonly noticeVersion: string
      readonly path: readonly string[]
      readonly filedAt: Instant
      readonly document: AssistanceDocument
      readonly personal: Omit<AssistancePersonal, 'reason'>
    }
  | ({ readonly type: 'AssistanceApproved'; readonly changeId: string } & Decided)
  | ({ readonly type: 'AssistanceRejected'; readonly personal: { readonly reason: string } } & Decided)
  | { readonly type: 'AssistanceWithdrawn'; readonly endedAt: Instant }
  | { readonly type: 'DocumentsDiscarded'; readonly discardedAt: Instant }

/** Why a command on a request for assistance is refused. */
export type AssistanceRefusal =
  /** No such request, or a ticket that is not its own: the two are not told apart. */
  | { readonly code: 'assistance/not-found' }
  | { readonly code: 'assistance/already-open' }
  /** The document is out of its course: it was valid up to a day, in Rome, that is over. */
  | { readonly code: 'assistance/document-expired' }
  | { readonly code: 'assistance/already-decided'; readonly outcome: 'approved' | 'rejected' }
  /** Its applicant took it back. */
  | { readonly code: 'assistance/withdrawn' }
  /** It waits for the office. */
  | { readonly code: 'assistance/not-decided' }
  /** Its file was discarded. */
  | { readonly code: 'assistance/no-document' }
  /** What the operator looked at is not what there is now: look again. */
  | { readonly code: 'assistance/dossier-changed' }
  /** The operator and the person are one. */
  | { readonly code: 'assistance/own-request' }
