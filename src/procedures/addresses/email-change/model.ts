/** What there is in a change of the private e-mail address: the links that validate it, and what came of it (seed 000). */
import type { Instant } from '../../../kernel/index.ts'

/** One mail with a link. Each has its own term, which runs from its sending. */
export type EmailLink = {
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
  /** The credential's security version: a later one makes the change void. */
  readonly securityVersion: number
  /** Keyed digest of the new address. */
  readonly emailId: string
  readonly requestedAt: Instant
  readonly links: readonly EmailLink[]
  /** The new address; null once erased. */
  readonly personal: { readonly email: string } | null
}

/** Where a change of the private address stands. That its links are over is derived, never written. */
export type EmailChangeState =
  | { readonly status: 'none'; readonly personal: null }
  | (Request & { readonly status: 'awaiting-validation' })
  | (Request & { readonly status: 'validated' | 'superseded' | 'cancelled' | 'void'; readonly endedAt: Instant })

/** What can be asked of a change of the private address. */
export type EmailChangeCommand =
  | {
      readonly type: 'RequestEmailChange'
      readonly accountId: string
      readonly securityVersion: number
      readonly emailId: string
      readonly digest: string
      readonly personal: { readonly email: string }
    }
  /** One more mail with a link of its own; the earlier ones go on. */
  | { readonly type: 'ResendEmailLink'; readonly digest: string }
  /** The only act that a link allows. `security version` is the credential's own, now: where it has moved on, the change becomes void. */
  | { readonly type: 'ValidateEmail'; readonly digest: string; readonly securityVersion: number }
  | { readonly type: 'CancelEmailChange' }
  /** A newer one takes its place. */
  | { readonly type: 'SupersedeEmailChange' }
  /** A security event on the account came between; `cause` names it, such as `PasswordChanged`. */
  | { readonly type: 'VoidEmailChange'; readonly cause: string }

/** What has happened to a change of the private address. */
export type EmailChangeEvent =
  | {
      readonly type: 'EmailChangeRequested'
      readonly accountId: string
      readonly securityVersion: number
      readonly emailId: string
      readonly requestedAt: Instant
      readonly link: EmailLink
      readonly personal: { readonly email: string }
    }
  | { readonly type: 'EmailLinkResent'; readonly link: EmailLink }
  | { readonly type: 'EmailValidated'; readonly endedAt: Instant }
  | { readonly type: 'EmailChangeCancelled'; readonly endedAt: Instant }
  | { readonly type: 'EmailChangeSuperseded'; readonly endedAt: Instant }
  /** `security version`: the credential was found to have moved on. */
  | { readonly type: 'EmailChangeVoided'; readonly endedAt: Instant; readonly cause: string }

/**
 * Why a command on a change of the private address is refused. Each is told only to who holds a link of that very change, or its
 * account.
 */
export type EmailChangeRefusal =
  /** No such change, or a link that is none of its own: not told apart. */
  | { readonly code: 'email-change/not-found' }
  | { readonly code: 'email-change/already-requested' }
  /** The link has done its work. */
  | { readonly code: 'email-change/already-validated'; readonly validatedAt: Instant }
  /** The term is over: the request must be made anew. */
  | { readonly code: 'email-change/expired'; readonly expiredAt: Instant }
  | { readonly code: 'email-change/superseded' }
  | { readonly code: 'email-change/cancelled' }
  /** A security event on the account came between. */
  | { readonly code: 'email-change/void' }
  | { readonly code: 'email-change/too-many-links'; readonly linksMax: number }

/** The terms and limits of a change of the private address. */
export type EmailChangePolicy = {
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
