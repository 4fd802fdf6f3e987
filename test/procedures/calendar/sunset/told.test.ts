/** Whom a sweep of the sunset tells nothing: what the office has done meanwhile counts, and what has ended by itself. */
import { describe, expect, it } from 'vitest'
import { codes } from '../../../bench/accounts.ts'
import {
  accepted,
  anna,
  approved,
  completed,
  drafted,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'
import { meanwhile, writes } from '../../../support/meanwhile.ts'
import { counterUnder, day, december, lastUse, law } from './law.ts'

describe('while a sweep is at work', () => {
  it('a request that the office decides on meanwhile is not told that it has come too late', async () => {
    const counter = await counterUnder()
    const { sportello, clock } = counter
    const { id } = await completed(counter)
    clock.set(Date.UTC(2021, 1, 27, 23))
    const { digest } = accepted(await sportello.approval.dossier({ operator, id }))
    const rejecting = { operator, id, dossierDigest: digest, reason: 'Dal 28 febbraio si accede con SPID.' }
    const storage = meanwhile(counter.storage, writes('registration'), () => sportello.approval.reject(rejecting))
    const beside = openCounter({ ...counter.configuration, storage, seed: 2 }).sportello
    expect(await beside.sunset.sweep()).toMatchObject({ looked: 1, tooLate: 0, failed: 0 })
    await sportello.relay()
    const letters = counter.mailer.sent.filter(({ text }) => text.includes('non può più essere'))
    expect(letters).toEqual([])
  })

  it('nobody is reminded by a course that the office drops meanwhile', async () => {
    const counter = await counterUnder({ ...law, remindDays: [30] })
    const { sportello, clock } = counter
    await subscribed(counter)
    clock.set(lastUse - 31 * day)
    const dropping = { operator, reason: 'Deferred.', reopens: true } as const
    const storage = meanwhile(counter.storage, writes('exemption'), () => sportello.sunset.drop(dropping))
    const beside = openCounter({ ...counter.configuration, storage, seed: 2 }).sportello
    expect(await beside.sunset.sweep()).toMatchObject({ looked: 1, reminded: 0, failed: 0 })
    await sportello.relay()
    expect(counter.mailer.sent.filter(({ id }) => id.includes('.exemption.'))).toEqual([])
  })

  it('a request that waits for its applicant is told as one that waits for the office', async () => {
    const counter = await counterUnder()
    const { sportello, clock } = counter
    const { id } = await completed(counter)
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
    const wanted = { operator, id, dossierDigest, reason: 'Illeggibile.', fields: ['telephone'] } as const
    accepted(await sportello.approval.requestCorrection(wanted))
    clock.set(Date.UTC(2021, 1, 27, 23))
    expect(await sportello.sunset.sweep()).toMatchObject({ looked: 1, tooLate: 1 })
    await sportello.relay()
    // The letters of one round come in any order.
    const texts = counter.mailer.sent.map(({ text }) => text.replace(/\s+/g, ' '))
    expect(texts).toContainEqual(expect.stringContaining('non può più essere approvata'))
  })
})

describe('a reminder', () => {
  it('does not go to whoever has let the temporary password run out', async () => {
    const counter = openCounter({ policy: { credential: { temporaryLifetimeMs: 10 * day } } })
    counter.clock.set(december)
    accepted(await counter.sportello.sunset.set({ ...law, remindDays: [30] }))
    const { id } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))
    counter.clock.set(lastUse - 31 * day)
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ looked: 1, reminded: 0, failed: 0 })
  })

  it('of an audience that the policy does not name any more says nothing of it', async () => {
    const audiences = { firms: { it: 'imprese', en: 'firms' } }
    const counter = openCounter({ policy: { maintenance: { audiences } } })
    counter.clock.set(december)
    await subscribed(counter)
    accepted(await counter.sportello.sunset.set({ ...law, audience: 'firms', remindDays: [30] }))
    const later = openCounter({ ...counter.configuration, policy: {}, seed: 2 }).sportello
    counter.clock.set(lastUse - 31 * day)
    expect(await later.sunset.sweep()).toMatchObject({ reminded: 1, failed: 0 })
    await later.relay()
    const { text = '' } = counter.mailer.sent.filter(({ id }) => id.includes('.exemption.')).at(-1) ?? {}
    expect(text.replace(/\s+/g, ' ')).toContain("l'ente valgono fino alle ore 24 di giovedì 30 settembre 2021")
    expect(text).not.toMatch(/imprese|firms|undefined/)
  })
})

describe('what a course does not reach', () => {
  const audiences = { firms: { it: 'imprese', en: 'firms' } }

  it('goes on for whoever uses another service: issue, use and what is under way', async () => {
    const counter = openCounter({ policy: { maintenance: { audiences }, registration: { draftLifetimeMs: 400 * day } } })
    const { sportello, clock } = counter
    clock.set(december)
    const { ticket } = await drafted(sportello)
    accepted(await sportello.sunset.set({ ...law, audience: 'firms' }))
    clock.set(lastUse)
    expect(await sportello.maintenance.sweep()).toMatchObject({ looked: 1, voided: 0 })
    accepted(await sportello.registration.complete(ticket))
    const refused = await sportello.registration.open({ ...anna, email: 'ditta@example.it' }, { audience: 'firms' })
    expect(refusedCode(refused)).toBe('calendar/ended')
  })

  it('has nobody told who waits for an issue that it does not end', async () => {
    const counter = await counterUnder({ ...law, ends: { 'pin-replacement': '2021-02-28T00:00' } })
    await completed(counter)
    counter.clock.set(lastUse)
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ looked: 0, tooLate: 0 })
  })

  it('is counted in no simulation: a correction is a request that waits, and a recovery that is concluded is nothing', async () => {
    const counter = openCounter()
    const { sportello, clock, mailer } = counter
    clock.set(december)
    const { id } = await completed(counter)
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
    const wanted = { operator, id, dossierDigest, reason: 'Illeggibile.', fields: ['telephone'] } as const
    accepted(await sportello.approval.requestCorrection(wanted))
    const other = { ...anna, codiceFiscale: codes(1)[0] ?? '', email: 'mario@example.it' }
    const { credentials } = await subscribed(counter, other)
    const { codiceFiscale, pin } = credentials
    accepted(await sportello.recovery.request({ codiceFiscale }))
    await sportello.relay()
    const token = mailer.sent.flatMap(({ text }) => /recovery#token=(\S+)/.exec(text)?.[1] ?? []).at(-1) ?? ''
    const password = 'Sorbetto.Arancio8'
    accepted(await sportello.recovery.complete({ token, pin, password, confirmation: password }))
    expect(accepted(await sportello.sunset.simulate(law)).procedures).toEqual([
      { procedure: 'request', hit: 1, exempt: 0 },
      ...['registration', 'recovery', 'pin-renewal'].map((procedure) => ({ procedure, hit: 0, exempt: 0 })),
    ])
  })
})

describe('a sweep of the sunset', () => {
  it('judges a record that a clock ahead of it has written by its own instant, and no other one by it', async () => {
    const counter = await counterUnder({ ...law, remindDays: [60, 30] })
    const { sportello, clock } = counter
    await subscribed(counter)
    const other = { ...anna, codiceFiscale: codes(1)[0] ?? '', email: 'mario@example.it' }
    const { credentials } = await subscribed(counter, other)
    const thirty = lastUse - 31 * day
    clock.set(thirty + 3_600_000)
    accepted(await sportello.session.signIn(credentials))
    clock.set(thirty - 1)
    expect(await sportello.sunset.sweep()).toMatchObject({ reminded: 2, looked: 2 })
    // For whoever has signed in by the other clock the thirtieth day had come, and for the other one it had not.
    clock.set(thirty)
    expect(await sportello.sunset.sweep()).toMatchObject({ reminded: 1, looked: 2 })
  })

  it('finds the last of more people than are read at once', async () => {
    const counter = await counterUnder({ ...law, remindDays: [30] })
    const people = codes(101)
    for (const [i, codiceFiscale] of people.entries()) {
      await approved(counter, { ...anna, codiceFiscale, email: `person-${i}@example.it` })
    }
    counter.clock.set(lastUse - 31 * day)
    const first = await counter.sportello.sunset.sweep({ limit: 100 })
    expect(first).toMatchObject({ looked: 100, reminded: 100 })
    expect(await counter.sportello.sunset.sweep({ after: first.next ?? '' })).toMatchObject({ looked: 1, reminded: 1 })
    expect(await counter.sportello.sunset.sweep()).toMatchObject({ looked: 101, reminded: 0, next: null })
  })
})
