/** Row 3: the codice fiscale, three times over, on the same thousand codes. */
import type * as Identity from 'sportello/identity'
import { peer } from '../rules/identity/peer.ts'
import { codeOf, madeUpPeople, omocodiaOf, withCheckLetter } from '../rules/identity/people.ts'

const otherLetter = (letter: string): string => (letter === 'A' ? 'B' : 'A')

/** The code with its day, or its month letter, replaced by one that there is not; the check letter fits. */
const withDay = (code: string, day: string): string => withCheckLetter(code.slice(0, 9) + day + code.slice(11, 15))
const withMonth = (code: string, month: string): string => withCheckLetter(code.slice(0, 8) + month + code.slice(9, 15))

/** A thousand made-up codes: 60 % right, 12 % right with an omocodia, the others wrong in one of four ways. */
export function mixedCodes(): readonly string[] {
  return [...madeUpPeople(1_000, 42)].map((person, index) => {
    const code = codeOf(person)
    const turn = index % 50
    if (turn < 30) return code
    if (turn < 36) return omocodiaOf(code, 1 + (index % 127))
    if (turn < 43) return code.slice(0, 15) + otherLetter(code.charAt(15))
    if (turn < 46) return withMonth(code, 'F')
    if (turn < 48) return withDay(code, '35')
    return code.slice(0, 15)
  })
}

export function ourCodeCheck({ parseCodiceFiscale }: typeof Identity) {
  return { name: 'sportello', parse: parseCodiceFiscale, check: (code: string): boolean => parseCodiceFiscale(code).ok }
}

export function peerCodeCheck() {
  return { name: 'codice-fiscale-js check', check: (code: string): boolean => peer.check(code) }
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
const lastDays = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

// By character code: the value at odd places, the digit that it stands for, the month; -1 where there is none.
const odd = new Int8Array(128).fill(-1)
const digits = new Int8Array(128).fill(-1)
const months = new Int8Array(128).fill(-1)
for (let value = 0; value < 26; value += 1) {
  odd[65 + value] = oddValues[value] as number
  if (value < 10) odd[48 + value] = oddValues[value] as number
  if (value < 10) digits[48 + value] = value
}
for (const [value, letter] of [...'LMNPQRSTUV'].entries()) digits[letter.charCodeAt(0)] = value
for (const [index, letter] of [...'ABCDEHLMPRST'].entries()) months[letter.charCodeAt(0)] = index + 1

const isLetter = (value: number): boolean => value >= 65 && value <= 90
const digitAt = (code: string, index: number): number => digits[code.charCodeAt(index)] ?? -1

/** Yes or no, with everything that decides it: shape, omocodia, check letter, real day. No facts, no reasons, capitals only. */
export function handWrittenCodeCheck() {
  function check(code: string): boolean {
    if (code.length !== 16) return false
    let sum = 0
    for (let index = 0; index < 15; index += 1) {
      const value = code.charCodeAt(index)
      const atOdd = odd[value] ?? -1
      if (atOdd < 0) return false
      sum += index % 2 === 0 ? atOdd : value < 65 ? value - 48 : value - 65
      if ((index < 6 || index === 11) && !isLetter(value)) return false
    }
    if (code.charCodeAt(15) !== 65 + (sum % 26)) return false
    if (digitAt(code, 12) < 0 || digitAt(code, 13) < 0 || digitAt(code, 14) < 0) return false
    const decade = digitAt(code, 6)
    const year = digitAt(code, 7)
    const month = months[code.charCodeAt(8)] ?? -1
    const tens = digitAt(code, 9)
    const units = digitAt(code, 10)
    if (decade < 0 || year < 0 || month < 0 || tens < 0 || units < 0) return false
    const number = tens * 10 + units
    const day = number > 40 ? number - 40 : number
    if (day < 1 || day > (lastDays[month] as number)) return false
    return day < 29 || month !== 2 || (decade * 10 + year) % 4 === 0
  }
  return { name: 'hand-written loop', check }
}
