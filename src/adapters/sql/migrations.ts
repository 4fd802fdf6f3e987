/** The schema of the database, version by version: applied by `migrate`, or printed for a migration tool of the host's own. */
import { type Kysely, PostgresQueryCompiler, type RawBuilder, SqliteQueryCompiler, sql } from 'kysely'
import { SportelloError } from '../../kernel/index.ts'
import { orderColumns } from './entry-order.ts'
import { codeOf, failure, isForbidden, isMissingTable } from './failure.ts'
import { type Engine, engineOf, type GivenKysely, plainKysely } from './given-kysely.ts'
import { type SqlOptions, type Tables, tablesOf } from './tables.ts'

type Migration = (tables: Tables) => readonly RawBuilder<unknown>[]

/** What a key or a name is compared by: bytes. In SQLite every text is. */
const bytes = (engine: Engine) => (engine === 'postgres' ? sql`text collate "C"` : sql`text`)

const index = ({ prefix }: Tables, name: string) => sql.id(`${prefix}${name}`)

/**
 * Version 1. On PostgreSQL no sequence; no foreign key, no lock of its own: every key begins with the office, so the tables can be spread over
 * machines by it. Rows of `outbox` outlive their payload, since an id is never used again.
 */
const first: Migration = (tables) => {
  const { engine, record, tag, journal, outbox } = tables
  // Where an entry stands among those of all records: see `entries.ts`. On SQLite a number that was given is never given again.
  const key = engine === 'postgres' ? sql`primary key (key, sequence)` : sql`unique (key, sequence)`
  const place =
    engine === 'postgres' ? sql`raised xid8 not null default pg_current_xact_id()` : sql`place integer primary key autoincrement`
  const name = bytes(engine)
  const whole = engine === 'postgres' ? sql`bigint` : sql`integer`
  // Room in each page for the next version of its rows: most writes then touch no index.
  const roomy = engine === 'postgres' ? sql` with (fillfactor = 80)` : sql` without rowid`
  const plain = engine === 'postgres' ? sql`` : sql` without rowid`
  return [
    sql`create table if not exists ${record} (
  key ${name} primary key,
  scope ${name} not null,
  version ${whole} not null,
  machine text not null,
  schema integer not null,
  state text not null,
  personal text,
  tags text not null,
  due_at ${whole},
  at ${whole} not null,
  journal_head text not null,
  sequence ${whole} not null,
  erased_at ${whole}
)${engine === 'postgres' ? roomy : sql``}`,
    sql`create index if not exists ${index(tables, 'record_due')} on ${record} (scope, due_at, key) where due_at is not null`,
    sql`create table if not exists ${tag} (
  scope ${name} not null,
  tag ${name} not null,
  key ${name} not null,
  primary key (scope, tag, key)
)${plain}`,
    sql`create table if not exists ${journal} (
  key ${name} not null,
  sequence ${whole} not null,
  at ${whole} not null,
  by text not null,
  type text not null,
  data text not null,
  personal text,
  personal_digest text not null,
  previous text not null,
  hash text not null,
  ${place},
  ${key}
)`,
    sql`create index if not exists ${index(tables, 'journal_order')} on ${journal} (${orderColumns(engine)})`,
    sql`create table if not exists ${outbox} (
  id ${name} primary key,
  office ${name} not null,
  topic ${name} not null,
  sealed text not null,
  at ${whole} not null,
  not_before ${whole} not null,
  attempts integer not null,
  parked_at ${whole},
  reason text
)`,
    sql`create index if not exists ${index(tables, 'outbox_due')} on ${outbox} (office, not_before, id) where sealed <> '' and parked_at is null`,
    sql`create index if not exists ${index(tables, 'outbox_parked')} on ${outbox} (office, id) where parked_at is not null`,
    sql`create index if not exists ${index(tables, 'outbox_topic')} on ${outbox} (topic) where sealed <> ''`,
  ]
}

const migrations: readonly Migration[] = [first]

// On SQLite the first row tells this file from all others; PostgreSQL has a name of its own for each cluster and database.
const ledger = ({ engine, migration }: Tables) => {
  const own = engine === 'postgres' ? sql`` : sql`, incarnation text not null default (lower(hex(randomblob(8))))`
  return sql`create table if not exists ${migration} (version integer primary key${own})`
}

const enter = ({ migration }: Tables, version: number) =>
  sql`insert into ${migration} (version) values (${sql.lit(version)}) on conflict do nothing`

const newest = ({ migration }: Tables) => sql<{ version: number | null }>`select max(version) as version from ${migration}`

/** What another process that migrates at this moment may bring about; the next try finds its work done. */
const passing: ReadonlySet<string> = new Set(['23505', '42P07', '42710', '40001', '40P01', 'SQLITE_BUSY'])

const triesMax = 5

/** The newest version that was made; null where the tables are missing. It takes the right to read, and no other. */
async function versionOf(db: Kysely<unknown>, tables: Tables): Promise<number | null> {
  try {
    const { rows } = await newest(tables).execute(db)
    return Number(rows[0]?.version ?? 0)
  } catch (cause) {
    if (isMissingTable(cause)) return null
    throw failure('the version of the tables cannot be read', cause)
  }
}

/** True for tables of this version, false for older ones and none. Throws `storage/failed` for newer ones. */
function isCurrent(found: number | null): boolean {
  if (found !== null && found > migrations.length) {
    throw new SportelloError('storage/failed', `sql: the tables are of version ${found}, newer than this library`)
  }
  return found === migrations.length
}

/** What is wrong with tables that are not of this version. */
const fault = (found: number | null): string =>
  found === null ? 'the tables are missing' : `the tables are of version ${found}, older than this library`

/** What is said when a migration could not be done. */
function notMigrated(found: number | null, cause: unknown): SportelloError {
  if (!isForbidden(cause)) return failure('the migration failed', cause)
  const advice = 'let their owner run `migrate`, or the script of `migrationSql`'
  const said = `sql: ${fault(found)}, and this role may not make them here; ${advice} (${codeOf(cause)})`
  return new SportelloError('storage/failed', said)
}

/**
 * Brings the tables up to this version of the library: each missing migration in a transaction of its own. May be called at every
 * start and from many processes at once. Tables that are up to date are only read: it then takes no right to create anything. Throws
 * `storage/failed` when the engine refuses, when the database is newer than the library, and when the tables are missing or older and
 * the role may not create them; `config/invalid` for another dialect and for names that are none.
 *
 * @example
 * await migrate(db) // at the start of every process
 */
export async function migrate(db: GivenKysely, options: SqlOptions = {}): Promise<void> {
  const plain = plainKysely(db)
  const tables = tablesOf(engineOf(plain, options?.engine), options)
  const found = await versionOf(plain, tables)
  if (isCurrent(found)) return
  for (let left = triesMax; ; left -= 1) {
    try {
      await ledger(tables).execute(plain)
      for (const [i, migration] of migrations.entries()) {
        await plain.transaction().execute(async (transaction) => {
          // Whoever comes second waits here for the first one's commit, and finds nothing left to do.
          const { numAffectedRows } = await enter(tables, i + 1).execute(transaction)
          if (numAffectedRows === 0n) return
          for (const statement of migration(tables)) await statement.execute(transaction)
        })
      }
      break
    } catch (cause) {
      if (left === 1 || !passing.has(codeOf(cause))) throw notMigrated(found, cause)
    }
  }
  await requireVersion(plain, tables)
}

/** Throws `storage/failed` when the tables are missing, older or newer than what this library reads and writes. */
export async function requireVersion(db: Kysely<unknown>, tables: Tables): Promise<void> {
  const found = await versionOf(db, tables)
  if (!isCurrent(found)) throw new SportelloError('storage/failed', `sql: ${fault(found)}; run \`migrate\``)
}

/**
 * The same migrations as a script, for hosts with a migration tool of their own: idempotent, one statement after the other, each
 * ended by a semicolon.
 *
 * @example
 * const script = migrationSql('postgres') // for whoever may change tables
 */
export function migrationSql(engine: Engine, options: Omit<SqlOptions, 'engine'> = {}): string {
  if (engine !== 'postgres' && engine !== 'sqlite') {
    throw new SportelloError('config/invalid', "sql: the engine must be 'postgres' or 'sqlite'")
  }
  const tables = tablesOf(engine, options)
  const compiler = engine === 'postgres' ? new PostgresQueryCompiler() : new SqliteQueryCompiler()
  const statements = [ledger(tables), ...migrations.flatMap((migration, i) => [...migration(tables), enter(tables, i + 1)])]
  return statements
    .map((statement) => `${compiler.compileQuery(statement.toOperationNode(), { queryId: 'print' }).sql};\n`)
    .join('\n')
}
