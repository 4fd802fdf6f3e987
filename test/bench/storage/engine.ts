/** The two engines as a host would open them, the same for every side of a comparison. */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { Kysely, type LogConfig, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import type * as Library from 'sportello'
import type * as Memory from 'sportello/memory'
import type * as Sql from 'sportello/sql'
import { builtUrl } from '../built.ts'

/** The URL of a database of PostgreSQL, or the path of a file of SQLite. */
export type Place = { readonly engine: Sql.Engine; readonly address: string }

/** What is measured: the built package, or in tests its sources. */
export type Modules = Pick<typeof Library, 'createSportello'> &
  Pick<typeof Memory, 'memoryDocuments'> &
  Pick<typeof Sql, 'migrate' | 'pgPool' | 'sqliteHandle' | 'sqlStorage'>

/** The modules of the built package. */
export async function builtModules(): Promise<Modules> {
  const library = (await import(builtUrl('index'))) as typeof Library
  const memory = (await import(builtUrl('memory'))) as typeof Memory
  const sql = (await import(builtUrl('sql'))) as typeof Sql
  return { ...sql, createSportello: library.createSportello, memoryDocuments: memory.memoryDocuments }
}

/** Connections of each side. */
export const poolMax = 16

export function openPool(address: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: address, max: poolMax })
  // A connection that the server ends while nobody uses it is no failure of anybody.
  pool.on('error', () => {})
  return pool
}

/** What is committed is on the disk when the call returns, as it is on PostgreSQL. */
export function openFile(address: string): DatabaseSyncInstance {
  const handle = new DatabaseSync(address)
  handle.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000')
  return handle
}

/** A Kysely on the engine, over the wrappers of `sportello/sql` whichever library uses it. */
export function openKysely({ pgPool, sqliteHandle }: Modules, { engine, address }: Place, log?: LogConfig): Kysely<unknown> {
  const dialect =
    engine === 'postgres'
      ? new PostgresDialect({ pool: pgPool(openPool(address)) })
      : new SqliteDialect({ database: sqliteHandle(openFile(address)) })
  return new Kysely({ dialect, ...(log === undefined ? {} : { log }) })
}
