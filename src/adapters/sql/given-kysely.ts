/**
 * The host's instance of Kysely, known by what it can do. An ES module and a CommonJS one get different copies of that package, whose
 * classes are not the same, neither when the program runs nor for the compiler.
 */
import { type Kysely, sql } from 'kysely'
import { SportelloError } from '../../kernel/index.ts'

/** The engines whose SQL is written here. Whatever speaks the protocol of PostgreSQL is `postgres`. */
export type Engine = 'postgres' | 'sqlite'

/**
 * An instance of `Kysely`, or an open transaction of one, from any copy of the package. Its plugins are for the host's own statements: ours
 * go by them.
 */
export interface GivenKysely {
  readonly isTransaction: boolean
  getExecutor(): { readonly adapter: { readonly supportsReturning: boolean; readonly supportsTransactionalDdl: boolean } }
  transaction(): unknown
  withoutPlugins(): unknown
}

const methods = ['getExecutor', 'transaction'] as const

function isKysely(value: unknown): value is Kysely<unknown> {
  if (typeof value !== 'object' || value === null) return false
  return methods.every((name) => typeof Reflect.get(value, name) === 'function')
}

/**
 * The same connections without the host's plugins: one that renames columns or parses texts would change what was stored. Throws
 * `config/invalid` for what is no `Kysely` instance.
 */
export function plainKysely(given: GivenKysely): Kysely<unknown> {
  try {
    if (isKysely(given)) {
      const plain: unknown = typeof given.withoutPlugins === 'function' ? given.withoutPlugins() : given
      if (isKysely(plain)) return plain
    }
  } catch {
    // Said below: a getter that throws is no part of Kysely.
  }
  throw new SportelloError('config/invalid', 'sql: db is an instance of Kysely, or an open transaction of one')
}

/** What the engine is by the traits of the adapter, and by how the dialect writes a parameter; null for any other. */
function spokenBy(db: Kysely<unknown>): Engine | null {
  try {
    const executor = db.getExecutor()
    const { supportsReturning, supportsTransactionalDdl } = executor.adapter
    const parameter = executor.compileQuery(sql`${0}`.toOperationNode(), { queryId: 'engine' }).sql
    if (supportsReturning && supportsTransactionalDdl && parameter === '$1') return 'postgres'
    return supportsReturning && !supportsTransactionalDdl && parameter === '?' ? 'sqlite' : null
  } catch {
    return null
  }
}

/** Throws `config/invalid` for an engine that is not known. */
export function engineOf(db: Kysely<unknown>, engine: unknown): Engine {
  const named = engine === undefined ? spokenBy(db) : engine
  if (named === 'postgres' || named === 'sqlite') return named
  throw new SportelloError('config/invalid', "sql: the engine must be 'postgres' or 'sqlite'; other dialects are not supported")
}
