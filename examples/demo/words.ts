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

/** Day and minute in Rome: `22/11/2026, 09:30`. */
export function moment(at: Instant, locale: Locale): string {
  return new Intl.DateTimeFormat(formats[locale], { ...zone, dateStyle: 'short', timeStyle: 'short' }).format(at)
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
