/** How the providers of the demo behave on the way: slow, unavailable, twice, late, or with an answer that is lost after they have done what was asked. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ArrivingProvider, LeavingProvider } from 'sportello'
import type { Chance } from './chance.ts'

/** Shares of all calls, from 0 to 1, and how long a call takes. */
export type Temper = {
  /** Answered with `unavailable`, or rejected, and nothing done. */
  readonly unavailable: number
  /** Done, and the answer lost. */
  readonly lost: number
  /** Done twice, as by a repeat on the way. */
  readonly repeated: number
  /** Answered only after `lateMs`. */
  readonly late: number
  readonly leastMs: number
  readonly mostMs: number
  readonly lateMs: number
}

/** What has befallen the calls, by how. */
export type TemperCounts = { calls: number; unavailable: number; lost: number; repeated: number; late: number }

type Ports = { readonly leaving: LeavingProvider; readonly arriving: ArrivingProvider }

/** The same providers with a temper. */
export function withTemper(
  { leaving, arriving }: Ports,
  temper: Temper,
  chance: Chance,
  wait: (ms: number) => Promise<unknown> = sleep,
): Ports & { readonly counts: Readonly<TemperCounts> } {
  const counts = { calls: 0, unavailable: 0, lost: 0, repeated: 0, late: 0 }

  async function befall<Answer>(act: () => Promise<Answer>, unavailable: () => Answer): Promise<Answer> {
    counts.calls += 1
    const drawn = chance.next()
    const isLate = chance.next() < temper.late
    const ms = isLate ? temper.lateMs : chance.whole(temper.leastMs, temper.mostMs)
    if (isLate) counts.late += 1
    await wait(ms)
    if (drawn < temper.unavailable) {
      counts.unavailable += 1
      return unavailable()
    }
    const answer = await act()
    if (drawn < temper.unavailable + temper.lost) {
      counts.lost += 1
      throw new Error('the connection was closed before the answer had arrived')
    }
    if (drawn < temper.unavailable + temper.lost + temper.repeated) {
      counts.repeated += 1
      return act()
    }
    return answer
  }

  const refused = (): never => {
    throw new Error('the connection was refused')
  }
  return {
    counts,
    leaving: {
      verify: (mailbox, password) =>
        befall(
          () => leaving.verify(mailbox, password),
          () => 'unavailable',
        ),
    },
    arriving: {
      setPassword: (order) =>
        befall(
          () => arriving.setPassword(order),
          () => 'unavailable',
        ),
      copy: (order) => befall(() => arriving.copy(order), refused),
      progress: (name) => befall(() => arriving.progress(name), refused),
    },
  }
}
