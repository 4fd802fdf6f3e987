/** An answer of the library, or what was thrown, as status, headers and body for hosts that speak HTTP. */
import { systemClock } from './adapters/portable.ts'
import { type Instant, isInstant, type Locale } from './kernel/index.ts'
import { type ProblemDetails, problemDetails } from './messages.ts'

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

/** When it is worth trying again. At a sign-in nobody is told: a right attempt may work at once, and what a stranger hears says nothing. */
function secondsUntil({ type, status, retryAt }: ProblemDetails, now: Instant): number | null {
  if (status === 503) return busySeconds
  if (type === 'urn:sportello:refusal:session/sign-in-refused' || !isInstant(retryAt)) return null
  return Math.max(0, Math.ceil((retryAt - now) / 1000))
}

/** The headers of a refusal or an error, whatever its body is. */
export function answerHeaders(problem: ProblemDetails, locale: Locale, now: Instant): { readonly [name: string]: string } {
  const seconds = secondsUntil(problem, now)
  const headers = { 'content-language': locale, 'cache-control': 'no-store' }
  return seconds === null ? headers : { ...headers, 'retry-after': String(seconds) }
}

/** What is inside a refused answer, and the instant that the host says; whatever else is itself. Total over any value. */
export function readAnswer(
  given: unknown,
  options: { readonly now?: Instant } | undefined,
): { readonly answer: unknown; readonly now: Instant } {
  try {
    const now = isInstant(options?.now) ? options.now : systemClock().now()
    const isRefused = isRecord(given) && !(given instanceof Error) && given['ok'] === false
    return { answer: isRefused ? given['refusal'] : given, now }
  } catch {
    return { answer: null, now: systemClock().now() }
  }
}

function problemReply(refusal: unknown, locale: Locale, now: Instant): HttpReply {
  const problem = problemDetails(refusal, locale)
  const headers = { 'content-type': 'application/problem+json', ...answerHeaders(problem, locale, now) }
  return { status: problem.status, headers, body: JSON.stringify(problem) }
}

/**
 * The reply to a request, from any answer of the library or from what was thrown: `httpReply(await sportello.registration.open(form), 'it')`,
 * and `httpReply(error, 'it')` where it is caught.
 *
 * - An accepted answer has its value as JSON and status 200, or 204 where the value is null or undefined.
 * - A refusal is an `application/problem+json` (`problemDetails`), with `retry-after` in seconds where it says when to try again
 *   (a refused sign-in does not).
 * - A `SportelloError` is 503 with `retry-after` where it passes when it is tried again, else 500. Whatever else was thrown is 500. Neither says
 *   what has happened: log the error yourself.
 *
 * Nothing of it may be cached: answers hold secrets that are shown once. Bytes, such as a document of a dossier, are sent by the host itself.
 * A 401 has no `www-authenticate`, since the library does not know how the host carries its sessions. Total over any value.
 *
 * @example
 * const answer = await sportello.session.check(token)
 * const { status, headers, body } = httpReply(answer, 'it')
 * const response = new Response(JSON.stringify(body), { status, headers: { ...headers } })
 */
export function httpReply(answer: unknown, locale: Locale, options?: HttpReplyOptions): HttpReply {
  const language = locale === 'en' ? 'en' : 'it'
  const { answer: given, now } = readAnswer(answer, options)
  try {
    if (!isRecord(given) || given instanceof Error || given['ok'] !== true) return problemReply(given, language, now)
    const { value } = given
    if (value === undefined || value === null) return { status: 204, headers: { 'cache-control': 'no-store' }, body: '' }
    const { status = 200 } = options ?? {}
    const isSuccess = Number.isInteger(status) && status >= 200 && status <= 299
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
    const body: unknown = JSON.stringify(value)
    return typeof body === 'string' ? { status: isSuccess ? status : 200, headers, body } : problemReply(null, language, now)
  } catch {
    // A getter or a proxy that throws, or a value that JSON does not have.
    return problemReply(null, language, now)
  }
}
