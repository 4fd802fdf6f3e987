/** Chance that repeats: the same seed gives the same story. */

export type Chance = {
  /** From 0 to 1, exclusive. */
  readonly next: () => number
  /** A whole number, both ends included. */
  readonly whole: (least: number, most: number) => number
}

/** Numbers from a seed (splitmix32). */
export function chanceOf(seed: number): Chance {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296
  }
  return { next, whole: (least, most) => least + Math.floor(next() * (most - least + 1)) }
}
