/** The pieces of docs/guides/jobs.md: a worker that does everything that no person asks for. */
import type { Sportello } from 'sportello'
import { keepAnchor } from '../anchors.ts'

// #region worker
/** In as many processes as you like. The answer ends the worker, once what runs is done. */
export function startWorker(sportello: Sportello, anchors: string): () => Promise<void> {
  const running = new Set<Promise<unknown>>()
  const every = (ms: number, job: () => Promise<unknown>) =>
    setInterval(() => {
      const run = job().catch((cause: unknown) => console.error(cause))
      running.add(run)
      void run.finally(() => running.delete(run))
    }, ms)
  const timers = [
    every(5_000, async () => {
      const { reasons, parked } = await sportello.relay()
      for (const { reason } of reasons) console.error('mail', reason) // a dead mail server throws nothing
      if (parked.length > 0) console.error(`${parked.length} letters wait for the office: outbox.parked() says why`)
    }),
    every(3_600_000, () => sportello.retention.sweep()),
    every(3_600_000, () => sportello.maintenance.sweep()),
    every(3_600_000, () => sportello.sunset.sweep()),
    every(86_400_000, () => keepAnchor(sportello.journal, anchors)), // a folder that the database cannot write
  ]
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await Promise.all(running)
  }
}
// #endregion
