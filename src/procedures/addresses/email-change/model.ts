/** What there is in a change of the private e-mail address: the links that confirm it, and what came of it (seed 000). */
import type { Instant } from '../../../kernel/index.ts'
import type {
  Link,
  LinkedCommand,
  LinkedConfirmation,
  LinkedEnd,
  LinkedEvent,
  LinkedRequest,
  LinkedRequestCommand,
  LinkedRequestEvent,
} from '../linked-change/model.ts'

/** One mail with a link. Its term runs from its sending. */
export type EmailLink = Link

/** The new private address. */
export type EmailChangePersonal = { readonly email: string }

type Request = LinkedRequest<EmailLink, EmailChangePersonal> & {
  /** Keyed digest of the new address. */
  readonly emailId: string
}

/** Where a change of the private address stands. That its links are over is derived, never written. */
export type EmailChangeState =
  | { readonly status: 'none'; readonly personal: null }
  | (Request & { readonly status: 'awaiting-confirmation' })
  | (Request & LinkedEnd)

/** What can be asked of a change of the private address. */
export type EmailChangeCommand =
  | (LinkedRequestCommand<EmailChangePersonal> & { readonly emailId: string })
  | LinkedConfirmation
  | LinkedCommand

/** What has happened to a change of the private address. */
export type EmailChangeEvent =
  | (LinkedRequestEvent<EmailLink, EmailChangePersonal> & { readonly emailId: string })
  | LinkedEvent<EmailLink>

/**
 * Why a command on a change of the private address is refused. Each is told only to whoever holds a link of that very
 * change, or its account.
 */
export type EmailChangeRefusal =
  /** No such change, or a link that is none of its own: not told apart. */
  | { readonly code: 'email-change/not-found' }
  | { readonly code: 'email-change/already-requested' }
  /** The link has done its work. */
  | { readonly code: 'email-change/already-confirmed'; readonly confirmedAt: Instant }
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
