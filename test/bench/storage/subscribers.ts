/** Subscribers whose last use comes near: so many copies of one that is stored, each a record of its own. */
import { type Kysely, sql } from 'kysely'
import { createKeyRing } from '../../../src/crypto/index.ts'
import { accepted, keys, office, operator } from '../../support/counter.ts'
import { accountKey, codes, noHash, store } from '../accounts.ts'
import type { Modules } from './engine.ts'
import { ourCounter } from './sign-in-sides.ts'
import { sweptAtATime } from './under-way.ts'

const day = 86_400_000

/** In so many days, at midnight by the clocks of Rome. */
const inDays = (days: number): string => `${new Date(Date.now() + days * day).toISOString().slice(0, 10)}T00:00`

/** Fills an empty database and sets the course; what is answered reminds the next page of people. PostgreSQL only. */
export async function subscribers(modules: Modules, db: Kysely<unknown>, count: number): Promise<() => Promise<void>> {
  await modules.migrate(db)
  const [first = ''] = codes(1)
  await store(modules.sqlStorage(db), noHash, [first])
  const key = accountKey(createKeyRing(keys), first)
  const crowd = sql`generate_series(1, ${sql.lit(count - 1)}::integer) n`
  // After the first in the order of the keys.
  const name = sql`${`${office.id}/credential/z`} || lpad(n::text, 23, '0')`
  await sql`insert into sportello_record
    select ${name}, scope, version, machine, schema, state, personal, tags, due_at, at, journal_head, sequence, erased_at
    from ${crowd}, sportello_record where key = ${key}`.execute(db)
  await sql`insert into sportello_record_tag (scope, tag, key)
    select scope, tag, ${name} from ${crowd}, sportello_record_tag where key = ${key}`.execute(db)
  await sql`vacuum (analyze)`.execute(db)
  const { sunset } = ourCounter(modules, db)
  const title = { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' }
  const course = { operator, reason: 'Prot. 1.', title, ends: { use: inDays(20) }, remindDays: [30] }
  accepted(await sunset.set({ ...course, exempt: ['guardianship'], means: ['spid', 'cie', 'cns'] }))
  let after: string | null = null
  return async () => {
    const report = await sunset.sweep({ limit: sweptAtATime, ...(after === null ? {} : { after }) })
    if (report.reminded !== sweptAtATime) throw new Error(`not all were reminded: ${JSON.stringify(report)}`)
    after = report.next
  }
}
