/** The running counts of one sweep, and what it had to leave. */
import { rethrowUnlessFailure } from '../../../kernel/index.ts'
import type { Errand } from './context.ts'
import type { RetentionSweepCounts, RetentionSweepFailure, RetentionSweepReport } from './model.ts'

const failuresMax = 100

/** Where a sweep keeps its counts. */
export type Tally = Pick<Errand, 'did'> & {
  /** Counts a record or file that could not be dealt with. What is no error of the library is thrown again. */
  readonly failed: (kind: string, id: string, cause: unknown) => void
  /** All counts so far; `next` is where to go on. */
  readonly report: (next: string | null) => RetentionSweepReport
}

/** A tally of nothing yet. */
export function openTally(): Tally {
  const done = {
    lapsed: 0,
    discarded: 0,
    erased: 0,
    wiped: 0,
    removed: 0,
    collected: 0,
    upgraded: 0,
  } satisfies RetentionSweepCounts
  const failures: RetentionSweepFailure[] = []
  let failed = 0
  return {
    did(act, times = 1) {
      done[act] += times
    },
    failed(kind, id, cause) {
      rethrowUnlessFailure(cause)
      failed += 1
      if (failures.length < failuresMax) failures.push({ kind, id, code: cause.code })
    },
    report: (next) => ({ ...done, failed, failures, next }),
  }
}
