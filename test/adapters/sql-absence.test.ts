/** How PostgreSQL holds that a record is absent: by a row of version 0 that nobody sees, and that the sweep clears away. */
import { sql } from 'kysely'
import { migrate, sqlStorage } from 'sportello/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitOf, keyOf, now, writeOf } from '../../src/testing/storage/samples.ts'
import { type Connected, connectPostgres } from '../support/connection.ts'
import { fileDatabase } from '../support/database.ts'

const database = fileDatabase()
let connected: Connected

beforeAll(async () => {
  connected = connectPostgres(database.url, { max: 20 })
  await migrate(connected.db)
})
afterAll(() => connected.close())

const storage = () => sqlStorage(connected.db)
const absent = (...names: readonly string[]) => names.map((name) => ({ key: keyOf(name), version: 0 }))
const places = async (name: string) =>
  (await sql`select version from sportello_record where key = ${keyOf(name)}`.execute(connected.db)).rows
const listed = async (narrow: object) =>
  (await storage().list({ office: 'office', kind: 'sample', limit: 1_000, ...narrow })).map(({ key }) => key)

describe('what was expected to be absent, on PostgreSQL', () => {
  it('is seen by nobody, whether it is loaded, listed, erased or removed', async () => {
    expect(await storage().commit(commitOf({ expects: absent('a'), writes: [writeOf(keyOf('b'))] }))).toEqual({ ok: true })
    expect(await places('a')).toEqual([{ version: '0' }])
    await storage().erase(keyOf('a'), now)
    expect(await storage().load([keyOf('a')])).toEqual([null])
    expect(await listed({})).not.toContain(keyOf('a'))
    const removed = await storage().commit(commitOf({ removes: [{ key: keyOf('a'), version: 1 }] }))
    expect(removed).toEqual({ ok: false, conflict: keyOf('a') })
  })

  it('is expected again, created with tags, changed, and no more absent then', async () => {
    const expecting = (name: string) => commitOf({ expects: absent('c'), writes: [writeOf(keyOf(name))] })
    expect(await storage().commit(expecting('c1'))).toEqual({ ok: true })
    expect(await storage().commit(expecting('c2'))).toEqual({ ok: true })
    expect(await storage().commit(commitOf({ writes: [writeOf(keyOf('c'), { tags: ['t'], dueAt: now }, 2)] }))).toEqual({
      ok: true,
    })
    expect(await storage().load([keyOf('c')])).toMatchObject([{ version: 1, tags: ['t'], dueAt: now, journalHead: 'hash-2' }])
    expect(await listed({ tag: 't' })).toEqual([keyOf('c')])
    expect(await storage().commit(expecting('c3'))).toEqual({ ok: false, conflict: keyOf('c') })
    expect(await storage().load([keyOf('c3')])).toEqual([null])
    expect(await storage().commit(commitOf({ writes: [writeOf(keyOf('c'), {}, 1)] }))).toEqual({
      ok: false,
      conflict: keyOf('c'),
    })
  })

  it('can be created by a commit that goes step by step', async () => {
    await storage().commit(commitOf({ expects: absent('d'), writes: [writeOf(keyOf('d1'))] }))
    const many = Array.from({ length: 30 }, (_, i) => writeOf(keyOf(`d-${i}`)))
    const stepwise = (name: string) => commitOf({ expects: absent(name), writes: [writeOf(keyOf('d')), ...many] })
    expect(await storage().commit(stepwise('d1'))).toEqual({ ok: false, conflict: keyOf('d1') })
    expect(await storage().commit(stepwise('d2'))).toEqual({ ok: true })
    expect(await storage().load([keyOf('d'), keyOf('d2')])).toMatchObject([{ version: 1 }, null])
  })

  it.each([
    ['writes', (name: string) => ({ expects: [], writes: [writeOf(keyOf(name))] })],
    ['expects', (name: string) => ({ expects: absent(name), writes: [] })],
  ])('is waited for step by step: what another creates meanwhile is a conflict for whoever %s it', async (what, taking) => {
    const name = `meanwhile-${what}`
    const many = Array.from({ length: 30 }, (_, i) => writeOf(keyOf(`${name}-${i}`)))
    const other = await connected.db.startTransaction().execute()
    expect(await sqlStorage(other).commit(commitOf({ writes: [writeOf(keyOf(name))] }))).toEqual({ ok: true })
    const { expects, writes } = taking(name)
    const waiting = storage().commit(commitOf({ expects, writes: [...many, ...writes] }))
    const waits = sql<{
      n: number
    }>`select cast(count(*) as integer) as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    for (let looks = 0; looks < 1_000 && (await waits.execute(connected.db)).rows[0]?.n === 0; looks += 1) await Promise.resolve()
    await other.commit().execute()
    expect(await waiting).toEqual({ ok: false, conflict: keyOf(name) })
    expect(await storage().load([keyOf(`${name}-0`)])).toEqual([null])
  })

  it('leaves no row once somebody looks for what is due of its kind', async () => {
    await storage().commit(commitOf({ expects: absent('e'), writes: [writeOf(keyOf('e1'), { dueAt: 0 })] }))
    expect((await places('e')).length).toBe(1)
    expect(await listed({ dueBefore: 0 })).toEqual([keyOf('e1')])
    expect(await places('e')).toEqual([])
    expect(await storage().commit(commitOf({ expects: absent('e'), writes: [writeOf(keyOf('e2'))] }))).toEqual({ ok: true })
  })

  it('is held against whoever creates it: of two commits that each expect what the other creates one is done', async () => {
    for (let round = 0; round < 200; round += 1) {
      const [one, two] = [`x${round}`, `y${round}`]
      const creating = (name: string, other: string) =>
        storage().commit(commitOf({ expects: absent(other), writes: [writeOf(keyOf(name))] }))
      const [first, second] = await Promise.all([creating(one, two), creating(two, one), listed({ dueBefore: 0 })])
      expect([first.ok, second.ok].filter((ok) => ok).length).toBe(1)
      const stored = await storage().load([keyOf(one), keyOf(two)])
      expect(stored.map((record) => record !== null)).toEqual([first.ok, second.ok])
    }
  })

  it('lets pass all who expect the same, however many at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        storage().commit(commitOf({ expects: absent('f'), writes: [writeOf(keyOf(`f${i}`))] })),
      ),
    )
    expect(answers.every(({ ok }) => ok)).toBe(true)
  })

  it('a row that was removed is not brought back by whoever still holds it', async () => {
    for (let round = 0; round < 100; round += 1) {
      const key = keyOf(`g${round}`)
      await storage().commit(commitOf({ writes: [writeOf(key)] }))
      const [changed, removed] = await Promise.all([
        storage().commit(commitOf({ writes: [writeOf(key, { expectedVersion: 1 })] })),
        storage().commit(commitOf({ removes: [{ key, version: 1 }] })),
      ])
      expect([changed.ok, removed.ok].filter((ok) => ok).length).toBe(1)
      expect((await storage().load([key]))[0]?.version ?? null).toBe(changed.ok ? 2 : null)
    }
  })
})
