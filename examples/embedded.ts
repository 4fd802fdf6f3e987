/**
 * The database of a small office: one file of SQLite beside the program, nothing to install and nobody to run it. Needs `kysely`; and
 * on a Node before 22.13, which has no SQLite of its own, `@photostructure/sqlite`, which has the same interface.
 */
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate, sqliteHandle } from 'sportello/sql'

type Sqlite = Pick<typeof import('@photostructure/sqlite'), 'DatabaseSync'>

/** Node's own SQLite where it has one. */
export async function loadSqlite(): Promise<Sqlite> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const name = major > 22 || (major === 22 && minor >= 13) ? 'node:sqlite' : '@photostructure/sqlite'
  return import(name) as Promise<Sqlite>
}

/** Opens the file, or makes it with its folder, and brings its tables up to date. Several processes may have it open. */
export async function openEmbedded(path: string): Promise<Kysely<unknown>> {
  const { DatabaseSync } = await loadSqlite()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // For its owner only; what SQLite puts beside it follows it in that. One that is there is left to SQLite, whose locks a second
  // opening and closing by this process would undo.
  const made = await open(path, 'wx', 0o600).catch(() => null)
  await made?.close()
  const database = new DatabaseSync(path)
  // Whoever finds the file locked waits up to five seconds; readers and the one writer do not wait for each other.
  database.exec('pragma busy_timeout = 5000; pragma journal_mode = wal')
  // What is committed is on the disk before anybody hears of it: a kill loses nothing, and neither does a power cut.
  database.exec('pragma synchronous = full')
  // Of foreign keys nothing is said: these tables have none, and those of your own follow what SQLite was opened with.
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqliteHandle(database) }) })
  await migrate(db)
  return db
}
