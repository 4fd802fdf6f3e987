/** What can be asked of an account whose person signs in elsewhere, and what happens to it. */
import type { Instant, Locale } from '../../../kernel/index.ts'

/** Whom a provider has told of: an account of such a person has no secret and no address that anybody has validated. */
export type FederatedPersonal = {
  /** Null for a person of another state, who has none here. */
  readonly codiceFiscale: string | null
  readonly surname: string
  /** Empty for a person without a given name. */
  readonly name: string
  readonly birthDate: string
  readonly locale: Locale
}

export type FederatedCommand =
  /** An account without secrets for somebody who has none that is in force. */
  | { readonly type: 'OpenFederated'; readonly personal: FederatedPersonal }
  /** Somebody who is linked to it has signed in elsewhere. Secrets that have come to their end are wiped: the account outlives them. */
  | { readonly type: 'SignInFederated' }

export type FederatedEvent =
  | {
      readonly type: 'FederatedOpened'
      readonly openedAt: Instant
      readonly securityVersion: number
      /** What failed before this instant delays nobody; 0 where nothing has failed. */
      readonly liftedAt: Instant
      readonly personal: FederatedPersonal
    }
  | { readonly type: 'SecretsRetired' }
  | { readonly type: 'FederatedSignedIn'; readonly lastUsedAt: Instant; readonly signIns: number }
