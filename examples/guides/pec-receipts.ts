/** The pieces of docs/guides/pec-receipts.md: the messages of a PEC mailbox are read, and the receipts among them handed over. */
// #region imports
import PostalMime from 'postal-mime' // npm install saxes postal-mime
import type { Sportello } from 'sportello'
import { type PecReceiptVerifier, parseReceipt } from 'sportello/pec'
// #endregion

// #region verifier
/** Asks a program of this machine, such as `openssl cms -verify`, whether a provider has signed the message. */
export const verifierOf = (signedIn: (mime: Uint8Array) => Promise<Uint8Array | null>): PecReceiptVerifier => ({
  async verify(mime) {
    const signed = await signedIn(mime)
    return signed === null ? { signature: 'untrusted' } : { signature: 'trusted', signed }
  },
})
// #endregion

// #region receive
/** One message of the mailbox. What is no receipt is left for people. */
export async function receive(
  sportello: Sportello,
  rawMessage: Uint8Array,
  verifier: PecReceiptVerifier,
): Promise<'taken' | 'other'> {
  const receipt = await parseReceipt(rawMessage, { parser: PostalMime, verifier })
  if (!receipt.ok) return 'other'
  const received = await sportello.pecChange.receive(receipt.value)
  return received.ok ? 'taken' : 'other'
}
// #endregion
