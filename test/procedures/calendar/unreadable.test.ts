/** A calendar that this version of the library cannot read: what can be closed is closed, and nothing tells, ends or loses anything by it. */
import { describe, expect, it } from 'vitest'
import { accepted, anna, completed, newPassword, openCounter, operator, refusedCode, subscribed } from '../../support/counter.ts'
import { unreadableRows } from '../../support/meanwhile.ts'
import { december, law } from './sunset/law.ts'

const bruno = {
  ...{ ...anna, surname: 'Bianchi', name: 'Bruno', sex: 'M' },
  ...{ codiceFiscale: 'BNCBRN40A01L219K', birthDate: '1940-01-01', email: 'bruno@example.it' },
}
const reason = 'Prot. 1.'
const audiences = { firms: { it: 'imprese', en: 'firms' } }
const policy = { maintenance: { audiences } } as const
const window = {
  ...{ operator, reason, title: { it: 'Aggiornamento', en: 'Update' }, from: 'now' },
  procedures: { registration: 'void' },
} as const

/** A counter with a window, a course and a subscriber, as a process of an earlier version sees them. */
async function seenBy(kinds: readonly string[]) {
  const counter = openCounter({ policy })
  counter.clock.set(december)
  const { credentials } = await subscribed(counter)
  const { id } = await completed(counter, bruno)
  counter.clock.advance(1)
  const planned = accepted(await counter.sportello.maintenance.plan(window))
  accepted(await counter.sportello.sunset.set(law))
  const storage = unreadableRows(counter.storage, kinds)
  const { sportello } = openCounter({ ...counter.configuration, policy, storage, seed: 2 })
  return { ...counter, counter, sportello, credentials, id, planned }
}

describe('maintenance windows that cannot be read', () => {
  it('close what can be closed, with a word of their own, and leave every sign-in open', async () => {
    const { sportello, credentials } = await seenBy(['maintenance'])
    const menu = await sportello.maintenance.availability()
    expect(menu.filter(({ state }) => state === 'open').map(({ feature }) => feature)).toEqual(['federated-sign-in', 'sign-in'])
    const closed = menu.find(({ feature }) => feature === 'registration')
    expect(closed).toMatchObject({ state: 'closed', until: null })
    const refused = await sportello.registration.open({ ...anna, email: 'altra@example.it' })
    expect(refused).toMatchObject({ refusal: { code: 'calendar/closed', text: closed?.text } })
    const { token } = accepted(await sportello.session.signIn(credentials))
    expect(await sportello.maintenance.fate(token)).toEqual([])
  })

  it('are none to whoever lists them, publishes their notice or carries them out', async () => {
    const { sportello, planned } = await seenBy(['maintenance'])
    expect(accepted(await sportello.maintenance.list({ operator }))).toEqual([])
    expect(refusedCode(await sportello.maintenance.notice({ operator, id: planned.id }))).toBe('maintenance/not-found')
    const done = await sportello.maintenance.sweep()
    expect(done).toEqual({ looked: 0, held: 0, released: 0, voided: 0, reidentified: 0, failed: 0, next: null })
  })

  it.each(['maintenance', 'sunset'])('end nothing by a letter that goes out where it is those of %s', async (kind) => {
    const { sportello, counter, credentials, clock, mailer } = await seenBy([kind])
    const { codiceFiscale } = credentials
    accepted(await counter.sportello.recovery.request({ codiceFiscale }))
    clock.advance(1)
    const before = mailer.sent.length
    expect((await sportello.relay()).retried).toEqual([])
    expect(mailer.sent.slice(before).map(({ text }) => text.includes('/recovery#token='))).toEqual([true])
  })

  it('end nothing of what a course of the sunset leaves under way', async () => {
    const { sportello, counter, credentials, clock } = await seenBy(['maintenance'])
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    const { pin, password } = credentials
    const email = 'altrove@example.it'
    accepted(await counter.sportello.emailChange.request({ token, pin, password, email, confirmation: email }))
    clock.set(Date.UTC(2021, 1, 28, 9))
    expect(await sportello.maintenance.sweep()).toMatchObject({ looked: 1, voided: 0, failed: 0 })
  })
})

describe('courses of the sunset that cannot be read', () => {
  it('close what a course could have ended, and leave the sign-in and what is under way', async () => {
    const { sportello, credentials } = await seenBy(['sunset'])
    const { codiceFiscale, pin } = credentials
    expect(refusedCode(await sportello.recovery.request({ codiceFiscale }))).toBe('calendar/closed')
    expect(refusedCode(await sportello.pinRenewal.start({ codiceFiscale, password: newPassword }))).toBe('calendar/closed')
    accepted(await sportello.session.signIn({ codiceFiscale, pin, password: newPassword }))
  })

  it('say nothing of any end, and remind nobody', async () => {
    const { sportello, clock } = await seenBy(['sunset'])
    expect(accepted(await sportello.sunset.list({ operator }))).toEqual([])
    expect(await sportello.sunset.phase()).toMatchObject({ phase: 'before', until: null, means: [] })
    clock.set(Date.UTC(2021, 8, 30, 9))
    expect(await sportello.sunset.sweep()).toEqual({ looked: 0, reminded: 0, tooLate: 0, failed: 0, next: null })
    expect(accepted(await sportello.sunset.simulate(law)).credentials.active).toBe(1)
  })

  it('leave the office with requests of which it does not know until when they can be approved', async () => {
    const { sportello, id } = await seenBy(['sunset'])
    const pending = accepted(await sportello.approval.pending())
    expect(pending).toMatchObject([{ id, approvableUntil: null, isTooLate: false }])
  })

  it('end no draft of before: it stays under way', async () => {
    const { sportello, clock } = await seenBy(['sunset'])
    clock.set(Date.UTC(2021, 1, 28, 9))
    const done = await sportello.maintenance.sweep()
    expect(done).toMatchObject({ failed: 0 })
    expect(await sportello.services.mayUse({ service: 'nothing' })).toMatchObject({ may: false })
  })
})

it('a request whose own record cannot be read says nothing of its last day', async () => {
  const counter = openCounter()
  counter.clock.set(december)
  accepted(await counter.sportello.sunset.set(law))
  const { id } = await completed(counter)
  const storage = unreadableRows(counter.storage, ['registration'])
  const { sportello } = openCounter({ ...counter.configuration, storage, seed: 2 })
  expect(accepted(await sportello.approval.pending())).toMatchObject([{ id, approvableUntil: null, isTooLate: false }])
  expect(accepted(await counter.sportello.approval.pending())[0]?.approvableUntil).not.toBeNull()
})

it('a procedure that cannot be read is counted as one that could not be dealt with, and looked at again', async () => {
  const counter = openCounter({ policy })
  const draft = { ...anna, email: 'altra@example.it' }
  accepted(await counter.sportello.registration.open(draft))
  counter.clock.advance(1)
  accepted(await counter.sportello.maintenance.plan(window))
  const storage = unreadableRows(counter.storage, ['registration'])
  const { sportello } = openCounter({ ...counter.configuration, policy, storage, seed: 2 })
  expect(await sportello.maintenance.sweep()).toMatchObject({ looked: 1, voided: 0, failed: 1 })
  expect(await counter.sportello.maintenance.sweep()).toMatchObject({ looked: 1, voided: 1, failed: 0 })
})

describe('INV-29: a sweep that is asked for what cannot be', () => {
  it.each([
    [{ limit: 0 }],
    [{ limit: 1.5 }],
    [{ limit: 1_000_001 }],
    [{ limit: '1' }],
    [{ limit: null }],
    [{ after: '' }],
    [{ after: 7 }],
    [{ after: '99/AAAA' }],
    [{ after: '0/' }],
  ])('refuses %j as a mistake of the configuration, and looks at nothing', async (options) => {
    const { sportello } = openCounter()
    for (const { sweep } of [sportello.maintenance, sportello.sunset]) {
      await expect(sweep(options as never)).rejects.toMatchObject({ code: 'config/invalid' })
    }
  })

  it('refuses one that cannot even be read', async () => {
    const { sportello } = openCounter()
    const throwing = {
      get limit(): number {
        throw new Error('of the host')
      },
    }
    await expect(sportello.maintenance.sweep(throwing)).rejects.toMatchObject({ code: 'config/invalid' })
    await expect(sportello.sunset.sweep(throwing)).rejects.toMatchObject({ code: 'config/invalid' })
  })
})
