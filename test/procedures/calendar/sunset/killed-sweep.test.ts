/** A process that reminds people of the last use is killed, and another goes on: everybody is reminded, once. */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { SunsetSweepReport } from 'sportello'
import { migrate, sqlStorage } from 'sportello/sql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { codes } from '../../../bench/accounts.ts'
import { type Connected, connectPostgres } from '../../../support/connection.ts'
import { accepted, anna, office, openCounter, subscribed } from '../../../support/counter.ts'
import { fileDatabase } from '../../../support/database.ts'
import { openRemote, type Remote } from '../../../support/remote.ts'
import { flawsOf } from '../../../support/soundness.ts'
import { contentsOf } from '../../../support/tables.ts'
import { day, december, lastUse, law, policy } from './law.ts'

const database = fileDatabase()
const count = 30
const reminding = { ...law, remindDays: [30] } as const
/** Noon of the day on which everybody is to be reminded. */
const begun = lastUse - 30 * day - day / 2

let connected: Connected
beforeAll(async () => {
  connected = connectPostgres(database.url)
  await migrate(connected.db)
  const counter = openCounter({ storage: sqlStorage(connected.db), policy })
  counter.clock.set(december)
  for (const [i, codiceFiscale] of codes(count).entries()) {
    await subscribed(counter, { ...anna, codiceFiscale, email: `a${i}@example.it` } as unknown as typeof anna)
  }
  accepted(await counter.sportello.sunset.set(reminding))
})
afterAll(() => connected.close())

const start = (seed: number): Promise<Remote> =>
  openRemote(new URL('sweeping.ts', import.meta.url), [database.url, String(begun), String(seed)])

/** How many have been reminded. */
async function reminded(): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*) as n from sportello_journal where type = 'ReminderGiven'`.execute(
    connected.db,
  )
  return Number(rows[0]?.n)
}

/** Kills the process while it sweeps: it waits for the credential at that place, which somebody else has locked. */
async function killAt(remote: Remote, place: number): Promise<number> {
  return connected.db.transaction().execute(async (transaction) => {
    await sql`select key from sportello_record where key = (
      select key from sportello_record where machine = 'credential' order by key collate "C" offset ${place} limit 1) for update`.execute(
      transaction,
    )
    const { rows: mine } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
    const died = remote.ask({}).then(
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
    return reminded()
  })
}

it('whoever was reminded before the process was killed is not reminded again, and everybody else is by the next', async () => {
  const done = await killAt(await start(1), count / 2)
  expect(done).toBeGreaterThan(0)
  expect(done).toBeLessThan(count)
  const next = await start(2)
  const report = await next.ask<SunsetSweepReport>({})
  expect([report.failed, report.next]).toEqual([0, null])
  // What the dead process had under way may still have been committed, or not.
  expect(report.reminded).toBeLessThanOrEqual(count - done)
  expect(await next.ask({})).toMatchObject({ looked: 0, reminded: 0, failed: 0 })
  next.kill()
  const contents = await contentsOf(connected.db, office.id)
  expect(flawsOf(contents)).toEqual([])
  const given = contents.journal.filter(({ type }) => type === 'ReminderGiven').map(({ key }) => key)
  expect([given.length, new Set(given).size]).toEqual([count, count])
  const told = contents.outbox.filter(({ id }) => id.includes('.exemption.')).map(({ topic }) => topic)
  expect([told.length, new Set(told).size]).toEqual([count, count])
})
