/** What there is in a throttle: the failed attempts of one door to an account, and how long the next one has to wait. */
import type { Instant } from '../../../kernel/index.ts'

/** Failures at one door: of one requester, one known device or one session, on one account. */
export type ThrottleState = {
  readonly status: 'counting'
  readonly failures: number
  /** The last failure; 0 before the first. */
  readonly failedAt: Instant
  /** Attempts before this instant are not judged. */
  readonly nextAt: Instant
  readonly personal: null
}

/** What can be asked of a throttle. What failed before `since` no longer counts. */
export type ThrottleCommand =
  | { readonly type: 'CountFailure'; readonly since: Instant }
  /** An attempt came too early. It changes nothing, and writes as much as one that counts. */
  | { readonly type: 'NoteAttempt' }
  /** The attempt that was counted last could not be judged after all. */
  | { readonly type: 'UncountFailure' }
  | { readonly type: 'ForgiveFailures' }

/** What has happened to a throttle. */
export type ThrottleEvent =
  | { readonly type: 'FailureCounted'; readonly failures: number; readonly failedAt: Instant; readonly nextAt: Instant }
  | { readonly type: 'AttemptNoted' }
  | { readonly type: 'FailureUncounted'; readonly failures: number; readonly nextAt: Instant }
  | { readonly type: 'FailuresForgiven' }

/** Why a throttle counts nothing. */
export type ThrottleRefusal = { readonly code: 'throttle/delayed'; readonly retryAt: Instant }

/** How failures delay the next attempt at the same door. */
export type ThrottlePolicy = {
  /** Failures that cost no delay. */
  readonly freeFailures: number
  /** The delay after the first failure that costs one; it doubles with each further failure, ms. */
  readonly delayMs: number
  /** The longest delay before `failuresMax`, ms. */
  readonly delayMaxMs: number
  /** For each such time that has passed since the last failure one failure is forgotten, ms. */
  readonly forgottenMs: number
  /**
   * More failures are not counted. Whoever has so many waits until one is forgotten; a known device that has so many is known no longer until
   * then.
   */
  readonly failuresMax: number
}
