/** Whose a PEC address is, where an office lets no two people have the same one. */
import type { Instant } from '../../../kernel/index.ts'

/** The record's id is the keyed digest of the address. */
export type PecClaimState =
  | { readonly status: 'free'; readonly releasedAt: Instant | null; readonly personal: null }
  | { readonly status: 'taken'; readonly accountId: string; readonly personal: null }

/** What can be asked of a claim. */
export type PecClaimCommand =
  | { readonly type: 'ClaimPec'; readonly accountId: string }
  | { readonly type: 'ReleasePec'; readonly accountId: string }

/** What has happened to a claim. */
export type PecClaimEvent =
  | { readonly type: 'PecClaimed'; readonly accountId: string }
  | { readonly type: 'PecReleased'; readonly releasedAt: Instant }

/** Why an address is not claimed or released. Whose it is, is never told. */
export type PecClaimRefusal =
  /** It is somebody else's. */
  | { readonly code: 'pec-claim/taken' }
  /** It is not this account's to release. */
  | { readonly code: 'pec-claim/not-taken' }
