/** Whose the records of a page are. */
import type { Key } from '../../../ports/index.ts'
import { readState, recordIn } from '../../../runtime/record.ts'
import { loadRows } from '../../../runtime/runtime.ts'
import type { FeedContext, OpenProcedure } from './context.ts'
import type { ToldEntry } from './events.ts'

/** How many rows are loaded in one call. */
const batchSize = 100

/** The account that a state or an event names; null where it names none. */
function accountIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('accountId' in value)) return null
  return typeof value.accountId === 'string' ? value.accountId : null
}

/**
 * The account of each entry: that which the record bears, or an entry of the page names, or the state of the record
 * does. Missing for a record that is gone. Throws `record/unreadable` for a state that cannot be read: an event without its account would
 * be lost on the host.
 */
export async function accountsOf({ runtime }: FeedContext, told: readonly ToldEntry[]): Promise<ReadonlyMap<ToldEntry, string>> {
  const accounts = new Map<Key, string>()
  const unknown = new Map<Key, OpenProcedure>()
  for (const { key, line, procedure } of told) {
    if (accounts.has(key)) continue
    const named = procedure.subject.of === 'account' ? recordIn(key).id : accountIn(line.data)
    if (named !== null) accounts.set(key, named)
    else unknown.set(key, procedure)
  }
  const missing = [...unknown].filter(([key]) => !accounts.has(key))
  for (let from = 0; from < missing.length; from += batchSize) {
    const batch = missing.slice(from, from + batchSize)
    const rows = await loadRows(
      runtime,
      batch.map(([key]) => key),
    )
    batch.forEach(([key, { kind }], i) => {
      const row = rows[i] ?? null
      const named = row === null ? null : accountIn(readState(kind, row))
      if (named !== null) accounts.set(key, named)
    })
  }
  // A record that comes to another account belongs to it from the entry on that says so.
  const owners = new Map<ToldEntry, string>()
  for (const entry of told) {
    const named = entry.procedure.subject.of === 'account' ? null : accountIn(entry.line.data)
    if (named !== null) accounts.set(entry.key, named)
    const owner = accounts.get(entry.key)
    if (owner !== undefined) owners.set(entry, owner)
  }
  return owners
}
