/** Mail and sweep of one process. */
import { repeatedly } from '../adapters/timers.ts'
import type { PortalConfiguration, PortalSportello } from './options.ts'

/** How long the jobs rest. Everything may be left out. */
export type JobTimes = {
  /** Between two rounds of mail, ms: 5 seconds where it is left out. */
  readonly relayMs?: number
  /** Between two sweeps, ms: an hour where it is left out. */
  readonly sweepMs?: number
}

/** Runs the relay and the sweep until the answer is called, which waits for the run that is under way. */
export function startJobs(
  { relay, retention }: PortalSportello,
  log: PortalConfiguration['log'],
  { relayMs = 5_000, sweepMs = 3_600_000 }: JobTimes = {},
): () => Promise<void> {
  async function mail(): Promise<void> {
    try {
      const { reasons, retried, rejected, parked, overdue } = await relay()
      // A mail server that is down throws nothing.
      if ([reasons, retried, rejected, parked, overdue].some(({ length }) => length > 0)) {
        log('relay', { reasons, retried, rejected, parked, overdue })
      }
    } catch (error) {
      log('relay', error)
    }
  }
  async function sweep(): Promise<void> {
    try {
      const { failed, failures } = await retention.sweep()
      if (failed > 0) log('sweep', { failed, failures })
    } catch (error) {
      log('sweep', error)
    }
  }
  const stops = [repeatedly(relayMs, mail), repeatedly(sweepMs, sweep)]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}
