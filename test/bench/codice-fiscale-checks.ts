/** Row 3: the codice fiscale, three times over, on the same thousand codes. */
import type * as Identity from 'sportello/identity'
import { peer } from '../identity/peer.ts'
import { codeOf, madeUpPeople, omocodiaOf, withCheckLetter } from '../identity/people.ts'

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

const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
const omocodia = 'LMNPQRSTUV'
const months = 'ABCDEHLMPRST'
const lastDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const digitAt = (code: string, index: number): number => {
  const value = code.charCodeAt(index) - 48
  return value >= 0 && value <= 9 ? value : omocodia.indexOf(code.charAt(index))
}

const isLetter = (code: string, index: number): boolean => {
  const value = code.charCodeAt(index)
  return value >= 65 && value <= 90
}

export function handWrittenCodeCheck() {
  /** The same facts as ours, or null. */
  function parse(code: string) {
    if (code.length !== 16) return null
    let sum = 0
    for (let index = 0; index < 15; index += 1) {
      const value = code.charCodeAt(index)
      const rank = value >= 65 && value <= 90 ? value - 65 : value - 48
      if (rank < 0 || rank > 25 || (value < 65 && rank > 9)) return null
      sum += index % 2 === 0 ? (odd[rank] as number) : rank
    }
    if (code.charCodeAt(15) !== 65 + (sum % 26)) return null
    for (const index of [0, 1, 2, 3, 4, 5, 11]) if (!isLetter(code, index)) return null
    const month = months.indexOf(code.charAt(8)) + 1
    const [y1, y2, d1, d2] = [digitAt(code, 6), digitAt(code, 7), digitAt(code, 9), digitAt(code, 10)]
    const [p1, p2, p3] = [digitAt(code, 12), digitAt(code, 13), digitAt(code, 14)]
    if (month < 1 || y1 < 0 || y2 < 0 || d1 < 0 || d2 < 0 || p1 < 0 || p2 < 0 || p3 < 0) return null
    const yearOfCentury = y1 * 10 + y2
    const dayOrMore = d1 * 10 + d2
    const day = dayOrMore > 40 ? dayOrMore - 40 : dayOrMore
    if (day < 1 || day > (lastDays[month - 1] as number)) return null
    if (month === 2 && day === 29 && yearOfCentury % 4 !== 0) return null
    return {
      code,
      surname: code.slice(0, 3),
      name: code.slice(3, 6),
      yearOfCentury,
      month,
      day,
      sex: dayOrMore > 40 ? 'F' : 'M',
      place: `${code.charAt(11)}${p1}${p2}${p3}`,
    }
  }
  return { name: 'hand-written loop', parse, check: (code: string): boolean => parse(code) !== null }
}
