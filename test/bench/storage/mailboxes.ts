/** Mailboxes of a migration, verified and not activated yet: so many copies of one that the library wrote, each a record of its own. */
import { type Kysely, sql } from 'kysely'
import type { ArrivingProvider, LeavingProvider } from 'sportello'
import { createKeyRing } from '../../../src/crypto/index.ts'
import { mailboxId } from '../../../src/procedures/mailbox-migration/mailbox/context.ts'
import { tallyId, tallyPartOf } from '../../../src/procedures/mailbox-migration/mailbox/facets.ts'
import { migrationId } from '../../../src/procedures/mailbox-migration/migration/context.ts'
import { accepted, keys, office, operator } from '../../support/counter.ts'
import { seedDomain as domain, seedCampaign, seedInstants } from '../../support/migration-seed.ts'
import { noHash } from '../accounts.ts'
import type { Modules } from './engine.ts'

const password = 'Gelato.Turchese7'
const chunk = 20_000
const day = 86_400_000

/** Providers that do nothing, and say so at once. */
const leaving: LeavingProvider = { verify: async () => 'right' }
const arriving: ArrivingProvider = {
  setPassword: async () => 'set',
  copy: async () => ({ status: 'done', copied: 0 }),
  progress: async () => ({ status: 'done', copied: 0 }),
}

const addressOf = (at: number): string => `to${String(at).padStart(7, '0')}@${domain}`

/** The counter in the midst of the activation, whose clock goes on. */
function counterIn({ createSportello, memoryDocuments, sqlStorage }: Modules, db: Kysely<unknown>) {
  const start = Date.now()
  let from: number = seedInstants.announcedAt
  const sportello = createSportello({
    ...{ office, keys, storage: sqlStorage(db), documents: memoryDocuments(), passwordHash: noHash },
    mailer: { send: async () => 'sent' },
    clock: { now: () => from + Date.now() - start },
    leavingProvider: leaving,
    arrivingProvider: arriving,
  })
  return {
    sportello,
    begin() {
      from = seedInstants.activationFrom + day
    },
  }
}

/** Counts all as the library has counted the one. */
async function tally(db: Kysely<unknown>, campaign: string, ids: readonly string[]): Promise<void> {
  const [first = ''] = ids
  const own = (part: number): string => `${office.id}/mailbox-tally/${tallyId(campaign, 1, part)}`
  const template = own(tallyPartOf(first))
  const { rows } = await sql<{ readonly state: string }>`select state from sportello_record where key = ${template}`.execute(db)
  const one = JSON.parse(rows[0]?.state ?? '{}') as { readonly counts: object; readonly since: object }
  const sizes = new Map<number, number>()
  for (const id of ids) sizes.set(tallyPartOf(id), (sizes.get(tallyPartOf(id)) ?? 0) + 1)
  const times = (numbers: object, size: number) =>
    Object.fromEntries(Object.entries(numbers).map(([name, count]) => [name, count * size]))
  for (const [part, size] of sizes) {
    const state = JSON.stringify({ ...one, counts: times(one.counts, size), since: times(one.since, size) })
    if (own(part) === template) await sql`update sportello_record set state = ${state} where key = ${template}`.execute(db)
    else
      await sql`insert into sportello_record
        select ${own(part)}, scope, version, machine, schema, ${state}, personal, tags, due_at, at, journal_head, sequence, erased_at
        from sportello_record where key = ${template}`.execute(db)
  }
}

/** Fills an empty database. What is answered activates the mailbox of that turn, works, and reports. PostgreSQL only. */
export async function mailboxes(modules: Modules, db: Kysely<unknown>, count: number) {
  await modules.migrate(db)
  const { sportello, begin } = counterIn(modules, db)
  const form = { operator, domain }
  accepted(await sportello.migration.plan(seedCampaign))
  accepted(await sportello.mailboxes.add(form, [{ mailbox: addressOf(0) }]))
  begin()
  accepted(await sportello.mailboxes.verify({ domain, mailbox: addressOf(0), password }))
  const ring = createKeyRing(keys)
  const campaign = migrationId({ ring }, domain)
  const ids = Array.from({ length: count }, (_, at) => mailboxId({ ring }, campaign, 1, addressOf(at)))
  const keyOf = (id = ''): string => `${office.id}/mailbox/${id}`
  const template = keyOf(ids[0])
  for (let from = 1; from < count; from += chunk) {
    const some = ids.slice(from, from + chunk)
    const names = some.map(keyOf)
    const addresses = some.map((_, at) => addressOf(from + at))
    const crowd = sql`unnest(${names}::text[], ${addresses}::text[]) as crowd (name, address)`
    await sql`insert into sportello_record
      select name, scope, version, machine, schema, state, replace(personal, ${addressOf(0)}, address), tags, due_at, at, journal_head, sequence, erased_at
      from ${crowd}, sportello_record where key = ${template}`.execute(db)
    await sql`insert into sportello_record_tag (scope, tag, key)
      select scope, tag, name from ${crowd}, sportello_record_tag where key = ${template}`.execute(db)
  }
  await tally(db, campaign, ids)
  await sql`vacuum (analyze)`.execute(db)
  return {
    async activate(turn: number) {
      if (turn >= count) throw new Error('there are no more mailboxes')
      accepted(await sportello.mailboxes.activate({ domain, mailbox: addressOf(turn), password }))
    },
    work: () => sportello.migration.work({ limit: 100 }),
    async report() {
      const { total, statuses } = accepted(await sportello.migration.report(form))
      const counted = statuses.verified.count + statuses.activated.count
      if (total !== count || counted !== count) throw new Error(`of ${count} mailboxes ${counted} are counted`)
    },
  }
}
