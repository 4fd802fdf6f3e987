/** What a mailer answers, read once and made safe: its reason comes from the next hop, which may write anything. */
import { oneLine } from '../kernel/index.ts'
import type { Mail, OutboxMessage } from '../ports/index.ts'
import type { Runtime } from './runtime.ts'

/** What is to be done with a mail, and why in words for the office; null where the mailer gave no reason. */
export type MailVerdict = { readonly outcome: 'sent' | 'retry' | 'rejected'; readonly reason: string | null }

const readLengthMax = 1_000
const reasonLengthMax = 300

const anAddress = /[^\s<>()[\]"',:;@]{1,256}@[^\s<>()[\]"',;@]{1,256}/g

/** Shorter parts of a name are in too many words to be taken out. */
const nameLengthMin = 3

/** What says who the recipient is: the local part of the address, and each word of the name. */
function namesOf({ name, address }: Mail['to']): readonly string[] {
  return [address.slice(0, address.lastIndexOf('@')), ...name.split(/\s+/)].filter(({ length }) => length >= nameLengthMin)
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/**
 * A reason on one line of at most 300 characters, without mail addresses and without what names the recipient: next hops quote both. Null
 * for what is no text, and where nothing is left.
 */
export function cleanReason(reason: unknown, to: Mail['to']): string | null {
  if (typeof reason !== 'string') return null
  // Cut first: a next hop may send a great deal.
  let text = oneLine(reason.slice(0, readLengthMax)).replace(anAddress, '…')
  const names = namesOf(to)
  if (names.length > 0) text = text.replace(new RegExp(names.map(literally).join('|'), 'giu'), '…')
  const short = oneLine(text.slice(0, reasonLengthMax))
  return short === '' ? null : short
}

/** Reads what the mailer answered. Whatever is no answer of the port is no end of a mail: it is tried again. */
export function readVerdict(answer: unknown, to: Mail['to']): MailVerdict {
  if (answer === 'sent' || answer === 'retry' || answer === 'rejected') return { outcome: answer, reason: null }
  try {
    const { outcome, reason } = answer as { readonly [field: string]: unknown }
    if (outcome === 'retry' || outcome === 'rejected') return { outcome, reason: cleanReason(reason, to) }
  } catch {
    // Nothing, a trap, or an object that cannot be read.
  }
  return { outcome: 'retry', reason: null }
}

/** Bound to its mail, and told apart from what the mail says. */
const identityOf = (id: string): string => `${id} reason`

/** The reason as it is stored. A mail is not held up where it cannot be sealed: it waits without one. */
export async function sealReason({ sealer }: Runtime, id: string, reason: string | null): Promise<string | null> {
  return reason === null ? null : sealer.seal('seal', identityOf(id), reason).catch(() => null)
}

/** The reason as it was given; null where there is none, or where its key is gone. */
export async function openReason({ sealer }: Runtime, { id, reason }: OutboxMessage): Promise<string | null> {
  return reason === null ? null : sealer.open('seal', identityOf(id), reason).catch(() => null)
}
