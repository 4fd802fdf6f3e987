import fc from 'fast-check'
import { refusalCodes } from 'sportello'
import { describe, expect, it } from 'vitest'
import { latin1, minimalPdf } from '../../rules/identity/minimal-pdf.ts'
import { accepted, everythingStored, freshPdf, office, openCounter, operator, refusedCode } from '../../support/counter.ts'
import { contact, filed, newPec, questionnaire } from './asking.ts'

async function problemsOf(form: unknown) {
  const { sportello, storage, documents } = openCounter()
  const answer = await sportello.assistance.open(form as never, freshPdf())
  if (answer.ok || answer.refusal.code !== 'assistance/form') throw new Error(JSON.stringify(answer))
  expect(await storage.list({ office: office.id, kind: 'assistance', limit: 1 })).toEqual([])
  expect(await documents.list({ office: office.id, limit: 1 })).toEqual([])
  return answer.refusal.problems
}

const thrower = () => {
  throw new Error('no')
}
const trap = new Proxy({}, { get: thrower, has: thrower, ownKeys: thrower, getOwnPropertyDescriptor: thrower })

describe('the questionnaire', () => {
  it('asks for everything that is required, all problems at once', async () => {
    const problems = await problemsOf({ path: questionnaire.path })
    expect(problems.map(({ field }) => field).sort()).toEqual(
      [
        ...['codiceFiscale', 'confirmation', 'documentExpiresOn', 'documentNumber', 'documentType'],
        ...['email', 'name', 'noticeVersion', 'pec', 'surname'],
      ].sort(),
    )
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['required']))
  })

  it.each(['', '   ', '\u200B\u2060'])('a required text of %j is missing', async (blank) => {
    for (const field of ['surname', 'name', 'documentNumber', 'documentExpiresOn', 'noticeVersion'] as const) {
      expect(await problemsOf({ ...questionnaire, [field]: blank })).toEqual([{ field, code: 'required' }])
    }
  })

  it.each([
    ['pec', 'a@b', 'domain'],
    ['pec', 'a@example.it, b@example.it', 'characters'],
    ['email', 'a@example.it\r\nBcc: b@example.it', 'characters'],
    ['oldPec', 'a\uFF20example.it', 'characters'],
    ['oldPec', 5, 'type'],
    ['oldPec', 'x'.repeat(321), 'malformed'],
    ['codiceFiscale', 'VRDNNA80A41L219M', 'check-letter'],
    ['codiceFiscale', '\u202EVRDNNA80A41L219Z', 'characters'],
    ['telephone', 'call me', 'malformed'],
    ['documentType', 'other', 'unknown'],
    ['documentType', 'library-card', 'unknown'],
    ['documentType', null, 'unknown'],
    ['documentExpiresOn', '2026-02-29', 'malformed'],
    ['documentExpiresOn', '29/02/2028', 'malformed'],
    ['documentExpiresOn', '2026-3-1', 'malformed'],
    ['documentExpiresOn', 1_900_000_000_000, 'type'],
    ['surname', 'x'.repeat(101), 'too-long'],
    ['surname', 5, 'type'],
    ['surname', "'", 'empty'],
    ['note', 'x'.repeat(2001), 'too-long'],
    ['locale', 'fr', 'malformed'],
    ['answers', ['x'], 'type'],
    ['path', 'private-area', 'type'],
    ['path', Array(9).fill('x'), 'too-long'],
  ])('%s of %j is %s', async (field, value, code) => {
    expect(await problemsOf({ ...questionnaire, [field]: value })).toMatchObject([{ field, code }])
  })

  it('C8: a new PEC that is not typed the same twice is refused; case in the domain makes no difference', async () => {
    expect(await problemsOf({ ...questionnaire, confirmation: 'anna.verdi@altra.example.it' })).toEqual([
      { field: 'confirmation', code: 'different' },
    ])
    await filed(openCounter(), { confirmation: newPec.replace('nuovapec', 'NuovaPec') })
  })

  it('INV-16: the answer never goes to the new PEC, which nobody has confirmed', async () => {
    expect(await problemsOf({ ...questionnaire, email: newPec.toUpperCase() })).toEqual([{ field: 'email', code: 'same-as-pec' }])
  })

  it.each(['identity-card', 'passport', 'driving-licence', 'residence-permit'])('takes a document of type %s', async (type) => {
    const counter = openCounter()
    const { id } = await filed(counter, { documentType: type })
    const { documents } = accepted(await counter.sportello.assistance.dossier({ operator, id }))
    expect(documents).toMatchObject([{ type }])
  })

  it.each([
    ['surname', 'Verdi\r\nBcc: x@example.it', 'characters', 6],
    ['name', 'Anna \u202E', 'characters', 6],
    ['surname', '\u0412erdi', 'script', 1],
    ['name', 'evil.example', 'shape', 6],
  ])('R15, E2: %s of %j is refused, and the place is said', async (field, value, code, position) => {
    expect(await problemsOf({ ...questionnaire, [field]: value })).toMatchObject([{ field, code, position }])
  })

  it('takes the request of a person without a given name', async () => {
    const counter = openCounter()
    const given = { surname: 'Singh', name: '', codiceFiscale: 'SNGXXX80A41Z222Q' }
    const { id } = await filed(counter, given)
    expect(accepted(await counter.sportello.assistance.dossier({ operator, id })).person).toMatchObject(given)
    await counter.sportello.relay()
    expect(counter.mailer.sent.map(({ to }) => to.name)).toEqual(['Singh'])
  })

  it('E2: line breaks and invisible characters become one clean line in the dossier, and are in no mail', async () => {
    const counter = openCounter()
    const { id } = await filed(counter, {
      note: 'a\u202Eb\nc',
      fileName: '../../x.pdf.exe\n',
    })
    const { person } = accepted(await counter.sportello.assistance.dossier({ operator, id }))
    expect(person).toMatchObject({ note: 'a b c', document: { name: 'x_pdf_exe.pdf' } })
    await counter.sportello.relay()
    expect(counter.mailer.sent.map(({ to }) => to.address)).toEqual([contact])
    expect(JSON.stringify(counter.mailer.sent)).not.toContain('pdf')
  })
})

describe('the name of the file', () => {
  it.each([5, true, null, {}, [], ['a.pdf'], Symbol('a')])('that is %o is refused like every other field', async (fileName) => {
    const { sportello, storage } = openCounter()
    const answer = await sportello.assistance.open({ ...questionnaire, fileName } as never, minimalPdf())
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: 'assistance/form', problems: [{ field: 'fileName', code: 'type' }] },
    })
    expect(await storage.list({ office: 'comune-di-prova', kind: 'assistance', limit: 10 })).toEqual([])
  })
})

describe('the file', () => {
  it('D1, D3: is judged by its content: what is no PDF, and what is active, is refused with its reason and leaves nothing', async () => {
    const plain = new TextDecoder('latin1').decode(minimalPdf())
    const active = latin1(plain.replace('/Type /Catalog', '/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert) >>'))
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70])
    const { sportello, documents } = openCounter()
    const reasons = []
    for (const content of [jpeg, minimalPdf().slice(0, -40), active]) {
      const answer = await sportello.assistance.open(questionnaire, content)
      reasons.push(!answer.ok && answer.refusal.code === 'assistance/document-refused' ? answer.refusal.reason : answer)
    }
    expect(reasons).toEqual(['not-pdf', 'truncated', 'suspicious'])
    expect(await documents.list({ office: office.id, limit: 1 })).toEqual([])
    const lenient = openCounter({ policy: { registration: { suspicious: 'flag' } } })
    const { id } = await filed(lenient, {}, active)
    const dossier = accepted(await lenient.sportello.assistance.dossier({ operator, id }))
    expect(dossier.documents[0]?.findings.length).toBeGreaterThan(0)
  })

  it('D4: a stream is read to one chunk after the limit and not further; bytes beyond it are not copied', async () => {
    const { sportello } = openCounter({ policy: { registration: { bytesMax: 1000 } } })
    let served = 0
    async function* endless() {
      for (;;) {
        served += 100
        yield new Uint8Array(100)
      }
    }
    for (const content of [endless(), new Uint8Array(1001)]) {
      const answer = await sportello.assistance.open(questionnaire, content)
      expect(answer.ok ? null : answer.refusal).toMatchObject({ reason: 'too-large' })
    }
    expect(served).toBe(1100)
  })

  it('may come as a stream, and is copied before it is looked at', async () => {
    const counter = openCounter()
    async function* stream() {
      const content = minimalPdf()
      for (let at = 0; at < content.length; at += 7) yield content.subarray(at, at + 7)
    }
    const streamed = accepted(await counter.sportello.assistance.open(questionnaire, stream()))
    const content = minimalPdf()
    const pending = counter.sportello.assistance.open(questionnaire, content)
    content.fill(0)
    for (const { id } of [streamed, accepted(await pending)]) {
      const read = accepted(await counter.sportello.assistance.document({ operator, id, document: 1 }))
      expect(read.content).toEqual(minimalPdf())
    }
  })
})

describe('J: hostile input', () => {
  it('J2: filing is total over any value', async () => {
    const { sportello } = openCounter()
    await fc.assert(
      fc.asyncProperty(fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }), async (value) => {
        expect(refusedCode(await sportello.assistance.open(value as never, freshPdf()))).toBe('assistance/form')
      }),
      { numRuns: 200 },
    )
  })

  it('J2: so is each field of the questionnaire, and what goes along with it', async () => {
    const { sportello } = openCounter({ policy: { quota: { usesMax: 1000 } } })
    const hostile = [undefined, null, 0, -1, 10n, true, Symbol('x'), '\uD800', 'a'.repeat(1 << 20), [], {}, () => 1, trap]
    for (const value of hostile) {
      for (const field of Object.keys(questionnaire)) {
        const answer = await sportello.assistance.open({ ...questionnaire, [field]: value }, freshPdf())
        if (!answer.ok) {
          expect(refusalCodes).toContain(answer.refusal.code)
          const { problems = [] } = answer.refusal as { readonly problems?: readonly { readonly code: string }[] }
          for (const { code } of problems) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
        }
      }
      accepted(await sportello.assistance.open(questionnaire, freshPdf(), { requester: value as string }))
    }
    for (const requester of ['', 'x'.repeat(257)]) {
      accepted(await sportello.assistance.open(questionnaire, freshPdf(), { requester }))
    }
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('J1: a getter that throws, a proxy and a prototype are problems, not exceptions', async () => {
    const throwing = Object.defineProperty({ ...questionnaire }, 'surname', { get: thrower, enumerable: true })
    const answering = { ...questionnaire, answers: JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":"x"}') }
    expect(await problemsOf(throwing)).toEqual([{ field: '', code: 'unreadable' }])
    expect(await problemsOf(trap)).not.toEqual([])
    accepted(await openCounter().sportello.assistance.open(answering, freshPdf()))
    expect('polluted' in {}).toBe(false)
  })

  it('J3: an answer that nobody has asked for is not read', async () => {
    const answers = Object.defineProperty({}, 'unasked', { get: thrower, enumerable: true })
    accepted(await openCounter().sportello.assistance.open({ ...questionnaire, answers }, freshPdf()))
  })

  it('J2: the office’s acts are total', async () => {
    const counter = openCounter()
    const { id } = await filed(counter)
    const { dossier, document, approve, reject } = counter.sportello.assistance
    for (const value of [undefined, null, 5, 'x', [], trap, { operator }, { operator, id: 'a b' }, { operator: trap, id }]) {
      for (const act of [dossier, document, approve, reject]) {
        expect(refusedCode(await act(value as never))).toBe('assistance/form')
      }
    }
    for (const number of [0.5, Number.NaN, '01', null]) {
      expect(refusedCode(await document({ operator, id, document: number as number }))).toBe('assistance/form')
    }
    for (const strange of ['nobody', '0'.repeat(26)]) {
      expect(refusedCode(await dossier({ operator, id: strange }))).toBe('assistance/not-found')
      expect(refusedCode(await document({ operator, id: strange, document: 1 }))).toBe('assistance/not-found')
      expect(refusedCode(await approve({ operator, id: strange, dossierDigest: 'x' }))).toBe('assistance/not-found')
      expect(refusedCode(await reject({ operator, id: strange, dossierDigest: 'x', reason: 'x' }))).toBe('assistance/not-found')
    }
  })

  it('INV-36: what is validated is what is stored, also when a getter changes its mind', async () => {
    const counter = openCounter()
    let reads = 0
    const form = Object.defineProperty({ ...questionnaire }, 'pec', {
      get: () => (reads++ === 0 ? newPec : 'evil@pec.example.it'),
      enumerable: true,
    })
    const answer = await counter.sportello.assistance.open(form, freshPdf())
    const stored = (await everythingStored(counter, ['assistance'])).join('')
    expect(stored).not.toContain('evil')
    if (answer.ok) expect(stored).toContain(newPec)
  })

  it('drops what the questionnaire does not know, and leaves the form as it was', async () => {
    const counter = openCounter()
    const form = Object.freeze({ ...questionnaire, role: 'administrator' })
    accepted(await counter.sportello.assistance.open(form, freshPdf()))
    expect((await everythingStored(counter, ['assistance'])).join('')).not.toContain('administrator')
  })
})
