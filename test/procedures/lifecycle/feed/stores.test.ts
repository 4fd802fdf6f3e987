/** The feed on each storage, while many commands run at once: page by page with lengths by chance, each published entry once. */
import fc from 'fast-check'
import { type Kysely, sql } from 'kysely'
import type { FeedEvent, Sportello, Storage } from 'sportello'
import { createSportello } from 'sportello'
import { memoryStorage } from 'sportello/memory'
import { migrate, sqlStorage } from 'sportello/sql'
import { seededRandom } from 'sportello/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../../../src/api/policy.ts'
import { procedures } from '../../../../src/api/procedures.ts'
import { codes } from '../../../bench/accounts.ts'
import { runtimeOn } from '../../../runtime/drawer.ts'
import { connectPostgres } from '../../../support/connection.ts'
import { accepted, anna, freshPdf, office, openCounter, operator } from '../../../support/counter.ts'
import { fileDatabase } from '../../../support/database.ts'
import { openSqlite } from '../../../support/sqlite.ts'
import { readOn } from './reading.ts'

const people = codes(10)
const database = fileDatabase()
const tables = new Map(procedures.map(({ name, open }) => [name, open(runtimeOn(), defaultPolicy).feed] as const))

function isPublished(kind: string, type: string): boolean {
  const feed = tables.get(kind)
  return feed?.tells === 'events' && (type === 'ErasureOrdered' || (feed.events[type] ?? null) !== null)
}

/** What each person does of the way, of which chance chooses how far it leads. */
async function walk(sportello: Sportello, codiceFiscale: string, steps: number): Promise<void> {
  const act = { operator, codiceFiscale, reason: 'Prot. 1.' }
  const opened = await sportello.registration.open({ ...anna, codiceFiscale, email: `${codiceFiscale}@example.it` })
  if (!opened.ok || steps < 1) return
  const { ticket, id } = opened.value
  if (steps === 1) return void (await sportello.registration.withdraw(ticket))
  await sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf())
  await sportello.registration.complete(ticket)
  if (steps < 3) return
  const dossier = await sportello.approval.dossier({ operator, id })
  if (!dossier.ok) return
  const decision = { operator, id, dossierDigest: dossier.value.digest }
  if (steps === 3) return void (await sportello.approval.reject({ ...decision, reason: act.reason }))
  await sportello.approval.approve(decision)
  await Promise.all([
    sportello.session.signIn({ codiceFiscale, pin: '00000000', password: 'Sbagliata.1' }),
    sportello.addresses.setPec({ ...act, pec: `${codiceFiscale}@pec.example.it` }),
  ])
  if (steps > 4) await sportello.credential.revoke(act)
  if (steps > 5) await sportello.subject.erase(act)
}

type Opened = {
  readonly storage: Storage
  /** How many entries the office has, told or held back. */
  readonly written: (office: string) => Promise<number>
  readonly close: () => Promise<void>
}
const rowsIn = (db: Kysely<unknown>) => async (id: string) => {
  const { rows } = await sql<{
    n: number | string
  }>`select count(*) as n from sportello_journal where key like ${`${id}/%`}`.execute(db)
  return Number(rows[0]?.n)
}
const nothing = async () => undefined
const stores: { readonly [name: string]: () => Promise<Opened> } = {
  memory: async () => {
    const storage = memoryStorage()
    const written = async (id: string) => storage.contents().journal.filter(({ key }) => key.startsWith(`${id}/`)).length
    return { storage, written, close: nothing }
  },
  SQLite: async () => {
    const { db, close } = openSqlite(':memory:')
    await migrate(db)
    return { storage: sqlStorage(db), written: rowsIn(db), close }
  },
  PostgreSQL: async () => {
    const { db, close } = connectPostgres(database.url)
    await migrate(db)
    return { storage: sqlStorage(db), written: rowsIn(db), close }
  },
}

let offices = 0

describe.each(Object.entries(stores))('on %s', (name, open) => {
  let opened: Opened
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())

  it('each published entry comes once and in the order of its record, whatever runs meanwhile and however long the pages are', async () => {
    const runs = name === 'memory' ? 15 : 5
    const plan = fc.record({
      people: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 7 }),
      limits: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
      seed: fc.integer({ min: 1, max: 1e6 }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ people: ways, limits, seed }) => {
        offices += 1
        const id = `${office.id}-${offices}`
        const { configuration } = openCounter({ storage: opened.storage, seed: seed * 1000 + offices })
        const policy = { quota: { usesMax: 1000 } }
        const sportello = createSportello({
          ...configuration,
          policy,
          office: { ...office, id },
          random: seededRandom(seed * 1000 + offices),
        })
        let turn = 0
        const limit = () => {
          turn += 1
          return limits[turn % limits.length] ?? 1
        }
        const seen: FeedEvent[] = []
        let cursor: string | null = null
        let isOver = false
        const follow = async () => {
          for (;;) {
            const isLast = isOver
            const read: Awaited<ReturnType<typeof readOn>> = await readOn(sportello, cursor, limit)
            seen.push(...read.events)
            cursor = read.next
            if (isLast) return
            await new Promise((resolve) => setImmediate(resolve))
          }
        }
        const following = follow()
        await Promise.all(ways.map((steps, i) => walk(sportello, people[i] ?? '', steps)))
        // A transaction that others have open on the same server holds entries back for a while.
        while ((await entriesOf(opened.storage, id)) < (await opened.written(id)))
          await new Promise((resolve) => setTimeout(resolve, 20))
        isOver = true
        await following
        const stored = await journalsOf(opened.storage, id)
        expect(seen.map((event) => event.id).sort()).toEqual(stored.sort())
        expect(seen.length).toBeGreaterThanOrEqual(ways.length)
        const last = new Map<string, number>()
        for (const { record, sequence } of seen) {
          const key = `${record.kind}/${record.id}`
          expect(sequence).toBeGreaterThan(last.get(key) ?? 0)
          last.set(key, sequence)
        }
        const again = accepted(await sportello.feed.read({ limit: 999 })).events
        expect(again.map((event) => event.id)).toEqual(seen.map((event) => event.id))
      }),
      { numRuns: runs },
    )
  })
})

/** How many entries of the office can be read. */
async function entriesOf(storage: Storage, id: string): Promise<number> {
  let count = 0
  let after: string | undefined
  for (;;) {
    const page = await storage.entries({ office: id, limit: 1000, ...(after === undefined ? {} : { after }) })
    if (!page.ok) throw new Error('the storage does not know its own position')
    count += page.entries.length
    if (page.entries.length < 1000) return count
    after = page.next
  }
}

/** The hashes of the published entries, as the journals of the records have them. */
async function journalsOf(storage: Storage, id: string): Promise<string[]> {
  const hashes: string[] = []
  let after: string | undefined
  for (;;) {
    const page = await storage.entries({ office: id, limit: 1000, ...(after === undefined ? {} : { after }) })
    if (!page.ok) throw new Error('the storage does not know its own position')
    // Of the entries of all records nothing is taken but which records there are: each journal is read by itself.
    for (const key of new Set(page.entries.map(({ entry }) => entry.key))) {
      for (const { hash, type } of await storage.journal(key, { after: 0, limit: 1000 })) {
        if (isPublished(key.split('/')[1] ?? '', type) && !hashes.includes(hash)) hashes.push(hash)
      }
    }
    if (page.entries.length < 1000) return hashes
    after = page.next
  }
}
