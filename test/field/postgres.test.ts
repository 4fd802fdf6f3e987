/** Known faults on PostgreSQL: a failover under traffic, and a start without the right to create. */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { isSportelloError } from 'sportello'
import { migrate, sqlStorage } from 'sportello/sql'
import { beforeAll, expect } from 'vitest'
import { connectPostgres } from '../support/connection.ts'
import { accepted, anna, openCounter } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'
import { execute } from '../support/postgres.ts'
import { expectedFailure } from './expected-failure.ts'

const database = fileDatabase()

beforeAll(async () => {
  const { db, close } = connectPostgres(database.url)
  await migrate(db)
  await close()
})

expectedFailure('after a failover the pool gives up its connections to the server that has become read-only', {
  async see() {
    const connectionsMax = 4
    const { db, pool, close } = connectPostgres(database.url, { max: connectionsMax })
    const connections: pg.PoolClient[] = []
    pool.on('connect', (connection) => connections.push(connection))
    const { sportello } = openCounter({ storage: sqlStorage(db), policy: { quota: { usesMax: 1000 } } })
    const open = () => sportello.registration.open(anna)
    try {
      for (const opened of await Promise.all(Array.from({ length: 2 * connectionsMax }, open))) accepted(opened)
      expect(connections).toHaveLength(connectionsMax)
      // As on a server that is demoted: its sessions go on and are read-only. New ones reach the server that took over.
      for (const connection of [...connections]) await connection.query('set default_transaction_read_only = on')
      const errors = new Set<string>()
      let works = false
      // Attempts are counted, not seconds: each may find out about one connection.
      for (let i = 0; i < 5 * connectionsMax && !works; i += 1) {
        try {
          accepted(await open())
          works = true
        } catch (cause) {
          if (!isSportelloError(cause)) throw cause
          errors.add(`${cause.code}, ${/\b[0-9A-Z]{5}\b/.exec(cause.message)?.[0]}`)
        }
      }
      return { works, errors: [...errors] }
    } finally {
      await close()
    }
  },
  today: { works: false, errors: ['storage/failed, 25006'] },
  isRight: ({ works }) => works,
})

expectedFailure('a role that may read and write, and create nothing, migrates tables that are up to date', {
  async see() {
    const role = `sportello_test_${randomBytes(8).toString('hex')}`
    const password = randomBytes(16).toString('hex')
    await execute(database.url, `create role ${role} login password '${password}'`)
    const url = new URL(database.url)
    url.username = role
    url.password = password
    const { db, close } = connectPostgres(url.href)
    try {
      await execute(database.url, 'revoke create on schema public from public')
      await execute(database.url, `grant usage on schema public to ${role}`)
      await execute(database.url, `grant select, insert, update, delete on all tables in schema public to ${role}`)
      const { sportello } = openCounter({ storage: sqlStorage(db), seed: 2 })
      accepted(await sportello.registration.open(anna))
      return await migrate(db).then(
        () => 'migrated',
        (cause: Error) => cause.message,
      )
    } finally {
      await close()
      await execute(database.url, `drop owned by ${role}`)
      await execute(database.url, `drop role ${role}`)
    }
  },
  today: 'sql: the migration failed (42501)',
  isRight: (outcome) => outcome === 'migrated',
})
