/** Bytes that look random and repeat with their seed. For tests only: whoever has seen a few can compute all others. */
import { invariant } from '../../kernel/index.ts'
import type { Random } from '../../ports/index.ts'

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

/**
 * Insecure. The same seed (any whole number; its lower 32 bits count) gives the same bytes, in one call or in many.
 *
 * @example
 * seededRandom(1).bytes(4).length  // 4
 */
export function seededRandom(seed: number): Random {
  invariant(Number.isSafeInteger(seed), 'a seed is a whole number')
  // xoshiro128** (Blackman and Vigna), its state filled by Weyl steps through the finalizer of MurmurHash3.
  let weyl = seed | 0
  function filled(): number {
    weyl = (weyl + 0x9e3779b9) | 0
    let word = Math.imul(weyl ^ (weyl >>> 16), 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return word ^ (word >>> 16)
  }
  let [a, b, c, d] = [filled(), filled(), filled(), filled()]

  function next(): number {
    const word = Math.imul(rotated(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, 11)
    return word
  }

  let word = 0
  let left = 0
  return {
    bytes(length) {
      invariant(Number.isInteger(length) && length >= 1 && length <= 65_536, 'random bytes come 1 to 65536 at a time')
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; i += 1) {
        if (left === 0) [word, left] = [next(), 4]
        bytes[i] = word & 255
        word >>>= 8
        left -= 1
      }
      return bytes
    },
  }
}
