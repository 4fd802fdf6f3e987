/**
 * `npm run assurance:growth`: how large the tables of a counter become, and what a sign-in and the first page of the queue take then. 1,250,000 accounts with as many
 * requests that wait are ten million rows; with `-- --accounts N` others. It changes nothing in the documentation.
 */
import { type Kysely, sql } from 'kysely'
import * as library from 'sportello'
import * as memory from 'sportello/memory'
import * as storage from 'sportello/sql'
import { codes, password, pin } from '../bench/accounts.ts'
import { gather, pageSize } from '../bench/storage/crowd.ts'
import { openKysely } from '../bench/storage/engine.ts'
import { ourCounter } from '../bench/storage/sign-in-sides.ts'
import { accepted, anna, openCounter, subscribed } from '../support/counter.ts'
import { createDatabase, startPostgres } from '../support/postgres.ts'
import { numberAfter } from './figures.ts'

const modules = { ...library, ...memory, ...storage }
const accounts = numberAfter('--accounts', 1_250_000)
const mebibyte = 2 ** 20

type Size = { readonly name: string; readonly rows: string; readonly heap: string; readonly indexes: string }

async function tellSizes(db: Kysely<unknown>, accountsThere: number): Promise<void> {
  await sql`vacuum (analyze)`.execute(db)
  const { rows } = await sql<Size>`select relname as name, reltuples::bigint as rows, pg_table_size(oid) as heap,
    pg_indexes_size(oid) as indexes from pg_class where relkind = 'r' and relname like 'sportello%' order by relname`.execute(db)
  const inMebibytes = (bytes: string) => Math.round(Number(bytes) / mebibyte)
  for (const { name, rows: many, heap, indexes } of rows) {
    const each = Math.round((Number(heap) + Number(indexes)) / accountsThere)
    process.stdout.write(
      `${name}: ${many} rows, ${inMebibytes(heap)} MiB and ${inMebibytes(indexes)} MiB of indexes, ${each} bytes an account\n`,
    )
  }
}

/** Whole lives, since what is multiplied has no history: registration, approval, first password, four sign-ins, all letters sent. */
async function live(db: Kysely<unknown>, many: number): Promise<void> {
  await storage.migrate(db)
  const counter = openCounter({ storage: storage.sqlStorage(db) })
  for (const codiceFiscale of codes(many)) {
    const form = { ...anna, codiceFiscale, email: `${codiceFiscale.toLowerCase()}@example.it` }
    const { credentials } = await subscribed(counter, form)
    for (let times = 0; times < 3; times += 1) accepted(await counter.sportello.session.signIn(credentials))
    await counter.sportello.relay()
    counter.clock.advance(60_000)
  }
}

const server = await startPostgres()
try {
  const lives = openKysely(modules, { engine: 'postgres', address: (await createDatabase(server.url)).url })
  await live(lives, 300)
  process.stdout.write('300 whole lives\n')
  await tellSizes(lives, 300)
  await lives.destroy()

  const { url } = await createDatabase(server.url)
  const db = openKysely(modules, { engine: 'postgres', address: url })
  const begun = performance.now()
  const { codici, places } = await gather(modules, db, accounts)
  process.stdout.write(`${accounts} accounts and as many requests, in ${Math.round((performance.now() - begun) / 1_000)} s\n`)
  await tellSizes(db, accounts)
  const { session, approval } = ourCounter(modules, db)
  const timed = async (what: string, many: number, call: (turn: number) => Promise<{ readonly ok: boolean }>) => {
    const times: number[] = []
    for (let turn = 0; turn < many; turn += 1) {
      const from = performance.now()
      const { ok } = await call(turn)
      if (!ok) throw new Error(`${what} was refused`)
      times.push(performance.now() - from)
    }
    times.sort((a, b) => a - b)
    const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? Number.NaN).toFixed(2)
    process.stdout.write(`${what}: ${at(0.5)} ms, the slowest in a hundred ${at(0.99)} ms\n`)
  }
  const some = Math.min(2_000, codici.length)
  await timed('a sign-in, hashes left out', some, (turn) => session.signIn({ codiceFiscale: codici[turn] ?? '', pin, password }))
  await timed('a page of the queue', 500, (turn) => {
    const after = places[(turn * 7) % places.length]
    return approval.pending({ limit: pageSize, ...(after === undefined || turn % 2 === 0 ? {} : { after }) })
  })
  await db.destroy()
} finally {
  await server.stop()
}
