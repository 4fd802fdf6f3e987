/** Jobs of one process, by the timers of the platform. */

type Timer = { readonly unref?: () => unknown } | number
type Timers = {
  readonly setTimeout: (run: () => void, ms: number) => Timer
  readonly clearTimeout: (timer: Timer) => void
}

/**
 * Runs the job at once, and again `ms` after each end, so that it never overlaps itself. The job must not reject. The timer keeps no process alive. The
 * answer stops it: it fulfils once no run is under way any more.
 */
export function repeatedly(ms: number, job: () => Promise<void>): () => Promise<void> {
  const { setTimeout, clearTimeout } = globalThis as typeof globalThis & Timers
  let isStopped = false
  let timer: Timer | null = null
  let underWay: Promise<void> = Promise.resolve()
  const run = (): void => {
    underWay = job().then(() => {
      if (isStopped) return
      timer = setTimeout(run, ms)
      if (typeof timer === 'object') timer.unref?.()
    })
  }
  run()
  return () => {
    isStopped = true
    if (timer !== null) clearTimeout(timer)
    return underWay
  }
}
