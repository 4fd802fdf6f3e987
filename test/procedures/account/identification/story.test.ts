/** People who are identified in person, as host, operator and person see it. */
import { describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  approved,
  morning,
  newPassword,
  openCounter,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'
import { atTheCounter, codiceFiscale, identified, official, secretLetters } from './identified.ts'

const day = 86_400_000
const policy = { identification: { points: ['school-1'] } } as const
const about = { operator, codiceFiscale, reason: 'Asked for at the counter.' }

async function opened() {
  const counter = openCounter({ policy })
  const { credentials } = await subscribed(counter)
  await counter.sportello.relay()
  return { ...counter, counter, credentials }
}

describe('a subscriber who has lost both secrets', () => {
  it('O11: is identified, signs in with halves from two channels, and chooses a password', async () => {
    const { counter, sportello, credentials } = await opened()
    const { token: before } = accepted(await sportello.session.signIn(credentials))
    const { credentials: fresh, to, temporaryUntil } = await identified(counter)
    expect(to).toBe(anna.email)
    expect(temporaryUntil).toBe(morning + 7 * day)
    expect((await sportello.session.check(before)).ok).toBe(false)
    expect((await sportello.session.signIn(credentials)).ok).toBe(false)
    const { token } = accepted(await sportello.session.signIn(fresh))
    expect(accepted(await sportello.session.check(token))).toMatchObject({ scope: 'password-change' })
    const change = { token, current: fresh.password, next: 'Sorbetto.Arancio8', confirmation: 'Sorbetto.Arancio8' }
    accepted(await sportello.credential.changePassword(change))
    const signedIn = accepted(await sportello.session.signIn({ ...fresh, password: 'Sorbetto.Arancio8' }))
    expect(accepted(await sportello.session.check(signedIn.token))).toMatchObject({ scope: 'full' })
  })

  it('cannot take the password back that was in force before', async () => {
    const { counter, sportello } = await opened()
    const { credentials } = await identified(counter)
    const { token } = accepted(await sportello.session.signIn(credentials))
    const change = { token, current: credentials.password, next: newPassword, confirmation: newPassword }
    expect(refusedCode(await sportello.credential.changePassword(change))).toBe('credential/new-password')
  })

  it('O11: gets in neither with the mail alone nor with the ticket alone', async () => {
    const { counter, sportello } = await opened()
    const { ticket } = accepted(await sportello.identification.record(atTheCounter))
    const [letter] = await secretLetters(counter)
    const { password = '', firstHalf = '' } = letter ?? {}
    expect((await sportello.session.signIn({ codiceFiscale, password, pin: `${firstHalf}00000` })).ok).toBe(false)
    const { pinSecondHalf } = accepted(await sportello.identification.showPinHalf(ticket))
    expect(letter).toMatchObject({ firstHalf: expect.stringMatching(/^\d{4}$/) })
    expect(pinSecondHalf).toMatch(/^\d{5}$/)
    expect((await sportello.session.signIn({ codiceFiscale, password: newPassword, pin: `0000${pinSecondHalf}` })).ok).toBe(false)
  })

  it('O11: sees the half once, and with a request key the same once more', async () => {
    const { counter, sportello } = await opened()
    const { ticket } = accepted(await sportello.identification.record(atTheCounter))
    const requestKey = 'show-the-half-once'
    const first = accepted(await sportello.identification.showPinHalf(ticket, { requestKey }))
    expect(accepted(await sportello.identification.showPinHalf(ticket, { requestKey }))).toEqual(first)
    expect(refusedCode(await sportello.identification.showPinHalf(ticket))).toBe('identification/no-pin-half')
    counter.clock.advance(11 * 60_000)
    expect(refusedCode(await sportello.identification.showPinHalf(ticket, { requestKey }))).toBe('request/answer-expired')
  })

  it('sees no half of a temporary password that is over, of a revoked credential, or with a ticket of before', async () => {
    const { counter, sportello, clock } = await opened()
    const earlier = accepted(await sportello.identification.record(atTheCounter))
    clock.advance(1)
    const { ticket, temporaryUntil } = accepted(
      await sportello.identification.record({ ...atTheCounter, identifiedAt: morning + 1 }),
    )
    expect(refusedCode(await sportello.identification.showPinHalf(earlier.ticket))).toBe('identification/not-found')
    clock.advance(temporaryUntil - clock.now())
    expect(refusedCode(await sportello.identification.showPinHalf(ticket))).toBe('identification/no-pin-half')
    const { credentials } = await identified(counter)
    accepted(await sportello.session.signIn(credentials))
    clock.advance(1)
    const last = accepted(await sportello.identification.record({ ...atTheCounter, identifiedAt: clock.now() }))
    accepted(await sportello.credential.revoke(about))
    expect(refusedCode(await sportello.identification.showPinHalf(last.ticket))).toBe('identification/no-pin-half')
    expect(accepted(await sportello.identification.inspect(about)).status).toBe('void')
    expect(await secretLetters(counter)).toHaveLength(1)
  })
})

describe('a thief at the counter, twice', () => {
  it('C14, O11: keeps nothing from the owner, who is told each time, and whose link goes on suspending', async () => {
    for (const relays of [true, false]) {
      const { counter, sportello, clock, mailer } = await opened()
      const { credentials: stolen } = await identified(counter, { email: 'thief.1@example.org' })
      if (relays) await sportello.relay()
      clock.advance(1)
      await identified(counter, { email: 'thief.2@example.org' })
      await sportello.relay()
      const told = mailer.sent.filter(({ id, to }) => /\.identified-\d/.test(id) && to.address === anna.email)
      expect(told).toHaveLength(2)
      const links = told.map(({ text }) => /\/suspend#token=(\S+)/.exec(text)?.[1] ?? '')
      expect((await sportello.session.signIn(stolen)).ok).toBe(false)
      // The first one too: whoever comes again does not outrun the owner.
      accepted(await sportello.credential.suspendByLink(links[0] ?? ''))
      expect(accepted(await sportello.credential.inspect(about))).toMatchObject({ status: 'suspended' })
      // What follows is told as well, for as long as a change of the address would be.
      accepted(
        await sportello.rebinding.rebind({
          ...{ operator, codiceFiscale, surname: 'Verdi Bianchi', reason: 'x' },
          document: { kind: 'passport', number: 'YA1', issuedOn: '2026-01-01' },
        }),
      )
      await sportello.relay()
      expect(mailer.sent.filter(({ id, to }) => id.includes('.rebound') && to.address === anna.email)).toHaveLength(1)
      clock.advance(8 * day)
      await sportello.retention.sweep()
      const row = (await counter.storage.list({ office: 'comune-di-prova', kind: 'credential', limit: 10 }))[0]
      expect(row?.personal).not.toContain(anna.email)
    }
  })
})

describe('whoever was approved in the place of another', () => {
  it('O10, O11: has nothing any more once that person was identified: neither a reissue nor the ticket of the request', async () => {
    const counter = openCounter()
    const { sportello } = counter
    const impostor = await approved(counter, { ...anna, email: 'impostor@example.org' })
    const { credentials } = await identified(counter, { email: 'anna.vera@example.org' })
    const again = await sportello.approval.reissue({ operator, id: impostor.id, reason: 'Lost.', inPerson: true })
    expect(refusedCode(again)).toBe('credential/activated')
    expect((await sportello.registration.showPinHalf(impostor.ticket)).ok).toBe(false)
    expect((await sportello.session.signIn(impostor.credentials)).ok).toBe(false)
    expect((await sportello.session.signIn(credentials)).ok).toBe(true)
  })
})

describe('who else gets in this way', () => {
  it('is a subscriber who was suspended, for whatever cause', async () => {
    for (const cause of ['theft-suspected', 'office'] as const) {
      const { counter, sportello } = await opened()
      accepted(await sportello.credential.suspend({ ...about, cause }))
      const { credentials } = await identified(counter)
      expect((await sportello.session.signIn(credentials)).ok).toBe(true)
      expect(accepted(await sportello.credential.inspect(about))).toMatchObject({ status: 'temporary', suspension: null })
    }
  })

  it('is whoever let the temporary password expire, or did not use the credential', async () => {
    const counter = openCounter({ policy: { credential: { disuseMs: 90 * day } } })
    await approved(counter)
    counter.clock.advance(8 * day)
    expect((await counter.sportello.session.signIn((await identified(counter)).credentials)).ok).toBe(true)
    counter.clock.advance(91 * day)
    expect(accepted(await counter.sportello.credential.inspect(about)).expired).toBe('disused')
    expect((await counter.sportello.session.signIn((await identified(counter)).credentials)).ok).toBe(true)
  })

  it('is whoever was imported without a password', async () => {
    const counter = openCounter()
    const { surname, name, birthDate, email } = anna
    const account = { codiceFiscale, surname, name, birthDate, email, status: 'active', externalId: '1' } as const
    accepted(await counter.sportello.imports.account({ operator, batch: 'old', account }))
    expect((await counter.sportello.session.signIn((await identified(counter)).credentials)).ok).toBe(true)
  })

  it('is nobody whose credential was revoked or has come to its natural end, and nobody without one', async () => {
    const { sportello } = await opened()
    accepted(await sportello.credential.revoke(about))
    expect(refusedCode(await sportello.identification.record(atTheCounter))).toBe('credential/revoked')
    const ending = openCounter({ policy: { credential: { lifetimeMs: day } } })
    expect(refusedCode(await ending.sportello.identification.record(atTheCounter))).toBe('credential/not-found')
    await approved(ending)
    ending.clock.advance(day)
    expect(refusedCode(await ending.sportello.identification.record(atTheCounter))).toBe('credential/expired')
  })
})

describe('what an operator can record', () => {
  const school = { ...atTheCounter, point: 'school-1', identifiedBy: official }

  it('O11: is no identification from a point that the office has not authorised', async () => {
    const { sportello } = await opened()
    for (const point of ['school-2', 'School-1', 'office2']) {
      expect(refusedCode(await sportello.identification.record({ ...school, point }))).toBe('identification/unknown-point')
    }
    accepted(await sportello.identification.record(school))
    expect(accepted(await sportello.identification.inspect(about))).toEqual({
      status: 'recorded',
      identifiedAt: morning,
      recordedAt: morning,
      point: 'school-1',
      operator: operator.id,
      identifiedBy: official.id,
      document: { kind: 'identity-card', expiresOn: '2030-01-01' },
    })
  })

  it('O11: is never about the operator or the official, also where omocodia spells them otherwise', async () => {
    const { sportello } = await opened()
    for (const own of [anna.codiceFiscale, 'VRDNNA80A41L21VO']) {
      const self = { id: 'self', codiceFiscale: own }
      const asOperator = await sportello.identification.record({ ...school, operator: self })
      const asOfficial = await sportello.identification.record({ ...school, identifiedBy: self })
      expect([refusedCode(asOperator), refusedCode(asOfficial)]).toEqual([
        'credential/own-credential',
        'identification/own-identification',
      ])
    }
  })

  it('O11: is by a document until 24:00 in Rome of its last day, and not a millisecond later', async () => {
    const { sportello, clock } = await opened()
    const midnight = Date.UTC(2026, 2, 10, 23)
    clock.advance(day)
    const document = { ...atTheCounter.document, expiresOn: '2026-03-10' }
    const late = { ...school, document, identifiedAt: midnight }
    expect(refusedCode(await sportello.identification.record(late))).toBe('identification/document-expired')
    accepted(await sportello.identification.record({ ...late, identifiedAt: midnight - 1 }))
  })

  it('O11: is not in the future, not too old, and not twice', async () => {
    const { sportello, clock } = await opened()
    const at = (identifiedAt: number) => sportello.identification.record({ ...school, identifiedAt })
    expect(refusedCode(await at(morning + 1))).toBe('identification/in-the-future')
    expect(refusedCode(await at(morning - 30 * day))).toBe('identification/too-old')
    accepted(await at(morning - 30 * day + 1))
    accepted(await at(morning))
    expect(refusedCode(await at(morning))).toBe('identification/already-recorded')
    expect(refusedCode(await at(morning - 1))).toBe('identification/already-recorded')
    clock.advance(1)
    accepted(await at(morning + 1))
  })

  it('O11: is one identification where two operators record it at once', async () => {
    const { counter, sportello } = await opened()
    const answers = await Promise.all(
      [1, 2, 3].map((n) => sportello.identification.record({ ...school, operator: { ...operator, id: `operator-${n}` } })),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe('identification/already-recorded')
    expect(await secretLetters(counter)).toHaveLength(1)
  })

  it('draws nothing a second time under a request key', async () => {
    const { counter, sportello } = await opened()
    const requestKey = 'identified-this-morning'
    const first = accepted(await sportello.identification.record(school, { requestKey }))
    expect(accepted(await sportello.identification.record(school, { requestKey }))).toEqual(first)
    expect(await secretLetters(counter)).toHaveLength(1)
    counter.clock.advance(11 * 60_000)
    expect(refusedCode(await sportello.identification.record(school, { requestKey }))).toBe('request/answer-expired')
  })

  it('O11: leaves neither the number of the document nor any secret behind in clear', async () => {
    const { counter, sportello } = await opened()
    const { credentials, ticket } = await identified(counter, school)
    const stored = JSON.stringify(counter.storage.contents())
    for (const secret of ['CA12345AA', 'CA 12345-AA', ticket, credentials.password, credentials.pin])
      expect(stored).not.toContain(secret)
    expect(stored).not.toContain(official.codiceFiscale)
    const items: unknown[] = []
    for await (const item of accepted(await sportello.subject.export(about)).items) items.push(item)
    const exported = JSON.stringify(items)
    expect(exported).toContain('IdentificationRecorded')
    expect(exported).not.toContain('documentNumber')
  })

  it('is no other thing, of whatever type', async () => {
    const { sportello } = await opened()
    const hostile = [
      null,
      undefined,
      1,
      '',
      'x'.repeat(10_000),
      [],
      {},
      Number.NaN,
      -1,
      1.5,
      1e300,
      Symbol('x'),
      () => 1,
      new Date(),
    ]
    for (const field of ['operator', 'codiceFiscale', 'identifiedAt', 'point', 'document', 'reason']) {
      for (const value of hostile) {
        const form = { ...school, [field]: value } as never
        const answer = await sportello.identification.record(form)
        expect(answer.ok ? `${field} accepted` : answer.refusal.code).toMatch(/^identification\/(form|unknown-point|too-old)$/)
      }
    }
    for (const value of hostile)
      expect(refusedCode(await sportello.identification.showPinHalf(value as never))).toBe('identification/not-found')
    for (const value of hostile)
      expect(refusedCode(await sportello.identification.inspect(value as never))).toBe('identification/form')
  })
})

describe('where the letters go', () => {
  it('is the address given in person, which is in force from then on; the one before is told and can suspend', async () => {
    const { counter, sportello, mailer } = await opened()
    accepted(await sportello.addresses.setPec({ ...about, pec: 'anna@pec.example.it' }))
    await sportello.relay()
    const sent = mailer.sent.length
    const { to } = await identified(counter, { email: 'nuova@example.org' })
    expect(to).toBe('nuova@example.org')
    const told = mailer.sent.slice(sent).filter(({ id }) => id.includes('.credential.'))
    expect(told.map(({ to: { address } }) => address).sort()).toEqual([anna.email, 'anna@pec.example.it'])
    expect(accepted(await sportello.addresses.inspectAsOffice(about)).email).toBe('nuova@example.org')
    const link = /suspend#token=(\S+)/.exec(told[0]?.text ?? '')?.[1] ?? ''
    accepted(await sportello.credential.suspendByLink(link))
    expect(accepted(await sportello.credential.inspect(about)).status).toBe('suspended')
  })

  it('is the validated address where none is given, and nobody else but the PEC is told', async () => {
    const { counter, mailer } = await opened()
    const sent = mailer.sent.length
    await identified(counter)
    expect(mailer.sent.slice(sent).map(({ to: { address } }) => address)).toEqual([anna.email])
  })

  it('is the address before for some days after a change, and the new one is told', async () => {
    const { counter, sportello, mailer, credentials } = await opened()
    const { token } = accepted(await sportello.session.signIn(credentials))
    const change = { ...credentials, token, email: 'thief@example.org', confirmation: 'thief@example.org' }
    accepted(await sportello.emailChange.request(change))
    await sportello.relay()
    const link = mailer.sent.flatMap(({ text }) => /email-change#token=(\S+)/.exec(text)?.[1] ?? []).at(-1)
    accepted(await sportello.emailChange.confirm(link ?? ''))
    await sportello.relay()
    const sent = mailer.sent.length
    expect((await identified(counter)).to).toBe(anna.email)
    expect(
      mailer.sent
        .slice(sent)
        .map(({ to: { address } }) => address)
        .sort(),
    ).toEqual([anna.email, 'thief@example.org'])
  })
})
