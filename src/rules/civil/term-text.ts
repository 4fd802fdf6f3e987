/** How long something lasts, in words. The only user of date-fns. */
import { formatDuration } from 'date-fns/formatDuration'
import { invariant, isInstant, type Locale } from '../../kernel/index.ts'
import { dayMs } from './days.ts'

const units = ['days', 'hours', 'minutes', 'seconds'] as const

type Unit = 'xDays' | 'xHours' | 'xMinutes' | 'xSeconds'
type Words = {
  readonly and: string
  readonly names: { readonly [U in Unit]: readonly [one: string, more: string] }
}

// With names of our own the package loads no further locale, and one that the host has set for the whole process has no say.
const words: { readonly [L in Locale]: Words } = {
  it: {
    and: ' e ',
    names: {
      xDays: ['giorno', 'giorni'],
      xHours: ['ora', 'ore'],
      xMinutes: ['minuto', 'minuti'],
      xSeconds: ['secondo', 'secondi'],
    },
  },
  en: {
    and: ' and ',
    names: {
      xDays: ['day', 'days'],
      xHours: ['hour', 'hours'],
      xMinutes: ['minute', 'minutes'],
      xSeconds: ['second', 'seconds'],
    },
  },
}

/**
 * A term in milliseconds as people say it. Days are of 24 hours, and are told from two of them on, since "un giorno" is also said of
 * the rest of a calendar day. At most two units that follow each other are told, and what is left over is dropped: the words never
 * promise more than is enforced.
 *
 * Throws an InvariantError for what is no whole number of milliseconds from 0 to `instantMax`.
 *
 * @example
 * termText(15 * 60_000, 'it')       // '15 minuti'
 * termText(86_400_000, 'it')        // '24 ore'
 * termText(7 * 86_400_000, 'en')    // '7 days'
 * termText(5_430_000, 'it')         // '1 ora e 30 minuti': the 30 seconds are dropped
 */
export function termText(ms: number, locale: Locale): string {
  invariant(isInstant(ms), 'civil: a term is a whole number of milliseconds, from 0 to the end of year 9999')
  const days = ms < 2 * dayMs ? 0 : Math.floor(ms / dayMs)
  const seconds = Math.floor((ms - days * dayMs) / 1_000)
  const duration = { days, hours: Math.floor(seconds / 3_600), minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 }
  const first = units.findIndex((unit) => duration[unit] > 0)
  const { and, names } = words[locale]
  return formatDuration(duration, {
    // Of a term below a second there is the last unit alone.
    format: units.slice(first, first < 0 ? undefined : first + 2),
    zero: first < 0,
    delimiter: and,
    locale: { formatDistance: (unit, count) => `${count} ${names[unit as Unit][count === 1 ? 0 : 1]}` },
  })
}
