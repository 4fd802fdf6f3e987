/** Times of Rome as an operator writes them, read when a window is planned and at no other time: the package that reads them is loaded then. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import type { Problem } from '../../../runtime/input.ts'
import type { WallTime } from './form-schema.ts'

/** The instant that a text means. */
export async function instantOf(field: string, { text, which }: WallTime): Promise<Result<Instant, Problem>> {
  const { romeInstant } = await import('../../../rules/civil/rome-instant.ts')
  const read = romeInstant(text, which)
  if (read.ok) return accept(read.value)
  const { code } = read.refusal
  return refuse({
    field,
    code: code === 'civil/skipped' ? 'skipped' : code === 'civil/ambiguous' ? 'ambiguous' : 'malformed',
  })
}

/** The end of a day in Rome, `YYYY-MM-DD`: the first instant of the next. */
export async function endOfDay(field: string, day: string): Promise<Result<Instant, Problem>> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return refuse({ field, code: 'malformed' })
  return instantOf(field, { text: `${day}T24:00`, which: undefined })
}
