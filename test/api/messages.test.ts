import fc from 'fast-check'
import { problemDetails, refusalCodes, refusalText, SportelloError } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, anna, openCounter, refusedCode } from '../support/counter.ts'
import { otherData, sampleData } from '../support/refusals.ts'

const samplesOf = (code: string) => [sampleData, otherData].map((data) => ({ code, ...data }))

describe('refusals in words', () => {
  it('exist for every code in both languages, in one sentence each, with no data missing', async () => {
    for (const code of refusalCodes) {
      const [it, en] = [refusalText({ code, ...sampleData }, 'it'), refusalText({ code, ...sampleData }, 'en')]
      expect(it, code).toMatch(/^\p{Lu}.*[.]$/u)
      expect(en, code).toMatch(/^\p{Lu}.*[.]$/u)
      expect(it, code).not.toBe(en)
      expect(`${it}${en}`, code).not.toMatch(/undefined|\[object|NaN/)
    }
  })

  it('are undefined for a code that the library does not have, whatever it is called', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')), (code) => {
        expect(refusalText({ code }, 'it')).toBeUndefined()
      }),
    )
  })

  it('carry what a person needs to mend: the fields, the limits, the reason', async () => {
    const { sportello } = openCounter()
    const answer = await sportello.registration.open({ ...anna, name: '', email: 'x' })
    if (answer.ok) throw new Error('accepted')
    expect(refusalText(answer.refusal, 'it')).toBe('Alcuni campi non sono corretti: Nome, Indirizzo e-mail.')
    expect(refusalText({ code: 'registration/too-many-documents', documentsMax: 10 } as never, 'en')).toBe(
      'At most 10 documents can be uploaded.',
    )
  })
})

describe('problem details (RFC 9457)', () => {
  it('name the refusal by a URN, say it in words, keep its data, and have a status', async () => {
    expect(problemDetails({ code: 'quota/exceeded', retryAt: 5 } as never, 'en')).toEqual({
      type: 'urn:sportello:refusal:quota/exceeded',
      title: 'Too many requests have arrived: please try again later.',
      status: 429,
      retryAt: 5,
    })
    expect(problemDetails({ code: 'approval/void' }, 'it').status).toBe(409)
  })

  it('say what is particular in the detail, and the same of every one of a kind in the title', () => {
    const form = (field: string) =>
      problemDetails({ code: 'registration/form', problems: [{ field, code: 'required' }], problemCount: 1 }, 'en')
    expect(form('surname')).toMatchObject({
      title: 'Some fields are not right.',
      detail: 'Some fields are not right: Surname.',
      problemCount: 1,
    })
    expect(form('name').title).toBe(form('surname').title)
  })

  it.each(refusalCodes)('%s has a title that does not depend on its data', (code) => {
    const [one, other] = samplesOf(code).map((refusal) => problemDetails(refusal, 'it'))
    expect(one?.title).toBe(other?.title)
    expect(one?.title).not.toBe(code)
  })

  it('J4: say nothing of what the host or its database threw', () => {
    const row = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(anna@example.it)', table: 't' })
    const file = Object.assign(new Error('no such file'), { code: 'ENOENT', path: '/srv/secret' })
    const posed = Object.assign(new Error('x'), { code: 'approval/void', path: '/srv/secret' })
    const broken = { type: 'about:blank', title: 'Errore interno del server', status: 500 }
    for (const thrown of [row, file, posed, { ...row }, { code: 'elsewhere', path: '/srv' }, 'x'])
      expect(problemDetails(thrown, 'it')).toEqual(broken)
    expect(problemDetails(new SportelloError('config/invalid', 'policy: x', row), 'it')).toEqual(broken)
    for (const code of ['busy', 'storage/failed', 'documents/failed'] as const) {
      const unavailable = { type: 'about:blank', title: 'Servizio non disponibile', status: 503 }
      expect(problemDetails(new SportelloError(code, 'at /srv/secret', row), 'it')).toEqual(unavailable)
    }
  })

  it('never let the data of a refusal take the place of a standard member', () => {
    const details = problemDetails({ code: 'approval/void', type: 'evil', title: 'evil', status: 200 } as never, 'en')
    expect(details).toMatchObject({ type: 'urn:sportello:refusal:approval/void', status: 409 })
    expect(details.title).not.toBe('evil')
  })

  it('are the same for somebody unknown and somebody wrong', async () => {
    const { sportello } = openCounter()
    const { retryAt: _1, ...unknown } = await refusedAs({ codiceFiscale: anna.codiceFiscale })
    const { retryAt: _2, ...malformed } = await refusedAs({ codiceFiscale: 'x' })
    expect(unknown).toEqual(malformed)
    async function refusedAs(who: { readonly codiceFiscale: string }) {
      const answer = await sportello.session.signIn({ ...who, pin: '123456789', password: 'Gelato.Turchese7' })
      if (answer.ok) throw new Error('accepted')
      return problemDetails(answer.refusal, 'it')
    }
  })
})

describe('what the front door gives', () => {
  it('every code that a use case answers has words', async () => {
    const { sportello } = openCounter()
    const { ticket } = accepted(await sportello.registration.open(anna))
    expect(refusalCodes).toContain(refusedCode(await sportello.registration.complete(ticket)))
  })
})
