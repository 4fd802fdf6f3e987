/**
 * Commands of one process that met on a record take turns, in the order in which they came. Without turns the one that takes longest would lose
 * to the others again and again.
 */
import type { Key } from '../ports/index.ts'

export type Turns = {
  /** Waits for the turn on the record. Whoever gets it calls what is answered, once, when done. Null at once where too many wait. */
  readonly take: (key: Key) => Promise<(() => void) | null>
  /** True while somebody has the turn on the record. */
  readonly isTaken: (key: Key) => boolean
}

// More than one person brings about, and few enough to be through within seconds.
const waitingMax = 256

export function createTurns(): Turns {
  const waiting = new Map<Key, (() => void)[]>()

  function release(key: Key): void {
    const next = waiting.get(key)?.shift()
    if (next === undefined) waiting.delete(key)
    else next()
  }

  return {
    isTaken: (key) => waiting.has(key),
    async take(key) {
      const queue = waiting.get(key)
      if (queue === undefined) waiting.set(key, [])
      else if (queue.length >= waitingMax) return null
      else await new Promise<void>((resolve) => queue.push(resolve))
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        release(key)
      }
    },
  }
}
