/**
 * What there is in a registration: its states, the commands that it takes, the events that happen to it, the refusals that it
 * answers, and the policy it is under.
 */
import type { Instant } from '../../../kernel/index.ts'
import type { RegistrationPerson } from './person.ts'

export const documentTypes = ['identity-card', 'driving-licence', 'residence-permit', 'other'] as const

/** The kinds of document that the form of seed 001 offers; `other` carries a description. */
export type RegistrationDocumentType = (typeof documentTypes)[number]

export type RegistrationDocument = {
  /** 1, 2, 3 … in order of arrival; never given twice within a request. */
  readonly id: number
  readonly type: RegistrationDocumentType
  /** SHA-256 of the content, lower-case hex. */
  readonly digest: string
  /** Bytes. */
  readonly size: number
  /** What the content check noticed; empty for a clean file. */
  readonly findings: readonly string[]
  readonly addedAt: Instant
}

/** What a document is called: personal, since file names often hold one. */
export type DocumentLabel = { readonly id: number; readonly name: string; readonly description: string }

export type RegistrationPersonal = {
  readonly person: RegistrationPerson
  /** What does not fit or could not be checked, as codes: it speaks of the person, and is erased with the rest. */
  readonly findings: readonly string[]
  /** Verifier of the whole PIN. */
  readonly pin: string
  /** The half to be mailed, sealed under the ticket; null once it was handed to the mail. */
  readonly sealedHalf: string | null
  /** Verifier of the temporary password; null until completion. */
  readonly password: string | null
  readonly labels: readonly DocumentLabel[]
}

type Request = {
  /** Record id that the codice fiscale leads to. */
  readonly accountId: string
  /** Keyed digest of the ticket that phase 2 needs. */
  readonly ticket: string
  /** 1 for the first submission, one more for each time the office asked for more. */
  readonly round: number
  readonly openedAt: Instant
  readonly noticeVersion: string
  /** Empty again once the files were discarded. */
  readonly documents: readonly RegistrationDocument[]
  /** How many documents were ever added. */
  readonly documentsAdded: number
  readonly personal: RegistrationPersonal | null
}

/** Where a request for credentials stands. */
export type RegistrationState =
  | { readonly status: 'none'; readonly personal: null }
  | (Request & { readonly status: 'drafting'; readonly lapsesAt: Instant })
  | (Request & { readonly status: 'completed'; readonly completedAt: Instant })
  | (Request & { readonly status: 'withdrawn' | 'lapsed' | 'void'; readonly endedAt: Instant })

/** What can be asked of a registration, by applicant, office and sweep. */
export type RegistrationCommand =
  | {
      readonly type: 'OpenRegistration'
      readonly accountId: string
      readonly ticket: string
      readonly noticeVersion: string
      readonly personal: Pick<RegistrationPersonal, 'person' | 'findings' | 'pin'> & { readonly sealedHalf: string }
    }
  | { readonly type: 'RenewPin'; readonly personal: { readonly pin: string; readonly sealedHalf: string } }
  | {
      readonly type: 'AddDocument'
      readonly document: Pick<RegistrationDocument, 'type' | 'digest' | 'size' | 'findings'>
      readonly personal: { readonly name: string; readonly description: string }
    }
  | { readonly type: 'RemoveDocument'; readonly id: number }
  | { readonly type: 'CompleteRegistration'; readonly personal: { readonly password: string } }
  | { readonly type: 'ReopenRegistration'; readonly ticket: string }
  | { readonly type: 'WithdrawRegistration' }
  | { readonly type: 'LapseRegistration' }
  /** `approved`: the request on the same codice fiscale that was approved instead; null where it ends for another reason. */
  | { readonly type: 'VoidRegistration'; readonly approved: string | null }
  /** The files are needed no more, and gone: for a request that is closed or decided. */
  | { readonly type: 'DiscardDocuments' }

/** What has happened to a registration. */
export type RegistrationEvent =
  | {
      readonly type: 'RegistrationOpened'
      readonly accountId: string
      readonly ticket: string
      readonly noticeVersion: string
      readonly openedAt: Instant
      readonly lapsesAt: Instant
      readonly personal: Pick<RegistrationPersonal, 'person' | 'findings' | 'pin'> & { readonly sealedHalf: string }
    }
  | { readonly type: 'PinRenewed'; readonly personal: { readonly pin: string; readonly sealedHalf: string } }
  | { readonly type: 'DocumentAdded'; readonly document: RegistrationDocument; readonly personal: DocumentLabel }
  | { readonly type: 'DocumentRemoved'; readonly id: number }
  | {
      readonly type: 'RegistrationCompleted'
      readonly completedAt: Instant
      /** Null when the password was mailed in an earlier round. */
      readonly personal: { readonly password: string } | null
    }
  | { readonly type: 'RegistrationReopened'; readonly ticket: string; readonly round: number; readonly lapsesAt: Instant }
  | { readonly type: 'RegistrationWithdrawn'; readonly endedAt: Instant }
  | { readonly type: 'RegistrationLapsed'; readonly endedAt: Instant }
  | { readonly type: 'RegistrationVoided'; readonly endedAt: Instant; readonly approved: string | null }
  | { readonly type: 'DocumentsDiscarded'; readonly discardedAt: Instant }

/** Why a command on a registration is refused. */
export type RegistrationRefusal =
  /** No such request, or a ticket that is not its own: the two are not told apart. */
  | { readonly code: 'registration/not-found' }
  | { readonly code: 'registration/already-open' }
  | { readonly code: 'registration/already-completed' }
  | { readonly code: 'registration/not-completed' }
  /** Withdrawn or void: open a new request. */
  | { readonly code: 'registration/closed' }
  | { readonly code: 'registration/lapsed'; readonly lapsedAt: Instant }
  | { readonly code: 'registration/not-lapsed'; readonly lapsesAt: Instant }
  | { readonly code: 'registration/no-document' }
  | { readonly code: 'registration/too-many-documents'; readonly documentsMax: number }
  | { readonly code: 'registration/documents-too-large'; readonly bytesMax: number }
  | { readonly code: 'registration/duplicate-document'; readonly id: number }
  | { readonly code: 'registration/unknown-document' }
  /** The PIN half has been mailed: it can only be renewed with the credential. */
  | { readonly code: 'registration/pin-already-mailed' }

/** The term and the limits of a request. */
export type RegistrationPolicy = {
  /** How long a draft, and a request opened again for a correction, waits for its applicant, ms. */
  readonly draftLifetimeMs: number
  readonly documentsMax: number
  /** Bytes of all documents of a request together. */
  readonly documentsBytesMax: number
}
