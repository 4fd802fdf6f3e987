/** The pieces of docs/storage.md about SQLite: in a file, opened in one call, or by a handle of your own. */
import { Kysely, SqliteDialect } from 'kysely'
import { type GivenDatabase, migrate, sqliteHandle, sqlStorage } from 'sportello/sql'
import { type EmbeddedOptions, openEmbedded } from 'sportello/sqlite'

export async function embedded(path: string, { sqlite }: Required<Pick<EmbeddedOptions, 'sqlite'>>) {
  // #region embedded
  const db = await openEmbedded(path, { sqlite }) // from Node 22.13 on: openEmbedded('data/counter.sqlite')
  const storage = sqlStorage(db)
  // #endregion
  return { db, storage }
}

/** `DatabaseSync` of node:sqlite, or of a package with its interface. */
export type Handles = new (path: string) => GivenDatabase & { exec(statements: string): void }

export async function own(DatabaseSync: Handles, path: string) {
  // #region own
  const file = new DatabaseSync(path)
  file.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqliteHandle(file) }) })
  await migrate(db)
  const storage = sqlStorage(db)
  // #endregion
  return { db, storage }
}
