/** The tables, how they are named, and what engine they lie in. */
import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import { SportelloError } from '../../kernel/index.ts'
import type { Engine } from './given-kysely.ts'

/** How the tables are named, and where they lie. */
export type SqlOptions = {
  /** What every table name begins with: lower-case letters, digits and `_`, up to 30, beginning with a letter. Default `sportello_`. */
  readonly prefix?: string
  /** Schema of the tables, which must exist; same shape as the prefix. Default: where the connection looks first. PostgreSQL only. */
  readonly schema?: string
  /** Default: what the dialect of the `Kysely` instance shows of itself. Needed only where a dialect is like neither of Kysely's own. */
  readonly engine?: Engine
}

const namePattern = /^[a-z][a-z0-9_]{0,29}$/

const tableNames = ['migration', 'record', 'record_tag', 'journal', 'outbox'] as const

type TableName = (typeof tableNames)[number]

/** The tables as they stand in a statement, and their plain names for the names of indexes. */
export type Tables = {
  readonly engine: Engine
  readonly prefix: string
  readonly migration: RawBuilder<unknown>
  readonly record: RawBuilder<unknown>
  readonly tag: RawBuilder<unknown>
  readonly journal: RawBuilder<unknown>
  readonly outbox: RawBuilder<unknown>
  /** Statements without their values by their shape, compiled for this engine and these names. */
  readonly compiled: Map<string, CompiledQuery>
}

/** Throws `config/invalid` for a name that could be anything but a name. */
export function tablesOf(engine: Engine, options: SqlOptions): Tables {
  const { prefix = 'sportello_', schema } = options ?? {}
  if (typeof prefix !== 'string' || !namePattern.test(prefix)) {
    throw new SportelloError('config/invalid', 'sql: prefix is up to 30 characters of a-z, 0-9 and _, beginning with a letter')
  }
  if (schema !== undefined && (typeof schema !== 'string' || !namePattern.test(schema))) {
    throw new SportelloError('config/invalid', 'sql: schema is up to 30 characters of a-z, 0-9 and _, beginning with a letter')
  }
  if (schema !== undefined && engine === 'sqlite') throw new SportelloError('config/invalid', 'sql: SQLite has no schemas')
  const table = (name: TableName) => (schema === undefined ? sql.id(`${prefix}${name}`) : sql.id(schema, `${prefix}${name}`))
  return {
    engine,
    prefix,
    migration: table('migration'),
    record: table('record'),
    tag: table('record_tag'),
    journal: table('journal'),
    outbox: table('outbox'),
    compiled: new Map(),
  }
}
