/** From which day of Rome to which something that the office has granted is in force. */
import type { Instant } from '../../kernel/index.ts'

/** A term by days of Rome, `YYYY-MM-DD`, both inclusive. */
export type Term = {
  /** The first day. */
  readonly fromDay: string
  /** The last day; null for no end. */
  readonly untilDay: string | null
  /** When it was ended before; null where it was not. */
  readonly endedAt: Instant | null
}

/** Where a term stands on a day. What was ended is over from that instant on, whatever its days say. */
export function forceOn({ fromDay, untilDay, endedAt }: Term, today: string): 'in-force' | 'not-yet' | 'no-longer' {
  if (endedAt !== null || (untilDay !== null && today > untilDay)) return 'no-longer'
  return today < fromDay ? 'not-yet' : 'in-force'
}

/** Why a term cannot begin: it ends before it starts, or is over today. */
export function termFault(
  { fromDay, untilDay }: Pick<Term, 'fromDay' | 'untilDay'>,
  today: string,
): 'ends-before-start' | 'in-the-past' | null {
  if (untilDay === null) return null
  if (untilDay < fromDay) return 'ends-before-start'
  return untilDay < today ? 'in-the-past' : null
}

const dayMs = 24 * 60 * 60_000

/** An instant at which the last day is over in Rome, whatever the season: at most a day and an hour late. */
export function afterDay(untilDay: string): Instant {
  return Date.parse(`${untilDay}T00:00:00Z`) + dayMs
}
