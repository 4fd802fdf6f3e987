/** How a PEC in force is found to be, by receipts and by the office, and what its subscriber is told (seed 003, "Premessa"). */
import { type Actor, type AnyRefusal, accept, invariant } from '../../../kernel/index.ts'
import type { PecReceipt } from '../../../rules/pec/index.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import type { PecChangeReceiptFault } from '../pec-change/model.ts'
import { type AddressesContext, currentPec, tellSubscriber } from './context.ts'
import { unusableLetter } from './letters.ts'
import type { AddressesState, AddressesUnusableReason } from './model.ts'
import { addressesMachine } from './schema.ts'

const by: Actor = { kind: 'system' }

/** What a receipt says of the mailbox; null where it says nothing. */
function findingOf({ kind, failure }: PecReceipt): 'usable' | AddressesUnusableReason | null {
  if (kind === 'delivered') return 'usable'
  if (kind !== 'failed') return null
  if (failure === 'mailbox-full') return 'full'
  return failure === 'unknown-mailbox' || failure === 'unknown-domain' ? 'inactive' : null
}

/** Tells the subscriber, at his private mailbox, that his PEC is not as it must be, and what to do. */
export async function tellUnusable(
  { runtime, credential }: AddressesContext,
  unit: Unit,
  accountId: string,
  state: AddressesState,
  reason: AddressesUnusableReason,
): Promise<void> {
  const { personal } = await unit.state(credential, accountId)
  const pec = currentPec(state)
  if (pec === null) return
  tellSubscriber(unit, personal, null, {
    topic: { kind: 'addresses', id: accountId },
    purpose: 'pec-unusable',
    letter: unusableLetter(runtime.office, { pec, reason }),
  })
}

/** Records what a receipt says of a PEC in force, and tells its subscriber when it is newly unusable. */
export async function recordFinding(
  context: AddressesContext,
  accountId: string,
  pecId: string,
  receipt: PecReceipt,
  isTrusted: boolean,
): Promise<{ readonly effect: 'recorded' | 'noted' | 'ignored' | 'unmatched'; readonly why: PecChangeReceiptFault | null }> {
  type Outcome = Awaited<ReturnType<typeof recordFinding>>
  const { kind, at, trust } = receipt
  const taken = await transact<Outcome, AnyRefusal>(context.runtime, { name: 'addresses/receive', by }, async (unit) => {
    await unit.preload([
      { kind: 'addresses', id: accountId },
      { kind: 'credential', id: accountId },
    ])
    const state = await unit.state(addressesMachine, accountId)
    if (state.status === 'none' || state.pecId !== pecId) return accept({ effect: 'unmatched', why: null })
    const noted = (why: PecChangeReceiptFault | null): Outcome => {
      unit.journal('addresses', accountId, why === null ? 'ReceiptNoted' : 'ReceiptIgnored', { kind, receiptAt: at, why, trust })
      return { effect: why === null ? 'noted' : 'ignored', why }
    }
    const finding = findingOf(receipt)
    if (finding === null) return accept(noted(null))
    if (!isTrusted) return accept(noted('not-trusted'))
    if (at > unit.now() + context.pecRules.skewMs) return accept(noted('in-the-future'))
    const found = { source: 'receipt', foundAt: at } as const
    const done = await unit.run(
      addressesMachine,
      accountId,
      finding === 'usable' ? { type: 'MarkPecUsable', ...found } : { type: 'MarkPecUnusable', reason: finding, ...found },
    )
    // Nothing new is no news: every mail to a PEC that works brings such a receipt.
    if (!done.ok) return accept({ effect: 'noted', why: null })
    if (finding !== 'usable') await tellUnusable(context, unit, accountId, state, finding)
    return accept({ effect: 'recorded', why: null })
  })
  invariant(taken.ok, 'addresses: what a receipt says is never refused')
  return taken.value
}
