/** Which connections a pool gives up: those that broke, those of a server that goes down, and all of one that has become read-only. */
import { runInNewContext } from 'node:vm'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { isSportelloError } from 'sportello'
import { type GivenClient, type GivenPool, migrate, type PoolOptions, pgPool, sqlStorage } from 'sportello/sql'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../src/testing/fakes/check.ts'
import { connectPostgres } from '../support/connection.ts'
import { accepted, anna, openCounter, subscribed } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'

const database = fileDatabase()

let prefixes = 0

/** A counter on a pool whose connections are all open, and its connections. */
async function busyCounter() {
  const max = 4
  prefixes += 1
  const options = { prefix: `failover${prefixes}_` }
  const { db, pool, close } = connectPostgres(database.url, { max })
  const connections: pg.PoolClient[] = []
  pool.on('connect', (connection) => connections.push(connection))
  await migrate(db, options)
  for (const client of await Promise.all(Array.from({ length: max }, () => pool.connect()))) client.release()
  const { sportello } = openCounter({ storage: sqlStorage(db, options), policy: { quota: { usesMax: 1000 } } })
  const open = async () => {
    try {
      accepted(await sportello.registration.open(anna))
      return 'done'
    } catch (cause) {
      if (!isSportelloError(cause)) throw cause
      return `${cause.code}, ${/\b[0-9A-Z]{5}\b/.exec(cause.message)?.[0]}`
    }
  }
  const opened = await Promise.all(Array.from({ length: 2 * max }, open))
  expect(opened).toEqual(opened.map(() => 'done'))
  expect(connections).toHaveLength(max)
  return { open, pool, connections, close }
}

/** Holds the first writing statement of each connection until all have one: else the first that fails is known of before the last begins. */
function writeTogether(connections: readonly pg.PoolClient[]): void {
  let begin = (): void => {}
  const together = new Promise<void>((resolve) => {
    begin = resolve
  })
  let waiting = 0
  for (const connection of connections) {
    const query = connection.query.bind(connection) as (...given: readonly unknown[]) => Promise<unknown>
    let hasWritten = false
    const held = async (...given: readonly unknown[]): Promise<unknown> => {
      const { text = given[0] } = Object(given[0]) as { readonly text?: unknown }
      if (!hasWritten && /\binsert\b/i.test(String(text))) {
        hasWritten = true
        waiting += 1
        if (waiting === connections.length) begin()
        await together
      }
      return query(...given)
    }
    Object.assign(connection, { query: held })
  }
}

describe('a pool on PostgreSQL', () => {
  it('gives up its connections to a server that has become read-only at the first command that learns of it', async () => {
    const { open, connections, close } = await busyCounter()
    // As on a server that is demoted: its sessions go on and are read-only. New ones reach the server that took over.
    for (const connection of [...connections]) await connection.query('set default_transaction_read_only = on')
    expect([await open(), await open(), await open()]).toEqual(['storage/failed, 25006', 'done', 'done'])
    expect(await Promise.all(Array.from({ length: 8 }, open))).toEqual(Array.from({ length: 8 }, () => 'done'))
    await close()
  })

  it('has fresh connections for all once several commands at a time have learnt of it', async () => {
    const { open, connections, close } = await busyCounter()
    for (const connection of [...connections]) await connection.query('set default_transaction_read_only = on')
    writeTogether(connections.slice())
    const first = await Promise.all(Array.from({ length: 4 }, open))
    expect(new Set(first)).toEqual(new Set(['storage/failed, 25006']))
    expect(await Promise.all(Array.from({ length: 8 }, open))).toEqual(Array.from({ length: 8 }, () => 'done'))
    expect(connections.length).toBeLessThanOrEqual(8)
    await close()
  })

  it('goes on after the server has ended every session', async () => {
    const { open, pool, close } = await busyCounter()
    await pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    )
    let tries = 0
    while ((await open()) !== 'done') tries += 1
    expect(tries).toBeLessThanOrEqual(4)
    await close()
  })
})

/** A pool that opens connections one after the other and fails as it is told; what is given back is taken again, the last first. */
function fakePool(options?: PoolOptions) {
  const closed: number[] = []
  const idle: Awaited<ReturnType<GivenPool['connect']>>[] = []
  const named: boolean[] = []
  let opened = 0
  let failure: unknown
  function open() {
    opened += 1
    const number = opened
    const client = {
      async query(given: unknown) {
        named.push(typeof given === 'object')
        if (failure !== undefined) throw failure
        return { command: 'SELECT', rowCount: 0, rows: [] }
      },
      release(destroy?: unknown) {
        if (destroy === true) closed.push(number)
        else idle.push(client)
      },
    }
    return client
  }
  const pool = pgPool({ connect: async () => idle.pop() ?? open(), end: async () => {} }, options)
  const fail = async (connection: Awaited<ReturnType<typeof pool.connect>>, cause: unknown) => {
    failure = cause
    await expect(connection.query('select $1', [1])).rejects.toBe(cause)
    failure = undefined
  }
  return { pool, fail, closed, named }
}

const sqlError = (code: string) => Object.assign(new Error('said by the server'), { code, severity: 'ERROR' })

describe('a connection is closed instead of given back', () => {
  it.each([
    ...['08000', '08003', '08006', '08P01', '57P01', '57P02', '57P03', '57P05', '25006', '25P02', '26000', '42P05'].map(sqlError),
    ...[sqlError('0A000'), sqlError('ECONNRESET'), sqlError('EPIPE'), new Error('Query read timeout'), 'no error at all', null],
  ])('after %o', async (cause) => {
    const { pool, fail, closed } = fakePool()
    const connection = await pool.connect()
    await fail(connection, cause)
    connection.release()
    expect(closed).toEqual([1])
    expect(await pool.connect()).not.toBe(connection)
  })

  it.each(['23505', '22012', '40001', '40P01', '42501', '57014', 'P0001'])(
    'and not after %s, which is about the statement',
    async (code) => {
      const { pool, fail, closed } = fakePool()
      const connection = await pool.connect()
      await fail(connection, sqlError(code))
      connection.release()
      expect(closed).toEqual([])
      expect(await pool.connect()).toBe(connection)
    },
  )

  it('and not after such an error of another realm, as a test runner makes them', async () => {
    const { pool, fail, closed } = fakePool()
    const connection = await pool.connect()
    await fail(connection, runInNewContext("Object.assign(new Error('taken'), { code: '23505' })"))
    connection.release()
    expect(closed).toEqual([])
  })

  it('and not after an aborted transaction that was rolled back', async () => {
    const { pool, fail, closed } = fakePool()
    const connection = await pool.connect()
    await fail(connection, sqlError('25P02'))
    await connection.query('rollback', [])
    connection.release()
    expect(closed).toEqual([])
  })

  it('when the server of another has become read-only meanwhile, each once, and those opened since are kept', async () => {
    const { pool, fail, closed } = fakePool()
    const [one, two, three] = [await pool.connect(), await pool.connect(), await pool.connect()]
    three.release()
    await fail(one, sqlError('25006'))
    one.release()
    // The third waits in the pool, and is closed before it is used.
    const four = await pool.connect()
    expect(closed).toEqual([1, 3])
    await fail(two, sqlError('25006'))
    two.release()
    four.release()
    expect(closed).toEqual([1, 3, 2])
    expect(await pool.connect()).toBe(four)
  })
})

describe('a pool that was at work before it was handed over', () => {
  it('gives up what it had opened by then, once its server is found to be read-only', async () => {
    const closed: string[] = []
    const idle: GivenClient[] = []
    const client = (name: string, failure?: unknown): GivenClient => {
      const made: GivenClient = {
        query: async () => (failure === undefined ? { command: 'SELECT', rowCount: 0, rows: [] } : Promise.reject(failure)),
        release: (destroy) => void (destroy === true ? closed.push(name) : idle.push(made)),
      }
      return made
    }
    let announce: (opened: GivenClient) => void = () => {}
    const open = () => {
      const opened = client('fresh')
      announce(opened)
      return opened
    }
    idle.push(client('older'), client('failing', sqlError('25006')))
    const pool = pgPool(
      hostile<GivenPool>({
        connect: async () => idle.pop() ?? open(),
        end: async () => {},
        on: (event: string, listener: typeof announce) => {
          if (event === 'connect') announce = listener
        },
      }),
    )
    const failing = await pool.connect()
    await expect(failing.query('select $1', [1])).rejects.toMatchObject({ code: '25006' })
    failing.release()
    const next = await pool.connect()
    expect(closed).toEqual(['failing', 'older'])
    next.release()
    expect(closed).toEqual(['failing', 'older'])
  })
})

describe('the options of a pool', () => {
  it('let a person go from the form to a password of his own without a prepared statement', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 1 })
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pgPool(pool, { prepared: false }) }) })
    const options = { prefix: 'unprepared_' }
    await migrate(db, options)
    const { accountId } = await subscribed(openCounter({ storage: sqlStorage(db, options) }))
    expect(accountId).not.toBe('')
    // The view lists what this one connection has prepared.
    expect((await pool.query('select name from pg_prepared_statements')).rows).toEqual([])
    await db.destroy()
  })

  it('prepare no statement when they say so, for a proxy that knows nothing of statements', async () => {
    const { pool, named } = fakePool({ prepared: false })
    const connection = await pool.connect()
    await connection.query('select $1', [1])
    await connection.query('select $1', [1])
    expect(named).toEqual([false, false])
  })

  it.each([['no'], [null], [1]])('are refused when prepared is %j', (prepared) => {
    expect(() => fakePool(hostile<PoolOptions>({ prepared }))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })
})
