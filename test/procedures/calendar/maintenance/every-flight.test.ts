/** Every kind of procedure that can be under way, at every fate that it can meet. */
import { describe, expect, it } from 'vitest'
import { codeOf, madeUpPeople } from '../../../rules/identity/people.ts'
import { accepted, anna, drafted, openCounter, operator, subscribed } from '../../../support/counter.ts'

const day = 86_400_000
const title = { it: 'Aggiornamento', en: 'Update' }

/** A change of PEC, a recovery and a renewal of one subscriber, and somebody's registration. */
async function allUnderWay() {
  const counter = openCounter({ policy: { recovery: { linkMs: day }, registration: { draftLifetimeMs: 60 * day } } })
  const { sportello, clock } = counter
  const { credentials } = await subscribed(counter)
  const { pin, password, codiceFiscale } = credentials
  const { token } = accepted(await sportello.session.signIn(credentials))
  const pec = 'anna.nuova@pec.example.org'
  accepted(await sportello.pecChange.request({ token, pin, password, pec, confirmation: pec }))
  accepted(await sportello.recovery.request({ codiceFiscale }))
  accepted(await sportello.recovery.request({ codiceFiscale: 'VRDNNA80A41F205K' }))
  accepted(await sportello.pinRenewal.start({ token, password }))
  const { ticket } = await drafted(sportello, { ...anna, email: 'altra@example.it' })
  await sportello.relay()
  clock.advance(1)
  return { ...counter, token, ticket, credentials }
}

describe.each(['continue', 'suspend', 'void'] as const)('what is under way and meets the fate %s', (fate) => {
  it('is told so before, is swept once, and goes on or has ended afterwards', async () => {
    const { sportello, clock, token, ticket, credentials } = await allUnderWay()
    const names = ['pec-change', 'recovery', 'pin-renewal', 'registration']
    const procedures = Object.fromEntries(names.map((name) => [name, fate]))
    const plan = { operator, reason: 'Prot. 1.', title, from: '2026-03-10T12:00', to: '2026-03-20T12:00', procedures }
    const simulated = accepted(await sportello.maintenance.simulate(plan))
    const { id } = accepted(await sportello.maintenance.plan(plan))
    const told = [...(await sportello.maintenance.fate(token)), ...(await sportello.maintenance.fate(ticket))]
    expect(told.map(({ procedure }) => procedure).sort()).toEqual([...names].sort())
    const expected = { continue: 'none', suspend: 'held', void: 'void' }[fate]
    expect(new Set(told.map((one) => one.fate))).toEqual(new Set([expected]))
    for (const { text } of told) expect(text.it).not.toBe(text.en)
    clock.set(Date.UTC(2026, 2, 10, 12))
    const { held, voided, failed } = await sportello.maintenance.sweep()
    // The recovery of somebody who is no subscriber is dealt with alike.
    expect([held, voided, failed]).toEqual([fate === 'suspend' ? 5 : 0, fate === 'void' ? 5 : 0, 0])
    const counts = simulated.procedures.filter(({ procedure }) => names.includes(procedure))
    expect(counts.reduce((sum, one) => sum + one.held, 0)).toBe(held)
    expect(counts.reduce((sum, one) => sum + one.voided, 0)).toBe(voided)
    const notice = accepted(await sportello.maintenance.notice({ operator, id }))
    expect(notice.it).not.toBe(notice.en)
    clock.set(Date.UTC(2026, 2, 20, 12))
    expect((await sportello.maintenance.sweep()).released).toBe(fate === 'suspend' ? 5 : 0)
    expect((await sportello.registration.complete(ticket)).ok).toBe(fate !== 'void')
    await sportello.relay()
    expect((await sportello.session.signIn(credentials)).ok).toBe(true)
  })
})

it('changes of so many subscribers that no storage reads all of them in one call are swept', async () => {
  const counter = openCounter()
  const { sportello, clock } = counter
  const count = 51
  for (const code of [...new Set([...madeUpPeople(2 * count, 5)].map(codeOf))].slice(0, count)) {
    const { credentials } = await subscribed(counter, { ...anna, codiceFiscale: code, email: `${code}@example.it` })
    const { pin, password } = credentials
    const { token } = accepted(await sportello.session.signIn(credentials))
    const email = `${code}@example.org`
    accepted(await sportello.emailChange.request({ token, pin, password, email, confirmation: email }))
  }
  clock.advance(1)
  const procedures = { 'email-change': 'void' } as const
  accepted(await sportello.maintenance.plan({ operator, reason: 'Prot. 1.', title, from: 'now', procedures }))
  expect(await sportello.maintenance.sweep()).toMatchObject({ voided: count, failed: 0, next: null })
})

it.each([
  ['a list', []],
  ['a name that is none', { 'My Service': title }],
  ['no words', { 'my-service': { it: '' } }],
  ['null', null],
])('%s names no features of the host', (_, features) => {
  expect(() => openCounter({ policy: { maintenance: { features: features as never } } })).toThrow('maintenance.features')
})
