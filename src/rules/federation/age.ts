/** The age of somebody by the days of Rome. A limit in the metadata of a service is not enforced by every provider. */
import { type Instant, isInstant } from '../../kernel/index.ts'
import { romeDate } from '../civil/index.ts'
import { calendarDay, completedYears } from '../identity/calendar-day.ts'

/**
 * The years that somebody born on `birthDate`, `YYYY-MM-DD`, has completed on the day of Rome of an instant: a year is completed from the
 * day after the birthday on (art. 2963 c.c.). Null for what is no day, a birth still to come and what is no instant. Total over any value.
 *
 * @example
 * ageAt('2008-11-30', Date.UTC(2026, 10, 30))  // 17
 */
export function ageAt(birthDate: unknown, at: Instant): number | null {
  const day = calendarDay(birthDate)
  if (day === undefined || typeof birthDate !== 'string' || !isInstant(at)) return null
  const today = romeDate(at)
  return birthDate > today ? null : Math.max(0, completedYears(birthDate, today))
}

/**
 * True when somebody is at least `leastAge` years old. An unknown birth date satisfies no least age above 0. Total over any value.
 *
 * @example
 * satisfiesAge(18, '1980-01-01', Date.UTC(2026, 10, 30))  // true
 */
export function satisfiesAge(leastAge: number, birthDate: unknown, at: Instant): boolean {
  if (leastAge === 0) return true
  const age = ageAt(birthDate, at)
  return age !== null && age >= leastAge
}
