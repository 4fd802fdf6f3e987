/** A check of a kit and its assertions. No test runner is needed, and none is in the way. */
import { isSportelloError, type SportelloErrorCode } from '../../kernel/index.ts'

/** One promise of a port. `run` rejects with an error that says what was promised, what was expected and what came instead. */
export type Check = { readonly name: string; readonly run: () => Promise<void> }

const shownLengthMax = 400

/** The value as text for a message: short, and total over any value. */
function show(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes [${value.slice(0, 16).join(' ')}…]`
  if (value instanceof Error) return `${value.name}: ${value.message}`
  let text: string | undefined
  try {
    text = JSON.stringify(value, (name, part) => (part === undefined && name !== '' ? null : part))
  } catch {
    text = undefined
  }
  const shown = text ?? typeof value
  return shown.length > shownLengthMax ? `${shown.slice(0, shownLengthMax)}… (${shown.length} characters)` : shown
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Uint8Array || b instanceof Uint8Array) return equalBytes(a, b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))]
  if (left.size !== right.size) return false
  for (const [name, value] of left) if (!right.has(name) || !equal(value, right.get(name))) return false
  return true
}

function equalBytes(a: object, b: object): boolean {
  if (!(a instanceof Uint8Array && b instanceof Uint8Array) || a.length !== b.length) return false
  return a.every((byte, i) => byte === b[i])
}

/** `promise` is a sentence that says what holds. */
export function expectThat(condition: boolean, promise: string): void {
  if (!condition) throw new Error(`broken promise: ${promise}`)
}

/** Compares data: primitives, arrays, byte arrays and the own fields of objects. */
export function expectEqual(actual: unknown, expected: unknown, promise: string): void {
  if (!equal(actual, expected)) throw new Error(`broken promise: ${promise}; expected ${show(expected)}, got ${show(actual)}`)
}

/** The call must reject, not throw, with a `SportelloError` of this code; answers with the error for further questions. */
export async function expectRejected(call: () => Promise<unknown>, code: SportelloErrorCode, promise: string): Promise<Error> {
  let promised: Promise<unknown>
  try {
    promised = call()
  } catch (cause) {
    throw new Error(`broken promise: ${promise}; the call threw ${show(cause)} instead of returning a rejected promise`)
  }
  let got: unknown
  try {
    got = await promised
  } catch (cause) {
    if (isSportelloError(cause) && cause.code === code) return cause
    throw new Error(`broken promise: ${promise}; expected a rejection with ${code}, got one with ${show(cause)}`)
  }
  throw new Error(`broken promise: ${promise}; expected a rejection with ${code}, got ${show(got)}`)
}

/** A value of another type than the port allows, as a caller without types may pass it. */
export function hostile<Type>(value: unknown): Type {
  return value as Type
}
