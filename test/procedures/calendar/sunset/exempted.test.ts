/** Persons whom the office exempts from the end of the local credentials. */
import type { ExemptionGrantForm, Storage } from 'sportello'
import { memoryStorage } from 'sportello/memory'
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
import { counterUnder, day, december, lastIssue, lastUse, law } from './law.ts'

const exempting = { ...law, exempt: ['minor', 'no-italian-document', 'guardianship'] } as const
const { codiceFiscale } = anna
const granted: ExemptionGrantForm = {
  operator,
  codiceFiscale,
  kind: 'guardianship',
  document: { kind: 'court-order', number: 'RG 12/2020', expiresOn: '2030-01-01' },
  reason: 'Decree of the court of Vercelli.',
}

let counter: Counter
beforeEach(async () => {
  counter = await counterUnder(exempting)
})
const grant = async (form: Partial<ExemptionGrantForm> = {}) =>
  accepted(await counter.sportello.exemption.grant({ ...granted, ...form }))

describe('a person under guardianship', () => {
  it('S3: signs in and keeps the session after the last use, and one who is not exempted does neither', async () => {
    const { credentials } = await subscribed(counter)
    const early = accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.set(lastUse)
    expect(refusedCode(await counter.sportello.session.check(early.token))).toBe('calendar/ended')
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('calendar/ended')
    await grant()
    accepted(await counter.sportello.session.check(early.token))
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    expect(await counter.sportello.sunset.phase({ token })).toMatchObject({
      phase: 'exempt',
      acts: { use: { is: 'exempt', exemption: { kind: 'guardianship', untilDay: null } } },
      text: {
        it: "Per lei le credenziali dell'ente restano valide (tutela, curatela o amministrazione di sostegno).",
      },
    })
  })

  it('S1: registers, and is approved, after the last issue', async () => {
    counter.clock.set(lastIssue)
    expect(refusedCode(await counter.sportello.registration.open(anna))).toBe('calendar/ended')
    const { isTold } = await grant()
    // Nobody has a mailbox yet.
    expect(isTold).toBe(false)
    const { id } = await completed(counter)
    const { digest, approvableUntil, isTooLate } = accepted(await counter.sportello.approval.dossier({ operator, id }))
    expect({ approvableUntil, isTooLate }).toEqual({ approvableUntil: null, isTooLate: false })
    accepted(await counter.sportello.approval.approve({ operator, id, dossierDigest: digest }))
  })

  it('S4: keeps a draft of the day before until the exemption is taken back', async () => {
    counter.clock.set(lastIssue - 1)
    const { ticket } = await drafted(counter.sportello)
    await grant()
    counter.clock.set(lastIssue)
    await counter.sportello.retention.sweep()
    expect(accepted(await counter.sportello.registration.inspect(ticket)).status).toBe('drafting')
    accepted(await counter.sportello.exemption.revoke({ operator, codiceFiscale, reason: 'Over.' }))
    await counter.sportello.retention.sweep()
    expect(accepted(await counter.sportello.registration.inspect(ticket)).status).toBe('void')
  })

  it('is told by mail, when it is granted, changed and taken back', async () => {
    await subscribed(counter)
    await counter.sportello.relay()
    const before = counter.mailer.sent.length
    expect((await grant({ untilDay: '2021-12-31' })).isTold).toBe(true)
    expect(refusedCode(await counter.sportello.exemption.grant({ ...granted, untilDay: '2021-12-31' }))).toBe(
      'exemption/nothing-changed',
    )
    await grant()
    accepted(await counter.sportello.exemption.revoke({ operator, codiceFiscale, reason: 'Over.' }))
    await counter.sportello.relay()
    const texts = counter.mailer.sent.slice(before).map(({ text }) => text.replace(/\s+/g, ' '))
    expect(texts).toHaveLength(3)
    // Letters of one round leave side by side, in any order.
    for (const said of ['vale fino al 31/12/2021 compreso', "vale finché l'ente non la revoca", "ha revocato l'esenzione"]) {
      expect(texts.filter((text) => text.includes(said))).toHaveLength(1)
    }
  })
})

describe('who is exempted by nothing', () => {
  it('INV-22, INV-24: signs in no more, though the secrets are right, and the last use stays where it was', async () => {
    const { credentials } = await subscribed(counter)
    counter.clock.set(lastUse - 1)
    accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.set(lastUse)
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('calendar/ended')
    const { lastUsedAt, failures } = accepted(await counter.sportello.credential.inspect({ operator, codiceFiscale }))
    expect({ lastUsedAt, failures }).toEqual({ lastUsedAt: lastUse - 1, failures: 0 })
    // Whoever does not know them hears what he always hears: it depends on the person.
    expect(refusedCode(await counter.sportello.session.signIn({ ...credentials, pin: '000000000' }))).toBe(
      'session/sign-in-refused',
    )
  })
})

describe('an exemption', () => {
  it('S3: ends with its last day in Rome, to the millisecond, and with the act of the office at once', async () => {
    const { credentials } = await subscribed(counter)
    await grant({ untilDay: '2021-10-31' })
    // The clocks were changed that day.
    const over = Date.UTC(2021, 9, 31, 23)
    counter.clock.set(over - 1)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    counter.clock.set(over)
    expect(refusedCode(await counter.sportello.session.check(token))).toBe('calendar/ended')
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('calendar/ended')
    await grant()
    accepted(await counter.sportello.session.check(token))
    accepted(await counter.sportello.exemption.revoke({ operator, codiceFiscale, reason: 'Over.' }))
    expect(refusedCode(await counter.sportello.session.check(token))).toBe('calendar/ended')
  })

  it('S3: of a kind that the course does not list exempts nobody', async () => {
    accepted(await counter.sportello.sunset.set({ ...law, exempt: ['no-italian-document'] }))
    const { credentials } = await subscribed(counter)
    await grant()
    counter.clock.set(lastUse)
    expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('calendar/ended')
    await grant({ kind: 'no-italian-document' })
    accepted(await counter.sportello.session.signIn(credentials))
  })

  it('is granted by nobody to himself, and is seen by the office with its document, whose number is kept nowhere', async () => {
    const own = { ...operator, codiceFiscale }
    expect(refusedCode(await counter.sportello.exemption.grant({ ...granted, operator: own }))).toBe('credential/own-credential')
    const look = { operator, codiceFiscale }
    expect(refusedCode(await counter.sportello.exemption.inspect(look))).toBe('exemption/not-found')
    await grant({ untilDay: '2020-12-31' })
    expect(accepted(await counter.sportello.exemption.inspect(look))).toEqual({
      status: 'granted',
      kind: 'guardianship',
      untilDay: '2020-12-31',
      grantedAt: counter.clock.now(),
      operator: operator.id,
      revokedAt: null,
      document: { kind: 'court-order', expiresOn: '2030-01-01' },
    })
    counter.clock.advance(40 * day)
    expect(accepted(await counter.sportello.exemption.inspect(look)).status).toBe('over')
    expect(JSON.stringify(counter.storage.contents())).not.toContain('RG12')
  })

  it('is handed out to its person, and erased on request and in its time', async () => {
    await grant({ untilDay: '2020-12-31' })
    const person = { operator, codiceFiscale, reason: 'Prot. 1.' }
    const exported: unknown[] = []
    for await (const item of accepted(await counter.sportello.subject.export(person)).items) exported.push(item)
    expect(JSON.stringify(exported)).toContain('court-order')
    counter.clock.set(Date.UTC(2022, 0, 2))
    await counter.sportello.retention.sweep()
    const look = { operator, codiceFiscale }
    expect(accepted(await counter.sportello.exemption.inspect(look))).toMatchObject({
      status: 'over',
      kind: null,
      document: null,
    })
    await grant()
    expect(accepted(await counter.sportello.subject.erase(person)).records).toBe(1)
    expect(accepted(await counter.sportello.exemption.inspect(look)).kind).toBeNull()
    // What was erased exempts nobody, and is not in force.
    expect(refusedCode(await counter.sportello.exemption.revoke({ ...look, reason: 'Over.' }))).toBe('exemption/not-found')
  })
})

it('is read by no command before the end, and where the course asks for none by none at all', async () => {
  const asked: string[] = []
  const inner = memoryStorage()
  const storage: Storage = {
    ...inner,
    load(keys) {
      asked.push(...keys.filter((key) => key.includes('/exemption/')))
      return inner.load(keys)
    },
  }
  counter = openCounter({ storage })
  counter.clock.set(december)
  accepted(await counter.sportello.sunset.set(exempting))
  const { credentials } = await subscribed(counter)
  const { token } = accepted(await counter.sportello.session.signIn(credentials))
  accepted(await counter.sportello.session.check(token))
  expect(asked).toEqual([])
  counter.clock.set(lastUse)
  expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('calendar/ended')
  expect(asked).toHaveLength(1)
  accepted(await counter.sportello.sunset.set(law))
  expect(refusedCode(await counter.sportello.session.signIn(credentials))).toBe('calendar/ended')
  expect(asked).toHaveLength(1)
})
