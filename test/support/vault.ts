/** What somebody can do who can write the database past the library, and has no key. */
import { createHash } from 'node:crypto'
import type { JournalEntry, Key, Storage, Stored } from 'sportello'
import { type MemoryContents, memoryStorage } from 'sportello/memory'

type Held = { readonly row: Stored; readonly entries: readonly JournalEntry[] }

export type Vault = {
  /** Answers from what is held, whatever was done to it. */
  readonly storage: Storage
  /** The row and the journal of a key; a failing test where there is none. */
  readonly held: (key: Key) => Held
  readonly has: (key: Key) => boolean
  readonly put: (key: Key, held: Held) => void
  readonly drop: (key: Key) => void
}

/** A copy of what a storage holds, which can be read through the port and written past it. */
export function vaultOf({ records, journal }: Pick<MemoryContents, 'records' | 'journal'>): Vault {
  const rows = new Map<Key, Held>(
    records.map((row) => [row.key, { row, entries: journal.filter(({ key }) => key === row.key) }] as const),
  )
  return {
    storage: {
      ...memoryStorage(),
      load: async (keys) => keys.map((key) => rows.get(key)?.row ?? null),
      async list({ office, kind, after = '', limit }) {
        const living = [...rows.values()].map(({ row }) => row).filter(({ erasedAt }) => erasedAt === null)
        const asked = living.filter(({ key }) => key.startsWith(`${office}/${kind}/`) && key > after)
        return asked.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit)
      },
      journal: async (key, { after, limit }) => rows.get(key)?.entries.slice(after, after + limit) ?? [],
    },
    held(key) {
      const found = rows.get(key)
      if (found === undefined) throw new Error(`nothing under ${key}`)
      return found
    },
    has: (key) => rows.has(key),
    put: (key, held) => void rows.set(key, held),
    drop: (key) => void rows.delete(key),
  }
}

/** The journal without its last entries, and the head set back to what is then the last one. */
export function cutTail({ row, entries }: Held, count: number): Held {
  const left = entries.slice(0, -count)
  return { row: { ...row, journalHead: left.at(-1)?.hash ?? '' }, entries: left }
}

/** Entry `sequence` says that somebody else did it, and the chain is computed anew from there, as far as one can without a key. */
export function recomputed({ row, entries }: Held, sequence: number): Held {
  let previous = entries[sequence - 2]?.hash ?? ''
  const forged = entries.slice(sequence - 1).map((entry, i) => {
    const { key, at, type, data, personalDigest } = entry
    const by = i === 0 ? 'operator:evil' : entry.by
    const told = `${key}\0${entry.sequence}\0${at}\0${by}\0${type}\0${data}\0${personalDigest}\0${previous}`
    const digest = createHash('sha256').update(told).digest('base64url')
    const fresh = { ...entry, by, previous, hash: entry.hash.replace(/~.*$/, `~${digest}`) }
    previous = fresh.hash
    return fresh
  })
  return { row: { ...row, journalHead: previous }, entries: [...entries.slice(0, sequence - 1), ...forged] }
}
