/** Where the portal keeps its records: SQLite in a file, or PostgreSQL. */
import type { Storage } from 'sportello'
import { migrate, pgPool, sqlStorage } from 'sportello/sql'
import { openEmbedded } from 'sportello/sqlite'
import { loadSqlite } from '../../demo/sqlite.ts'
import { databaseError } from './settings.ts'

export type OpenStorage = { readonly storage: Storage; readonly close: () => Promise<void> }

/** `url` names a PostgreSQL, as `postgres://…`. */
export async function openStorage(url: string | undefined, file: string): Promise<OpenStorage> {
  if (url === undefined || url === '') {
    const db = await openEmbedded(file, { sqlite: await loadSqlite() })
    return { storage: sqlStorage(db), close: () => db.destroy() }
  }
  const [{ Kysely, PostgresDialect }, { default: pg }] = await Promise.all([import('kysely'), import('pg')])
  const db = new Kysely({
    dialect: new PostgresDialect({ pool: pgPool(new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5_000 })) }),
  })
  try {
    await migrate(db)
  } catch (cause) {
    throw databaseError(cause)
  }
  return { storage: sqlStorage(db), close: () => db.destroy() }
}
