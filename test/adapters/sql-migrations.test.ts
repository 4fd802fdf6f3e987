/** The tables of `sportello/sql`: made once however often it is asked, printed as they are made, never guessed. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DummyDriver, Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, sql } from 'kysely'
import { type Engine, migrate, migrationSql, type SqlOptions, sqlStorage } from 'sportello/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostile } from '../../src/testing/fakes/check.ts'
import { commitOf, keyOf, writeOf } from '../../src/testing/storage/samples.ts'
import { type Connected, connectPostgres } from '../support/connection.ts'
import { fileDatabase } from '../support/database.ts'
import { execute } from '../support/postgres.ts'
import { type OpenedSqlite, openSqlite } from '../support/sqlite.ts'

const database = fileDatabase()
let connected: Connected
let prefixes = 0

beforeAll(() => {
  connected = connectPostgres(database.url, { max: 8 })
})
afterAll(() => connected.close())

type Empty = { readonly db: Kysely<unknown>; readonly options: SqlOptions; readonly close: () => Promise<void> }

const empty: { readonly [engine in Engine]: () => Empty } = {
  postgres() {
    prefixes += 1
    return { db: connected.db, options: { prefix: `empty${prefixes}_` }, close: async () => {} }
  },
  sqlite() {
    const { db, close }: OpenedSqlite = openSqlite(':memory:')
    return { db, options: {}, close }
  },
}

const engines = ['postgres', 'sqlite'] as const

const a = keyOf('a')
const write = (db: Kysely<unknown>, options: SqlOptions) =>
  sqlStorage(db, options).commit(commitOf({ writes: [writeOf(a, { tags: ['t'] }, 1)] }))

async function runScript(db: Kysely<unknown>, script: string): Promise<void> {
  const statements = script.split(/;\n/).filter((statement) => statement.trim() !== '')
  for (const statement of statements) await sql.raw(statement).execute(db)
}

describe.each(engines)('the tables on %s', (engine) => {
  it('are made by migrate, and migrating again changes nothing', async () => {
    const { db, options, close } = empty[engine]()
    await migrate(db, options)
    expect(await write(db, options)).toEqual({ ok: true })
    await migrate(db, options)
    expect(await sqlStorage(db, options).load([a])).toMatchObject([{ key: a, version: 1, tags: ['t'] }])
    await close()
  })

  it('are the same when the printed script has made them, also when it is run twice', async () => {
    const { db, options, close } = empty[engine]()
    const script = migrationSql(engine, options)
    await runScript(db, script)
    await runScript(db, script)
    expect(await write(db, options)).toEqual({ ok: true })
    await migrate(db, options)
    expect(await sqlStorage(db, options).load([a])).toMatchObject([{ version: 1 }])
    await close()
  })

  it('of version 1 are what version 1 has always printed: what is deployed cannot be changed afterwards', () => {
    const frozen = readFileSync(new URL(`../fixtures/tables-1/${engine}.sql`, import.meta.url), 'utf8')
    expect(migrationSql(engine)).toBe(frozen)
  })

  it('are asked for before anything is done: without them every call says to run migrate, and works once it has run', async () => {
    const { db, options, close } = empty[engine]()
    const storage = sqlStorage(db, options)
    const refusal = { code: 'storage/failed', message: expect.stringContaining('`migrate`') }
    await expect(storage.load([a])).rejects.toMatchObject(refusal)
    await expect(storage.commit(commitOf({ writes: [writeOf(a)] }))).rejects.toMatchObject(refusal)
    await migrate(db, options)
    expect(await storage.load([a])).toEqual([null])
    await close()
  })

  it('of a newer library are refused by storage and migration, and nothing is written into them', async () => {
    const { db, options, close } = empty[engine]()
    await migrate(db, options)
    const ledger = sql.table(`${options.prefix ?? 'sportello_'}migration`)
    await sql`insert into ${ledger} (version) values (999)`.execute(db)
    const refusal = { code: 'storage/failed', message: expect.stringContaining('newer') }
    await expect(write(db, options)).rejects.toMatchObject(refusal)
    await expect(migrate(db, options)).rejects.toMatchObject(refusal)
    await sql`delete from ${ledger} where version = 999`.execute(db)
    expect(await sqlStorage(db, options).load([a])).toEqual([null])
    await close()
  })

  it('are not made where something else bears their name, and the engine says why', async () => {
    const { db, options, close } = empty[engine]()
    await sql`create table ${sql.table(`${options.prefix ?? 'sportello_'}record`)} (other integer)`.execute(db)
    await expect(migrate(db, options)).rejects.toMatchObject({
      code: 'storage/failed',
      message: expect.stringContaining('the migration failed'),
    })
    await expect(write(db, options)).rejects.toMatchObject({ code: 'storage/failed' })
    await close()
  })

  it('that were begun and never finished are refused as older', async () => {
    const { db, options, close } = empty[engine]()
    await migrate(db, options)
    await sql`delete from ${sql.table(`${options.prefix ?? 'sportello_'}migration`)}`.execute(db)
    const refusal = { code: 'storage/failed', message: expect.stringContaining('older') }
    await expect(write(db, options)).rejects.toMatchObject(refusal)
    await close()
  })
})

describe('a role that may create nothing', () => {
  type Role = { readonly db: Kysely<unknown>; readonly options: SqlOptions; readonly close: () => Promise<void> }

  /** A role of its own, which may read and write the tables that are there by now. */
  async function roleOn({ options }: Pick<Empty, 'options'>): Promise<Role> {
    const role = `sportello_test_${randomBytes(8).toString('hex')}`
    const password = randomBytes(16).toString('hex')
    await execute(database.url, `create role ${role} login password '${password}'`)
    await execute(database.url, 'revoke create on schema public from public')
    await execute(database.url, `grant usage on schema public to ${role}`)
    await execute(database.url, `grant select, insert, update, delete on all tables in schema public to ${role}`)
    const url = new URL(database.url)
    url.username = role
    url.password = password
    const { db, close } = connectPostgres(url.href)
    return {
      db,
      options,
      async close() {
        await close()
        await execute(database.url, `drop owned by ${role}`)
        await execute(database.url, `drop role ${role}`)
      },
    }
  }

  it('migrates tables that are up to date, and works with them', async () => {
    const owner = empty.postgres()
    await migrate(owner.db, owner.options)
    const { db, options, close } = await roleOn(owner)
    await migrate(db, options)
    expect(await write(db, options)).toEqual({ ok: true })
    await close()
  })

  it('is told what is missing, and whose turn it is, where the tables are missing or older', async () => {
    const [none, older] = [empty.postgres(), empty.postgres()]
    await migrate(older.db, older.options)
    await sql`delete from ${sql.table(`${older.options.prefix}migration`)}`.execute(older.db)
    for (const [place, what] of [
      [none, 'the tables are missing'],
      [older, 'of version 0, older'],
    ] as const) {
      const { db, options, close } = await roleOn(place)
      const said = await migrate(db, options).catch((cause: unknown) => cause)
      expect(said).toMatchObject({ code: 'storage/failed', message: expect.stringContaining(what) })
      expect(said).toHaveProperty('message', expect.stringMatching(/let their owner run `migrate`.*\(42501\)$/))
      await close()
    }
  })

  it('is told the same of a server that is read-only, and starts on one whose tables are up to date', async () => {
    const [none, current] = [empty.postgres(), empty.postgres()]
    await migrate(current.db, current.options)
    const { db, close } = connectPostgres(database.url, { options: '-c default_transaction_read_only=on' })
    await migrate(db, current.options)
    await expect(migrate(db, none.options)).rejects.toMatchObject({
      code: 'storage/failed',
      message: expect.stringMatching(/tables are missing.*let their owner run `migrate`.*\(25006\)$/),
    })
    await close()
  })

  it('is told the same of a file of SQLite that it may not write', async () => {
    const { db, handle, close } = openSqlite(':memory:')
    handle.exec('pragma query_only = on')
    await expect(migrate(db)).rejects.toMatchObject({
      code: 'storage/failed',
      message: expect.stringMatching(/tables are missing.*\(SQLITE_READONLY\)$/),
    })
    handle.exec('pragma query_only = off')
    await migrate(db)
    handle.exec('pragma query_only = on')
    await migrate(db)
    await close()
  })
})

describe('where the tables lie', () => {
  it('sixteen processes that migrate one empty database at once all find it migrated', async () => {
    const { db, options } = empty.postgres()
    const others = Array.from({ length: 4 }, () => connectPostgres(database.url, { max: 4 }))
    await Promise.all(Array.from({ length: 16 }, (_, i) => migrate(others[i % 4]?.db ?? db, options)))
    expect(await write(db, options)).toEqual({ ok: true })
    await Promise.all(others.map(({ close }) => close()))
  })

  it('two prefixes are two storages that never meet', async () => {
    const [first, second] = [empty.postgres(), empty.postgres()]
    for (const { db, options } of [first, second]) await migrate(db, options)
    await write(first.db, first.options)
    expect(await sqlStorage(second.db, second.options).load([a])).toEqual([null])
  })

  it('a schema holds them when one is named', async () => {
    await sql`create schema elsewhere`.execute(connected.db)
    const options = { schema: 'elsewhere', prefix: 'counter_' }
    await migrate(connected.db, options)
    await write(connected.db, options)
    const { rows } = await sql`select key from elsewhere.counter_record`.execute(connected.db)
    expect(rows).toEqual([{ key: a }])
  })

  it.each([
    ['prefix', '1'],
    ['prefix', 'A'],
    ['prefix', ''],
    ['prefix', 'x'.repeat(31)],
    ['prefix', 'a"; drop table x; --'],
    ['prefix', null],
    ['prefix', 7],
    ['schema', 'a b'],
    ['schema', ''],
    ['schema', 'x'.repeat(1_048_576)],
    ['schema', {}],
  ])('a %s of %j is refused: it is no name', async (option, value) => {
    const options: SqlOptions = { [option]: value }
    const refusal = expect.objectContaining({ code: 'config/invalid' })
    expect(() => sqlStorage(connected.db, options)).toThrow(refusal)
    expect(() => migrationSql('postgres', options)).toThrow(refusal)
    await expect(migrate(connected.db, options)).rejects.toMatchObject({ code: 'config/invalid' })
  })

  it('no options at all are the defaults, whatever stands for none', () => {
    expect(() => sqlStorage(connected.db, hostile<SqlOptions>(null))).not.toThrow()
    expect(migrationSql('postgres', hostile<SqlOptions>(null))).toBe(migrationSql('postgres'))
  })

  it('the longest names fit', async () => {
    const options = { prefix: `p${'_'.repeat(29)}` }
    await migrate(connected.db, options)
    expect(await write(connected.db, options)).toEqual({ ok: true })
  })

  it('SQLite has no schemas', () => {
    const { db } = openSqlite(':memory:')
    expect(() => sqlStorage(db, { schema: 'main' })).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })
})

describe('what is no database of a known engine', () => {
  const mysql = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new MysqlAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new MysqlIntrospector(db),
      createQueryCompiler: () => new MysqlQueryCompiler(),
    },
  })

  it('another dialect is refused, unless the host says which engine it speaks', () => {
    expect(() => sqlStorage(mysql)).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    expect(() => sqlStorage(mysql, { engine: 'postgres' })).not.toThrow()
  })

  it.each([[undefined], [null], [{}], ['postgres://x'], [7]])('%j is refused', (db) => {
    expect(() => sqlStorage(hostile<Kysely<unknown>>(db))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it.each([['mysql'], [''], [null], [{}]])('the engine %j is refused', (engine) => {
    const named = hostile<Engine>(engine)
    expect(() => migrationSql(named)).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    expect(() => sqlStorage(connected.db, { engine: named })).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })
})
