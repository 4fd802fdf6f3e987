/** SQLite for tests, in a file or in memory, by every package that the library knows how to hold. */
import { createRequire } from 'node:module'
import { DatabaseSync } from '@photostructure/sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type wasm from 'node-sqlite3-wasm'
import { type GivenDatabase, sqliteHandle } from 'sportello/sql'

/** What all of them can do. */
type Handle = GivenDatabase & { exec(statements: string): void }

/** `native` has the interface of `node:sqlite` on a Node that has none; `wasm` needs nothing compiled. */
export type SqliteMake = 'native' | 'node' | 'wasm'

const load = createRequire(import.meta.url)

type NodeSqlite = { readonly DatabaseSync: new (path: string) => Handle }

/** The module `node:sqlite`, or undefined before Node 22.13. */
function nodeSqlite(): NodeSqlite | undefined {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 13) ? (load('node:sqlite') as NodeSqlite) : undefined
}

/** The makes that this Node can run. */
export const sqliteMakes: readonly SqliteMake[] = nodeSqlite() === undefined ? ['native', 'wasm'] : ['native', 'node', 'wasm']

function openHandle(make: SqliteMake, path: string): Handle {
  if (make === 'native') return new DatabaseSync(path)
  if (make === 'wasm') {
    // Loaded only when it is asked for: it takes its time.
    const { Database } = load('node-sqlite3-wasm') as typeof wasm
    return new Database(path)
  }
  const native = nodeSqlite()
  if (native === undefined) throw new Error('this Node has no node:sqlite')
  return new native.DatabaseSync(path)
}

export type OpenedSqlite = { readonly db: Kysely<unknown>; readonly handle: Handle; readonly close: () => Promise<void> }

/**
 * Opens the database as a host would: several processes may write, each waits for the others, and what is committed is on the disk.
 * The WebAssembly build has no shared memory, so its journal is the old one.
 */
export function openSqlite(path: string, make: SqliteMake = 'native'): OpenedSqlite {
  const handle = openHandle(make, path)
  handle.exec('pragma busy_timeout = 5000')
  if (make !== 'wasm' && path !== ':memory:') handle.exec('pragma journal_mode = wal; pragma synchronous = full')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqliteHandle(handle) }) })
  return { db, handle, close: () => db.destroy() }
}
