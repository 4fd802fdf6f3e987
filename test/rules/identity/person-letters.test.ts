import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeName, encodeSurname } from '../../../src/rules/identity/index.ts'
import { peer } from './peer.ts'
import { madeUpPeople, nameLetters, surnameLetters } from './people.ts'

const surname = (text: string): unknown => {
  const encoded = encodeSurname(text)
  return encoded.ok ? encoded.value : encoded.refusal
}
const name = (text: string): unknown => {
  const encoded = encodeName(text)
  return encoded.ok ? encoded.value : encoded.refusal
}

describe('the letters of a surname', () => {
  it.each([
    ['Prova', 'PRV'],
    ['prova', 'PRV'],
    ['Aceto', 'CTA'],
    ['Rea', 'REA'],
    ['Aia', 'AIA'],
    ['Fo', 'FOX'],
    ["Fo'", 'FOX'],
    ['Fò', 'FOX'],
    ['Io', 'IOX'],
    ['U', 'UXX'],
    ['K', 'KXX'],
    ['', 'XXX'],
    ["- '", 'XXX'],
    ["Dell'Anno", 'DLL'],
    ['D’Oro', 'DRO'],
    ['Di Biagio', 'DBG'],
    ['De-Ii', 'DEI'],
    ['Yeye', 'YYE'],
    ['Wux Jak', 'WXJ'],
  ])('%s are %s', (text, letters) => {
    expect(surname(text)).toBe(letters)
  })

  it('join over blanks, apostrophes, accents typed as such and hyphens', () => {
    for (const joint of " '`´ʼ‘’-‐‑") expect(surname(`Pr${joint}ov${joint}a`)).toBe('PRV')
  })
})

describe('the letters of a name', () => {
  it.each([
    ['Ada', 'DAA'],
    ['Testo', 'TST'],
    ['Anna', 'NNA'],
    ['Marta', 'MRT'],
    ['Roberta', 'RRT'],
    ['Carla Maria', 'CLM'],
    ['Gianfranco', 'GFR'],
    ['Yu', 'YUX'],
    ['', 'XXX'],
  ])('%s are %s', (text, letters) => {
    expect(name(text)).toBe(letters)
  })

  it('skip the second consonant from four on, not of three', () => {
    expect(name('BCD')).toBe('BCD')
    expect(name('BCDF')).toBe('BDF')
    expect(surname('BCDF')).toBe('BCD')
  })
})

describe('letters with marks', () => {
  it.each([
    'ÀA',
    'ÁA',
    'ÂA',
    'ÄAE',
    'ÆAE',
    'ÇC',
    'ČC',
    'ÈE',
    'ÉE',
    'ÊE',
    'ËE',
    'ÌI',
    'ÍI',
    'ÎI',
    'ÏI',
    'ÒO',
    'ÓO',
    'ÔO',
    'ÖOE',
    'ŒOE',
    'ÙU',
    'ÚU',
    'ÛU',
    'ÜUE',
    'ŠS',
    'ŽZ',
    'ẞSS',
  ])('%s: as circ. 34/E of 2011 writes it, in either case and also decomposed', (row) => {
    const [mark = '', ...plain] = row
    const expected = surname(`B${plain.join('')}D`)
    for (const letter of [mark, mark.toLowerCase(), mark.normalize('NFD'), mark.toLowerCase().normalize('NFD')]) {
      expect(surname(`B${letter}D`)).toBe(expected)
    }
  })

  it('ß is two consonants', () => {
    expect(surname('ßa')).toBe('SSA')
  })

  it.each([...'ÑñØøÅåĐđŁłŚśıſŇãõýćĆ', 'q\u0301', 'я', '1', '.', '\u200B', '\u00A0', '\n', '\0', '\uD800', '𝐀', 'Ａ', '\u0301'])(
    'outside the table %j is undecidable',
    (letter) => {
      expect(surname(`Ab${letter}`)).toEqual({ code: 'person-letters/undecidable', position: letter === 'q\u0301' ? 4 : 3 })
      expect(name(`${letter}`)).toMatchObject({ code: 'person-letters/undecidable' })
    },
  )

  it('a vowel without a rule is undecidable only where it would be one of the three letters', () => {
    expect(surname('Østby')).toBe('STB')
    expect(surname('Åkesson')).toBe('KSS')
    expect(surname('Kõrv')).toBe('KRV')
    expect(surname('Rao Ő')).toBe('RAO')
    expect(surname('Øst')).toEqual({ code: 'person-letters/undecidable', position: 1 })
    expect(name('Jørgensen')).toBe('JGN')
    expect(name('Åsa')).toEqual({ code: 'person-letters/undecidable', position: 1 })
  })

  it.each([...'-‐‑‒–—―−'])('the dash %j joins the parts of a name', (dash) => {
    expect(name(`Marco${dash}Antonio`)).toBe(name('Marco-Antonio'))
  })

  it('the position counts code points of the composed text', () => {
    expect(surname('A\u0300\u{1F600}')).toEqual({ code: 'person-letters/undecidable', position: 2 })
  })
})

describe('against others', () => {
  it('5,000 made-up names have the letters of the oracle and of codice-fiscale-js', () => {
    for (const person of madeUpPeople(5_000, 11)) {
      expect(surname(person.surname)).toBe(surnameLetters(person.surname))
      expect(name(person.name)).toBe(nameLetters(person.name))
      expect(surname(person.surname)).toBe(peer.surnameCode(person.surname))
      expect(name(person.name)).toBe(peer.nameCode(person.name))
    }
  })
})

describe('hostile values', () => {
  it('J3: 256 characters are taken, one more is refused before it is normalised', () => {
    expect(surname('b'.repeat(256))).toBe('BBB')
    for (const text of ['b'.repeat(257), '\u0344'.repeat(1_048_576), '\uFDFA'.repeat(1_048_576)]) {
      expect(surname(text)).toEqual({ code: 'person-letters/length', lengthMax: 256 })
      expect(name(text)).toEqual({ code: 'person-letters/length', lengthMax: 256 })
    }
  })

  it.each([undefined, null, 5, 5n, ['Prova'], {}, new String('Prova'), Symbol('Prova')])(
    'J2: no string (%#) is refused by type',
    (value) => {
      expect(encodeSurname(value)).toEqual({ ok: false, refusal: { code: 'person-letters/type' } })
      expect(encodeName(value)).toEqual({ ok: false, refusal: { code: 'person-letters/type' } })
    },
  )

  it('INV-29, J5: any value has an answer, the same composed and decomposed', () => {
    const character = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'aeiouBCDÀÄßÑ -’ı') }))
    fc.assert(
      fc.property(fc.oneof(fc.anything(), character), (value) => {
        for (const encode of [encodeSurname, encodeName]) {
          const encoded = encode(value)
          expect(encoded.ok ? encoded.value : 'AAA').toMatch(/^[A-Z]{3}$/)
          if (typeof value === 'string' && value.length < 80) expect(encode(value.normalize('NFD'))).toEqual(encoded)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
