/** Until when a link may be used: to the end of the day after it was received, told and enforced from the same instant. */
import { type Instant, instantMax, type Locale } from '../../kernel/index.ts'
import { dayMs, dayNumber, dayText, isoDate, onDay, requireInstant, romeText, timeText } from './days.ts'
import { spanAt } from './offsets.ts'

/**
 * The deadline of what was received: exclusive, the first instant of the second civil day in Europe/Rome after that of reception
 * ("entro e non oltre le ore 24 del giorno successivo la ricezione", seed 003). The day of reception does not count, and no holiday
 * lengthens it. Later reception never gives an earlier deadline. A day whose midnight is skipped, or comes twice, begins with the
 * first instant that is of it. Never beyond `instantMax`. Throws an InvariantError for what is no instant, and `config/invalid` where
 * the platform has no zone data.
 *
 * @example
 * new Date(confirmationDeadline(Date.UTC(2026, 2, 10, 9))).toISOString()  // '2026-03-11T23:00:00.000Z'
 */
export function confirmationDeadline(receivedAt: Instant): Instant {
  requireInstant(receivedAt)
  let span = spanAt(receivedAt)
  const midnight = (Math.floor((receivedAt + span.offsetMs) / dayMs) + 2) * dayMs
  // The first span that the clocks reach midnight in, or begin after it.
  while (midnight - span.offsetMs >= span.until) span = spanAt(span.until)
  return Math.min(Math.max(midnight - span.offsetMs, span.from), instantMax)
}

/**
 * The civil day in Europe/Rome, as `YYYY-MM-DD`, that ends at the exclusive deadline, or during which it passes.
 *
 * @example
 * lastDay(confirmationDeadline(Date.UTC(2026, 2, 10, 9)))  // '2026-03-11'
 */
export function lastDay(deadline: Instant): string {
  requireInstant(deadline)
  return isoDate(dayNumber(deadline - 1))
}

/**
 * An exclusive deadline for mail and pages. The end of a day in Europe/Rome is told by that day: `ore 24 del 22/11/2026` in Italian,
 * `24:00 on 2026-11-22 (Rome)` in English. Any other instant is told by `romeText`: never another moment than is enforced.
 *
 * @example
 * endOfDayText(confirmationDeadline(Date.UTC(2026, 2, 10, 9)), 'it')  // "ore 24 dell'11/03/2026"
 */
export function endOfDayText(deadline: Instant, locale: Locale): string {
  requireInstant(deadline)
  const last = dayNumber(deadline - 1)
  if (dayNumber(deadline) === last) return romeText(deadline, locale)
  const day = dayText(last, locale)
  return locale === 'en' ? `24:00 on ${day} (Rome)` : `ore 24 ${onDay('del', day)}`
}

/**
 * The whole phrase for an exclusive deadline, whatever it is: `fino alle ore 16:31 del 29/11/2026`, and of the end of a day `fino alle ore 24 del
 * 30/11/2026`; in English `until 16:31 on 2026-11-29 (Rome)`, `until 24:00 on 2026-11-30 (Rome)`. It fits behind *vale* and *works*.
 *
 * @example
 * untilPhrase(Date.UTC(2026, 2, 11, 23), 'it')  // "fino alle ore 24 dell'11/03/2026"
 */
export function untilPhrase(deadline: Instant, locale: Locale): string {
  requireInstant(deadline)
  const last = dayNumber(deadline - 1)
  if (dayNumber(deadline) !== last) return `${locale === 'en' ? 'until' : 'fino alle'} ${endOfDayText(deadline, locale)}`
  const [time, day] = [timeText(deadline, locale), dayText(last, locale)]
  if (locale !== 'en') return `fino alle ore ${time} ${onDay('del', day)}`
  return `until ${time.replace(' (', ` on ${day} (`)}`
}
