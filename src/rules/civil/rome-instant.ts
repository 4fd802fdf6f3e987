/** A time that the clocks of Rome show, written as text, as an instant. The only user of date-fns-tz. */
import { fromZonedTime } from 'date-fns-tz/fromZonedTime'
import { accept, type Instant, isInstant, type Result, refuse } from '../../kernel/index.ts'
import { dayMs, shownMs } from './days.ts'
import { requireRomeZone, spanAt } from './offsets.ts'

/** Why a text names no instant of Rome. */
export type RomeInstantRefusal =
  /** No text of the form, or a day or a time that no calendar and no clock has. */
  | { readonly code: 'civil/malformed' }
  /** Before 1970-01-01T00:00Z, where instants begin. */
  | { readonly code: 'civil/out-of-range' }
  /** In the hour that the clocks skip in spring. They are put forward at `changedAt`. */
  | { readonly code: 'civil/skipped'; readonly changedAt: Instant }
  /** In the hour that comes twice in autumn, and nothing said which of the two. */
  | { readonly code: 'civil/ambiguous'; readonly earlier: Instant; readonly later: Instant }

// `value` counts the milliseconds of a calendar without changes of the clock, as `shownMs` does.
type Wall = { readonly value: number; readonly isEndOfDay: boolean }

const form = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/

function wallOf(text: unknown): Wall | null {
  if (typeof text !== 'string') return null
  const [, day, hour, minute, second = '0', fraction = ''] = form.exec(text) ?? []
  if (day === undefined) return null
  const midnight = Date.parse(`${day}T00:00:00.000Z`)
  // A day that there is not is none, or falls into the next month.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return null
  const time = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1_000 + Number(fraction.padEnd(3, '0'))
  if (Number(minute) > 59 || Number(second) > 59 || time > dayMs) return null
  return { value: midnight + time, isEndOfDay: time === dayMs }
}

/** The instant that the package reads. Where the time comes twice, which of the two it is depends on the zone of the process. */
function read(wall: number): number {
  return fromZonedTime(new Date(wall).toISOString().slice(0, -1), 'Europe/Rome').getTime()
}

/** The other instant at which the clocks show the same as at this one. They are not changed twice in a week. */
function twinOf(at: number): number | undefined {
  const shown = shownMs(at)
  return [at - dayMs, at + dayMs]
    .map((near) => shown - spanAt(near).offsetMs)
    .find((other) => other !== at && shownMs(other) === shown)
}

/**
 * The instant at which the clocks of Rome show a time, whatever the zone of the process: `YYYY-MM-DDTHH:MM`, with `:SS` and up
 * to three digits of a second where they are wanted, as an `<input type="datetime-local">` gives it. A blank may stand for the `T`.
 *
 * A time that the clocks skip is refused. One that comes twice is refused too, unless `which` says which of the two is meant;
 * where it comes once, `which` changes nothing. `24:00` of a day is the first instant of the next one, so it always exists and is
 * never ambiguous.
 *
 * Total over any value. Throws `config/invalid` where the platform has no zone data for Europe/Rome.
 *
 * @example
 * romeInstant('2022-11-23T14:00')            // ok, 2022-11-23T13:00:00.000Z
 * romeInstant('2022-11-22T24:00')            // ok, 2022-11-22T23:00:00.000Z
 * romeInstant('2026-03-29T02:30')            // civil/skipped: after 01:59 it was 03:00
 * romeInstant('2026-10-25T02:30')            // civil/ambiguous, with both instants
 * romeInstant('2026-10-25T02:30', 'later')   // ok, 2026-10-25T01:30:00.000Z
 */
export function romeInstant(text: unknown, which?: 'earlier' | 'later'): Result<Instant, RomeInstantRefusal> {
  requireRomeZone()
  const wall = wallOf(text)
  if (wall === null) return refuse({ code: 'civil/malformed' })
  const at = read(wall.value)
  if (!isInstant(at)) return refuse({ code: 'civil/out-of-range' })
  if (shownMs(at) !== wall.value) {
    // The clocks are changed on Sundays. What is remembered of them ends there, or on a Thursday.
    const changedAt = spanAt(wall.value - dayMs).until
    return wall.isEndOfDay ? accept(changedAt) : refuse({ code: 'civil/skipped', changedAt })
  }
  const twin = twinOf(at) ?? at
  const [earlier, later] = [Math.min(at, twin), Math.max(at, twin)]
  if (earlier === later || wall.isEndOfDay || which === 'earlier') return accept(earlier)
  return which === 'later' ? accept(later) : refuse({ code: 'civil/ambiguous', earlier, later })
}
