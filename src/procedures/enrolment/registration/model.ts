/**
 * What there is in a registration: its states, the commands that it takes, the events that happen to it, the refusals that it
 * answers, and the policy it is under.
 */
import type { Instant } from '../../../kernel/index.ts'
import type { RegistrationCorrectableField, RegistrationDocumentType, Wanted } from '../wanted.ts'
import type { RegistrationPerson } from './person.ts'

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

/** A document as it was filed before a correction: what it was, and what it was called. */
export type FiledBefore = Pick<RegistrationDocument, 'id' | 'type' | 'digest' | 'size'> & Omit<DocumentLabel, 'id'>

/** A letter to the applicant, and what has become of it. */
export type CaseLetter = {
  /** Its name, such as `registration/completed`. */
  readonly letter: string
  /** The id of the mail. */
  readonly mailId: string
  readonly queuedAt: Instant
  /** Null while no end of it is known. */
  readonly end: LetterEnd | null
  readonly endedAt: Instant | null
}

/** Taken by the next hop, refused by it for good, or never sent since its time was over. */
export type LetterEnd = 'sent' | 'rejected' | 'overdue'

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
  /** What was filed when the office returned the request last; null before that. */
  readonly before: { readonly person: RegistrationPerson; readonly documents: readonly FiledBefore[] } | null
  /** Why letters were refused, in the words of the next hop, which may quote a person. */
  readonly reasons: readonly { readonly mailId: string; readonly reason: string }[]
  /** The half of a PIN drawn anew that its applicant has yet to be shown, sealed; null where there is none. */
  readonly screenHalf: string | null
}

type Request = {
  /** Record id that the codice fiscale leads to. */
  readonly accountId: string
  /** Keyed digest of the ticket that phase 2 needs. */
  readonly ticket: string
  /** Digests of the tickets that came before it: they show the request, and do nothing. */
  readonly earlier: readonly string[]
  /** Digest of the last ticket that went by no mail: it alone shows the half of a PIN drawn anew. The mailbox has the other half. */
  readonly collector: string
  /** What the office asked for when it returned the request last; null before that. */
  readonly wanted: (Wanted & { readonly since: Instant }) | null
  /** When the link of the returned request was sent again, within a day before the last time. */
  readonly linksAt: readonly Instant[]
  /** The letters to the applicant, in their order. */
  readonly letters: readonly CaseLetter[]
  /** 1 for the first submission, one more for each time the office asked for more. */
  readonly round: number
  readonly openedAt: Instant
  readonly noticeVersion: string
  /** The service or profile that it was opened for, as the host said; null where it said nothing. */
  readonly audience: string | null
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

type Corrected = Pick<RegistrationPersonal, 'person' | 'findings'>
type Redrawn = { readonly pin: string; readonly password: string; readonly screenHalf: string }

/** What can be asked of a registration, by applicant, office and sweep. */
export type RegistrationCommand =
  | {
      readonly type: 'OpenRegistration'
      readonly accountId: string
      readonly ticket: string
      readonly noticeVersion: string
      readonly audience: string | null
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
  | { readonly type: 'ReopenRegistration'; readonly ticket: string; readonly wanted: Wanted }
  | { readonly type: 'CorrectRegistration'; readonly fields: readonly string[]; readonly personal: Corrected }
  /** `restarts`: the term begins anew. */
  | { readonly type: 'RenewTicket'; readonly ticket: string; readonly restarts: boolean }
  /** `ticket`: that of a paper which is handed over; null where the one that the applicant holds shows the half. */
  | { readonly type: 'RedrawCredentials'; readonly ticket: string | null; readonly personal: Redrawn }
  | { readonly type: 'TakePinHalf' }
  | { readonly type: 'QueueLetter'; readonly letter: string; readonly mailId: string }
  | {
      readonly type: 'EndLetter'
      readonly mailId: string
      readonly end: LetterEnd
      readonly personal: { readonly reason: string } | null
    }
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
      readonly audience: string | null
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
  | {
      readonly type: 'RegistrationReopened'
      readonly ticket: string
      readonly round: number
      readonly lapsesAt: Instant
      readonly wanted: Wanted
      readonly since: Instant
    }
  | {
      readonly type: 'RegistrationCorrected'
      readonly fields: readonly RegistrationCorrectableField[]
      readonly personal: Corrected
    }
  | {
      readonly type: 'TicketRenewed'
      readonly ticket: string
      readonly lapsesAt: Instant
      readonly linksAt: readonly Instant[]
    }
  | { readonly type: 'CredentialsRedrawn'; readonly ticket: string | null; readonly personal: Redrawn }
  | { readonly type: 'PinHalfTaken' }
  | { readonly type: 'LetterQueued'; readonly letter: string; readonly mailId: string; readonly queuedAt: Instant }
  | {
      readonly type: 'LetterEnded'
      readonly mailId: string
      readonly end: LetterEnd
      readonly endedAt: Instant
      readonly personal: { readonly reason: string } | null
    }
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
  /** The office has not asked for these fields. */
  | { readonly code: 'registration/not-wanted'; readonly fields: readonly string[] }
  /** The office has returned nothing: there is no link to send again. */
  | { readonly code: 'registration/nothing-to-correct' }
  | { readonly code: 'registration/too-many-links'; readonly retryAt: Instant }
  /** No half of a PIN waits to be shown: none was drawn anew, or it was shown already. */
  | { readonly code: 'registration/no-pin-half' }
  /** No letter of this id waits for its end. */
  | { readonly code: 'registration/unknown-letter' }

/** The term and the limits of a request. */
export type RegistrationPolicy = {
  /** How long a draft, and a request opened again for a correction, waits for its applicant, ms. */
  readonly draftLifetimeMs: number
  readonly documentsMax: number
  /** Bytes of all documents of a request together. */
  readonly documentsBytesMax: number
  /** How often within 24 hours the link of a returned request is sent again. */
  readonly linksPerDayMax: number
}
