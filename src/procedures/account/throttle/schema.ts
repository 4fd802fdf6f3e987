/** How a throttle's record is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { throttleDecider } from './machine.ts'
import type { ThrottleCommand, ThrottleEvent, ThrottlePolicy, ThrottleRefusal, ThrottleState } from './model.ts'

const state: z.ZodType<ThrottleState> = z.strictObject({
  status: z.literal('counting'),
  failures: z.number(),
  failedAt: z.number(),
  nextAt: z.number(),
  personal: z.null(),
})

export type ThrottleMachine = Machine<ThrottleState, ThrottleCommand, ThrottleEvent, ThrottleRefusal>

/** After so long nobody can still be at work on what the last failure was counted for, ms. */
const settledMs = 24 * 60 * 60_000

/** The machine and how its record is stored. */
export function throttleMachine(policy: ThrottlePolicy): ThrottleMachine {
  return {
    decider: throttleDecider(policy),
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags: () => [],
    // By then every failure is forgotten, and no delay is under way.
    dueAt: ({ failures, failedAt, nextAt }) => Math.max(failedAt + failures * policy.forgottenMs, nextAt) + settledMs,
  }
}
