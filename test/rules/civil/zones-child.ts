/**
 * What stands on date-fns-tz and date-fns, and the dates in letters, held against Temporal in the zone of this process: wall times
 * around every change of the clocks of Rome and of this zone, terms of every length, days of every name.
 */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { type Locale, romeInstant, romeLongText, termText } from '../../../src/civil.ts'

export type ZoneComparison = {
  /** The difference of this process' zone from UTC in winter, in minutes. */
  readonly zoneOffset: number
  readonly compared: { readonly walls: number; readonly terms: number; readonly dates: number }
  /** How many of the wall times are skipped, and how many come twice. */
  readonly skipped: number
  readonly twice: number
  readonly differences: readonly string[]
}

const rome = 'Europe/Rome'
const here = process.env['TZ'] ?? 'UTC'
const halfHourMs = 30 * 60_000
const differences: string[] = []

const changesOfRome = changesOf(rome, 1970)
const changesHere = changesOf(here, 1996)

function compare(what: string, ours: unknown, theirs: unknown): void {
  const [found, expected] = [JSON.stringify(ours), JSON.stringify(theirs)]
  if (found !== expected) differences.push(`${what}: ${found} instead of ${expected}`)
}

/** Every change of the clocks of a zone from the beginning of a year to the end of 2040. */
function changesOf(zone: string, year: number): readonly Temporal.ZonedDateTime[] {
  const changes: Temporal.ZonedDateTime[] = []
  let next = Temporal.PlainDate.from({ year, month: 1, day: 2 }).toZonedDateTime(zone).getTimeZoneTransition('next')
  while (next !== null && next.year <= 2040) {
    changes.push(next)
    next = next.getTimeZoneTransition('next')
  }
  return changes
}

/** The time of each half hour from three hours before to three hours after, a millisecond before each of them as well. */
function around(at: Temporal.PlainDateTime): readonly Temporal.PlainDateTime[] {
  return Array.from({ length: 13 }, (_, i) => (i - 6) * halfHourMs).flatMap((milliseconds) => [
    at.add({ milliseconds: milliseconds - 1 }),
    at.add({ milliseconds }),
  ])
}

function walls(): readonly Temporal.PlainDateTime[] {
  const ofRome = changesOfRome.flatMap((change) => around(change.toPlainDateTime()))
  // What the package gets wrong when it is given dates: the same digits as, and the same instant as, a change of the process' own.
  const ofHere = changesHere.flatMap((change) => [
    ...around(change.toPlainDateTime()),
    ...around(change.withTimeZone(rome).toPlainDateTime()),
    ...around(change.withTimeZone('UTC').toPlainDateTime()),
  ])
  const first = Date.UTC(1970, 0, 1, 1)
  const random = [
    ...fc.sample(fc.integer({ min: first, max: Date.UTC(2041, 0, 1) }), { seed: 2026, numRuns: 2_000 }),
    ...fc.sample(fc.integer({ min: first, max: Date.UTC(9999, 11, 31) }), { seed: 2026, numRuns: 200 }),
  ].map((ms) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO('UTC').toPlainDateTime())
  return [...ofRome, ...ofHere, ...random]
}

type Standing = 'once' | 'skipped' | 'twice'

function compareWall(wall: Temporal.PlainDateTime): Standing {
  const text = wall.toString({ smallestUnit: 'millisecond' })
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) => wall.toZonedDateTime(rome, { disambiguation }))
  if (earlier === undefined || later === undefined) throw new Error('Temporal gives two')
  const [one, other] = [earlier.epochMilliseconds, later.epochMilliseconds]
  const accepted = (value: number) => ({ ok: true, value })
  if (!earlier.toPlainDateTime().equals(wall)) {
    const changedAt = earlier.getTimeZoneTransition('next')?.epochMilliseconds
    const skipped = { ok: false, refusal: { code: 'civil/skipped', changedAt } }
    compare(text, [romeInstant(text), romeInstant(text, 'earlier'), romeInstant(text, 'later')], [skipped, skipped, skipped])
    return 'skipped'
  }
  const plain = one === other ? accepted(one) : { ok: false, refusal: { code: 'civil/ambiguous', earlier: one, later: other } }
  compare(
    text,
    [romeInstant(text), romeInstant(text, 'earlier'), romeInstant(text, 'later')],
    [plain, accepted(one), accepted(other)],
  )
  return one === other ? 'once' : 'twice'
}

/** The first instant of the day after, as Temporal has it. */
function compareEndOfDay(day: Temporal.PlainDate): void {
  const first = day.add({ days: 1 }).toZonedDateTime(rome).epochMilliseconds
  compare(`${day}T24:00`, romeInstant(`${day}T24:00`), { ok: true, value: first })
}

function term(ms: number, locale: Locale): string {
  const largestUnit = ms < 2 * 86_400_000 ? 'hour' : 'day'
  const parts = Temporal.Duration.from({ milliseconds: ms }).round({ largestUnit, smallestUnit: 'second', roundingMode: 'trunc' })
  const units = ['day', 'hour', 'minute', 'second'] as const
  const first = units.findIndex((unit) => parts[`${unit}s`] > 0)
  if (first < 0) return locale === 'it' ? '0 secondi' : '0 seconds'
  const said = units.slice(first, first + 2).filter((unit) => parts[`${unit}s`] > 0)
  return said
    .map((unit) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', useGrouping: false }).format(parts[`${unit}s`]),
    )
    .join(locale === 'it' ? ' e ' : ' and ')
}

function compareTerm(ms: number): void {
  for (const locale of ['it', 'en'] as const) compare(`${ms} ms, ${locale}`, termText(ms, locale), term(ms, locale))
}

const days = {
  it: ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const
const months = {
  it: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
} as const

function compareDate(at: number): void {
  const { year, month, day, dayOfWeek, hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(rome)
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  const date = (locale: Locale) =>
    `${days[locale][dayOfWeek - 1]} ${locale === 'it' && day === 1 ? '1º' : day} ${months[locale][month - 1]} ${year}`
  const plain = (locale: Locale) => romeLongText(at, locale).replace(/ \(ora .*\)$|, \w+ time(?=\)$)/, '')
  compare(String(at), [plain('it'), plain('en')], [`${date('it')}, ore ${time}`, `${date('en')}, ${time} (Rome)`])
}

const standings = walls().map(compareWall)
const ends = [...changesOfRome, ...changesHere].flatMap((change) =>
  [-2, -1, 0, 1].map((count) => change.toPlainDate().add({ days: count })),
)
for (const day of ends) compareEndOfDay(day)

const hour = 3_600_000
const terms = [
  ...[0, 1, 999, 1_000, 60_000, 15 * 60_000, hour, 24 * hour, 25 * hour, 47 * hour, 48 * hour, 49 * hour, 7 * 24 * hour],
  ...fc.sample(fc.integer({ min: 0, max: 10 * 366 * 24 * hour }), { seed: 2026, numRuns: 1_000 }),
].flatMap((ms) => [Math.max(ms - 1, 0), ms, ms + 1])
for (const ms of terms) compareTerm(ms)

// Noon of every day of 2026 to 2029, one day after another an hour later, and the hours around each change of the clocks.
const noons = Array.from({ length: 4 * 365 + 1 }, (_, i) => Date.UTC(2026, 0, 1 + i, i % 24))
const dates = [
  ...noons,
  ...changesOfRome.flatMap(({ epochMilliseconds }) => [-2, -1, 0, 1, 2].map((hours) => epochMilliseconds + hours * hour)),
]
for (const at of dates) compareDate(at)

const comparison: ZoneComparison = {
  zoneOffset: 0 - new Date(Date.UTC(2026, 0, 15)).getTimezoneOffset(),
  compared: { walls: standings.length + ends.length, terms: terms.length, dates: dates.length },
  skipped: standings.filter((pecStatus) => pecStatus === 'skipped').length,
  twice: standings.filter((pecStatus) => pecStatus === 'twice').length,
  differences: differences.slice(0, 5),
}
process.stdout.write(JSON.stringify(comparison))
