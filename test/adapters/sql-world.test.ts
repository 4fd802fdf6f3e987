/**
 * What the world does to a database in use: connections that the server ends, a pool that is exhausted, answers that are lost, a disk
 * that is full. Each time the caller hears a typed error, nothing is half done, and the same request key gives the one effect.
 */
import { sql } from 'kysely'
import { memoryDocuments } from 'sportello/memory'
import { migrate, sqlStorage } from 'sportello/sql'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Act, give, openCounter, type Told } from '../assurance/kills/act.ts'
import { scratch } from '../examples/child.ts'
import { type Connected, connectPostgres } from '../support/connection.ts'
import { accepted, anna, operator, readSecrets } from '../support/counter.ts'
import { fileDatabase } from '../support/database.ts'
import { createDatabase, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { flawsOf } from '../support/soundness.ts'
import { openSqlite } from '../support/sqlite.ts'
import { type Contents, contentsOf } from '../support/tables.ts'
import { openWire, type Wire } from '../support/wire.ts'

const documents = memoryDocuments()
const triesMax = 200
/** So many connections are ended: on a slow machine none might live long enough for a command. */
const endedMax = 200
/** Between two tries: as long as no connection is to be had a try fails at once, and all of them would be over before one is. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 10))

type Opened = { readonly id: string; readonly ticket: string; readonly pinSecondHalf: string }

/** The counter of an office whose host repeats what has failed, with the same key, until it is answered. */
function insistent(office: string, storage: ReturnType<typeof sqlStorage>) {
  const mails: string[] = []
  const failures: string[] = []
  const sportello = openCounter({ office, storage, documents }, (mail) => void mails.push(mail.text))
  let given = 0

  async function insist<T>(call: () => Promise<T>): Promise<T> {
    for (let left = triesMax; ; left -= 1) {
      try {
        return await call()
      } catch (cause) {
        failures.push(codeOf(cause))
        if (left === 0) throw cause
        await pause()
      }
    }
  }

  async function command(act: Act): Promise<unknown> {
    for (let left = triesMax; left > 0; left -= 1) {
      const { told, value } = await give(sportello, act)
      if ('done' in told) return value
      if (!('failed' in told)) throw new Error(`${act.type}: ${told.refused}`)
      failures.push(told.failed)
      await pause()
    }
    throw new Error(`${act.type}: ${failures.at(-1)}`)
  }

  const requestKey = (name: string) => {
    given += 1
    return `${office}-${name}-${given}-0123456789`
  }

  /** From the form to the first sign-in; lived again, it gives the same commands with the same keys. */
  async function live(): Promise<void> {
    given = 0
    failures.length = 0
    const { codiceFiscale, email: mail } = anna
    const opened = (await command({ type: 'open', codiceFiscale, email: mail, requestKey: requestKey('open') })) as Opened
    const { id, ticket, pinSecondHalf } = opened
    await command({ type: 'add', id, ticket, paper: 1, requestKey: requestKey('add') })
    await command({ type: 'complete', id, ticket, requestKey: requestKey('complete') })
    // What a lost answer leaves leased comes back soon.
    while (!mails.some((text) => text.includes('Password temporanea'))) await insist(() => sportello.relay({ leaseMs: 500 }))
    const { digest: seen } = accepted(await insist(() => sportello.approval.dossier({ operator, id })))
    await command({ type: 'approve', id, seen, requestKey: requestKey('approve') })
    const { password, firstHalf } = readSecrets(mails.find((text) => text.includes('Password temporanea')) ?? '')
    const credentials = { codiceFiscale, pin: firstHalf + pinSecondHalf, password }
    await command({ type: 'sign-in', ...credentials, requestKey: requestKey('sign-in') })
  }

  return { sportello, command, live, failures, requestKey }
}

const codeOf = (cause: unknown): string => String((cause as { readonly code?: unknown }).code ?? cause)

/** What a whole life leaves: each change once, whatever was repeated. */
function expectOneLife(contents: Contents): void {
  expect(flawsOf(contents)).toEqual([])
  const types = contents.journal.map(({ type }) => type)
  for (const type of [
    'RegistrationOpened',
    'DocumentAdded',
    'RegistrationCompleted',
    'Approved',
    'CredentialIssued',
    'SignedIn',
  ]) {
    expect([type, types.filter((one) => one === type).length]).toEqual([type, 1])
  }
}

const typed = new Set(['storage/failed', 'busy'])

describe('on PostgreSQL', () => {
  const database = fileDatabase()
  let direct: Connected
  beforeAll(async () => {
    direct = connectPostgres(database.url)
    await migrate(direct.db)
  })
  afterAll(() => direct.close())

  it('connections that the server ends in the middle of traffic: every life is lived once', async () => {
    const { db, close } = connectPostgres(database.url, { max: 8, application_name: 'victim' })
    const storage = sqlStorage(db)
    const lives = Array.from({ length: 24 }, (_, n) => insistent(`ended-${n}`, storage))
    let going = true
    let ended = 0
    async function endOthers(): Promise<void> {
      while (going && ended < endedMax) {
        const victim = sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim' order by random() limit 1`
        ended += (await victim.execute(direct.db)).rows.length
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    const ending = endOthers()
    await Promise.all(lives.map(({ live }) => live())).finally(() => {
      going = false
    })
    await ending
    await close()
    const failures = lives.flatMap((life) => life.failures)
    expect(ended).toBeGreaterThan(8)
    expect(failures.length).toBeGreaterThan(8)
    expect(failures.filter((code) => !typed.has(code))).toEqual([])
    for (let n = 0; n < lives.length; n += 1) expectOneLife(await contentsOf(direct.db, `ended-${n}`))
  })

  it('a pool that is exhausted: the caller is told, and the same key succeeds once there is a connection', async () => {
    const { db, pool, close } = connectPostgres(database.url, { max: 1, connectionTimeoutMillis: 500 })
    const { sportello, requestKey } = insistent('exhausted', sqlStorage(db))
    const act: Act = { type: 'open', codiceFiscale: anna.codiceFiscale, email: anna.email, requestKey: requestKey('open') }
    const held = await pool.connect()
    expect((await give(sportello, act)).told).toEqual({ failed: 'storage/failed' })
    expect((await contentsOf(direct.db, 'exhausted')).records).toEqual([])
    held.release()
    expect((await give(sportello, act)).told).toMatchObject({ done: { event: 'RegistrationOpened' } })
    expect((await give(sportello, act)).told).toMatchObject({ done: { event: 'RegistrationOpened' } })
    await close()
    const contents = await contentsOf(direct.db, 'exhausted')
    expect(flawsOf(contents)).toEqual([])
    expect(contents.journal.filter(({ type }) => type === 'RegistrationOpened')).toHaveLength(1)
  })

  describe('a wire that is cut at each request in turn', () => {
    let wire: Wire
    let wired: Connected
    beforeAll(async () => {
      wire = await openWire(database.url)
      wired = connectPostgres(wire.url, { max: 1 })
    })
    afterAll(async () => {
      await wired.close()
      await wire.close()
    })

    type Cast = { readonly act: (name: string) => Act }

    /** Files two requests on one codice fiscale, so that approving one has something to void; the last command is the one that is cut. */
    async function upTo(type: Act['type'], office: string): Promise<Cast> {
      const { command, sportello, requestKey } = insistent(office, sqlStorage(direct.db))
      const { codiceFiscale } = anna
      if (type === 'open') return { act: (name) => ({ type, codiceFiscale, email: anna.email, requestKey: requestKey(name) }) }
      const drafts: Opened[] = []
      for (const mail of [anna.email, 'other@example.it']) {
        const draft = (await command({ type: 'open', codiceFiscale, email: mail, requestKey: requestKey('open') })) as Opened
        await command({ type: 'add', id: draft.id, ticket: draft.ticket, paper: 1, requestKey: requestKey('add') })
        drafts.push(draft)
        if (drafts.length === 1 && type === 'complete') break
        await command({ type: 'complete', id: draft.id, ticket: draft.ticket, requestKey: requestKey('complete') })
      }
      const [draft] = drafts
      if (draft === undefined) throw new Error('there is a draft')
      const { id, ticket } = draft
      if (type === 'complete') return { act: (name) => ({ type, id, ticket, requestKey: requestKey(name) }) }
      const { digest: seen } = accepted(await sportello.approval.dossier({ operator, id }))
      return { act: (name) => ({ type: 'approve', id, seen, requestKey: requestKey(name) }) }
    }

    it.each([
      ['open', 'RegistrationOpened', 1],
      ['complete', 'RegistrationCompleted', 1],
      ['approve', 'Approved', 1],
    ] as const)('%s: nothing is half done, and the repeat with the same key has the one effect', async (type, event, times) => {
      const said: string[] = []
      for (const when of ['before', 'after'] as const) {
        for (let request = 1; ; request += 1) {
          const office = `cut-${type}-${when}-${request}`
          const cast = await upTo(type, office)
          const { sportello } = insistent(office, sqlStorage(wired.db))
          // The connection is there, the version of the tables is known, and so is the office's calendar.
          await sportello.approval.pending()
          await sportello.maintenance.availability()
          const before = await contentsOf(direct.db, office)
          const act = cast.act('last')
          wire.cutAt(request, when)
          const { told } = await give(sportello, act)
          const wasCut = wire.wasCut()
          wire.cutAt(0, when)
          const between = await contentsOf(direct.db, office)
          expect(flawsOf(between), `${office}, cut`).toEqual([])
          const isDone = between.journal.length > before.journal.length
          said.push(`${when} ${'failed' in told ? told.failed : 'done'} ${isDone ? 'stored' : 'nothing stored'}`)
          if (wasCut) expect(told, office).toEqual({ failed: 'storage/failed' })
          const again: Told[] = [(await give(sportello, act)).told, (await give(sportello, act)).told]
          for (const one of again) expect(one, office).toMatchObject({ done: { event } })
          const after = await contentsOf(direct.db, office)
          expect(flawsOf(after), `${office}, repeated`).toEqual([])
          const effects = (contents: Contents) => contents.journal.filter((entry) => entry.type === event).length
          expect(effects(after) - effects(before), office).toBe(times)
          if (!wasCut) break
        }
      }
      // A commit that was done and not heard of is among them, and so is one that never arrived.
      expect(said).toContain('after storage/failed stored')
      expect(said).toContain('before storage/failed nothing stored')
      expect(said.filter((one) => one.startsWith('before') && one.endsWith(' stored') && !one.includes('nothing'))).toEqual([
        'before done stored',
      ])
    })
  })
})

describe('on a disk that is full', () => {
  const place = scratch()
  let server: PostgresServer | undefined
  afterEach(async () => {
    await server?.stop()
    server = undefined
  })

  it('of SQLite: the caller is told, nothing is half done, and with room again the same keys succeed', async () => {
    const { db, handle, close } = openSqlite(`${place.path}/full.db`)
    await migrate(db)
    const { rows } = await sql<{ readonly page_count: number }>`pragma page_count`.execute(db)
    handle.exec(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 12}`)
    const storage = sqlStorage(db)
    const lives: ReturnType<typeof insistent>[] = []
    let full = false
    while (!full) {
      const life = insistent(`full-${lives.length}`, storage)
      lives.push(life)
      await life.live().catch(() => {
        full = true
      })
    }
    const stuck = lives.at(-1)
    expect(new Set(stuck?.failures)).toEqual(new Set(['storage/failed']))
    for (let n = 0; n < lives.length; n += 1) expect(flawsOf(await contentsOf(db, `full-${n}`))).toEqual([])
    handle.exec('pragma max_page_count = 1000000')
    await stuck?.live()
    expect(stuck?.failures).toEqual([])
    for (let n = 0; n < lives.length; n += 1) expectOneLife(await contentsOf(db, `full-${n}`))
    await close()
  })

  it('of PostgreSQL: the same', async () => {
    // More than a segment of the log, which is laid out before; nothing here grows larger but what is filled on purpose.
    server = await startPostgres({ durable: false, fileMaxKiB: 20_480 })
    const { url } = await createDatabase(server.url)
    const { db, close } = connectPostgres(url)
    await migrate(db)
    const storage = sqlStorage(db)
    const before = insistent('full-0', storage)
    await before.live()
    // Ever smaller pieces, until no room is left even for a small one.
    let filled = 0
    for (const [rows, length] of [
      [1_000, 50],
      [100, 50],
      [1, 50],
      [1, 1],
    ] as const) {
      const fill = () =>
        sql`insert into sportello_journal select 'filler/x/' || n, 1, 0, 'filler', 'Filler', repeat(md5(n::text), ${length}::integer), null, '', '', 'h' from generate_series(${filled}::integer, ${filled + rows - 1}::integer) n`.execute(
          db,
        )
      for (let room = true; room; filled += rows) {
        room = await fill().then(
          () => true,
          () => false,
        )
      }
    }
    expect(filled).toBeGreaterThan(5_000)
    const life = insistent('full-1', storage)
    await expect(life.live()).rejects.toThrow()
    expect(new Set(life.failures)).toEqual(new Set(['storage/failed']))
    expect(flawsOf(await contentsOf(db, 'full-0'))).toEqual([])
    expect(flawsOf(await contentsOf(db, 'full-1'))).toEqual([])
    await sql`delete from sportello_journal where key like 'filler/%'`.execute(db)
    await sql`vacuum sportello_journal`.execute(db)
    await life.live()
    expect(life.failures).toEqual([])
    expectOneLife(await contentsOf(db, 'full-1'))
    await close()
  })
})
