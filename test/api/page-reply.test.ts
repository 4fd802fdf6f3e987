import fc from 'fast-check'
import { httpReply, isFormRefusal, isPasswordRefusal, pageReply, refusalCodes, SportelloError } from 'sportello'
import { describe, expect, it } from 'vitest'
import { forgetful } from '../procedures/account/recovery/subscriber.ts'
import { anna, approved, drafted, newPassword, openCounter } from '../support/counter.ts'
import { sampleData } from '../support/refusals.ts'

const locales = ['it', 'en'] as const

describe('a refusal on a page', () => {
  it('has the text of each field under its path, and a sentence that does not repeat them', async () => {
    const { sportello } = openCounter()
    const answer = await sportello.registration.open({ ...anna, name: '', body: { name: 'Ente', taxCode: '1' } })
    if (answer.ok) throw new Error('accepted')
    const page = pageReply(answer.refusal, 'it')
    expect(page).toEqual({
      status: 422,
      headers: { 'cache-control': 'no-store', 'content-language': 'it' },
      sentence: 'Alcuni campi non sono corretti.',
      fields: {
        name: 'Questo dato è obbligatorio.',
        'body.taxCode': 'Il valore non è valido. Il codice fiscale di un ente ha 11 cifre.',
      },
      details: [
        'Nome: Questo dato è obbligatorio.',
        "Codice fiscale dell'ente richiedente: Il valore non è valido. Il codice fiscale di un ente ha 11 cifre.",
      ],
    })
    expect(pageReply(answer, 'it')).toEqual(page)
    expect(isFormRefusal(answer.refusal)).toBe(true)
    expect(isPasswordRefusal(answer.refusal)).toBe(false)
  })

  it('says how many problems are not listed', () => {
    const problems = [{ field: 'name', code: 'required' }]
    const { details } = pageReply({ code: 'registration/form', problems, problemCount: 4 }, 'en')
    expect(details).toEqual(['Name: This is required.', 'And 3 more.'])
  })

  it('has the broken rules under the new password and a wrong confirmation under its own field', async () => {
    const counter = openCounter()
    const { credentials } = await approved(counter)
    const signedIn = await counter.sportello.session.signIn(credentials)
    if (!signedIn.ok) throw new Error('refused')
    const form = { token: signedIn.value.token, current: credentials.password, next: 'corta', confirmation: 'altra' }
    const answer = await counter.sportello.credential.changePassword(form)
    if (answer.ok) throw new Error('accepted')
    const { status, sentence, fields, details } = pageReply(answer.refusal, 'it')
    expect([status, sentence]).toEqual([422, 'La nuova password non è accettata.'])
    expect(Object.keys(fields)).toEqual(['next', 'confirmation'])
    expect(fields['next']).toMatch(/^8 caratteri o più\. .*\.$/)
    expect(details.length).toBeGreaterThan(2)
    expect(isPasswordRefusal(answer.refusal)).toBe(true)
  })

  it('has the broken rules of a recovery under the field of its form, before and after the PIN is judged', async () => {
    const subscriber = await forgetful()
    const link = await subscriber.asked()
    for (const [password, confirmation] of [
      ['corta', 'altra'],
      [newPassword, newPassword],
    ] as const) {
      const { fields, details } = pageReply(await subscriber.complete(link, { password, confirmation }), 'it')
      expect(Object.keys(fields)).toEqual(password === confirmation ? ['password'] : ['password', 'confirmation'])
      expect(details[0]).toMatch(/^Password: /)
    }
  })

  it('says what was found in a file', async () => {
    const { sportello } = openCounter()
    const { ticket } = await drafted(sportello)
    const answer = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, new Uint8Array(0))
    if (answer.ok) throw new Error('accepted')
    expect(pageReply(answer.refusal, 'it').sentence).toBe('Non è stato scelto alcun file.')
    const found = { code: 'registration/document-refused', reason: 'suspicious', findings: ['pdf/launch', 'strange'] }
    expect(pageReply(found, 'it').details).toEqual(['Il file può avviare un programma.'])
  })

  it.each(refusalCodes)('%s has a sentence and a status in both languages', (code) => {
    for (const locale of locales) {
      const { status, sentence } = pageReply({ ...sampleData, code, problems: [], violations: [] }, locale)
      expect(sentence).toMatch(/^\p{Lu}.*[.]$/u)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    }
  })

  it('has no retry-after at a sign-in, since a right attempt may work at once, and has one elsewhere', () => {
    const at = (code: string) => ({ code, retryAt: 5000 })
    const options = { now: 1000 }
    expect(pageReply(at('quota/exceeded'), 'it', options).headers['retry-after']).toBe('4')
    expect(pageReply(at('session/sign-in-refused'), 'it', options).headers).not.toHaveProperty('retry-after')
    const reply = httpReply({ ok: false, refusal: at('session/sign-in-refused') }, 'it', options)
    expect(reply.headers).not.toHaveProperty('retry-after')
    expect(httpReply({ ok: false, refusal: at('session/reauthentication-failed') }, 'it', options).headers['retry-after']).toBe(
      '4',
    )
  })
})

describe('what was thrown, on a page', () => {
  it('J4: is 503 where it passes and 500 else, in the language of the reader, and says nothing of it', () => {
    const busy = pageReply(new SportelloError('busy', 'at /srv/secret'), 'it')
    expect(busy).toMatchObject({ status: 503, headers: { 'retry-after': '1', 'content-language': 'it' } })
    expect(busy.sentence).toBe('Il servizio è momentaneamente non disponibile: riprovi tra poco.')
    const broken = pageReply(new Error('duplicate key (anna@example.it)'), 'en')
    expect(broken).toMatchObject({ status: 500, fields: {}, details: [] })
    expect(JSON.stringify([busy, broken])).not.toMatch(/anna|secret/)
    expect(JSON.parse(httpReply(new SportelloError('busy', 'x'), 'it').body)).toMatchObject({ title: 'Servizio non disponibile' })
  })

  it('is a page, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (given, locale, options) => {
        const { status, sentence, fields, details } = pageReply(given, locale as never, options as never)
        expect(status).toBeGreaterThanOrEqual(400)
        expect(sentence).not.toBe('')
        expect([typeof fields, Array.isArray(details)]).toEqual(['object', true])
      }),
    )
    for (const part of ['problems', 'violations', 'findings']) {
      for (const odd of [[null], [{ code: 'x' }], [{ code: 5 }], 'x', { length: 2 }]) {
        expect(pageReply({ code: 'registration/form', [part]: odd }, 'it').sentence).not.toBe('')
      }
    }
  })
})
