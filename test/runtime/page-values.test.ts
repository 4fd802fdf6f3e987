/** What a page sends: texts in the place of numbers, ticked boxes, and one choice in the place of a list. */
import { describe, expect, it } from 'vitest'
import { asBoolean, asNumber } from '../../src/runtime/page-values.ts'
import { accepted, anna, completed, freshPdf, openCounter, operator, refusedCode } from '../support/counter.ts'
import { type FieldPath, fieldsOf, goodInput, inputForms, withValue } from '../support/input-forms.ts'

// The parts of a receipt come from `parseReceipt`, and an identity from the reader of its protocol, never from a page.
const ofNoPage = ['procedures/addresses/pec-change receiptForm', 'procedures/federation signInForm']
const forms = (await inputForms()).filter(({ name, folder }) => !ofNoPage.includes(`${folder} ${name}`))

function valueAt(form: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined), form)
}

const fields = forms.flatMap(({ name, folder, schema }) => {
  const good = goodInput({ name, folder, schema })
  return fieldsOf(schema).map((path) => {
    const read = (value: unknown) => schema.safeParse(withValue(good, path, value))
    return { place: `${folder} ${name} ${path.join('.')}`, good, path, read }
  })
})

// A field of any kind that takes a number, and one that takes a yes or no.
const takes = (value: unknown) =>
  fields.filter(({ good, path, read }) => typeof valueAt(good, path) !== 'object' && read(value).success && !read({}).success)
const numbers = takes(1)
const booleans = takes(true)

describe('a field as a page sends it', () => {
  it('is looked at in every form', () => {
    expect(numbers.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        'runtime caseDocumentForm document',
        'runtime mailPageForm limit',
        'procedures/enrolment/approval correctionRequestForm documents.0',
        'procedures/enrolment/approval pageForm submittedBefore',
        'procedures/account/identification recordForm identifiedAt',
        'procedures/office/desk searchForm limit',
        'procedures/import runForm parallel',
      ]),
    )
    expect(booleans.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        'procedures/enrolment/approval approveForm despiteUndelivered',
        'procedures/enrolment/approval reissueForm inPerson',
        'procedures/office/rebinding rebindForm despiteMismatch',
        'procedures/import runForm tells',
        'procedures/enrolment/registration registrationForm italianCitizen',
      ]),
    )
  })

  it.each(numbers)('of a number is taken as its text: $place', ({ read }) => {
    expect(read('1')).toEqual(read(1))
    for (const text of [
      '01',
      ' 1',
      '1.0',
      '1e0',
      '0x1',
      '+1',
      '-1',
      '1,5',
      '9007199254740992',
      '9'.repeat(17),
      'NaN',
      ['1'],
      true,
    ])
      expect(read(text).success, String(text)).toBe(false)
  })

  it.each(booleans)('of a yes or no is taken as its text: $place', ({ read }) => {
    expect(read('true')).toEqual(read(true))
    expect(read('on')).toEqual(read(true))
    expect(read('false')).toEqual(read(false))
    expect(read('')).toEqual(read(undefined))
    for (const text of ['True', 'yes', '1', ' true', 0, 1, ['true'], {}]) expect(read(text).success, String(text)).toBe(false)
  })

  it('is read without a look at what cannot be it', () => {
    expect([asNumber('12'), asNumber('9007199254740991'), asNumber(7)]).toEqual([12, 9007199254740991, 7])
    expect([asBoolean('on'), asBoolean('x'), asBoolean(null)]).toEqual([true, 'x', null])
  })
})

describe('the calls with numbers', () => {
  it('remove a document, show one and page through journals by the texts of a page', async () => {
    const counter = openCounter()
    const { sportello } = counter
    const { ticket } = accepted(await sportello.registration.open({ ...anna, email: 'seconda@example.it' }))
    accepted(await sportello.registration.addDocument(ticket, { type: 'identity-card' }, freshPdf()))
    for (const wrong of ['01', 'x', '', '1.5']) {
      expect(refusedCode(await sportello.registration.removeDocument(ticket, wrong))).toBe('registration/unknown-document')
    }
    accepted(await sportello.registration.removeDocument(ticket, '1'))
    const { id } = await completed(counter)
    expect(accepted(await sportello.approval.document({ operator, id, document: '1' })).content.length).toBeGreaterThan(0)
    const record = { kind: 'registration', id }
    const lines = accepted(await sportello.journal.read(record, { after: '1', limit: '1' }))
    expect(lines).toEqual(accepted(await sportello.journal.read(record, { after: 1, limit: 1 })))
    expect(accepted(await sportello.journal.read(record, { after: '', limit: '' } as object)).length).toBeGreaterThan(1)
    expect(refusedCode(await sportello.journal.read(record, { after: '1.5' }))).toBe('journal/not-found')
  })

  it('take one ticked box for a list of one', async () => {
    const counter = openCounter()
    const { sportello } = counter
    const { id } = await completed(counter)
    const list = accepted(await sportello.desk.list({ operator, states: 'waiting' }))
    expect(list).toEqual(accepted(await sportello.desk.list({ operator, states: ['waiting'] })))
    const { digest: dossierDigest } = accepted(await sportello.approval.dossier({ operator, id }))
    const asked = { operator, id, dossierDigest, reason: 'Manca il retro.', fields: 'surname', documents: '1' } as const
    accepted(await sportello.approval.requestCorrection(asked))
    const { wanted } = accepted(await sportello.approval.dossier({ operator, id }))
    expect(wanted).toMatchObject({ fields: ['surname'], documents: [1] })
  })
})
