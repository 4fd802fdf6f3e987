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

/**
 * The value of an accepted result, for scripts and tests that expect no refusal. Throws an InvariantError that names the code of an
 * unexpected one, and nothing of its data. A program that serves people looks at `ok`.
 */
export function unwrap<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (result.ok) return result.value
  throw new InvariantError(`an unexpected refusal: ${result.refusal.code}`)
}
