/** What a database does when it cannot: each failure of `sportello/sql` is typed, leaves nothing half done, and quotes no row. */
import { Kysely, SqliteDialect, sql } from 'kysely'
import { isSportelloError, type Storage } from 'sportello'
import { type GivenDatabase, type GivenPool, type GivenStatement, migrate, pgPool, sqliteHandle, sqlStorage } from 'sportello/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GivenKysely, plainKysely } from '../../src/adapters/sql/given-kysely.ts'
import { hostile } from '../../src/testing/fakes/check.ts'
import { commitOf, keyOf, loadOne, mailOf, writeOf } from '../../src/testing/storage/samples.ts'
import { scratch } from '../examples/child.ts'
import { type Connected, connectPostgres } from '../support/connection.ts'
import { fileDatabase } from '../support/database.ts'
import { openSqlite } from '../support/sqlite.ts'

const database = fileDatabase()
const place = scratch()
let connected: Connected
let prefixes = 0

beforeAll(() => {
  connected = connectPostgres(database.url, { max: 8 })
})
afterAll(() => connected.close())

async function tables() {
  prefixes += 1
  const options = { prefix: `fail${prefixes}_` }
  await migrate(connected.db, options)
  return { options, storage: sqlStorage(connected.db, options), record: sql.table(`${options.prefix}record`) }
}

const a = keyOf('a')

/** Everything that an error says, and what caused it. */
function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return [error.message, error.stack, JSON.stringify(error), said(error.cause ?? '')].join('\n')
}

describe('an error of the server', () => {
  it('is typed, names its code, and does not quote the row that the server quotes', async () => {
    const { storage, record } = await tables()
    await sql`alter table ${record} add constraint small check (length(state) < 40)`.execute(connected.db)
    const state = JSON.stringify({ secret: 'canary-'.repeat(20) })
    const failed = await storage.commit(commitOf({ writes: [writeOf(a, { state, personal: state })] })).catch((cause) => cause)
    expect(isSportelloError(failed) && failed.code).toBe('storage/failed')
    expect(failed.message).toContain('23514')
    expect(said(failed)).not.toContain('canary')
    expect(await loadOne(storage, a)).toBeNull()
  })

  it('of a connection that nobody answers keeps its words, which quote nothing', async () => {
    const { db, close } = connectPostgres('postgres://nobody@127.0.0.1:1/none', { connectionTimeoutMillis: 2_000 })
    await expect(sqlStorage(db).load([a])).rejects.toMatchObject({
      code: 'storage/failed',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    await close()
  })

  it('while a transaction of steps is under way undoes all of it', async () => {
    const { storage, record } = await tables()
    await sql`alter table ${record} add constraint small check (length(state) < 40)`.execute(connected.db)
    const writes = Array.from({ length: 60 }, (_, i) => writeOf(keyOf(`k${i}`), { tags: ['t'] }, 1))
    const torn = writes.map((write, i) => (i === 59 ? { ...write, state: JSON.stringify('x'.repeat(50)) } : write))
    await expect(storage.commit(commitOf({ writes: torn, outbox: [mailOf('m')] }))).rejects.toMatchObject({
      code: 'storage/failed',
    })
    expect(await storage.list({ office: 'office', kind: 'sample', limit: 10 })).toEqual([])
    expect(await storage.commit(commitOf({ writes, outbox: [mailOf('m')] }))).toEqual({ ok: true })
  })

  it('in a transaction of the host leaves it usable', async () => {
    const { options, record } = await tables()
    await sql`alter table ${record} add constraint small check (length(state) < 40)`.execute(connected.db)
    await connected.db.transaction().execute(async (transaction) => {
      const storage = sqlStorage(transaction, options)
      const long = writeOf(a, { state: JSON.stringify('x'.repeat(50)) })
      await expect(storage.commit(commitOf({ writes: [long] }))).rejects.toMatchObject({ code: 'storage/failed' })
      expect(await storage.commit(commitOf({ writes: [writeOf(a)] }))).toEqual({ ok: true })
    })
    expect(await loadOne(sqlStorage(connected.db, options), a)).toMatchObject({ version: 1 })
  })

  it('calls at once within one transaction of the host wait for each other', async () => {
    const { options } = await tables()
    await connected.db.transaction().execute(async (transaction) => {
      const storage = sqlStorage(transaction, options)
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) => storage.commit(commitOf({ writes: [writeOf(keyOf(`k${i % 10}`), {}, 1)] }))),
      )
      expect(outcomes.filter(({ ok }) => ok).length).toBe(10)
    })
  })
})

describe('a file of SQLite that another process is writing', () => {
  it('is waited for, and after that the caller is told busy: nothing was done, and the repeat succeeds', async () => {
    const path = `${place.path}/busy.db`
    const [mine, other] = [openSqlite(path), openSqlite(path)]
    await migrate(mine.db)
    mine.handle.exec('pragma busy_timeout = 1')
    const storage = sqlStorage(mine.db)
    await storage.load([a])
    other.handle.exec('begin immediate')
    const write = commitOf({ writes: [writeOf(a, {}, 1)], outbox: [mailOf('m')] })
    await expect(storage.commit(write)).rejects.toMatchObject({ code: 'busy' })
    await expect(storage.settle('m', 'sent')).rejects.toMatchObject({ code: 'busy' })
    other.handle.exec('rollback')
    expect(await loadOne(storage, a)).toBeNull()
    expect(await storage.commit(write)).toEqual({ ok: true })
    await mine.close()
    await other.close()
  })

  it('by many writers at once loses nothing, also where the handle begins transactions in its own way', async () => {
    const path = `${place.path}/writers.db`
    const first = openSqlite(path)
    await migrate(first.db)
    // Of several connections in one process one that waits would keep the others from going on.
    first.handle.exec('pragma busy_timeout = 0')
    // As a host without `sqliteHandle` has it: transactions begin as readers.
    const plain = Array.from({ length: 2 }, () => {
      const { handle } = openSqlite(path)
      handle.exec('pragma busy_timeout = 0')
      const { prepare, close } = sqliteHandle(handle)
      const readingFirst = { prepare: (text: string) => prepare(text === 'begin' ? 'begin deferred' : text), close }
      return new Kysely<unknown>({ dialect: new SqliteDialect({ database: readingFirst }) })
    })
    const storages = [sqlStorage(first.db), ...plain.map((db) => sqlStorage(db))]
    const count = { written: 0, busy: 0 }
    async function countUp(storage: Storage): Promise<void> {
      const row = await loadOne(storage, a)
      const write = writeOf(a, { expectedVersion: row?.version ?? 0 }, 1, Number(row?.journalHead.split('-')[1] ?? 0))
      if ((await storage.commit(commitOf({ writes: [write] }))).ok) count.written += 1
    }
    await Promise.all(
      storages.map(async (storage) => {
        for (let turn = 0; turn < 40; turn += 1) {
          await countUp(storage).catch((cause) => {
            if (cause.code !== 'busy') throw cause
            count.busy += 1
          })
          await new Promise((resolve) => setImmediate(resolve))
        }
      }),
    )
    expect(count.written).toBeGreaterThan(0)
    expect(await loadOne(sqlStorage(first.db), a)).toMatchObject({ version: count.written, journalHead: `hash-${count.written}` })
    await first.close()
    for (const db of plain) await db.destroy()
  })
})

describe('a row that a hand has changed', () => {
  it.each([['no list'], ['{}'], ['[1]'], ['"t"']])('tags of %j are unreadable, and never guessed', async (tags) => {
    const { storage, record } = await tables()
    await storage.commit(commitOf({ writes: [writeOf(a, { tags: ['t'] })] }))
    await sql`update ${record} set tags = ${tags}`.execute(connected.db)
    await expect(storage.load([a])).rejects.toMatchObject({ code: 'record/unreadable' })
    await expect(storage.commit(commitOf({ writes: [writeOf(a, { expectedVersion: 1 })] }))).rejects.toMatchObject({
      code: 'record/unreadable',
    })
  })
})

describe('handles', () => {
  it.each([[undefined], [null], [{}], [7], [{ prepare: 1, close: 1 }]])('sqliteHandle refuses %j', (value) => {
    expect(() => sqliteHandle(hostile<GivenDatabase>(value))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it.each([[undefined], [null], [{}], [7], [{ connect: 1, end: 1 }]])('pgPool refuses %j', (value) => {
    expect(() => pgPool(hostile<GivenPool>(value))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('pgPool takes no options for those that it has by itself', () => {
    const pool: GivenPool = { connect: () => Promise.reject(new Error('none')), end: async () => {} }
    expect(() => pgPool(pool, hostile(null))).not.toThrow()
    expect(() => pgPool(pool, hostile({ prepared: 'yes' }))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('an instance of Kysely that has no way without plugins is taken as it is; one whose way leads nowhere is none', () => {
    const { db } = connected
    const known = (withoutPlugins: unknown) =>
      hostile<GivenKysely>({ getExecutor: () => db.getExecutor(), transaction: () => db.transaction(), withoutPlugins })
    const old = known(undefined)
    expect(plainKysely(old)).toBe(old)
    for (const way of [() => null, () => ({}), () => 7]) {
      expect(() => plainKysely(known(way))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    }
  })

  function fakeSqlite(statement: Partial<GivenStatement>) {
    const calls: unknown[] = []
    const prepared: string[] = []
    const handle = sqliteHandle({
      prepare(text) {
        prepared.push(text)
        return {
          all: (...given) => calls.push(['all', given]),
          run: (...given) => calls.push(['run', given]),
          iterate: (...given) => calls.push(['iterate', given]),
          ...statement,
        }
      },
      close: () => calls.push(['close']),
    })
    return { handle, calls, prepared }
  }

  it('a statement takes its parameters as the package at hand gives them: one by one, or as a list', () => {
    const better = fakeSqlite({ reader: true })
    better.handle.prepare('select ?').all([1, 2])
    const node = fakeSqlite({ columns: () => [{}] })
    node.handle.prepare('select ?').all([1, 2])
    node.handle.prepare('select ?').iterate([3])
    const wasm = fakeSqlite({ finalize: () => {} })
    wasm.handle.prepare('delete from t').run([1, 2])
    expect([better.calls, node.calls, wasm.calls]).toEqual([
      [['all', [[1, 2]]]],
      [
        ['all', [1, 2]],
        ['iterate', [3]],
      ],
      [['run', [[1, 2]]]],
    ])
  })

  it.each([
    ['select 1', true],
    ['  with x as (select 1) select * from x', true],
    ['insert into t values (1) returning a', true],
    ['pragma user_version', true],
    ['insert into t values (1)', false],
    ['create table selection (a)', false],
  ])('where the package does not say whether %j answers with rows, its text does', (text, reader) => {
    expect(fakeSqlite({}).handle.prepare(text).reader).toBe(reader)
    expect(fakeSqlite({ reader: !reader }).handle.prepare(text).reader).toBe(!reader)
    expect(fakeSqlite({ columns: () => [] }).handle.prepare(text).reader).toBe(false)
  })

  it('statements are kept prepared, and let go when there are too many or the database is closed', () => {
    let finalized = 0
    const { handle, prepared, calls } = fakeSqlite({
      finalize() {
        finalized += 1
      },
    })
    for (let i = 0; i < 256; i += 1) handle.prepare(`select ${i}`)
    handle.prepare('select 0')
    expect([prepared.length, finalized]).toEqual([256, 0])
    handle.prepare('select 256')
    expect([prepared.length, finalized]).toEqual([257, 256])
    handle.close()
    expect([finalized, calls]).toEqual([257, [['close']]])
  })

  it('a statement that has failed is prepared anew, since not every package can use it again', () => {
    let failing = true
    const { handle, prepared } = fakeSqlite({
      run() {
        if (failing) throw new Error('full')
      },
    })
    expect(() => handle.prepare('delete from t').run([])).toThrow('full')
    failing = false
    handle.prepare('delete from t').run([])
    handle.prepare('delete from t').run([])
    expect(prepared).toEqual(['delete from t', 'delete from t'])
  })

  it('a transaction begins as a writer', () => {
    const { handle, prepared } = fakeSqlite({})
    for (const text of ['begin', 'commit', 'rollback']) handle.prepare(text)
    expect(prepared).toEqual(['begin immediate', 'commit', 'rollback'])
  })

  it('a pool names each text that has parameters, always alike, and leaves the others as they are', async () => {
    const queries: unknown[] = []
    let released = 0
    const client = {
      async query(...given: readonly unknown[]) {
        queries.push(given)
        return { command: 'SELECT', rowCount: 0, rows: [] }
      },
      release() {
        released += 1
      },
    }
    let ended = 0
    const pool = () =>
      pgPool({
        connect: async () => client,
        async end() {
          ended += 1
        },
      })
    const [one, two] = [pool(), pool()]
    const connection = await one.connect()
    expect(await one.connect()).toBe(connection)
    await connection.query('select $1', [1])
    await (await two.connect()).query('select $1', [2])
    await connection.query('begin', [])
    const [first, second, third] = queries as [[{ name: string }], [{ name: string }], unknown[]]
    expect(first[0]).toMatchObject({ text: 'select $1', values: [1] })
    expect(second[0].name).toBe(first[0].name)
    expect(first[0].name.length).toBeLessThan(64)
    expect(third).toEqual(['begin', []])
    expect([one.options, connection.release()]).toEqual([{}, undefined])
    await one.end()
    expect([released, ended]).toEqual([1, 1])
    await expect(connection.query(hostile<string>({ read: 1 }), [])).rejects.toMatchObject({ code: 'config/invalid' })
  })

  it('a pool stops naming texts when they do not come to an end', async () => {
    const named: boolean[] = []
    const client = {
      async query(given: unknown) {
        named.push(typeof given === 'object')
      },
      release() {},
    }
    const pool = pgPool({ connect: async () => client, end: async () => {} })
    const connection = await pool.connect()
    for (let i = 0; i < 300; i += 1) await connection.query(`select ${i}, $1`, [1])
    await connection.query('select 0, $1', [1])
    expect([named.slice(0, 256).every(Boolean), named.slice(256, 300).some(Boolean), named[300]]).toEqual([true, false, true])
  })
})
