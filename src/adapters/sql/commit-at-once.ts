/**
 * A commit as one statement, which is one short transaction of PostgreSQL and one round trip. It either finds everything as the commit
 * expects and does all of it, or fails and does nothing; why it failed is then found out step by step.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Commit, Key, Write } from '../../ports/index.ts'
import {
  byKey,
  changes,
  journalColumns,
  journalValues,
  messageValues,
  queuedColumns,
  recordValues,
  scopeOf,
  tuples,
  writtenColumns,
} from './rows.ts'
import type { Tables } from './tables.ts'

// Above this the statement grows long, and what is saved by one round trip no longer counts.
const writesMax = 24
const rowsMax = 200

/** The tags that a record is believed to have, as far as this process has seen them; the statement fails where they differ. */
export type KnownTags = { readonly get: (key: Key) => readonly string[] | undefined }

const before = ({ entries, head }: Write): { readonly head: string; readonly sequence: number | null } => {
  const first = entries[0]
  return first === undefined ? { head, sequence: null } : { head: first.previous, sequence: first.sequence - 1 }
}

/** True for a first write whose journal begins at the beginning; for another one somebody must say what is wrong with it. */
const beginsWell = (write: Write): boolean => {
  const { head, sequence } = before(write)
  return write.expectedVersion > 0 || (head === '' && (sequence ?? 0) === 0)
}

/** Whether the commit is of those that one statement does. That a record must not exist needs a row to wait for, hence steps. */
export function fitsAtOnce({ expects, writes, removes, outbox, voids }: Commit): boolean {
  if (removes.length > 0 || writes.length > writesMax || expects.length > writesMax) return false
  const entries = writes.reduce((sum, write) => sum + write.entries.length, 0)
  if (entries + outbox.length + voids.length > rowsMax) return false
  return expects.every(({ version }) => version > 0) && writes.every(beginsWell)
}

/** Whether everything was as expected: else the division fails, and with it the statement. */
const unless = (condition: RawBuilder<unknown>) => sql`select 1 / (case when ${condition} then 1 else 0 end) as done`

/** The statement, or null when there is nothing to do. */
export function commitAtOnce(tables: Tables, commit: Commit, known: KnownTags): RawBuilder<unknown> | null {
  const { expects, outbox, voids } = commit
  const { record, tag, journal, outbox: mail } = tables
  const writes = [...commit.writes].sort(byKey)
  const inserted = writes.filter(({ expectedVersion }) => expectedVersion === 0)
  const updated = writes.filter(({ expectedVersion }) => expectedVersion > 0)
  const held = [...expects, ...updated.map(({ key, expectedVersion: version }) => ({ key, version }))].sort(byKey)
  const parts: RawBuilder<unknown>[] = []
  const conditions: RawBuilder<unknown>[] = []
  const part = (name: string, statement: RawBuilder<unknown>) => void parts.push(sql`${sql.raw(name)} as (${statement})`)

  // Two commits on the same rows meet here, in the order of the keys, so neither waits for what the other holds.
  const locks = expects.length > 0 || updated.length > 1
  if (locks) {
    const rows = tuples(held.map(({ key, version }) => [key, version]))
    part('held', sql`select key from ${record} where (key, version) in (${rows}) order by key for update`)
    conditions.push(sql`(select count(*) from held) = ${sql.lit(held.length)}`)
  }
  const whenHeld = locks ? sql` and (select count(*) from held) = ${sql.lit(held.length)}` : sql``
  updated.forEach((write, i) => {
    const { key, expectedVersion } = write
    const { head, sequence } = before(write)
    const tags = known.get(key) ?? write.tags
    const chain = sequence === null ? sql`` : sql` and sequence = ${sequence}`
    const where = sql`key = ${key} and version = ${expectedVersion} and head = ${head}${chain} and tags = ${JSON.stringify(tags)}`
    part(`changed${i}`, sql`update ${record} set ${changes(write)} where ${where}${whenHeld} returning key`)
    conditions.push(sql`(select count(*) from ${sql.raw(`changed${i}`)}) = 1`)
    const gone = tags.filter((old) => !write.tags.includes(old))
    const added = write.tags.filter((fresh) => !tags.includes(fresh))
    if (gone.length > 0) {
      part(`untagged${i}`, sql`delete from ${tag} where scope = ${scopeOf(key)} and tag in (${sql.join(gone)}) and key = ${key}`)
    }
    if (added.length > 0) part(`retagged${i}`, insertTags(tables, [{ key, tags: added }]))
  })
  if (inserted.length > 0) {
    part('added', sql`insert into ${record} (${writtenColumns}) values ${tuples(inserted.map(recordValues))}`)
    const tagged = inserted.filter(({ tags }) => tags.length > 0)
    if (tagged.length > 0) part('tagged', insertTags(tables, tagged))
  }
  const entries = writes.flatMap((write) => write.entries)
  if (entries.length > 0) {
    part('noted', sql`insert into ${journal} (${journalColumns}) values ${tuples(entries.map(journalValues))}`)
  }
  // A statement does not see what it inserts itself, so the mail of this commit stays.
  if (voids.length > 0) {
    const topics = sql.join([...new Set(voids)])
    part('voided', sql`update ${mail} set sealed = '', parked_at = null where topic in (${topics}) and sealed <> ''`)
  }
  if (outbox.length > 0) part('queued', sql`insert into ${mail} (${queuedColumns}) values ${tuples(outbox.map(messageValues))}`)
  if (parts.length === 0) return null
  return sql`with ${sql.join(parts)} ${unless(conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `))}`
}

/** The rows by which records are found by their tags. */
export function insertTags(
  { tag }: Tables,
  tagged: readonly { readonly key: Key; readonly tags: readonly string[] }[],
): RawBuilder<unknown> {
  const rows = tagged.flatMap(({ key, tags }) => tags.map((text) => [scopeOf(key), text, key]))
  return sql`insert into ${tag} (scope, tag, key) values ${tuples(rows)}`
}
