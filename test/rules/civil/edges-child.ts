/** Deadlines, days and texts at every edge, held against the clocks by hand and against Temporal, in the zone of this process. */
import { Temporal } from 'temporal-polyfill'
import { confirmationDeadline, endOfDayText, lastDay, romeDate, romeDay, romeText } from '../../../src/rules/civil/index.ts'
import { changes, clocksOfRome, deadlineByHand, edges } from './clocks-of-rome.ts'

export type Comparison = {
  /** The difference of this process' zone from UTC in winter, in minutes. */
  readonly zoneOffset: number
  readonly compared: number
  readonly differences: readonly string[]
}

const two = (value: number) => String(value).padStart(2, '0')

function deadlineByTemporal(receivedAt: number): number {
  const received = Temporal.Instant.fromEpochMilliseconds(receivedAt).toZonedDateTimeISO('Europe/Rome').toPlainDate()
  return received.add({ days: 2 }).toZonedDateTime('Europe/Rome').epochMilliseconds
}

function expected(at: number): readonly unknown[] {
  const { deadline, last } = deadlineByHand(at)
  const { year, month, day, hour, minute } = clocksOfRome(at)
  const [, lastMonth, lastDayOfMonth] = last.split('-')
  return [
    deadline,
    deadlineByTemporal(at),
    last,
    `ore 24 ${/^(?:01|08|11)$/.test(String(lastDayOfMonth)) ? "dell'" : 'del '}${lastDayOfMonth}/${lastMonth}/${last.slice(0, 4)}`,
    `24:00 on ${last} (Rome)`,
    `${year}-${two(month)}-${two(day)}`,
    { year, month, day },
    `${two(day)}/${two(month)}/${year} ${two(hour)}:${two(minute)}`,
  ]
}

function found(at: number): readonly unknown[] {
  const deadline = confirmationDeadline(at)
  return [
    deadline,
    deadline,
    lastDay(deadline),
    endOfDayText(deadline, 'it'),
    endOfDayText(deadline, 'en'),
    romeDate(at),
    romeDay(at),
    romeText(at, 'it').replace(/ \(ora .*\)$/, ''),
  ]
}

/**
 * Of the four processes each takes every instant around a change of the clock, and every fourth midnight, beginning with another one:
 * together they go through all of them. `whole` takes all in each.
 */
const [share = 'whole'] = process.argv.slice(2)
const instants =
  share === 'whole' ? edges() : [...edges().filter((_, index) => Math.floor(index / 3) % 4 === Number(share)), ...changes()]
const differences = instants.flatMap((at) => {
  const [ours, theirs] = [JSON.stringify(found(at)), JSON.stringify(expected(at))]
  return ours === theirs ? [] : [`${at}: ${ours} instead of ${theirs}`]
})
const comparison: Comparison = {
  zoneOffset: 0 - new Date(Date.UTC(2026, 0, 15)).getTimezoneOffset(),
  compared: instants.length,
  differences: differences.slice(0, 5),
}
process.stdout.write(JSON.stringify(comparison))
