/** What a sweep does with one row, by what its procedure says. */
import { type Actor, type AnyRefusal, accept } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import { type ErasureOrder, eraseRecord } from '../../../runtime/erasure.ts'
import type { Sweep, SweepOutcome } from '../../../runtime/procedure.ts'
import { readState, recordIn } from '../../../runtime/record.ts'
import { tendAnswer } from '../../../runtime/request.ts'
import type { Shell } from '../../../runtime/runtime.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import type { Errand, OpenProcedure } from './desk.ts'

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

/**
 * Erases what is kept with an account, if `mayGo` says so in the commit that gives back what it holds. The account's own record is looked
 * at, since these have no end of their own.
 */
export async function eraseWithAccount(
  { shell, procedures }: { readonly shell: Shell; readonly procedures: readonly OpenProcedure[] },
  accountId: string,
  order: ErasureOrder,
  mayGo: (unit: Unit) => Promise<boolean>,
): Promise<number> {
  let erased = 0
  for (const { kind, retention } of procedures) {
    if (retention.end !== 'erased-with-account') continue
    const operation = { name: 'housekeeping/release', by: order.by, untraced: true }
    const released = await transact<boolean, AnyRefusal>(shell, operation, async (unit) => {
      const isDue = await mayGo(unit)
      if (isDue) await retention.release(unit, accountId)
      return accept(isDue)
    })
    if (!released.ok || !released.value) continue
    if ((await eraseRecord(shell, kind, accountId, order, () => true)) === 'erased') erased += 1
  }
  return erased
}

/** What becomes of one row of a procedure. */
export async function sweepRow({ desk, now, did }: Errand, procedure: OpenProcedure, row: Stored): Promise<SweepOutcome> {
  const { kind, retention } = procedure
  if (retention.end === 'swept') {
    const sweep: Sweep = { now, did, eraseWithAccount: (...given) => eraseWithAccount(desk, ...given) }
    return retention.sweep(sweep, row)
  }
  const dueAt = kind.dueAt(readState(kind, row))
  if (dueAt === null || dueAt > now) return { dueAt }
  if (retention.end === 'removed') return 'remove'
  const isDue: Parameters<typeof eraseRecord>[4] = (state, at) => (kind.dueAt(state) ?? at + 1) <= at
  if ((await eraseRecord(desk.shell, kind, recordIn(row.key).id, order, isDue)) === 'erased') did('erased')
  return 'done'
}

/** What becomes of the answer that was kept under a request key. */
export async function sweepRequest({ desk, now, did }: Errand, row: Stored): Promise<SweepOutcome> {
  const { wiped, dueAt } = await tendAnswer(desk.shell, row, now)
  if (dueAt <= now) return 'remove'
  if (!wiped) return { dueAt }
  did('wiped')
  return 'done'
}
