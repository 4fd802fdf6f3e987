/** What there is in a quota: how often somebody did something within a window of time, and the way past the limit. */
import type { Instant } from '../../kernel/index.ts'

/**
 * What lets one use through beyond the limit, before `until`. Only the keyed digest of it is stored; null once it is used. Before `until`
 * there is no other.
 */
export type QuotaPass = { readonly digest: string | null; readonly until: Instant }
/** The uses that still count, and the pass that was offered last. */
export type QuotaState = {
  readonly status: 'counting'
  readonly instants: readonly Instant[]
  readonly pass: QuotaPass | null
  readonly personal: null
}
/**
 * One more use: refused beyond the limit, or noted as one beyond it. What is noted writes the same record either way. A use that was
 * refused is noted with the digest of a pass that was drawn for it; a use with that pass is let through once.
 */
export type QuotaCommand =
  | { readonly type: 'CountUse' }
  | { readonly type: 'NoteUse' }
  | { readonly type: 'RefuseUse'; readonly digest: string }
  /** `isOwn`: the pass that was shown is the one of this record. */
  | { readonly type: 'UsePass'; readonly isOwn: boolean }
/** What has happened to a quota. Only a use that counts is in the state; that one was refused is in the journal alone. */
export type QuotaEvent =
  /** `instants`: the uses that count within the window. This one is the last of them, unless it is beyond the limit: then it does not count. */
  | { readonly type: 'UseCounted'; readonly instants: readonly Instant[]; readonly isBeyond: boolean }
  | { readonly type: 'UseRefused' }
  | { readonly type: 'PassOffered'; readonly digest: string; readonly until: Instant }
  /** `until`: before this instant no other is offered. */
  | { readonly type: 'PassUsed'; readonly until: Instant }
/** Too many uses within the window; `retryAt` is when the oldest of them no longer counts. */
export type QuotaRefusal = { readonly code: 'quota/exceeded'; readonly retryAt: Instant }

/** At most so many uses within any `windowMs`. */
export type QuotaPolicy = {
  /**
   * How many uses one requester, or one account, has within any window; at most 1000. Requesters whom the host does not name count as one
   * for each mailbox.
   */
  readonly usesMax: number
  /** How many one mailbox has, by all requesters together; at most 1000, and never less than `usesMax`. */
  readonly mailboxMax: number
  readonly windowMs: number
}
/** The limit of one counter. */
export type QuotaLimit = Pick<QuotaPolicy, 'usesMax' | 'windowMs'>
