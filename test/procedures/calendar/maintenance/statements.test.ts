/** What the calendar costs a command on a database: no statement, with windows in force and planned, and with none. */
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import type { MaintenancePlanForm, Storage } from 'sportello'
import { migrate, pgPool, sqliteHandle, sqlStorage } from 'sportello/sql'
import { afterEach, describe, expect, it } from 'vitest'
import { minimalPdf } from '../../../rules/identity/minimal-pdf.ts'
import { receiptOf } from '../../../support/addresses.ts'
import { accepted, anna, type Counter, newPassword, openCounter, operator, readSecrets } from '../../../support/counter.ts'
import { fileDatabase } from '../../../support/database.ts'
import { openSqlite } from '../../../support/sqlite.ts'

const database = fileDatabase()
const engines = ['postgres', 'sqlite'] as const
const hour = 3_600_000
const title = { it: 'Aggiornamento', en: 'Update' }
const policy = {
  emailChange: { institutionalDomains: ['example.it'] },
  maintenance: { features: { 'my-service': { it: 'il mio servizio', en: 'my service' } } },
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

let stores = 0

/** A storage and the texts of its statements. */
async function spied(engine: (typeof engines)[number]): Promise<{ readonly storage: Storage; readonly texts: string[] }> {
  const texts: string[] = []
  const dialect =
    engine === 'postgres'
      ? new PostgresDialect({ pool: pgPool(new pg.Pool({ connectionString: database.url, max: 4 })) })
      : new SqliteDialect({ database: sqliteHandle(openSqlite(':memory:').handle) })
  const db = new Kysely<unknown>({ dialect, log: ({ query }) => void texts.push(query.sql) })
  closing.push(() => db.destroy())
  stores += 1
  const prefix = `calendar${stores}_`
  await migrate(db, { prefix })
  return { storage: sqlStorage(db, { prefix }), texts }
}

/** The same without a calendar: no commit expects it. */
const withoutCalendar = (storage: Storage): Storage => ({
  ...storage,
  commit: (commit) => storage.commit({ ...commit, expects: commit.expects.filter(({ shared }) => shared !== true) }),
})

/** Five windows: one that is over, three in force that spare this person or close something else, and one to come. */
async function planFive({ sportello, clock }: Counter): Promise<void> {
  const plan: MaintenancePlanForm = { operator, reason: 'Prot. 1.', title, from: 'now', features: { 'my-service': 'closed' } }
  const closedUnless = { has: 'institutional-mailbox' } as const
  const spared = { fate: 'void', unless: { not: { state: 'suspended' } } } as const
  const procedures = {
    'email-change': spared,
    'pec-change': spared,
    'pin-renewal': spared,
    recovery: spared,
    registration: spared,
  }
  const personal = ['email-change', 'email-validation', 'password-change', 'pin-renewal', 'recovery']
  const features = Object.fromEntries(personal.map((feature) => [feature, { closedUnless }]))
  const { id } = accepted(await sportello.maintenance.plan(plan))
  accepted(await sportello.maintenance.plan({ ...plan, procedures }))
  accepted(await sportello.maintenance.plan({ ...plan, features }))
  accepted(await sportello.maintenance.plan({ ...plan, to: '2026-03-20T24:00' }))
  accepted(
    await sportello.maintenance.plan({
      ...plan,
      from: '2027-01-01T00:00',
      features: { 'sign-in': 'closed' },
      closesSignIn: true,
    }),
  )
  clock.advance(hour)
  accepted(await sportello.maintenance.close({ operator, id, reason: 'Prot. 2.' }))
}

/** The statements of each command of a life, by its name. */
async function life(counter: Counter, texts: string[]): Promise<ReadonlyMap<string, number>> {
  const { sportello, mailer, clock } = counter
  const counts = new Map<string, number>()
  async function counted<T>(
    name: string,
    command: () => Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: unknown }>,
  ): Promise<T> {
    clock.advance(1_000)
    texts.length = 0
    const answer = await command()
    counts.set(name, texts.length)
    return accepted(answer)
  }
  const linkIn = async (mark: string): Promise<string> => {
    await sportello.relay()
    const found = mailer.sent.flatMap(({ text }) => new RegExp(`${mark}#token=(\\S+)`).exec(text)?.[1] ?? [])
    return found.at(-1) ?? 'none'
  }
  const email = 'b@example.it'
  const { ticket, id, pinSecondHalf } = await counted('open', () => sportello.registration.open({ ...anna, email }))
  await counted('addDocument', () => sportello.registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf()))
  await counted('complete', () => sportello.registration.complete(ticket))
  await sportello.relay()
  const { password: current, firstHalf } = readSecrets(
    mailer.sent.find(({ text }) => /Password temporanea/.test(text))?.text ?? '',
  )
  const { digest } = accepted(await sportello.approval.dossier({ operator, id }))
  await counted('approve', () => sportello.approval.approve({ operator, id, dossierDigest: digest }))
  const { codiceFiscale } = anna
  const pin = firstHalf + pinSecondHalf
  const first = await counted('first sign-in', () => sportello.session.signIn({ codiceFiscale, pin, password: current }))
  const change = { token: first.token, current, next: newPassword, confirmation: newPassword }
  await counted('changePassword', () => sportello.credential.changePassword(change))
  const password = newPassword
  const { token } = await counted('sign-in', () => sportello.session.signIn({ codiceFiscale, pin, password }))
  await counted('check', () => sportello.session.check(token))
  const next = { email: 'c@example.it', confirmation: 'c@example.it' }
  await counted('emailChange.request', () => sportello.emailChange.request({ token, pin, password, ...next }))
  const link = await linkIn('email-change')
  await counted('emailChange.confirm', () => sportello.emailChange.confirm(link))
  const pec = 'b@pec.example.it'
  await counted('pecChange.request', () => sportello.pecChange.request({ token, pin, password, pec, confirmation: pec }))
  const pecLink = await linkIn('pec-change')
  const mail = mailer.sent.filter(({ to }) => to.address === pec).at(-1)?.id
  const receipt = receiptOf(`<${mail}@pec.comune.example.it>`, clock.now(), { recipient: pec, id: 'delivered' })
  expect(await counted('pecChange.receive', () => sportello.pecChange.receive(receipt))).toMatchObject({ effect: 'recorded' })
  await counted('pecChange.confirm', () => sportello.pecChange.confirm(pecLink))
  await counted('recovery.request', () => sportello.recovery.request({ codiceFiscale }))
  await counted('pinRenewal.start', () => sportello.pinRenewal.start({ token, password }))
  await counted('suspendOwn', () => sportello.credential.suspendOwn({ token, reason: 'Furto.' }))
  return counts
}

describe.each(engines)('the statements of each command on %s', (engine) => {
  it('are as many with five windows, with an empty calendar and without one', async () => {
    const lives: (readonly [string, number][])[] = []
    for (const how of ['none', 'empty', 'five'] as const) {
      const { storage, texts } = await spied(engine)
      const counter = openCounter({ policy, storage: how === 'none' ? withoutCalendar(storage) : storage }) as unknown as Counter
      if (how === 'five') await planFive(counter)
      await counter.sportello.maintenance.availability()
      lives.push([...(await life(counter, texts))])
    }
    const [none, empty, five] = lives
    expect(none?.length).toBe(16)
    expect(empty).toEqual(none)
    // What the calendar has read of a procedure under way, its command need not read: it may be one less.
    const more = five?.filter(([, count], i) => count > (none?.[i]?.[1] ?? 0))
    expect(more).toEqual([])
  })
})
