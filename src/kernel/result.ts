/** What a rule answers: yes with a value, or no with the reason as data. A rule never throws. */

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
