/** What the demo plays with, read and checked as a whole before anything is stored: every problem is told, not only the first. */
import { basename } from 'node:path'
import { defaultPolicy, type Locale, type PasswordHash, type Problem, type RegistrationForm, type Result } from 'sportello'
import { inspectPdf, parseCodiceFiscale, parseMailAddress } from 'sportello/identity'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import type { Choice } from './cli.ts'
import { assemble, freshIdentity } from './counter.ts'
import { DemoError } from './ending.ts'
import { directoryProblem, readWhole } from './files.ts'
import { plain } from './ink.ts'
import { documentProblem, fileProblem, formProblem, type JsonProblem, jsonProblem } from './problems.ts'

type Form = { readonly [field: string]: unknown }

export type Input = {
  readonly form: Form
  /** In its canonical spelling. */
  readonly codiceFiscale: string
  readonly email: string
  /** The form as a page shows it; empty texts where nothing was said. */
  readonly shown: {
    readonly surname: string
    readonly name: string
    readonly codiceFiscale: string
    readonly birthDate: string
    readonly birthplace: string
    readonly residence: string
    readonly email: string
    readonly body: string
  }
  readonly document: { readonly name: string; readonly content: Uint8Array }
}

const formBytesMax = 65_536

function isObject(value: unknown): value is Form {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The line in which JSON.parse stopped, as far as its message tells. */
function lineOf(text: string, cause: unknown): number | null {
  const [, position] = /at position (\d+)/.exec(cause instanceof Error ? cause.message : '') ?? []
  return position === undefined ? null : text.slice(0, Number(position)).split('\n').length
}

function parseForm(bytes: Uint8Array): Result<Form, JsonProblem> {
  const no = (refusal: JsonProblem): Result<never, JsonProblem> => ({ ok: false, refusal })
  const [first, second, third] = bytes
  const utf8 = first === 0xef && second === 0xbb && third === 0xbf
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (utf8 || utf16) return no({ code: 'bom' })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return no({ code: 'encoding' })
  }
  if (text.trim() === '') return no({ code: 'empty' })
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? { ok: true, value } : no({ code: 'shape' })
  } catch (cause) {
    return no({ code: 'json', line: lineOf(text, cause) })
  }
}

// For a counter that is asked one question and thrown away: its secrets never guard anything.
const noHash: PasswordHash = { hash: async () => '$none$', verify: async () => false, outdated: () => false }

/** Asks the real counter about the form, at a desk that keeps nothing. */
async function rehearse(form: Form, locale: Locale): Promise<readonly Problem[]> {
  const mailer = { send: async () => 'sent' as const }
  const parts = { storage: memoryStorage(), documents: memoryDocuments(), mailer, passwordHash: noHash }
  const desk = assemble(locale, freshIdentity(false), parts)
  const answer = await desk.registration.open(form as RegistrationForm)
  if (answer.ok) return []
  if (answer.refusal.code === 'registration/form') return answer.refusal.problems
  throw new DemoError(answer.refusal.code, 'the form')
}

async function readForm(path: string, locale: Locale): Promise<Result<Form, readonly string[]>> {
  const bytes = await readWhole(path, formBytesMax)
  if (!bytes.ok) return { ok: false, refusal: [fileProblem(path, bytes.refusal, locale)] }
  const parsed = parseForm(bytes.value)
  if (!parsed.ok) return { ok: false, refusal: [jsonProblem(path, parsed.refusal, locale)] }
  const form = { ...parsed.value, locale }
  const problems = await rehearse(form, locale)
  if (problems.length === 0) return { ok: true, value: form }
  return { ok: false, refusal: problems.map((problem) => formProblem(path, problem, locale)) }
}

async function readDocument(path: string, locale: Locale): Promise<Result<Uint8Array, readonly string[]>> {
  const { bytesMax, suspicious } = defaultPolicy.registration
  const no = (line: string) => ({ ok: false, refusal: [line] }) as const
  const bytes = await readWhole(path, bytesMax)
  if (!bytes.ok) {
    const large = bytes.refusal === 'too-large'
    return no(large ? documentProblem(path, 'too-large', [], locale) : fileProblem(path, bytes.refusal, locale))
  }
  const inspected = await inspectPdf(bytes.value, { bytesMax })
  if (!inspected.ok) return no(documentProblem(path, inspected.refusal.code.replace('pdf/', ''), [], locale))
  const { verdict, findings } = inspected.value
  if (verdict === 'suspicious' && suspicious === 'refuse') return no(documentProblem(path, 'suspicious', findings, locale))
  return { ok: true, value: bytes.value }
}

function textOf(form: unknown, field: string): string {
  const value = isObject(form) ? form[field] : undefined
  return typeof value === 'string' ? plain(value).trim() : ''
}

function shownForm(form: Form): Input['shown'] {
  const text = (field: string): string => textOf(form, field)
  const isItaly = text('birthNation').toUpperCase() === 'IT'
  const birthplace = isItaly ? `${text('birthMunicipality')} (${text('birthProvince')})` : text('birthNation').toUpperCase()
  const city = `${text('residenceCity')} (${text('residenceProvince')})`
  const residence = [text('residenceAddress'), `${text('postalCode')} ${city}`.trim()].filter((part) => part !== '').join(', ')
  return {
    surname: text('surname'),
    name: text('name'),
    codiceFiscale: text('codiceFiscale'),
    birthDate: text('birthDate'),
    birthplace,
    residence,
    email: text('email'),
    body: textOf(form['body'], 'name'),
  }
}

/** Both files and the place for the data, or every line that has to be said about them. Stores nothing. */
export async function readInput({ applicant, document, locale, data }: Choice): Promise<Result<Input, readonly string[]>> {
  const place = data === null ? null : await directoryProblem(data)
  const form = await readForm(applicant, locale)
  const file = await readDocument(document, locale)
  if (!form.ok || !file.ok || (data !== null && place !== null)) {
    const lines = [...(form.ok ? [] : form.refusal), ...(file.ok ? [] : file.refusal)]
    return { ok: false, refusal: data !== null && place !== null ? [...lines, fileProblem(data, place, locale)] : lines }
  }
  return { ok: true, value: inputOf(form.value, { name: basename(document), content: file.value }) }
}

/** What is known of a form that the counter would take. */
export function inputOf(form: Form, document: Input['document']): Input {
  const shown = shownForm(form)
  const codiceFiscale = parseCodiceFiscale(shown.codiceFiscale)
  const mail = parseMailAddress(shown.email)
  if (!codiceFiscale.ok || !mail.ok) throw new DemoError('demo/form', shown.codiceFiscale)
  return { form, codiceFiscale: codiceFiscale.value.code, email: mail.value.address, shown, document }
}
