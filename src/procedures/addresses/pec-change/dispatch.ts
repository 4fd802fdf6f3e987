/** What becomes of the mail with a link on its way out: its term counts from when it is sent, and one that never is, is told. */

import { type Actor, type AnyRefusal, accept } from '../../../kernel/index.ts'
import type { MailEnd } from '../../../runtime/procedure.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { type AddressesContext, type Subscriber, subscriberOf, tellSubscriber } from '../addresses/context.ts'
import { notErased } from '../linked-change/context.ts'
import { endChange } from '../linked-change/use-cases.ts'
import type { PecChange } from './context.ts'
import { undeliverableLetter } from './letters.ts'
import type { PecChangeUndeliverable } from './model.ts'

const by: Actor = { kind: 'system' }

/** The change and the link that a mail is about; null for any other mail. */
export function linkNamed(
  { runtime }: Pick<AddressesContext, 'runtime'>,
  emailId: string | null,
): { readonly id: string; readonly number: number } | null {
  const prefix = `${runtime.office.id}.pec-change.`
  if (emailId?.startsWith(prefix) !== true) return null
  const [, id, number] = /^([A-Za-z0-9_-]{1,64})\.\d{1,9}\.link-(\d{1,3})$/.exec(emailId.slice(prefix.length)) ?? []
  return id === undefined ? null : { id, number: Number(number) }
}

/** What the end of a change that cannot be delivered does: it is no open one any more, and its subscriber is told. */
export async function giveUp(
  { runtime }: Pick<AddressesContext, 'runtime'>,
  unit: Unit,
  id: string,
  { accountId, personal: { pec } }: PecChange,
  given: { readonly subscriber: Subscriber | null; readonly failure: PecChangeUndeliverable },
): Promise<void> {
  const { subscriber, failure } = given
  await endChange({ kind: 'pec-change', slot: 'pec' }, unit, accountId, id)
  tellSubscriber(unit, subscriber?.personal ?? null, null, {
    topic: { kind: 'pec-change', id },
    purpose: 'undeliverable',
    letter: undeliverableLetter(runtime.office, { pec, failure }),
  })
}

/**
 * Takes note of what has become of a mail. One with a link that was sent has its term from now on; one that the next hop refuses, or
 * that could not be sent in its time, cannot be delivered. Any other mail is none of it.
 */
export async function linkSettled(
  context: Pick<AddressesContext, 'runtime' | 'credential' | 'pecChange'>,
  emailId: string,
  end: MailEnd,
): Promise<void> {
  const named = linkNamed(context, emailId)
  if (named === null) return
  const { id, number: link } = named
  const operation = { name: 'pec-change/dispatch', by, journalsRefusals: false }
  await transact<null, AnyRefusal>(context.runtime, operation, async (unit) => {
    const state = notErased(await unit.state(context.pecChange, id))
    if (state === null) return accept(null)
    // As for a click: what has ended by what the account has seen since is not opened by a clock that went back.
    await unit.preload([
      { kind: 'credential', id: state.accountId },
      { kind: 'addresses', id: state.accountId },
    ])
    if (end === 'sent') {
      await unit.run(context.pecChange, id, { type: 'RecordDispatch', link })
      return accept(null)
    }
    const known = state.links.find(({ number }) => number === link)
    // What went out before can be delivered: only its repeat cannot. A receipt says so too, where a crash came before the settling.
    if (known === undefined || known.dispatchedAt !== null || known.receivedAt !== null) return accept(null)
    const failure = end === 'overdue' ? 'not-sent' : 'other'
    const failed = await unit.run(context.pecChange, id, { type: 'RecordFailure', link, failure, failedAt: unit.now() })
    const subscriber = subscriberOf(await unit.state(context.credential, state.accountId))
    const isOver = failed.ok && failed.value.state.status === 'undeliverable'
    if (isOver) await giveUp(context, unit, id, state, { subscriber, failure })
    return accept(null)
  })
}
