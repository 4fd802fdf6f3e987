/**
 * A worker that sends the counter's mail: `node --import tsx examples/relay/worker.ts`. Run as many as you like, on as many machines;
 * environment.ts says what the environment must hold. SIGTERM or SIGINT ends it after the round in hand, a second one at once.
 *
 * It goes on at once while there is mail, waits longer each time that there is none, and never at the same rhythm as the others.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { countsOf, failureText, log, type OpenedRelay, openRelay } from './environment.ts'

const firstPauseMs = 500
const longestPauseMs = 15_000

/** How many mails a round takes on; a round must be over well before its lease. */
const limit = 200
const leaseMs = 10 * 60_000

/** Between half of it and all of it. */
const spread = (pauseMs: number): number => pauseMs * (0.5 + Math.random() / 2)

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

async function pause(pauseMs: number): Promise<void> {
  // The signal that cuts the pause short is no failure.
  await sleep(spread(pauseMs), undefined, { signal: stopping.signal }).catch(() => {})
}

/** Whether the round had anything to do. */
async function round(relay: OpenedRelay['relay']): Promise<boolean> {
  const counts = countsOf(await relay({ limit, leaseMs }))
  if (counts === null) return false
  log({ event: 'round', ...counts })
  // Somebody of the office looks at parked mail through `outbox.parked`, and at rejected mail through the journal of its record.
  return true
}

async function work({ relay, close }: OpenedRelay): Promise<void> {
  let pauseMs = firstPauseMs
  while (!stopping.signal.aborted) {
    try {
      if (await round(relay)) {
        pauseMs = firstPauseMs
        continue
      }
    } catch (error) {
      // What was leased comes back when the lease ends; the database may be back before.
      log({ event: 'failed', reason: failureText(error) })
    }
    await pause(pauseMs)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
  await close()
}

try {
  const opened = openRelay(process.env)
  log({ event: 'started' })
  await work(opened)
  log({ event: 'stopped' })
} catch (error) {
  process.stderr.write(`relay: ${failureText(error)}\n`)
  process.exitCode = 1
}
