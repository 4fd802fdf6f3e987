/**
 * The course that INPS took, beside seed 002: no new PIN from 1 October 2020, renewal to the end; minors, people without an Italian document and people
 * under guardianship exempted. For firms the end was put off two days before it; consulates went on issuing long after.
 */
import type { SunsetCourseForm } from 'sportello'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  type Counter,
  completed,
  drafted,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'
import { day } from './law.ts'

const october2020 = Date.UTC(2020, 8, 30, 22)
const october2021 = Date.UTC(2021, 8, 30, 22)
const newYear2022 = Date.UTC(2021, 11, 31, 23)
const common = { operator, reason: 'Circular 87/2020.', title: { it: 'Circolare INPS', en: 'Circular of INPS' } }
const exempt = ['minor', 'no-italian-document', 'guardianship'] as const
const means = ['spid', 'cie', 'cns'] as const

/** What has no date of its own ends with the last use: passwords and PINs are replaced to the end. */
const citizens: SunsetCourseForm = {
  ...{ ...common, exempt, means, remindDays: [30] },
  ends: { issue: '2020-10-01T00:00', use: '2021-10-01T00:00' },
}
const firms: SunsetCourseForm = { ...citizens, audience: 'firms' }
const consulates: SunsetCourseForm = {
  ...{ ...common, audience: 'consulates', means: ['spid', 'eidas'] },
  ends: { issue: '2023-01-01T00:00', use: '2023-04-01T00:00' },
}
const policy = {
  maintenance: { audiences: { firms: { it: 'imprese', en: 'firms' }, consulates: { it: 'consolati', en: 'consulates' } } },
  credential: { temporaryLifetimeMs: 2000 * day },
  session: { idleMs: 2000 * day, lifetimeMs: 2000 * day },
  quota: { usesMax: 1000 },
} as const
const atFirms = { audience: 'firms' } as const
const atConsulates = { audience: 'consulates' } as const

let counter: Counter
beforeEach(async () => {
  counter = openCounter({ policy })
  counter.clock.set(Date.UTC(2020, 7, 1, 9))
  for (const course of [citizens, firms, consulates]) accepted(await counter.sportello.sunset.set(course))
})

describe('citizens', () => {
  it('S1: get no new PIN from 1 October 2020, and what they have is renewed to the last millisecond of the last use', async () => {
    const { credentials } = await subscribed(counter)
    counter.clock.set(october2020)
    expect(refusedCode(await counter.sportello.registration.open({ ...anna, email: 'other@example.it' }))).toBe('calendar/ended')
    counter.clock.set(october2021 - 1)
    const { codiceFiscale, password } = credentials
    accepted(await counter.sportello.pinRenewal.start({ codiceFiscale, password }))
    accepted(await counter.sportello.recovery.request({ codiceFiscale }))
    await counter.sportello.relay()
    const lost = () => counter.mailer.sent.filter(({ id }) => /\.recovery\.|\.pin-renewal\./.test(id))
    expect(lost().map(({ text }) => /recovery#token=|PIN, prime 4 cifre/.test(text))).toEqual([true, true])
    counter.clock.set(october2021)
    // Who is exempted is known by his codice fiscale alone, so that the answer is alike for everybody; what leaves says why nothing was done.
    accepted(await counter.sportello.recovery.request({ codiceFiscale }))
    await counter.sportello.relay()
    expect(lost().at(-1)?.text.replace(/\s+/g, ' ')).toContain('La password dimenticata non si può più sostituire')
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('calendar/ended')
  })
})

describe('firms', () => {
  it('S3: go on for three months where the end is put off two days before it, and are reminded of the new one', async () => {
    const { credentials } = await subscribed(counter)
    counter.clock.set(october2021 - 2 * day)
    expect((await counter.sportello.sunset.sweep()).reminded).toBe(1)
    accepted(await counter.sportello.sunset.set({ ...firms, ends: { ...firms.ends, use: '2022-01-01T00:00' } }))
    counter.clock.set(october2021)
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('calendar/ended')
    accepted(await counter.sportello.session.signIn(credentials, atFirms))
    counter.clock.set(newYear2022 - 31 * day)
    expect((await counter.sportello.sunset.sweep()).reminded).toBe(1)
    await counter.sportello.relay()
    expect(counter.mailer.sent.at(-1)?.text.replace(/\s+/g, ' ')).toContain(
      "Le credenziali che le ha rilasciato l'ente (imprese) valgono fino alle ore 24 di venerdì 31 dicembre 2021",
    )
    counter.clock.set(newYear2022 - 1)
    const { token } = accepted(await counter.sportello.session.signIn(credentials, atFirms))
    counter.clock.set(newYear2022)
    expect(refusedCode(await counter.sportello.session.check(token, atFirms))).toBe('calendar/ended')
    expect(refusedCode(await counter.sportello.session.signIn(credentials, atFirms))).toBe('calendar/ended')
  })
})

describe('consulates', () => {
  it('S1, S3: issue to the end of 2022, and their people sign in to 31 March 2023', async () => {
    counter.clock.set(Date.UTC(2022, 11, 31, 23) - 1)
    expect(refusedCode(await counter.sportello.registration.open(anna))).toBe('calendar/ended')
    const { ticket } = accepted(await counter.sportello.registration.open(anna, atConsulates))
    counter.clock.advance(1)
    expect(refusedCode(await counter.sportello.registration.open(anna, atConsulates))).toBe('calendar/ended')
    await counter.sportello.retention.sweep()
    // The audience of a request is the one that it was opened for.
    expect(accepted(await counter.sportello.registration.inspect(ticket)).status).toBe('void')
  })
})

describe('whoever is exempted', () => {
  it('gets a PIN after the end: minors by their birthday, people without an Italian document by an act of the office', async () => {
    counter.clock.set(october2021)
    expect(refusedCode(await counter.sportello.registration.open(anna))).toBe('calendar/ended')
    const minor = { ...anna, birthDate: '2010-01-01' }
    const { ticket } = await drafted(counter.sportello, minor)
    accepted(await counter.sportello.registration.withdraw(ticket))
    const document = { kind: 'passport', number: 'YA1234567', expiresOn: '2030-01-01' } as const
    const person = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Lives abroad.' }
    accepted(await counter.sportello.exemption.grant({ ...person, kind: 'no-italian-document', document }))
    const { id } = await completed(counter)
    const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))
  })
})
