/** Points in time. The library never asks the host what time it is except through the clock port. */

/** Epoch milliseconds, UTC: a whole number from 0 (1970) to 253402300799999 (end of year 9999). */
export type Instant = number

/** The last instant that the library accepts: 9999-12-31T23:59:59.999Z. */
export const instantMax: Instant = 253_402_300_799_999

/** True for a whole number of milliseconds between 1970 and the end of year 9999. Total over any value. */
export function isInstant(value: unknown): value is Instant {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= instantMax
}
