/** How a claim on an address is stored. */
import * as z from 'zod'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { pecClaimDecider } from './machine.ts'
import type { PecClaimCommand, PecClaimEvent, PecClaimRefusal, PecClaimState } from './model.ts'

const state: z.ZodType<PecClaimState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('free'), releasedAt: z.number().nullable(), personal: z.null() }),
  z.strictObject({ status: z.literal('taken'), accountId: z.string(), personal: z.null() }),
])

export type PecClaimMachine = Machine<PecClaimState, PecClaimCommand, PecClaimEvent, PecClaimRefusal>

/** After so long nobody can still be at work on an address that was released, ms. */
const settledMs = 24 * 60 * 60_000

/** The machine and how its record is stored: one that is free goes for good. */
export const pecClaimMachine: PecClaimMachine = {
  decider: pecClaimDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: () => [],
  dueAt: (current) => (current.status === 'taken' ? null : (current.releasedAt ?? 0) + settledMs),
}
