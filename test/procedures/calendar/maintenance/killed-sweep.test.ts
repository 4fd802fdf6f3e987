/** A process that sweeps what is under way is killed, and another goes on: everything is ended once, and everybody told once. */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { MaintenanceSweepReport } from 'sportello'
import { migrate, sqlStorage } from 'sportello/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connected, connectPostgres } from '../../../support/connection.ts'
import { accepted, anna, office, openCounter, operator } from '../../../support/counter.ts'
import { fileDatabase } from '../../../support/database.ts'
import { openRemote, type Remote } from '../../../support/remote.ts'
import { flawsOf } from '../../../support/soundness.ts'
import { contentsOf } from '../../../support/tables.ts'

const database = fileDatabase()
const count = 120
const title = { it: 'Aggiornamento', en: 'Update' }
const begun = Date.UTC(2026, 2, 10, 10)

let connected: Connected
beforeAll(async () => {
  connected = connectPostgres(database.url)
  await migrate(connected.db)
})
afterAll(() => connected.close())

/** So many requests under way and a window that has ended them, in a database that held others before. */
async function underWay() {
  const { db } = connected
  for (const table of ['record', 'record_tag', 'journal', 'outbox'])
    await sql`delete from ${sql.table(`sportello_${table}`)}`.execute(db)
  const { sportello } = openCounter({ storage: sqlStorage(db) })
  for (let i = 0; i < count; i += 1) accepted(await sportello.registration.open({ ...anna, email: `a${i}@example.it` }))
  const procedures = { registration: 'void' } as const
  accepted(await sportello.maintenance.plan({ operator, reason: 'Prot. 1.', title, from: '2026-03-10T11:00', procedures }))
}

let seed = 100
function start(): Promise<Remote> {
  seed += 1
  return openRemote(new URL('sweeping.ts', import.meta.url), [database.url, String(begun), String(seed)])
}

async function voided(): Promise<number> {
  const { rows } = await sql<{
    n: string
  }>`select count(*) as n from sportello_journal where type = 'RegistrationVoided'`.execute(connected.db)
  return Number(rows[0]?.n)
}

/** Each request has ended once, and its applicant was told once. */
async function expectOnce(): Promise<void> {
  const contents = await contentsOf(connected.db, office.id)
  expect(flawsOf(contents)).toEqual([])
  const ended = contents.journal.filter(({ type }) => type === 'RegistrationVoided').map(({ key }) => key)
  expect([ended.length, new Set(ended).size]).toEqual([count, count])
  const told = contents.outbox.filter(({ id }) => /\.maintenance-/.test(id)).map(({ topic }) => topic)
  expect([told.length, new Set(told).size]).toEqual([count, count])
}

/** Kills the process while it sweeps: it waits for the record at that place, which somebody else has locked. How many it had ended. */
async function killAt(remote: Remote, place: number, sweep: object): Promise<number> {
  return connected.db.transaction().execute(async (transaction) => {
    await sql`select key from sportello_record where key = (
      select key from sportello_record where machine = 'registration' order by key collate "C" offset ${place} limit 1) for update`.execute(
      transaction,
    )
    const { rows: mine } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
    const died = remote.ask(sweep).then(
      () => false,
      () => true,
    )
    for (;;) {
      const { rows } = await sql`select 1 from pg_stat_activity
        where ${mine[0]?.pid} = any(pg_blocking_pids(pid))`.execute(connected.db)
      if (rows.length > 0) break
      await pause(5)
    }
    remote.kill('SIGKILL')
    expect(await died).toBe(true)
    return voided()
  })
}

describe('a process that is killed while it carries out the calendar', () => {
  it('leaves what it has done, and the next sweep does the rest', async () => {
    await underWay()
    const done = await killAt(await start(), count / 2, {})
    expect(done).toBeGreaterThan(0)
    const next = await start()
    const report = await next.ask<MaintenanceSweepReport>({})
    // What the dead process had under way may still have been committed, or not: four commits at once, of ten records each.
    expect([report.failed, report.next]).toEqual([0, null])
    expect(report.voided).toBeLessThanOrEqual(count - done)
    expect(report.voided).toBeGreaterThanOrEqual(count - done - 40)
    await expectOnce()
    expect(await next.ask({})).toMatchObject({ looked: 0, voided: 0 })
    next.kill()
  })

  it('page by page, is followed by one that goes on from the page before', async () => {
    await underWay()
    const first = await start()
    const limit = 25
    const pages = [await first.ask<MaintenanceSweepReport>({ limit })]
    pages.push(await first.ask({ limit, after: pages[0]?.next }))
    expect(pages.map(({ voided: ended }) => ended)).toEqual([limit, limit])
    const done = await killAt(first, 2 * limit + 5, { limit, after: pages[1]?.next })
    expect(done).toBeGreaterThanOrEqual(2 * limit)
    const next = await start()
    let [after, looked] = [pages[1]?.next ?? null, 0]
    while (after !== null) {
      const report: MaintenanceSweepReport = await next.ask({ limit, after })
      looked += report.looked
      after = report.next
    }
    expect(looked).toBeLessThanOrEqual(count - done)
    await expectOnce()
    // Only a sweep of all says that nothing is left.
    expect(await next.ask({})).toMatchObject({ voided: 0, failed: 0 })
    expect(await next.ask({})).toMatchObject({ looked: 0 })
    next.kill()
  })
})
