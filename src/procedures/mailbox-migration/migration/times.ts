/** Times of Rome in a form: what is wrong with them is told together. */
import { type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { formRefusal, type Problem } from '../../../runtime/input.ts'
import type { WallTime } from '../../calendar/maintenance/form-schema.ts'
import { endOfDay, instantOf } from '../../calendar/maintenance/wall-time.ts'
import type { MigrationFormRefusal } from './context.ts'

/** Reads the times of one form, one after the other. */
export type TimesReader = {
  /** The instant of a time; 0 where it is none, and the fault says so. */
  readonly at: (field: string, time: WallTime) => Promise<Instant>
  /** The first instant of a day, `YYYY-MM-DD`. */
  readonly startOf: (field: string, day: string) => Promise<Instant>
  /** The first instant of the day after it. */
  readonly endOf: (field: string, day: string) => Promise<Instant>
  /** The instants of a list of times. */
  readonly all: (field: string, times: readonly WallTime[]) => Promise<readonly Instant[]>
  /** Everything that was wrong so far; null for nothing. */
  readonly fault: () => MigrationFormRefusal | null
}

/** The beginning of a day in Rome: its midnight is never missing and never comes twice. */
async function startOfDay(field: string, day: string): Promise<Result<Instant, Problem>> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return refuse({ field, code: 'malformed' })
  return instantOf(field, { text: `${day}T00:00`, which: undefined })
}

export function timesReader(): TimesReader {
  const problems: Problem[] = []
  async function take(reading: Promise<Result<Instant, Problem>>): Promise<Instant> {
    const read = await reading
    if (read.ok) return read.value
    problems.push(read.refusal)
    return 0
  }
  return {
    at: (field, time) => take(instantOf(field, time)),
    startOf: (field, day) => take(startOfDay(field, day)),
    endOf: (field, day) => take(endOfDay(field, day)),
    async all(field, times) {
      const read: Instant[] = []
      for (const [i, time] of times.entries()) read.push(await take(instantOf(`${field}.${i}`, time)))
      return read
    },
    fault: () => (problems.length === 0 ? null : formRefusal('migration/form', problems)),
  }
}
