/** A database of SQLite, of any make, as Kysely's own dialect wants it. */
import type { SqliteDatabase, SqliteStatement } from 'kysely'
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
 *
 * @example
 * const database = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqliteHandle(file) }) }) // a DatabaseSync of node:sqlite
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
