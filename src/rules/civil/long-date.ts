/** Days and times of Rome in letters, as official notices write them. The words are the platform's. */
import { type Instant, type Locale, SportelloError } from '../../kernel/index.ts'
import { requireInstant, shownMs, timeText } from './days.ts'

const formats = new Map<Locale, Intl.DateTimeFormat>()

// Made at first use: it takes milliseconds. A platform without the words of a language takes those of another, and does not say so.
function formatOf(locale: Locale): Intl.DateTimeFormat {
  const known = formats.get(locale)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, {
    timeZone: 'UTC',
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
  })
  if (!format.resolvedOptions().locale.startsWith(locale)) {
    throw new SportelloError('config/invalid', `civil: the platform has no names of days and months in the language ${locale}`)
  }
  formats.set(locale, format)
  return format
}

/**
 * The civil day in Europe/Rome in letters: `mercoledì 23 novembre 2022` in Italian, `Wednesday 23 November 2022` in English. The
 * first of a month is `1º` in Italian. Throws an InvariantError for what is no instant, and `config/invalid` where the platform has
 * no zone data or no names in that language.
 *
 * @example
 * romeLongDate(Date.UTC(2022, 10, 23, 13), 'it')  // 'mercoledì 23 novembre 2022'
 */
export function romeLongDate(at: Instant, locale: Locale): string {
  requireInstant(at)
  const shown = new Date(shownMs(at))
  const names = new Map(
    formatOf(locale)
      .formatToParts(shown)
      .map(({ type, value }) => [type, value]),
  )
  const day = shown.getUTCDate()
  const dayText = locale === 'it' && day === 1 ? '1º' : String(day)
  return `${names.get('weekday')} ${dayText} ${names.get('month')} ${shown.getUTCFullYear()}`
}

/**
 * Day and time in Europe/Rome in letters: `mercoledì 23 novembre 2022, ore 14:00` in Italian, `Wednesday 23 November 2022, 14:00
 * (Rome)` in English. The hour that comes twice in autumn says which of the two it is. Throws as `romeLongDate` does.
 *
 * @example
 * romeLongText(Date.UTC(2022, 10, 23, 13), 'it')  // 'mercoledì 23 novembre 2022, ore 14:00'
 */
export function romeLongText(at: Instant, locale: Locale): string {
  return `${romeLongDate(at, locale)}, ${locale === 'it' ? 'ore ' : ''}${timeText(at, locale)}`
}
