/** What the tables of `sportello/sql` hold, read past the port: for tests of what must be there, and of what must not. */
import { type Kysely, sql } from 'kysely'
import type { JournalEntry, OutboxMessage, Stored } from 'sportello'
import {
  type JournalRow,
  type OutboxRow,
  type RecordRow,
  readEntry,
  readMessage,
  readRecord,
} from '../../src/adapters/sql/rows.ts'

export type Contents = {
  readonly records: readonly Stored[]
  readonly journal: readonly JournalEntry[]
  readonly outbox: readonly OutboxMessage[]
}

const tableNames = ['migration', 'record', 'record_tag', 'journal', 'outbox']

/** Every row of every table as text. */
export async function dump(db: Kysely<unknown>, prefix = 'sportello_'): Promise<string> {
  const tables: unknown[] = []
  for (const name of tableNames) tables.push((await sql`select * from ${sql.table(prefix + name)}`.execute(db)).rows)
  return JSON.stringify(tables, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

/** The records, journals and messages of one office, or of all. */
export async function contentsOf(db: Kysely<unknown>, office?: string, prefix = 'sportello_'): Promise<Contents> {
  // A slash is followed by a zero in the order of bytes.
  const within = (column: string) =>
    office === undefined ? sql`1 = 1` : sql`${sql.ref(column)} > ${`${office}/`} and ${sql.ref(column)} < ${`${office}0`}`
  const table = (name: string) => sql.table(prefix + name)
  const records = await sql<RecordRow>`select * from ${table('record')} where ${within('key')} order by key`.execute(db)
  const journal = await sql<JournalRow>`select * from ${table('journal')} where ${within('key')} order by key, sequence`.execute(
    db,
  )
  const outbox = await sql<OutboxRow>`select * from ${table('outbox')} where ${within('topic')} order by id`.execute(db)
  return {
    records: records.rows.map(readRecord),
    journal: journal.rows.map(readEntry),
    outbox: outbox.rows.map(readMessage),
  }
}
