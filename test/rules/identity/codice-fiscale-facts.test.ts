import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Places } from '../../../src/ports/index.ts'
import {
  birthDateCandidates,
  type CodiceFiscale,
  codiceFiscaleFindings,
  isRealDate,
  parseCodiceFiscale,
} from '../../../src/rules/identity/index.ts'
import { monthLength, omocodiaOf, withCheckLetter } from './people.ts'

function parsed(fifteen: string): CodiceFiscale {
  const result = parseCodiceFiscale(withCheckLetter(fifteen))
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}

const today = { year: 2026, month: 11, day: 21 }

describe('the birth dates that a code can mean', () => {
  it('are one in this century or one in the last, when the other is in the future or too long ago', () => {
    expect(birthDateCandidates(parsed('PRVTST80A01H501'), today)).toEqual(['1980-01-01'])
    expect(birthDateCandidates(parsed('PRVTST05A41H501'), today)).toEqual(['2005-01-01'])
  })

  it('are two where both are possible, the older first', () => {
    expect(birthDateCandidates(parsed('PRVTST10A01H501'), today)).toEqual(['1910-01-01', '2010-01-01'])
  })

  it('are none in the future: today is one, tomorrow is not', () => {
    expect(birthDateCandidates(parsed('PRVTST26S21H501'), today)).toEqual(['1926-11-21', '2026-11-21'])
    expect(birthDateCandidates(parsed('PRVTST26S22H501'), today)).toEqual(['1926-11-22'])
    expect(birthDateCandidates(parsed('PRVTST26T01H501'), today)).toEqual(['1926-12-01'])
    expect(birthDateCandidates(parsed('PRVTST26R30H501'), today)).toEqual(['1926-10-30', '2026-10-30'])
    expect(birthDateCandidates(parsed('PRVTST27A01H501'), today)).toEqual(['1927-01-01'])
  })

  it('are none of more than 120 completed years: the 121st birthday is the first day that is too late', () => {
    expect(birthDateCandidates(parsed('PRVTST05S22H501'), today)).toEqual(['1905-11-22', '2005-11-22'])
    expect(birthDateCandidates(parsed('PRVTST05S21H501'), today)).toEqual(['2005-11-21'])
  })

  it('are of the century before the last for the old, in the first years of a century', () => {
    const old = parsed('PRVTST95A01H501')
    expect(birthDateCandidates(old, { year: 2010, month: 6, day: 1 })).toEqual(['1895-01-01', '1995-01-01'])
  })

  it('leave out a 29 February that its century did not have', () => {
    expect(birthDateCandidates(parsed('PRVTST00B29H501'), { year: 2010, month: 6, day: 1 })).toEqual(['2000-02-29'])
    expect(birthDateCandidates(parsed('PRVTST00B69H501'), { year: 1999, month: 6, day: 1 })).toEqual([])
  })

  it('are none for a today that is no day of the calendar', () => {
    const code = parsed('PRVTST80A01H501')
    for (const bad of [
      { ...today, day: 31 },
      { ...today, day: 0 },
      { ...today, day: 1.5 },
      { ...today, month: 0 },
      { ...today, month: 13 },
      { ...today, month: 1.5 },
      { ...today, month: Number.NaN },
      { ...today, year: 0 },
      { ...today, year: 10_000 },
      { ...today, year: 1999.5 },
      { ...today, year: Number.POSITIVE_INFINITY },
      { ...today, year: '2026' },
      { ...today, month: '11' },
      { ...today, day: '21' },
      null,
      'today',
    ]) {
      expect(birthDateCandidates(code, bad as typeof today)).toEqual([])
    }
    expect(birthDateCandidates(code, { year: 1980, month: 1, day: 1 })).toEqual(['1880-01-01', '1980-01-01'])
    expect(birthDateCandidates(parsed('PRVTST99A01H501'), { year: 9999, month: 12, day: 31 })).toEqual([
      '9899-01-01',
      '9999-01-01',
    ])
    expect(birthDateCandidates(parsed('PRVTST01A01H501'), { year: 1, month: 1, day: 1 })).toEqual(['0001-01-01'])
  })

  it('are none for what is no codice fiscale, whatever facts it claims', () => {
    const forged = { ...parsed('PRVTST80A01H501'), code: 'ABCDEF12A12A123A' }
    expect(birthDateCandidates(forged, today)).toEqual([])
    for (const value of [undefined, null, 'x', {}]) expect(birthDateCandidates(value as never, today)).toEqual([])
  })
})

describe('the findings on a code', () => {
  const places: Places = {
    municipality: () => null,
    nation: () => null,
    describe: (code) => (code === 'H501' ? { name: 'Roma', province: 'RM' } : null),
  }

  it('are none for letters and a place that can be', () => {
    expect(codiceFiscaleFindings(parsed('PRVTST80A01H501'))).toEqual([])
    expect(codiceFiscaleFindings(parsed('PRVTST80A01H501'), places)).toEqual([])
  })

  it('are letters that no surname and no name gives, as in the placeholder of the seed', () => {
    expect(codiceFiscaleFindings(parsed('ABCDEF12A12A123'))).toEqual([
      'codice-fiscale/surname-impossible',
      'codice-fiscale/name-impossible',
    ])
    expect(codiceFiscaleFindings(parsed('ABCTST80A01H501'))).toEqual(['codice-fiscale/surname-impossible'])
    expect(codiceFiscaleFindings(parsed('PRVAXA80A01H501'))).toEqual(['codice-fiscale/name-impossible'])
  })

  it('hold for 12,251 of the 17,576 triplets: consonants, then vowels, then X', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const possible = letters
      .flatMap((one) => letters.flatMap((two) => letters.map((three) => one + two + three)))
      .filter((triplet) => codiceFiscaleFindings(parsed(`${triplet}TST80A01H501`)).length === 0)
    expect(possible.length).toBe(12_251)
    for (const triplet of ['KXX', 'AEX', 'XEX', 'FOX', 'UXX', 'XXX', 'BCD', 'AEI', 'RAX', 'RAE', 'YAX']) {
      expect(possible).toContain(triplet)
    }
    for (const triplet of ['ABC', 'RAS', 'AXA', 'AXE', 'XAB', 'OXA']) expect(possible).not.toContain(triplet)
  })

  it('are a place that the port does not know, or whose letter no place has', () => {
    expect(codiceFiscaleFindings(parsed('PRVTST80A01H502'), places)).toEqual(['codice-fiscale/place-unknown'])
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const known = letters.filter((letter) => codiceFiscaleFindings(parsed(`PRVTST80A01${letter}123`)).length === 0)
    expect(known.join('')).toBe('ABCDEFGHILMZ')
  })

  it('ask the port for the place with its digits restored', () => {
    const written = parseCodiceFiscale(omocodiaOf(parsed('PRVTST80A01H501').code, 127))
    expect(written.ok && codiceFiscaleFindings(written.value, places)).toEqual([])
  })

  it('J4: a port that throws or answers nonsense does not know the place', () => {
    const answers: (() => unknown)[] = [
      () => undefined,
      () => 'Roma',
      () => {
        throw new Error('port')
      },
    ]
    for (const answer of answers) {
      const broken = { ...places, describe: answer as Places['describe'] }
      expect(codiceFiscaleFindings(parsed('PRVTST80A01H501'), broken)).toEqual(['codice-fiscale/place-unknown'])
    }
  })

  it('are all of them for what is no codice fiscale', () => {
    for (const value of [undefined, null, 'x', {}, { ...parsed('PRVTST80A01H501'), code: 'x' }]) {
      expect(codiceFiscaleFindings(value as never, places)).toEqual([
        'codice-fiscale/surname-impossible',
        'codice-fiscale/name-impossible',
        'codice-fiscale/place-unknown',
      ])
    }
  })
})

describe('a real date', () => {
  it('is a day of the Gregorian calendar', () => {
    for (let year = 1; year <= 9_999; year += year > 1_890 && year < 2_110 ? 1 : 97) {
      for (let month = 1; month <= 12; month++) {
        const text = (day: number) =>
          `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        const last = monthLength(year, month)
        expect([isRealDate(text(0)), isRealDate(text(1)), isRealDate(text(last)), isRealDate(text(last + 1))]).toEqual([
          false,
          true,
          true,
          false,
        ])
      }
    }
  })

  it.each(['0001-01-01', '9999-12-31', '2000-02-29', '2024-02-29'])('%s is one', (text) => {
    expect(isRealDate(text)).toBe(true)
  })

  it.each([
    '0000-01-01',
    '1900-02-29',
    '2023-02-29',
    '2024-00-10',
    '2024-13-10',
    '2024-1-10',
    '24-01-10',
    '12024-01-1',
    '2024/01/10',
    ' 2024-01-10',
    '2024-01-10 ',
    '2024-01-10\n',
    '2024-01-1\u0661',
    '2024-01-1x',
    '-024-01-10',
    '',
    'x'.repeat(1_048_576),
    20_240_110,
    new Date(0),
    ['2024-01-10'],
    null,
    undefined,
  ])('J2, J3: another value is none (%#)', (value) => {
    expect(isRealDate(value)).toBe(false)
  })

  it('is asked of any value without an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(isRealDate(value)).toBe(false)
      }),
    )
  })
})
