/** Refusals for people and for HTTP: words from one table, problem details as RFC 9457 shapes them. */

import { procedures } from './api/procedures.ts'
import { type AnyRefusal, isSportelloError, type Locale, type SportelloErrorCode } from './kernel/index.ts'
import { feedMessages } from './procedures/lifecycle/feed/messages.ts'
import { subjectMessages } from './procedures/lifecycle/subject/messages.ts'
import { deskMessages } from './procedures/office/desk/messages.ts'
import { rebindingMessages } from './procedures/office/rebinding/messages.ts'
import { federationMessages } from './rules/federation/index.ts'
import {
  challengeMessages,
  journalMessages,
  type Message,
  type MessageTable,
  outboxMessages,
  requestMessages,
} from './runtime/messages.ts'

const tables: readonly MessageTable[] = [
  ...procedures.map(({ messages }) => messages),
  deskMessages,
  rebindingMessages,
  subjectMessages,
  feedMessages,
  federationMessages,
  requestMessages,
  challengeMessages,
  journalMessages,
  outboxMessages,
]

// The message of a code takes the refusal of that code; what lacks its data is caught where the sentence is made.
const messages = new Map<unknown, Message<AnyRefusal>>(
  tables.flatMap((table) => Object.entries(table).map(([code, message]) => [code, message as Message<AnyRefusal>] as const)),
)

const locales: ReadonlySet<unknown> = new Set<Locale>(['it', 'en'])

/** Every refusal code of the library, in alphabetical order. */
export const refusalCodes: readonly string[] = tables.flatMap((table) => Object.keys(table)).sort()

/**
 * The sentence for a refusal of the library; undefined for a code or a language that it does not have, and for a refusal without its
 * data. Total over any value.
 *
 * @example
 * refusalText({ code: 'session/not-active' }, 'en')  // 'The session is over: please sign in again.'
 */
export function refusalText(refusal: AnyRefusal & { readonly [data: string]: unknown }, locale: Locale): string | undefined {
  try {
    const message = messages.get(refusal.code)
    return message !== undefined && locales.has(locale) ? message[locale](refusal) : undefined
  } catch {
    return undefined
  }
}

/**
 * An RFC 9457 problem: `type` is a URN of the code, `title` says what kind it is, `detail` what is particular to this one. The data of the
 * refusal are extension members.
 */
export type ProblemDetails = { readonly type: string; readonly title: string; readonly status: number } & {
  readonly [member: string]: unknown
}

// The English titles are those of the statuses, as RFC 9457 asks of `about:blank`.
const titles = {
  500: { it: 'Errore interno del server', en: 'Internal Server Error' },
  503: { it: 'Servizio non disponibile', en: 'Service Unavailable' },
} as const

const failed = (status: keyof typeof titles, locale: Locale): ProblemDetails => {
  return { type: 'about:blank', title: titles[status][locale === 'it' ? 'it' : 'en'], status }
}

/** What passes when it is tried again. */
const passing: ReadonlySet<unknown> = new Set<SportelloErrorCode>(['busy', 'storage/failed', 'documents/failed'])

function membersOf(refusal: unknown): { readonly code?: unknown } {
  try {
    return typeof refusal === 'object' && !(refusal instanceof Error) ? { ...refusal } : {}
  } catch {
    return {}
  }
}

/**
 * The refusal as an `application/problem+json` body for hosts that speak HTTP. What was thrown may be given too: a SportelloError is status
 * 503 where it passes when it is tried again, and 500 else. Whatever is none of the library's refusals is status 500. Of both nothing is
 * said, since errors of databases and files name rows and paths. Total over any value.
 *
 * @example
 * const opened = await sportello.registration.open(sampleApplicant)
 * if (!opened.ok) console.log(problemDetails(opened.refusal, 'it').status)
 */
export function problemDetails(refusal: unknown, locale: Locale): ProblemDetails {
  if (isSportelloError(refusal)) return failed(passing.has(refusal.code) ? 503 : 500, locale)
  const { code, ...data } = membersOf(refusal)
  const message = messages.get(code)
  if (typeof code !== 'string' || message === undefined) return failed(500, locale)
  const text = refusalText({ ...data, code }, locale)
  const kind = { type: `urn:sportello:refusal:${code}`, status: message.status }
  const title = locales.has(locale) ? message.title?.[locale] : undefined
  if (title === undefined) return { ...data, ...kind, title: text ?? code }
  return text === undefined ? { ...data, ...kind, title } : { ...data, ...kind, title, detail: text }
}
