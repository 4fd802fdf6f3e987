/** The tags that this process has last seen on its records: a guess that saves a look, and that the database has the last word on. */
import type { Key } from '../../ports/index.ts'
import type { KnownTags } from './commit-pieces.ts'

const keysMax = 2_000

export function knownTags(): KnownTags & {
  readonly see: (key: Key, tags: readonly string[]) => void
  readonly forget: (key: Key) => void
} {
  const seen = new Map<Key, readonly string[]>()
  return {
    get: (key) => seen.get(key),
    see(key, tags) {
      // Added again, it is the youngest.
      seen.delete(key)
      seen.set(key, tags)
      if (seen.size <= keysMax) return
      for (const oldest of seen.keys()) {
        seen.delete(oldest)
        return
      }
    },
    forget: (key) => void seen.delete(key),
  }
}
