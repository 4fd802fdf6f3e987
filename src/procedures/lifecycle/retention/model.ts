/** What a sweep is told and tells. */
import type { SportelloErrorCode } from '../../../kernel/index.ts'

/** How long files that nobody needs are kept. */
export type OrphanRetention = {
  /** A file that no request names, after it was stored; at least an hour. */
  readonly orphanMs: number
}

/** How a sweep is run. Everything may be left out. */
export type RetentionSweepOptions = {
  /** How many records and files are looked at, at the most; 1 to 1000000. Without it, all that are due. */
  readonly limit?: number
  /** Goes on where another sweep has stopped: its `next`. */
  readonly after?: string
  /**
   * Looks at every record and not only at those that are due: once after a retention was shortened, since a record is looked at when
   * it was due under the policy of its last change; and once after an upgrade, so that every record has the shape of today.
   */
  readonly all?: boolean
}

/** What a sweep does, each with how often it was done. */
export type RetentionSweepCounts = {
  /** Drafts whose term was over, marked as lapsed. */
  readonly lapsed: number
  /** Requests whose files were deleted. */
  readonly discarded: number
  /** Records whose personal data were erased: registrations, approvals and credentials. */
  readonly erased: number
  /** Answers of which the secret was wiped. */
  readonly wiped: number
  /** Records removed for good: attempts, sessions, quotas, request keys. */
  readonly removed: number
  /** Files deleted that no request named. */
  readonly collected: number
  /** Records of an earlier version of the library, written anew in the shape of today. */
  readonly upgraded: number
}

/** What was left for the next sweep, and why: `busy` when somebody was at work on it. */
export type RetentionSweepFailure = {
  /** The record, or the request that the file belongs to. Ids name no person. */
  readonly kind: string
  readonly id: string
  readonly code: SportelloErrorCode
}

/** What one sweep did. */
export type RetentionSweepReport = RetentionSweepCounts & {
  /** How many records and files were left because of an error. */
  readonly failed: number
  /** The first hundred of them. */
  readonly failures: readonly RetentionSweepFailure[]
  /** Where to go on, when the limit was reached; null when everything that was due was looked at. */
  readonly next: string | null
}
