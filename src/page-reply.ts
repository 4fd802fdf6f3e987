/** A refusal, or what was thrown, for hosts that send whole pages of HTML: the sentence above the form, and the texts beside its fields. */
import { findingText } from './findings.ts'
import { answerHeaders, readAnswer } from './http-reply.ts'
import type { AnyRefusal, Instant, Locale } from './kernel/index.ts'
import { problemDetails, refusalText } from './messages.ts'
import { messages as passwordWords, type Violation } from './rules/password/index.ts'
import type { FormRefusal } from './runtime/input.ts'
import { fieldLabel, problemText } from './runtime/problem-words.ts'
import type { DocumentFinding } from './runtime/uploads.ts'

/** What a page shows of a refusal or an error. All texts are plain text: escape them. */
export type PageReply = {
  /** The HTTP status of the page: 400 to 599. */
  readonly status: number
  /** `cache-control`, `content-language`, and `retry-after` in seconds where it is known when to try again. The names are in lower case. */
  readonly headers: { readonly [name: string]: string }
  /** What stands above the form. It does not repeat what is in `fields` and `details`. */
  readonly sentence: string
  /** The text beside each field that is wrong, by its path in the input: `email`, `body.taxCode`, `next`. */
  readonly fields: { readonly [field: string]: string }
  /**
   * For a page without room beside its fields, below the sentence: each field with its label and what is wrong with it, the same as in `fields`; or
   * what was found in a file. Empty where the sentence says all.
   */
  readonly details: readonly string[]
}

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null
const isListOfCodes = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one: unknown) => isRecord(one) && typeof one['code'] === 'string')

/**
 * True for the refusal of a form, which has `problems`. Total over any value.
 *
 * @example
 * const opened = await sportello.registration.open(sampleApplicant)
 * if (!opened.ok && isFormRefusal(opened.refusal)) console.log(opened.refusal.problems.map(({ field }) => field))
 */
export function isFormRefusal(refusal: unknown): refusal is FormRefusal<string> {
  try {
    return isRecord(refusal) && typeof refusal['code'] === 'string' && isListOfCodes(refusal['problems'])
  } catch {
    return false
  }
}

/**
 * True for the refusal of a new password, which has `violations`. Total over any value.
 *
 * @example
 * const changed = await sportello.credential.changePassword({ token, current: 'a', next: 'b', confirmation: 'b' })
 * if (!changed.ok && isPasswordRefusal(changed.refusal)) console.log(changed.refusal.violations)
 */
export function isPasswordRefusal(refusal: unknown): refusal is AnyRefusal & { readonly violations: readonly Violation[] } {
  try {
    return isRecord(refusal) && typeof refusal['code'] === 'string' && isListOfCodes(refusal['violations'])
  } catch {
    return false
  }
}

type Beside = { readonly field: string; readonly text: string }

/** What is wrong, by the field that it stands beside. A new password that was confirmed wrongly is mended in the confirmation. */
function besideFields(refusal: unknown, locale: Locale): readonly Beside[] {
  if (isFormRefusal(refusal)) {
    return refusal.problems.map((problem) => ({
      field: String(problem.field),
      text: problemText(problem, locale) ?? problem.code,
    }))
  }
  if (!isPasswordRefusal(refusal)) return []
  // Of an earlier version there is no field: it was that of a change of the password.
  const typed = Reflect.get(refusal, 'field') === 'password' ? 'password' : 'next'
  return refusal.violations.map((violation) => ({
    field: violation.code === 'confirmation' ? 'confirmation' : typed,
    text: `${passwordWords[locale](violation)}.`,
  }))
}

const more: { readonly [L in Locale]: (count: number) => string } = {
  it: (count) => (count === 1 ? "E un'altra correzione." : `E altre ${count} correzioni.`),
  en: (count) => `And ${count} more.`,
}

function detailsOf(refusal: unknown, beside: readonly Beside[], locale: Locale): readonly string[] {
  const fields = beside.map(({ field, text }) => {
    const label = fieldLabel(field, locale)
    return label === undefined ? text : `${label}: ${text}`
  })
  const left = isFormRefusal(refusal) ? refusal.problemCount - refusal.problems.length : 0
  const findings = isRecord(refusal) && Array.isArray(refusal['findings']) ? refusal['findings'] : []
  const found = findings.flatMap((finding: DocumentFinding) => findingText(finding, locale) ?? [])
  return [...fields, ...(left > 0 ? [more[locale](left)] : []), ...found]
}

const thrown: { readonly [L in Locale]: { readonly passing: string; readonly broken: string } } = {
  it: {
    passing: 'Il servizio è momentaneamente non disponibile: riprovi tra poco.',
    broken: "Si è verificato un errore: riprovi più tardi o si rivolga all'ente.",
  },
  en: {
    passing: 'The service is not available at the moment: please try again shortly.',
    broken: 'Something went wrong: please try again later, or ask the office.',
  },
}

function reply(given: unknown, locale: Locale, now: Instant): PageReply {
  const problem = problemDetails(given, locale)
  const { status, title } = problem
  const headers = answerHeaders(problem, locale, now)
  if (status >= 500 || !isRecord(given) || typeof given['code'] !== 'string') {
    const sentence = status === 503 ? thrown[locale].passing : thrown[locale].broken
    return { status, headers, sentence, fields: {}, details: [] }
  }
  const beside = besideFields(given, locale)
  const fields = new Map<string, string>()
  for (const { field, text } of beside) {
    const before = fields.get(field)
    fields.set(field, before === undefined ? text : `${before} ${text}`)
  }
  const details = detailsOf(given, beside, locale)
  const whole = refusalText({ ...given, code: given['code'] }, locale)
  return {
    status,
    headers,
    sentence: beside.length > 0 ? title : (whole ?? title),
    fields: Object.fromEntries(fields),
    details,
  }
}

/**
 * What a page shows of a refusal, of an answer that is one, or of what was thrown: `pageReply(answer.refusal, 'it')`, and `pageReply(error, 'it')`
 * where it is caught.
 *
 * - A form: `sentence` says that some fields are wrong, `fields` has the text beside each of them, `details` the same as a list.
 * - A new password: the rules that it breaks are under the field of the form, `next` of `credential.changePassword` and `password` of
 *   `recovery.complete`; a wrong confirmation under `confirmation`.
 * - A file: `details` says what was found in it.
 * - A `SportelloError` is 503 with `retry-after` where it passes when it is tried again, else 500. Whatever else was thrown, and whatever is no
 *   refusal, is 500. Neither says what has happened: log the error yourself.
 *
 * Total over any value.
 *
 * @example
 * const opened = await sportello.registration.open(sampleApplicant)
 * if (!opened.ok) {
 *   const { sentence, fields } = pageReply(opened.refusal, 'it')
 *   console.log(sentence, fields['surname'])
 * }
 */
export function pageReply(refusalOrError: unknown, locale: Locale, options?: { readonly now?: Instant }): PageReply {
  const language = locale === 'en' ? 'en' : 'it'
  const { answer, now } = readAnswer(refusalOrError, options)
  try {
    return reply(answer, language, now)
  } catch {
    // A getter or a proxy that throws.
    return reply(null, language, now)
  }
}
