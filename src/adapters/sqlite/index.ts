/**
 * The database of a small office: one file of SQLite beside the program, nothing to install and nobody to run it. On the SQLite that
 * Node has had since 22.13, or on a package that the host hands in.
 */
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely, SqliteDialect } from 'kysely'
import { isSportelloError, SportelloError } from '../../kernel/index.ts'
import { type GivenDatabase, migrate, type SqlOptions, sqliteHandle } from '../sql/index.ts'

/** An open database, as far as it is needed. */
export interface EmbeddedDatabase extends GivenDatabase {
  exec(statements: string): unknown
}

/** A module with the interface of `node:sqlite`. */
export interface SqliteModule {
  readonly DatabaseSync: new (path: string) => EmbeddedDatabase
}

/** On what the file is opened, and how its tables are named. */
export type EmbeddedOptions = Pick<SqlOptions, 'prefix'> & {
  /**
   * Default: `node:sqlite`, where Node has it. Before Node 22.13 hand in a package with the same interface:
   * `sqlite: await import('@photostructure/sqlite')`.
   */
  readonly sqlite?: SqliteModule
}

const invalid = (rule: string) => new SportelloError('config/invalid', `sqlite: ${rule}`)

function isSqliteModule(value: unknown): value is SqliteModule {
  return typeof value === 'object' && value !== null && 'DatabaseSync' in value && typeof value.DatabaseSync === 'function'
}

/** A package that was loaded by `import()` of a CommonJS file may have all it has under `default`. */
function givenModule(given: unknown): SqliteModule {
  if (isSqliteModule(given)) return given
  if (typeof given === 'object' && given !== null && 'default' in given && isSqliteModule(given.default)) return given.default
  throw invalid("the module has a class DatabaseSync, as 'node:sqlite' and '@photostructure/sqlite' have")
}

function ownModule(): SqliteModule {
  // By its whole name and at run time: a bundler would look for a package of that name where Node has none.
  const own: unknown = process.getBuiltinModule?.('node:sqlite')
  if (isSqliteModule(own)) return own
  throw invalid("Node has SQLite since 22.13; before that hand in a package: { sqlite: await import('@photostructure/sqlite') }")
}

/** SQLite's own name for a database that is gone when it is closed. */
const inMemory = ':memory:'

/** Makes the folder, and the file for its owner only. What SQLite puts beside the file follows it in that. */
async function prepare(path: string): Promise<void> {
  if (path === inMemory) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // A file that is there is left to SQLite, whose locks a second opening and closing by this process would undo.
  const made = await open(path, 'wx', 0o600).catch(() => null)
  await made?.close()
}

function settle(database: EmbeddedDatabase): void {
  // Whoever finds the file locked waits up to five seconds; readers and the one writer do not wait for each other.
  database.exec('pragma busy_timeout = 5000; pragma journal_mode = wal')
  // What is committed is on the disk before anybody hears of it: a kill loses nothing, and neither does a power cut.
  database.exec('pragma synchronous = full')
  // Of foreign keys nothing is said: these tables have none, and those of the host follow what SQLite was opened with.
}

/** What the system or SQLite says, which quotes no row: nothing was read yet. */
function failed(cause: unknown): SportelloError {
  if (isSportelloError(cause)) return cause
  const message = typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : ''
  return new SportelloError('storage/failed', `sqlite: the file cannot be opened${message === '' ? '' : ` (${message})`}`)
}

/**
 * Opens the file, or makes it with its folder, and brings its tables up to date: `sqlStorage(await openEmbedded('data/counter.sqlite'))`.
 * Every commit outlasts a kill and a power cut. Several processes of one machine may have it open, never over a network file system.
 * `path` is that of a file, or `:memory:` for a database that is gone with `db.destroy()`, which closes it. Rejects with `config/invalid`
 * for a path that is none and where there is no SQLite, and with `storage/failed` when the file cannot be opened, is no database, or is
 * of a newer library.
 *
 * @example
 * const db = await openEmbedded('data/counter.sqlite', { sqlite: await import('@photostructure/sqlite') }) // Node 22.13 has its own
 * const storage = sqlStorage(db)
 */
export async function openEmbedded(path: string, options: EmbeddedOptions = {}): Promise<Kysely<unknown>> {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) throw invalid('the path is that of a file')
  const { sqlite, prefix } = options ?? {}
  const { DatabaseSync } = sqlite === undefined ? ownModule() : givenModule(sqlite)
  let database: EmbeddedDatabase | undefined
  try {
    await prepare(path)
    database = new DatabaseSync(path)
    settle(database)
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqliteHandle(database) }) })
    await migrate(db, prefix === undefined ? {} : { prefix })
    return db
  } catch (cause) {
    database?.close()
    throw failed(cause)
  }
}
