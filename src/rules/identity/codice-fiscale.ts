/**
 * The 16-character codice fiscale of a person: is it well formed, and what does it say. A right code proves nothing about who
 * types it; only the Agenzia delle Entrate or ANPR can say that it was assigned.
 *
 *   PRVTST 80 A 01 H501 Q
 *   |      |  | |  |    '- check letter over the 15 characters as written
 *   |      |  | |  '- place: Belfiore code of the municipality, Z### for a foreign state
 *   |      |  | '- day, plus 40 for women
 *   |      |  '- month, one of ABCDEHLMPRST
 *   |      '- year of the century
 *   '- three letters of the surname and three of the name
 */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { codePointText } from './untrusted.ts'

/** A well-formed code and its facts. `code` is the key of the person: two persons never share it. */
export type CodiceFiscale = {
  /** The 16 characters as assigned, upper case. */
  readonly code: string
  /** Three letters of the surname. */
  readonly surname: string
  /** Three letters of the name. */
  readonly name: string
  /** 0 to 99: the code does not hold the century. */
  readonly yearOfCentury: number
  readonly month: number
  readonly day: number
  readonly sex: 'F' | 'M'
  /** Belfiore code of the place of birth, digits restored: a letter and three digits. */
  readonly place: string
  /** True when a digit is written as a letter, because the plain code was already taken. */
  readonly omocodia: boolean
}

/**
 * `position` counts from 1 in the text without its surrounding blanks. `characters`: no letter and no digit of ASCII, such as a blank or a
 * hyphen inside; `character` is such as `U+00A0`.
 */
export type CodiceFiscaleRefusal =
  | { readonly code: 'codice-fiscale/type' }
  | { readonly code: 'codice-fiscale/length' }
  | { readonly code: 'codice-fiscale/characters'; readonly position: number; readonly character: string }
  | { readonly code: 'codice-fiscale/shape'; readonly position: number }
  | { readonly code: 'codice-fiscale/check-letter' }
  | { readonly code: 'codice-fiscale/date' }

const textMax = 64

// A character's meaning in one word: value at odd places (bits 0-4), at even places (5-9), digit (10-13), month (14-17), kinds.
const letterBit = 1 << 19
const digitBit = 1 << 20
const monthBit = 1 << 21
const lowerBit = 1 << 22

function meanings(): Uint32Array {
  const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
  const table = new Uint32Array(128)
  oddValues.forEach((odd, even) => {
    const values = odd | (even << 5)
    const digit = 'LMNPQRSTUV'.indexOf(String.fromCharCode(65 + even))
    const month = 'ABCDEHLMPRST'.indexOf(String.fromCharCode(65 + even)) + 1
    const letter = letterBit | values | (digit < 0 ? 0 : digitBit | (digit << 10)) | (month === 0 ? 0 : monthBit | (month << 14))
    table[65 + even] = letter
    table[97 + even] = letter | lowerBit
    if (even < 10) table[48 + even] = digitBit | values | (even << 10)
  })
  return table
}

const meaningOf: Uint32Array = /* @__PURE__ */ meanings()

// What each of the 16 places must hold.
const placeKinds: Uint32Array = /* @__PURE__ */ Uint32Array.from('LLLLLLDDMDDLDDDL', (kind) =>
  kind === 'L' ? letterBit : kind === 'D' ? digitBit : monthBit,
)

// February has its 29th in years that a leap year can end with: of 1900 and 2000 the latter was one.
const lastDays: Uint8Array = /* @__PURE__ */ Uint8Array.of(0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

// Beyond the table, that is beyond ASCII, nothing has a meaning.
const meaning = (text: string, index: number): number => meaningOf[text.charCodeAt(index)] ?? 0
const digit = (text: string, index: number): number => (meaning(text, index) >> 10) & 15
const kindAt = (index: number): number => placeKinds[index] as number

function withoutBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) === 0x20) start++
  while (end > start && text.charCodeAt(end - 1) === 0x20) end--
  return text.slice(start, end)
}

// The slow look at a text that failed the quick one: which rule it breaks, the most telling first.
function fault(text: string): CodiceFiscaleRefusal {
  if (text.length > textMax) return { code: 'codice-fiscale/length' }
  for (let index = 0; index < text.length; index++) {
    if (meaning(text, index) === 0) {
      return { code: 'codice-fiscale/characters', position: index + 1, character: codePointText(text, index) }
    }
  }
  if (text.length !== placeKinds.length) return { code: 'codice-fiscale/length' }
  let index = 0
  while ((meaning(text, index) & kindAt(index)) !== 0) index++
  return { code: 'codice-fiscale/shape', position: index + 1 }
}

function restoredPlace(code: string): string {
  return `${code.charAt(11)}${digit(code, 12)}${digit(code, 13)}${digit(code, 14)}`
}

/**
 * The codice fiscale that a text holds, omocodia in any of the seven digits included. Blanks (U+0020) around it and lower case
 * are accepted; every character is checked to be ASCII before it is folded. Blanks inside, hyphens and characters that cannot be seen are
 * refused, and the refusal names the first one and its place: a code is the key of a person, and is never mended by guessing. Whether names and place exist is not asked here:
 * see `codiceFiscaleFindings`. Total over any value. Source: DM 23/12/1976 n. 13813.
 *
 * @example
 * const parsed = parseCodiceFiscale('vrdnna80a41l219z')
 * if (parsed.ok) console.log(parsed.value)
 */
export function parseCodiceFiscale(text: unknown): Result<CodiceFiscale, CodiceFiscaleRefusal> {
  if (typeof text !== 'string') return refuse({ code: 'codice-fiscale/type' })
  const written = text.length === 16 || text.length > textMax ? text : withoutBlanks(text)
  if (written.length !== 16) return refuse(fault(written))
  let sum = 0
  let seen = 0
  let substituted = 0
  for (let index = 0; index < 16; index += 2) {
    const odd = meaning(written, index)
    const even = meaning(written, index + 1)
    // A text of 16 characters may still begin or end with blanks.
    if ((odd & kindAt(index)) === 0 || (even & kindAt(index + 1)) === 0) return refuse(fault(withoutBlanks(written)))
    sum += (odd & 31) + ((even >> 5) & 31)
    seen |= odd | even
    // Where a digit belongs, half the kind is the letter's bit; elsewhere it is another one.
    substituted |= (odd & (kindAt(index) >> 1)) | (even & (kindAt(index + 1) >> 1))
  }
  // The check letter, last of the even places, is its own value.
  const check = (meaning(written, 15) >> 5) & 31
  if ((sum - check) % 26 !== check) return refuse({ code: 'codice-fiscale/check-letter' })
  const yearOfCentury = digit(written, 6) * 10 + digit(written, 7)
  const month = (meaning(written, 8) >> 14) & 15
  const daySex = digit(written, 9) * 10 + digit(written, 10)
  const day = daySex > 40 ? daySex - 40 : daySex
  if (day < 1 || day > (lastDays[month] as number) || (day === 29 && month === 2 && yearOfCentury % 4 !== 0)) {
    return refuse({ code: 'codice-fiscale/date' })
  }
  const omocodia = (substituted & letterBit) !== 0
  const code = (seen & lowerBit) === 0 ? written : written.toUpperCase()
  return accept({
    code,
    surname: code.slice(0, 3),
    name: code.slice(3, 6),
    yearOfCentury,
    month,
    day,
    sex: daySex > 40 ? 'F' : 'M',
    place: omocodia ? restoredPlace(code) : code.slice(11, 15),
    omocodia,
  })
}

/**
 * The code with the digits of an omocodia restored and the check letter made anew. Two persons may share it: it serves to
 * compare what codes say, never to find an account. Refuses what `parseCodiceFiscale` refuses.
 *
 * @example
 * baseCodiceFiscale('VRDNNA80A41L219Z')  // { ok: true, value: 'VRDNNA80A41L219Z' }
 */
export function baseCodiceFiscale(text: unknown): Result<string, CodiceFiscaleRefusal> {
  const parsed = parseCodiceFiscale(text)
  if (!parsed.ok) return parsed
  const { code } = parsed.value
  let base = ''
  let sum = 0
  for (let index = 0; index < 15; index++) {
    const character = kindAt(index) === digitBit ? String(digit(code, index)) : code.charAt(index)
    const values = meaning(character, 0)
    sum += index % 2 === 0 ? values & 31 : (values >> 5) & 31
    base += character
  }
  return accept(base + String.fromCharCode(65 + (sum % 26)))
}
