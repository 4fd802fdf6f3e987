/** An answer of the library, or what was thrown, as status, headers and body for hosts that speak HTTP. */
import { systemClock } from './adapters/portable.ts'
import { type Instant, isInstant, type Locale } from './kernel/index.ts'
import { problemDetails } from './messages.ts'

/** What any web framework can send. The names of the headers are in lower case. */
export type HttpReply = {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  /** JSON; empty where `status` is 204. */
  readonly body: string
}

/** What the host says of a reply. */
export type HttpReplyOptions = {
  /** The status of an accepted answer with a value: 200 to 299, such as 201; 200 where it is left out. */
  readonly status?: number
  /** What time it is, from which `retry-after` is counted; the system's clock where it is left out. */
  readonly now?: Instant
}

// What passes by itself has no instant of its own.
const busySeconds = 1

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null

function problemReply(refusal: unknown, locale: Locale, now: Instant): HttpReply {
  const problem = problemDetails(refusal, locale)
  const { status } = problem
  const retryAt = problem['retryAt']
  const seconds = isInstant(retryAt) ? Math.max(0, Math.ceil((retryAt - now) / 1000)) : status === 503 ? busySeconds : null
  const headers = {
    'content-type': 'application/problem+json',
    'content-language': status >= 500 ? 'en' : locale,
    'cache-control': 'no-store',
  }
  return {
    status,
    headers: seconds === null ? headers : { ...headers, 'retry-after': String(seconds) },
    body: JSON.stringify(problem),
  }
}

/**
 * The reply to a request, from any answer of the library or from what was thrown: `httpReply(await sportello.registration.open(form), 'it')`,
 * and `httpReply(error, 'it')` where it is caught.
 *
 * - An accepted answer has its value as JSON and status 200, or 204 where the value is null or undefined.
 * - A refusal is an `application/problem+json` (`problemDetails`), with `retry-after` in seconds where it says when to try again.
 * - A `SportelloError` is 503 with `retry-after` where it passes when it is tried again, else 500. Whatever else was thrown is 500. Neither says
 *   what has happened: log the error yourself.
 *
 * Nothing of it may be cached: answers hold secrets that are shown once. Bytes, such as a document of a dossier, are sent by the host itself.
 * A 401 has no `www-authenticate`, since the library does not know how the host carries its sessions. Total over any value.
 */
export function httpReply(answer: unknown, locale: Locale, options?: HttpReplyOptions): HttpReply {
  const language = locale === 'en' ? 'en' : 'it'
  const clock = systemClock()
  try {
    const now = isInstant(options?.now) ? options.now : clock.now()
    if (!isRecord(answer) || answer instanceof Error) return problemReply(answer, language, now)
    if (answer['ok'] !== true) return problemReply(answer['ok'] === false ? answer['refusal'] : answer, language, now)
    const { value } = answer
    if (value === undefined || value === null) return { status: 204, headers: { 'cache-control': 'no-store' }, body: '' }
    const { status = 200 } = options ?? {}
    const isSuccess = Number.isInteger(status) && status >= 200 && status <= 299
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
    const body: unknown = JSON.stringify(value)
    return typeof body === 'string' ? { status: isSuccess ? status : 200, headers, body } : problemReply(null, language, now)
  } catch {
    // A getter or a proxy that throws, or a value that JSON does not have.
    return problemReply(null, language, clock.now())
  }
}
