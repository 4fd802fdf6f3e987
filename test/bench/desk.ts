/** The rows about the office's desk: what a page, a search and the figures cost among many requests, on both engines. */
import { type Kysely, sql } from 'kysely'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, office, operator } from '../support/counter.ts'
import { type Order, race, type Side, timed } from './race.ts'
import { duration, type Row, ratioRow } from './report.ts'
import { builtModules, type Modules, openKysely } from './storage/engine.ts'
import { type Ground, openGround } from './storage/ground.ts'
import { ourCounter } from './storage/sign-in-sides.ts'

type Extent = { readonly rounds: number; readonly sizes: readonly [least: number, most: number]; readonly operations: number }

const full: Extent = { rounds: 15, sizes: [1_000, 1_000_000], operations: 60 }
const quick: Extent = { rounds: 5, sizes: [1_000, 100_000], operations: 30 }
const tiny: Extent = { rounds: 1, sizes: [20, 60], operations: 3 }

const engines = ['postgres', 'sqlite'] as const
const chunk = 100_000

/** Copies one request that waits to so many, each of another person. */
async function multiply(db: Kysely<unknown>, id: string, size: number): Promise<void> {
  for (let from = 1; from < size; from += chunk) {
    const last = Math.min(from + chunk, size) - 1
    const crowd = sql`with recursive crowd (n) as (select ${sql.lit(1_000_000_000 + from)} union all select n + 1 from crowd where n < ${sql.lit(1_000_000_000 + last)})`
    for (const kind of ['approval', 'registration']) {
      const key = `${office.id}/${kind}/${id}`
      // Ids are in the order of time, as an ULID is, and none is that of the first.
      const name = sql`cast(${`${office.id}/${kind}/01K0000000000000`} as text) || cast(n as text)`
      await sql`insert into sportello_record (key, scope, version, machine, schema, state, personal, tags, due_at, at, journal_head, sequence, erased_at)
        ${crowd} select ${name}, scope, version, machine, schema, state, personal, tags, due_at, at, journal_head, sequence, erased_at
        from crowd, sportello_record where key = ${key}`.execute(db)
      await sql`insert into sportello_record_tag (scope, tag, key)
        ${crowd} select scope, case when tag like 'status:%' or tag like 'filed:%' then tag else substr(tag, 1, 30) || cast(n as text) end, ${name}
        from crowd, sportello_record_tag where key = ${key}`.execute(db)
    }
  }
  await sql`analyze`.execute(db)
}

/** A counter among so many requests, and what its desk does. */
async function sideOf(modules: Modules, ground: Ground, engine: (typeof engines)[number], size: number) {
  const db = openKysely(modules, await ground.place(engine))
  await modules.migrate(db)
  const { registration, desk, subject } = ourCounter(modules, db)
  const { id, ticket } = accepted(await registration.open(anna))
  accepted(await registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf()))
  accepted(await registration.complete(ticket))
  await multiply(db, id, size)
  const operations: { readonly [what: string]: () => Promise<unknown> } = {
    async page() {
      const { lines } = accepted(await desk.list({ operator, states: ['waiting'], limit: Math.min(50, size) }))
      if (lines.length !== Math.min(50, size)) throw new Error('the page is not full')
    },
    async search() {
      const { lines } = accepted(await desk.search({ operator, surname: anna.surname, name: anna.name }))
      if (lines.length !== 1) throw new Error('one request is found')
    },
    async counts() {
      const { waiting } = accepted(await desk.counts({ operator }))
      if (waiting.registration.count !== Math.min(size, 999)) throw new Error('all that wait are counted')
    },
    async export() {
      let records = 0
      const data = accepted(await subject.export({ operator, codiceFiscale: anna.codiceFiscale }))
      for await (const { item } of data.items) if (item === 'record') records += 1
      if (records < 2) throw new Error('a request and its approval are exported')
    },
  }
  return { size, operations, close: () => db.destroy() }
}

const said = {
  page: 'first page of 50 requests that wait',
  search: 'search by surname and name, with its entry in the journal',
  counts: 'figures of the dashboard',
  export: 'everything about one person, exported, with an entry in each journal',
} as const

async function rowsOn(ground: Ground, engine: (typeof engines)[number], { sizes, rounds, operations }: Extent) {
  const modules = await builtModules()
  const [least, most] = sizes
  const sides = [await sideOf(modules, ground, engine, least), await sideOf(modules, ground, engine, most)]
  const rows: Row[] = []
  for (const what of ['page', 'search', 'counts', 'export'] as const) {
    const order: Order = { operations, atOnce: 1 }
    const racing = sides.map(({ size, operations: own }): Side => {
      const timer = timed(async () => own[what]?.())
      return { name: String(size), sample: () => timer(order) }
    })
    const result = await race(racing, rounds)
    const times = sizes.map((size) => duration(result.timeOf(String(size)).median)).join(' against ')
    const range = `${most.toLocaleString('en')} ÷ ${least.toLocaleString('en')} requests`
    const ratio = result.ratio(String(most), String(least))
    rows.push(ratioRow(`desk on ${ground.names[engine]}: ${said[what]}, ${range}`, ratio, { most: 1.3 }, times))
  }
  for (const { close } of sides) await close()
  return rows
}

export async function deskRows(extent: 'full' | 'quick' | 'tiny'): Promise<readonly Row[]> {
  const ground = await openGround()
  try {
    const rows: Row[] = []
    for (const engine of engines) rows.push(...(await rowsOn(ground, engine, { full, quick, tiny }[extent])))
    return rows
  } finally {
    await ground.close()
  }
}
