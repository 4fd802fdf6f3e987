/**
 * A commit on the assumption that nothing has moved: one statement, which is one short transaction and, on PostgreSQL, one round trip. It does
 * all or nothing, and in the second case says no more: why is then found out step by step.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Commit } from '../../ports/index.ts'
import { asRows } from './commit-as-rows.ts'
import { asAsked, commitPieces, isHopeful, type KnownTags, type Piece } from './commit-pieces.ts'
import { codeOf, isCollision, isMissingTable } from './failure.ts'
import { type Statement, statementOf } from './statement.ts'
import type { Tables } from './tables.ts'
import type { Work } from './work.ts'

/** Part of a statement that is true or false. */
type Condition = RawBuilder<unknown>

// SQLSTATE: what `failingUnless` raises, what a key that is taken raises, what an engine says of a part that it does not know.
const divisionByZero = '22012'
const uniqueViolation = '23505'
const featureNotSupported = '0A000'

/**
 * `overtaken`: something else was there than was expected. `unsupported`: this engine does not do so much in one statement, as some
 * that are spread over machines.
 */
function verdictOf(cause: unknown): 'overtaken' | 'unsupported' | null {
  const code = codeOf(cause)
  // On SQLite a connection that is not the one on which the view was made.
  if (code === featureNotSupported || isMissingTable(cause)) return 'unsupported'
  const isOvertaken = code === divisionByZero || code === uniqueViolation || code.startsWith('SQLITE_CONSTRAINT')
  return isOvertaken || isCollision(cause) ? 'overtaken' : null
}

/** What a storage needs for it: `takesRows` says, on SQLite, whether the connection has what a commit as rows goes through. */
export type AtOnce = { readonly work: Work; readonly tables: Tables; readonly takesRows: () => Promise<boolean> }

/** Does the commit, or nothing of it and says why. */
export async function commitAtOnce(
  { work, tables, takesRows }: AtOnce,
  commit: Commit,
  known: KnownTags,
): Promise<'done' | 'overtaken' | 'unsupported'> {
  if (!isHopeful(commit)) return 'overtaken'
  if (tables.engine === 'sqlite' && !(await takesRows())) return 'unsupported'
  const statement =
    tables.engine === 'sqlite' ? asRows(tables, commit, known) : joined(tables, commitPieces(tables, commit, known))
  return statement === null ? 'done' : work.attempt(statement, verdictOf)
}

/** That the piece has touched the rows that it must; null where any number is right. */
function countedRows({ name, rowsExpected }: Piece): Condition | null {
  if (rowsExpected === 'asked') return asAsked(name)
  return rowsExpected === null ? null : sql`(select count(*) from ${sql.raw(name)}) = ${sql.lit(rowsExpected)}`
}

/** The pieces that write nothing. */
const reads: ReadonlySet<string> = new Set(['held', 'passed'])

/** All pieces as one statement, which fails, and with it the whole, unless each piece touches the rows that it must; null for none. */
function joined(tables: Tables, pieces: readonly Piece[]): Statement | null {
  if (pieces.length === 0) return null
  return statementOf(tables, pieces, (texts) => {
    const parts = pieces.map(({ name, rowsExpected }, i) => {
      const answer = rowsExpected !== null && !reads.has(name) ? sql` returning key` : sql``
      return sql`${sql.raw(name)} as (${texts[i]}${answer})`
    })
    return sql`with ${sql.join(parts)} ${failingUnless(pieces.map(countedRows).filter((condition) => condition !== null))}`
  })
}

/**
 * A select that divides one by one when all conditions hold, and else by zero. A statement has no command to take itself back, but an
 * error in any part of it does so: PostgreSQL then raises `division_by_zero` (SQLSTATE 22012) and keeps nothing of what the other
 * parts wrote. Planning does not raise it, since the divisor depends on rows that are counted only when the statement runs. SQLite
 * would answer null instead of failing: there the triggers of `commit-as-rows.ts` raise an error of their own.
 */
function failingUnless(conditions: readonly Condition[]): RawBuilder<unknown> {
  const all = sql.join([sql`true`, ...conditions], sql` and `)
  return sql`select 1 / (case when ${all} then 1 else 0 end) as done`
}
