/** Chance that repeats: the same seed draws the same numbers, on every machine. */

export type Chance = {
  /** A whole number from 0 to `most` - 1. */
  readonly below: (most: number) => number
  /** True once in so many times. */
  readonly onceIn: (times: number) => boolean
  readonly pick: <T>(choice: readonly T[]) => T
  /** Small numbers often, large ones seldom: the number of binary digits is drawn first. */
  readonly size: (bits: number) => number
}

/** Chance of one number of a campaign: neighbours draw nothing alike. */
export function chanceOf(seed: number, index: number): Chance {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) | 0
  // Mulberry32.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (most: number): number => (most < 2 ? 0 : next() % most)
  return {
    below,
    onceIn: (times) => below(times) === 0,
    pick: <T>(choice: readonly T[]) => choice[below(choice.length)] as T,
    size: (bits) => below(2 ** below(bits + 1)),
  }
}
