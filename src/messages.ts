/** Refusals for people and for HTTP: words from one table, problem details as RFC 9457 shapes them. */

import type { AnyRefusal, Locale } from './kernel/index.ts'
import { credentialWords } from './procedures/account/credential/messages.ts'
import { sessionWords } from './procedures/account/session/messages.ts'
import { addressesWords } from './procedures/addresses/addresses/messages.ts'
import { contactChangeWords } from './procedures/addresses/contact-change/messages.ts'
import { pecChangeWords } from './procedures/addresses/pec-change/messages.ts'
import { pecClaimWords } from './procedures/addresses/pec-claim/messages.ts'
import { assistanceWords } from './procedures/assistance/messages.ts'
import { approvalWords } from './procedures/enrolment/approval/messages.ts'
import { registrationWords } from './procedures/enrolment/registration/messages.ts'
import { subjectWords } from './procedures/lifecycle/subject/messages.ts'
import { quotaWords } from './procedures/quota/messages.ts'
import { journalWords, outboxWords, requestWords, type Words } from './runtime/messages.ts'

const tables = {
  ...addressesWords,
  ...approvalWords,
  ...assistanceWords,
  ...contactChangeWords,
  ...credentialWords,
  ...journalWords,
  ...outboxWords,
  ...pecChangeWords,
  ...pecClaimWords,
  ...quotaWords,
  ...registrationWords,
  ...requestWords,
  ...sessionWords,
  ...subjectWords,
}

type KnownRefusal = { readonly [Code in keyof typeof tables]: Parameters<(typeof tables)[Code]['it']>[0] }[keyof typeof tables]

const locales: ReadonlySet<unknown> = new Set<Locale>(['it', 'en'])

/** Every refusal code of the library, in alphabetical order. */
export const refusalCodes: readonly string[] = Object.keys(tables).sort()

/**
 * The sentence for a refusal of the library; undefined for a code or a language that it does not have, and for a refusal without its
 * data. Total over any value.
 */
export function refusalText(refusal: AnyRefusal, locale: Locale): string | undefined {
  try {
    const { code } = refusal
    if (typeof code !== 'string' || !Object.hasOwn(tables, code) || !locales.has(locale)) return undefined
    // Each code's words take the refusal of that code, which the type of the tables holds.
    const words = tables as Words<KnownRefusal>
    const say = words[code as KnownRefusal['code']][locale] as (given: AnyRefusal) => string
    return say(refusal)
  } catch {
    return undefined
  }
}

/** An RFC 9457 problem: `type` is a URN of the code, the refusal's own data are extension members. */
export type ProblemDetails = { readonly type: string; readonly title: string; readonly status: number } & {
  readonly [member: string]: unknown
}

const statuses: ReadonlyMap<string, number> = new Map([
  ['session/sign-in-refused', 401],
  ['session/not-active', 401],
  ['session/not-confirmed', 401],
  ['approval/own-request', 403],
  ['assistance/own-request', 403],
  ['credential/own-credential', 403],
  ['subject/own-data', 403],
  ['addresses/not-found', 404],
  ['addresses/no-pec', 404],
  ['contact-change/not-found', 404],
  ['contact-change/expired', 410],
  ['contact-change/superseded', 410],
  ['contact-change/cancelled', 410],
  ['contact-change/void', 410],
  ['pec-change/not-found', 404],
  ['pec-change/expired', 410],
  ['pec-change/superseded', 410],
  ['pec-change/cancelled', 410],
  ['pec-change/void', 410],
  ['approval/not-found', 404],
  ['assistance/not-found', 404],
  ['credential/not-found', 404],
  ['journal/not-found', 404],
  ['outbox/not-parked', 404],
  ['registration/not-found', 404],
  ['registration/unknown-document', 404],
  ['subject/not-found', 404],
  ['registration/form', 422],
  ['registration/document-refused', 422],
  ['addresses/form', 422],
  ['contact-change/form', 422],
  ['pec-change/form', 422],
  ['approval/form', 422],
  ['assistance/form', 422],
  ['assistance/document-expired', 422],
  ['credential/form', 422],
  ['outbox/form', 422],
  ['subject/form', 422],
  ['credential/new-password', 422],
  ['credential/wrong-password', 422],
  ['request/malformed-key', 422],
  ['quota/exceeded', 429],
])

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
  return { ...data, type: `urn:sportello:refusal:${code}`, title, status: statuses.get(code) ?? 409 }
}
