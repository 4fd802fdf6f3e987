/** The deadline of a confirmation, four times over, on the same thousand receptions. */
import { addDays, startOfDay } from 'date-fns'
import { fromZonedTime, toZonedTime } from 'date-fns-tz'
import type * as Pec from 'sportello/pec'
import { Temporal } from 'temporal-polyfill'
import { drawing } from './password-checks.ts'

export type DeadlineSide = { readonly name: string; readonly deadline: (receivedAt: number) => number }

const zone = 'Europe/Rome'
const hour = 3_600_000
const day = 24 * hour

/** A thousand instants from 1996 to 2040, scattered; every tenth within three days of a change of the clocks. */
export function mixedReceptions(): readonly number[] {
  const draw = drawing(2026)
  return Array.from({ length: 1_000 }, (_, index) => {
    const start = Date.UTC(1996 + draw(45), 0, 1)
    if (index % 10 > 0) return start + draw(364) * day + draw(day)
    const month = draw(2) === 0 ? 2 : 9
    return Date.UTC(new Date(start).getUTCFullYear(), month, 31) - draw(9) * day + draw(day)
  })
}

export function ourDeadline({ confirmationDeadline }: Pick<typeof Pec, 'confirmationDeadline'>): DeadlineSide {
  return { name: 'sportello', deadline: confirmationDeadline }
}

/** As its documentation has it. Right only in a process whose own zone has every midnight, such as UTC. */
export function dateFnsDeadline(): DeadlineSide {
  const deadline = (at: number) => fromZonedTime(addDays(startOfDay(toZonedTime(at, zone)), 2), zone).getTime()
  return { name: 'date-fns-tz', deadline }
}

export function temporalDeadline(): DeadlineSide {
  const deadline = (at: number) => {
    const received = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    return received.toPlainDate().add({ days: 2 }).toZonedDateTime(zone).epochMilliseconds
  }
  return { name: 'temporal-polyfill', deadline }
}

/** The rule of the Union in whole numbers, without zone data and without `Date`: right from 1996 to 2099, and the limit. */
export function handWrittenDeadline(): DeadlineSide {
  function offset(at: number): number {
    // Days and years since the beginning of 1968, four years of which have 1,461 days.
    const days = ((at / day) | 0) + 731
    const cycle = (days / 1_461) | 0
    const rest = days - 1_461 * cycle
    const year = 4 * cycle + (rest < 366 ? 0 : ((rest - 1) / 365) | 0)
    // The last days of March and October as days since 1970, which began on a Thursday.
    const march = 365 * (year - 2) + (year >> 2) + 89
    const october = march + 214
    const begins = (march - ((march + 4) % 7)) * day + hour
    const ends = (october - ((october + 4) % 7)) * day + hour
    return at >= begins && at < ends ? 2 * hour : hour
  }
  function deadline(at: number): number {
    const midnight = (((at + offset(at)) / day) | 0) * day + 2 * day
    return midnight - offset(midnight - 2 * hour)
  }
  return { name: 'hand-written rule', deadline }
}

/** The sides, if they agree on every reception: otherwise there is nothing to compare, and it throws. */
export function agreeing(sides: readonly DeadlineSide[], receptions: readonly number[]): readonly DeadlineSide[] {
  for (const at of receptions) {
    const answers = new Set(sides.map(({ deadline }) => deadline(at)))
    if (answers.size > 1) throw new Error(`deadlines of ${at}: ${[...answers].join(', ')}`)
  }
  return sides
}
