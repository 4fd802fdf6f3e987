/**
 * What every change of an address has that a link to the new address confirms: one or more links, at most one of them used, and an end.
 * Each kind of change adds what is its own.
 */
import type { Instant } from '../../../kernel/index.ts'

/** One mail with a link. Each has its own term. */
export type Link = {
  /** 1, 2, 3 … in order of sending. */
  readonly number: number
  /** Keyed digest of the token. */
  readonly digest: string
  /** When it was queued, which is never after it was sent. */
  readonly sentAt: Instant
  /** End of the link, exclusive. */
  readonly until: Instant
}

/** A change that was asked for. `P`: the new address, under the name that its kind gives it. */
export type LinkedRequest<L extends Link, P> = {
  readonly accountId: string
  /** The credential's security version when it was asked for: a later one makes the change void. */
  readonly securityVersion: number
  readonly requestedAt: Instant
  readonly links: readonly L[]
  /** The new address; null once erased. */
  readonly personal: P | null
}

/** How a change ends. `confirmedAt` is the click, `endedAt` when it took effect. */
export type LinkedEnd =
  | { readonly status: 'confirmed'; readonly confirmedAt: Instant; readonly endedAt: Instant }
  | { readonly status: 'superseded' | 'cancelled' | 'void'; readonly endedAt: Instant }

/** What the command that asks for a change says. */
export type LinkedRequestCommand<P> = {
  readonly type: 'RequestChange'
  readonly accountId: string
  readonly securityVersion: number
  readonly digest: string
  readonly personal: P
}

/** What can be asked of a change that is under way, beside its confirmation. */
export type LinkedCommand =
  /** One more mail with a link of its own; the earlier ones go on. */
  | { readonly type: 'ResendLink'; readonly digest: string }
  | { readonly type: 'CancelChange' }
  /** A newer one takes its place. */
  | { readonly type: 'SupersedeChange' }
  /** A security event on the account came between; `cause` names it, such as `PasswordChanged`. */
  | { readonly type: 'VoidChange'; readonly cause: string }

/** The only act that a link allows. `securityVersion` is the credential's own, now: where it is a later one, the change becomes void. */
export type LinkedConfirmation = {
  readonly type: 'ConfirmChange'
  readonly digest: string
  readonly securityVersion: number
}

/** What the event of a new change says. */
export type LinkedRequestEvent<L extends Link, P> = {
  readonly type: 'ChangeRequested'
  readonly accountId: string
  readonly securityVersion: number
  readonly requestedAt: Instant
  readonly link: L
  readonly personal: P
}

/** What has happened to a change that was under way. */
export type LinkedEvent<L extends Link> =
  | { readonly type: 'LinkResent'; readonly link: L }
  | { readonly type: 'ChangeConfirmed'; readonly confirmedAt: Instant; readonly endedAt: Instant }
  | { readonly type: 'ChangeCancelled'; readonly endedAt: Instant }
  | { readonly type: 'ChangeSuperseded'; readonly endedAt: Instant }
  /** Cause `securityVersion`: the credential was found to have a later one. */
  | { readonly type: 'ChangeVoided'; readonly endedAt: Instant; readonly cause: string }
