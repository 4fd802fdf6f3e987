/** Refusals for people and for HTTP: words from one table, problem details as RFC 9457 shapes them. */

import { procedures } from './api/procedures.ts'
import type { AnyRefusal, Locale } from './kernel/index.ts'
import { subjectMessages } from './procedures/lifecycle/subject/messages.ts'
import { journalMessages, type Message, type MessageTable, outboxMessages, requestMessages } from './runtime/messages.ts'

const tables: readonly MessageTable[] = [
  ...procedures.map(({ messages }) => messages),
  subjectMessages,
  requestMessages,
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
 */
export function refusalText(refusal: AnyRefusal, locale: Locale): string | undefined {
  try {
    const message = messages.get(refusal.code)
    return message !== undefined && locales.has(locale) ? message[locale](refusal) : undefined
  } catch {
    return undefined
  }
}

/** An RFC 9457 problem: `type` is a URN of the code, the refusal's own data are extension members. */
export type ProblemDetails = { readonly type: string; readonly title: string; readonly status: number } & {
  readonly [member: string]: unknown
}

function membersOf(refusal: unknown): { readonly code?: unknown } {
  try {
    return typeof refusal === 'object' ? { ...refusal } : {}
  } catch {
    return {}
  }
}

/**
 * The refusal as an `application/problem+json` body for hosts that speak HTTP; 409 where no other status says it better. What is no
 * refusal at all is `about:blank` with status 500. Total over any value.
 */
export function problemDetails(refusal: AnyRefusal, locale: Locale): ProblemDetails {
  const { code, ...data } = membersOf(refusal)
  if (typeof code !== 'string') return { type: 'about:blank', title: 'Internal Server Error', status: 500 }
  const title = refusalText({ ...data, code }, locale) ?? code
  return { ...data, type: `urn:sportello:refusal:${code}`, title, status: messages.get(code)?.status ?? 409 }
}
