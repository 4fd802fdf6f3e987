/** A clock that stands still until it is told to move. */
import { type Instant, invariant, isInstant } from '../../kernel/index.ts'
import type { Clock } from '../../ports/index.ts'

/** A clock that stands until it is told to move. */
export type FixedClock = Clock & {
  /** Forwards or backwards. */
  set(at: Instant): void
  /** A negative number sets the clock back. */
  advance(ms: number): void
}

/**
 * A clock that shows the given instant. An instant that is none is an error of the program.
 *
 * @example
 * const clock = fixedClock(Date.UTC(2026, 2, 10, 9))
 * clock.set(clock.now() + 86_400_000)
 */
export function fixedClock(start: Instant): FixedClock {
  let at: Instant
  function set(instant: Instant): void {
    invariant(isInstant(instant), 'a clock shows a whole number of milliseconds between 1970 and the end of 9999')
    at = instant
  }
  set(start)
  return { now: () => at, set, advance: (ms) => set(at + ms) }
}
