/** The words of the transcript by language, and how days and sizes are written. */
import type { Instant, Locale } from 'sportello'
import { en } from './words-en.ts'
import { it } from './words-it.ts'

export type Words = typeof it

export const words: { readonly [L in Locale]: Words } = { it, en }

/** The words for a code; the code itself where there are none. */
export function wordsFor(table: { readonly [code: string]: string }, code: string): string {
  return Object.hasOwn(table, code) ? (table[code] ?? code) : code
}

const formats = { it: 'it-IT', en: 'en-GB' } as const
const zone = { timeZone: 'Europe/Rome', hourCycle: 'h23' } as const

/** Day and minute in Rome, as the letters write them: `22/11/2026 09:30`, or `2026-11-22 09:30`. */
export function moment(at: Instant, locale: Locale): string {
  // Sweden writes days as ISO 8601 does.
  const [day, time] = new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short', timeStyle: 'short' }).format(at).split(' ')
  return `${dayText(day ?? '', locale)} ${time}`
}

/** A day given as `1980-01-31`: `31/01/1980` in Italian. */
export function dayText(day: string, locale: Locale): string {
  return locale === 'it' ? day.split('-').reverse().join('/') : day
}

/** The time of day in Rome to the second. */
export function clockTime(at: Instant, locale: Locale): string {
  return new Intl.DateTimeFormat(formats[locale], { ...zone, timeStyle: 'medium' }).format(at)
}

export function sizeText(bytes: number, locale: Locale): string {
  const number = new Intl.NumberFormat(formats[locale], { maximumFractionDigits: 1 })
  if (bytes < 1000) return `${number.format(bytes)} byte${locale === 'en' && bytes !== 1 ? 's' : ''}`
  return bytes < 1_000_000 ? `${number.format(bytes / 1000)} kB` : `${number.format(bytes / 1_000_000)} MB`
}
