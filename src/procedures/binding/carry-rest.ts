/** What follows a move of a codice fiscale to another account: whatever the commit of the move itself could not take along. */
import { type Actor, type AnyRefusal, accept } from '../../kernel/index.ts'
import type { AccountMove, Carry } from '../../runtime/account-move.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { transact } from '../../runtime/transact.ts'

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
