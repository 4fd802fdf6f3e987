/** How statements reach the database: on their own, or several as one unit, in a transaction of ours or within the host's. */
import { type Kysely, type QueryExecutorProvider, type QueryResult, sql } from 'kysely'
import { SportelloError } from '../../kernel/index.ts'
import { failure, isCollision } from './failure.ts'
import { requireVersion } from './migrations.ts'
import type { Statement } from './statement.ts'
import type { Tables } from './tables.ts'

/** How often a unit that collided with others is done before the caller is told `busy`. */
const triesMax = 5

export type Work = {
  /** One statement. */
  readonly once: <Row>(statement: Statement<Row>) => Promise<QueryResult<Row>>
  /** One statement; when it fails in a way that `verdictOf` has a word for, nothing of it is done and that is the answer. */
  readonly attempt: <Verdict extends string>(
    statement: Statement,
    verdictOf: (cause: unknown) => Verdict | null,
  ) => Promise<'done' | Verdict>
  /** All statements of the unit, or none of them: when it throws, and when its answer is not one that `stays`. */
  readonly atomically: <Answer>(
    unit: (transaction: QueryExecutorProvider) => Promise<Answer>,
    stays?: (answer: Answer) => boolean,
  ) => Promise<Answer>
}

const busy = () => new SportelloError('busy', 'sql: too many at the same rows at once, nothing was done; try again')

/** What the driver says, as an error of the library. A collision has undone everything, so it can be tried again. */
const told = (cause: unknown): SportelloError => (isCollision(cause) ? busy() : failure('the database failed', cause))

/** Carries an answer out of a transaction that it rolls back. */
class Undone<Answer> extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('undone')
    this.answer = answer
  }
}

/** Work on connections that the instance opens and gives back, in transactions of our own. */
export function ownWork(db: Kysely<unknown>, tables: Tables): Work {
  let checked: Promise<void> | null = null

  /** Before the first statement, once: that the tables are those which this library reads and writes. */
  function ready(): Promise<void> {
    checked ??= requireVersion(db, tables).catch((cause) => {
      checked = null
      throw cause
    })
    return checked
  }

  return {
    async once(statement) {
      await ready()
      try {
        return await statement.execute(db)
      } catch (cause) {
        throw told(cause)
      }
    },
    async attempt(statement, verdictOf) {
      await ready()
      try {
        await statement.execute(db)
        return 'done'
      } catch (cause) {
        const verdict = verdictOf(cause)
        if (verdict !== null) return verdict
        throw told(cause)
      }
    },
    async atomically<Answer>(
      unit: (transaction: QueryExecutorProvider) => Promise<Answer>,
      stays: (answer: Answer) => boolean = () => true,
    ) {
      await ready()
      const plain = db.transaction()
      const transaction = tables.engine === 'postgres' ? plain.setIsolationLevel('read committed') : plain
      for (let left = triesMax; ; left -= 1) {
        try {
          return await transaction.execute(async (within) => {
            const answer = await unit(within)
            if (stays(answer)) return answer
            throw new Undone(answer)
          })
        } catch (cause) {
          if (cause instanceof Undone) return cause.answer
          if (!isCollision(cause) || left === 1) throw told(cause)
        }
      }
    },
  }
}

const savepoint = sql.id('sportello_unit')

/**
 * Work within an open transaction of the host, which alone commits it. Each unit is a savepoint, so that one that fails leaves the
 * transaction usable; units wait for each other, since savepoints of one connection nest.
 */
export function workWithin(transaction: Kysely<unknown>): Work {
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const turn = last.then(call)
    last = turn.catch(() => undefined)
    return turn
  }

  async function undo(): Promise<void> {
    await sql`rollback to savepoint ${savepoint}`.execute(transaction)
    await sql`release savepoint ${savepoint}`.execute(transaction)
  }

  const atomically: Work['atomically'] = (unit, stays = () => true) =>
    inTurn(async () => {
      try {
        await sql`savepoint ${savepoint}`.execute(transaction)
        try {
          const answer = await unit(transaction)
          if (stays(answer)) await sql`release savepoint ${savepoint}`.execute(transaction)
          else await undo()
          return answer
        } catch (cause) {
          await undo()
          throw cause
        }
      } catch (cause) {
        throw told(cause)
      }
    })

  return {
    once: (statement) => atomically((within) => statement.execute(within)),
    attempt: (statement, verdictOf) =>
      atomically(
        async (within) => {
          try {
            await statement.execute(within)
            return 'done'
          } catch (cause) {
            const verdict = verdictOf(cause)
            if (verdict !== null) return verdict
            throw cause
          }
        },
        (answer) => answer === 'done',
      ),
    atomically,
  }
}
