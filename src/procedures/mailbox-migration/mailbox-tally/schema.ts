/** How a tally is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { mailboxTallyDecider } from './machine.ts'
import type { MailboxTallyCommand, MailboxTallyEvent, MailboxTallyRefusal, MailboxTallyState } from './model.ts'

const numbers = z.record(z.string(), z.number())
const state: z.ZodType<MailboxTallyState> = z.strictObject({
  status: z.literal('kept'),
  counts: numbers,
  since: numbers,
  done: z.array(z.strictObject({ stretch: z.number(), done: z.number() })),
  personal: z.null(),
})

export type MailboxTallyMachine = Machine<MailboxTallyState, MailboxTallyCommand, MailboxTallyEvent, MailboxTallyRefusal>

/** The machine and how its record is stored. */
export const mailboxTallyMachine: MailboxTallyMachine = {
  decider: mailboxTallyDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: () => [],
  dueAt: () => null,
}
