import { inspect } from 'node:util'
import { refusalText, type Scanner } from 'sportello'
import { describe, expect, it } from 'vitest'
import { filed, questionnaire } from '../procedures/assistance/asking.ts'
import { latin1, minimalPdf, onePage, pdfOf } from '../rules/identity/minimal-pdf.ts'
import { accepted, anna, openCounter, operator, refusedCode } from '../support/counter.ts'

const plain = minimalPdf()
/** Its object stream is compressed in a way that is not read here. */
const packed = latin1(pdfOf(onePage('Card', '', ['<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nx\nendstream'])))
const active = latin1(pdfOf(onePage('Card', '/OpenAction << /S /JavaScript >> ')))

// Whatever a port may answer with.
const answers: readonly unknown[] = [undefined, null, 0, '', 'CLEAN', true, {}, ['clean'], Symbol('clean'), () => 'clean']

/** A scanner with one answer, and what it was given. */
function scripted(answer: unknown): Scanner & { readonly given: Uint8Array[] } {
  const given: Uint8Array[] = []
  return {
    given,
    scan: async (bytes) => {
      given.push(bytes)
      return answer as 'clean'
    },
  }
}

const failing = (error: unknown): Scanner => ({
  scan: () => {
    throw error
  },
})

/** The findings that the office reads in the dossier about a document filed at either door. */
async function findingsOf(scanner: Scanner | undefined, content: Uint8Array, suspicious: 'refuse' | 'flag' = 'refuse') {
  const policy = { registration: { suspicious } }
  const counter = openCounter({ policy, ...(scanner === undefined ? {} : { scanner }) })
  const { sportello } = counter
  const opened = accepted(await sportello.registration.open(anna))
  accepted(await sportello.registration.addDocument(opened.ticket, { type: 'identity-card' }, content))
  accepted(await sportello.registration.complete(opened.ticket))
  const registered = accepted(await sportello.approval.dossier({ operator, id: opened.id }))
  const asked = await filed(counter, {}, content)
  const assisted = accepted(await sportello.assistance.dossier({ operator, id: asked.id }))
  expect(assisted.documents[0]?.findings).toEqual(registered.documents[0]?.findings)
  return registered.documents[0]?.findings
}

describe('D3: a scanner of the host', () => {
  it('is handed each inspected upload once, whole, before anything is stored', async () => {
    const scanner = scripted('clean')
    const counter = openCounter({ scanner })
    const { registration } = counter.sportello
    const { ticket, id } = accepted(await registration.open(anna))
    let storedWhenAsked = -1
    scanner.scan = async (bytes) => {
      scanner.given.push(bytes)
      storedWhenAsked = (await counter.documents.list({ office: 'comune-di-prova', limit: 10 })).length
      return 'clean'
    }
    accepted(await registration.addDocument(ticket, { type: 'identity-card' }, plain))
    expect(scanner.given).toEqual([plain])
    expect(storedWhenAsked).toBe(0)
    expect((await counter.documents.list({ office: 'comune-di-prova', limit: 10 })).map(({ ref }) => ref.owner)).toEqual([id])
  })

  it('is not asked about what was refused before', async () => {
    const scanner = scripted('clean')
    const { sportello } = openCounter({ scanner })
    const { ticket } = accepted(await sportello.registration.open(anna))
    for (const content of [latin1('no PDF'), active]) {
      const answer = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, content)
      expect(refusedCode(answer)).toBe('registration/document-refused')
    }
    expect(scanner.given).toEqual([])
  })

  it('that finds malware has the document refused at either door, and nothing is stored', async () => {
    const { sportello, documents } = openCounter({ scanner: scripted('infected') })
    const { ticket } = accepted(await sportello.registration.open(anna))
    const added = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, plain)
    const refusal = { reason: 'infected', findings: ['scanner/infected'] }
    expect(added).toEqual({ ok: false, refusal: { code: 'registration/document-refused', ...refusal } })
    const opened = await sportello.assistance.open(questionnaire, plain)
    expect(opened).toEqual({ ok: false, refusal: { code: 'assistance/document-refused', ...refusal } })
    expect(await documents.list({ office: 'comune-di-prova', limit: 10 })).toEqual([])
    if (added.ok) return
    expect(refusalText(added.refusal, 'it')).toContain('contiene un virus o altro codice dannoso')
    expect(refusalText(added.refusal, 'en')).toContain('it contains a virus or other malware')
  })

  it('that calls a document clean takes away the note that it was not read in full, and no other', async () => {
    expect(await findingsOf(undefined, packed)).toEqual(['pdf/not-fully-inspected'])
    expect(await findingsOf(scripted('clean'), packed)).toEqual([])
    const linked = latin1(pdfOf(onePage('Card', '', ['<< /S /URI >>'])))
    expect(await findingsOf(scripted('clean'), linked)).toEqual(['pdf/uri'])
  })

  it('that does not know lets the document in, with a finding in the dossier', async () => {
    expect(await findingsOf(scripted('unknown'), plain)).toEqual(['scanner/unknown'])
    expect(await findingsOf(scripted('unknown'), packed)).toEqual(['pdf/not-fully-inspected', 'scanner/unknown'])
  })

  it.each(answers)('that answers %o has not said what it is', async (answer) => {
    expect(await findingsOf(scripted(answer), plain)).toEqual(['scanner/unknown'])
  })

  it.each([new Error('canary'), null, 'canary', undefined])('that throws %o has not said what it is', async (error) => {
    expect(await findingsOf(failing(error), plain)).toEqual(['scanner/unknown'])
    expect(await findingsOf({ scan: () => Promise.reject(error) }, plain)).toEqual(['scanner/unknown'])
  })

  it('is asked also about what the policy lets in with its findings', async () => {
    const scanner = scripted('infected')
    const { sportello } = openCounter({ scanner, policy: { registration: { suspicious: 'flag' } } })
    const { ticket } = accepted(await sportello.registration.open(anna))
    const added = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, active)
    expect(added).toMatchObject({ refusal: { reason: 'infected' } })
    expect(scanner.given).toEqual([active])
  })

  it('that changes the bytes it was given changes nothing that is filed', async () => {
    const scan: Scanner['scan'] = async (bytes) => {
      bytes.fill(0)
      return 'clean'
    }
    const counter = openCounter({ scanner: { scan } })
    const { registration, journal } = counter.sportello
    const { ticket, id } = accepted(await registration.open(anna))
    accepted(await registration.addDocument(ticket, { type: 'identity-card' }, plain))
    const [, added] = accepted(await journal.read({ kind: 'registration', id }))
    const { document } = (added?.data ?? {}) as { readonly document: { readonly digest: string; readonly size: number } }
    expect(await counter.documents.get({ office: 'comune-di-prova', owner: id, ...document })).toEqual(plain)
  })

  it('that throws is not quoted in the journal', async () => {
    const counter = openCounter({ scanner: failing(new Error('canary %PDF')) })
    const { registration, journal } = counter.sportello
    const { ticket, id } = accepted(await registration.open(anna))
    accepted(await registration.addDocument(ticket, { type: 'identity-card' }, plain))
    expect(inspect(accepted(await journal.read({ kind: 'registration', id })), { depth: 10 })).not.toContain('canary')
  })
})
