/** How a quota's record is stored. */
import * as z from 'zod'
import type { Machine } from '../shell/record.ts'
import { quotaDecider } from './machine.ts'
import type { QuotaCommand, QuotaEvent, QuotaPolicy, QuotaRefusal, QuotaState } from './model.ts'

const state: z.ZodType<QuotaState> = z.strictObject({
  status: z.literal('counting'),
  instants: z.array(z.number()),
  personal: z.null(),
})

export type QuotaMachine = Machine<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>

/** The machine and how its record is stored. */
export function quotaMachine(policy: QuotaPolicy): QuotaMachine {
  return {
    decider: quotaDecider(policy),
    schema: 1,
    parse: (value) => state.safeParse(value).data ?? null,
    tags: () => [],
    dueAt: ({ instants }) => (instants.at(-1) ?? 0) + policy.windowMs,
  }
}
