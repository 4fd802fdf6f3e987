/** The pieces of code that the pages show run, each on a counter of its own, and do what the page says. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { sql } from 'kysely'
import { generateKeys } from 'sportello'
import { fixedClock, memoryChallenge, memoryProviders } from 'sportello/testing'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { revoke } from '../../examples/guides/account.ts'
import { prove, webMailer, webScanner } from '../../examples/guides/adapters.ts'
import { change, past } from '../../examples/guides/addresses.ts'
import { told } from '../../examples/guides/civil.ts'
import { challengeOf, featured, figured, moving, observed, placed } from '../../examples/guides/configuration.ts'
import { look } from '../../examples/guides/desk.ts'
import * as expressGuide from '../../examples/guides/express.ts'
import { apiOn } from '../../examples/guides/fastify.ts'
import * as federation from '../../examples/guides/federation.ts'
import { follow } from '../../examples/guides/feed.ts'
import { record } from '../../examples/guides/identification.ts'
import { takeOver } from '../../examples/guides/import.ts'
import { startWorker } from '../../examples/guides/jobs.ts'
import { plan as planWindow } from '../../examples/guides/maintenance.ts'
import * as migration from '../../examples/guides/migration.ts'
import { documentsRoute, registrationRoute, sessionRoute } from '../../examples/guides/next.ts'
import { receive, verifierOf } from '../../examples/guides/pec-receipts.ts'
import { open, start, together } from '../../examples/guides/postgresql.ts'
import { rebind } from '../../examples/guides/rebinding.ts'
import { hand, sweeping } from '../../examples/guides/retention.ts'
import * as services from '../../examples/guides/services.ts'
import { embedded, own } from '../../examples/guides/sqlite.ts'
import * as sunset from '../../examples/guides/sunset.ts'
import { draftLapses, openedOnce, openTestCounter } from '../../examples/guides/testing.ts'
import { questionnaire, subscribedWithPec } from '../procedures/assistance/asking.ts'
import {
  accepted,
  anna,
  completed,
  freshPdf,
  newPassword,
  office,
  openCounter,
  operator,
  subscribed,
} from '../support/counter.ts'
import { postgresOfRun } from '../support/database.ts'
import { createDatabase } from '../support/postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'sportello-guides-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A counter with a subscriber who is signed in. */
async function signedIn(counter = openCounter()) {
  const { credentials } = await subscribed(counter)
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  return { counter, ...counter, credentials, token }
}

/** A server of this machine that answers everything alike. */
async function answering(status: number, body: string): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

describe('procedures', () => {
  it('account: a credential is revoked', async () => {
    const { sportello, token, credentials } = await signedIn()
    const { pin, password } = credentials
    expect(
      await revoke(sportello, (text) => expect(text).toContain('revoca'), { token, pin, password, reason: 'Mine.' }),
    ).toMatchObject({ ok: true })
  })

  it('addresses: a PEC is changed by its link, and a pass is taken', async () => {
    const counter = openCounter({ policy: { pecChange: { receipts: 'none' } } })
    const { credentials } = await subscribedWithPec(counter)
    const { sportello, mailer } = counter
    const pec = 'anna@nuova.example.it'
    const { token } = accepted(await sportello.session.signIn(credentials))
    const { pin, password } = credentials
    const { requested, done } = await change(sportello, { token, pin, password, pec, confirmation: pec }, async () => {
      await sportello.relay()
      return /#token=([\w~-]+)/.exec(mailer.sent.find(({ to }) => to.address === pec)?.text ?? '')?.[1] ?? ''
    })
    expect([requested.ok, done.ok]).toEqual([true, true])
    const ways = await past(openCounter().sportello, anna, questionnaire, {
      requester: '192.0.2.1',
      pass: 'none',
      file: freshPdf(),
    })
    expect([ways.opened.ok, ways.filed.ok]).toEqual([true, true])
  })

  it('desk: requests are listed, found and taken in charge', async () => {
    const counter = openCounter()
    await completed(counter)
    const { page, found } = await look(counter.sportello, operator)
    expect([page.lines.length, found.lines.length]).toEqual([1, 1])
  })

  it('federation: a sign-in is read, opens an account, and nobody waits for the office', async () => {
    const clock = fixedClock(Date.UTC(2026, 10, 29, 10))
    const { sportello } = openCounter({ clock })
    const profile = {
      spidCode: 'TEST0000000001',
      fiscalNumber: 'TINIT-VRDNNA80A41L219Z',
      familyName: 'Verdi',
      name: 'Anna',
      gender: 'F',
      dateOfBirth: '1980-01-01',
    }
    expect(
      federation.read(
        profile,
        clock,
        (text) => text ?? '',
        () => 'more',
      ),
    ).toMatch(/\d$/)
    const headers = {
      fiscalnumber: 'TINIT-VRDNNA80A41L219Z',
      familyname: 'Verdi',
      name: 'Anna',
      'shib-identity-provider': 'https://idp.example.it',
    }
    const shib = {
      'shib-authncontext-class': 'https://www.spid.gov.it/SpidL2',
      'shib-authentication-instant': '2026-11-29T09:59:00Z',
    }
    const read = federation.fromGateway({ headers: { ...headers, ...shib } }, clock)
    expect(federation.optionsAt(clock).at).toBe(clock.now())
    if (read.ok) expect(await federation.signIn(sportello, read.value, (text) => text ?? '')).not.toBe('')
    expect(await federation.decide(sportello, operator)).toBeNull()
  })

  it('feed, retention, civil: what they show is there', async () => {
    const { sportello } = await signedIn()
    expect((await follow(sportello, '')).events).toBeInstanceOf(Array)
    const job = sweeping(sportello, () => undefined)
    clearInterval(job)
    const lines: string[] = []
    await hand(sportello, operator, anna.codiceFiscale, { write: (text) => lines.push(text) })
    expect(lines.length).toBeGreaterThan(3)
    expect(told().map((one) => (typeof one === 'string' ? one : one.ok))).toEqual([
      true,
      'mercoledì 23 novembre 2022, ore 14:00',
      '15 minuti',
    ])
  })

  it('identification and rebinding: the office records them', async () => {
    const counter = openCounter({ policy: { identification: { points: ['school-12'] } } })
    const { sportello, clock } = counter
    await subscribed(counter)
    const seen = {
      codiceFiscale: anna.codiceFiscale,
      identifiedAt: clock.now(),
      number: 'CA00000AA',
      email: 'anna.altrove@example.it',
    }
    expect(await record(sportello, operator, { ...seen, officialCodiceFiscale: 'BNCLRA75B50F205K' })).toMatchObject({ ok: true })
    const renamed = { codiceFiscale: anna.codiceFiscale, newCodiceFiscale: 'VRDNNA80A41L2MVZ', surname: 'Verdi', number: 'TC1' }
    expect(await rebind(sportello, operator, renamed)).toBeDefined()
  })

  it('import: every line has its outcome', async () => {
    const { sportello } = openCounter()
    async function* rows() {
      const person = {
        codiceFiscale: anna.codiceFiscale,
        surname: 'Verdi',
        name: 'Anna',
        birthDate: '1980-01-01',
        email: anna.email,
      }
      yield { ...person, status: 'active', externalId: '1' } as const
    }
    expect(await takeOver(sportello, operator, rows)).toMatchObject({ ok: true })
  })

  it('maintenance and sunset: what was planned stands', async () => {
    const { sportello } = openCounter({ policy: { emailChange: { institutionalDomains: ['istruzione.example.it'] } } })
    expect(await planWindow(sportello, operator)).toMatchObject({ ok: true })
    const early = openCounter({ clock: fixedClock(Date.UTC(2020, 8, 1)) })
    expect(await sunset.set(early.sportello, operator)).toMatchObject({ ok: true })
    await subscribed(early)
    expect(await sunset.exempt(early.sportello, operator, anna.codiceFiscale)).toMatchObject({ ok: true })
  })

  it('migration: a campaign is planned, a mailbox named and activated', async () => {
    const challenge = memoryChallenge()
    const mailbox = 'scuola@pec.example.it'
    const { leaving, arriving } = memoryProviders([{ mailbox, password: 'segreteria', messages: 1 }])
    const clock = fixedClock(Date.UTC(2022, 9, 1))
    const counter = openCounter({ clock, leavingProvider: leaving, arrivingProvider: arriving, challenge })
    const { sportello } = counter
    expect(await migration.plan(sportello, operator)).toMatchObject({ ok: true })
    const entered = { domain: 'pec.example.it', mailbox, password: 'segreteria', next: newPassword }
    const sent = () => ({ requester: '192.0.2.1', challenge: challenge.pass(), requestKey: 'form-7f3a9c21e5d84b60' })
    accepted(await sportello.mailboxes.add({ operator, domain: 'pec.example.it' }, [{ mailbox }]))
    clock.set(Date.UTC(2022, 10, 15))
    const { activated } = await migration.move(sportello, operator, [{ mailbox }], entered, sent())
    expect(activated).toMatchObject({ ok: true })
    expect(await migration.work(sportello)).toBeDefined()
    expect(migration.before).toEqual({ opens: 'leaving', password: 'old' })
    const moved = moving(counter.configuration, { leavingProvider: leaving, arrivingProvider: arriving }, challenge)
    for (const job of moved.jobs) clearInterval(job)
  })

  it('services: one is set, and one person acts for another', async () => {
    const policy = {
      maintenance: {
        features: { certificates: { it: 'i certificati', en: 'certificates' } },
        audiences: { citizens: { it: 'cittadini', en: 'citizens' } },
      },
    }
    const { sportello, token } = await signedIn(openCounter({ policy } as never))
    const set = await services.set(sportello, operator)
    expect(set).toMatchObject({ ok: true })
    const pages: string[] = []
    await services.ask(sportello, (why) => pages.push(why), token, 'nobody')
    expect(pages).toHaveLength(1)
    expect(await services.grant(sportello, operator, anna.codiceFiscale)).toBeDefined()
    const ward = { codiceFiscale: 'RSSMRA40A01H501Y', surname: 'Rossi', name: 'Mario' }
    await services
      .delegate(sportello, operator, token, ward)
      .catch((cause: unknown) => expect(String(cause)).toContain('refusal'))
  })

  it('the rehearsal of SPID runs from its first line to its last', async () => {
    const logged = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    await import('../../examples/guides/rehearsal.ts')
    expect(logged.mock.calls[0]).toEqual(['opened'])
    logged.mockRestore()
  })
})

describe('configuration', () => {
  it('every part that a page shows is taken', () => {
    const { configuration } = openCounter()
    for (const configured of [placed, figured, featured, observed]) expect(configured(configuration)).toHaveProperty('relay')
  })

  it('keys: a text is read, and a new key introduced behind the one in use', async () => {
    vi.stubEnv('SPORTELLO_KEYS', generateKeys())
    const { introduced, keys } = await import('../../examples/guides/keys.ts')
    expect(keys.current).toBe('k1')
    expect(
      introduced(process.env['SPORTELLO_KEYS'] ?? '')
        .split(',')
        .map((entry) => entry.split(':')[0]),
    ).toEqual(['k1', 'k2', 'pseudonym'])
    vi.unstubAllEnvs()
  })

  it.each([
    [200, '{"success":true}', 'passed'],
    [200, '{"success":false}', 'failed'],
    [503, '', 'unavailable'],
  ])('challenge: a service that answers %s %s has %s', async (status, body, verdict) => {
    const { url, server } = await answering(status, body)
    expect(await challengeOf(url, 'secret').judge('response')).toBe(verdict)
    server.close()
  })
})

describe('guides', () => {
  it('testing: a draft lapses at its instant, and faults open one request', async () => {
    expect(openTestCounter().mailer.sent).toEqual([])
    expect(await draftLapses()).toEqual(['added', 'registration/lapsed'])
    expect(await openedOnce(7)).toBe(1)
  })

  it.each([
    [200, 'clean', 'sent', 'clean'],
    [422, 'infected', 'rejected', 'unknown'],
    [500, '', 'retry', 'unknown'],
  ] as const)('adapters: %s %s is %s for a mailer, %s for a scanner', async (status, body, outcome, verdict) => {
    const { url, server } = await answering(status, body)
    const mail = { id: 'a', to: { name: 'Anna', address: 'anna@example.it' }, subject: 's', text: 't', html: 'h' }
    expect(await webMailer(url, 'secret').send(mail as never)).toBe(outcome)
    expect(await webScanner(url).scan(freshPdf())).toBe(verdict)
    server.close()
  })

  it('adapters: the kits are there to be run', () => {
    const names: string[] = []
    prove(
      (name) => names.push(name),
      () => openCounter().storage,
      () => ({ scan: async () => 'unknown' }),
    )
    expect(names.length).toBeGreaterThan(40)
  })

  it('jobs: the worker runs and ends', async () => {
    vi.useFakeTimers()
    const counter = openCounter()
    await completed(counter)
    const stop = startWorker(counter.sportello, folder)
    await vi.advanceTimersByTimeAsync(5_000)
    vi.useRealTimers()
    await stop()
    expect(counter.mailer.sent.length).toBeGreaterThan(0)
  })

  it('PEC receipts: what is no receipt is left for people', async () => {
    const { sportello } = openCounter()
    expect(
      await receive(
        sportello,
        new TextEncoder().encode('Subject: hello\r\n\r\nhi'),
        verifierOf(async () => null),
      ),
    ).toBe('other')
    expect(await verifierOf(async (mime) => mime).verify(freshPdf())).toMatchObject({ signature: 'trusted' })
  })

  it('Express: the portal of the package, and a page of your own', async () => {
    const { sportello } = openCounter()
    const { app, stopJobs } = expressGuide.start(sportello, office, () => null)
    const pages = [app, expressGuide.beside(sportello, office)].map((one) => one.listen(0, '127.0.0.1'))
    const texts = await Promise.all(
      ['/', '/own/registration'].map(async (path, index) => {
        await new Promise((resolve) => (pages[index]?.listening ? resolve(null) : pages[index]?.once('listening', resolve)))
        const { port } = (pages[index] as Server).address() as AddressInfo
        return (await fetch(`http://127.0.0.1:${port}${path}`)).text()
      }),
    )
    for (const server of pages) server.close()
    await stopJobs()
    expect(texts[0]).toContain('Comune di Prova')
    expect(texts[1]).toContain('name="body.name"')
  })

  it('Fastify: a request is opened, a sign-in sets a cookie, a refusal is a problem', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const app = apiOn(counter.sportello)
    const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload })
    expect((await post('/api/registration', { ...anna, codiceFiscale: 'RSSMRA85T10A562S' })).statusCode).toBeGreaterThanOrEqual(
      200,
    )
    const refused = await post('/api/registration', {})
    expect([refused.statusCode, refused.headers['content-type']]).toEqual([
      422,
      expect.stringContaining('application/problem+json'),
    ])
    const signed = await post('/api/session', credentials)
    const [cookie = ''] = String(signed.headers['set-cookie']).split(';')
    expect(signed.statusCode).toBe(200)
    expect(signed.body).not.toContain(cookie.slice('session='.length))
    expect((await app.inject({ method: 'GET', url: '/api/session', headers: { cookie } })).statusCode).toBe(200)
    await app.close()
  })

  it('Next.js: handlers take web requests, and answer what they throw', async () => {
    const counter = openCounter()
    const { credentials } = await subscribed(counter)
    const route = (method: string, body?: object, headers: Record<string, string> = {}) =>
      new Request('https://example.it/api', { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const { POST, GET, DELETE } = sessionRoute(counter.sportello)
    const signed = await POST(route('POST', credentials))
    const [cookie = ''] = (signed.headers.get('set-cookie') ?? '').split(';')
    expect([signed.status, (await GET(route('GET', undefined, { cookie }))).status]).toEqual([200, 200])
    expect((await DELETE(route('DELETE', undefined, { cookie }))).status).toBe(204)
    expect((await GET(route('GET', undefined, { cookie }))).status).toBe(401)
    const opened = await registrationRoute(counter.sportello).POST(route('POST', {}))
    expect(opened.status).toBe(422)
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(
      (await registrationRoute(counter.sportello).POST(new Request('https://example.it/', { method: 'POST', body: '{' }))).status,
    ).toBe(500)
    logged.mockRestore()
    const fresh = openCounter()
    const { ticket } = accepted(await fresh.sportello.registration.open(anna))
    const form = new FormData()
    form.set('type', 'identity-card')
    form.set('file', new File([Uint8Array.from(freshPdf())], 'card.pdf'))
    const upload = new Request('https://example.it/', { method: 'POST', body: form, headers: { cookie: `ticket=${ticket}` } })
    expect((await documentsRoute(fresh.sportello).POST(upload)).status).toBe(201)
  })

  it('PostgreSQL: a pool, the tables, and own rows in the same transaction', async () => {
    const database = await createDatabase(await postgresOfRun())
    const { db, storage } = await open(database.url)
    await sql`create table appointment (id text primary key, on_day text not null)`.execute(db)
    const { configuration } = openCounter()
    await together(db, { ...configuration, storage }, anna, 'form-7f3a9c21e5d84b60')
    expect((await sql`select id from appointment`.execute(db)).rows).toEqual([{ id: 'a-1' }])
    const { job } = start({ ...configuration, storage })
    clearInterval(job)
    await db.destroy()
    await database.drop()
  })

  it('SQLite: in a file, by either way', async () => {
    const first = await embedded(join(folder, 'a.sqlite'), { sqlite: { DatabaseSync } })
    const second = await own(DatabaseSync, join(folder, 'b.sqlite'))
    for (const { db } of [first, second]) await db.destroy()
    expect(first.storage).toHaveProperty('commit')
  })
})
