/**
 * Errors are of three kinds. A refusal is returned. A `SportelloError` means that the world failed (storage, clock, random,
 * a stored row that cannot be read) and is thrown with a stable `code`. An `InvariantError` means that the program is wrong.
 */

/** The stable codes of a `SportelloError`. */
export type SportelloErrorCode =
  | 'busy'
  | 'clock/invalid'
  | 'config/invalid'
  | 'documents/failed'
  | 'password-hash/failed'
  | 'password-hash/unacceptable'
  | 'random/failed'
  | 'record/unreadable'
  | 'seal/failed'
  | 'storage/failed'
  | 'storage/misuse'
  | 'verifier/failed'

const brand: unique symbol = Symbol.for('sportello.error')

/** The world failed, and the operation had no effect or its effect is unknown: repeat it with the same `requestKey`. */
export class SportelloError extends Error {
  readonly code: SportelloErrorCode

  constructor(code: SportelloErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'SportelloError'
    this.code = code
    Object.defineProperty(this, brand, { value: true })
  }
}

/**
 * True for a `SportelloError` of any copy of the library in the process. Total over any value.
 *
 * @example
 * try {
 *   await sportello.relay()
 * } catch (cause) {
 *   if (isSportelloError(cause)) console.error(cause.code) // the world failed: repeat it
 *   else throw cause // a bug
 * }
 */
export function isSportelloError(value: unknown): value is SportelloError {
  try {
    return value instanceof Error && Object.hasOwn(value, brand)
  } catch {
    // A proxy whose traps throw is no error of ours.
    return false
  }
}

/** A state that the code holds to be impossible was reached; nothing is committed. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InvariantError'
  }
}

/** Stops the operation when `condition` is false. The message names the rule and never holds personal data or secrets. */
export function invariant(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new InvariantError(rule)
}

/** Throws a mistake of the program again: what follows the call deals with a world that has failed, and with nothing else. */
export function rethrowUnlessFailure(cause: unknown): asserts cause is SportelloError {
  if (!isSportelloError(cause)) throw cause
}

/** For a pair of state and event that `decide` cannot produce. */
export function impossible(machine: string, status: string, type: string): never {
  throw new InvariantError(`${machine}: event ${type} cannot follow status ${status}`)
}
