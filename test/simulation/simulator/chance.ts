/** Chance that repeats: the same seed draws the same, on any machine and in any time zone. */

export type Chance = {
  /** A whole number from 0, below the bound. */
  readonly below: (bound: number) => number
  readonly oneOf: <T>(items: readonly T[]) => T
  readonly oneIn: (count: number) => boolean
}

/** Mulberry32: small, quick, and good enough to choose by. */
export function chanceOf(seed: number): Chance {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return { below, oneOf: (items) => items[below(items.length)] as (typeof items)[number], oneIn: (count) => below(count) === 0 }
}

/** A seed for the part of this number, so that a part keeps its draws when others are left out. */
export const seedOf = (seed: number, part: number): number => (Math.imul(seed, 0x9e3779b1) ^ Math.imul(part + 1, 0x85ebca6b)) | 0
