/** The storage of `sportello/sql` keeps the contract on a real PostgreSQL, on a pool and within a transaction of the host's own. */
import { type ControlledTransaction, sql } from 'kysely'
import { migrate, sqlStorage } from 'sportello/sql'
import { storageContract } from 'sportello/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { entriesChecks } from '../../src/testing/storage/entries.ts'
import { commitOf, entryOf, keyOf, mailOf, writeOf } from '../../src/testing/storage/samples.ts'
import { type Connected, connectPostgres } from '../support/connection.ts'
import { fileDatabase } from '../support/database.ts'
import { contentsOf, dump } from '../support/tables.ts'

const database = fileDatabase()
let connected: Connected
let prefixes = 0

beforeAll(() => {
  connected = connectPostgres(database.url, { max: 20 })
})
afterAll(() => connected.close())

/** Tables of the check's own. */
async function freshTables(): Promise<{ readonly prefix: string }> {
  prefixes += 1
  const options = { prefix: `check${prefixes}_` }
  await migrate(connected.db, options)
  return options
}

it('the server is at READ COMMITTED, which is all that correctness may lean on', async () => {
  const { rows } = await sql`show default_transaction_isolation`.execute(connected.db)
  expect(rows).toEqual([{ default_transaction_isolation: 'read committed' }])
})

describe('sqlStorage on PostgreSQL keeps the storage contract', () => {
  const open = async () => {
    const options = await freshTables()
    return { ...sqlStorage(connected.db, options), ...options }
  }
  for (const { name, run } of storageContract(open, ({ prefix }) => dump(connected.db, prefix))) it(name, run)
})

describe('sqlStorage on an open transaction of PostgreSQL keeps the storage contract', () => {
  let opened: ControlledTransaction<unknown> | undefined
  const open = async () => {
    const options = await freshTables()
    const transaction = await connected.db.startTransaction().execute()
    opened = transaction
    return { ...sqlStorage(transaction, options), look: () => dump(transaction, options.prefix) }
  }
  afterEach(async () => {
    await opened?.rollback().execute()
    opened = undefined
  })
  // What a transaction has not committed is in no order yet: see the test below.
  const shownLater = new Set(entriesChecks.slice(0, -1).map(({ name }) => name))
  for (const { name, run } of storageContract(open, ({ look }) => look())) if (!shownLater.has(name)) it(name, run)

  it('entries that it has written come once it is committed, and nothing is before', async () => {
    const options = await freshTables()
    const transaction = await connected.db.startTransaction().execute()
    const storage = sqlStorage(transaction, options)
    await storage.commit(commitOf({ writes: [writeOf(keyOf('a'), {}, 1)] }))
    const own = sqlStorage(connected.db, options)
    await own.commit(commitOf({ writes: [writeOf(keyOf('b'), {}, 1)] }))
    const seenBy = async (some: typeof own) => {
      const page = await some.entries({ office: 'office', limit: 10 })
      return page.ok ? page.entries.map(({ entry }) => entry.key) : page
    }
    expect([await seenBy(storage), await seenBy(own)]).toEqual([[], []])
    await transaction.commit().execute()
    await expect.poll(() => seenBy(own), { timeout: 60_000 }).toEqual([keyOf('a'), keyOf('b')])
  })
})

describe('what the host writes in the same transaction', () => {
  const a = keyOf('a')
  const entry = entryOf(a, 1)
  const parts = { writes: [writeOf(a, { entries: [entry], journalHead: entry.hash })], outbox: [mailOf('m', { topic: a })] }

  async function hosted() {
    const options = await freshTables()
    const own = sql.table(`${options.prefix}own`)
    await sql`create table ${own} (said text not null)`.execute(connected.db)
    const transaction = await connected.db.startTransaction().execute()
    await sql`insert into ${own} values ('by the host')`.execute(transaction)
    const storage = sqlStorage(transaction, options)
    const rows = async () => (await sql`select said from ${own}`.execute(connected.db)).rows.length
    return { transaction, storage, rows, ours: () => contentsOf(connected.db, undefined, options.prefix), options }
  }

  it('commits together with ours, and is seen by nobody before', async () => {
    const { transaction, storage, rows, ours } = await hosted()
    expect(await storage.commit(commitOf(parts))).toEqual({ ok: true })
    expect([await rows(), (await ours()).records]).toEqual([0, []])
    await transaction.commit().execute()
    expect(await rows()).toBe(1)
    expect(await ours()).toMatchObject({ records: [{ key: a, version: 1 }], journal: [{ key: a }], outbox: [{ id: 'm' }] })
  })

  it('is rolled back together with ours: record, journal and mail', async () => {
    const { transaction, storage, rows, ours } = await hosted()
    expect(await storage.commit(commitOf(parts))).toEqual({ ok: true })
    await transaction.rollback().execute()
    expect(await rows()).toBe(0)
    expect(await ours()).toEqual({ records: [], journal: [], outbox: [] })
  })

  it('stays when our commit finds a conflict, or a rule of the port broken', async () => {
    const { transaction, storage, rows, ours, options } = await hosted()
    await sqlStorage(connected.db, options).commit(commitOf(parts))
    expect(await storage.commit(commitOf(parts))).toEqual({ ok: false, conflict: a })
    const used = commitOf({ writes: [writeOf(keyOf('b'))], outbox: [mailOf('m')] })
    await expect(storage.commit(used)).rejects.toMatchObject({ code: 'storage/misuse' })
    await transaction.commit().execute()
    expect(await rows()).toBe(1)
    expect((await ours()).records).toMatchObject([{ key: a, version: 1 }])
  })
})
