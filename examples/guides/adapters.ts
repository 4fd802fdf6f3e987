/** The pieces of docs/guides/adapters.md: a mailer and a scanner of your own, and the kits that prove them. */
import type { Mailer, Scanner, ScanVerdict, Storage } from 'sportello'
import { checkedStorage } from 'sportello/storage'
import { scannerContract, storageContract } from 'sportello/testing'

type Test = (name: string, run: () => Promise<void>) => void

// #region mailer
/** Letters by an interface for JSON. What it says of one address is final, everything else is tried again later. */
export const webMailer = (url: string, secret: string): Mailer => ({
  async send({ id, to, subject, text, html }) {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': id }
    const body = JSON.stringify({ to: to.address, subject, text, html })
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) }).catch(() => null)
    if (answer?.ok) return 'sent'
    return answer?.status === 422 ? 'rejected' : 'retry'
  },
})
// #endregion

// #region scanner
/** Files are shown to a service that answers with a word. Whatever goes wrong, nothing is known of the file. */
export const webScanner = (url: string): Scanner => ({
  async scan(bytes): Promise<ScanVerdict> {
    const answer = await fetch(url, { method: 'POST', body: Uint8Array.from(bytes) }).catch(() => null)
    const word = answer?.ok ? await answer.text() : ''
    return word === 'clean' || word === 'infected' ? word : 'unknown'
  },
})
// #endregion

export function prove(test: Test, myStorage: () => Storage, myScanner: () => Scanner): void {
  // #region prove
  for (const { name, run } of storageContract(() => checkedStorage(myStorage()))) test(name, run)
  for (const { name, run } of scannerContract(() => myScanner())) test(name, run)
  // #endregion
}
