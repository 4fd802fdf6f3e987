/** What there is in a quota: how often somebody did something within a window of time. */
import type { Instant } from '../../kernel/index.ts'

/** The uses that still count. */
export type QuotaState = { readonly status: 'counting'; readonly instants: readonly Instant[]; readonly personal: null }
/** One more use: refused beyond the limit, or noted as one beyond it. What is noted writes the same record either way. */
export type QuotaCommand = { readonly type: 'CountUse' } | { readonly type: 'NoteUse' }
/** `instants`: the uses that count within the window. This one is the last of them, unless it is beyond the limit: then it does not count. */
export type QuotaEvent = { readonly type: 'UseCounted'; readonly instants: readonly Instant[]; readonly isBeyond: boolean }
/** Too many uses within the window; `retryAt` is when the oldest of them no longer counts. */
export type QuotaRefusal = { readonly code: 'quota/exceeded'; readonly retryAt: Instant }

/** At most `usesMax` uses within any `windowMs`. */
export type QuotaPolicy = {
  /** How many uses are let pass within any window; at most 1000. */
  readonly usesMax: number
  readonly windowMs: number
}
