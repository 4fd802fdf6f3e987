/** What has happened to a credential: facts with every figure that was decided. */
import type { Instant } from '../../../kernel/index.ts'
import type { FederatedEvent } from './federated-model.ts'
import type { EarlierAddress, LostSecretEvent } from './lost-secrets-model.ts'
import type { CredentialOrigin, Door, IssuedPersonal, Redrawn, SuspendedBy, SuspensionCause } from './model.ts'
import type { RebindingEvent } from './rebinding-model.ts'

export type FailureReason =
  | 'no-credential'
  | 'delayed'
  /** Strangers have no attempt left. */
  | 'exhausted'
  | 'wrong-password'
  | 'wrong-pin'
  /** The password is still the temporary one: nothing but its change replaces a secret. */
  | 'temporary'
  /** No new PIN is under way. */
  | 'no-renewal'
  | 'temporary-expired'
  | 'expired'
  | 'disused'
  | 'suspended'
  | 'revoked'

export type SignInScope = 'password-change' | 'full'

/** What has happened to a credential, failed attempts included. */
export type CredentialEvent =
  | {
      readonly type: 'CredentialIssued'
      /** What failed before this instant delays nobody; 0 where nothing has failed. */
      readonly liftedAt: Instant
      readonly registrationId: string
      readonly issuedAt: Instant
      readonly securityVersion: number
      readonly temporaryUntil: Instant
      readonly expiresAt: Instant | null
      readonly disuseAt: Instant | null
      /** `replaced`: the address that it takes the place of; left out where the account had none. */
      readonly personal: IssuedPersonal & { readonly replaced?: EarlierAddress | null }
    }
  | {
      readonly type: 'CredentialImported'
      readonly imported: CredentialOrigin
      readonly status: 'active' | 'suspended' | 'revoked'
      readonly liftedAt: Instant
      readonly issuedAt: Instant
      readonly securityVersion: number
      readonly expiresAt: Instant | null
      readonly disuseAt: Instant | null
      readonly personal: IssuedPersonal
    }
  | {
      readonly type: 'AttemptFailed'
      readonly reason: FailureReason
      readonly door: Door
      readonly failures: number
      readonly pinFailures: number
      readonly spentUntil: Instant
    }
  /** Strangers have no attempt left, and the subscriber is to be told. */
  | { readonly type: 'StrangersStopped'; readonly toldAt: Instant }
  | {
      readonly type: 'DelayLifted'
      readonly liftedAt: Instant
      /** The new end of the temporary password; null where there is none. */
      readonly temporaryUntil: Instant | null
      readonly personal: { readonly reason: string }
    }
  | {
      readonly type: 'CredentialSuspended'
      /** Since when it is suspended. */
      readonly suspendedAt: Instant
      readonly securityVersion: number
      readonly cause: SuspensionCause
      readonly by: SuspendedBy
      /** True where theft is suspected: the thief may have signed in, so no device is known any more. */
      readonly forgetsDevices: boolean
      /** Null where nobody gave a reason. */
      readonly personal: { readonly reason: string } | null
    }
  | {
      readonly type: 'SignedIn'
      readonly scope: SignInScope
      readonly failuresBefore: number
      readonly lastUsedAt: Instant | null
      readonly disuseAt: Instant | null
      readonly signIns: number
      readonly device: string
      readonly devicesMax: number
    }
  | { readonly type: 'VerifiersRenewed'; readonly personal: { readonly pin: string; readonly password: string } }
  | { readonly type: 'Reauthenticated'; readonly failuresBefore: number }
  | { readonly type: 'EmailChanged'; readonly personal: { readonly email: string; readonly earlier: EarlierAddress | null } }
  | LostSecretEvent
  | RebindingEvent
  | FederatedEvent
  | {
      readonly type: 'PasswordChanged'
      readonly changedAt: Instant
      readonly securityVersion: number
      readonly historyMax: number
      readonly personal: { readonly password: string }
    }
  | { readonly type: 'SessionsEnded'; readonly securityVersion: number }
  | {
      readonly type: 'CredentialReissued'
      readonly securityVersion: number
      readonly temporaryUntil: Instant
      readonly liftedAt: Instant
      readonly personal: Redrawn
    }
  /** `ending`: while the temporary password still works; `ended`: once it does not. */
  | { readonly type: 'EndAnnounced'; readonly told: 'ending' | 'ended' }
  | { readonly type: 'CredentialReactivated'; readonly securityVersion: number; readonly personal: { readonly reason: string } }
  | {
      readonly type: 'CredentialRevoked'
      readonly revokedAt: Instant
      readonly securityVersion: number
      readonly by: 'subscriber' | 'office'
      readonly personal: { readonly reason: string }
    }
