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
  const text = (value: unknown) =>
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
  const tables: string[] = []
  for (const name of tableNames) {
    const { rows } = await sql`select * from ${sql.table(prefix + name)}`.execute(db)
    // In which order an engine gives rows is its own affair.
    tables.push(`${name}\n${rows.map(text).sort().join('\n')}`)
  }
  return tables.join('\n')
}

/**
 * The records, journals and messages of one office, or of all, as they were at one moment: what a process had under way when it was killed may
 * still be committed while they are read.
 */
export function contentsOf(db: Kysely<unknown>, office?: string, prefix = 'sportello_'): Promise<Contents> {
  const read = (within: Kysely<unknown>) => readContents(within, office, prefix)
  return db.isTransaction ? read(db) : db.transaction().setIsolationLevel('repeatable read').execute(read)
}

async function readContents(db: Kysely<unknown>, office: string | undefined, prefix: string): Promise<Contents> {
  // A slash is followed by a zero in the order of bytes.
  const within = (column: string) =>
    office === undefined ? sql`1 = 1` : sql`${sql.ref(column)} > ${`${office}/`} and ${sql.ref(column)} < ${`${office}0`}`
  const table = (name: string) => sql.table(prefix + name)
  const records =
    await sql<RecordRow>`select * from ${table('record')} where version > 0 and ${within('key')} order by key`.execute(db)
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
