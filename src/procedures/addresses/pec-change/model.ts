/** What there is in a change of PEC: the links that were mailed, what was heard of each, and what came of it (seed 003). */
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

/** Who began it: the subscriber in a session, or the office on a request for assistance (seed 003 §2.2). */
export type PecChangeOrigin = 'subscriber' | 'assistance'

/**
 * Why the link cannot be delivered to the new address. `timed-out`: its provider gave no answer; `other`: it was turned away;
 * `not-sent`: it could not be sent in its time.
 */
export type PecChangeUndeliverable = 'address-invalid' | 'mailbox-full' | 'timed-out' | 'virus' | 'other' | 'not-sent'

/**
 * How good the receipt is that a link's reception is known by, best last. `unlikely`: nobody has verified it, and it is from before the
 * mail is known to have been handed over. `unverified`: nobody has verified it. `early`: it is verified, and is from before the hand-over
 * that is known. `final`: it is verified, and nothing speaks against it.
 */
export type PecReceiptStanding = 'unlikely' | 'unverified' | 'early' | 'final'

/** One mail with a link. Each has its own term, since each is received on its own: `until` is its end by what is known. */
export type PecLink = Link & {
  /** When it was handed to the mail system; null until then. */
  readonly dispatchedAt: Instant | null
  /** When it was received, by the receipt of its delivery; null while none has come. */
  readonly receivedAt: Instant | null
  /** How good that receipt is; null while none has come. A better one takes its place. */
  readonly receipt: PecReceiptStanding | null
  /** When nothing can lengthen the term any more, exclusive. */
  readonly closesAt: Instant
  readonly failure: PecChangeUndeliverable | null
  /** A click that came too late for the sending: it counts once a receipt shows that it was in time. The first one stays. */
  readonly heldAt: Instant | null
}

/** The new PEC. */
export type PecChangePersonal = { readonly pec: string }

type Request = LinkedRequest<PecLink, PecChangePersonal> & {
  readonly origin: PecChangeOrigin
  /** Keyed digest of the new PEC. */
  readonly pecId: string
}

/** Where a change of PEC stands. That its term is over is derived, never written. */
export type PecChangeState =
  | { readonly status: 'none'; readonly personal: null }
  /** No link is known to have been received. */
  | (Request & { readonly status: 'awaiting-receipt' })
  | (Request & { readonly status: 'awaiting-confirmation' })
  | (Request & { readonly status: 'undeliverable'; readonly failure: PecChangeUndeliverable; readonly endedAt: Instant })
  /** Confirmed: `endedAt` is later than the click where that waited for its receipt. */
  | (Request & LinkedEnd)

/** What a receipt says of the mail with a link. */
export type PecReceiptCommand =
  /** It is in the mailbox. `securityVersion` is the credential's own, now. `power`: what a receipt that is trusted so far may do. */
  | {
      readonly type: 'RecordDelivery'
      readonly link: number
      readonly receivedAt: Instant
      readonly power: Exclude<PecChangeReceiptPower, 'note'>
      readonly securityVersion: number
    }
  /** It will never be. */
  | {
      readonly type: 'RecordFailure'
      readonly link: number
      readonly failure: PecChangeUndeliverable
      readonly failedAt: Instant
    }

/** What can be asked of a change of PEC. */
export type PecChangeCommand =
  | (LinkedRequestCommand<PecChangePersonal> & { readonly origin: PecChangeOrigin; readonly pecId: string })
  /** The mail with the link has been handed to the mail system now. */
  | { readonly type: 'RecordDispatch'; readonly link: number }
  | PecReceiptCommand
  /** The sessions of the account were ended, which does not concern what the office began: it goes on under the new security version. */
  | { readonly type: 'KeepChange'; readonly securityVersion: number }
  | LinkedConfirmation
  | LinkedCommand

/** What has happened to a change of PEC. */
export type PecChangeEvent =
  | (LinkedRequestEvent<PecLink, PecChangePersonal> & { readonly origin: PecChangeOrigin; readonly pecId: string })
  | {
      readonly type: 'PecLinkDispatched'
      readonly link: number
      readonly dispatchedAt: Instant
      readonly until: Instant
      readonly closesAt: Instant
      /** How good the receipt is that is known, now that the hand-over is. */
      readonly receipt: PecReceiptStanding | null
    }
  | {
      readonly type: 'PecLinkDelivered'
      readonly link: number
      readonly receivedAt: Instant
      readonly receipt: PecReceiptStanding
      readonly until: Instant
      readonly closesAt: Instant
    }
  | { readonly type: 'PecLinkFailed'; readonly link: number; readonly failure: PecChangeUndeliverable }
  /** Every link has failed or is over. */
  | { readonly type: 'PecUndeliverable'; readonly failure: PecChangeUndeliverable; readonly endedAt: Instant }
  | { readonly type: 'PecConfirmationHeld'; readonly link: number; readonly heldAt: Instant }
  | { readonly type: 'ChangeKept'; readonly securityVersion: number }
  | LinkedEvent<PecLink>

/** Why a command on a change of PEC is refused. Each is told only to whoever holds a link of that very change, or its account. */
export type PecChangeRefusal =
  /** No such change, or a link that is none of its own: not told apart. */
  | { readonly code: 'pec-change/not-found' }
  | { readonly code: 'pec-change/already-requested' }
  /** The link has done its work. */
  | { readonly code: 'pec-change/already-confirmed'; readonly confirmedAt: Instant }
  /** The term is over: the request must be made anew (seed 003). */
  | { readonly code: 'pec-change/expired'; readonly expiredAt: Instant }
  /** The office began it: a session alone does not take it back. PIN and password do, and so does the office. */
  | { readonly code: 'pec-change/reauthentication-required' }
  | { readonly code: 'pec-change/superseded' }
  | { readonly code: 'pec-change/cancelled' }
  /** A security event on the account came between. */
  | { readonly code: 'pec-change/void' }
  | { readonly code: 'pec-change/undeliverable'; readonly failure: PecChangeUndeliverable }
  | { readonly code: 'pec-change/too-many-links'; readonly linksMax: number }
  /** The receipt cannot be true, or tells nothing new: nothing is done on it. */
  | { readonly code: 'pec-change/receipt-ignored'; readonly why: PecChangeReceiptFault }

/** What is wrong with a receipt. */
export type PecChangeReceiptFault =
  | 'before-dispatch'
  | 'in-the-future'
  | 'other-address'
  | 'already-known'
  | 'closed'
  | 'not-trusted'

/** What a receipt may do whose signature is not found good: be noted; lengthen a term; do all that a good one does. */
export type PecChangeReceiptPower = 'note' | 'lengthen' | 'bind'

/** The terms and limits of a change of PEC. */
export type PecChangePolicy = {
  /** How many mails with a link one request may send, the first included; at most 20. */
  readonly linksMax: number
  /** `none`: the office gets no receipts, and the term counts from sending alone. */
  readonly receipts: 'expected' | 'none'
  /** What a receipt may do whose signature nobody has checked. */
  readonly unverifiedReceipts: PecChangeReceiptPower
  /** What a receipt may do whose signature was found wanting. */
  readonly invalidReceipts: PecChangeReceiptPower
  /** How long after sending a receipt may still say that the mail was delivered just then, ms (providers have 24 hours). */
  readonly receiptTimeoutMs: number
  /** How far the clock of a provider may be off, ms. */
  readonly skewMs: number
  /** Whether two subscribers may have one PEC. */
  readonly sharedPec: 'refuse' | 'allow'
}
