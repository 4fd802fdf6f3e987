/** Instants as people of Rome read them. Zone data comes from the platform and must be there. */
import { type Instant, type Locale, SportelloError } from '../kernel/index.ts'

type Parts = { readonly year: number; readonly month: number; readonly day: number }

let formatter: Intl.DateTimeFormat | null = null

// Made at first use, not at import: making one takes milliseconds.
function romeFormatter(): Intl.DateTimeFormat {
  formatter ??= new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: 'Europe/Rome',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return formatter
}

function romeFields(at: Instant): Parts & { readonly hour: number; readonly minute: number } {
  const fields = new Map(
    romeFormatter()
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const field = (name: string) => fields.get(name as Intl.DateTimeFormatPartTypes) ?? Number.NaN
  return { year: field('year'), month: field('month'), day: field('day'), hour: field('hour'), minute: field('minute') }
}

/** The civil day in Europe/Rome. */
export function romeDay(at: Instant): Parts {
  const { year, month, day } = romeFields(at)
  return { year, month, day }
}

const two = (value: number): string => String(value).padStart(2, '0')

const hourMs = 3_600_000
const half = { it: ['ora legale', 'ora solare'], en: ['summer time', 'winter time'] } as const

/** In the hour that comes twice in autumn, which of the two it is; empty in every other hour. */
function whichHour(at: Instant, locale: Locale): string {
  const { hour } = romeFields(at)
  if (romeFields(at + hourMs).hour === hour) return half[locale][0]
  return romeFields(at - hourMs).hour === hour ? half[locale][1] : ''
}

/**
 * Day and time in Europe/Rome: `31/12/2026 23:59` in Italian, `2026-12-31 23:59 (Rome)` in English. The hour that comes twice in
 * autumn says which of the two it is.
 */
export function romeText(at: Instant, locale: Locale): string {
  const { year, month, day, hour, minute } = romeFields(at)
  const time = `${two(hour)}:${two(minute)}`
  const which = whichHour(at, locale)
  if (locale === 'en') return `${year}-${two(month)}-${two(day)} ${time} (Rome${which === '' ? '' : `, ${which}`})`
  return `${two(day)}/${two(month)}/${year} ${time}${which === '' ? '' : ` (${which})`}`
}

/** Throws `config/invalid` where the platform has no zone data for Europe/Rome: two known instants are asked. */
export function requireRomeZone(): void {
  try {
    // 2026-01-01T12:00Z is 13:00 in Rome, 2026-07-01T12:00Z is 14:00.
    if (romeFields(1_767_268_800_000).hour === 13 && romeFields(1_782_907_200_000).hour === 14) return
  } catch (cause) {
    throw new SportelloError('config/invalid', 'civil: the platform does not know Europe/Rome', cause)
  }
  throw new SportelloError('config/invalid', 'civil: the platform has no zone data for Europe/Rome')
}
