/** Day, time and zone of a daticert.xml as an instant. */
import { type Instant, isInstant } from '../../kernel/index.ts'

const minuteMs = 60_000

// No zone of the world is further from UTC.
const offsetMinutesMax = 14 * 60

/** Milliseconds from UTC to the zone `[+-]hhmm`, or null where there is no such zone. */
function offsetOf(zone: string): number | null {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(zone) ?? []
  if (Number(minutes) > 59) return null
  const offset = Number(hours) * 60 + Number(minutes)
  if (!(offset <= offsetMinutesMax)) return null
  return (sign === '-' ? -offset : offset) * minuteMs
}

/** Midnight of the day `dd/mm/yyyy` as if it were of UTC, or null where the calendar has no such day. */
function midnightOf(day: string): number | null {
  const [, date, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(day) ?? []
  // `Date.UTC` takes a year below 100 for one of the twentieth century.
  if (!(Number(year) >= 1970)) return null
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(date))
  // A day that there is not falls into another month, and month 13 is the first one of a year.
  return new Date(midnight).getUTCMonth() === Number(month) - 1 ? midnight : null
}

/** Milliseconds from midnight to the time `hh:mm:ss`, or null for none of a day: 24:00:00 and the second 60 are none. */
function timeOf(time: string): number | null {
  const [, hours, minutes, seconds] = /^(\d{2}):(\d{2}):(\d{2})$/.exec(time) ?? []
  if (!(Number(hours) <= 23 && Number(minutes) <= 59 && Number(seconds) <= 59)) return null
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000
}

/** Which of the three is not what it should be, or the instant that they name together. */
export function instantOf(said: {
  readonly giorno: string
  readonly ora: string
  readonly zona: string
}): Instant | keyof typeof said {
  const midnight = midnightOf(said.giorno)
  const time = timeOf(said.ora)
  const offset = offsetOf(said.zona)
  if (midnight === null) return 'giorno'
  if (time === null) return 'ora'
  if (offset === null) return 'zona'
  const at = midnight + time - offset
  return isInstant(at) ? at : 'giorno'
}
