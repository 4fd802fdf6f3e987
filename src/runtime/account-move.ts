/** A person has another account from now on: the office has recorded from a document that a codice fiscale leads to it. */
import { type Actor, type AnyRefusal, accept } from '../kernel/index.ts'
import type { Runtime } from './runtime.ts'
import { transact, type Unit } from './transact.ts'

/** From which account to which: both are, or would be, of one person. */
export type AccountMove = { readonly from: string; readonly to: string }

/** Takes to the other account what belongs to the person and outlives a credential. How many records were changed. */
export type Carry = (unit: Unit, move: AccountMove) => Promise<number>

/**
 * Most records of one kind that one commit takes along: a commit holds at most 1000 writes, and what else the commit does comes on top.
 */
export const carriedMax = 800

// More rounds than anybody has delegations for: only a storage that never shows its own writes would go on.
const roundsMax = 1000

/**
 * Takes along what the commit of the move itself has not: what somebody else has added at that very instant, and what is beyond `carriedMax`. Nothing is
 * changed twice, so it may be called again.
 */
export async function carryRest(runtime: Runtime, carry: Carry, by: Actor, move: AccountMove): Promise<void> {
  const operation = { name: 'binding/carry', by, journalsRefusals: false }
  for (let round = 0; round < roundsMax; round += 1) {
    const done = await transact<number, AnyRefusal>(runtime, operation, async (unit) => accept(await carry(unit, move)))
    if (!done.ok || done.value === 0) return
  }
}
