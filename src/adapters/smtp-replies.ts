/**
 * What an SMTP failure means for a mail (RFC 5321 §4.2, RFC 3463, and the registry of RFC 5248). A refusal for good wipes the letter, so
 * it must speak of the mailbox and of nothing that the office or somebody on the way can mend.
 */
import type { MailOutcome } from '../ports/index.ts'

/**
 * Enhanced codes that speak of the recipient's mailbox for good: it is not there (5.1.1), its domain is not there or takes no mail (5.1.2,
 * RFC 7505 5.1.10), its address is none (5.1.3) or stands for several (5.1.4), it has moved (5.1.6), it is disabled (5.2.1).
 *
 * All others are mended elsewhere, or may pass. 5.1.0 does not say whose address, 5.1.5 says that it is right, 5.1.7 and 5.1.8 speak of the
 * sender's, 5.1.9 of the way; 5.2.0 says nothing, 5.2.2 is full, 5.2.3 and 5.2.4 are set by somebody. 5.0, 5.3 (system), 5.4 (way), 5.5
 * (protocol), 5.6 (content) and 5.7 (policy, sign-in, block lists) are no fault of the mailbox.
 */
const ofTheMailbox: ReadonlySet<string> = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.4', '5.1.6', '5.1.10', '5.2.1'])

/**
 * Plain replies to a recipient line that speak of the mailbox and of nothing else: it is not local (551, RFC 5321 §4.2.2), its domain takes no
 * mail (556, RFC 7504). 550 and 553 are said of a block list as well, 552 is full, 554 says nothing.
 */
const ofTheRecipient: ReadonlySet<number> = new Set([551, 556])

/** The steps at which a recipient can be meant; a reply to any other one speaks of the sender, the sign-in or the connection. */
const speaksOfRecipient = (command: unknown): boolean => command === undefined || command === 'RCPT TO' || command === 'DATA'

// 530, 534, 535 and 538 (RFC 4954 §6) speak of our own sign-in; their texts may quote the user.
const ourSignIn: ReadonlySet<number> = new Set([530, 534, 535, 538])

// Longer than any text that is kept: a reply may have many lines.
const textLengthMax = 2_000

/** At the head of a line, after the reply code where the transport gives it. */
const enhancedPattern = /^(?:[2-5]\d\d[ -])?[ \t]*([245]\.\d{1,3}\.\d{1,3})(?![.\d])/m

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, textLengthMax) : '')

/** What the transport says of a message that it did not fail on: with a single recipient a refusal may still be in the lists. */
export function outcomeOf(info: unknown): MailOutcome {
  if (typeof info !== 'object' || info === null) return 'sent'
  const { accepted, rejected, pending, rejectedErrors } = info as { readonly [field: string]: unknown }
  const some = (list: unknown): list is readonly unknown[] => Array.isArray(list) && list.length > 0
  if (some(rejected)) return some(rejectedErrors) ? failureOf(rejectedErrors[0]) : because('the transport lists it as rejected')
  return some(pending) || (Array.isArray(accepted) && accepted.length === 0)
    ? because('the transport took it for nobody')
    : 'sent'
}

const because = (reason: string): MailOutcome => ({ outcome: 'retry', reason })

/** What a failure of the transport means; whatever is thrown, it answers. */
export function failureOf(cause: unknown): MailOutcome {
  try {
    const { code, command, responseCode, response } = cause as { readonly [field: string]: unknown }
    const said = textOf(response)
    const local = typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'no reply of a mail server'
    // No reply at all: connection, name, TLS, or what the transport itself refuses.
    if (typeof responseCode !== 'number' || !Number.isInteger(responseCode)) return because(local)
    const enhanced = enhancedPattern.exec(said)?.[1] ?? null
    if (code === 'EAUTH' || ourSignIn.has(responseCode)) {
      return because(enhanced === null ? `${responseCode} (sign-in)` : `${responseCode} ${enhanced} (sign-in)`)
    }
    const reason =
      said.trim() === '' ? String(responseCode) : said.startsWith(String(responseCode)) ? said : `${responseCode} ${said}`
    const isForGood = responseCode >= 500 && responseCode <= 599 && speaksOfRecipient(command)
    const isOfMailbox = enhanced === null ? command === 'RCPT TO' && ofTheRecipient.has(responseCode) : ofTheMailbox.has(enhanced)
    return { outcome: isForGood && isOfMailbox ? 'rejected' : 'retry', reason }
  } catch {
    return because('no reply of a mail server')
  }
}
