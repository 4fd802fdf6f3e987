/** What a sweep does with one row, by what its procedure says. */
import { type Actor, type AnyRefusal, accept, invariant } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import { type ErasureOrder, eraseInSweep, eraseRecord } from '../../../runtime/erasure.ts'
import type { Sweep, SweepOutcome } from '../../../runtime/procedure.ts'
import { readState, recordIn } from '../../../runtime/record.ts'
import { tendAnswer } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import type { Errand, OpenProcedure } from './context.ts'

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

/**
 * Erases what is kept with an account, if `mayGo` says so in the commit that frees what it has taken. The account's own record is looked
 * at, since these have no end of their own.
 */
export async function eraseWithAccount(
  { runtime, procedures }: { readonly runtime: Runtime; readonly procedures: readonly OpenProcedure[] },
  accountId: string,
  order: ErasureOrder,
  mayGo: (unit: Unit) => Promise<boolean>,
): Promise<number> {
  let erased = 0
  for (const { kind, retention } of procedures) {
    if (retention.end !== 'erased-with-account') continue
    const operation = { name: 'retention/release', by: order.by, journalsRefusals: false }
    const released = await transact<boolean, AnyRefusal>(runtime, operation, async (unit) => {
      const isDue = await mayGo(unit)
      if (isDue) await retention.release(unit, accountId)
      return accept(isDue)
    })
    if (!released.ok || !released.value) continue
    if ((await eraseRecord(runtime, kind, accountId, order, () => true)) === 'erased') erased += 1
  }
  return erased
}

/** What becomes of one row of a procedure. */
export async function sweepRow({ context, now, did }: Errand, procedure: OpenProcedure, row: Stored): Promise<SweepOutcome> {
  const { kind, retention } = procedure
  if (retention.end === 'swept') {
    const sweep: Sweep = { now, did, eraseWithAccount: (...given) => eraseWithAccount(context, ...given) }
    const outcome = await retention.sweep(sweep, row)
    invariant(outcome !== 'remove' || retention.mayLeave?.(row) === true, 'sweep: what an anchor names is never removed')
    return outcome
  }
  const dueAt = kind.dueAt(readState(kind, row))
  if (dueAt === null || dueAt > now) return { dueAt }
  if (retention.end === 'removed') return 'remove'
  const isDue: Parameters<typeof eraseRecord>[4] = (state, at) => (kind.dueAt(state) ?? at + 1) <= at
  await eraseInSweep(did, context.runtime, kind, recordIn(row.key).id, order, isDue)
  return 'done'
}

/** What becomes of the answer that was kept under a request key. */
export async function sweepRequest({ context, now, did }: Errand, row: Stored): Promise<SweepOutcome> {
  const { wiped, dueAt } = await tendAnswer(context.runtime, row, now)
  if (dueAt <= now) return 'remove'
  if (!wiped) return { dueAt }
  did('wiped')
  return 'done'
}
