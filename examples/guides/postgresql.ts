/** The pieces of docs/guides/postgresql.md and docs/storage.md: a pool, the tables, own rows in the same transaction, SQLite in a file. */
// #region imports
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { createSportello, type SportelloConfiguration } from 'sportello'
import { migrate, pgPool, sqlStorage } from 'sportello/sql'
// #endregion

export async function open(connectionString: string | undefined) {
  // #region pool
  const pool = new Pool({ connectionString, max: 16, connectionTimeoutMillis: 5_000 })
  pool.on('error', (error) => console.error(error.message)) // a connection that ended while idle
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pgPool(pool) }) })
  await migrate(db) // at every start, in every process; up to date, it only reads. Or run what migrationSql('postgres') prints
  const storage = sqlStorage(db)
  // #endregion
  return { db, storage }
}

export function start(configuration: SportelloConfiguration) {
  // #region start
  const sportello = createSportello(configuration)
  const log = ({ reasons, retried }: { readonly reasons: readonly unknown[]; readonly retried: readonly unknown[] }) =>
    reasons.length + retried.length > 0 && console.error('relay', retried, reasons) // a dead mail server throws nothing
  const job = setInterval(() => sportello.relay().then(log, console.error), 5_000) // in as many processes as you like
  // #endregion
  return { sportello, job }
}

type Form = Parameters<ReturnType<typeof createSportello>['registration']['open']>[0]
export type Appointments = { readonly appointment: { readonly id: string; readonly on_day: string } }

export async function together(db: Kysely<unknown>, configuration: SportelloConfiguration, form: Form, requestKey: string) {
  const own = db.withTables<Appointments>()
  const appointment = { id: 'a-1', on_day: '2026-12-01' }
  // #region transaction
  await own.transaction().execute(async (transaction) => {
    await transaction.insertInto('appointment').values(appointment).execute()
    const { registration } = createSportello({ ...configuration, storage: sqlStorage(transaction) })
    const opened = await registration.open(form, { requestKey })
    if (!opened.ok) throw new Error(opened.refusal.code) // rolls both back
  })
  // #endregion
}
