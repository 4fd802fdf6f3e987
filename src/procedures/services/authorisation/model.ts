/** What a person is authorised to do for bodies: which reserved services, for whom and how long (seed 002, "Enti Pubblici Autorizzati"). */
import type { Instant } from '../../../kernel/index.ts'
import type { Term } from '../days-in-force.ts'

/** A body, as the office knows it. */
export type AuthorisationBody = {
  readonly name: string
  /** 11 digits. */
  readonly taxCode: string
}

/** One authorisation of a person, for one body. Days are those of Rome, both inclusive. */
export type AuthorisationGrant = Term & {
  readonly id: string
  /** The ids of the services. */
  readonly services: readonly string[]
  readonly grantedAt: Instant
  /** The id of the operator who has granted it. */
  readonly operator: string
}

/** For which body a grant is. */
export type AuthorisationHolding = AuthorisationBody & { readonly id: string }

/** Everything that one person is and was authorised for. The record bears the id of the account, and outlives the credential. */
export type AuthorisationState =
  | { readonly status: 'none'; readonly personal: null }
  | {
      readonly status: 'kept'
      readonly grants: readonly AuthorisationGrant[]
      /** The bodies of the grants; null once erased: then none of them holds. */
      readonly personal: { readonly bodies: readonly AuthorisationHolding[] } | null
    }

/** Grants that go to another account of the person, with the bodies for which they are. */
export type AuthorisationsTaken = {
  readonly grants: readonly AuthorisationGrant[]
  readonly personal: { readonly bodies: readonly AuthorisationHolding[] }
}

type Granted = Pick<AuthorisationGrant, 'id' | 'services' | 'fromDay' | 'untilDay' | 'operator'>

/** What can be asked of it. */
export type AuthorisationCommand =
  | ({ readonly type: 'GrantAuthorisation'; readonly personal: AuthorisationBody & { readonly reason: string } } & Granted)
  | {
      readonly type: 'RevokeAuthorisation'
      readonly id: string
      readonly operator: string
      readonly personal: { readonly reason: string }
    }
  /** What another account of the person was authorised for and what holds or will hold: this one has it from now on. */
  | ({ readonly type: 'TakeOverAuthorisations' } & AuthorisationsTaken)
  /** All that is in force ends, with the cause. */
  | { readonly type: 'EndAuthorisations'; readonly cause: string }

/** What has happened to it. */
export type AuthorisationEvent =
  | ({
      readonly type: 'AuthorisationGranted'
      readonly grantedAt: Instant
      /** The ids of earlier grants that make room, all of them over. */
      readonly forgets: readonly string[]
      readonly personal: AuthorisationBody & { readonly reason: string }
    } & Granted)
  | {
      readonly type: 'AuthorisationRevoked'
      readonly id: string
      readonly endedAt: Instant
      readonly operator: string
      readonly personal: { readonly reason: string }
    }
  | ({ readonly type: 'AuthorisationsTakenOver'; readonly takenAt: Instant } & AuthorisationsTaken)
  | { readonly type: 'AuthorisationsEnded'; readonly endedAt: Instant; readonly cause: string }

/** Why a command on it is refused. */
export type AuthorisationRefusal =
  | { readonly code: 'authorisation/not-found' }
  /** It was revoked, or its last day is past. */
  | { readonly code: 'authorisation/over' }
  | { readonly code: 'authorisation/ends-before-start' }
  /** Its last day is past already. */
  | { readonly code: 'authorisation/in-the-past' }
  | { readonly code: 'authorisation/too-many'; readonly grantsMax: number }
