/**
 * Made-up persons and their codes, computed from the text of DM 23/12/1976 without the library: the oracle that its tests are
 * held against, and valid codes for any other test.
 */

export type MadeUpPerson = {
  readonly surname: string
  readonly name: string
  readonly year: number
  readonly month: number
  readonly day: number
  readonly sex: 'F' | 'M'
  /** Belfiore code. */
  readonly place: string
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const monthLetters = 'ABCDEHLMPRST'

/** The letters that stand for the digits 0 to 9 in an omocodia. */
export const digitLetters = 'LMNPQRSTUV'

/** Indexes of the seven digits in a code, from the left. */
export const digitIndexes: readonly number[] = [6, 7, 9, 10, 12, 13, 14]

// The two columns of the decree's table: characters in odd places, characters in even places.
const oddColumn: Readonly<Record<string, number>> = {
  0: 1,
  1: 0,
  2: 5,
  3: 7,
  4: 9,
  5: 13,
  6: 15,
  7: 17,
  8: 19,
  9: 21,
  A: 1,
  B: 0,
  C: 5,
  D: 7,
  E: 9,
  F: 13,
  G: 15,
  H: 17,
  I: 19,
  J: 21,
  K: 2,
  L: 4,
  M: 18,
  N: 20,
  O: 11,
  P: 3,
  Q: 6,
  R: 8,
  S: 12,
  T: 14,
  U: 16,
  V: 10,
  W: 22,
  X: 25,
  Y: 24,
  Z: 23,
}

const evenValue = (character: string): number => (/\d/.test(character) ? Number(character) : letters.indexOf(character))

/** The 15 characters with their check letter. */
export function withCheckLetter(fifteen: string): string {
  let sum = 0
  for (let place = 1; place <= 15; place++) {
    const character = fifteen.charAt(place - 1)
    sum += place % 2 === 1 ? (oddColumn[character] ?? Number.NaN) : evenValue(character)
  }
  return fifteen + letters.charAt(sum % 26)
}

const isVowel = (letter: string): boolean => /[AEIOU]/.test(letter)

export function surnameLetters(surname: string): string {
  const all = [...surname]
  return [...all.filter((letter) => !isVowel(letter)), ...all.filter(isVowel), 'X', 'X', 'X'].slice(0, 3).join('')
}

export function nameLetters(name: string): string {
  const [first = '', , third = '', fourth] = [...name].filter((letter) => !isVowel(letter))
  return fourth === undefined ? surnameLetters(name) : first + third + fourth
}

/** The code of a person whose names are written in the letters A to Z. */
export function codeOf({ surname, name, year, month, day, sex, place }: MadeUpPerson): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  const date = twoDigits(year % 100) + monthLetters.charAt(month - 1) + twoDigits(sex === 'F' ? day + 40 : day)
  return withCheckLetter(surnameLetters(surname) + nameLetters(name) + date + place)
}

/** The omocodia that replaces the digits named by the bits of `mask`, 1 to 127, counted from the left. */
export function omocodiaOf(code: string, mask: number): string {
  const characters = [...code.slice(0, 15)]
  digitIndexes.forEach((index, bit) => {
    if ((mask & (1 << bit)) !== 0) characters[index] = digitLetters.charAt(Number(characters[index]))
  })
  return withCheckLetter(characters.join(''))
}

/** A made-up person with an invented surname; the fields given replace the usual ones. */
export function madeUpPerson(fields: Partial<MadeUpPerson> = {}): MadeUpPerson {
  return { surname: 'PROVA', name: 'TESTO', year: 1980, month: 1, day: 1, sex: 'M', place: 'H501', ...fields }
}

/** The length of a month by the almanac: 30 days hath September, and so on. */
export function monthLength(year: number, month: number): number {
  if (month === 2) return new Date(Date.UTC(2_000 + (year % 400), 2, 0)).getUTCDate()
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** As many made-up persons as asked, the same for the same seed. */
export function* madeUpPeople(count: number, seed = 1): Generator<MadeUpPerson> {
  let state = seed
  const draw = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  const word = (): string => Array.from({ length: 1 + draw(9) }, () => letters.charAt(draw(26))).join('')
  for (let made = 0; made < count; made++) {
    const year = 1_900 + draw(125)
    const month = 1 + draw(12)
    const day = 1 + draw(monthLength(year, month))
    const place = 'ABCDEFGHILMZ'.charAt(draw(12)) + String(draw(1_000)).padStart(3, '0')
    yield { surname: word(), name: word(), year, month, day, sex: draw(2) === 0 ? 'F' : 'M', place }
  }
}
