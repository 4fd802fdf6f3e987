/**
 * The clocks of Rome by hand, without zone data. Since 1996 the whole Union changes its clocks at 01:00 UTC of the last Sundays of
 * March and October (directives 97/44/EC and 2000/84/EC), so everything here holds from 1996 to the end of 2040.
 */

export const hour = 3_600_000
export const day = 24 * hour
export const years: readonly number[] = Array.from({ length: 2040 - 1996 + 1 }, (_, i) => 1996 + i)

/** 01:00 UTC of the last Sunday of a month. */
export function change(year: number, month: 3 | 10): number {
  const last = Date.UTC(year, month - 1, 31, 1)
  return last - new Date(last).getUTCDay() * day
}

/** What the clocks show. */
export function clocksOfRome(at: number) {
  const year = new Date(at).getUTCFullYear()
  const summer = at >= change(year, 3) && at < change(year, 10)
  const shown = new Date(at + (summer ? 2 : 1) * hour)
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
  }
}

/** The beginning of a civil day; days beyond the end of the month are those of the next. */
export function midnight(year: number, month: number, dayOfMonth: number): number {
  const utc = Date.UTC(year, month - 1, dayOfMonth)
  const ofYear = new Date(utc).getUTCFullYear()
  // The day of the change in March begins in winter time, that of the change in October in summer time.
  const summer = utc > change(ofYear, 3) && utc < change(ofYear, 10)
  return utc - (summer ? 2 : 1) * hour
}

/** What a deadline must be, and the day that ends at it. */
export function deadlineByHand(receivedAt: number): { readonly deadline: number; readonly last: string } {
  const received = clocksOfRome(receivedAt)
  return {
    deadline: midnight(received.year, received.month, received.day + 2),
    last: new Date(Date.UTC(received.year, received.month - 1, received.day + 1)).toISOString().slice(0, 10),
  }
}

/** The instants around the changes of the clock among them: three at each of eleven hours. */
export function changes(): readonly number[] {
  return years.flatMap((year) =>
    ([3, 10] as const).flatMap((month) =>
      [-25, -24, -3, -2, -1, 0, 1, 2, 3, 24, 25].flatMap((hours) => {
        const at = change(year, month) + hours * hour
        return [at - 1, at, at + 1]
      }),
    ),
  )
}

/** A millisecond before, at and after every midnight and every change of the clocks, and the hours around those changes, in order. */
export function edges(): readonly number[] {
  const instants: number[] = []
  const around = (at: number) => instants.push(at - 1, at, at + 1)
  for (const year of years) {
    for (let count = 1; Date.UTC(year, 0, count) < Date.UTC(year + 1, 0, 1); count += 1) around(midnight(year, 1, count))
    for (const month of [3, 10] as const) {
      for (const hours of [-25, -24, -3, -2, -1, 0, 1, 2, 3, 24, 25]) around(change(year, month) + hours * hour)
    }
  }
  return instants.sort((a, b) => a - b)
}
