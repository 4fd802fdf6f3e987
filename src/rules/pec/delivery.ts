/** What the certification of a provider of PEC means, in the words of receipts of whichever provider. */
import type { Daticert, DaticertKind } from './daticert.ts'
import type { PecDeliveryFailure, PecReceipt, PecReceiptKind, PecReceiptTrust } from './receipt.ts'

const kinds: { readonly [Kind in DaticertKind]: PecReceiptKind } = {
  accettazione: 'accepted',
  'non-accettazione': 'refused',
  'presa-in-carico': 'taken-in-charge',
  'avvenuta-consegna': 'delivered',
  'posta-certificata': 'message',
  'errore-consegna': 'failed',
  'preavviso-errore-consegna': 'delayed',
  'rilevazione-virus': 'virus',
}

/** The first enhanced status code of a permanent failure (RFC 3463 §2) in the provider's words. */
function statusIn(detail: string): string | null {
  return /(?<![\d.])5\.\d{1,3}\.\d{1,3}(?!\d|\.\d)/.exec(detail)?.[0] ?? null
}

// RFC 3463 §3: bad mailbox, bad domain, mailbox full, no answer from the host.
const failures: ReadonlyMap<string | null, PecDeliveryFailure> = /* @__PURE__ */ new Map([
  ['5.1.1', 'unknown-mailbox'],
  ['5.1.2', 'unknown-domain'],
  ['5.2.2', 'mailbox-full'],
  ['5.4.1', 'timed-out'],
])

function whyNot({ error, detail }: Daticert): PecDeliveryFailure {
  if (error === 'no-dest') return 'unknown-mailbox'
  if (error === 'no-dominio') return 'unknown-domain'
  if (error === 'virus') return 'virus'
  return failures.get(statusIn(detail)) ?? 'other'
}

function failureOf(daticert: Daticert): PecDeliveryFailure | null {
  switch (kinds[daticert.kind]) {
    case 'refused':
    case 'failed':
      return whyNot(daticert)
    case 'virus':
      return 'virus'
    case 'delayed':
      // The notice after 24 hours says that no answer came; the one after 12 hours says nothing final.
      return statusIn(daticert.detail) === '5.4.1' ? 'timed-out' : null
    default:
      return null
  }
}

function recipientOf({ kind, delivery, recipients: [only, second] }: Daticert): string | null {
  switch (kinds[kind]) {
    case 'delivered':
      // Reception is of the mailbox that the receipt names, and of none that one may guess.
      return delivery
    case 'failed':
    case 'delayed':
    case 'virus':
      return delivery ?? (second === undefined ? (only?.address ?? null) : null)
    default:
      return null
  }
}

/** The Message-ID in one pair of angle brackets, or null for what is none. */
function referenceOf(messageId: string | null): string | null {
  const [, id, bare = id] = /^(?:<([^\s<>]+)>|([^\s<>]+))$/.exec(messageId ?? '') ?? []
  return bare === undefined ? null : `<${bare}>`
}

/**
 * The receipt that a daticert.xml is. `trust` is what is known of the signature of the message that it came in. The recipient is
 * `consegna`; a failure, a delay or a virus that names none is of the only recipient that there is, a delivery of nobody.
 * Sources: RFC 6109 §§3, 4.4; RFC 3463 for the codes in `errore-esteso`.
 *
 * @example
 * const parsed = parseDaticert(daticert)
 * if (parsed.ok) await sportello.pecChange.receive(receiptOf(parsed.value))
 */
export function receiptOf(daticert: Daticert, trust: PecReceiptTrust = 'unchecked'): PecReceipt {
  return {
    kind: kinds[daticert.kind],
    at: daticert.at,
    recipient: recipientOf(daticert),
    reference: referenceOf(daticert.messageId),
    id: daticert.id,
    provider: daticert.provider,
    failure: failureOf(daticert),
    detail: daticert.detail,
    trust,
  }
}
