/** What a window must not do to what is under way: end it by the way, lose it, count its term wrongly, or meet it twice. */
import type { MaintenancePlanForm } from 'sportello'
import { expect, it } from 'vitest'
import { minimalPdf } from '../../../rules/identity/minimal-pdf.ts'
import { askedFor, oldPec, pecOf, receiptOf } from '../../../support/addresses.ts'
import {
  accepted,
  anna,
  type Counter,
  drafted,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'

const day = 86_400_000
const title = { it: 'Aggiornamento', en: 'Update' }
const policy = {
  emailChange: { institutionalDomains: ['istruzione.it'], linkLifetimeMs: 20 * day },
  recovery: { linkMs: day },
  pinRenewal: { openMs: 20 * day },
  retention: { closedMs: day, unknownAccountMs: day },
} as const

const window = (over: Partial<MaintenancePlanForm>): MaintenancePlanForm => ({
  operator,
  reason: 'Prot. 1.',
  title,
  from: 'now',
  ...over,
})

async function begun() {
  const counter = openCounter({ policy })
  const { credentials } = await subscribed(counter)
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  const planned = async (over: Partial<MaintenancePlanForm>) => {
    counter.clock.advance(1)
    return accepted(await counter.sportello.maintenance.plan(window(over))).id
  }
  const closes = async (id: string) => accepted(await counter.sportello.maintenance.close({ operator, id, reason: 'Prot. 2.' }))
  return { ...counter, ...credentials, credentials, token, planned, closes }
}

const linkOf = ({ mailer }: Pick<Counter, 'mailer'>, page: string): string =>
  mailer.sent.flatMap(({ text }) => new RegExp(`/${page}#token=(\\S+)`).exec(text)?.[1] ?? []).at(-1) ?? 'none'

async function mailboxAsked(given: Awaited<ReturnType<typeof begun>>, email: string) {
  const { sportello, token, pin, password } = given
  accepted(await sportello.emailChange.request({ token, pin, password, email, confirmation: email }))
  await sportello.relay()
  return linkOf(given, 'email-change')
}

it('INV-20: whoever asks for a recovery while it is closed for him keeps the link that waits, and is told so once in six hours', async () => {
  const given = await begun()
  const { sportello, clock, mailer, codiceFiscale, pin, planned, closes } = given
  accepted(await sportello.recovery.request({ codiceFiscale }))
  await sportello.relay()
  const link = linkOf(given, 'recovery')
  const id = await planned({ features: { recovery: { closedUnless: { has: 'institutional-mailbox' } } } })
  clock.advance(6 * 3_600_000)
  const before = mailer.sent.length
  for (let i = 0; i < 3; i += 1) accepted(await sportello.recovery.request({ codiceFiscale }))
  await sportello.relay()
  expect(mailer.sent.slice(before).map(({ text }) => /non disponibile/.test(text))).toEqual([true])
  clock.advance(30 * day)
  await closes(id)
  const password = 'Sorbetto.Arancio8'
  accepted(await sportello.recovery.complete({ token: link, pin, password, confirmation: password }))
})

it('INV-29: a draft that waits can be added to and a link sent again, where the window leaves that open', async () => {
  const given = await begun()
  const { sportello, token, planned } = given
  const { ticket } = await drafted(sportello, { ...anna, email: 'altra@example.it' })
  await mailboxAsked(given, 'altrove@example.it')
  await planned({ procedures: { registration: 'suspend', 'email-change': 'suspend' } })
  accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card', name: 'retro.pdf' }, minimalPdf('Retro')))
  accepted(await sportello.emailChange.resend({ token }))
  expect(refusedCode(await sportello.registration.complete(ticket))).toBe('calendar/closed')
})

it('INV-12: a term that nothing holds any more, since its person is another one, runs on', async () => {
  const given = await begun()
  const { sportello, clock, token, pin, password, planned } = given
  const link = await mailboxAsked(given, 'anna@istruzione.it')
  const pec = 'anna.nuova@pec.example.org'
  accepted(await sportello.pecChange.request({ token, pin, password, pec, confirmation: pec }))
  await sportello.relay()
  await planned({ to: '2026-03-20T12:00', features: { 'pec-validation': { closedUnless: { has: 'institutional-mailbox' } } } })
  expect((await sportello.maintenance.sweep()).held).toBe(1)
  accepted(await sportello.emailChange.confirm(link))
  clock.advance(60 * day)
  expect(refusedCode(await sportello.pecChange.confirm(linkOf(given, 'pec-change')))).toBe('pec-change/expired')
})

it('INV-20: where one window ends and another begins in the same instant, the term stands still in both', async () => {
  const given = await begun()
  const { sportello, clock, token, password, planned, closes } = given
  accepted(await sportello.pinRenewal.start({ token, password }))
  const first = await planned({ procedures: { 'pin-renewal': 'suspend' } })
  clock.advance(day)
  await closes(first)
  // It is looked at in this very instant, and runs on.
  expect((await sportello.maintenance.sweep()).released).toBe(1)
  const second = accepted(await sportello.maintenance.plan(window({ procedures: { 'pin-renewal': 'suspend' } }))).id
  expect((await sportello.maintenance.sweep()).held).toBe(1)
  clock.advance(40 * day)
  await closes(second)
  expect((await sportello.maintenance.sweep()).released).toBe(1)
})

it('INV-20: what was over before a window meets nothing, and whoever was identified is not asked for it again', async () => {
  const given = await begun()
  const { sportello, clock, codiceFiscale, credentials, planned } = given
  await mailboxAsked(given, 'altrove@example.it')
  const reidentify = { to: '2026-05-30T12:00', procedures: { 'email-change': 're-identify' } } as const
  await planned({ ...reidentify, to: '2026-03-10T12:00' })
  // Nobody looks at it before its term has run out as well.
  clock.advance(25 * day)
  expect(await sportello.maintenance.sweep()).toMatchObject({ reidentified: 1, failed: 0 })
  const document = { kind: 'identity-card', number: 'CA12345AA', expiresOn: '2030-01-01' } as const
  const form = { operator, codiceFiscale, reason: 'Prot. 2.', identifiedAt: clock.now(), point: 'office', document } as const
  accepted(await sportello.identification.record(form))
  await planned(reidentify)
  expect(await sportello.maintenance.sweep()).toMatchObject({ reidentified: 0, voided: 0, failed: 0 })
  const other = await begun()
  await mailboxAsked(other, 'altrove@example.it')
  other.clock.advance(25 * day)
  await other.planned(reidentify)
  expect(await other.sportello.maintenance.sweep()).toMatchObject({ reidentified: 0, voided: 0, failed: 0 })
  expect((await other.sportello.session.signIn(credentials)).ok).toBe(true)
})

it('INV-20: what waits is not removed, however long the window is', async () => {
  const given = await begun()
  const { sportello, clock, mailer, token, password, planned, closes, credentials } = given
  const link = await mailboxAsked(given, 'altrove@example.it')
  const { pinSecondHalf } = accepted(await sportello.pinRenewal.start({ token, password }))
  const { ticket } = await drafted(sportello, { ...anna, email: 'altra@example.it' })
  await sportello.relay()
  const half = /prime 4 cifre: (\d{4})/.exec(mailer.sent.filter(({ id }) => id.includes('.pin-renewal.')).at(-1)?.text ?? '')?.[1]
  const id = await planned({ procedures: { 'pin-renewal': 'suspend', 'email-change': 'suspend', registration: 'suspend' } })
  for (let days = 0; days < 60; days += 20) {
    await sportello.retention.sweep()
    clock.advance(20 * day)
  }
  await closes(id)
  await sportello.retention.sweep()
  accepted(await sportello.pinRenewal.conclude({ ...credentials, pin: `${half}${pinSecondHalf}` }))
  accepted(await sportello.registration.complete(ticket))
  // The new PIN has ended what was begun with the old one.
  expect(refusedCode(await sportello.emailChange.confirm(link))).toBe('email-change/void')
})

it('a window that is opened earlier must agree with those that it meets then', async () => {
  const { sportello, planned } = await begun()
  await planned({ to: '2026-03-12T12:00', procedures: { registration: 'void' } })
  const later = accepted(
    await sportello.maintenance.plan(window({ from: '2026-03-20T12:00', procedures: { registration: 'suspend' } })),
  )
  const opened = await sportello.maintenance.open({ operator, id: later.id, reason: 'Prot. 2.' })
  expect(refusedCode(opened)).toBe('maintenance/contradiction')
})

it('INV-20: no window asks that people be identified for a recovery, which anybody can ask for', async () => {
  const { sportello } = await begun()
  const planned = await sportello.maintenance.plan(window({ procedures: { recovery: 're-identify' } }))
  expect(refusedCode(planned)).toBe('maintenance/form')
})

it.each(['office', 'theft-suspected'] as const)(
  'INV-20, INV-29: whom a window suspends until he was identified, the office can suspend in the same moment (%s), and his PEC hears of both',
  async (cause) => {
    const given = await begun()
    const { sportello, clock, mailer, codiceFiscale, password, pin, token, planned } = given
    const pec = 'anna@pec.example.it'
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale, pec, reason: 'Prot. 3.' }))
    accepted(
      await sportello.pecChange.request({ token, pin, password, pec: 'n@pec.example.it', confirmation: 'n@pec.example.it' }),
    )
    await sportello.relay()
    await planned({ procedures: { 'pec-change': 're-identify' } })
    clock.advance(1)
    const known = mailer.sent.length
    // Nothing has met the window yet: the act of the office is the first that does.
    accepted(await sportello.credential.suspend({ operator, codiceFiscale, reason: 'Prot. 4.', cause }))
    await sportello.relay()
    const told = mailer.sent.slice(known).filter(({ to }) => to.address === pec)
    expect(told).toHaveLength(2)
    expect(new Set(told.map(({ id }) => id)).size).toBe(2)
    expect(accepted(await sportello.credential.inspect({ operator, codiceFiscale })).status).toBe('suspended')
  },
)

it('INV-28, INV-32: a person is erased with a draft that a window has ended and no sweep has met: what is noted of it is stored', async () => {
  const given = await begun()
  const { sportello, storage, clock, codiceFiscale, planned } = given
  // Without a document: nothing of it is changed but by the window.
  const draft = accepted(await sportello.registration.open({ ...anna, email: 'altra@example.it' }))
  await planned({ procedures: { registration: 'void' } })
  clock.advance(1)
  accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason: 'Prot. 3.' }))
  const { records } = accepted(await sportello.subject.erase({ operator, codiceFiscale, reason: 'Prot. 4.' }))
  expect(records).toBeGreaterThan(1)
  const types = storage.contents().journal.flatMap(({ key, type }) => (key.endsWith(`/registration/${draft.id}`) ? [type] : []))
  expect(types.slice(-2)).toEqual(['RegistrationVoided', 'ErasureOrdered'])
  const left = storage.contents().records.filter(({ personal }) => personal !== null)
  expect(left.map(({ key }) => key).filter((key) => key.includes('/registration/'))).toEqual([])
})

it('INV-20: a click that waits for its receipt ends with the window, however long its terms are over', async () => {
  const subscriber = await askedFor()
  const { sportello, clock, link, reference } = subscriber
  const endOfNextDay = Date.UTC(2026, 2, 11, 23)
  clock.set(endOfNextDay)
  expect(accepted(await sportello.pecChange.confirm(link)).status).toBe('waiting')
  clock.advance(20 * day)
  accepted(await sportello.maintenance.plan(window({ procedures: { 'pec-change': 'void' } })))
  clock.advance(1)
  // It shows that the click was in time, and is read after the cut-off.
  accepted(await sportello.pecChange.receive(receiptOf(reference, endOfNextDay - 600_000)))
  expect(await pecOf(subscriber)).toBe(oldPec)
  expect(accepted(await sportello.pecChange.inspectByLink(link)).status).toBe('void')
})
