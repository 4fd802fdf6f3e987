/**
 * The order of all entries on a real PostgreSQL, while transactions of the host that took their ids early stay open: whoever follows by
 * position misses nothing. Two orders that look as good are followed beside it, and fail.
 */
import { sql } from 'kysely'
import { migrate, sqlStorage } from 'sportello/sql'
import { seededRandom } from 'sportello/testing'
import { expect, it } from 'vitest'
import { commitOf, keyOf, writeOf } from '../../src/testing/storage/samples.ts'
import { connectPostgres } from '../support/connection.ts'
import { fileDatabase } from '../support/database.ts'

const database = fileDatabase()

type Seen = { readonly key: string; readonly sequence: number }

/** What a follower got wrong, of so many entries that each record has by now. */
function faultsOf(seen: readonly Seen[], written: ReadonlyMap<string, number>) {
  const last = new Map<string, number>()
  let disorder = 0
  for (const { key, sequence } of seen) {
    if (sequence < (last.get(key) ?? 0)) disorder += 1
    last.set(key, Math.max(sequence, last.get(key) ?? 0))
  }
  const all = [...written.values()].reduce((sum, count) => sum + count, 0)
  const once = new Set(seen.map(({ key, sequence }) => `${key} ${sequence}`)).size
  return { lost: all - once, twice: seen.length - once, disorder }
}

it('no entry is lost or out of order behind the position of a reader, as they are behind a sequence and behind the id of a transaction', async () => {
  const { db, close } = connectPostgres(database.url, { max: 16 })
  await migrate(db)
  // What the two other orders would go by.
  await sql`alter table sportello_journal add column number bigint generated always as identity, add column own xid8 default pg_current_xact_id()`.execute(
    db,
  )
  await sql`create table host (n integer)`.execute(db)
  const storage = sqlStorage(db)
  const keys = ['a', 'b', 'c', 'd'].map((id) => keyOf(id))
  const written = new Map<string, number>()
  const nap = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  let isOver = false

  async function write(seed: number): Promise<void> {
    const random = seededRandom(seed)
    const chance = () => (random.bytes(1)[0] ?? 0) / 256
    for (let turn = 0; turn < 60; turn += 1) {
      const transaction = await db.startTransaction().execute()
      try {
        // The host writes first: its transaction has its id before it comes to a record.
        if (chance() < 0.5) await sql`insert into host values (1)`.execute(transaction)
        await nap(chance() * 12)
        const key = keys[Math.floor(chance() * keys.length)] ?? ''
        const own = sqlStorage(transaction)
        const version = (await own.load([key]))[0]?.version ?? 0
        const outcome = await own.commit(commitOf({ writes: [writeOf(key, { expectedVersion: version }, 1, version)] }))
        await nap(chance() * 8)
        if (!outcome.ok || chance() < 0.1) await transaction.rollback().execute()
        else {
          await transaction.commit().execute()
          written.set(key, Math.max(version + 1, written.get(key) ?? 0))
        }
      } catch {
        await transaction.rollback().execute()
      }
    }
  }

  const writtenInAll = () => [...written.values()].reduce((sum, version) => sum + version, 0)

  /**
   * Reads on until nothing more comes for a while after the last commit. Whoever reads by what is published waits as long as any transaction of
   * the server is open, those of other tests too: `isHeldBack` gives it a minute to have all.
   */
  async function follow(look: () => Promise<readonly Seen[]>, isHeldBack = true): Promise<readonly Seen[]> {
    const seen: Seen[] = []
    let idle = 0
    while (!isOver || idle < 50 || (isHeldBack && seen.length < writtenInAll() && idle < 3_000)) {
      const more = await look()
      seen.push(...more)
      idle = more.length > 0 ? 0 : idle + 1
      if (more.length === 0) await nap(isOver ? 20 : 1)
    }
    return seen
  }

  let after = ''
  async function byPosition(): Promise<readonly Seen[]> {
    const page = await storage.entries({ office: 'office', limit: 7, ...(after === '' ? {} : { after }) })
    if (!page.ok) throw new Error('a position was refused')
    after = page.next
    return page.entries.map(({ entry }) => entry)
  }
  let number = '0'
  async function bySequence(): Promise<readonly Seen[]> {
    const { rows } = await sql<Seen & { number: string }>`select key, sequence, number from sportello_journal
      where number > ${number} order by sportello_journal.number limit 7`.execute(db)
    number = rows.at(-1)?.number ?? number
    return rows.map((row) => ({ key: row.key, sequence: Number(row.sequence) }))
  }
  let own = ['0', '0']
  async function byTransaction(): Promise<readonly Seen[]> {
    const { rows } = await sql<Seen & { own: string; number: string }>`select key, sequence, number, cast(own as text) as own
      from sportello_journal j where (j.own, j.number) > (cast(${own[0]} as xid8), cast(${own[1]} as bigint))
      and j.own < pg_snapshot_xmin(pg_current_snapshot()) order by j.own, j.number limit 7`.execute(db)
    const last = rows.at(-1)
    if (last !== undefined) own = [last.own, last.number]
    return rows.map((row) => ({ key: row.key, sequence: Number(row.sequence) }))
  }

  const followers = Promise.all([follow(byPosition), follow(bySequence, false), follow(byTransaction)])
  await Promise.all(Array.from({ length: 10 }, (_, i) => write(i + 1)))
  isOver = true
  const [position, sequence, transaction] = (await followers).map((seen) => faultsOf(seen, written))
  expect(position).toEqual({ lost: 0, twice: 0, disorder: 0 })
  expect(sequence?.lost).toBeGreaterThan(0)
  expect(transaction).toMatchObject({ lost: 0, twice: 0 })
  expect(transaction?.disorder).toBeGreaterThan(0)
  await close()
})

it('entries that a restore has brought from another server are not given until they are told from those to come', async () => {
  const { db, close } = connectPostgres(database.url, { max: 2 })
  const options = { prefix: 'restored_' }
  await migrate(db, options)
  const storage = sqlStorage(db, options)
  for (const [version, id] of ['a', 'b'].entries()) {
    expect(await storage.commit(commitOf({ writes: [writeOf(keyOf(id), {}, 1)] })), `${version}`).toEqual({ ok: true })
  }
  // The other server was further on with its transactions.
  await sql`update restored_journal set raised = '9000000000000000' where key = ${keyOf('a')}`.execute(db)
  await expect(storage.entries({ office: 'office', limit: 10 })).rejects.toMatchObject({
    code: 'storage/failed',
    message: expect.stringContaining('restored from another server'),
  })
  await sql`update restored_journal set raised = '0'`.execute(db)
  const page = await storage.entries({ office: 'office', limit: 10 })
  expect(page.ok && page.entries.map(({ entry }) => entry.key)).toEqual([keyOf('a'), keyOf('b')])
  await close()
})
