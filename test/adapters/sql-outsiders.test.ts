/** What somebody who is not signed in can measure of a database: the statements of a command tell nothing about the person. */
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import pg from 'pg'
import { migrate, pgPool, sqliteHandle, sqlStorage } from 'sportello/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codes } from '../bench/accounts.ts'
import { type Counter, openCounter } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'
import { bring, outsiderCommands, type Standing, standings } from '../support/outsiders.ts'
import { openSqlite } from '../support/sqlite.ts'

const database = fileDatabase()
// A person of each standing for each command.
const people = codes(standings.length * outsiderCommands.length)

type Spied = { readonly db: Kysely<unknown>; readonly counter: Counter; readonly texts: string[] }

describe.each(['postgres', 'sqlite'] as const)('on %s', (engine) => {
  let spied: Spied

  beforeAll(async () => {
    const texts: string[] = []
    const dialect =
      engine === 'postgres'
        ? new PostgresDialect({ pool: pgPool(new pg.Pool({ connectionString: database.url, max: 1 })) })
        : new SqliteDialect({ database: sqliteHandle(openSqlite(':memory:').handle) })
    const db = new Kysely<unknown>({ dialect, log: ({ query }) => void texts.push(query.sql) })
    await migrate(db)
    const policy = { registration: { contradictions: 'flag' } } as const
    spied = { db, texts, counter: openCounter({ storage: sqlStorage(db), policy }) }
  })
  afterAll(() => spied.db.destroy())

  const queued = async (): Promise<number> =>
    Number((await sql<{ n: number }>`SELECT count(*) AS n FROM sportello_outbox`.execute(spied.db)).rows[0]?.n)

  /** The statements of the command about a person of that standing, and how many letters it leaves. */
  async function tracesOf(which: number, standing: Standing): Promise<{ statements: readonly string[]; letters: number }> {
    const { counter, texts } = spied
    const at = which * standings.length + standings.indexOf(standing)
    const codiceFiscale = people[at] ?? ''
    await bring(counter, standing, codiceFiscale)
    const give = await outsiderCommands[which]?.prepare(counter.sportello, { codiceFiscale, n: 2 * at })
    const before = await queued()
    texts.length = 0
    await give?.()
    const statements = [...texts]
    return { statements, letters: (await queued()) - before }
  }

  it.each(outsiderCommands.map(({ name }, which) => ({ name, which })))(
    'L2: the statements and letters of $name are as many and the same whoever it is about',
    async ({ which }) => {
      const [first, ...others] = standings
      const expected = await tracesOf(which, first)
      expect(expected.statements.length).toBeGreaterThan(0)
      for (const standing of others) {
        expect({ standing, ...(await tracesOf(which, standing)) }).toEqual({ standing, ...expected })
      }
    },
  )
})
