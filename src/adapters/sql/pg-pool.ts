/** A pool of PostgreSQL as Kysely's own dialect wants it, whose statements are prepared and whose spoilt connections are given up. */
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import { sha256Text } from '../../crypto/index.ts'
import { SportelloError } from '../../kernel/index.ts'
import { codeOf } from './failure.ts'

/** A client of the package pg, as far as it is needed. */
export interface GivenClient {
  query(given: { readonly name: string; readonly text: string; readonly values: unknown[] }): Promise<unknown>
  query(text: string, values: unknown[]): Promise<unknown>
  release(error?: Error | boolean): void
  on?(event: 'error', listener: (cause: unknown) => void): unknown
}

/** A pool of the package pg. */
export interface GivenPool {
  connect(): Promise<GivenClient>
  on?(event: 'connect', listener: (client: GivenClient) => void): unknown
  on?(event: 'error', listener: (cause: unknown) => void): unknown
  end(): Promise<unknown>
  readonly options?: object
}

/** How the pool speaks to the server. */
export type PoolOptions = {
  /**
   * Whether each connection keeps its statements prepared. Default true. Say false behind a proxy that gives each transaction any of its
   * connections and knows nothing of statements: PgBouncer in transaction mode without `max_prepared_statements`.
   */
  readonly prepared?: boolean
}

// The texts of the library are a few dozen, whatever the values; the host's own may be more.
const preparedMax = 256

// SQLSTATE. The server has become read-only: another one has taken over. https://www.postgresql.org/docs/current/errcodes-appendix.html
const readOnly = '25006'
const transactionAborted = '25P02'

/**
 * What says that the next statement on the connection will fare no better: 08 is a connection that is broken, 57P a server that goes
 * down or has ended the session, 26000 and 42P05 a connection whose prepared statements are others than was believed.
 */
const spoiling = /^(?:08[0-9A-Z]{3}|57P0[1-5]|25006|25P02|26000|42P05)$/

// Every one has a digit, unlike the codes of the platform, such as EPIPE.
const sqlState = /^(?=.*[0-9])[0-9A-Z]{5}$/

/** A plan that a change of the tables has made useless, which the connection keeps for ever. */
const isStalePlan = (code: string, isPrepared: boolean): boolean => isPrepared && code === '0A000'

/** Whether the connection must not be used again. An error that is no answer of the server leaves open in what state it is. */
function spoils(cause: unknown, isPrepared: boolean): boolean {
  const code = codeOf(cause)
  return !sqlState.test(code) || spoiling.test(code) || isStalePlan(code, isPrepared)
}

type Connection = { readonly client: PostgresPoolClient; readonly isOutdated: () => boolean }

/**
 * A pool of the package pg for Kysely's `PostgresDialect`: `new PostgresDialect({ pool: pgPool(new Pool(…)) })`. Every connection
 * plans each statement once and keeps it, which about halves the work of the server. A connection is closed, instead of going back to
 * the pool, when it breaks, when its server goes down, and when its server has become read-only (SQLSTATE 25006, as after a failover):
 * then so are those that were opened before, and the next command gets a fresh one. Streaming is not passed on. Throws
 * `config/invalid` for what is no pool, and for options that are none.
 *
 * @example
 * const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 16, connectionTimeoutMillis: 5_000 })
 * const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pgPool(pool) }) })
 */
export function pgPool(pool: GivenPool, options: PoolOptions = {}): PostgresPool & { readonly options: object } {
  if (typeof pool?.connect !== 'function' || typeof pool.end !== 'function') {
    throw new SportelloError('config/invalid', 'sql: a pool of pg can connect and end')
  }
  const { prepared = true } = options ?? {}
  if (typeof prepared !== 'boolean') throw new SportelloError('config/invalid', 'sql: prepared is true or false')
  // A connection that ends says so twice: to whoever waits for an answer, who is told, and as an event. Without a listener that event
  // would end the process, and a pool listens only to connections that nobody uses.
  const unheard = (): void => {}
  pool.on?.('error', unheard)
  pool.on?.('connect', (client) => void meet(client, failovers))
  const names = new Map<string, string>()
  // Kysely knows a connection again by its client.
  const connections = new WeakMap<GivenClient, Connection>()
  // How often a server was found to be read-only. What was opened before the last time is not used any more.
  let failovers = 0

  function nameOf(text: string): string | undefined {
    const known = names.get(text)
    if (!prepared || known !== undefined || names.size >= preparedMax) return known
    const name = `sportello-${sha256Text(text).slice(0, 32)}`
    names.set(text, name)
    return name
  }

  function connectionOf(client: GivenClient, openedAfter: number): Connection {
    let isSpoilt = false
    // In an aborted transaction everything fails but what rolls it back. If that never comes, the connection is of no use.
    let isAborted = false

    function learn(cause: unknown, isPrepared: boolean): void {
      if (!spoils(cause, isPrepared)) return
      const code = codeOf(cause)
      if (code === transactionAborted) isAborted = true
      else isSpoilt = true
      // Others that learn the same of connections of that time say nothing new.
      if (code === readOnly && openedAfter === failovers) failovers += 1
    }

    async function query<Row>(text: unknown, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<Row>> {
      if (typeof text !== 'string') throw new SportelloError('config/invalid', 'sql: a prepared pool does not stream')
      const values = [...parameters]
      const name = values.length === 0 ? undefined : nameOf(text)
      try {
        const answer = await (name === undefined ? client.query(text, values) : client.query({ name, text, values }))
        isAborted = false
        return answer as PostgresQueryResult<Row>
      } catch (cause) {
        learn(cause, name !== undefined)
        throw cause
      }
    }

    const isOutdated = (): boolean => openedAfter < failovers
    const release = (destroy?: boolean): void => client.release(destroy === true || isSpoilt || isAborted || isOutdated())
    return { client: { query: query as PostgresPoolClient['query'], release }, isOutdated }
  }

  /** A connection that is new to us. `openedAfter` is how many failovers there had been when it was opened. */
  function meet(client: GivenClient, openedAfter: number): Connection {
    client.on?.('error', unheard)
    const fresh = connectionOf(client, openedAfter)
    connections.set(client, fresh)
    return fresh
  }

  return {
    // What Kysely 0.29 looks at.
    options: pool.options ?? {},
    async connect() {
      for (;;) {
        const client = await pool.connect()
        // One that a pool with events has not told of was there before; one without tells of none.
        const known = connections.get(client) ?? meet(client, pool.on === undefined ? failovers : 0)
        if (!known.isOutdated()) return known.client
        // Each is closed once, so this comes to an end.
        known.client.release()
      }
    },
    async end() {
      await pool.end()
    },
  }
}
