/** How the record of a codice fiscale is stored. */
import * as z from 'zod'
import type { Machine } from '../../runtime/record.ts'
import { readStored } from '../../runtime/schema.ts'
import { bindingDecider } from './machine.ts'
import type { BindingCommand, BindingEvent, BindingRefusal, BindingState } from './model.ts'

const state: z.ZodType<BindingState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({
    status: z.literal(['bound', 'vacated']),
    since: z.number(),
    accountId: z.string(),
    formerAccountIds: z.array(z.string()),
    personal: z.null(),
  }),
])

export type BindingMachine = Machine<BindingState, BindingCommand, BindingEvent, BindingRefusal>

/** The machine and how its record is stored. It holds digests alone and stays: without it the code would lead elsewhere. */
export const bindingMachine: BindingMachine = {
  decider: bindingDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: () => [],
  dueAt: () => null,
}
