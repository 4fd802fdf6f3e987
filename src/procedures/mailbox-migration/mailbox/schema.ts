/** How a mailbox is stored. */
import * as z from 'zod'
import type { Instant } from '../../../kernel/index.ts'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { type MailboxCopying, mailboxCopyFailures } from './copying.ts'
import type { MailboxEvent } from './events.ts'
import { isRefused } from './follow.ts'
import { mailboxLanes, mailboxParkedCauses } from './lanes.ts'
import { mailboxDecider } from './machine.ts'
import { type MailboxCommand, type MailboxRefusal, type MailboxState, mailboxStatuses } from './model.ts'

const instant = z.number()
const copying: z.ZodType<MailboxCopying> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('not-begun'), number: z.number() }),
  z.strictObject({
    ...{ status: z.literal('running'), number: z.number(), startedAt: instant, heardAt: instant },
    ...{ copied: z.number(), total: z.number().nullable() },
  }),
  z.strictObject({ status: z.literal('done'), number: z.number(), startedAt: instant, endedAt: instant, copied: z.number() }),
  z.strictObject({ status: z.literal('failed'), number: z.number(), endedAt: instant, cause: z.literal(mailboxCopyFailures) }),
])
const state: z.ZodType<MailboxState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({
    status: z.literal(mailboxStatuses),
    migrationId: z.string(),
    migration: z.number(),
    isListed: z.boolean(),
    since: instant,
    verifiedAt: instant.nullable(),
    proof: z.strictObject({ digest: z.string(), until: instant }).nullable(),
    orders: z.number(),
    activations: z.array(
      z.strictObject({
        ...{ number: z.number(), at: instant, password: z.literal(['kept', 'replaced']) },
        ...{ setAt: instant.nullable(), refusedAt: instant.nullable() },
      }),
    ),
    messages: copying,
    archive: copying,
    parked: z.strictObject({ lane: z.literal(mailboxLanes), at: instant, cause: z.literal(mailboxParkedCauses) }).nullable(),
    remindedAt: instant,
    lateUntil: instant.nullable(),
    endedAt: instant.nullable(),
    personal: z.strictObject({ address: z.string(), email: z.string().nullable(), locale: z.literal(['it', 'en']) }).nullable(),
  }),
])

export type MailboxMachine = Machine<MailboxState, MailboxCommand, MailboxEvent, MailboxRefusal>

/** The tag of the mailboxes of one migration that are in one place of it. */
export function mailboxTag(migrationId: string, migration: number, place: string): string {
  return `${migrationId}:${migration}:${place}`
}

/** In which place of its migration a mailbox is looked for, by the sweep and by the office. */
function placesOf(current: Exclude<MailboxState, { status: 'none' }>): readonly string[] {
  const { status, lateUntil, remindedAt, parked } = current
  const isOpen = status === 'not-started' || status === 'verified'
  // Whoever has had the last reminder is not looked at for it again.
  const open = isOpen ? [`open:${remindedAt}`] : []
  const late = lateUntil === null ? [] : ['late']
  // One that is blocked is looked for by that.
  const refused = status === 'activated' && isRefused(current) ? ['refused'] : []
  return [status, ...open, ...late, ...refused, ...(parked === null ? [] : ['parked'])]
}

/** The machine and how its record is stored, with how long it is kept after its migration has ended, ms. */
export function mailboxMachine(mailboxMs: number): MailboxMachine {
  return {
    decider: mailboxDecider,
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags(current) {
      if (current.status === 'none' || current.endedAt !== null) return []
      return placesOf(current).map((place) => mailboxTag(current.migrationId, current.migration, place))
    },
    dueAt: (current): Instant | null =>
      current.status === 'none' || current.endedAt === null ? null : current.endedAt + mailboxMs,
  }
}
