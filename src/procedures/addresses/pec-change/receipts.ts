/** What receipts do: lengthen the term of a link, tell that one cannot be delivered, and tell how a PEC in force is (seed 003). */

import { type Actor, accept, invariant, type Result } from '../../../kernel/index.ts'
import { parseMailAddress } from '../../../rules/identity/index.ts'
import type { PecDeliveryFailure, PecReceipt, PecReceiptTrust } from '../../../rules/pec/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { mailIdIn } from '../../../runtime/message-id.ts'
import { recordIn } from '../../../runtime/record.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import { listRows } from '../../../runtime/runtime.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { type AddressesContext, pecIdOf, type Subscriber, subscriberOf } from '../addresses/context.ts'
import { recordFinding } from '../addresses/findings.ts'
import { notErased } from '../linked-change/context.ts'
import { concludeChange } from '../linked-change/use-cases.ts'
import { isTaken, linkedPec, type PecChange, type PecChangeFormRefusal } from './context.ts'
import { giveUp, linkNamed } from './dispatch.ts'
import type { PecChangeReceiptFault, PecChangeReceiptPower, PecChangeRefusal, PecChangeUndeliverable, PecLink } from './model.ts'
import { receiptForm } from './schema.ts'

/**
 * What became of a receipt. `recorded`: it has done something. `noted`: it tells nothing to act upon, and is in the journal. `ignored`:
 * it cannot be true or has no right to act, and is in the journal. `unmatched`: it is about nothing that the office knows.
 */
export type PecChangeReceived = {
  /** What the receipt did. */
  readonly effect: 'recorded' | 'noted' | 'ignored' | 'unmatched'
  /** Why it was ignored. */
  readonly why: PecChangeReceiptFault | null
}

/** Why a receipt was not taken in: it is none. */
export type PecChangeReceiveRefusal = PecChangeFormRefusal | PecChangeRefusal | CommandRefusal

const by: Actor = { kind: 'system' }
const unmatched: PecChangeReceived = { effect: 'unmatched', why: null }
const recorded: PecChangeReceived = { effect: 'recorded', why: null }

/** A notice of delay is the last one when it comes this long after sending: providers give it at 12 hours, and again at 24. */
const finalDelayMs = 18 * 60 * 60_000

/** Two subscribers may have one PEC; more than so many are not looked up. */
const sharersMax = 100

const failures: { readonly [F in PecDeliveryFailure]: PecChangeUndeliverable } = {
  'unknown-mailbox': 'address-invalid',
  'unknown-domain': 'address-invalid',
  'mailbox-full': 'mailbox-full',
  'timed-out': 'timed-out',
  virus: 'virus',
  other: 'other',
}

function powerOf({ pecRules }: AddressesContext, trust: PecReceiptTrust): PecChangeReceiptPower {
  if (trust === 'trusted') return 'bind'
  return trust === 'unchecked' ? pecRules.unverifiedReceipts : pecRules.invalidReceipts
}

/** The digest of the address that a receipt is about; null where it names none. */
function recipientOf({ runtime }: AddressesContext, { recipient }: PecReceipt): string | null {
  const parsed = parseMailAddress(recipient)
  return parsed.ok ? pecIdOf(runtime, parsed.value.key) : null
}

/** Why the link was not delivered, if the receipt says that it was not, for good. */
function failureOf({ kind, failure, at }: PecReceipt, { sentAt, dispatchedAt }: PecLink): PecChangeUndeliverable | null {
  // Providers count from when they got the mail, however long it had been queued.
  if (kind === 'delayed') return failure === 'timed-out' || at >= (dispatchedAt ?? sentAt) + finalDelayMs ? 'timed-out' : null
  if (kind !== 'failed' && kind !== 'refused') return null
  return failures[failure ?? 'other']
}

/** What a receipt of a mail with a link comes to. */
type Verdict =
  /** It tells nothing to act upon. */
  | { readonly is: 'noted' }
  | { readonly is: 'ignored'; readonly why: PecChangeReceiptFault }
  | { readonly is: 'delivery' }
  | { readonly is: 'failure'; readonly failure: PecChangeUndeliverable }

/** What the receipt says, whether it is about the address of the change, and whether it may act on it. */
function judge(context: AddressesContext, receipt: PecReceipt, link: PecLink, pecId: string): Verdict {
  const failure = failureOf(receipt, link)
  if (receipt.kind !== 'delivered' && failure === null) return { is: 'noted' }
  // The provider that refuses a message at submission names no recipient.
  const isUnaddressed = receipt.kind === 'refused' && receipt.recipient === null
  if (!isUnaddressed && recipientOf(context, receipt) !== pecId) return { is: 'ignored', why: 'other-address' }
  const power = powerOf(context, receipt.trust)
  // A delivery lengthens a term at most; a failure may end the change.
  const mayAct = failure === null ? power !== 'note' : power === 'bind'
  if (!mayAct) return { is: 'ignored', why: 'not-trusted' }
  return failure === null ? { is: 'delivery' } : { is: 'failure', failure }
}

/** What is in the journal of a receipt that was not acted upon. */
function factsOf({ kind, at, id, provider, trust }: PecReceipt, why: PecChangeReceiptFault | null): object {
  return { kind, receiptAt: at, why, trust, personal: { id, provider } }
}

function ignore(
  unit: Unit,
  id: string,
  receipt: PecReceipt,
  why: PecChangeReceiptFault,
): Result<PecChangeReceived, PecChangeRefusal> {
  unit.journal('pec-change', id, 'ReceiptIgnored', factsOf(receipt, why))
  return accept({ effect: 'ignored', why })
}

/** A delivery: the term runs from it, and a click that waited for it takes effect. */
async function takeDelivery(
  context: AddressesContext,
  unit: Unit,
  given: { readonly id: string; readonly link: PecLink; readonly receipt: PecReceipt; readonly subscriber: Subscriber | null },
  state: PecChange,
): Promise<Result<PecChangeReceived, PecChangeRefusal>> {
  const { id, link, receipt, subscriber } = given
  const { accountId, pecId } = state
  // Somebody else has the address by now: a click that waited comes to nothing.
  const securityVersion = (await isTaken(context, unit, accountId, pecId)) ? 0 : (subscriber?.securityVersion ?? 0)
  const power = powerOf(context, receipt.trust) === 'bind' ? 'bind' : 'lengthen'
  const delivery = { type: 'RecordDelivery', link: link.number, receivedAt: receipt.at, power, securityVersion } as const
  const done = await unit.run(context.pecChange, id, delivery)
  if (!done.ok) return done.refusal.code === 'pec-change/receipt-ignored' ? ignore(unit, id, receipt, done.refusal.why) : done
  if (done.value.state.status === 'void') unit.cancelMail('pec-change', id)
  if (done.value.state.status !== 'confirmed') return accept(recorded)
  invariant(subscriber !== null, 'pec-change: what is confirmed has a subscriber')
  const applied = await concludeChange(linkedPec(context), unit, id, state, subscriber)
  invariant(applied.ok, 'pec-change: an address that is nobody else’s can be adopted')
  return accept(recorded)
}

/** A failure: when no link is left, the change is over and its subscriber is told. */
async function takeFailure(
  context: AddressesContext,
  unit: Unit,
  given: { readonly id: string; readonly link: PecLink; readonly receipt: PecReceipt; readonly subscriber: Subscriber | null },
  state: PecChange,
  failure: PecChangeUndeliverable,
): Promise<Result<PecChangeReceived, PecChangeRefusal>> {
  const { id, link, receipt, subscriber } = given
  const failed = { type: 'RecordFailure', link: link.number, failure, failedAt: receipt.at } as const
  const done = await unit.run(context.pecChange, id, failed)
  if (!done.ok) return done.refusal.code === 'pec-change/receipt-ignored' ? ignore(unit, id, receipt, done.refusal.why) : done
  if (done.value.state.status !== 'undeliverable') return accept(recorded)
  await giveUp(context, unit, id, state, { subscriber, failure })
  return accept(recorded)
}

/** A receipt of a mail with a link. */
function onLink(
  context: AddressesContext,
  receipt: PecReceipt,
  named: { readonly id: string; readonly number: number },
): Promise<Result<PecChangeReceived, PecChangeReceiveRefusal>> {
  const { id, number } = named
  return transact<PecChangeReceived, PecChangeRefusal>(context.runtime, { name: 'pec-change/receive', by }, async (unit) => {
    const state = notErased(await unit.state(context.pecChange, id))
    const link = state?.links.find((candidate) => candidate.number === number)
    if (state === null || link === undefined) return accept(unmatched)
    const { accountId } = state
    await unit.preload([
      { kind: 'credential', id: accountId },
      { kind: 'addresses', id: accountId },
      { kind: 'pec-claim', id: state.pecId },
    ])
    const subscriber = subscriberOf(await unit.state(context.credential, accountId))
    const given = { id, link, receipt, subscriber }
    const verdict = judge(context, receipt, link, state.pecId)
    switch (verdict.is) {
      case 'noted':
        unit.journal('pec-change', id, 'ReceiptNoted', factsOf(receipt, null))
        return accept({ effect: 'noted', why: null })
      case 'ignored':
        return ignore(unit, id, receipt, verdict.why)
      case 'delivery':
        return takeDelivery(context, unit, given, state)
      case 'failure':
        return takeFailure(context, unit, given, state, verdict.failure)
    }
  })
}

/** A receipt of any other mail to a PEC in force: it tells whether the mailbox takes mail. */
async function onMailbox(context: AddressesContext, receipt: PecReceipt): Promise<PecChangeReceived> {
  const { runtime } = context
  const pecId = recipientOf(context, receipt)
  if (pecId === null) return unmatched
  const query = { office: runtime.office.id, kind: 'addresses', tag: `pec:${pecId}`, limit: sharersMax }
  const rows = await listRows(runtime, query)
  let received = unmatched
  for (const { key } of rows) {
    const found = await recordFinding(context, recordIn(key).id, pecId, receipt, powerOf(context, receipt.trust) === 'bind')
    if (received.effect !== 'recorded') received = found
  }
  return received
}

/**
 * Takes in a receipt, as `sportello/pec` reads it. Call it with every receipt of the office's PEC mailbox, in any order and as often as
 * you like: what is late, early, repeated, about another address or untrusted is noted and changes nothing.
 */
export async function receive(
  context: AddressesContext,
  receipt: PecReceipt,
): Promise<Result<PecChangeReceived, PecChangeReceiveRefusal>> {
  const read = readForm(receiptForm, receipt, 'pec-change/form')
  if (!read.ok) return read
  const named = linkNamed(context, mailIdIn(read.value.reference))
  return named === null ? accept(await onMailbox(context, read.value)) : onLink(context, read.value, named)
}
