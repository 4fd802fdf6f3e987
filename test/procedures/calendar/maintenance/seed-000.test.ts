/**
 * Seed 000, sentence by sentence: a ministry's portal runs in a limited way from the morning of 10 April 2026 until its update is done. The
 * cut-off is the last day of the month before.
 */
import type { MaintenancePlanForm } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  type Counter,
  completed,
  drafted,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'
import { seedBegins as begins, seedPolicy as policy, seedWindow } from './seed-window.ts'

const day = 86_400_000
const teacher = { ...anna, codiceFiscale: 'VRDNNA80A41F205K', email: 'anna.verdi@istruzione.it' }
const atWork = begins + 3_600_000

/** A counter a month before, on 10 March. */
const openBefore = () => openCounter({ policy })

async function signedIn(counter: Counter, form: Parameters<typeof subscribed>[1] = anna) {
  const { credentials, accountId } = await subscribed(counter, form)
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  return { ...credentials, accountId, token }
}

/** Plans the window of the seed, and waits until it has begun. */
async function limited(counter: Counter, over: Partial<MaintenancePlanForm> = {}) {
  const planned = accepted(await counter.sportello.maintenance.plan({ ...seedWindow, ...over }))
  counter.clock.advance(atWork - counter.clock.now())
  return planned
}

const closed = 'calendar/closed'

describe('seed 000', () => {
  it('nobody can register', async () => {
    const counter = openBefore()
    await limited(counter)
    const refused = await counter.sportello.registration.open({ ...anna, noticeVersion: '1', consent: 'authorised' } as never)
    expect(refused).toMatchObject({ ok: false, refusal: { code: closed, feature: 'registration', until: null } })
    expect(refused.ok ? '' : JSON.stringify(refused.refusal)).toContain('Aggiornamento del servizio')
  })

  it('point 1: change and validation of the private address, renewal of the PIN and revocation are closed, and everything else is open', async () => {
    const counter = openBefore()
    const { sportello } = counter
    await subscribed(counter)
    await limited(counter)
    const menu = await sportello.maintenance.availability()
    const shut = menu.filter(({ state }) => state !== 'open').map(({ feature, state }) => `${feature}: ${state}`)
    expect(shut).toEqual(
      [
        'email-change: closed',
        'email-validation: closed',
        'registration: closed',
        'recovery: closed-for-some',
        'pin-renewal: closed',
        'revocation: closed',
        'desk-identification: closed',
      ].sort((one, other) => shut.indexOf(one) - shut.indexOf(other)),
    )
    expect(menu.find(({ feature }) => feature === 'sign-in')?.state).toBe('open')
  })

  it('M5, point 1: the four items are refused to a subscriber who calls them directly, and nothing is stored or mailed', async () => {
    const counter = openBefore()
    const { sportello, mailer, storage } = counter
    const { credentials } = await subscribed(counter)
    await limited(counter)
    const { token } = accepted(await sportello.session.signIn(credentials))
    await sportello.relay()
    const [before, sent] = [JSON.stringify(storage.contents()), mailer.sent.length]
    const { pin, password } = credentials
    const change = { token, pin, password, email: 'altrove@example.it', confirmation: 'altrove@example.it' }
    expect(refusedCode(await sportello.emailChange.request(change))).toBe(closed)
    expect(refusedCode(await sportello.pinRenewal.start({ token, password }))).toBe(closed)
    expect(refusedCode(await sportello.credential.revokeOwn({ token, pin, password, reason: 'Basta.' }))).toBe(closed)
    await sportello.relay()
    expect([JSON.stringify(storage.contents()), mailer.sent.length]).toEqual([before, sent])
  })

  it('all other functions, the archive and what is with the office stay available', async () => {
    const counter = openBefore()
    const { sportello } = counter
    const waiting = await completed(counter, { ...anna, codiceFiscale: 'VRDNNA80A41H501H', email: 'lucia@example.it' })
    const { credentials } = await subscribed(counter)
    await limited(counter)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const next = 'Sorbetto.Arancio8'
    accepted(await sportello.addresses.inspect({ token }))
    accepted(await sportello.credential.changePassword({ token, current: newPassword, next, confirmation: next }))
    const { digest } = accepted(await sportello.approval.dossier({ operator, id: waiting.id }))
    accepted(await sportello.approval.reject({ operator, id: waiting.id, dossierDigest: digest, reason: 'Illeggibile.' }))
    // The desk protects an account whatever is closed to citizens.
    accepted(await sportello.credential.suspend({ operator, codiceFiscale: credentials.codiceFiscale, reason: 'Furto.' }))
  })

  it('point 3: who has not registered with an institutional mailbox cannot recover, and hears so by mail; the answer is alike for everybody', async () => {
    const counter = openBefore()
    const { sportello, mailer } = counter
    await subscribed(counter)
    await subscribed(counter, teacher)
    await limited(counter)
    await sportello.relay()
    const before = mailer.sent.length
    const answers = []
    for (const codiceFiscale of [anna.codiceFiscale, teacher.codiceFiscale, 'VRDNNA80A41H501H'])
      answers.push(await sportello.recovery.request({ codiceFiscale }))
    expect(answers).toEqual([answers[0], answers[0], answers[0]])
    await sportello.relay()
    const letters = mailer.sent
      .slice(before)
      .map(({ to, text }) => [to.address, /recovery#token=/.test(text), /non disponibile/.test(text)])
    expect(letters.sort()).toEqual([
      [anna.email, false, true],
      [teacher.email, true, false],
    ])
  })

  it('M3, point 4: a change that was not validated by the cut-off, without an institutional mailbox: identified in person, at the reopening', async () => {
    const counter = openBefore()
    const { sportello, mailer, clock } = counter
    const subscriber = await signedIn(counter)
    const { token, pin, password } = subscriber
    const change = { token, pin, password, email: 'altrove@example.it', confirmation: 'altrove@example.it' }
    accepted(await sportello.emailChange.request(change))
    await sportello.relay()
    const link = linkIn(mailer.sent)
    const { id } = await limited(counter)
    expect(await sportello.maintenance.sweep()).toMatchObject({ reidentified: 1, failed: 0 })
    expect((await sportello.session.signIn(subscriber)).ok).toBe(false)
    const act = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Prot. 2.' }
    expect(refusedCode(await sportello.credential.reactivate(act))).toBe('credential/identification-due')
    clock.advance(day)
    const document = { kind: 'identity-card', number: 'CA12345AA', expiresOn: '2030-01-01' } as const
    const identification = { ...act, identifiedAt: clock.now(), point: 'office', document }
    expect(refusedCode(await sportello.identification.record(identification))).toBe(closed)
    accepted(await sportello.maintenance.close({ operator, id, reason: 'Done.' }))
    expect(refusedCode(await sportello.emailChange.confirm(link))).toBe('email-change/void')
    accepted(await sportello.identification.record(identification))
  })

  it('M3, point 4: with an institutional mailbox the change waits, and is validated after the reopening in the time that was left', async () => {
    const counter = openBefore()
    const { sportello, mailer, clock } = counter
    const { token, pin, password } = await signedIn(counter, teacher)
    const change = { token, pin, password, email: 'altrove@example.it', confirmation: 'altrove@example.it' }
    const { until } = accepted(await sportello.emailChange.request(change))
    await sportello.relay()
    const link = linkIn(mailer.sent)
    const { id } = await limited(counter)
    expect(await sportello.maintenance.sweep()).toMatchObject({ held: 1, reidentified: 0, failed: 0 })
    expect(refusedCode(await sportello.emailChange.confirm(link))).toBe(closed)
    clock.advance(90 * day)
    accepted(await sportello.maintenance.close({ operator, id, reason: 'Done.' }))
    const held = clock.now() - begins
    expect(accepted(await sportello.emailChange.inspectByLink(link))).toMatchObject({ canConfirm: true, until: until + held })
    accepted(await sportello.emailChange.confirm(link))
  })

  it('M4, point 5: a renewal of the PIN that was begun waits for the reopening, with its term standing still', async () => {
    const counter = openCounter({ policy: { ...policy, pinRenewal: { openMs: 20 * day } } })
    const { sportello, mailer, clock } = counter
    clock.advance(15 * day)
    const { token, password, codiceFiscale, pin } = await signedIn(counter)
    const { pinSecondHalf } = accepted(await sportello.pinRenewal.start({ token, password }))
    await sportello.relay()
    const half = /\b(\d{4})\b/.exec(mailer.sent.filter(({ id }) => id.includes('.pin-renewal.')).at(-1)?.text ?? '')?.[1] ?? ''
    const { id } = await limited(counter)
    expect(await sportello.maintenance.sweep()).toMatchObject({ held: 1, failed: 0 })
    expect(refusedCode(await sportello.pinRenewal.conclude({ codiceFiscale, password, pin: half + pinSecondHalf }))).toBe(closed)
    clock.advance(40 * day)
    accepted(await sportello.maintenance.close({ operator, id, reason: 'Done.' }))
    accepted(await sportello.pinRenewal.conclude({ codiceFiscale, password, pin: half + pinSecondHalf }))
    expect((await sportello.session.signIn({ codiceFiscale, password, pin })).ok).toBe(false)
  })

  it('M2: a registration that was not completed is void for ever, also after the reopening, and its applicant begins a new one', async () => {
    const counter = openBefore()
    const { sportello, clock } = counter
    const { ticket } = await drafted(sportello)
    const { id } = await limited(counter)
    expect(refusedCode(await sportello.registration.complete(ticket))).toBe(closed)
    clock.advance(day)
    accepted(await sportello.maintenance.close({ operator, id, reason: 'Done.' }))
    // Whether or not a sweep has run.
    expect(refusedCode(await sportello.registration.complete(ticket))).toBe('registration/closed')
    expect(await sportello.maintenance.sweep()).toMatchObject({ voided: 1, failed: 0 })
    expect(refusedCode(await sportello.registration.complete(ticket))).toBe('registration/closed')
    accepted(await sportello.registration.complete((await drafted(sportello)).ticket))
    expect(await sportello.maintenance.sweep()).toMatchObject({ voided: 0, failed: 0 })
  })

  it('the notice is made of the window, in both languages, with long dates', async () => {
    const counter = openBefore()
    const { id } = await limited(counter)
    const { it: italian, en } = accepted(await counter.sportello.maintenance.notice({ operator, id }))
    expect(italian).toContain('venerdì 10 aprile 2026, ore 11:00')
    expect(italian).toContain('rigenerazione del codice personale (PIN)')
    expect(italian).toContain('si è registrato con una casella e-mail istituzionale')
    expect(en).toContain('until the work is done')
  })
})

function linkIn(sent: readonly { readonly text: string }[]): string {
  return sent.flatMap(({ text }) => /email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? 'none'
}
