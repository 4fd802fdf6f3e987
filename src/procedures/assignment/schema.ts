/** How the record of an assignment is stored. */
import * as z from 'zod'
import type { Machine } from '../../runtime/record.ts'
import { readStored } from '../../runtime/schema.ts'
import { assignmentDecider } from './machine.ts'
import type { AssignmentCommand, AssignmentEvent, AssignmentRefusal, AssignmentState } from './model.ts'

const note = z.strictObject({ at: z.number(), operator: z.string(), text: z.string() })
const named = {
  of: z.string(),
  accountId: z.string(),
  personal: z.strictObject({ notes: z.array(note) }).nullable(),
}
const state: z.ZodType<AssignmentState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('free'), ...named }),
  z.strictObject({ status: z.literal('assigned'), ...named, operator: z.string(), since: z.number() }),
])

export type AssignmentMachine = Machine<AssignmentState, AssignmentCommand, AssignmentEvent, AssignmentRefusal>

/** The machine and how its record is stored. */
export const assignmentMachine: AssignmentMachine = {
  decider: assignmentDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: (current) => {
    if (current.status === 'none') return []
    const account = `account:${current.accountId}`
    return current.status === 'assigned' ? [account, `assignee:${current.operator}`] : [account]
  },
  // It goes with its request.
  dueAt: () => null,
}
