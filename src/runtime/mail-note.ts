/** What the journal of a record says of its mail, since whoever reads it wants to know who was not told and why. */
import { type Actor, accept } from '../kernel/index.ts'
import type { OutboxMessage } from '../ports/index.ts'
import { recordIn } from './record.ts'
import type { Runtime } from './runtime.ts'
import { transact } from './transact.ts'

/** Sent again after it was parked; given up by the office; refused for good by the next hop; not sent, since its time was over. */
export type MailNote = 'MailRequeued' | 'MailDiscarded' | 'MailRejected' | 'MailOverdue'

/**
 * Writes the fact into the journal of the mail's topic, with the reason where there is one: in the personal part, since it is worded by the
 * next hop and leaves with the person's data. Where that is no record, or was erased, there is nobody to tell.
 */
export async function noteMail(
  runtime: Runtime,
  by: Actor,
  type: MailNote,
  { id, topic }: Pick<OutboxMessage, 'id' | 'topic'>,
  reason: string | null = null,
): Promise<void> {
  const record = recordIn(topic)
  await transact(runtime, { name: 'outbox/note', by }, async (unit) => {
    await unit.preload([record])
    unit.journal(record.kind, record.id, type, { mail: id, ...(reason === null ? {} : { personal: { reason } }) })
    return accept(null)
  })
}
