/** Thirty-two strangers try passwords on one account as fast as they can, while its owner signs in. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { migrate, pgPool, sqlStorage } from 'sportello/sql'
import { expect, it } from 'vitest'
import { accepted, openCounter, subscribed } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'

const database = fileDatabase()

it('Q5: 32 strangers at once on one account keep its owner from nothing', async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 16 })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pgPool(pool) }) })
  await migrate(db)
  const counter = openCounter({ storage: sqlStorage(db) })
  const { credentials } = await subscribed(counter)
  const { signIn } = counter.sportello.session
  const { device } = accepted(await signIn(credentials))
  let isOver = false
  let tried = 0
  const stranger = async (requester: string) => {
    for (; !isOver; tried += 1) {
      const answer = await signIn({ ...credentials, password: 'Sbagliata.1' }, { requester }).catch(({ code }) => code)
      expect(answer === 'busy' || answer.ok === false).toBe(true)
    }
  }
  const owner = async () => {
    for (let times = 0; times < 40; times += 1) accepted(await signIn(credentials, { device }))
    isOver = true
  }
  await Promise.all([owner(), ...Array.from({ length: 32 }, (_, i) => stranger(`198.51.100.${i}`))])
  expect(tried).toBeGreaterThan(100)
  await db.destroy()
})
