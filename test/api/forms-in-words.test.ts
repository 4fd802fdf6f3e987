import fc from 'fast-check'
import { fieldLabel, type Problem, problemCodes, problemText, refusalText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { labelledFields } from '../../src/runtime/field-words.ts'
import { readInput } from '../../src/runtime/input.ts'
import { anna, openCounter } from '../support/counter.ts'
import { hostileValues } from '../support/hostile-values.ts'
import { type FieldPath, fieldsOf, goodInput, type InputForm, inputForms, withValue } from '../support/input-forms.ts'

const forms = await inputForms()
const locales = ['it', 'en'] as const

const wrongValues: readonly unknown[] = [
  ...[undefined, null, '', '   ', 5, -1, 1e9, true, [], {}, ['x', 5], { a: 5 }, 'x', 'x'.repeat(400), 'x'.repeat(3000), '\u200B'],
  // Names: no letter, another script, too many marks, a sign out of place, a character of no alphabet.
  ...['-', 'Жанна', 'a\u0301\u0302\u0303\u0304', 'a//b', 'a@b', '☃', 'x'.repeat(90), Array.from({ length: 9 }, () => 'x')],
  // Addresses and codes.
  ...['@', 'a@b@c', 'a..b@example.it', 'a@b', 'é@example.it', 'VRDNNA80A41L219M', 'VRDNNA80A71L219', 'VRDNNA80A4!L219Z'],
  ...['1RDNNA80A41L219Z', 'VRDNNA80B70L219C', 'not-authorised', '2026-02-29'],
  ...['letters', 'combining marks', 'a list of zeros', 'a list as length'].map((name) => hostileValues.get(name)),
]

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

/** What the schema itself says, before anything else is made of it. */
function issuesOf({ schema }: InputForm, given: unknown): readonly Issue[] {
  const read = schema.safeParse(given)
  return read.success ? [] : read.error.issues
}

function problemsOf({ schema }: InputForm, given: unknown): readonly Problem[] {
  const read = readInput(schema, given)
  return read.ok ? [] : read.refusal
}

function expectWords(form: InputForm, given: unknown): void {
  for (const { message } of issuesOf(form, given)) expect(problemCodes, form.name).toContain(message)
  for (const problem of problemsOf(form, given)) {
    const [it, en] = locales.map((locale) => ({ text: problemText(problem, locale), label: fieldLabel(problem.field, locale) }))
    const about = `${form.name}: ${JSON.stringify(problem)}`
    for (const words of [it, en]) {
      expect(words?.text, about).toMatch(/^\p{Lu}.*[.]$/u)
      expect(words?.label, about).toMatch(/^\p{Lu}/u)
      expect(`${words?.text}${words?.label}`, about).not.toMatch(/undefined|NaN|\[object/)
    }
    expect(it?.text, about).not.toBe(en?.text)
  }
}

describe.each(forms.map((form) => [`${form.folder} ${form.name}`, form] as const))('%s', (_name, form) => {
  const good = goodInput(form)
  const fields: readonly FieldPath[] = [[], ...fieldsOf(form.schema)]

  it('has words in both languages for every problem of every field', () => {
    for (const field of fields) {
      for (const value of wrongValues) expectWords(form, withValue(good, field, value))
    }
    const anyField = fc.constantFrom(...fields)
    fc.assert(fc.property(anyField, fc.anything(), (field, value) => expectWords(form, withValue(good, field, value))))
    fc.assert(fc.property(fc.anything(), (value) => expectWords(form, value)))
  })

  it('has a label for every field that it reads', () => {
    for (const field of fields) {
      for (const locale of locales) expect(fieldLabel(field.join('.'), locale), field.join('.')).toBeTypeOf('string')
    }
  })

  it('reads an empty field as one that was left out, wherever it may be left out', () => {
    for (const field of fields.slice(1)) {
      const without = form.schema.safeParse(withValue(good, field, undefined))
      if (!without.success || field.includes(0)) continue
      const read = form.schema.safeParse(withValue(good, field, ''))
      expect(read.success ? read.data : read.error.issues, field.join('.')).toEqual(without.data)
    }
  })
})

describe('the words of forms', () => {
  it('speak of no code that nothing says', () => {
    const said = new Set<string>()
    for (const form of forms) {
      const good = goodInput(form)
      for (const field of [[], ...fieldsOf(form.schema)]) {
        for (const value of wrongValues)
          for (const { message } of issuesOf(form, withValue(good, field, value))) said.add(message)
      }
    }
    // What use cases find, and what a getter that throws leads to.
    const elsewhere = ['unreadable', 'no-questionnaire', 'in-future', 'too-young', 'mismatch', 'skipped', 'ambiguous']
    const between = ['different', 'same-as-pec']
    expect([...said, ...elsewhere, ...between].sort()).toEqual(expect.arrayContaining([...problemCodes].sort()))
  })

  it('speak of no field that no form has', () => {
    const read = new Set(forms.flatMap(({ schema }) => fieldsOf(schema)).map((field) => field.join('.')))
    // What goes along with a form, what a codice fiscale is compared with, and the form as a whole.
    const beside = ['', 'place', 'answers']
    expect([...labelledFields.keys()].filter((field) => !read.has(field) && !beside.includes(field))).toEqual([])
  })

  it('are undefined for what is none of the library, and never thrown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (value, locale) => {
        expect(() => problemText(value as never, locale as never)).not.toThrow()
        expect(() => fieldLabel(value as never, locale as never)).not.toThrow()
      }),
    )
    expect(problemText({ field: 'name', code: 'constructor' as never }, 'it')).toBeUndefined()
    expect(problemText({ field: 'name', code: 'required' }, 'fr' as never)).toBeUndefined()
    expect(fieldLabel('constructor', 'it')).toBeUndefined()
    expect(fieldLabel('answers.which-register', 'en')).toBe("Answers to the office's questions")
  })

  it('name each field once, in the language of the reader, also where the whole form is wrong', async () => {
    const { sportello } = openCounter()
    const answer = await sportello.registration.open({
      ...anna,
      surname: 'V3rdi',
      name: '',
      body: { name: '', taxCode: '123' },
      email: 'anna',
    })
    if (answer.ok || answer.refusal.code !== 'registration/form') throw new Error('accepted')
    expect(refusalText(answer.refusal, 'it')).toBe(
      "Alcuni campi non sono corretti: Cognome (carattere 2: «3»), Nome, Indirizzo e-mail, Denominazione dell'ente richiedente, Codice fiscale dell'ente richiedente.",
    )
    const twice = [...answer.refusal.problems, ...answer.refusal.problems]
    const doubled = { code: 'registration/form', problems: twice, problemCount: twice.length } as never
    expect(refusalText(doubled, 'it')).toBe(refusalText(answer.refusal, 'it'))
  })

  it('make a page that a citizen can mend a thoroughly wrong registration by', async () => {
    const { sportello } = openCounter()
    const wrong = {
      ...{
        surname: 'Жukov',
        name: 'http://x',
        codiceFiscale: 'VRDNNA80A41L219',
        birthDate: '01/02/1980',
        birthNation: 'Italiana',
      },
      ...{ residenceProvince: 'Torino', residenceCity: '', postalCode: '1012', telephone: 'casa', email: 'anna(at)example.it' },
      ...{ body: { name: 'Comune', taxCode: '1' }, consent: 'not-authorised', noticeVersion: '', sex: 'x' },
    }
    const answer = await sportello.registration.open(wrong as never)
    if (answer.ok || answer.refusal.code !== 'registration/form') throw new Error('accepted')
    const page = answer.refusal.problems.map((one) => `${fieldLabel(one.field, 'it')}: ${problemText(one, 'it')}`)
    expect(page).toMatchInlineSnapshot(`
      [
        "Cognome: Contiene una lettera che non è dell'alfabeto latino (carattere 1: «Ж» U+0416).",
        "Nome: Contiene un carattere non ammesso (carattere 5: «:»).",
        "Codice fiscale: Ci sono caratteri in più o in meno. Il codice fiscale ha 16 lettere e cifre, senza spazi, come RSSMRA70A01H501S.",
        "Sesso: Il valore non è valido.",
        "Data di nascita: Il valore non è valido. La data si scrive anno-mese-giorno, come 1980-01-31.",
        "Stato di nascita: Il valore non è valido. La sigla dello Stato ha due lettere, come IT.",
        "Provincia di residenza: Il valore non è valido. La sigla della provincia ha due lettere, come TO.",
        "Comune di residenza: Questo dato è obbligatorio.",
        "CAP: Il valore non è valido. Il CAP ha cinque cifre.",
        "Telefono: Il valore non è valido. Il numero si scrive in cifre, da 4 a 20, con o senza + davanti.",
        "Indirizzo e-mail: Un carattere manca o è fuori posto. Un indirizzo si scrive così: nome@esempio.it.",
        "Codice fiscale dell'ente richiedente: Il valore non è valido. Il codice fiscale di un ente ha 11 cifre.",
        "Autorizzazione al trattamento dei dati: Senza questa autorizzazione la richiesta non può essere presentata.",
        "Versione dell'informativa: Questo dato è obbligatorio.",
      ]
    `)
  })
})
