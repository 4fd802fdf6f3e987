/**
 * Commands of one process that met on records take turns, in the order in which they came. Without turns the one that takes longest would
 * lose to the others again and again.
 */
import type { Key } from '../ports/index.ts'

/** The turn on some records. Whoever has it says once when it is over. */
export type Turn = { readonly keys: ReadonlySet<Key>; readonly release: () => void }

export type Turns = {
  /**
   * Waits for the turn on all of the records. Whoever has one already gives it back before: then nobody waits for somebody who waits. Null at
   * once where too many wait for one of them.
   */
  readonly take: (keys: Iterable<Key>) => Promise<Turn | null>
  /** True while somebody has the turn on the record. */
  readonly isTaken: (key: Key) => boolean
}

// More than one person brings about, and few enough to be through within seconds.
const waitingMax = 256

export function createTurns(): Turns {
  const waiting = new Map<Key, (() => void)[]>()

  function release(keys: Iterable<Key>): void {
    for (const key of keys) {
      const next = waiting.get(key)?.shift()
      if (next === undefined) waiting.delete(key)
      else next()
    }
  }

  return {
    isTaken: (key) => waiting.has(key),
    async take(keys) {
      const held = new Set<Key>()
      // All wait in one order of the records, so that no two wait for each other.
      for (const key of [...new Set(keys)].sort()) {
        const queue = waiting.get(key)
        if (queue === undefined) waiting.set(key, [])
        else if (queue.length < waitingMax) await new Promise<void>((resolve) => queue.push(resolve))
        else {
          release(held)
          return null
        }
        held.add(key)
      }
      let isOver = false
      return {
        keys: held,
        release() {
          if (!isOver) release(held)
          isOver = true
        },
      }
    },
  }
}
