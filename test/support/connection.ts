/** Connections to a database as a host would have them. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { pgPool } from 'sportello/sql'
import { openSqlite } from './sqlite.ts'

export type Connected = { readonly db: Kysely<unknown>; readonly pool: pg.Pool; readonly close: () => Promise<void> }

/** A pool on the database, as a host would have one. */
export function connectPostgres(url: string, options: pg.PoolConfig = {}): Connected {
  const pool = new pg.Pool({ connectionString: url, max: 8, ...options })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pgPool(pool) }) })
  return { db, pool, close: () => db.destroy() }
}

/** The PostgreSQL of a URL, or the file of a SQLite. */
export function connect(place: string): Pick<Connected, 'db' | 'close'> {
  return /^postgres(ql)?:/.test(place) ? connectPostgres(place) : openSqlite(place)
}
