/** What no window lets through: commands that meet one half-way, on a clock that is behind, or by another door. */
import type { MaintenancePlanForm, Storage } from 'sportello'
import { describe, expect, it } from 'vitest'
import {
  accepted,
  type Counter,
  drafted,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'

const minute = 60_000
const policy = { maintenance: { audiences: { teachers: { it: 'i docenti', en: 'teachers' } } } } as const
const plan: MaintenancePlanForm = {
  ...{ operator, reason: 'Prot. 1.', title: { it: 'Aggiornamento', en: 'Update' }, from: 'now' },
  features: { registration: 'closed' },
}
const closed = 'calendar/closed'
const open = () => openCounter({ policy })

/** Another process on the same storage. */
const beside = (counter: Counter, over: object = {}) =>
  openCounter({ ...counter.configuration, policy, seed: 2, ...over }).sportello

async function signedIn(counter: Counter) {
  const { credentials } = await subscribed(counter)
  return { ...credentials, token: accepted(await counter.sportello.session.signIn(credentials)).token }
}

/** A storage on which something is done just before the first commit that changes a registration. */
function before(storage: Storage, act: () => Promise<unknown>): Storage {
  let isDone = false
  return {
    ...storage,
    async commit(commit) {
      if (!isDone && commit.writes.some(({ machine }) => machine === 'registration')) {
        isDone = true
        await act()
      }
      return storage.commit(commit)
    },
  }
}

describe('M1: a cut-off half-way through a command', () => {
  it('has what is never closed decided anew too, since it may be over', async () => {
    const counter = open()
    const { ticket } = await drafted(counter.sportello)
    counter.clock.advance(1)
    const ending = { ...plan, procedures: { registration: 'void' } } as const
    const storage = before(counter.storage, () => counter.sportello.maintenance.plan(ending))
    expect(refusedCode(await beside(counter, { storage }).registration.withdraw(ticket))).toBe('registration/closed')
  })

  it('and a reopening in another process are seen by every process at once', async () => {
    const counter = open()
    const { maintenance } = counter.sportello
    const { ticket } = await drafted(counter.sportello)
    const { id } = accepted(await maintenance.plan(plan))
    const { registration } = beside(counter)
    expect(refusedCode(await registration.complete(ticket))).toBe(closed)
    counter.clock.advance(minute)
    accepted(await maintenance.close({ operator, id, reason: 'Done.' }))
    accepted(await registration.complete(ticket))
  })

  it('is not undone by a clock that is behind', async () => {
    const counter = open()
    const { token } = await signedIn(counter)
    counter.clock.advance(minute)
    const closedUnless = { audience: 'teachers' } as const
    accepted(await counter.sportello.maintenance.plan({ ...plan, features: { 'password-change': { closedUnless } } }))
    const late = beside(counter, { clock: { now: () => counter.clock.now() - minute } })
    const next = 'Sorbetto.Arancio8'
    const change = { token, current: newPassword, next, confirmation: next }
    expect(refusedCode(await late.credential.changePassword(change))).toBe(closed)
  })
})

it('M4: what is suspended cannot be concluded although its feature is open, and goes on with the time that was left', async () => {
  const counter = open()
  const { sportello, clock, mailer } = counter
  const { token, password, codiceFiscale } = await signedIn(counter)
  const { pinSecondHalf } = accepted(await sportello.pinRenewal.start({ token, password }))
  await sportello.relay()
  const half = /\b(\d{4})\b/.exec(mailer.sent.filter(({ id }) => id.includes('.pin-renewal.')).at(-1)?.text ?? '')?.[1] ?? ''
  clock.advance(1)
  const { id } = accepted(await sportello.maintenance.plan({ ...plan, features: {}, procedures: { 'pin-renewal': 'suspend' } }))
  const shown = { codiceFiscale, password, pin: half + pinSecondHalf }
  expect(refusedCode(await sportello.pinRenewal.conclude(shown))).toBe(closed)
  clock.advance(60 * 24 * 60 * minute)
  accepted(await sportello.maintenance.close({ operator, id, reason: 'Done.' }))
  accepted(await sportello.pinRenewal.conclude(shown))
})

it('M5: what is closed for everybody is refused before anything is looked at, to whoever calls it with whatever he has', async () => {
  const counter = open()
  const { sportello } = counter
  const { token, pin, password } = await signedIn(counter)
  accepted(await sportello.maintenance.plan({ ...plan, features: { 'email-change': 'closed' } }))
  const email = 'altrove@example.it'
  const form = { token, pin, password, email, confirmation: email }
  expect(refusedCode(await sportello.emailChange.request({ ...form, password: 'Sbagliata.1' }))).toBe(closed)
  accepted(await sportello.session.end(token))
  expect(refusedCode(await sportello.emailChange.request(form))).toBe(closed)
  expect(refusedCode(await sportello.emailChange.resend({ token }))).toBe(closed)
})

it('M6: a window that names what there is not closes nothing by mistake: it is refused', async () => {
  const { sportello } = open()
  const form = { ...plan, features: { registration: 'closed', registrations: 'closed' } } as const
  expect(await sportello.maintenance.plan(form as MaintenancePlanForm)).toMatchObject({
    refusal: { code: 'maintenance/form', problems: [{ field: 'features.registrations', code: 'unknown' }] },
  })
})
