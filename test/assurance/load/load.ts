/** The load: processes that share a database and nothing else, all kinds of commands at once, and what came of it. */
import { sql } from 'kysely'
import { migrate, sqlStorage } from 'sportello/sql'
import { connectPostgres } from '../../support/connection.ts'
import { openRemote } from '../../support/remote.ts'
import { contentsOf } from '../../support/tables.ts'
import { fastClock, leaseMs, officeIds, openCity, prefix, sampleMs, surroundings } from './city.ts'
import { type Delivery, judge } from './judge.ts'
import type { Shift, Tally } from './worker.ts'

export type LoadReport = {
  /** Errors, refusals that nobody should get, and what does not stand. */
  readonly faults: readonly string[]
  readonly answers: ReadonlyMap<string, number>
  readonly commands: number
  readonly perSecond: number
  readonly lives: number
  readonly records: number
  readonly mails: number
  /** Of each process: resident memory in MiB after the warm-up and at the end, and its growth in MiB a minute. */
  readonly memory: readonly Memory[]
}

export type Memory = { readonly early: number; readonly late: number; readonly slope: number }

/** How many times larger the resident memory may be at the end than after the warm-up. */
export const growthMost = 1.25

const mebibyte = 2 ** 20
const clients = 32

/** In an empty database of PostgreSQL. */
export async function runLoad(
  url: string,
  seconds: number,
  { processes = 2, seed = 1, blind = false } = {},
): Promise<LoadReport> {
  const { db, pool, close } = connectPostgres(url)
  await migrate(db, { prefix })
  await pool.query(surroundings)
  const origin = Date.now()
  const shifts = Array.from({ length: processes }, (_, n): Shift => {
    return { url, seed: seed * 1_000_003 + n * 1_009, clients: clients / processes, origin, lastsMs: seconds * 1_000, blind }
  })
  const script = new URL('worker.ts', import.meta.url)
  const workers = await Promise.all(shifts.map((shift) => openRemote(script, [JSON.stringify(shift)], ['--expose-gc'])))
  try {
    const tallies = await Promise.all(workers.map((worker) => worker.ask<Tally>('begin')))
    const answers = new Map<string, number>()
    for (const [said, count] of tallies.flatMap((tally) => tally.answers)) answers.set(said, (answers.get(said) ?? 0) + count)
    const commands = [...answers]
      .filter(([said]) => !said.startsWith('read the mailbox'))
      .reduce((sum, [, count]) => sum + count, 0)
    await sendAll()
    const judged = await judgeAll()
    return {
      faults: [...tallies.flatMap(({ faults }) => faults), ...judged.faults],
      answers,
      commands,
      perSecond: commands / seconds,
      lives: tallies.reduce((sum, { lives }) => sum + lives, 0),
      records: judged.records,
      mails: judged.mails,
      memory: tallies.map(({ resident }) => memoryOf(resident)),
    }
  } finally {
    for (const worker of workers) worker.kill()
    await close()
  }

  /** Whatever still waits goes out: when every lease and every delay is over, to mailboxes that take everything. */
  async function sendAll(): Promise<void> {
    for (let days = 2; days < 20; days += 2) {
      const now = fastClock(origin, days * 24 * 3_600_000)
      const city = openCity({ pool, storage: sqlStorage(db, { prefix }), now, answer: () => 'sent' })
      const operator = { id: 'operator-0', codiceFiscale: 'RSSMRA70A01H501S' }
      for (const { outbox, relay } of city.counters) {
        const parked = await outbox.parked({ limit: 200 })
        if (parked.ok) for (const { id } of parked.value) await outbox.requeue({ operator, id })
        while ((await relay({ leaseMs, limit: 200 })).sent.length > 0);
      }
      const { rows } = await sql`select id from ${sql.table(`${prefix}outbox`)} where sealed <> '' limit 1`.execute(db)
      if (rows.length === 0) return
    }
  }

  async function judgeAll(): Promise<{ readonly faults: readonly string[]; readonly records: number; readonly mails: number }> {
    const faults: string[] = []
    let records = 0
    let mails = 0
    for (const office of officeIds) {
      const contents = await contentsOf(db, office, prefix)
      const deliveries = await pool.query<Delivery>(
        `select id, address, digest, outcome from delivery where id like '${office}.%'`,
      )
      faults.push(...judge(contents, deliveries.rows))
      records += contents.records.length
      mails += contents.outbox.length
    }
    return { faults, records, mails }
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** After the first third, in which code is compiled and caches fill. */
function memoryOf(resident: readonly number[]): Memory {
  const sizes = resident.slice(Math.floor(resident.length / 3)).map((bytes) => bytes / mebibyte)
  const some = Math.max(1, Math.floor(sizes.length / 4))
  const [meanAt, meanSize] = [(sizes.length - 1) / 2, sizes.reduce((sum, size) => sum + size, 0) / sizes.length]
  const above = sizes.reduce((sum, size, at) => sum + (at - meanAt) * (size - meanSize), 0)
  const below = sizes.reduce((sum, _, at) => sum + (at - meanAt) ** 2, 0)
  return { early: median(sizes.slice(0, some)), late: median(sizes.slice(-some)), slope: (above / below) * (60_000 / sampleMs) }
}
