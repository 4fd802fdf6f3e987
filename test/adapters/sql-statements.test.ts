/** How `sportello/sql` speaks to a database: values are parameters, texts are few, a load is one statement and a commit one transaction. */
import { readdirSync, readFileSync } from 'node:fs'
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import pg from 'pg'
import type { Storage } from 'sportello'
import { migrate, pgPool, sqliteHandle, sqlStorage } from 'sportello/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitOf, entryOf, keyOf, lease, mailOf, now, writeOf } from '../../src/testing/storage/samples.ts'
import { accepted, office, openCounter, subscribed } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'
import { identityOf } from '../support/federation.ts'
import { openSqlite } from '../support/sqlite.ts'

const database = fileDatabase()
const engines = ['postgres', 'sqlite'] as const

type Spied = { readonly db: Kysely<unknown>; readonly storage: Storage; readonly texts: string[]; readonly values: unknown[] }

const spied = new Map<string, Spied>()

beforeAll(async () => {
  const handle = openSqlite(':memory:').handle
  const dialects = {
    postgres: new PostgresDialect({ pool: pgPool(new pg.Pool({ connectionString: database.url, max: 2 })) }),
    sqlite: new SqliteDialect({ database: sqliteHandle(handle) }),
  }
  for (const engine of engines) {
    const texts: string[] = []
    const values: unknown[] = []
    const db = new Kysely<unknown>({
      dialect: dialects[engine],
      log({ query }) {
        texts.push(query.sql)
        values.push(...query.parameters)
      },
    })
    await migrate(db)
    spied.set(engine, { db, storage: sqlStorage(db), texts, values })
  }
})
afterAll(async () => {
  for (const { db } of spied.values()) await db.destroy()
})

function spy(engine: string): Spied {
  const found = spied.get(engine)
  if (found === undefined) throw new Error(`no ${engine}`)
  found.texts.length = 0
  found.values.length = 0
  return found
}

/** Everything that the port can be asked for, with this word in every field that takes one. */
async function life(storage: Storage, word: string): Promise<void> {
  const office = `office-${word}`
  const [one, two] = [keyOf(`${word}-1`, 'sample', office), keyOf(`${word}-2`, 'sample', office)]
  const quoted = JSON.stringify({ said: `'; drop table sportello_record; -- ${word}` })
  const entry = (key: string, sequence: number, previous: string) =>
    entryOf(key, sequence, {
      by: `operator:${word}`,
      type: word,
      data: quoted,
      personal: `{"salt":"${word}","data":1}`,
      personalDigest: word,
      previous,
      hash: `${word}-${sequence}`,
    })
  const record = { machine: word, state: quoted, personal: quoted, tags: [word, 'plain'], dueAt: now }
  const first = entry(one, 1, '')
  const mail = (id: string) => mailOf(`${id}-${word}`, { topic: one, sealed: `sealed-${word}` })
  await storage.commit(
    commitOf({
      writes: [writeOf(one, { ...record, entries: [first], journalHead: first.hash }), writeOf(two, record)],
      outbox: [mail('a'), mail('b')],
    }),
  )
  await storage.load([one, two])
  const second = entry(one, 2, first.hash)
  const changed = { ...record, tags: [`${word}-new`], expectedVersion: 1, entries: [second], journalHead: second.hash }
  await storage.commit(commitOf({ expects: [{ key: two, version: 1 }], writes: [writeOf(one, changed)], cancelMail: [one] }))
  const absent = { key: keyOf(`${word}-3`, 'sample', office), version: 0 }
  await storage.commit(commitOf({ expects: [absent], outbox: [mail('c'), mail('d')] }))
  for (const query of [{}, { tag: word }, { dueBefore: now }, { after: two }]) {
    await storage.list({ office, kind: 'sample', limit: 10, ...query })
  }
  await storage.journal(one, { after: 0, limit: 10 })
  await storage.lease({ office, now, leaseMs: 1_000, limit: 10 })
  await storage.isWaiting(`c-${word}`)
  await storage.settle(`c-${word}`, { retryAt: now })
  await storage.settle(`c-${word}`, { parkedAt: now })
  await storage.parked({ office, limit: 10, after: word })
  await storage.requeue(`c-${word}`, now)
  await storage.settle(`c-${word}`, 'sent')
  await storage.erase(one, now)
  await storage.commit(commitOf({ removes: [{ key: two, version: 1 }] }))
}

describe.each(engines)('statements on %s', (engine) => {
  it('hold no value: every text is the same whatever is stored, and what is stored arrives as parameters', async () => {
    const { storage, texts, values } = spy(engine)
    await life(storage, 'canary')
    const said = new Set(texts)
    expect([...said].filter((text) => /canary|office-|drop table/.test(text))).toEqual([])
    expect(values.filter((value) => String(value).includes('canary')).length).toBeGreaterThan(50)
    texts.length = 0
    await life(storage, "x');--")
    expect([...new Set(texts)].filter((text) => !said.has(text))).toEqual([])
  })

  it('are one for a load, of however many keys', async () => {
    const { storage, texts } = spy(engine)
    await storage.load(Array.from({ length: 100 }, (_, i) => keyOf(`n${i % 60}`)))
    expect(texts.length).toBe(1)
  })

  it('of a commit are one', async () => {
    const { storage, texts } = spy(engine)
    const key = keyOf(`counted-${engine}`)
    await storage.commit(
      commitOf({ writes: [writeOf(key, { tags: ['t'] }, 2)], outbox: [mailOf(`m-${engine}`, { topic: key })] }),
    )
    const write = writeOf(key, { expectedVersion: 1, tags: ['t'] }, 2, 2)
    texts.length = 0
    const fresh = writeOf(keyOf(`fresh-${engine}`), {}, 1)
    expect(await storage.commit(commitOf({ writes: [write, fresh], outbox: [mailOf(`n-${engine}`, { topic: key })] }))).toEqual({
      ok: true,
    })
    const kinds = texts.map((text) => text.trim().split(' ').slice(0, 2).join(' '))
    expect(kinds).toEqual([engine === 'postgres' ? 'with asked' : 'insert into'])
  })

  it('of a commit are no more for what it expects, and what is no longer so is found out', async () => {
    const { storage, texts } = spy(engine)
    const of = (id: string) => keyOf(`${id}-${engine}`)
    const [key, shared, other] = [of('changed'), of('shared'), of('other')] as const
    for (const written of [key, shared, other]) await storage.commit(commitOf({ writes: [writeOf(written, {}, 1)] }))
    const change = (version: number) => writeOf(key, { expectedVersion: version }, 1, version)
    texts.length = 0
    await storage.commit(commitOf({ writes: [change(1)] }))
    const alone = texts.length
    texts.length = 0
    const expects = [
      { key: shared, version: 1, shared: true },
      { key: other, version: 1 },
      { key: of('free'), version: 0 },
    ] as const
    expect(await storage.commit(commitOf({ writes: [change(2)], expects }))).toEqual({ ok: true })
    expect(texts.length).toBe(alone)
    for (const moved of expects) {
      const wrong = expects.map((one) => (one === moved ? { ...one, version: one.version + 1 } : one))
      for (const writes of [[change(3)], []])
        expect(await storage.commit(commitOf({ writes, expects: wrong })), moved.key).toEqual({ ok: false, conflict: moved.key })
    }
    expect(await storage.commit(commitOf({ writes: [change(3)], expects }))).toEqual({ ok: true })
  })

  it('let a commit pass whoever expects the same shared record, and nobody who writes it', async () => {
    const { db, storage } = spy(engine)
    const of = (id: string) => keyOf(`passing-${id}-${engine}`)
    await storage.commit(commitOf({ writes: [writeOf(of('shared'), {}, 1)] }))
    const expects = [{ key: of('shared'), version: 1, shared: true }] as const
    const passes = () => storage.commit(commitOf({ writes: [writeOf(of('changed'), {}, 1)], expects }))
    if (engine === 'sqlite') return expect(await passes()).toEqual({ ok: true })
    await db.transaction().execute(async (other) => {
      await sql`set local lock_timeout = '10s'`.execute(other)
      await sql`select 1 from sportello_record where key = ${of('shared')} for share`.execute(other)
      const waited = new Promise((resolve) => setTimeout(resolve, 5_000, 'waits'))
      expect(await Promise.race([passes(), waited])).toEqual({ ok: true })
    })
  })

  it('that change tags are as many, once this process has seen the record', async () => {
    const { storage, texts } = spy(engine)
    const key = keyOf(`tagged-${engine}`)
    await storage.commit(commitOf({ writes: [writeOf(key, { tags: ['a', 'b'] }, 1)] }))
    texts.length = 0
    await storage.commit(commitOf({ writes: [writeOf(key, { expectedVersion: 1, tags: ['b', 'c'] }, 1, 1)] }))
    expect(texts.length).toBe(1)
    const ids = async (tag: string) =>
      (await storage.list({ office: 'office', kind: 'sample', tag, limit: 10 })).filter((row) => row.key === key).length
    expect([await ids('a'), await ids('b'), await ids('c')]).toEqual([0, 1, 1])
  })
})

describe.each(engines)('what one process has listed, on %s', (engine) => {
  it('it changes with other tags in as many statements as what it has loaded', async () => {
    const { db, texts } = spy(engine)
    const [here, there] = [sqlStorage(db), sqlStorage(db)]
    const key = keyOf(`listed-${engine}`)
    await there.commit(commitOf({ writes: [writeOf(key, { tags: [`listed-${engine}`] }, 1)] }))
    await here.list({ office: 'office', kind: 'sample', tag: `listed-${engine}`, limit: 10 })
    // On SQLite its first commit looks for the view.
    await here.commit(commitOf({ writes: [writeOf(keyOf(`first-${engine}`), {}, 1)] }))
    texts.length = 0
    expect(await here.commit(commitOf({ writes: [writeOf(key, { expectedVersion: 1, tags: ['swept'] }, 1, 1)] }))).toEqual({
      ok: true,
    })
    expect(texts.length).toBe(1)
  })
})

describe.each(engines)('a sign-in on %s reads in one statement and commits in another', (engine) => {
  it('by SPID, once the identity is linked and the calendar known', async () => {
    const { storage, texts } = spy(engine)
    const counter = openCounter({ storage, office: { ...office, id: 'spid-statements' } })
    const signIn = () => counter.sportello.federation.signIn(identityOf('readSpidSaml', { at: counter.clock.now() }))
    expect(accepted(await signIn()).outcome).toBe('opened')
    texts.length = 0
    expect(accepted(await signIn()).outcome).toBe('known')
    expect(texts).toHaveLength(2)
  })

  it('with PIN and password, right or wrong', async () => {
    const { storage, texts } = spy(engine)
    const counter = openCounter({ storage, office: { ...office, id: 'local-statements' } })
    const { credentials } = await subscribed(counter)
    const { signIn } = counter.sportello.session
    for (const password of [credentials.password, 'Sbagliata.1']) {
      texts.length = 0
      expect((await signIn({ ...credentials, password })).ok).toBe(password === credentials.password)
      expect(texts).toHaveLength(2)
    }
  })
})

describe.each(engines)('what one process has not seen, on %s', (engine) => {
  it('tags that another process has changed are changed rightly, though this one believes in others', async () => {
    const { db } = spy(engine)
    const [here, there] = [sqlStorage(db), sqlStorage(db)]
    const key = keyOf(`shared-${engine}`)
    await here.commit(commitOf({ writes: [writeOf(key, { tags: ['first'] }, 1)] }))
    await there.commit(commitOf({ writes: [writeOf(key, { expectedVersion: 1, tags: ['second'] }, 1, 1)] }))
    // Here `first` is still believed; the record is written without having been loaded again.
    expect(await here.commit(commitOf({ writes: [writeOf(key, { expectedVersion: 2, tags: ['third'] }, 1, 2)] }))).toEqual({
      ok: true,
    })
    const found = async (tag: string) =>
      (await there.list({ office: 'office', kind: 'sample', tag, limit: 10 })).filter((row) => row.key === key).length
    expect([await found('first'), await found('second'), await found('third')]).toEqual([0, 0, 1])
  })

  it('a tombstone that is written again is found under its new tags only', async () => {
    const { db } = spy(engine)
    const [here, there] = [sqlStorage(db), sqlStorage(db)]
    const key = keyOf(`tomb-${engine}`)
    await here.commit(commitOf({ writes: [writeOf(key, { tags: ['alive'] }, 1)] }))
    await there.erase(key, now)
    const again = writeOf(key, { expectedVersion: 2, tags: ['alive'] }, 1, 1)
    expect(await here.commit(commitOf({ writes: [again] }))).toEqual({ ok: true })
    const rows = await there.list({ office: 'office', kind: 'sample', tag: 'alive', limit: 10 })
    expect(rows.filter((row) => row.key === key)).toMatchObject([{ version: 3, erasedAt: null }])
  })

  it('a commit larger than any one statement is still one transaction', async () => {
    const { storage } = spy(engine)
    const writes = Array.from({ length: 300 }, (_, i) => writeOf(keyOf(`${engine}-${i}`), { tags: ['many', `m${i}`] }, 12))
    const outbox = Array.from({ length: 500 }, (_, i) => mailOf(`many-${engine}-${i}`, { at: now - 1 }))
    expect(await storage.commit(commitOf({ writes, outbox }))).toEqual({ ok: true })
    const page = await storage.list({ office: 'office', kind: 'sample', tag: 'many', limit: 1000 })
    expect(page.filter(({ key }) => key.startsWith(keyOf(`${engine}-`))).length).toBe(300)
    const again = writes.map((write) => ({ ...write, expectedVersion: 1 }))
    const torn = commitOf({ writes: again.map((write, i) => (i === 299 ? { ...write, expectedVersion: 2 } : write)) })
    expect(await storage.commit(torn)).toEqual({ ok: false, conflict: keyOf(`${engine}-299`) })
    expect((await storage.load([keyOf(`${engine}-0`)]))[0]?.version).toBe(1)
    expect((await lease(storage, now, 1000)).filter(({ id }) => id.startsWith(`many-${engine}`)).length).toBe(500)
  })
})

describe('an engine that cannot do so much in one statement, as some that are spread over machines', () => {
  it('says so once, and is then spoken to in steps, with all that a commit promises', async () => {
    const texts: string[] = []
    const pool = pgPool(new pg.Pool({ connectionString: database.url, max: 4 }))
    const dialect = new PostgresDialect({
      pool: {
        async connect() {
          const client = await pool.connect()
          async function query(text: string, values: readonly unknown[]) {
            texts.push(text)
            if (text.startsWith('with asked')) {
              throw Object.assign(new Error('multiple changes of one table in a statement'), { code: '0A000' })
            }
            return client.query(text, values)
          }
          return { query: query as typeof client.query, release: () => client.release() }
        },
        end: () => pool.end(),
      },
    })
    const db = new Kysely<unknown>({ dialect })
    const storage = sqlStorage(db)
    const key = keyOf('in-steps')
    const first = commitOf({ writes: [writeOf(key, { tags: ['t'] }, 1)], outbox: [mailOf('in-steps', { topic: key })] })
    expect(await storage.commit(first)).toEqual({ ok: true })
    const again = commitOf({ writes: [writeOf(key, { expectedVersion: 1 }, 1, 1)] })
    expect(await storage.commit(again)).toEqual({ ok: true })
    expect(await storage.commit(again)).toEqual({ ok: false, conflict: key })
    expect(await storage.load([key])).toMatchObject([{ version: 2, journalHead: 'hash-2', tags: [] }])
    expect(texts.filter((text) => text.startsWith('with')).length).toBe(1)
    await db.destroy()
  })
})

it('the sources put nothing into a text but names of their own and numbers that they count', () => {
  const folder = new URL('../../src/adapters/sql/', import.meta.url)
  const told = readdirSync(folder).flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/sql\s*\.\s*(?:raw|lit|id|ref|table)\(([^()]*)/g)].map(
      ([, argument = '']) => `${file} ${argument.trim().replace(/\s+/g, ' ')}`,
    ),
  )
  expect(told).toEqual([
    // On SQLite: places in a row of a commit, the view and its triggers by the kinds of rows.
    'commit-as-rows.ts Array.from',
    "commit-as-rows.ts 'temp', `${prefix}commit`",
    'commit-as-rows.ts columns.map',
    "commit-as-rows.ts 'temp', `${tables.prefix}commit_${kind}`",
    'commit-as-rows.ts kind',
    // The pieces of a commit by their names, and how many rows each must touch.
    'commit-at-once.ts name',
    'commit-at-once.ts rowsExpected',
    'commit-at-once.ts name',
    // Columns.
    'commit-in-steps.ts name',
    'commit-pieces.ts name',
    'commit-pieces.ts name',
    'commit-pieces.ts type',
    "listing.ts ['key', 'version', 'machine', 'schema', 'state', 'personal', 'tags', 'due_at', 'at', 'journal_head', 'erased_at'] .map",
    // Names of tables and indexes, checked against what a name is; the version of a migration.
    'migrations.ts `${prefix}${name}`',
    'migrations.ts version',
    "rows.ts 'key, scope, version, machine, schema, state, personal, tags, due_at, at, journal_head, sequence, erased_at',",
    'rows.ts name',
    'rows.ts `excluded.${name}`',
    "rows.ts 'key, sequence, at, by, type, data, personal, personal_digest, previous, hash',",
    "rows.ts 'id, topic, sealed, at, not_before, attempts, parked_at, reason'",
    "rows.ts 'id, office, topic, sealed, at, not_before, attempts, parked_at'",
    'tables.ts `${prefix}${name}`',
    'tables.ts schema, `${prefix}${name}`',
    "work.ts 'sportello_unit'",
  ])
})
