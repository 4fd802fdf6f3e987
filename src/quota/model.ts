/** What there is in a quota: how often somebody did something within a window of time. */
import type { Instant } from '../kernel/index.ts'

export type QuotaState = { readonly status: 'counting'; readonly instants: readonly Instant[]; readonly personal: null }
export type QuotaCommand = { readonly type: 'CountUse' }
/** `instants`: the uses within the window, this one last. */
export type QuotaEvent = { readonly type: 'UseCounted'; readonly instants: readonly Instant[] }
export type QuotaRefusal = { readonly code: 'quota/exceeded'; readonly retryAt: Instant }

export type QuotaPolicy = {
  readonly usesMax: number
  readonly windowMs: number
}
