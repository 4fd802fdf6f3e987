/**
 * Known faults in the reading of receipts, documents, passwords, codes and addresses as they occur in the field. The inputs, today's
 * answers and patterns of the right ones are in `test/fixtures/field-files.json`. What holds already is an ordinary test.
 */
import { refusalText } from 'sportello'
import { inspectPdf, parseCodiceFiscale, parseMailAddress } from 'sportello/identity'
import { checkPassword, definePolicy, length, passwordRulesAttribute, variety } from 'sportello/password'
import { parseDaticert } from 'sportello/pec'
import { describe, expect, it } from 'vitest'
import cases from '../fixtures/field-files.json'
import { drafted, openCounter } from '../support/counter.ts'
import { expectedFailure } from './expected-failure.ts'

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

for (const { name, today, right, ...example } of cases.expectedFailures) {
  const pattern = new RegExp(right)
  expectedFailure(name, { see: () => answerTo(example), today, isRight: (answer) => pattern.test(answer) })
}

describe('what holds already, and must when the others are mended', () => {
  for (const { name, holds, ...example } of cases.holding) {
    it(name, async () => expect(await answerTo(example)).toBe(holds))
  }
})
