/** One reading of a password: its normal form, and what the rules ask about it. */
import { accept, type Result, refuse } from '../../kernel/result.ts'
import type { Violation } from './violation.ts'

/** The kinds of characters, as bits of `PasswordScan.classes`. Only ASCII letters and digits count (seed 004: a-z A-Z, 0-9). */
export const lower = 1
export const upper = 2
export const numeral = 4
export const symbol = 8

/** The greatest length that any policy can allow, in code points: at most 1,024 bytes of UTF-8. */
export const lengthMaxOfAll = 256

/** A password as the rules see it. */
export type PasswordScan = {
  /** In Unicode normal form C; otherwise as typed, blanks included. */
  readonly text: string
  /** In code points. */
  readonly length: number
  /** The kinds of characters that occur, as bits: 1 lower case, 2 upper case, 4 digit, 8 special. */
  readonly classes: number
  /** The greatest number of equal code points one after the other; 1 where none repeats. */
  readonly run: number
}

// The kind of each ASCII character. Blanks and controls are of no kind.
const kinds: Uint8Array = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)))

// No character of Unicode 17 is written with more UTF-16 units when taken apart.
const unitsMax = 6

/** Reads the password once, refusing what cannot be one: `type`, `too-long` or `characters`. Total over any value. */
export function scanPassword(password: unknown, lengthMax: number): Result<PasswordScan, Violation> {
  if (typeof password !== 'string') return refuse({ code: 'type', params: {} })
  const length = password.length
  if (length > lengthMax * unitsMax) return tooLong(lengthMax)
  let classes = 0
  let run = 1
  let longest = 1
  let previous = -1
  for (let index = 0; index < length; index += 1) {
    const code = password.charCodeAt(index)
    if (code > 127) return scanUnicode(password, lengthMax)
    classes |= kinds[code] as number
    if (code === previous) {
      run += 1
      if (run > longest) longest = run
    } else run = 1
    previous = code
  }
  return length > lengthMax ? tooLong(lengthMax) : accept({ text: password, length, classes, run: longest })
}

function scanUnicode(password: string, lengthMax: number): Result<PasswordScan, Violation> {
  // With the u flag a surrogate matches only when it stands alone: no encoding could bring it back as it was typed.
  if (/\p{Cs}/u.test(password)) return refuse({ code: 'characters', params: {} })
  const text = password.normalize()
  let length = 0
  let classes = 0
  let run = 1
  let longest = 1
  let previous = ''
  for (const character of text) {
    length += 1
    classes |= kindOf(character)
    run = character === previous ? run + 1 : 1
    longest = Math.max(longest, run)
    previous = character
  }
  return length > lengthMax ? tooLong(lengthMax) : accept({ text, length, classes, run: longest })
}

function kindOf(character: string): number {
  if (character >= 'a' && character <= 'z') return lower
  if (character >= 'A' && character <= 'Z') return upper
  if (character >= '0' && character <= '9') return numeral
  return /[\p{P}\p{S}]/u.test(character) ? symbol : 0
}

function tooLong(max: number): Result<never, Violation> {
  return refuse({ code: 'too-long', params: { max } })
}
