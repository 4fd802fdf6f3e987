/** How a quota's record is stored. */
import * as z from 'zod'
import type { Machine } from '../../runtime/record.ts'
import { readStored } from '../../runtime/schema.ts'
import { quotaDecider } from './machine.ts'
import type { QuotaCommand, QuotaEvent, QuotaLimit, QuotaRefusal, QuotaState } from './model.ts'

const state: z.ZodType<QuotaState> = z.strictObject({
  status: z.literal('counting'),
  instants: z.array(z.number()),
  pass: z.strictObject({ digest: z.string().nullable(), until: z.number() }).nullable(),
  personal: z.null(),
})

export type QuotaMachine = Machine<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>

/** After so long nobody can still be at work on what the last use was counted for, ms. */
const settledMs = 24 * 60 * 60_000

/** The machine and how its record is stored. */
export function quotaMachine(limit: QuotaLimit): QuotaMachine {
  return {
    decider: quotaDecider(limit),
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags: () => [],
    dueAt: ({ instants, pass }) => Math.max((instants.at(-1) ?? 0) + limit.windowMs, pass?.until ?? 0) + settledMs,
  }
}
