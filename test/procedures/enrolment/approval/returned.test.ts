import { memoryStorage } from 'sportello/memory'
import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { correctableFields } from '../../../../src/procedures/enrolment/wanted.ts'
import {
  accepted,
  anna,
  approve,
  completed,
  everythingStored,
  freshPdf,
  openCounter,
  operator,
  refusedCode,
} from '../../../support/counter.ts'

const day = 86_400_000
const reason = 'La residenza non corrisponde al documento.'
const wrong = { ...anna, residenceCity: 'Trino', telephone: '06 111111' }
const colleague = { id: 'operator-2', codiceFiscale: anna.codiceFiscale }

/** A filed request with a wrong residence, which the office has returned. */
async function returned(wanted: object = { fields: ['residenceCity'], documents: [1] }, configuration: object = {}) {
  const counter = openCounter(configuration)
  const { sportello, mailer } = counter
  const filed = await completed(counter, wrong)
  const { id } = filed
  const dossierDigest = accepted(await sportello.approval.dossier({ operator, id })).digest
  const decision = { operator, id, dossierDigest, reason }
  const { until } = accepted(await sportello.approval.requestCorrection({ ...decision, ...wanted } as never))
  await sportello.relay()
  const lastTicket = () => /#ticket=(\S+)/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
  return { ...filed, counter, sportello, mailer, decision, until, link: lastTicket(), lastTicket }
}

describe('a request that the office returns', () => {
  it('R17: is corrected in the fields that were asked for, filed again, and shown to the office old beside new', async () => {
    const { sportello, mailer, counter, id, decision, link, ticket } = await returned()
    expect(mailer.sent.at(-1)?.text).toContain('Da correggere: Comune di residenza')
    expect(mailer.sent.at(-1)?.text).toContain("documento 1 da sostituire (carta d'identità)")
    expect(accepted(await sportello.registration.inspect(link))).toMatchObject({
      status: 'drafting',
      decision: { outcome: 'correction-requested', reason },
      wanted: { fields: ['residenceCity'], documents: [1] },
      isCurrentTicket: true,
    })
    expect(accepted(await sportello.registration.correct(link, { residenceCity: 'Torino' }))).toEqual({
      corrected: ['residenceCity'],
    })
    accepted(await sportello.registration.removeDocument(link, 1))
    accepted(await sportello.registration.addDocument(link, { type: 'identity-card', name: 'new.pdf' }, freshPdf()))
    accepted(await sportello.registration.complete(link))
    const dossier = accepted(await sportello.approval.dossier({ operator, id }))
    expect(dossier.digest).not.toBe(decision.dossierDigest)
    expect(dossier.wanted).toMatchObject({ fields: ['residenceCity'], documents: [1], reason })
    expect(dossier.corrections).toMatchObject({
      fields: [{ field: 'residenceCity', before: 'Trino', after: 'Torino' }],
      documents: { removed: [{ id: 1, type: 'identity-card', name: 'card.pdf' }], added: [2] },
    })
    expect(refusedCode(await sportello.approval.approve(decision))).toBe('approval/dossier-changed')
    await approve(counter, id)
    expect(accepted(await sportello.registration.inspect(ticket))).toMatchObject({
      status: 'completed',
      decision: { outcome: 'approved', reason: null },
      isCurrentTicket: false,
      actions: [],
    })
  })

  it.each(correctableFields)('R17: offers the correction where %s alone was asked for', async (field) => {
    const { sportello, link } = await returned({ fields: [field] })
    const { actions, wanted } = accepted(await sportello.registration.inspect(link))
    expect([wanted?.fields.includes(field), actions.includes('CorrectRegistration')]).toEqual([true, true])
  })

  it.each([{ documents: ['residence-permit'] }, { documents: [1] }, {}])(
    'R17: offers documents and no correction for %j',
    async (wanted) => {
      const { sportello, link } = await returned(wanted)
      const { actions } = accepted(await sportello.registration.inspect(link))
      expect([...actions].sort()).toEqual(['AddDocument', 'CompleteRegistration', 'RemoveDocument', 'WithdrawRegistration'])
    },
  )

  it('R17: takes no field that was not asked for, though it may be sent along as it is', async () => {
    const { sportello, link, id } = await returned()
    const correct = (form: object) => sportello.registration.correct(link, form)
    for (const [field, value] of [
      ['telephone', '06 222222'],
      ['surname', 'Rossi'],
      ['email', 'altra@example.it'],
      ['codiceFiscale', 'RSSMRA70A01H501S'],
      ['locale', 'en'],
    ] as const) {
      const refused = await correct({ residenceCity: 'Torino', [field]: value })
      // Name and codice fiscale depend on each other: whatever is said first, nothing is taken.
      expect(['registration/not-wanted', 'registration/form']).toContain(refusedCode(refused))
    }
    expect(await correct({ telephone: '06 222222' })).toEqual({
      ok: false,
      refusal: { code: 'registration/not-wanted', fields: ['telephone'] },
    })
    expect(accepted(await sportello.approval.dossier({ operator, id })).person).toMatchObject({ telephone: '06 111111' })
    expect(accepted(await correct({ ...wrong, residenceCity: 'Torino', postalCode: '' }))).toEqual({
      corrected: ['residenceCity'],
    })
    expect(accepted(await correct({ residenceCity: 'Torino' }))).toEqual({ corrected: [] })
  })

  it('reads a correction by the rules of the form, and finds anew what does not fit', async () => {
    const { sportello, link, id } = await returned({ fields: ['birthProvince', 'birthDate', 'postalCode'] })
    const problems = async (form: object) => {
      const answer = await sportello.registration.correct(link, form)
      return answer.ok || !('problems' in answer.refusal)
        ? []
        : answer.refusal.problems.map(({ field, code }) => `${field} ${code}`)
    }
    expect(await problems({ postalCode: '1' })).toEqual(['postalCode malformed'])
    expect(await problems({ birthDate: '2999-01-01' })).toEqual(['birthDate in-future'])
    // One of the birthplace opens all of it.
    accepted(await sportello.registration.correct(link, { birthMunicipality: 'Milano', birthDate: '1980-01-02' }))
    const { findings } = accepted(await sportello.approval.dossier({ operator, id }))
    expect(findings).toContain('birthDate-mismatch')
  })

  it('asks for no document that it does not have', async () => {
    const counter = openCounter()
    const { id } = await completed(counter)
    const { approval } = counter.sportello
    const dossierDigest = accepted(await approval.dossier({ operator, id })).digest
    const asked = await approval.requestCorrection({ operator, id, dossierDigest, reason, documents: [2] })
    expect(asked).toEqual({ ok: false, refusal: { code: 'approval/unknown-document', document: 2 } })
  })

  it.each(['codiceFiscale', 'email', 'consent', 'noticeVersion', 'locale'])('R17: is returned for no other %s', async (field) => {
    const counter = openCounter()
    const { id } = await completed(counter)
    const { approval } = counter.sportello
    const dossierDigest = accepted(await approval.dossier({ operator, id })).digest
    const form = { operator, id, dossierDigest, reason, fields: ['residenceCity', field] } as never
    expect(refusedCode(await approval.requestCorrection(form))).toBe('approval/form')
    expect(accepted(await approval.dossier({ operator, id }))).toMatchObject({ status: 'pending', wanted: null })
  })

  it('R18: is shown to whoever has an earlier ticket, and does nothing for him; another ticket finds nothing', async () => {
    const { sportello, ticket, link } = await returned()
    const { registration } = sportello
    expect(accepted(await registration.inspect(ticket))).toMatchObject({ isCurrentTicket: false, actions: [] })
    const foreign = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`
    for (const shown of [ticket, foreign]) {
      for (const act of [
        () => registration.correct(shown, { residenceCity: 'Torino' }),
        () => registration.complete(shown),
        () => registration.withdraw(shown),
        () => registration.removeDocument(shown, 1),
        () => registration.addDocument(shown, { type: 'identity-card' }, freshPdf()),
      ]) {
        expect(await act()).toEqual({ ok: false, refusal: { code: 'registration/not-found' } })
      }
    }
    for (const act of [registration.inspect, registration.sendLinkAgain, registration.showPinHalf]) {
      expect(await act(foreign)).toEqual({ ok: false, refusal: { code: 'registration/not-found' } })
    }
  })

  it('is shown after its end with the decision and the reason, and no more once it was erased', async () => {
    const { sportello, counter, ticket, link, decision } = await returned()
    accepted(await sportello.approval.reject({ ...decision, reason: 'Nessuna risposta.' }))
    for (const shown of [ticket, link]) {
      expect(accepted(await sportello.registration.inspect(shown))).toMatchObject({
        status: 'void',
        decision: { outcome: 'rejected', reason: 'Nessuna risposta.' },
      })
    }
    counter.clock.advance(181 * day)
    await sportello.retention.sweep()
    for (const shown of [ticket, link]) {
      expect(refusedCode(await sportello.registration.inspect(shown))).toBe('registration/not-found')
    }
    const stored = await everythingStored(counter)
    for (const text of ['Trino', 'Nessuna risposta', reason]) expect(stored.filter((row) => row.includes(text))).toEqual([])
  })
})

describe('a lost link', () => {
  it('is sent again by the office: with a new ticket and all its time, while the one before only shows', async () => {
    const { sportello, counter, id, link, lastTicket, until } = await returned()
    counter.clock.advance(until - counter.clock.now() - 1)
    const sent = accepted(await sportello.approval.sendAgain({ operator, id }))
    expect(sent.until).toBe(counter.clock.now() + 7 * day)
    await sportello.relay()
    const fresh = lastTicket()
    expect(fresh).not.toBe(link)
    expect(accepted(await sportello.registration.inspect(link))).toMatchObject({ isCurrentTicket: false, actions: [] })
    accepted(await sportello.registration.correct(fresh, { residenceCity: 'Torino' }))
  })

  it('is sent again no more once the term is over, and is not when nothing waits for a correction', async () => {
    const { sportello, counter, id, ticket, until } = await returned()
    counter.clock.advance(until - counter.clock.now())
    expect(refusedCode(await sportello.approval.sendAgain({ operator, id }))).toBe('registration/lapsed')
    expect(refusedCode(await sportello.registration.sendLinkAgain(ticket))).toBe('registration/lapsed')
    const other = openCounter()
    const filed = await completed(other)
    expect(refusedCode(await other.sportello.approval.sendAgain({ operator, id: filed.id }))).toBe('approval/nothing-to-correct')
    expect(refusedCode(await other.sportello.registration.sendLinkAgain(filed.ticket))).toBe('registration/already-completed')
    expect(refusedCode(await other.sportello.approval.sendAgain({ operator, id: 'nobody' }))).toBe('approval/not-found')
  })

  it('is sent again to whoever shows any ticket of the request, to its mailbox and in its term, three times a day', async () => {
    const { sportello, counter, ticket, until, mailer, lastTicket } = await returned()
    const again = () => sportello.registration.sendLinkAgain(ticket)
    expect(accepted(await again())).toEqual({ until })
    await sportello.relay()
    expect(mailer.sent.at(-1)?.to.address).toBe(wrong.email)
    const first = counter.clock.now()
    counter.clock.advance(1)
    accepted(await again())
    accepted(await again())
    expect(await again()).toEqual({ ok: false, refusal: { code: 'registration/too-many-links', retryAt: first + day } })
    counter.clock.advance(day - 2)
    expect(refusedCode(await again())).toBe('registration/too-many-links')
    counter.clock.advance(1)
    accepted(await again())
    await sportello.relay()
    accepted(await sportello.registration.withdraw(lastTicket()))
  })

  it('is mailed once under one request key, and by no operator on his own request', async () => {
    const { sportello, id, mailer } = await returned()
    const before = mailer.sent.length
    const options = { requestKey: 'send-again-0123456789' }
    const answers = [
      await sportello.approval.sendAgain({ operator, id }, options),
      await sportello.approval.sendAgain({ operator, id }, options),
    ]
    expect(answers[0]).toEqual(answers[1])
    await sportello.relay()
    expect(mailer.sent.length).toBe(before + 1)
    expect(refusedCode(await sportello.approval.sendAgain({ operator: colleague, id }))).toBe('approval/own-request')
  })

  it('M7: that is sent again and not mailed yet never leaves once the request is rejected', async () => {
    const { sportello, id, mailer, decision } = await returned()
    accepted(await sportello.approval.sendAgain({ operator, id }))
    accepted(await sportello.approval.reject(decision))
    const before = mailer.sent.length
    await sportello.relay()
    expect(mailer.sent.slice(before).map(({ subject }) => subject)).toEqual(['Comune di Prova: richiesta non accolta'])
  })
})

describe('the letters of a request', () => {
  const lettersOf = async ({ sportello }: ReturnType<typeof openCounter>, id: string) =>
    accepted(await sportello.approval.dossier({ operator, id })).letters

  async function filed(outcomes: Parameters<typeof recordingMailer>[0], configuration: object = {}) {
    const mailer = recordingMailer(outcomes)
    const counter = { ...openCounter({ ...configuration, mailer }), mailer }
    const { ticket, id } = accepted(await counter.sportello.registration.open(anna))
    accepted(await counter.sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()))
    accepted(await counter.sportello.registration.complete(ticket))
    return { counter, ticket, id }
  }

  it('show the office whether each waits, was sent, or was refused and why', async () => {
    const refusal = { outcome: 'rejected', reason: '550 5.1.1 <anna.verdi@example.it>: no such mailbox' } as const
    const { counter, id } = await filed([refusal])
    expect(await lettersOf(counter, id)).toMatchObject([{ name: 'registration/completed', status: 'waiting', at: null }])
    await counter.sportello.relay()
    const [letter] = await lettersOf(counter, id)
    expect(letter).toMatchObject({ status: 'rejected', at: counter.clock.now() })
    expect(letter?.reason).toContain('no such mailbox')
    expect(letter?.reason).not.toContain('anna.verdi')
  })

  it('O9: keep nobody in the belief that one arrived whose refusal could not be noted', async () => {
    const storage = memoryStorage()
    let isDown = true
    const commit: typeof storage.commit = (asked) =>
      isDown && JSON.stringify(asked.writes).includes('LetterEnded') ? Promise.reject(new Error('down')) : storage.commit(asked)
    const { counter, id } = await filed(() => 'rejected', { storage: { ...storage, commit } })
    const { sportello } = counter
    expect((await sportello.relay()).rejected).toEqual([])
    isDown = false
    expect(await lettersOf(counter, id)).toMatchObject([{ status: 'waiting' }])
    counter.clock.advance(60 * 60_000)
    await sportello.relay()
    expect(await lettersOf(counter, id)).toMatchObject([{ status: 'rejected' }])
    const dossierDigest = accepted(await sportello.approval.dossier({ operator, id })).digest
    expect(await sportello.approval.approve({ operator, id, dossierDigest })).toEqual({
      ok: false,
      refusal: { code: 'approval/letter-not-delivered', status: 'rejected' },
    })
  })

  it('O9: show one that is parked, and that it was sent once it is requeued', async () => {
    const { counter, id } = await filed(() => (counter2.isUp ? 'sent' : { outcome: 'retry', reason: 'Greylisted.' }))
    const { sportello, clock } = counter
    for (let attempt = 0; attempt < 16; attempt += 1) {
      await sportello.relay()
      clock.advance(6 * 60 * 60_000)
    }
    const [parked] = await lettersOf(counter, id)
    expect(parked).toMatchObject({ status: 'parked', reason: 'Greylisted.' })
    const dossierDigest = accepted(await sportello.approval.dossier({ operator, id })).digest
    expect(await sportello.approval.approve({ operator, id, dossierDigest })).toEqual({
      ok: false,
      refusal: { code: 'approval/letter-not-delivered', status: 'parked' },
    })
    counter2.isUp = true
    accepted(await sportello.outbox.requeue({ operator, id: parked?.mailId ?? '' }))
    expect(await lettersOf(counter, id)).toMatchObject([{ status: 'waiting' }])
    await sportello.relay()
    expect(await lettersOf(counter, id)).toMatchObject([{ status: 'sent', reason: null }])
    accepted(await sportello.approval.approve({ operator, id, dossierDigest }))
  })
  const counter2 = { isUp: false }

  it('O9, Q2: are known for what they became though the relay died before it settled', async () => {
    const { counter, id } = await filed(['rejected', 'rejected'])
    const { storage } = counter
    const settle = storage.settle
    const dying = { ...storage, settle: async () => Promise.reject(new Error('died')) }
    const other = openCounter({ storage: dying, mailer: counter.mailer, documents: counter.documents, clock: counter.clock })
    await expect(other.sportello.relay()).rejects.toThrow()
    expect(await lettersOf(counter, id)).toMatchObject([{ status: 'rejected' }])
    counter.clock.advance(10 * 60_000)
    await openCounter({
      storage: { ...storage, settle },
      mailer: counter.mailer,
      documents: counter.documents,
      clock: counter.clock,
    }).sportello.relay()
    expect(await lettersOf(counter, id)).toMatchObject([{ status: 'rejected' }])
  })

  it('hand the reason out to the person, and leave with the personal data', async () => {
    const { counter, id, ticket } = await filed([{ outcome: 'rejected', reason: 'Casella sconosciuta.' }])
    await counter.sportello.relay()
    const dossierDigest = accepted(await counter.sportello.approval.dossier({ operator, id })).digest
    accepted(await counter.sportello.approval.reject({ operator, id, dossierDigest, reason }))
    const asked = { operator, codiceFiscale: anna.codiceFiscale }
    const exported: unknown[] = []
    for await (const item of accepted(await counter.sportello.subject.export(asked)).items) exported.push(item)
    expect(JSON.stringify(exported)).toContain('Casella sconosciuta.')
    accepted(await counter.sportello.subject.erase({ ...asked, reason: 'Art. 17' }))
    expect((await everythingStored(counter)).filter((text) => text.includes('Casella'))).toEqual([])
    expect(refusedCode(await counter.sportello.registration.inspect(ticket))).toBe('registration/not-found')
    // What comes to its end afterwards brings nothing back.
    await counter.sportello.relay()
    expect((await everythingStored(counter)).filter((text) => text.includes('Verdi'))).toEqual([])
  })
})
