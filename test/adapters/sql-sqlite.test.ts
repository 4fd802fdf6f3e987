/**
 * The storage of `sportello/sql` keeps the contract on SQLite, held by each package that has it: one with the interface of
 * `node:sqlite`, `node:sqlite` itself where Node has it, and one in WebAssembly. Handles of better-sqlite3, which would have to be
 * compiled here, differ from these only in how a statement takes its parameters.
 */
import type { ControlledTransaction } from 'kysely'
import { migrate, sqlStorage } from 'sportello/sql'
import { storageContract } from 'sportello/testing'
import { afterEach, describe, it } from 'vitest'
import { scratch } from '../examples/child.ts'
import { type OpenedSqlite, openSqlite, sqliteMakes } from '../support/sqlite.ts'
import { dump } from '../support/tables.ts'

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
})
