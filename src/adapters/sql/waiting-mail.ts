/** The outbox: messages are taken by a lease, so that dispatchers in many processes share them without ever holding a lock. */
import { type RawBuilder, sql } from 'kysely'
import { instantMax } from '../../kernel/index.ts'
import type { LeaseOrder, Outbox, OutboxMessage } from '../../ports/index.ts'
import { type OutboxRow, outboxColumns, readMessage } from './rows.ts'
import type { Tables } from './tables.ts'
import type { Work } from './work.ts'

type DueRow = { readonly id: string }

/** Which messages are due, the oldest first. */
const due = ({ outbox }: Tables, { office, now, limit }: LeaseOrder) =>
  sql<DueRow>`select id from ${outbox} where office = ${office} and not_before <= ${now} and sealed <> '' and parked_at is null order by not_before, id limit ${limit}`

const take = ({ outbox }: Tables, { now, leaseMs }: LeaseOrder): RawBuilder<unknown> =>
  sql`update ${outbox} set not_before = ${Math.min(now + leaseMs, instantMax)}, attempts = attempts + 1`

/** For arguments that keep the rules of the port. */
export function sqlOutbox(tables: Tables, work: Work): Outbox {
  const { outbox } = tables

  /** One statement: what other dispatchers are taking at this moment is passed over. */
  async function leaseLocking(order: LeaseOrder): Promise<readonly OutboxMessage[]> {
    const { rows } = await work.once(
      sql<
        OutboxRow & { readonly place: string | number }
      >`with due as (${due(tables, order)} for update skip locked), placed as (select id, row_number() over () as place from due), taken as (${take(tables, order)} where id in (select id from due) returning ${outboxColumns}) select taken.*, placed.place from taken join placed on placed.id = taken.id`,
    )
    return [...rows].sort((a, b) => Number(a.place) - Number(b.place)).map(readMessage)
  }

  /** One writer at a time: nobody else can be taking. Whoever finds nothing to take keeps nobody waiting. */
  async function leaseAlone(order: LeaseOrder): Promise<readonly OutboxMessage[]> {
    const { rows: waiting } = await work.once(due(tables, { ...order, limit: 1 }))
    if (waiting.length === 0) return []
    return work.atomically(async (transaction) => {
      await sql`delete from ${outbox} where 1 = 0`.execute(transaction)
      const { rows: ids } = await due(tables, order).execute(transaction)
      if (ids.length === 0) return []
      const named = sql.join(ids.map(({ id }) => id))
      const taken = sql<OutboxRow>`${take(tables, order)} where id in (${named}) returning ${outboxColumns}`
      const { rows } = await taken.execute(transaction)
      const byId = new Map(rows.map((row) => [row.id, readMessage(row)]))
      return ids.flatMap(({ id }) => byId.get(id) ?? [])
    })
  }

  return {
    async lease(order) {
      return tables.engine === 'postgres' ? leaseLocking(order) : leaseAlone(order)
    },
    async settle(id, verdict) {
      const waiting = sql`where id = ${id} and sealed <> ''`
      if (typeof verdict === 'string')
        await work.once(sql`update ${outbox} set sealed = '', parked_at = ${null}, reason = ${null} ${waiting}`)
      else if ('parkedAt' in verdict) {
        await work.once(
          sql`update ${outbox} set parked_at = ${verdict.parkedAt}, reason = ${verdict.reason} ${waiting} and parked_at is null`,
        )
      } else {
        await work.once(
          sql`update ${outbox} set not_before = ${verdict.retryAt}, attempts = attempts * ${verdict.afresh ? 0 : 1}, reason = ${verdict.reason} ${waiting} and parked_at is null`,
        )
      }
    },
    async isWaiting(id) {
      const { rows } = await work.once(
        sql<DueRow>`select id from ${outbox} where id = ${id} and sealed <> '' and parked_at is null`,
      )
      return rows.length === 1
    },
    async parked({ office, after = '', limit }) {
      const { rows } = await work.once(
        sql<OutboxRow>`select ${outboxColumns} from ${outbox} where office = ${office} and parked_at is not null and id > ${after} order by id limit ${limit}`,
      )
      return rows.map(readMessage)
    },
    async requeue(id, at) {
      const { numAffectedRows } = await work.once(
        sql`update ${outbox} set parked_at = ${null}, not_before = ${at}, attempts = 0, reason = ${null} where id = ${id} and parked_at is not null`,
      )
      return numAffectedRows === 1n
    },
  }
}
