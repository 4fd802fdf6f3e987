/** What a provider of certified mail says has become of a message, whichever provider and whichever format it says it in. */
import type { Instant } from '../../kernel/index.ts'

/**
 * What has happened. `accepted`: the sender's provider has taken the message in. `refused`: it has not. `taken-in-charge`: the
 * recipient's provider has it. `delivered`: it is in the mailbox, which is reception (DPR 68/2005 art. 3). `failed`: it will not be
 * delivered. `delayed`: no news yet, after twelve hours, and again after twenty-four, which is final. `virus`: found on the way.
 * `message`: no receipt but the envelope of a message.
 */
export type PecReceiptKind = 'accepted' | 'refused' | 'taken-in-charge' | 'delivered' | 'failed' | 'delayed' | 'virus' | 'message'

/** Why a message was not delivered. `unknown-mailbox`, `unknown-domain`: the address is none. `other`: read `detail`. */
export type PecDeliveryFailure = 'unknown-mailbox' | 'unknown-domain' | 'mailbox-full' | 'virus' | 'timed-out' | 'other'

/**
 * What is known of the provider's signature. `trusted`: checked, and by a provider of the directory. `untrusted`: checked, and
 * missing, broken or by somebody else. `unchecked`: nobody has looked.
 */
export type PecReceiptTrust = 'trusted' | 'untrusted' | 'unchecked'

/** A receipt of PEC (RFC 6109) or of another qualified delivery service: provider-neutral. */
export type PecReceipt = {
  readonly kind: PecReceiptKind
  /** When it happened, as the provider says, to the second. */
  readonly at: Instant
  /** Whose mailbox it is about, as the provider writes it; null where the kind speaks of none. */
  readonly recipient: string | null
  /** Message-ID of the message that it is about, as its sender wrote it, with its angle brackets; null where it is not told. */
  readonly reference: string | null
  /** The provider's own id of the transaction. */
  readonly id: string
  /** The provider, as it names itself. */
  readonly provider: string
  /**
   * Null unless it was not delivered. A `delayed` that says of itself to be the final one has `timed-out`, any other one null:
   * whoever knows when the message was sent can tell the final notice of a provider that does not say so.
   */
  readonly failure: PecDeliveryFailure | null
  /** The provider's words for a failure, one line of at most 500 characters; empty for none. For people: nothing decides on it. */
  readonly detail: string
  readonly trust: PecReceiptTrust
}
