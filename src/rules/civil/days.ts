/** Days and times as people of Rome read them. */
import { type Instant, instantMax, invariant, isInstant, type Locale } from '../../kernel/index.ts'
import { spanAt } from './offsets.ts'

type Parts = { readonly year: number; readonly month: number; readonly day: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** A civil day that has 24 hours. */
export const dayMs: number = 24 * hourMs

/** Throws an InvariantError for what is no instant: no day and no deadline comes out of NaN. */
export function requireInstant(at: Instant): void {
  invariant(isInstant(at), 'civil: an instant is a whole number of milliseconds between 1970 and the end of year 9999')
}

/** What the clocks of Rome show, as the milliseconds of a calendar without changes of the clock; 0 is 1970-01-01 00:00. */
export function shownMs(at: Instant): number {
  return at + spanAt(at).offsetMs
}

/** The number of the civil day in Europe/Rome; 0 is 1970-01-01. */
export function dayNumber(at: Instant): number {
  return Math.floor(shownMs(at) / dayMs)
}

/** The civil day of a number. */
function dayOf(number: number): Parts {
  const date = new Date(number * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

const two = (value: number): string => String(value).padStart(2, '0')

// Nearly every question is about today.
let lastNumber = Number.NaN
let lastText = ''

/** The civil day of a number as `YYYY-MM-DD`. */
export function isoDate(number: number): string {
  if (number === lastNumber) return lastText
  const { year, month, day } = dayOf(number)
  lastText = `${year}-${two(month)}-${two(day)}`
  lastNumber = number
  return lastText
}

/** The civil day of a number as people write it: `31/12/2026` in Italian, `2026-12-31` in English. */
export function dayText(number: number, locale: Locale): string {
  if (locale === 'en') return isoDate(number)
  const { year, month, day } = dayOf(number)
  return `${two(day)}/${two(month)}/${year}`
}

/**
 * The civil day in Europe/Rome.
 *
 * @example
 * romeDay(Date.UTC(2026, 2, 10, 23, 30))  // { year: 2026, month: 3, day: 11 }
 */
export function romeDay(at: Instant): Parts {
  requireInstant(at)
  return dayOf(dayNumber(at))
}

/**
 * The civil day in Europe/Rome as `YYYY-MM-DD`: an identity document that expires on a day is in course of validity while
 * `romeDate(now) <= expiresOn`. In the last hour of year 9999 it is already `10000-01-01` in Rome, which compares as earlier.
 *
 * @example
 * romeDate(Date.UTC(2026, 2, 10, 23, 30))  // '2026-03-11'
 */
export function romeDate(at: Instant): string {
  requireInstant(at)
  return isoDate(dayNumber(at))
}

/**
 * The civil day in Europe/Rome as people write it: `31/12/2026` in Italian, `2026-12-31` in English.
 *
 * @example
 * romeDayText(Date.UTC(2026, 2, 10, 23, 30), 'it')  // '11/03/2026'
 */
export function romeDayText(at: Instant, locale: Locale): string {
  requireInstant(at)
  return dayText(dayNumber(at), locale)
}

const elided = { il: "l'", Il: "L'", al: "all'", dal: "dall'", del: "dell'" } as const

/**
 * A day in digits behind its Italian article: `dal 23/11/2026`, but `dall'11/11/2026`, since *uno*, *otto* and *undici* begin with a vowel. What follows the
 * day, such as a time, stays.
 */
export function onDay(article: keyof typeof elided, text: string): string {
  return /^(?:0?[18]|11)\//.test(text) ? `${elided[article]}${text}` : `${article} ${text}`
}

const half = { it: ['ora legale', 'ora solare'], en: ['summer time', 'winter time'] } as const

/** In the hour that comes twice in autumn, which of the two it is; empty in every other hour. */
function whichHour(at: Instant, locale: Locale): string {
  const shown = shownMs(at)
  if (shownMs(at + hourMs) === shown) return half[locale][0]
  return shownMs(at - hourMs) === shown ? half[locale][1] : ''
}

/** The time in Europe/Rome: `23:59` in Italian, `23:59 (Rome)` in English, with which of the two where it comes twice. */
export function timeText(at: Instant, locale: Locale): string {
  const shown = new Date(shownMs(at))
  const time = `${two(shown.getUTCHours())}:${two(shown.getUTCMinutes())}`
  const which = whichHour(at, locale)
  if (locale === 'en') return `${time} (Rome${which === '' ? '' : `, ${which}`})`
  return `${time}${which === '' ? '' : ` (${which})`}`
}

/**
 * Day and time in Europe/Rome: `31/12/2026 23:59` in Italian, `2026-12-31 23:59 (Rome)` in English. The hour that comes twice in
 * autumn says which of the two it is.
 *
 * @example
 * romeText(Date.UTC(2026, 2, 10, 9), 'it')  // '10/03/2026 10:00'
 */
export function romeText(at: Instant, locale: Locale): string {
  requireInstant(at)
  return `${dayText(dayNumber(at), locale)} ${timeText(at, locale)}`
}

/** The first time, told to the minute, at which nobody comes before the instant; in the last minute that there is, that minute. */
export function romeTextFrom(at: Instant, locale: Locale): string {
  return romeText(Math.min(Math.ceil(at / minuteMs) * minuteMs, instantMax), locale)
}
