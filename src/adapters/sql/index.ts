/** Storage in a database through Kysely: the host hands in its instance, or an open transaction of it. */
import { type Kysely, sql } from 'kysely'
import type { Commit, CommitOutcome, Key, Storage, Stored } from '../../ports/index.ts'
import { readCommit, readErasure, readKeys, readPage, readQuery } from '../storage-rules.ts'
import { commitAtOnce } from './commit-at-once.ts'
import { commitInSteps } from './commit-in-steps.ts'
import { knownTags } from './known-tags.ts'
import { forgetAbsent, listed, loaded } from './listing.ts'
import { type JournalRow, journalColumns, readEntry, readRecord, scopeOf } from './rows.ts'
import { engineOf, type SqlOptions, tablesOf } from './tables.ts'
import { sqlOutbox } from './waiting-mail.ts'
import { ownWork, workWithin } from './work.ts'

export { type GivenClient, type GivenDatabase, type GivenPool, type GivenStatement, pgPool, sqliteHandle } from './handles.ts'
export { migrate, migrationSql } from './migrations.ts'
export type { Engine, SqlOptions } from './tables.ts'

/**
 * A storage in the tables that `migrate` makes. `db` is an instance of Kysely on PostgreSQL or SQLite, or an open transaction of the
 * host: then the host's own rows commit, or roll back, together with ours, and a conflict leaves the transaction usable. Correct at
 * READ COMMITTED, and whatever is above it. Throws `config/invalid` for another dialect and for names that are none; calls are
 * rejected with `storage/failed` when the database fails, with `busy` when too many were at the same rows and nothing was done.
 */
export function sqlStorage<DB>(db: Kysely<DB>, options: SqlOptions = {}): Storage {
  const tables = tablesOf(engineOf(db, options), options)
  const { record, tag, journal } = tables
  const work = db.isTransaction ? workWithin(db) : ownWork(db, tables)
  const known = knownTags()

  // Until the engine says that it does not.
  let doesAllAtOnce = true

  async function commitKnown(commit: Commit): Promise<CommitOutcome> {
    if (doesAllAtOnce) {
      const verdict = await commitAtOnce(work, tables, commit, known)
      if (verdict === 'done') return { ok: true }
      doesAllAtOnce = verdict !== 'unsupported'
    }
    return work.atomically(
      (transaction) => commitInSteps(transaction, tables, commit),
      ({ ok }) => ok,
    )
  }

  return {
    ...sqlOutbox(tables, work),
    async load(keys) {
      const read = readKeys(keys)
      const { rows } = await work.once(loaded(tables, [...new Set(read)]))
      const held = new Map<Key, Stored>()
      for (const row of rows) {
        const stored = readRecord(row)
        held.set(stored.key, stored)
        known.see(stored.key, stored.tags)
      }
      return read.map((key) => {
        const stored = held.get(key)
        return stored === undefined ? null : { ...stored, tags: [...stored.tags] }
      })
    },
    async list(query) {
      const read = readQuery(query)
      // Whoever looks for what is due, as the sweep does, clears up.
      if (tables.engine === 'postgres' && read.dueBefore !== undefined && read.tag === undefined) {
        await work.once(forgetAbsent(tables, read))
      }
      const { rows } = await work.once(listed(tables, read))
      return rows.map(readRecord)
    },
    async commit(commit) {
      const copy = readCommit(commit, () => undefined)
      const outcome = await commitKnown(copy)
      for (const { key, tags } of copy.writes) {
        if (outcome.ok) known.see(key, tags)
        else known.forget(key)
      }
      return outcome
    },
    async journal(key, page) {
      const { key: named, after, limit } = readPage(key, page)
      const { rows } = await work.once(
        sql<JournalRow>`select ${journalColumns} from ${journal} where key = ${named} and sequence > ${after} order by sequence limit ${limit}`,
      )
      return rows.map(readEntry)
    },
    async erase(key, at, version) {
      const erasure = readErasure(key, at, version)
      const still = erasure.version === null ? sql`` : sql` and version = ${erasure.version}`
      await work.atomically(async (transaction) => {
        const gone = sql`version = version + 1, personal = ${null}, tags = '[]', due_at = ${null}, at = ${erasure.at}, erased_at = ${erasure.at}`
        const { numAffectedRows } =
          await sql`update ${record} set ${gone} where key = ${erasure.key} and erased_at is null and version > 0${still}`.execute(
            transaction,
          )
        if (numAffectedRows === 0n) return
        const { key: erased } = erasure
        await sql`delete from ${tag} where scope = ${scopeOf(erased)} and key = ${erased}`.execute(transaction)
        await sql`update ${journal} set personal = ${null} where key = ${erased} and personal is not null`.execute(transaction)
      })
      known.forget(erasure.key)
    },
  }
}
