/** Mail that nobody took: the office looks at it, and sends it again or gives it up. */
import { accept, type Instant, type Result, refuse, SportelloError } from '../kernel/index.ts'
import type { OutboxMessage } from '../ports/index.ts'
import { readForm } from './command.ts'
import type { FormRefusal } from './input.ts'
import { type MailNote, noteMail } from './mail-note.ts'
import { openReason } from './mail-verdict.ts'
import { operatorActor } from './operator.ts'
import type { RecordName } from './record.ts'
import { recordIn } from './record.ts'
import { parkedMail, type Runtime, stored } from './runtime.ts'
import { mailForm, mailPageForm, type Operator } from './schema.ts'

/** One parked mail; what it says stays sealed. */
export type OutboxParkedMail = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** The record whose procedure the mail serves; its journal tells whom it concerns. */
  readonly topic: RecordName

  /** When it was queued. */
  readonly queuedAt: Instant

  /** When it was parked. */
  readonly parkedAt: Instant
  /** How often it was tried since it was queued or requeued. */
  readonly attempts: number
  /**
   * Why it was not taken the last time, in the words of the next hop: one line of at most 300 characters, without mail addresses and without
   * the name of the recipient. Null where the mailer did not say, and where the key of the ring that sealed it is gone.
   */
  readonly reason: string | null
}

/** Which mail an office worker acts on. */
export type OutboxAct = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The id of the record. It names no person. */
  readonly id: string
}

/** Why nothing was done with a mail. */
export type OutboxRefusal =
  | FormRefusal<'outbox/form'>
  /** No mail of the office is parked under this id: it is unknown, on its way again, settled, or void with its procedure. */
  | { readonly code: 'outbox/not-parked' }

/** Parked mail in byte order of the id. `after` is the last id of the page before; `limit` is 1 to 200, 50 when left out. */
export async function parked(
  runtime: Runtime,
  page: { readonly after?: string; readonly limit?: number | string } = {},
): Promise<Result<readonly OutboxParkedMail[], OutboxRefusal>> {
  const read = readForm(mailPageForm, page, 'outbox/form')
  if (!read.ok) return read
  const { after, limit } = read.value
  const messages = await parkedMail(runtime, after === null ? { limit } : { after, limit })
  return accept(
    await Promise.all(
      messages.map(async (message) => {
        const { id, topic, at, parkedAt, attempts } = message
        return { id, topic: recordIn(topic), queuedAt: at, parkedAt, attempts, reason: await openReason(runtime, message) }
      }),
    ),
  )
}

const idLengthMax = 255

/** The last of all ids that come before this one in byte order; undefined before the very first. */
function idBefore(id: string): string | undefined {
  const [rest, last] = [id.slice(0, -1), id.charCodeAt(id.length - 1)]
  if (last > 0x21) return (rest + String.fromCharCode(last - 1)).padEnd(idLengthMax, '~')
  return rest === '' ? undefined : rest
}

/** The parked mail of this id; null where none of the office is. */
export async function findParked(runtime: Runtime, id: string): Promise<(OutboxMessage & { readonly parkedAt: Instant }) | null> {
  const after = idBefore(id)
  const [message] = await parkedMail(runtime, after === undefined ? { limit: 1 } : { after, limit: 1 })
  return message?.id === id ? message : null
}

/** Notes who acts on a parked mail in its record's journal, so that no act goes unnoted; a note without its act does no harm. */
async function noteAct(
  runtime: Runtime,
  input: OutboxAct,
  type: MailNote,
): Promise<Result<{ readonly id: string }, OutboxRefusal>> {
  const read = readForm(mailForm, input, 'outbox/form')
  if (!read.ok) return read
  const message = await findParked(runtime, read.value.id)
  if (message === null) return refuse({ code: 'outbox/not-parked' })
  await noteMail(runtime, operatorActor(read.value.operator), type, message)
  return accept(message)
}

/** Lets a parked mail be tried again from now on, with no attempts counted and with the same id and bytes. Safe to repeat. */
export async function requeueMail(runtime: Runtime, input: OutboxAct): Promise<Result<null, OutboxRefusal>> {
  const noted = await noteAct(runtime, input, 'MailRequeued')
  if (!noted.ok) return noted
  const requeued: unknown = await stored(() => runtime.storage.requeue(noted.value.id, runtime.now()))
  if (typeof requeued !== 'boolean') throw new SportelloError('storage/failed', 'storage: requeue answers whether it is done')
  return requeued ? accept(null) : refuse({ code: 'outbox/not-parked' })
}

/**
 * Gives a parked mail up and wipes what it says: its person must be told in another way. Safe to repeat. What a colleague requeues
 * at the same moment may go out nevertheless.
 */
export async function discardMail(runtime: Runtime, input: OutboxAct): Promise<Result<null, OutboxRefusal>> {
  const noted = await noteAct(runtime, input, 'MailDiscarded')
  if (!noted.ok) return noted
  await stored(() => runtime.storage.settle(noted.value.id, 'abandoned'))
  return accept(null)
}
