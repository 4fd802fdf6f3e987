import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseCodiceFiscale, type CodiceFiscale, parseCodiceFiscale } from '../../../src/rules/identity/index.ts'
import { peer } from './peer.ts'
import {
  codeOf,
  digitIndexes,
  digitLetters,
  madeUpPeople,
  madeUpPerson,
  nameLetters,
  omocodiaOf,
  surnameLetters,
  withCheckLetter,
} from './people.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const code = 'PRVTST80A01H501Q'

function accepted(text: unknown): CodiceFiscale {
  const parsed = parseCodiceFiscale(text)
  if (!parsed.ok) throw new Error(`${String(text)} was refused: ${parsed.refusal.code}`)
  return parsed.value
}

const refusalOf = (text: unknown): unknown => {
  const parsed = parseCodiceFiscale(text)
  return parsed.ok ? undefined : parsed.refusal
}

const dated = (yearMonthDay: string): string => withCheckLetter(`PRVTST${yearMonthDay}H501`)

describe('an accepted code', () => {
  it('says what it holds', () => {
    expect(parseCodiceFiscale(code)).toEqual({
      ok: true,
      value: {
        code,
        surname: 'PRV',
        name: 'TST',
        yearOfCentury: 80,
        month: 1,
        day: 1,
        sex: 'M',
        place: 'H501',
        omocodia: false,
      },
    })
  })

  it('may be written in lower case and with blanks around it', () => {
    for (const text of [code.toLowerCase(), `  ${code}`, `${code} `, ` ${' '.repeat(47)}${code}`, 'PrVtSt80a01H501q']) {
      expect(accepted(text)).toEqual(accepted(code))
    }
  })

  it.each([...letters])('may hold the letter %s in names, place and check letter', (letter) => {
    const written = withCheckLetter(`${letter.repeat(6)}80A01${letter}501`)
    expect(accepted(written)).toMatchObject({ code: written, surname: letter.repeat(3), place: `${letter}501` })
    expect(accepted(written.toLowerCase()).code).toBe(written)
  })

  it('names the month by the letter of the decree', () => {
    const months = [...'ABCDEHLMPRST'].map((letter) => accepted(dated(`80${letter}01`)).month)
    expect(months).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    for (const letter of 'FGIJKNOQUVWXYZ') {
      expect(refusalOf(dated(`80${letter}01`))).toEqual({ code: 'codice-fiscale/shape', position: 9 })
    }
  })
})

describe('the day', () => {
  it.each([
    ['A', 31],
    ['B', 29],
    ['C', 31],
    ['D', 30],
    ['E', 31],
    ['H', 30],
    ['L', 31],
    ['M', 31],
    ['P', 30],
    ['R', 31],
    ['S', 30],
    ['T', 31],
  ])('of month %s is 1 to %i for men and 41 upwards for women', (month, last) => {
    for (const [shift, sex] of [
      [0, 'M'],
      [40, 'F'],
    ] as const) {
      const day = (value: number) => dated(`80${month}${String(value + shift).padStart(2, '0')}`)
      expect(accepted(day(1))).toMatchObject({ day: 1, sex })
      expect(accepted(day(last))).toMatchObject({ day: last, sex })
      expect(refusalOf(day(last + 1))).toEqual({ code: 'codice-fiscale/date' })
      expect(refusalOf(day(0))).toEqual({ code: 'codice-fiscale/date' })
    }
  })

  it('is never 32 to 40 nor 72 to 99', () => {
    const days = Array.from({ length: 100 }, (_, day) => day)
    const possible = days.filter((day) => parseCodiceFiscale(dated(`80A${String(day).padStart(2, '0')}`)).ok)
    expect(possible).toEqual(days.filter((day) => (day >= 1 && day <= 31) || (day >= 41 && day <= 71)))
  })

  it('is 29 February only in years that a leap year can end with, 00 among them for 2000', () => {
    for (let year = 0; year < 100; year++) {
      const twoDigits = String(year).padStart(2, '0')
      expect(parseCodiceFiscale(dated(`${twoDigits}B29`)).ok).toBe(year % 4 === 0)
      expect(parseCodiceFiscale(dated(`${twoDigits}B69`)).ok).toBe(year % 4 === 0)
      expect(parseCodiceFiscale(dated(`${twoDigits}B28`)).ok).toBe(true)
      expect(parseCodiceFiscale(dated(`${twoDigits}A29`)).ok).toBe(true)
    }
  })
})

describe('a refusal', () => {
  it.each([undefined, null, 0, 1n, true, [code], { code }, Symbol('code'), new String(code), new Date(0), () => code])(
    'J2: of anything but a string is by type (%#)',
    (value) => {
      expect(refusalOf(value)).toEqual({ code: 'codice-fiscale/type' })
    },
  )

  it('by length: 15 and 17 characters, none, blanks only', () => {
    for (const text of ['', ' ', ' '.repeat(16), code.slice(1), `${code}A`, ` ${code.slice(1)}`, ' '.repeat(64)]) {
      expect(refusalOf(text)).toEqual({ code: 'codice-fiscale/length' })
    }
  })

  it('J3: by length before anything else is looked at: 64 characters with the blanks are taken, 65 are not', () => {
    expect(parseCodiceFiscale(code.padStart(64)).ok).toBe(true)
    for (const text of [code.padStart(65), code.padEnd(65), '\0'.repeat(65), 'A'.repeat(1_048_576), ' '.repeat(1_048_576)]) {
      expect(refusalOf(text)).toEqual({ code: 'codice-fiscale/length' })
    }
  })

  it('by characters says where the first one is that is no ASCII letter or digit', () => {
    expect(refusalOf(`${code.slice(0, 15)}-`)).toEqual({ code: 'codice-fiscale/characters', position: 16, character: 'U+002D' })
    expect(refusalOf(`  -${code}`)).toEqual({ code: 'codice-fiscale/characters', position: 1, character: 'U+002D' })
    expect(refusalOf('PRV TST 80A01 H501Q')).toEqual({ code: 'codice-fiscale/characters', position: 4, character: 'U+0020' })
    expect(refusalOf('PRVTST80A01 501Q')).toEqual({ code: 'codice-fiscale/characters', position: 12, character: 'U+0020' })
    expect(refusalOf('A'.repeat(20).concat('/'))).toEqual({
      code: 'codice-fiscale/characters',
      position: 21,
      character: 'U+002F',
    })
    for (const [index, foreign] of [...'@[`{/:~!\0\t\n\r\x7F\x80\xA0'].entries()) {
      const at = index % 16
      const text = code.slice(0, at) + foreign + code.slice(at + 1)
      expect(refusalOf(text)).toMatchObject({ code: 'codice-fiscale/characters', position: at + 1 })
    }
    const pasted = { code: 'codice-fiscale/characters', position: 7 }
    for (const [character, named] of [
      ['\u00A0', 'U+00A0'],
      ['\t', 'U+0009'],
      ['\u200B', 'U+200B'],
      ['\u{1F600}', 'U+1F600'],
    ]) {
      expect(refusalOf(`${code.slice(0, 6)}${character}${code.slice(6)}`)).toEqual({ ...pasted, character: named })
    }
  })

  it('by shape says which place holds a letter for a digit or a digit for a letter', () => {
    for (let index = 0; index < 16; index++) {
      const isDigit = digitIndexes.includes(index)
      const wrong = isDigit ? [...'ABCDEFGHIJKOWXYZ'] : [...'0123456789']
      for (const character of wrong) {
        const text = code.slice(0, index) + character + code.slice(index + 1)
        expect(refusalOf(text)).toEqual({ code: 'codice-fiscale/shape', position: index + 1 })
        expect(refusalOf(` ${text.toLowerCase()} `)).toEqual({ code: 'codice-fiscale/shape', position: index + 1 })
      }
    }
  })

  it('by check letter: each of the 25 others', () => {
    for (const letter of letters) {
      const text = code.slice(0, 15) + letter
      if (text !== code) expect(refusalOf(text)).toEqual({ code: 'codice-fiscale/check-letter' })
    }
  })

  it('R9: of the placeholder in the seed is by its check letter', () => {
    expect(refusalOf('ABCDEF12A12A123A')).toEqual({ code: 'codice-fiscale/check-letter' })
    expect(parseCodiceFiscale('ABCDEF12A12A123Q').ok).toBe(true)
  })

  it('by check letter comes before the one by date, which a slip of the pen seldom is', () => {
    const impossible = dated('80A32')
    expect(refusalOf(impossible)).toEqual({ code: 'codice-fiscale/date' })
    const slip = impossible.slice(0, 15) + (impossible.endsWith('A') ? 'B' : 'A')
    expect(refusalOf(slip)).toEqual({ code: 'codice-fiscale/check-letter' })
  })
})

describe('R9: omocodia', () => {
  it('is accepted in each of the 127 sets of digits, and each is another code with the same facts', () => {
    const plain = accepted(code)
    const codes = new Set<string>([code])
    for (let mask = 1; mask < 128; mask++) {
      const written = omocodiaOf(code, mask)
      codes.add(written)
      expect(accepted(written)).toEqual({ ...plain, code: written, omocodia: true })
      expect(accepted(` ${written.toLowerCase()}`)).toEqual({ ...plain, code: written, omocodia: true })
      expect(baseCodiceFiscale(written)).toEqual({ ok: true, value: code })
    }
    expect(codes.size).toBe(128)
  })

  it('stands for each digit by the letter of the decree', () => {
    for (let digit = 0; digit < 10; digit++) {
      const plain = withCheckLetter(`PRVTST8${digit}A01H${digit}0${digit}`)
      expect(accepted(omocodiaOf(plain, 127))).toMatchObject({ yearOfCentury: 80 + digit, place: `H${digit}0${digit}` })
    }
    expect(digitLetters).toBe('LMNPQRSTUV')
  })

  it('is not summed as the digits it stands for', () => {
    const written = omocodiaOf(code, 64)
    expect(refusalOf(written.slice(0, 15) + code.slice(15))).toEqual({ code: 'codice-fiscale/check-letter' })
  })

  it('restored gives the plain code itself, and refuses what is no code', () => {
    expect(baseCodiceFiscale(` ${code.toLowerCase()}`)).toEqual({ ok: true, value: code })
    expect(baseCodiceFiscale('ABCDEF12A12A123A')).toEqual({ ok: false, refusal: { code: 'codice-fiscale/check-letter' } })
    expect(baseCodiceFiscale(undefined)).toEqual({ ok: false, refusal: { code: 'codice-fiscale/type' } })
  })
})

describe('R9: against an independent oracle', () => {
  it('100,000 made-up persons, each with one omocodia, are read as they were written', () => {
    let mask = 0
    let wrong = 0
    for (const person of madeUpPeople(100_000)) {
      const written = codeOf(person)
      mask = (mask % 127) + 1
      for (const text of [written, omocodiaOf(written, mask)]) {
        const parsed = parseCodiceFiscale(text)
        const right =
          parsed.ok &&
          parsed.value.code === text &&
          parsed.value.surname === surnameLetters(person.surname) &&
          parsed.value.name === nameLetters(person.name) &&
          parsed.value.yearOfCentury === person.year % 100 &&
          parsed.value.month === person.month &&
          parsed.value.day === person.day &&
          parsed.value.sex === person.sex &&
          parsed.value.place === person.place &&
          parsed.value.omocodia === (text !== written)
        if (!right) wrong++
      }
    }
    expect(wrong).toBe(0)
  })

  it('300 made-up persons in all their 127 omocodie keep their base, and no two codes are the same', () => {
    const codes = new Set<string>()
    for (const person of madeUpPeople(300, 7)) {
      const written = codeOf(person)
      codes.add(written)
      for (let mask = 1; mask < 128; mask++) {
        const variant = omocodiaOf(written, mask)
        codes.add(variant)
        expect(baseCodiceFiscale(variant)).toEqual({ ok: true, value: written })
      }
    }
    expect(codes.size).toBe(300 * 128)
  })

  it('codice-fiscale-js takes every code that is taken here, and refuses nothing else but impossible days', () => {
    let taken = 0
    let onlyDays = 0
    const changes = '0123456789ABEHLMNPQRSTUVZ'
    let change = 0
    for (const person of madeUpPeople(4_000, 3)) {
      const written = codeOf(person)
      for (let index = 0; index < 15; index++) {
        change = (change + 7) % changes.length
        const changed = withCheckLetter(written.slice(0, index) + changes.charAt(change) + written.slice(index + 1, 15))
        const ours = parseCodiceFiscale(changed)
        const theirs = peer.check(changed)
        if (ours.ok) {
          taken++
          expect([changed, theirs]).toEqual([changed, true])
        } else if (theirs) {
          onlyDays++
          expect([changed, ours.refusal.code]).toEqual([changed, 'codice-fiscale/date'])
        }
      }
    }
    expect(taken).toBeGreaterThan(10_000)
    expect(onlyDays).toBeGreaterThan(100)
  })
})

describe('R10: only ASCII is a codice fiscale', () => {
  const isRefused = (text: string): boolean => {
    const refusal = refusalOf(text)
    return typeof refusal === 'object' && refusal !== null && Reflect.get(refusal, 'code') === 'codice-fiscale/characters'
  }

  it('each format character (Cf) before, inside, after or instead is refused by characters', () => {
    let tried = 0
    for (let point = 0x80; point <= 0x10ffff; point++) {
      const character = String.fromCodePoint(point)
      if (!/\p{Cf}/u.test(character)) continue
      tried++
      expect(isRefused(character + code)).toBe(true)
      expect(isRefused(code + character)).toBe(true)
      expect(isRefused(code.slice(0, 8) + character + code.slice(8))).toBe(true)
      expect(isRefused(code.slice(0, 16 - character.length) + character)).toBe(true)
    }
    expect(tried).toBeGreaterThan(150)
  })

  it('no code point beyond ASCII takes the place of a letter or a digit, whatever it folds to', () => {
    const passed: number[] = []
    for (let point = 0x80; point <= 0xffff; point++) {
      const character = String.fromCharCode(point)
      if (parseCodiceFiscale(character + code.slice(1)).ok || parseCodiceFiscale(code.slice(0, 15) + character).ok)
        passed.push(point)
      if (parseCodiceFiscale(code.slice(0, 7) + character + code.slice(8)).ok) passed.push(point)
    }
    expect(passed).toEqual([])
  })

  it.each([
    ['dotless i', withCheckLetter('PRVTSI80A01H501').replace('I', '\u0131')],
    ['dotted capital I', withCheckLetter('PRVTSI80A01H501').replace('I', '\u0130')],
    ['long s', withCheckLetter('PRVTST80A01H501').replace('S', '\u017F')],
    ['Kelvin sign', withCheckLetter('KRVTST80A01H501').replace('K', '\u212A')],
    ['sharp s, two letters when folded', 'PRVTß80A01H501Q'],
    ['full-width letters', code.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
    ['full-width digits', code.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))],
    ['Arabic-Indic digits', code.replace(/[0-9]/g, (digit) => String.fromCharCode(Number(digit) + 0x0660))],
    ['Cyrillic A', code.replace('A', '\u0410')],
    ['no-break space around', `\u00A0${code}`],
    ['byte order mark before', `\uFEFF${code}`],
    ['line end after', `${code}\n`],
    ['tab before', `\t${code}`],
    ['NUL after', `${code}\0`],
    ['lone surrogate', `${code.slice(0, 15)}\uD800`],
    ['combining accent after', `${code.slice(0, 15)}\u0301`],
  ])('%s', (_name, text) => {
    expect(isRefused(text)).toBe(true)
  })
})

describe('INV-29, J1, J5: any value', () => {
  it('has an answer, and none of them touches Object.prototype', () => {
    const before = Reflect.ownKeys(Object.prototype)
    fc.assert(
      fc.property(
        fc.oneof(fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }), fc.string({ unit: 'binary' })),
        (value) => {
          const parsed = parseCodiceFiscale(value)
          expect(parsed.ok || parsed.refusal.code.startsWith('codice-fiscale/')).toBe(true)
        },
      ),
      { numRuns: 5_000 },
    )
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) expect(parseCodiceFiscale(key).ok).toBe(false)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })

  it('that is accepted is its own canonical form when parsed again', () => {
    const written = fc.tuple(fc.nat(3), fc.nat(127), fc.boolean()).map(([blanks, mask, lower]) => {
      const text = ' '.repeat(blanks) + (mask === 0 ? code : omocodiaOf(code, mask))
      return lower ? text.toLowerCase() : text
    })
    fc.assert(
      fc.property(written, (text) => {
        const once = accepted(text)
        expect(accepted(once.code)).toEqual(once)
        expect(once.code).toMatch(/^[A-Z0-9]{16}$/)
      }),
    )
  })

  it('is refused by exactly one syntax: the one of the decree', () => {
    const syntax = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/
    const near = fc
      .tuple(fc.nat(15), fc.constantFrom(...letters, ...'0123456789'))
      .map(([index, character]) => code.slice(0, index) + character + code.slice(index + 1))
    fc.assert(
      fc.property(near, (text) => {
        const parsed = parseCodiceFiscale(text)
        expect(!parsed.ok && parsed.refusal.code === 'codice-fiscale/shape').toBe(!syntax.test(text))
      }),
      { numRuns: 2_000 },
    )
  })
})

it('the made-up person of the other tests has the code of these', () => {
  expect(codeOf(madeUpPerson())).toBe(code)
})
