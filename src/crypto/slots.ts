/** Costly work in bounded slots: so many jobs at once, so many waiting in the order of arrival, and the rest refused as busy. */
import { SportelloError } from '../kernel/index.ts'

/** Runs the job in a slot and gives its outcome. Rejects with `busy` at once when every slot and every place in the queue is taken. */
export type Slots = <Value>(job: () => Promise<Value>) => Promise<Value>

/** `slots` jobs at most run at once and `queueMax` wait. A job frees its slot however it ends; one that never ends keeps it. */
export function createSlots(slots: number, queueMax: number): Slots {
  let free = slots
  const queue: (() => void)[] = []

  // The slot goes from hand to hand, so nobody who comes in between can take it before the first in the queue.
  function release(): void {
    const next = queue.shift()
    if (next === undefined) free += 1
    else next()
  }

  return async (job) => {
    if (free > 0) free -= 1
    else if (queue.length >= queueMax) throw new SportelloError('busy', 'password hash: every slot and the whole queue are taken')
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await job()
    } finally {
      release()
    }
  }
}
