/** What there is in a change of the private e-mail address: the links that validate it, and what came of it (seed 000). */
import type { Instant } from '../../../kernel/index.ts'

/** One mail with a link. Each has its own term, which runs from its sending. */
export type ContactLink = {
  /** 1, 2, 3 … in order of sending. */
  readonly number: number
  /** Keyed digest of the token. */
  readonly digest: string
  readonly sentAt: Instant
  /** End of the link, exclusive. */
  readonly until: Instant
}

type Request = {
  readonly accountId: string
  /** The credential's epoch: a later one makes the change void. */
  readonly epoch: number
  /** Keyed digest of the new address. */
  readonly mailId: string
  readonly requestedAt: Instant
  readonly links: readonly ContactLink[]
  /** The new address; null once erased. */
  readonly personal: { readonly mail: string } | null
}

/** Where a change of the private address stands. That its links are over is derived, never written. */
export type ContactChangeState =
  | { readonly status: 'none'; readonly personal: null }
  | (Request & { readonly status: 'awaiting-validation' })
  | (Request & { readonly status: 'validated' | 'superseded' | 'cancelled' | 'void'; readonly endedAt: Instant })

/** What can be asked of a change of the private address. */
export type ContactChangeCommand =
  | {
      readonly type: 'RequestContactChange'
      readonly accountId: string
      readonly epoch: number
      readonly mailId: string
      readonly digest: string
      readonly personal: { readonly mail: string }
    }
  /** One more mail with a link of its own; the earlier ones go on. */
  | { readonly type: 'ResendContactLink'; readonly digest: string }
  /** The only act that a link allows. `epoch` is the credential's own, now: where it has moved on, the change becomes void. */
  | { readonly type: 'ValidateContact'; readonly digest: string; readonly epoch: number }
  | { readonly type: 'CancelContactChange' }
  /** A newer one takes its place. */
  | { readonly type: 'SupersedeContactChange' }
  /** A security event on the account came between; `cause` names it, such as `PasswordChanged`. */
  | { readonly type: 'VoidContactChange'; readonly cause: string }

/** What has happened to a change of the private address. */
export type ContactChangeEvent =
  | {
      readonly type: 'ContactChangeRequested'
      readonly accountId: string
      readonly epoch: number
      readonly mailId: string
      readonly requestedAt: Instant
      readonly link: ContactLink
      readonly personal: { readonly mail: string }
    }
  | { readonly type: 'ContactLinkResent'; readonly link: ContactLink }
  | { readonly type: 'ContactValidated'; readonly endedAt: Instant }
  | { readonly type: 'ContactChangeCancelled'; readonly endedAt: Instant }
  | { readonly type: 'ContactChangeSuperseded'; readonly endedAt: Instant }
  /** `epoch`: the credential was found to have moved on. */
  | { readonly type: 'ContactChangeVoided'; readonly endedAt: Instant; readonly cause: string }

/**
 * Why a command on a change of the private address is refused. Each is told only to who holds a link of that very change, or its
 * account.
 */
export type ContactChangeRefusal =
  /** No such change, or a link that is none of its own: not told apart. */
  | { readonly code: 'contact-change/not-found' }
  | { readonly code: 'contact-change/already-requested' }
  /** The link has done its work. */
  | { readonly code: 'contact-change/already-validated'; readonly validatedAt: Instant }
  /** The term is over: the request must be made anew. */
  | { readonly code: 'contact-change/expired'; readonly expiredAt: Instant }
  | { readonly code: 'contact-change/superseded' }
  | { readonly code: 'contact-change/cancelled' }
  /** A security event on the account came between. */
  | { readonly code: 'contact-change/void' }
  | { readonly code: 'contact-change/too-many-links'; readonly linksMax: number }

/** The terms and limits of a change of the private address. */
export type ContactChangePolicy = {
  /** How long a link works after it was sent, ms. */
  readonly linkLifetimeMs: number
  /** How many mails with a link one request may send, the first included; at most 20. */
  readonly linksMax: number
  /**
   * The domains of institutional mailboxes, such as `istruzione.it`: exactly these, in lower case, no subdomain of them; at most
   * 100.
   */
  readonly institutionalDomains: readonly string[]
}
