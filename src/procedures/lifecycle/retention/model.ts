/** What housekeeping is told and tells: how long what is over is kept, and what a sweep has done. */
import type { SportelloErrorCode } from '../../../kernel/index.ts'

/**
 * How long what is over is kept, in ms. No law gives these figures: an office takes them from its own plan of what to discard (the
 * *massimario di scarto*) and writes them into its records of processing (GDPR art. 5(1)(e), 30). They hold from the next sweep on.
 */
export type RetentionPolicy = {
  /** The files of a request after it was approved or rejected; 0: until the next sweep. Those of any other end are never kept. */
  readonly documentsMs: number
  /** The personal data of a request that was withdrawn, has lapsed or became void. */
  readonly closedMs: number
  /** The personal data of a rejected request. */
  readonly rejectedMs: number
  /** The personal data of an approved request, after the decision; null: for ever. */
  readonly approvedMs: number | null
  /** The personal data of a credential that was revoked or has expired. */
  readonly credentialMs: number
  /** Attempts on a codice fiscale that nobody holds a credential for, after the last of them; at least a day. */
  readonly strayMs: number
  /** A session after its end. */
  readonly sessionMs: number
  /** A request key, after its command; at least a day. Used again later, it is a new one. */
  readonly requestKeyMs: number
  /** A file that no request names, after it was stored; at least an hour. */
  readonly orphanMs: number
}

/** How a sweep is run. Everything may be left out. */
export type SweepOptions = {
  /** How many records and files are looked at, at the most; 1 to 1000000. Without it, all that are due. */
  readonly limit?: number
  /** Goes on where another sweep has stopped: its `next`. */
  readonly after?: string
  /**
   * Looks at every record and not only at those that are due: once after a retention was shortened, since a record is looked at when
   * it was due under the policy of its last change.
   */
  readonly all?: boolean
}

/** What a sweep does, each with how often it was done. */
export type Chores = {
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
}

/** What was left for the next sweep, and why: `busy` when somebody was at work on it. */
export type SweepFailure = {
  /** The record, or the request that the file belongs to. Ids name no person. */
  readonly kind: string
  readonly id: string
  readonly code: SportelloErrorCode
}

/** What one sweep did. */
export type SweepReport = Chores & {
  /** How many records and files were left because of an error. */
  readonly failed: number
  /** The first hundred of them. */
  readonly failures: readonly SweepFailure[]
  /** Where to go on, when the limit was reached; null when everything that was due was looked at. */
  readonly next: string | null
}
