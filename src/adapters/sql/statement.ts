/**
 * Statements that are run all the time and come in few shapes: the text of a shape is compiled once and kept, and only the values are
 * put together anew. Every value is a parameter; none is ever part of a text.
 */
import {
  CompiledQuery,
  PostgresQueryCompiler,
  type QueryExecutorProvider,
  type QueryResult,
  type RawBuilder,
  SqliteQueryCompiler,
} from 'kysely'
import { invariant } from '../../kernel/index.ts'
import type { Tables } from './tables.ts'

/** What can be run on a connection or in a transaction. */
export type Statement<Row = unknown> = { readonly execute: (executor: QueryExecutorProvider) => Promise<QueryResult<Row>> }

/** A piece of a statement. Pieces of one shape have the same text, in which the values stand in their order. */
export type Part = {
  readonly shape: string
  readonly values: readonly unknown[]
  readonly text: () => RawBuilder<unknown>
}

// A host whose commits come in more shapes than these compiles some of them anew.
const shapesMax = 500

const queryId = { queryId: 'compiled-once' }

/** The statement that `join` makes of the texts of the parts; it adds no values of its own. */
export function statementOf<Row>(
  { engine, compiled }: Pick<Tables, 'engine' | 'compiled'>,
  parts: readonly Part[],
  join: (texts: readonly RawBuilder<unknown>[]) => RawBuilder<Row>,
): Statement<Row> {
  // One part is the common case of SQLite, where each costs as much as the rest of the statement.
  const [only, ...others] = parts
  const single = only !== undefined && others.length === 0
  const shape = single ? only.shape : parts.map((part) => part.shape).join(' ')
  const values = single ? only.values : parts.flatMap((part) => part.values)
  let query = compiled.get(shape)
  if (query === undefined) {
    const compiler = engine === 'postgres' ? new PostgresQueryCompiler() : new SqliteQueryCompiler()
    const fresh = compiler.compileQuery(join(parts.map((part) => part.text())).toOperationNode(), queryId)
    const inOrder = fresh.parameters.length === values.length && fresh.parameters.every((value, i) => value === values[i])
    invariant(inOrder, 'sql: the values of a statement stand in the order of its text')
    query = CompiledQuery.raw(fresh.sql)
    if (compiled.size < shapesMax) compiled.set(shape, query)
  }
  const filled = { ...query, parameters: values } as CompiledQuery<Row>
  return { execute: (executor) => executor.getExecutor().executeQuery<Row>(filled) }
}
