/** How far the clocks of Rome are ahead of UTC. The zone data are the platform's; what it has answered is remembered. */
import { type Instant, SportelloError } from '../../kernel/index.ts'

/** A stretch of time in which the clocks of Rome are not changed: at `from` and later, before `until`. */
export type Span = { readonly from: Instant; readonly until: Instant; readonly offsetMs: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const weekMs = 7 * 24 * hourMs
// Of periods of 52 weeks there are 8,060 among all instants, so what is remembered has an end.
const periodMs = 52 * weekMs

type Offset = (at: Instant) => number

function platformOffset(): Offset {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: 'Europe/Rome',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (at) => {
    const fields = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const field = (name: Intl.DateTimeFormatPartTypes) => fields.get(name) ?? Number.NaN
    const shown = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'))
    const ahead = shown - Math.floor(at / minuteMs) * minuteMs
    // NaN where a field is missing; nothing is worked out from that.
    if (Math.abs(ahead) < 24 * hourMs) return ahead
    throw new SportelloError('config/invalid', 'civil: the platform does not tell the time in Europe/Rome')
  }
}

let offset: Offset | null = null

// Made at first use, not at import: making one takes milliseconds. Kept only when it knows Rome.
function romeOffset(): Offset {
  if (offset !== null) return offset
  try {
    const asked = platformOffset()
    // Noon UTC of 2026-01-01 and of 2026-07-01.
    if (asked(1_767_268_800_000) === hourMs && asked(1_782_907_200_000) === 2 * hourMs) {
      offset = asked
      return asked
    }
  } catch (cause) {
    throw new SportelloError('config/invalid', 'civil: the platform does not know Europe/Rome', cause)
  }
  throw new SportelloError('config/invalid', 'civil: the platform has no zone data for Europe/Rome')
}

/** Throws `config/invalid` where the platform has no zone data for Europe/Rome: two known instants are asked. */
export function requireRomeZone(): void {
  romeOffset()
}

// The offset is another one at `later`. Rome has not changed its clocks twice in a week.
function changeBetween(earlier: Instant, later: Instant, offsetAt: Offset): Instant {
  const before = offsetAt(earlier)
  let unchanged = earlier
  let changed = later
  while (changed - unchanged > minuteMs) {
    const middle = Math.floor((unchanged + changed) / 2 / minuteMs) * minuteMs
    if (offsetAt(middle) === before) unchanged = middle
    else changed = middle
  }
  return changed
}

function spansOf(period: number): readonly Span[] {
  const offsetAt = romeOffset()
  const end = (period + 1) * periodMs
  const spans: Span[] = []
  let from = period * periodMs
  let offsetMs = offsetAt(from)
  for (let week = from; week < end; week += weekMs) {
    const next = offsetAt(week + weekMs)
    if (next === offsetMs) continue
    const until = changeBetween(week, week + weekMs, offsetAt)
    spans.push({ from, until, offsetMs })
    from = until
    offsetMs = next
  }
  spans.push({ from, until: end, offsetMs })
  return spans
}

const periods = new Map<number, readonly Span[]>()

/**
 * The span that the instant lies in. It may begin later and end earlier than the clocks were changed: the one that begins at its
 * `until` goes on. Throws `config/invalid` where the platform has no zone data.
 */
export function spanAt(at: Instant): Span {
  const period = Math.floor(at / periodMs)
  let spans = periods.get(period)
  if (spans === undefined) {
    spans = spansOf(period)
    periods.set(period, spans)
  }
  let index = spans.length - 1
  while (index > 0 && at < (spans[index] as Span).from) index -= 1
  return spans[index] as Span
}
