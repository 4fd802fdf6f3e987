/** Database handles as Kysely's own dialects want them: SQLite of any make, and a pool of PostgreSQL whose statements are prepared. */
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult, SqliteDatabase, SqliteStatement } from 'kysely'
import { sha256Text } from '../../crypto/index.ts'
import { SportelloError } from '../../kernel/index.ts'

/** A statement of `node:sqlite`, better-sqlite3 or node-sqlite3-wasm, as far as it is needed. */
export interface GivenStatement {
  all(...parameters: readonly unknown[]): unknown
  run(...parameters: readonly unknown[]): unknown
  iterate(...parameters: readonly unknown[]): unknown
  columns?(): unknown
  finalize?(): unknown
  readonly reader?: boolean
}

/** An open database of `node:sqlite`, better-sqlite3 or node-sqlite3-wasm. */
export interface GivenDatabase {
  prepare(text: string): GivenStatement
  close(): unknown
}

// The texts of the library are a few dozen, whatever the values; the host's own may be more.
const preparedMax = 256

const answersRows = /^\s*(?:select|with|values|pragma|explain)\b|\breturning\b/i

function isReader(statement: GivenStatement, text: string): boolean {
  if (typeof statement.reader === 'boolean') return statement.reader
  const columns = typeof statement.columns === 'function' ? statement.columns() : undefined
  return Array.isArray(columns) ? columns.length > 0 : answersRows.test(text)
}

/** One make takes each parameter as an argument, the others take a list of them. */
function callerOf(statement: GivenStatement): (parameters: readonly unknown[]) => readonly unknown[] {
  const takesList = typeof statement.reader === 'boolean' || typeof statement.finalize === 'function'
  return takesList ? (parameters) => [parameters] : (parameters) => parameters
}

function adapted(statement: GivenStatement, text: string, onFailure: () => void): SqliteStatement {
  const given = callerOf(statement)
  function guarded<Answer>(call: () => unknown): Answer {
    try {
      return call() as Answer
    } catch (cause) {
      onFailure()
      throw cause
    }
  }
  return {
    reader: isReader(statement, text),
    all: (parameters) => guarded(() => statement.all(...given(parameters))),
    run: (parameters) => guarded(() => statement.run(...given(parameters))),
    iterate: (parameters) => guarded(() => statement.iterate(...given(parameters))),
  }
}

/**
 * A database of SQLite for Kysely's `SqliteDialect`: `new SqliteDialect({ database: sqliteHandle(new DatabaseSync(path)) })`. Keeps
 * statements prepared, and begins each transaction as a writer, so that several processes wait for each other instead of failing;
 * give the database a `busy_timeout`.
 */
export function sqliteHandle(database: GivenDatabase): SqliteDatabase {
  if (typeof database?.prepare !== 'function' || typeof database.close !== 'function') {
    throw new SportelloError('config/invalid', 'sql: an open database of SQLite can prepare and close')
  }
  const prepared = new Map<string, { readonly statement: GivenStatement; readonly adapted: SqliteStatement }>()

  function forget(text: string): void {
    const known = prepared.get(text)
    prepared.delete(text)
    try {
      known?.statement.finalize?.()
    } catch {
      // It is finalized; what SQLite says is why it failed the last time it ran.
    }
  }

  function forgetAll(): void {
    for (const text of [...prepared.keys()]) forget(text)
  }

  return {
    prepare(text) {
      const known = prepared.get(text)
      if (known !== undefined) return known.adapted
      const statement = database.prepare(text === 'begin' ? 'begin immediate' : text)
      // Not every make can use a statement again that has failed.
      const fresh = adapted(statement, text, () => forget(text))
      if (prepared.size >= preparedMax) forgetAll()
      prepared.set(text, { statement, adapted: fresh })
      return fresh
    },
    close() {
      forgetAll()
      database.close()
    },
  }
}

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

/**
 * A pool of the package pg for Kysely's `PostgresDialect`: `new PostgresDialect({ pool: pgPool(new Pool(…)) })`. Every connection
 * plans each statement once and keeps it, which about halves the work of the server. Behind PgBouncer in transaction mode it needs
 * PgBouncer 1.21 with `max_prepared_statements`; else hand the pool to Kysely as it is. Streaming is not passed on.
 */
export function pgPool(pool: GivenPool): PostgresPool & { readonly options: object } {
  if (typeof pool?.connect !== 'function' || typeof pool.end !== 'function') {
    throw new SportelloError('config/invalid', 'sql: a pool of pg can connect and end')
  }
  // A connection that ends says so twice: to whoever waits for an answer, who is told, and as an event. Without a listener that event
  // would end the process, and a pool listens only to connections that nobody uses.
  const unheard = (): void => {}
  pool.on?.('error', unheard)
  pool.on?.('connect', (client) => void client.on?.('error', unheard))
  const names = new Map<string, string>()
  // Kysely knows a connection again by its client.
  const clients = new WeakMap<GivenClient, PostgresPoolClient>()

  function nameOf(text: string): string | undefined {
    const known = names.get(text)
    if (known !== undefined || names.size >= preparedMax) return known
    const name = `sportello-${sha256Text(text).slice(0, 32)}`
    names.set(text, name)
    return name
  }

  function wrapped(client: GivenClient): PostgresPoolClient {
    async function query<Row>(text: unknown, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<Row>> {
      if (typeof text !== 'string') throw new SportelloError('config/invalid', 'sql: a prepared pool does not stream')
      const values = [...parameters]
      const name = values.length === 0 ? undefined : nameOf(text)
      const answer = name === undefined ? client.query(text, values) : client.query({ name, text, values })
      return (await answer) as PostgresQueryResult<Row>
    }
    return { query: query as PostgresPoolClient['query'], release: (destroy?: boolean) => client.release(destroy) }
  }

  return {
    // What Kysely 0.29 looks at.
    options: pool.options ?? {},
    async connect() {
      const client = await pool.connect()
      const known = clients.get(client)
      if (known !== undefined) return known
      const fresh = wrapped(client)
      clients.set(client, fresh)
      // For one that the pool had before.
      client.on?.('error', unheard)
      return fresh
    },
    async end() {
      await pool.end()
    },
  }
}
