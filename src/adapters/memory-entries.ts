/** All journal entries of a memory storage, in the order in which they came. */
import { base64url } from '../crypto/encoding.ts'
import type { EntriesPage, EntriesQuery, JournalEntry, Key } from '../ports/index.ts'
import { platformRandom } from './portable.ts'
import { type SortedSet, sortedSet } from './sorted-set.ts'

/** The journal of one record, with the number that each entry got. */
export type EntryRow = { readonly entries: JournalEntry[]; readonly numbers: number[] }

/** An entry, looked up when it is asked for: it may have been erased since. */
type Numbered = { readonly number: number; readonly row: EntryRow; readonly index: number }

const officeOf = (key: Key): string => key.slice(0, key.indexOf('/'))
const lower = (a: Numbered, b: Numbered): boolean => a.number < b.number
const nowhere: EntryRow = { entries: [], numbers: [] }
const at = (number: number): Numbered => ({ number, row: nowhere, index: 0 })

export type MemoryEntries = {
  /** Adds the entries to the row and numbers them. */
  readonly add: (row: EntryRow, entries: readonly JournalEntry[]) => void
  /** The entries of a record that leaves. Their numbers never come again. */
  readonly forget: (key: Key, row: EntryRow) => void
  readonly page: (query: EntriesQuery) => Promise<EntriesPage>
}

export function memoryEntries(): MemoryEntries {
  const offices = new Map<string, SortedSet<Numbered>>()
  let newest = 0
  let known: string | null = null

  /** Drawn when it is first asked for: a position of another storage, or of an earlier process, names another. */
  function incarnation(): string {
    known ??= base64url(platformRandom().bytes(9))
    return known
  }

  function setOf(office: string): SortedSet<Numbered> {
    const set = offices.get(office) ?? sortedSet(lower)
    offices.set(office, set)
    return set
  }

  /** The number that a position names; null for one that this storage has not given. */
  function numberIn(position: string): number | null {
    const digits = position.slice(position.indexOf('.') + 1)
    const number = Number(digits)
    const given = /^(0|[1-9]\d{0,15})$/.test(digits) && number <= newest
    return given && position === `${incarnation()}.${digits}` ? number : null
  }

  return {
    add(row, entries) {
      for (const entry of entries) {
        newest += 1
        row.entries.push(entry)
        row.numbers.push(newest)
        setOf(officeOf(entry.key)).add({ number: newest, row, index: row.entries.length - 1 })
      }
    },
    forget(key, { numbers }) {
      const set = setOf(officeOf(key))
      for (const number of numbers) set.delete(at(number))
    },
    async page({ office, after, limit }) {
      const from = after === undefined ? 0 : numberIn(after)
      if (from === null) return { ok: false }
      const entries: { readonly position: string; readonly entry: JournalEntry }[] = []
      for (const { number, row, index } of offices.get(office)?.after(at(from)) ?? []) {
        const entry = row.entries[index]
        if (entry !== undefined) entries.push({ position: `${incarnation()}.${number}`, entry: { ...entry } })
        if (entries.length >= limit) break
      }
      return { ok: true, entries, next: entries.at(-1)?.position ?? `${incarnation()}.${from}` }
    },
  }
}
