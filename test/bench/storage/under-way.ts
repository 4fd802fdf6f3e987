/** Requests that are under way when a maintenance window ends them: so many copies of one that the library wrote, each a record of its own. */
import { type Kysely, sql } from 'kysely'
import { accepted, anna, office, operator } from '../../support/counter.ts'
import type { Modules } from './engine.ts'
import { ourCounter } from './sign-in-sides.ts'

/** So many records are swept at a time: by their number the time of one is told. */
export const sweptAtATime = 500

/** Fills an empty database and plans the window; what is answered sweeps the next page of it. PostgreSQL only. */
export async function underWay(modules: Modules, db: Kysely<unknown>, count: number): Promise<() => Promise<void>> {
  await modules.migrate(db)
  const { registration, maintenance } = ourCounter(modules, db)
  const { id } = accepted(await registration.open(anna))
  const key = `${office.id}/registration/${id}`
  const crowd = sql`generate_series(1, ${sql.lit(count - 1)}::integer) n`
  // After the first in the order of the keys, as an ULID of later would be.
  const name = sql`${`${office.id}/registration/01Z`} || lpad(n::text, 23, '0')`
  await sql`insert into sportello_record
    select ${name}, scope, version, machine, schema, state, personal, tags, due_at, at, journal_head, sequence, erased_at
    from ${crowd}, sportello_record where key = ${key}`.execute(db)
  await sql`insert into sportello_record_tag (scope, tag, key)
    select scope, tag, ${name} from ${crowd}, sportello_record_tag where key = ${key}`.execute(db)
  await sql`vacuum (analyze)`.execute(db)
  const title = { it: 'Aggiornamento', en: 'Update' }
  const procedures = { registration: 'void' } as const
  accepted(await maintenance.plan({ operator, reason: 'Prot. 1.', title, from: 'now', procedures }))
  let after: string | null = null
  return async () => {
    const report = await maintenance.sweep({ limit: sweptAtATime, ...(after === null ? {} : { after }) })
    if (report.voided !== sweptAtATime) throw new Error(`not all were voided: ${JSON.stringify(report)}`)
    after = report.next
  }
}
