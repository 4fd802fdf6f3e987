/** Storage in a database through Kysely: the host hands in its instance, or an open transaction of it. */
import { sql } from 'kysely'
import type { Commit, CommitOutcome, Key, Storage, Stored } from '../../ports/index.ts'
import { keepingRules } from '../checked-storage.ts'
import { rowsTaker } from './commit-as-rows.ts'
import { type AtOnce, commitAtOnce } from './commit-at-once.ts'
import { commitInSteps } from './commit-in-steps.ts'
import { entriesAfter } from './entries.ts'
import { engineOf, type GivenKysely, plainKysely } from './given-kysely.ts'
import { knownTags } from './known-tags.ts'
import { forgetAbsent, listed, loaded } from './listing.ts'
import { type JournalRow, journalColumns, readEntry, readRecord, scopeOf } from './rows.ts'
import { type SqlOptions, tablesOf } from './tables.ts'
import { sqlOutbox } from './waiting-mail.ts'
import { ownWork, workWithin } from './work.ts'

export type { Engine, GivenKysely } from './given-kysely.ts'
export { migrate, migrationSql } from './migrations.ts'
export { type GivenClient, type GivenPool, type PoolOptions, pgPool } from './pg-pool.ts'
export { type GivenDatabase, type GivenStatement, sqliteHandle } from './sqlite-handle.ts'
export type { SqlOptions } from './tables.ts'

/**
 * A storage in the tables that `migrate` makes. `db` is an instance of Kysely on PostgreSQL or SQLite, or an open transaction of the
 * host: then the host's own rows commit, or roll back, together with ours, and a conflict leaves the transaction usable. Correct at
 * READ COMMITTED, and whatever is above it. Throws `config/invalid` for another dialect and for names that are none; calls are
 * rejected with `storage/failed` when the database fails, with `busy` when too many were at the same rows and nothing was done.
 *
 * @example
 * await migrate(db)
 * const sportello = createSportello({ ...configuration, storage: sqlStorage(db) })
 */
export function sqlStorage(db: GivenKysely, options: SqlOptions = {}): Storage {
  const plain = plainKysely(db)
  const tables = tablesOf(engineOf(plain, options?.engine), options)
  const { record, tag, journal } = tables
  const work = plain.isTransaction ? workWithin(plain) : ownWork(plain, tables)
  const known = knownTags()
  const atOnce: AtOnce = { work, tables, takesRows: rowsTaker(work, tables) }

  // Until the engine says that it does not.
  let doesAllAtOnce = true

  async function commitKnown(commit: Commit): Promise<CommitOutcome> {
    if (doesAllAtOnce) {
      const verdict = await commitAtOnce(atOnce, commit, known)
      if (verdict === 'done') return { ok: true }
      doesAllAtOnce = verdict !== 'unsupported'
    }
    return work.atomically(
      (transaction) => commitInSteps(transaction, tables, commit),
      ({ ok }) => ok,
    )
  }

  return keepingRules({
    ...sqlOutbox(tables, work),
    async load(keys) {
      const { rows } = await work.once(loaded(tables, [...new Set(keys)]))
      const held = new Map<Key, Stored>()
      for (const row of rows) {
        const stored = readRecord(row)
        held.set(stored.key, stored)
        known.see(stored.key, stored.tags)
      }
      return keys.map((key) => {
        const stored = held.get(key)
        return stored === undefined ? null : { ...stored, tags: [...stored.tags] }
      })
    },
    async list(query) {
      // Whoever looks for what is due, as the sweep does, clears up.
      if (tables.engine === 'postgres' && query.dueBefore !== undefined && query.tag === undefined) {
        await work.once(forgetAbsent(tables, query))
      }
      const { rows } = await work.once(listed(tables, query))
      const page = rows.map(readRecord)
      // Whoever sweeps writes what was listed, without another look.
      for (const { key, tags } of page) known.see(key, [...tags])
      return page
    },
    async commit(commit) {
      const outcome = await commitKnown(commit)
      for (const { key, tags } of commit.writes) {
        if (outcome.ok) known.see(key, tags)
        else known.forget(key)
      }
      return outcome
    },
    async journal(key, { after, limit }) {
      const { rows } = await work.once(
        sql<JournalRow>`select ${journalColumns} from ${journal} where key = ${key} and sequence > ${after} order by sequence limit ${limit}`,
      )
      return rows.map(readEntry)
    },
    entries: (query) => entriesAfter(tables, work, query),
    async erase(key, at, version) {
      const still = version === undefined ? sql`` : sql` and version = ${version}`
      await work.atomically(async (transaction) => {
        const gone = sql`version = version + 1, personal = ${null}, tags = '[]', due_at = ${null}, at = ${at}, erased_at = ${at}`
        const { numAffectedRows } =
          await sql`update ${record} set ${gone} where key = ${key} and erased_at is null and version > 0${still}`.execute(
            transaction,
          )
        if (numAffectedRows === 0n) return
        await sql`delete from ${tag} where scope = ${scopeOf(key)} and key = ${key}`.execute(transaction)
        await sql`update ${journal} set personal = ${null} where key = ${key} and personal is not null`.execute(transaction)
      })
      known.forget(key)
    },
  })
}
