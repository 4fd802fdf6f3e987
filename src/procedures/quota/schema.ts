/** How a quota's record is stored. */
import * as z from 'zod'
import type { Machine } from '../../runtime/record.ts'
import { readStored } from '../../runtime/schema.ts'
import { quotaDecider } from './machine.ts'
import type { QuotaCommand, QuotaEvent, QuotaPolicy, QuotaRefusal, QuotaState } from './model.ts'

const state: z.ZodType<QuotaState> = z.strictObject({
  status: z.literal('counting'),
  instants: z.array(z.number()),
  personal: z.null(),
})

export type QuotaMachine = Machine<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>

/** After so long nobody can still be at work on what the last use was counted for, ms. */
const settledMs = 24 * 60 * 60_000

/** The machine and how its record is stored. */
export function quotaMachine(policy: QuotaPolicy): QuotaMachine {
  return {
    decider: quotaDecider(policy),
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags: () => [],
    dueAt: ({ instants }) => (instants.at(-1) ?? 0) + policy.windowMs + settledMs,
  }
}
