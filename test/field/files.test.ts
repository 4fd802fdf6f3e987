/**
 * Receipts, documents, passwords, codes and addresses as they occur in the field, all of them faults once. The inputs and the right answers are in
 * `test/fixtures/field-files.json`.
 */
import { problemText, refusalText } from 'sportello'
import { inspectPdf, parseCodiceFiscale, parseMailAddress } from 'sportello/identity'
import { checkPassword, definePolicy, length, passwordRulesAttribute, variety } from 'sportello/password'
import { parseDaticert } from 'sportello/pec'
import { describe, expect, it } from 'vitest'
import cases from '../fixtures/field-files.json'
import { anna, drafted, openCounter } from '../support/counter.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What the applicant reads when a document is refused. */
async function messageOn(document: Uint8Array): Promise<string> {
  const { sportello } = openCounter()
  const { ticket } = await drafted(sportello)
  const added = await sportello.registration.addDocument(ticket, { type: 'identity-card' }, document)
  return added.ok ? '' : (refusalText(added.refusal, 'en') ?? '')
}

async function inspected(document: Uint8Array): Promise<string> {
  const answer = await inspectPdf(document, { bytesMax: 10_000 })
  if (answer.ok) return [answer.value.verdict, ...answer.value.findings, ...answer.value.notes].join(' ')
  const isCalledNoPdf = (await messageOn(document)) === (await messageOn(bytes('A letter.')))
  return isCalledNoPdf ? `${answer.refusal.code}, called no PDF` : answer.refusal.code
}

const kinds: { readonly [name: string]: RegExp } = { lower: /[a-z]/, upper: /[A-Z]/, digit: /[0-9]/, special: /[^a-zA-Z0-9]/ }

/** Whether a generator that follows the attribute may draw the password. */
function fitsAttribute(attribute: string, password: string): boolean {
  return attribute.split(';').every((part) => {
    const [name = '', value = ''] = part.split(':').map((text) => text.trim())
    if (name === 'minlength') return password.length >= Number(value)
    if (name === 'maxlength') return password.length <= Number(value)
    if (name !== 'required') return true
    const wanted = value.split(',').map((kind) => kinds[kind.trim()] ?? /[-#%*+=?@]/)
    return wanted.some((kind) => kind.test(password))
  })
}

function passwordAnswer(password: string): string {
  const policy = definePolicy({ name: 'own', rules: [length(8), variety(4)] })
  const verdict = (takes: boolean) => (takes ? 'takes' : 'refuses')
  const attribute = fitsAttribute(passwordRulesAttribute(policy), password)
  return `attribute ${verdict(attribute)}, policy ${verdict(checkPassword(password, policy).length === 0)}`
}

/** The answer to an input: what was read of it, or the code of the refusal. */
async function answerTo({ call, input }: { readonly call: string; readonly input: string }): Promise<string> {
  switch (call) {
    case 'parseDaticert': {
      const read = parseDaticert(bytes(input))
      return read.ok ? read.value.kind : read.refusal.code
    }
    case 'inspectPdf':
      return inspected(bytes(input))
    case 'passwordRulesAttribute':
      return passwordAnswer(input)
    case 'parseCodiceFiscale': {
      const read = parseCodiceFiscale(input)
      return read.ok ? read.value.code : read.refusal.code
    }
    case 'parseMailAddress': {
      const read = parseMailAddress(input)
      return read.ok ? read.value.address : read.refusal.code
    }
    default:
      throw new Error(`no such call: ${call}`)
  }
}

describe('what was met in the field', () => {
  for (const { name, holds, ...example } of cases) {
    it(name, async () => expect(await answerTo(example)).toBe(holds))
  }
})

describe('what was pasted with a character that nobody sees', () => {
  it.each([
    ['RSS\u00A0MRA80A01H501U', 'codiceFiscale', 4, 'U+00A0', 'spazio unificatore U+00A0'],
    ['RSSMRA-80A01-H501-U', 'codiceFiscale', 7, 'U+002D', 'trattino U+002D'],
    ['RSSMRA80A01H501U\u200B', 'codiceFiscale', 17, 'U+200B', 'spazio di larghezza zero, invisibile U+200B'],
    ['mario.rossi@pec.example\u00A0', 'email', 24, 'U+00A0', 'spazio unificatore U+00A0'],
    ['mario\t.rossi@pec.example', 'email', 6, 'U+0009', 'tabulazione U+0009'],
  ])('R10: %j is refused with its place and its name', async (typed, field, position, character, named) => {
    const { sportello } = openCounter()
    const opened = await sportello.registration.open({ ...anna, [field]: typed })
    const problems = opened.ok || opened.refusal.code !== 'registration/form' ? [] : opened.refusal.problems
    const problem = problems.find((one) => one.field === field)
    expect(problem).toEqual({ field, code: 'characters', position, character })
    expect(problem === undefined ? '' : problemText(problem, 'it')).toContain(`(carattere ${position}: ${named})`)
  })
})
