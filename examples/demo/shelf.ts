/** Where the play keeps its records: in memory, in a file of SQLite, or in a PostgreSQL. */
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { migrate, pgPool, sqlStorage } from 'sportello/sql'
import { openEmbedded } from 'sportello/sqlite'
import { loadSqlite } from './sqlite.ts'

/** What is asked for: `memory`, `embedded`, or the address of a PostgreSQL. */
export type StorageChoice =
  | { readonly kind: 'memory' }
  | { readonly kind: 'embedded' }
  | { readonly kind: 'postgres'; readonly url: string }

/** Everything that an office's records, journals and mail hold, read past the port. */
export type Holdings = {
  /** The keys of the records, and of each entry of a journal. */
  readonly records: readonly string[]
  readonly journal: readonly string[]
  /** The mail, with its payload; that is empty where the mail is settled. */
  readonly outbox: readonly { readonly id: string; readonly sealed: string }[]
  /** Every text. */
  readonly texts: readonly string[]
}

export type Shelf = {
  readonly storage: Storage
  readonly holdings: (office: string) => Promise<Holdings>
  readonly close: () => Promise<void>
}

type Row = { readonly [column: string]: unknown }

function holdingsOf(records: readonly Row[], journal: readonly Row[], outbox: readonly Row[]): Holdings {
  const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  const texts = [...records, ...journal, ...outbox].flatMap((row) => Object.values(row).map(text))
  return {
    records: records.map(({ key }) => text(key)),
    journal: journal.map(({ key }) => text(key)),
    outbox: outbox.map(({ id, sealed }) => ({ id: text(id), sealed: text(sealed) })),
    texts: texts.filter((value) => value !== '' && value !== 'null'),
  }
}

function memoryShelf(): Shelf {
  const storage = memoryStorage()
  return {
    storage,
    async holdings() {
      const { records, journal, outbox } = storage.contents()
      return holdingsOf(records, journal, outbox)
    },
    close: async () => {},
  }
}

/** The tables as they are named when nothing else is said. */
function sqlShelf(db: Kysely<unknown>, schema?: string): Shelf {
  const within = schema === undefined ? {} : { schema }
  const table = (name: string) => sql.table([...(schema === undefined ? [] : [schema]), `sportello_${name}`].join('.'))
  return {
    storage: sqlStorage(db, within),
    async holdings(office) {
      const own = async (name: string, column: string): Promise<readonly Row[]> => {
        const ours = sql`${sql.ref(column)} >= ${`${office}/`} and ${sql.ref(column)} < ${`${office}0`}`
        return (await sql<Row>`select * from ${table(name)} where ${ours}`.execute(db)).rows
      }
      return holdingsOf(await own('record', 'key'), await own('journal', 'key'), await own('outbox', 'topic'))
    },
    close: () => db.destroy(),
  }
}

/** The demo's tables are in a schema of their own, so that one command removes them. */
export const postgresSchema = 'sportello_demo'

/** Loads the driver only for whoever has a PostgreSQL. */
async function openPostgres(url: string): Promise<Kysely<unknown>> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 5_000 })
  // A connection that breaks while nobody uses it is replaced.
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pgPool(pool) }) })
  try {
    await sql`create schema if not exists ${sql.id(postgresSchema)}`.execute(db)
    await migrate(db, { schema: postgresSchema })
    return db
  } catch (cause) {
    await db.destroy()
    throw cause
  }
}

/**
 * `path` is that of the database file of the embedded engine. `isBrisk`: what is committed outlasts a kill of any process, but no power cut, since nobody
 * waits for the disk. So many processes can write to the file in turn.
 */
export async function openShelf(choice: StorageChoice, path: string, isBrisk = false): Promise<Shelf> {
  if (choice.kind === 'memory') return memoryShelf()
  if (choice.kind === 'embedded') {
    const db = await openEmbedded(path, { sqlite: await loadSqlite() })
    if (isBrisk) await sql`pragma synchronous = off`.execute(db)
    if (isBrisk) await sql`pragma wal_autocheckpoint = 20000`.execute(db)
    return sqlShelf(db)
  }
  return sqlShelf(await openPostgres(choice.url), postgresSchema)
}
