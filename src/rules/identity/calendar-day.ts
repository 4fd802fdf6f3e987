/** Days of the civil calendar, as birth dates and expiry dates are written: no time, no zone. */
import { property } from './untrusted.ts'

/** A day of the Gregorian calendar: `month` 1 to 12, `day` 1 to 31. */
export type CalendarDay = { readonly year: number; readonly month: number; readonly day: number }

const dayLengths: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** The day with the fields of `value`, or undefined where the Gregorian calendar has no such day in the years 1 to 9999. */
export function realDay(value: unknown): CalendarDay | undefined {
  const year = property(value, 'year')
  const month = property(value, 'month')
  const day = property(value, 'day')
  if (typeof year !== 'number' || typeof month !== 'number' || typeof day !== 'number') return undefined
  if (!Number.isInteger(year) || !Number.isInteger(day) || year < 1 || year > 9999 || day < 1) return undefined
  const length = dayLengths[month - 1]
  if (length === undefined || day > (month === 2 && isLeap(year) ? 29 : length)) return undefined
  return { year, month, day }
}

/** The day of a text `YYYY-MM-DD`, or undefined for any other value and for days that the calendar does not have. */
export function calendarDay(text: unknown): CalendarDay | undefined {
  if (typeof text !== 'string' || text.length !== 10 || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  return realDay({ year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), day: Number(text.slice(8)) })
}

/** The day as `YYYY-MM-DD`. */
export function isoDate({ year, month, day }: CalendarDay): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/**
 * The years that somebody born on a day has completed on another one, both `YYYY-MM-DD`; negative before the birth. The day of birth does not
 * count, and a year ends with the last instant of the birthday (art. 2963 c.c.): it is completed from the day after. Where the month has no
 * such day it ends with the last of the month: who was born on 29 February has completed it from 1 March on.
 */
export function completedYears(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  // The 29th of February sorts after the last day of a shorter one and before the first of March.
  return today.slice(5) > birthDate.slice(5) ? years : years - 1
}

/**
 * True for a text `YYYY-MM-DD` that names a day of the Gregorian calendar, years 0001 to 9999. Total over any value.
 *
 * @example
 * isRealDate('2026-02-29')  // false
 */
export function isRealDate(text: unknown): boolean {
  return calendarDay(text) !== undefined
}
