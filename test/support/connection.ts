/** Connections to a PostgreSQL as a host would have them. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { pgPool } from 'sportello/sql'

export type Connected = { readonly db: Kysely<unknown>; readonly pool: pg.Pool; readonly close: () => Promise<void> }

/** A pool on the database, as a host would have one. */
export function connectPostgres(url: string, options: pg.PoolConfig = {}): Connected {
  const pool = new pg.Pool({ connectionString: url, max: 8, ...options })
  // A connection that the server ends while nobody uses it is no failure of anybody.
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pgPool(pool) }) })
  return { db, pool, close: () => db.destroy() }
}
