/**
 * The storage of `sportello/sql` keeps the contract on SQLite, held by each package that has it: one with the interface of
 * `node:sqlite`, `node:sqlite` itself where Node has it, and one in WebAssembly. Handles of better-sqlite3, which would have to be
 * compiled here, differ from these only in how a statement takes its parameters.
 */
import { type ControlledTransaction, sql } from 'kysely'
import { migrate, sqlStorage } from 'sportello/sql'
import { storageContract } from 'sportello/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { commitOf, entryOf, keyOf, mailOf, writeOf } from '../../src/testing/storage/samples.ts'
import { scratch } from '../examples/child.ts'
import { type OpenedSqlite, openSqlite, sqliteMakes } from '../support/sqlite.ts'
import { contentsOf, dump } from '../support/tables.ts'

const place = scratch()
let files = 0

describe.each(sqliteMakes)('sqlStorage on SQLite, held by %s, keeps the storage contract', (make) => {
  const opened: OpenedSqlite[] = []
  const transactions: ControlledTransaction<unknown>[] = []
  afterEach(async () => {
    for (const transaction of transactions.splice(0)) await transaction.rollback().execute()
    for (const { close } of opened.splice(0)) await close()
  })

  async function freshFile(): Promise<OpenedSqlite> {
    files += 1
    const fresh = openSqlite(`${place.path}/${files}.db`, make)
    opened.push(fresh)
    await migrate(fresh.db)
    return fresh
  }

  describe('in a file', () => {
    const open = async () => {
      const { db } = await freshFile()
      return { ...sqlStorage(db), look: () => dump(db) }
    }
    for (const { name, run } of storageContract(open, ({ look }) => look())) it(name, run)
  })

  describe('within an open transaction of the host', () => {
    const open = async () => {
      const { db } = await freshFile()
      const transaction = await db.startTransaction().execute()
      transactions.push(transaction)
      return { ...sqlStorage(transaction), look: () => dump(transaction) }
    }
    for (const { name, run } of storageContract(open, ({ look }) => look())) it(name, run)
  })

  it.each([
    { end: 'commit', rows: 1 },
    { end: 'rollback', rows: 0 },
  ] as const)('what the host writes in the same transaction shares its $end', async ({ end, rows }) => {
    const { db } = await freshFile()
    await sql`create table own (said text not null)`.execute(db)
    const transaction = await db.startTransaction().execute()
    await sql`insert into own values ('by the host')`.execute(transaction)
    const a = keyOf('a')
    const entry = entryOf(a, 1)
    const commit = commitOf({
      writes: [writeOf(a, { entries: [entry], journalHead: entry.hash })],
      outbox: [mailOf('m', { topic: a })],
    })
    expect(await sqlStorage(transaction).commit(commit)).toEqual({ ok: true })
    expect(await sqlStorage(transaction).commit(commit)).toEqual({ ok: false, conflict: a })
    await transaction[end]().execute()
    const { records, journal, outbox } = await contentsOf(db)
    const own = (await sql`select said from own`.execute(db)).rows
    expect([own, records, journal, outbox].map(({ length }) => length)).toEqual([rows, rows, rows, rows])
  })
})
