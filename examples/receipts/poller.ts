/**
 * One round through the office's PEC mailbox: each receipt is handed to the counter and then moved to a folder of its own; what is none
 * is flagged and stays in the INBOX for people. A message is moved only after the counter has taken it in. Whatever happens between the
 * two, it is handed over again in the next round, which changes nothing: so two pollers at once do no harm either.
 *
 * Whether a message was read does not matter, so that nobody hides a receipt by looking at it.
 */
import type { ImapFlow } from 'imapflow'
import type { PecChangeReceived, Sportello } from 'sportello'
import { type PecReceiptTools, parseReceipt } from 'sportello/pec'

/** What a round works with. */
export type Round = {
  /** A client of imapflow that is connected. It is left connected. */
  readonly imap: Pick<ImapFlow, 'getMailboxLock' | 'search' | 'fetchOne' | 'messageMove' | 'messageFlagsAdd' | 'usable'>
  /** A verifier is what makes a receipt more than somebody's word. */
  readonly tools: Omit<PecReceiptTools, 'sizeMax'>
  readonly receive: Sportello['pecChange']['receive']
  /** Where receipts go that were taken in; it must exist. */
  readonly folder: string
  /** How many messages a round looks at. */
  readonly limit?: number
  /** `last` of the round before: what failed then comes after everything that has not been looked at since. */
  readonly after?: number
}

/** What became of the messages, by UID. */
export type RoundReport = {
  readonly taken: readonly { readonly uid: number; readonly effect: PecChangeReceived['effect'] }[]
  /** Left to people, and why: the code of a refusal, or `message` for one that a provider only carries. */
  readonly left: readonly { readonly uid: number; readonly why: string }[]
  /** Not dealt with; the next round tries again. */
  readonly failed: readonly { readonly uid: number; readonly error: unknown }[]
  /** The UID looked at last; 0 for none. */
  readonly last: number
}

// A receipt of delivery carries the whole message, and the counter's own are small. What is larger is not fetched to its end.
const sizeMax = 1_048_576
/** So many failures are no longer the fault of single messages: the round is over. */
const failuresMax = 10

type Outcome = { readonly effect: PecChangeReceived['effect'] } | { readonly why: string }

/** Hands the message to the counter, if it is a receipt; null when it is gone. Rejects when it must be tried again. */
async function take({ imap, tools, receive }: Round, uid: number): Promise<Outcome | null> {
  const source = { start: 0, maxLength: sizeMax + 1 }
  const message = await imap.fetchOne(String(uid), { source }, { uid: true })
  if (!message || message.source === undefined) return null
  const receipt = await parseReceipt(message.source, { ...tools, sizeMax })
  if (!receipt.ok) return { why: receipt.refusal.code }
  // The envelope that a provider puts around what somebody has written to the office.
  if (receipt.value.kind === 'message') return { why: 'message' }
  const received = await receive(receipt.value)
  return received.ok ? { effect: received.value.effect } : { why: received.refusal.code }
}

/** Where the message belongs by what has become of it. */
async function put({ imap, folder }: Round, uid: number, outcome: Outcome): Promise<void> {
  const done =
    'effect' in outcome
      ? await imap.messageMove(String(uid), folder, { uid: true })
      : await imap.messageFlagsAdd(String(uid), ['\\Flagged'], { uid: true })
  if (!done) throw new Error('the mail server has not done it')
}

/** Plays one round. Rejects when the connection breaks; what was not moved by then comes again. */
export async function pollReceipts(round: Round): Promise<RoundReport> {
  const { imap, limit = 100, after = 0 } = round
  const taken: RoundReport['taken'][number][] = []
  const left: RoundReport['left'][number][] = []
  const failed: RoundReport['failed'][number][] = []
  let last = 0
  const lock = await imap.getMailboxLock('INBOX')
  try {
    const found = (await imap.search({ flagged: false }, { uid: true })) || []
    const uids = [...found.filter((uid) => uid > after), ...found.filter((uid) => uid <= after)].slice(0, limit)
    for (const uid of uids) {
      last = uid
      try {
        const outcome = await take(round, uid)
        if (outcome === null) continue
        await put(round, uid, outcome)
        if ('effect' in outcome) taken.push({ uid, ...outcome })
        else left.push({ uid, ...outcome })
      } catch (error) {
        if (!imap.usable) throw error
        failed.push({ uid, error })
        if (failed.length === failuresMax) break
      }
    }
  } finally {
    lock.release()
  }
  return { taken, left, failed, last }
}
