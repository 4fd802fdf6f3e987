/** Storage in the memory of one process, for tests, trials and demos: the strictest of all adapters, and fast. */
import type {
  Commit,
  CommitOutcome,
  JournalEntry,
  Key,
  ListQuery,
  OutboxMessage,
  Storage,
  Stored,
  Write,
} from '../ports/index.ts'
import { misuse } from './argument-rules.ts'
import { keepingRules } from './checked-storage.ts'
import { type EntryRow, memoryEntries } from './memory-entries.ts'
import { memoryOutbox } from './memory-outbox.ts'
import { type SortedSet, sortedSet } from './sorted-set.ts'

export { type MemoryDocumentsOptions, memoryDocuments } from './memory-documents.ts'

/** All that a memory storage holds, as copies. */
export type MemoryContents = {
  readonly records: readonly Stored[]
  readonly journal: readonly JournalEntry[]
  /** Settled messages included; their `sealed` is empty. */
  readonly outbox: readonly OutboxMessage[]
}

/** A storage in memory that can also be looked into. */
export type MemoryStorage = Storage & {
  /** Looks past the port at everything that is held: for tests of what must not be there. */
  contents(): MemoryContents
}

type Row = EntryRow & { stored: Stored }
type Due = { readonly dueAt: number; readonly key: Key }
/** The records of one office and kind. Only living ones are in the sorted sets; in `tagged` is each tag with a blank and the key. */
type Index = {
  readonly rows: Map<Key, Row>
  readonly keys: SortedSet<Key>
  readonly tagged: SortedSet<string>
  readonly due: SortedSet<Due>
}

const lower = (a: string, b: string): boolean => a < b
const earlier = (a: Due, b: Due): boolean => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.key < b.key)

const prefixOf = (key: Key): string => key.slice(0, key.lastIndexOf('/') + 1)

const copyOf = (stored: Stored): Stored => ({ ...stored, tags: [...stored.tags] })

const sameTags = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((tag, i) => tag === b[i])

/**
 * A storage that lasts as long as the process. Every rule of the port is enforced: what breaks one is rejected with
 * `storage/misuse` and changes nothing. The cost of a call does not grow with the number of records.
 *
 * @example
 * const storage = memoryStorage() // for tests: nothing is left at the end
 */
export function memoryStorage(): MemoryStorage {
  const indexes = new Map<string, Index>()
  const outbox = memoryOutbox()
  const order = memoryEntries()

  const rowOf = (key: Key): Row | undefined => indexes.get(prefixOf(key))?.rows.get(key)

  function indexOf(key: Key): Index {
    const prefix = prefixOf(key)
    const known = indexes.get(prefix)
    if (known !== undefined) return known
    const index: Index = { rows: new Map(), keys: sortedSet(lower), tagged: sortedSet(lower), due: sortedSet(earlier) }
    indexes.set(prefix, index)
    return index
  }

  /** Moves a record in the indexes; one that does not exist or is erased is in none. */
  function reindex(key: Key, before: Stored | null, after: Stored | null): void {
    const retagged = !sameTags(before?.tags ?? [], after?.tags ?? [])
    const [dueBefore, dueAfter] = [before?.dueAt ?? null, after?.dueAt ?? null]
    if (!retagged && dueBefore === dueAfter && before !== null && after !== null) return
    const { keys, tagged, due } = indexOf(key)
    if (before === null) keys.add(key)
    if (after === null) keys.delete(key)
    if (dueBefore !== dueAfter) {
      if (dueBefore !== null) due.delete({ dueAt: dueBefore, key })
      if (dueAfter !== null) due.add({ dueAt: dueAfter, key })
    }
    if (!retagged) return
    for (const tag of before?.tags ?? []) tagged.delete(`${tag} ${key}`)
    for (const tag of after?.tags ?? []) tagged.add(`${tag} ${key}`)
  }

  function conflictOf({ expects, writes, removes }: Commit, written: readonly (Row | undefined)[]): Key | null {
    for (const { key, version } of expects) if ((rowOf(key)?.stored.version ?? 0) !== version) return key
    for (const { key, version } of removes) if ((rowOf(key)?.stored.version ?? 0) !== version) return key
    const moved = writes.find(({ expectedVersion }, i) => (written[i]?.stored.version ?? 0) !== expectedVersion)
    return moved?.key ?? null
  }

  function refuseBrokenChain({ journalHead, entries: [first] }: Write, row: Row | undefined): void {
    const newest = row?.stored.journalHead ?? ''
    if (first === undefined && journalHead !== newest) misuse('without journal entries the head of a record stays as it is')
    if (first !== undefined && (first.previous !== newest || first.sequence !== (row?.entries.length ?? 0) + 1)) {
      misuse('journal entries continue what is stored without gaps')
    }
  }

  function apply(write: Write, row: Row | undefined): void {
    const { key, machine, schema, state, personal, dueAt, at, journalHead, entries } = write
    // Tags seldom change: what is held already need not be held twice.
    const tags = row !== undefined && sameTags(row.stored.tags, write.tags) ? row.stored.tags : write.tags
    const version = write.expectedVersion + 1
    // Named one by one: a spread of all but two fields is many times slower.
    const stored: Stored = { key, version, machine, schema, state, personal, tags, dueAt, at, journalHead, erasedAt: null }
    reindex(key, row === undefined || row.stored.erasedAt !== null ? null : row.stored, stored)
    if (row === undefined) {
      const fresh: Row = { stored, entries: [], numbers: [] }
      indexOf(key).rows.set(key, fresh)
      order.add(fresh, entries)
    } else {
      row.stored = stored
      order.add(row, entries)
    }
  }

  function remove(key: Key): void {
    const row = rowOf(key)
    if (row === undefined) return
    const { stored } = row
    order.forget(key, row)
    if (stored.erasedAt === null) reindex(key, stored, null)
    indexOf(key).rows.delete(key)
  }

  /** The keys after `after`, ascending: of one tag, or all. */
  function* walk({ keys, tagged }: Index, tag: string | undefined, after: Key = ''): Iterable<Key> {
    if (tag === undefined) {
      yield* keys.after(after)
      return
    }
    // No tag holds a blank and every character of one sorts after it, so the keys of a tag stand together.
    const prefix = `${tag} `
    for (const item of tagged.after(prefix + after)) {
      if (!item.startsWith(prefix)) return
      yield item.slice(prefix.length)
    }
  }

  function sizeOf({ keys, tagged }: Index, tag: string | undefined): number {
    return tag === undefined ? keys.size() : tagged.countUpTo(`${tag}!`) - tagged.countUpTo(`${tag} `)
  }

  function find({ office, kind, tag, dueBefore, after, limit }: ListQuery): Stored[] {
    const index = indexes.get(`${office}/${kind}/`)
    if (index === undefined) return []
    // The sorted sets name only keys that are in the rows.
    const held = (key: Key): Stored => (index.rows.get(key) as Row).stored
    const copyHeld = (key: Key): Stored => copyOf(held(key))
    const dueCount = dueBefore === undefined ? 0 : index.due.countUpTo({ dueAt: dueBefore, key: '\u007F' })
    // Few due records among many are read from their own index and sorted; else the keys are walked until the page is full.
    if (dueBefore !== undefined && dueCount * dueCount <= limit * sizeOf(index, tag)) {
      const chosen: Key[] = []
      for (const { dueAt, key } of index.due.after()) {
        if (dueAt > dueBefore) break
        if ((after === undefined || key > after) && (tag === undefined || held(key).tags.includes(tag))) chosen.push(key)
      }
      return chosen.sort().slice(0, limit).map(copyHeld)
    }
    const found: Stored[] = []
    for (const key of walk(index, tag, after)) {
      const { dueAt } = held(key)
      if (dueBefore !== undefined && (dueAt === null || dueAt > dueBefore)) continue
      found.push(copyHeld(key))
      if (found.length === limit) break
    }
    return found
  }

  const inner: Storage = {
    lease: outbox.lease,
    settle: outbox.settle,
    isWaiting: outbox.isWaiting,
    parked: outbox.parked,
    requeue: outbox.requeue,
    async load(keys) {
      return keys.map((key) => {
        const row = rowOf(key)
        return row === undefined ? null : copyOf(row.stored)
      })
    },
    async list(query) {
      return find(query)
    },
    async commit(commit): Promise<CommitOutcome> {
      const written = commit.writes.map(({ key }) => rowOf(key))
      const conflict = conflictOf(commit, written)
      if (conflict !== null) return { ok: false, conflict }
      // Whoever lost a race is told so before anything is said about a chain or an id that the winner has taken.
      commit.writes.forEach((write, i) => {
        refuseBrokenChain(write, written[i])
      })
      outbox.refuseUsedIds(commit.outbox)
      commit.writes.forEach((write, i) => {
        apply(write, written[i])
      })
      for (const { key } of commit.removes) remove(key)
      for (const topic of commit.cancelMail) outbox.voidTopic(topic)
      outbox.queue(commit.outbox)
      return { ok: true }
    },
    async journal(key, { after, limit }) {
      const entries = rowOf(key)?.entries.slice(after, after + limit) ?? []
      return entries.map((entry) => ({ ...entry }))
    },
    entries: order.page,
    async erase(key, at, expected) {
      const row = rowOf(key)
      if (row === undefined || row.stored.erasedAt !== null) return
      if (expected !== undefined && expected !== row.stored.version) return
      reindex(key, row.stored, null)
      const version = row.stored.version + 1
      row.stored = { ...row.stored, version, personal: null, tags: [], dueAt: null, at, erasedAt: at }
      row.entries.forEach((entry, i) => {
        row.entries[i] = { ...entry, personal: null }
      })
    },
  }

  return {
    ...keepingRules(inner, (key) => rowOf(key)?.stored),
    contents() {
      const all = [...indexes.values()].flatMap(({ rows }) => [...rows.values()])
      return {
        records: all.map(({ stored }) => copyOf(stored)),
        journal: all.flatMap(({ entries }) => entries.map((entry) => ({ ...entry }))),
        outbox: outbox.contents(),
      }
    },
  }
}
