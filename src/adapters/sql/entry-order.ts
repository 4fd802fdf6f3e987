/** What the index is on that keeps the order of all entries. */
import { type RawBuilder, sql } from 'kysely'
import type { Engine } from './given-kysely.ts'

/** The office that a key begins with, in words of SQL. */
export const officeInKey: { readonly [engine in Engine]: RawBuilder<unknown> } = {
  postgres: sql`split_part(key, '/', 1)`,
  sqlite: sql`substr(key, 1, instr(key, '/') - 1)`,
}

/** What the index of the order is on. On SQLite every index ends in the number of the row. */
export const orderColumns = (engine: Engine): RawBuilder<unknown> =>
  engine === 'postgres' ? sql`(${officeInKey.postgres}), raised, key, sequence` : sql`${officeInKey.sqlite}`
