/** What a rule answers: yes with a value, or no with the reason as data. A rule never throws. */
import { InvariantError } from './error.ts'

/** Yes, with a value. */
export type Accepted<Value> = { readonly ok: true; readonly value: Value }
/** No, and why. */
export type Refused<Refusal> = { readonly ok: false; readonly refusal: Refusal }

/** `ok: true` with the value, or `ok: false` with a refusal: a closed union with a stable `code` and data, no prose. */
export type Result<Value, Refusal> = Accepted<Value> | Refused<Refusal>

export function accept<Value>(value: Value): Accepted<Value> {
  return { ok: true, value }
}

export function refuse<const Refusal>(refusal: Refusal): Refused<Refusal> {
  return { ok: false, refusal }
}

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null

/** A path of a form or a code: what anybody has typed in is none. */
const isName = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9][\w./-]{0,99}$/.test(value)

/** What the refusal says is wrong, by paths and codes alone: the problems of a form, the violations of a password, the fault of a file. */
function reasonsOf(refusal: unknown): readonly string[] {
  if (!isRecord(refusal)) return []
  const { code, problems, violations, reason } = refusal
  const named = (list: unknown) => (Array.isArray(list) ? list.slice(0, 20).filter(isRecord) : [])
  return [
    ...named(problems).map((one) => [one['field'], one['code']].filter(isName).join(': ')),
    ...named(violations).map((one) => (isName(one['code']) ? one['code'] : '')),
    // Elsewhere a reason is what a person has written.
    typeof code === 'string' && code.endsWith('/document-refused') && isName(reason) ? reason : '',
  ].filter((text) => text !== '')
}

/**
 * The value of an accepted result, for scripts and tests that expect no refusal. Throws an InvariantError that names the code of an
 * unexpected one and, of a form, a password or a file, what is wrong: `an unexpected refusal: registration/form (surname: required)`.
 * It holds nothing that was handed in. A program that serves people looks at `ok`.
 *
 * @example
 * const { id, ticket } = unwrap(await sportello.registration.open(sampleApplicant))
 */
export function unwrap<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (result.ok) return result.value
  const reasons = reasonsOf(result.refusal)
  const told = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`
  throw new InvariantError(`an unexpected refusal: ${result.refusal.code}${told}`)
}
