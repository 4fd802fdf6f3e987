/**
 * The order of all journal entries of an office, for those who read on from where they were.
 *
 * On SQLite there is one writer at a time: numbers grow with the commits. On PostgreSQL a sequence does not, since a transaction may take a
 * number and commit after others that took later ones. An entry is ordered by `raised`: the id of its transaction, or that of the entry
 * before it in its record where that is higher, as it is when a transaction of the host has taken its id early. It is never below the id of
 * its own transaction, so once an entry is below `pg_snapshot_xmin` every transaction that could still add one below it has ended.
 */
import { type RawBuilder, sql } from 'kysely'
import { SportelloError } from '../../kernel/index.ts'
import type { EntriesPage, EntriesQuery, PlacedEntry, Write } from '../../ports/index.ts'
import { officeInKey as office } from './entry-order.ts'
import { type JournalRow, journalColumns, journalValues, officeOf, readEntry, tuples, type Whole } from './rows.ts'
import type { Tables } from './tables.ts'
import type { Work } from './work.ts'

type Values = readonly unknown[]

/** The entries of a write, and on PostgreSQL with each the entry that came before all of them. */
export function entryValues({ engine }: Tables, { key, entries }: Write): readonly Values[] {
  if (engine === 'sqlite') return entries.map(journalValues)
  const before = (entries[0]?.sequence ?? 1) - 1
  return entries.map((entry) => [...journalValues(entry), key, before])
}

/** Inserts what `entryValues` gives. */
export function intoJournal({ engine, journal }: Tables, rows: readonly Values[]): RawBuilder<unknown> {
  if (engine === 'sqlite') return sql`insert into ${journal} (${journalColumns}) values ${tuples(rows)}`
  const typed = rows.map((row) => {
    // Null where there is none before, and then it is passed over.
    const before = sql`select b.raised from ${journal} b where b.key = ${row[10]} and b.sequence = ${row[11]}`
    return sql`(${sql.join(row.slice(0, 10))}, greatest(pg_current_xact_id(), (${before})))`
  })
  return sql`insert into ${journal} (${journalColumns}, raised) values ${sql.join(typed)}`
}

/** Entries of the office after a position of this storage. */
export function entriesAfter(tables: Tables, work: Work, query: EntriesQuery): Promise<EntriesPage> {
  return tables.engine === 'postgres' ? afterOnPostgres(tables, work, query) : afterOnSqlite(tables, work, query)
}

function pageOf(entries: readonly PlacedEntry[], start: string): EntriesPage {
  return { ok: true, entries, next: entries.at(-1)?.position ?? start }
}

async function afterOnSqlite(
  { migration, journal, prefix }: Tables,
  work: Work,
  { office: name, after, limit }: EntriesQuery,
): Promise<EntriesPage> {
  const last = sql`coalesce((select seq from sqlite_sequence where name = ${`${prefix}journal`}), 0)`
  const told = await work.once(
    sql<{
      incarnation: string
      last: Whole
    }>`select incarnation, ${last} as last from ${migration} order by version limit 1`,
  )
  const { incarnation = '', last: newest = 0 } = told.rows[0] ?? {}
  const [, own, place = ''] = /^([^.]*)\.(0|[1-9]\d{0,15})$/.exec(after ?? `${incarnation}.0`) ?? []
  if (own !== incarnation || Number(place) > Number(newest)) return { ok: false }
  const { rows } = await work.once(
    sql<
      JournalRow & { readonly place: Whole }
    >`select ${journalColumns}, place from ${journal} where ${office.sqlite} = ${name} and place > ${Number(place)} order by place limit ${limit}`,
  )
  const entries = rows.map((row) => ({ position: `${incarnation}.${row.place}`, entry: readEntry(row) }))
  return pageOf(entries, `${incarnation}.${place}`)
}

const positionPattern = /^([0-9-]+)\.(0|[1-9]\d{0,19})\.(0|[1-9]\d{0,15})\.([!-~]*)$/

type Here = { readonly epoch: string; readonly ahead: boolean; readonly foreign: boolean }

async function afterOnPostgres(
  { journal }: Tables,
  work: Work,
  { office: name, after, limit }: EntriesQuery,
): Promise<EntriesPage> {
  const [, own, raised = '0', sequence = '0', key = ''] = positionPattern.exec(after ?? '') ?? []
  if (after !== undefined && (own === undefined || BigInt(raised) >= 2n ** 64n || (key !== '' && officeOf(key) !== name))) {
    return { ok: false }
  }
  // A recovery to a point in time and a promotion begin a new timeline: what was read before may never have happened.
  // The type of the rows tells these tables from others of the same database, and from themselves made anew.
  const rowType = sql`cast(pg_typeof((select j from ${journal} j limit 0)) as oid)`
  const epoch = sql`concat((select system_identifier from pg_control_system()), '-', (select oid from pg_database where datname = current_database()), '-', ${rowType}, '-', (select timeline_id from pg_control_checkpoint()))`
  // No transaction of this server has such an id, save the one that asks.
  const beyond = sql`raised >= pg_snapshot_xmax(pg_current_snapshot()) and raised is distinct from pg_current_xact_id_if_assigned()`
  const here = await work.once(
    sql<Here>`select ${epoch} as epoch, cast(${raised} as xid8) >= pg_snapshot_xmax(pg_current_snapshot()) as ahead, exists (select 1 from ${journal} where ${office.postgres} = ${name} and ${beyond}) as foreign`,
  )
  const [told] = here.rows
  if (told === undefined) throw new SportelloError('storage/failed', 'sql: the server does not say which one it is')
  if (told.foreign) {
    const advice = 'the journal was restored from another server; set `raised` of its rows to 0'
    throw new SportelloError('storage/failed', `sql: ${advice} (docs/storage.md)`)
  }
  if (after !== undefined && (own !== told.epoch || told.ahead)) return { ok: false }
  const { rows } = await work.once(
    sql<
      JournalRow & { readonly raised: string }
    >`select ${journalColumns}, cast(raised as text) as raised from ${journal} j where ${office.postgres} = ${name} and (j.raised, key, sequence) > (cast(${raised} as xid8), ${key}, cast(${sequence} as bigint)) and j.raised < pg_snapshot_xmin(pg_current_snapshot()) order by j.raised, key, sequence limit ${limit}`,
  )
  const entries = rows.map((row) => {
    return { position: `${told.epoch}.${row.raised}.${row.sequence}.${row.key}`, entry: readEntry(row) }
  })
  return pageOf(entries, `${told.epoch}.${raised}.${sequence}.${key}`)
}
