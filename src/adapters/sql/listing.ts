/** The queries behind `load` and `list`: by key; by tag, by due time, or all of a kind, always in byte order of the key. */
import { type RawBuilder, sql } from 'kysely'
import type { Key, ListQuery } from '../../ports/index.ts'
import type { RecordRow } from './rows.ts'
import { type Statement, statementOf } from './statement.ts'
import type { Tables } from './tables.ts'

const columns = sql.raw(
  ['key', 'version', 'machine', 'schema', 'state', 'personal', 'tags', 'due_at', 'at', 'journal_head', 'erased_at']
    .map((name) => `r.${name}`)
    .join(', '),
)

// Per look; the next one goes on.
const forgottenMax = 10_000

export function listed({ record, tag }: Tables, query: ListQuery): RawBuilder<RecordRow> {
  const { office, kind, tag: wanted, dueBefore, after, limit } = query
  const scope = `${office}/${kind}`
  if (wanted !== undefined && dueBefore === undefined) {
    // The page is cut before its records are looked up, so that no planner is led to read them from the beginning.
    const page = sql`select key from ${tag} where scope = ${scope} and tag = ${wanted} and key > ${after ?? ''} order by key limit ${limit}`
    return sql<RecordRow>`select ${columns} from (${page}) t join ${record} r on r.key = t.key order by t.key`
  }
  if (wanted !== undefined) {
    return sql<RecordRow>`select ${columns} from ${tag} t join ${record} r on r.key = t.key where t.scope = ${scope} and t.tag = ${wanted} and t.key > ${after ?? ''} and r.due_at <= ${dueBefore} order by t.key limit ${limit}`
  }
  if (dueBefore !== undefined) {
    return sql<RecordRow>`select ${columns} from ${record} r where r.scope = ${scope} and r.due_at <= ${dueBefore} and r.version > 0 and r.key > ${after ?? ''} order by r.key limit ${limit}`
  }
  // A slash is followed by a zero in the order of bytes: all keys of the kind lie between the two.
  const first = `${scope}/`
  const from = after !== undefined && after > first ? after : first
  return sql<RecordRow>`select ${columns} from ${record} r where r.key > ${from} and r.key < ${`${scope}0`} and r.erased_at is null and r.version > 0 order by r.key limit ${limit}`
}

/** The rows of the keys, in no order. */
export function loaded(tables: Tables, keys: readonly Key[]): Statement<RecordRow> {
  const part = { shape: `loaded${keys.length}`, values: keys, text: () => sql.join(keys) }
  return statementOf(
    tables,
    [part],
    ([named]) => sql<RecordRow>`select ${columns} from ${tables.record} r where r.key in (${named}) and r.version > 0`,
  )
}

/**
 * Removes rows that say only that a record was expected to be absent. What they were for is over once they can be seen. Rows at which
 * somebody else is are passed over.
 */
export function forgetAbsent({ record }: Tables, { office, kind }: ListQuery): RawBuilder<unknown> {
  const scope = `${office}/${kind}`
  return sql`delete from ${record} where key in (select key from ${record} where scope = ${scope} and due_at = 0 and version = 0 limit ${forgottenMax} for update skip locked)`
}
