/** What the fuzzer runs: a reader of the library, what it is given, and what must hold of each answer. */
import type { Chance } from './chance.ts'

export type Target = {
  readonly name: string
  /** Good inputs, and known bad ones, which all others are made of. */
  readonly seeds: readonly unknown[]
  /** Pieces that mean something to the reader. */
  readonly words: readonly string[]
  /** Puts right what chance never would, a check letter for one. */
  readonly mend?: (input: unknown, chance: Chance) => unknown
  /** Gives the input to the reader and says what it answers. Throws `Broken` where a promise is not kept. */
  readonly judge: (input: unknown, chance: Chance) => unknown
  /** Codes of the errors that the reader may throw. None unless told. */
  readonly throws?: readonly string[]
  /** How long an answer may take for a KiB, in ms. 1 unless told. */
  readonly msPerKib?: number
  /** How long a repeated piece gets: so long that quadratic work on it takes minutes, unless told. */
  readonly repeatedMax?: number
  /** True where an answer may repeat what it was given: names of settings are no secrets. */
  readonly quotes?: true
}

/** A promise of the library that an input has shown not to hold. */
export class Broken extends Error {}

/** Throws `Broken` unless it is true. */
export function holds(isTrue: boolean, promise: string): void {
  if (!isTrue) throw new Broken(promise)
}

/** The same value, by its JSON: for values that are made of nothing else. */
export function holdsSame(one: unknown, other: unknown, promise: string): void {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)]
  if (first !== second) throw new Broken(`${promise}: ${first?.slice(0, 300)} and ${second?.slice(0, 300)}`)
}
