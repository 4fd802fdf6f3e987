/**
 * `npm run assurance:timing`: whether a stranger can read in the time of an answer that somebody is a subscriber. Each command is given about
 * subscribers and about people whom the office does not know, in turns, and the times are compared by Welch's t. Slow hashes are left out: they
 * are the same number for everybody, and would hide what the storage tells.
 */
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import { migrate, pgPool, sqliteHandle, sqlStorage } from 'sportello/sql'
import { codes } from '../bench/accounts.ts'
import { type Counter, openCounter } from '../support/counter.ts'
import { bring, outsiderCommands } from '../support/outsiders.ts'
import { createDatabase, startPostgres } from '../support/postgres.ts'
import { openSqlite } from '../support/sqlite.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'
import { welch } from './welch.ts'

const release = 4_000
const samples = numberAfter('--samples', release)
const peopleCount = 100
// Beyond this a difference is no chance.
const limit = 4.5

const names = ['session.signIn', 'registration.complete', 'assistance.open', 'registration.open']
const measured = outsiderCommands.filter(({ name }) => names.includes(name))

/** Times, ms, of a command about subscribers and about nobody. */
async function timesOf(counter: Counter, command: (typeof measured)[number], people: readonly string[]) {
  const times = { subscriber: [] as number[], nobody: [] as number[] }
  let n = 0
  while (times.nobody.length < samples) {
    // What was counted of the round before is forgotten.
    counter.clock.advance(2 * 24 * 60 * 60_000)
    for (let i = 0; i < people.length / 2; i += 1) {
      // Whoever is first in a pair is drawn by the parity of the round.
      const pair = [
        { side: times.subscriber, codiceFiscale: people[2 * i] ?? '' },
        { side: times.nobody, codiceFiscale: people[2 * i + 1] ?? '' },
      ]
      for (const { side, codiceFiscale } of (i + Math.floor(n / people.length)) % 2 === 0 ? pair : pair.reverse()) {
        n += 1
        const give = await command.prepare(counter.sportello, { codiceFiscale, n })
        const start = performance.now()
        await give()
        side.push(performance.now() - start)
      }
    }
    await counter.sportello.retention.sweep({ all: true })
  }
  return times
}

/** Opens a counter on the engine and measures every command. */
async function measure(engine: string, db: Kysely<unknown>): Promise<readonly string[]> {
  await migrate(db)
  const counter = openCounter({
    storage: sqlStorage(db),
    policy: { registration: { contradictions: 'flag' }, quota: { usesMax: 1_000, mailboxMax: 1_000 } },
  })
  const people = codes(2 * peopleCount)
  for (const [i, codiceFiscale] of people.entries()) if (i % 2 === 0) await bring(counter, 'subscriber', codiceFiscale)
  const lines: string[] = []
  for (const command of measured) {
    const { subscriber, nobody } = await timesOf(counter, command, people)
    const { t, meanOfOne, meanOfOther } = welch(subscriber, nobody)
    const line = `${command.name} on ${engine} |t| ${Math.abs(t).toFixed(1)} (${meanOfOne.toFixed(2)} ms about a subscriber, ${meanOfOther.toFixed(2)} ms about nobody)`
    if (Math.abs(t) >= limit) process.exitCode = 1
    process.stdout.write(`${Math.abs(t) < limit ? 'alike' : 'TOLD APART'}: ${line}\n`)
    lines.push(line)
  }
  return lines
}

const began = performance.now()
const server = await startPostgres({ durable: false })
const found: string[] = []
try {
  const database = await createDatabase(server.url)
  const pool = pgPool(new pg.Pool({ connectionString: database.url, max: 1 }))
  const postgres = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  found.push(...(await measure('PostgreSQL', postgres)))
  await postgres.destroy()
  await database.drop()
} finally {
  await server.stop()
}
const sqlite = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqliteHandle(openSqlite(':memory:').handle) }) })
found.push(...(await measure('SQLite', sqlite)))
await sqlite.destroy()
const figures = `${today()}, ${samples} times each: ${found.join('; ').replaceAll('|t|', 't')}; ${seconds(performance.now() - began)}`
if (samples >= release) keepFigures('timing', figures)
