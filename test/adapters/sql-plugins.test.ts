/**
 * The plugins of the host's instance are for the host's own statements. One that parses texts or renames columns changes nothing of
 * what the storage reads: on an instance, in an open transaction of it, on both engines.
 */
import { CamelCasePlugin, Kysely, type KyselyPlugin, ParseJSONResultsPlugin, PostgresDialect, SqliteDialect, sql } from 'kysely'
import pg from 'pg'
import { migrate, pgPool, sqliteHandle, sqlStorage } from 'sportello/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitOf, entryOf, keyOf, loadOne, mailOf, writeOf } from '../../src/testing/storage/samples.ts'
import { openCounter, subscribed } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'
import { openSqlite } from '../support/sqlite.ts'

const database = fileDatabase()
const office = 'office'
let prefixes = 0

/** Answers other rows than the database gave, and no other plugin does worse. */
const emptying: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: [], numAffectedRows: 77n }),
}

const plugins = {
  ParseJSONResultsPlugin: () => new ParseJSONResultsPlugin(),
  CamelCasePlugin: () => new CamelCasePlugin(),
  'a plugin of the host that changes every result': () => emptying,
} as const

type PluginName = keyof typeof plugins

const cases = (['postgres', 'sqlite'] as const).flatMap((engine) =>
  (Object.keys(plugins) as PluginName[]).map((plugin) => ({ engine, plugin })),
)

describe.each(cases)('$plugin on $engine', ({ engine, plugin }) => {
  let db: Kysely<unknown>
  const options = { prefix: `plugin${prefixes}_` }
  prefixes += 1

  beforeAll(async () => {
    const dialect =
      engine === 'postgres'
        ? new PostgresDialect({ pool: pgPool(new pg.Pool({ connectionString: database.url, max: 2 })) })
        : new SqliteDialect({ database: sqliteHandle(openSqlite(':memory:').handle) })
    db = new Kysely<unknown>({ dialect, plugins: [plugins[plugin]()] })
    await migrate(db, options)
  })
  afterAll(() => db.destroy())

  it('is at work on the instance of the host', async () => {
    const seen = (await sql`select '{"a":1}' as one_text`.execute(db)).rows
    expect(seen).not.toEqual([{ one_text: '{"a":1}' }])
  })

  it.each(['an instance', 'an open transaction'])('leaves what a storage on %s keeps and answers as it is', async (place) => {
    const name = place === 'an instance' ? 'i' : 't'
    const transaction = place === 'an instance' ? undefined : await db.startTransaction().execute()
    const storage = sqlStorage(transaction ?? db, options)
    const key = keyOf(name)
    const state = '{"status":"open","list":[1]}'
    const entry = entryOf(key, 1)
    const written = writeOf(key, { state, personal: '{"surname":"Verdi"}', tags: ['t'], dueAt: 5 }, 1)
    expect(await storage.commit(commitOf({ writes: [written], outbox: [mailOf(`m-${name}`)] }))).toEqual({ ok: true })
    expect(await loadOne(storage, key)).toMatchObject({ version: 1, state, tags: ['t'], dueAt: 5, erasedAt: null })
    expect(await storage.list({ office, kind: 'sample', tag: 't', limit: 9 })).toHaveLength(1)
    expect(await storage.journal(key, { after: 0, limit: 1 })).toMatchObject([{ sequence: 1, data: entry.data }])
    expect(await storage.lease({ office, now: 253_402_300_799_999, leaseMs: 1, limit: 9 })).toHaveLength(1)
    await storage.settle(`m-${name}`, { parkedAt: 7 })
    expect(await storage.parked({ office, limit: 9 })).toMatchObject([{ id: `m-${name}`, parkedAt: 7 }])
    expect(await storage.requeue(`m-${name}`, 8)).toBe(true)
    expect(await storage.commit(commitOf({ expects: [{ key, version: 9 }] }))).toEqual({ ok: false, conflict: key })
    await storage.erase(key, 9)
    expect(await loadOne(storage, key)).toMatchObject({ version: 2, personal: null, erasedAt: 9 })
    await storage.settle(`m-${name}`, 'sent')
    await transaction?.rollback().execute()
  })

  it('lets a person go from the form to a password of his own', async () => {
    const { accountId } = await subscribed(openCounter({ storage: sqlStorage(db, options) }))
    expect(accountId).not.toBe('')
  })
})
