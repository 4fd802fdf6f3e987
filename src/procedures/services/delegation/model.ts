/** Who acts for whom: a guardian, a parent, a relative uses personal services for somebody who cannot or does not want to. */
import type { Instant } from '../../../kernel/index.ts'
import type { Term } from '../days-in-force.ts'

/**
 * In which capacity. `parent`: of a minor, until the end of the eighteenth birthday. `guardian`, `support-administrator`: by decree of a court.
 * `relative`, `other`: by the will of the person.
 */
export const delegationCapacities = ['parent', 'guardian', 'support-administrator', 'relative', 'other'] as const
/** One of them. */
export type DelegationCapacity = (typeof delegationCapacities)[number]

/** By what it is proven. */
export const delegationEvidenceKinds = [
  'signed-delegation',
  'power-of-attorney',
  'court-decree',
  'birth-certificate',
  'family-certificate',
] as const
/** One of them. */
export type DelegationEvidenceKind = (typeof delegationEvidenceKinds)[number]

/** A person as a delegation names him. */
export type DelegationPerson = { readonly codiceFiscale: string; readonly surname: string; readonly name: string }

/** Who acts. Somebody of another state may have no codice fiscale. */
export type DelegationDelegate = Omit<DelegationPerson, 'codiceFiscale'> & { readonly codiceFiscale: string | null }

/** The document. Its number is kept as a keyed digest: it tells that two are equal, and no more. */
export type DelegationEvidence = {
  readonly evidenceKind: DelegationEvidenceKind
  readonly evidenceNumber: string
  /** The last day of its validity, `YYYY-MM-DD`; null for one that has none, such as a decree. */
  readonly evidenceExpiresOn: string | null
}

export type DelegationPersonal = DelegationEvidence & {
  readonly delegate: DelegationDelegate
  readonly person: DelegationPerson & { readonly birthDate: string }
}

/** What a question about a service must know of it. Days are those of Rome, both inclusive. */
export type DelegationTerm = Term & {
  /** The ids of the services; null for all personal ones. */
  readonly services: readonly string[] | null
  /** When the office has granted it; null where it has not. */
  readonly grantedAt: Instant | null
}

/** Who has ended it. `lapse`: nobody has decided on the request in time. */
export type DelegationEndedBy = 'delegate' | 'person' | 'office' | 'erasure' | 'lapse'

type Facts = {
  /** The account of whoever acts. */
  readonly delegateId: string
  /** The account of the person: where there is none, the one that a first credential would have. */
  readonly accountId: string
  readonly capacity: DelegationCapacity
  readonly requestedAt: Instant
}

/**
 * One pair of delegate and person. The record's id is made of the accounts that they had when it was asked for. `requested`: the office has yet to decide. `withdrawn`: taken back before, or nobody has decided in time.
 * `granted`: in force by its days. `revoked`: ended before its last day.
 */
export type DelegationState =
  | { readonly status: 'none'; readonly personal: null }
  | (Facts &
      DelegationTerm & {
        readonly status: 'requested' | 'granted' | 'rejected' | 'withdrawn' | 'revoked'
        /** The id of the operator who has decided; null before. */
        readonly operator: string | null
        readonly endedBy: DelegationEndedBy | null
        readonly personal: DelegationPersonal | null
      })

type Wanted = Pick<DelegationTerm, 'services' | 'fromDay' | 'untilDay'>

/** What can be asked of it. `ofAgeAfter`: the last day of a parent's power, the eighteenth birthday; null for other capacities. */
export type DelegationCommand =
  | ({
      readonly type: 'RequestDelegation'
      readonly ofAgeAfter: string | null
      readonly personal: DelegationPersonal
    } & Omit<Facts, 'requestedAt'> &
      Wanted)
  | {
      readonly type: 'GrantDelegation'
      readonly ofAgeAfter: string | null
      readonly operator: string
      readonly personal: { readonly reason: string }
    }
  | { readonly type: 'RejectDelegation'; readonly operator: string; readonly personal: { readonly reason: string } }
  /** One of the two has another account from now on. */
  | { readonly type: 'MoveDelegation'; readonly from: string; readonly to: string }
  /** Takes a request back, or ends what was granted. */
  | {
      readonly type: 'EndDelegation'
      readonly endedBy: DelegationEndedBy
      readonly personal: { readonly reason: string | null }
    }

type Ended = {
  readonly endedAt: Instant
  readonly endedBy: DelegationEndedBy
  readonly personal: { readonly reason: string | null }
}

/** What has happened to it. */
export type DelegationEvent =
  | ({ readonly type: 'DelegationRequested'; readonly personal: DelegationPersonal } & Facts & Wanted)
  | {
      readonly type: 'DelegationGranted'
      readonly grantedAt: Instant
      readonly untilDay: string | null
      readonly operator: string
      readonly personal: { readonly reason: string }
    }
  | {
      readonly type: 'DelegationRejected'
      readonly endedAt: Instant
      readonly operator: string
      readonly personal: { readonly reason: string }
    }
  | { readonly type: 'DelegationMoved'; readonly delegateId: string; readonly accountId: string }
  | ({ readonly type: 'DelegationWithdrawn' } & Ended)
  | ({ readonly type: 'DelegationRevoked' } & Ended)

/** Why a command on it is refused. */
export type DelegationRefusal =
  /** There is none, or it is none of whoever is asking: not told apart. */
  | { readonly code: 'delegation/not-found' }
  /** Delegate and person are one. */
  | { readonly code: 'delegation/own-person' }
  /** One of this pair waits for the office. */
  | { readonly code: 'delegation/already-requested' }
  /** One of this pair holds or will hold: it is ended first. */
  | { readonly code: 'delegation/already-granted' }
  /** There is nothing to be decided. */
  | { readonly code: 'delegation/not-requested' }
  /** It was ended, rejected or taken back, or its last day is past. */
  | { readonly code: 'delegation/over' }
  | { readonly code: 'delegation/ends-before-start' }
  | { readonly code: 'delegation/in-the-past' }
  /** A parent acts for a minor, and the person is none any more or will be none on the first day. */
  | { readonly code: 'delegation/of-age' }
  /** The document is not in course of validity. */
  | { readonly code: 'delegation/evidence-expired' }
  /** Its personal data were erased: it can only be rejected. */
  | { readonly code: 'delegation/erased' }

/** How much of it one person may ask for. */
export type DelegationPolicy = {
  /** Requests of one person that may wait for the office at once. */
  readonly requestsMax: number
}
