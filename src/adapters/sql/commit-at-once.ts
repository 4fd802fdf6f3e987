/**
 * A commit on the assumption that nothing has moved. On PostgreSQL it is one statement, which is one short transaction and one round
 * trip; on SQLite the same pieces one after the other. It does all or nothing, and in the second case says no more: why is then found
 * out step by step.
 */
import { sql } from 'kysely'
import type { Commit } from '../../ports/index.ts'
import { commitPieces, isHopeful, type KnownTags, type Piece } from './commit-pieces.ts'
import { codeOf, isCollision } from './failure.ts'
import { type Statement, statementOf } from './statement.ts'
import type { Tables } from './tables.ts'
import type { Work } from './work.ts'

/**
 * `overtaken`: something else was there than was expected, seen by a division by nothing or a key that is taken. `unsupported`: this
 * engine does not do so much in one statement, as some that are spread over machines.
 */
function verdictOf(cause: unknown): 'overtaken' | 'unsupported' | null {
  const code = codeOf(cause)
  if (code === '0A000') return 'unsupported'
  return code === '22012' || code === '23505' || code.startsWith('SQLITE_CONSTRAINT') || isCollision(cause) ? 'overtaken' : null
}

/** Does the commit, or nothing of it and says why. */
export async function commitAtOnce(
  work: Work,
  tables: Tables,
  commit: Commit,
  known: KnownTags,
): Promise<'done' | 'overtaken' | 'unsupported'> {
  if (!isHopeful(commit)) return 'overtaken'
  const pieces = commitPieces(tables, commit, known)
  if (pieces.length === 0) return 'done'
  if (tables.engine === 'postgres') return work.attempt(joined(tables, pieces), verdictOf)
  const statements = pieces.map(({ rowsExpected, ...piece }) => ({
    rowsExpected,
    statement: statementOf(tables, [piece], ([text]) => text ?? sql``),
  }))
  return work.atomically(
    async (transaction) => {
      try {
        for (const { statement, rowsExpected } of statements) {
          const { rows, numAffectedRows } = await statement.execute(transaction)
          if (rowsExpected !== null && Number(numAffectedRows ?? rows.length) !== rowsExpected) return 'overtaken'
        }
        return 'done'
      } catch (cause) {
        const verdict = verdictOf(cause)
        if (verdict !== null) return verdict
        throw cause
      }
    },
    (answer) => answer === 'done',
  )
}

/** All pieces as one statement. Unless each touches the rows that it must, a division fails, and with it the whole. */
function joined(tables: Tables, pieces: readonly Piece[]): Statement {
  return statementOf(tables, pieces, (texts) => {
    const counted = pieces.map(({ name, rowsExpected }) =>
      rowsExpected === null ? null : sql`(select count(*) from ${sql.raw(name)}) = ${sql.lit(rowsExpected)}`,
    )
    const locked = pieces[0]?.name === 'held' ? counted[0] : null
    const parts = pieces.map(({ name, rowsExpected }, i) => {
      // Rows are changed only when all are locked, in the one order that all commits keep to.
      const when = locked && i > 0 && rowsExpected !== null ? sql` and ${locked}` : sql``
      const answer = rowsExpected !== null && name !== 'held' ? sql` returning key` : sql``
      return sql`${sql.raw(name)} as (${texts[i]}${when}${answer})`
    })
    const conditions = [sql`true`, ...counted.filter((condition) => condition !== null)]
    return sql`with ${sql.join(parts)} select 1 / (case when ${sql.join(conditions, sql` and `)} then 1 else 0 end) as done`
  })
}
