/** What there is in the identification of a person face to face: who identified whom, when, where, by which document. */
import type { Instant } from '../../../kernel/index.ts'

/** The kinds of document that a person is identified by. */
export const identificationDocumentKinds = ['identity-card', 'passport', 'driving-licence', 'residence-permit'] as const

/** A kind of document that a person is identified by. */
export type IdentificationDocumentKind = (typeof identificationDocumentKinds)[number]

/** The document as it was looked at. Its number is kept as a keyed digest: it tells that two are equal, and no more. */
type Document = {
  readonly documentKind: IdentificationDocumentKind
  readonly documentNumber: string
  /** The last day of its validity, `YYYY-MM-DD`. */
  readonly documentExpiresOn: string
}

export type IdentificationPersonal = Document & {
  /** The half of the new PIN that the person sees once, sealed; null once it was seen or is of no use. */
  readonly screenHalf: string | null
}

/** What every identification says. */
type Facts = {
  /** When the person was before the official. */
  readonly identifiedAt: Instant
  /** Where: `office`, or the id of a point that the office has authorised. */
  readonly point: string
  /** The id of the operator who has recorded it. */
  readonly operator: string
  /** The id of the official who looked at the person; null where it was the operator. */
  readonly official: string | null
  /** The digest of the ticket that was handed over. */
  readonly ticket: string
}

/** Where the last identification of a person stands. */
export type IdentificationState =
  | { readonly status: 'none'; readonly personal: null }
  | (Facts & {
      /** `recorded`: the half of the PIN waits; `shown`: it was seen; `void`: something has happened to the credential before. */
      readonly status: 'recorded' | 'shown' | 'void'
      readonly recordedAt: Instant
      readonly personal: IdentificationPersonal | null
    })

/** What can be asked of an identification. */
export type IdentificationCommand =
  | (Facts & {
      readonly type: 'RecordIdentification'
      readonly personal: Document & { readonly screenHalf: string; readonly reason: string }
    })
  /** The person sees the half of the PIN. */
  | { readonly type: 'TakeHalf' }
  /** Something has happened to the credential that makes the half useless. */
  | { readonly type: 'VoidHalf'; readonly cause: string }

/** What has happened to an identification. */
export type IdentificationEvent =
  | (Facts & {
      readonly type: 'IdentificationRecorded'
      readonly recordedAt: Instant
      readonly personal: Document & { readonly screenHalf: string; readonly reason: string }
    })
  | { readonly type: 'HalfTaken' }
  | { readonly type: 'HalfVoided'; readonly cause: string }

/** Why an identification is none that a new credential can follow, whatever was recorded before. */
export type IdentificationFault =
  /** The office has authorised no such point. */
  | { readonly code: 'identification/unknown-point' }
  | { readonly code: 'identification/in-the-future' }
  /** It was good for a new credential until then, exclusive. */
  | { readonly code: 'identification/too-old'; readonly expiredAt: Instant }
  /** The document was not in course of validity on the day of the identification in Rome. */
  | { readonly code: 'identification/document-expired' }

/** Why a command on an identification is refused. */
export type IdentificationRefusal =
  /** This identification, or a later one, is recorded already. */
  | { readonly code: 'identification/already-recorded' }
  /** The half was seen, or is of no use any more. */
  | { readonly code: 'identification/no-pin-half' }

/** Where people are identified, and for how long that can be recorded. */
export type IdentificationPolicy = {
  /** The ids of the offices and identification points that this office has authorised besides its own counter, which is `office`. */
  readonly points: readonly string[]
  /** How long after an identification it can be recorded, ms. */
  readonly validMs: number
}
