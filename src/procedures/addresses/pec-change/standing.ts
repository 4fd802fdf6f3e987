/** How good a receipt of delivery is, and which of two counts: the order of trust among receipts. */
import type { Instant } from '../../../kernel/index.ts'
import type { PecChangePolicy, PecLink, PecReceiptStanding } from './model.ts'

/** From the worst to the best. */
const standings: readonly PecReceiptStanding[] = ['unlikely', 'unverified', 'early', 'final']

/**
 * How good a receipt of delivery is, by what is known of the hand-over. A verified one proves by itself that the mail went out, so that
 * it survives a crash between sending and settling. What nobody has verified is believed more where it fits the hand-over.
 */
export function standingOf(
  { skewMs }: PecChangePolicy,
  receivedAt: Instant,
  verified: boolean,
  dispatchedAt: Instant | null,
): PecReceiptStanding {
  const isBefore = dispatchedAt !== null && receivedAt < dispatchedAt - skewMs
  if (verified) return isBefore ? 'early' : 'final'
  return isBefore || dispatchedAt === null ? 'unlikely' : 'unverified'
}

/** True for a receipt that may do all that a trusted one does. */
export function isVerified(standing: PecReceiptStanding | null): boolean {
  return standing === 'early' || standing === 'final'
}

/**
 * Whether a receipt takes the place of the one that is known. Of two that are as good as each other the first stays, unless the other
 * lengthens the term within what is still open: so nobody takes a day away by being the first.
 */
export function isBetter(link: PecLink, standing: PecReceiptStanding, deadline: Instant): boolean {
  const { receipt, until, closesAt } = link
  if (receipt === null) return true
  const gained = standings.indexOf(standing) - standings.indexOf(receipt)
  return gained > 0 || (gained === 0 && deadline > until && deadline <= closesAt)
}
