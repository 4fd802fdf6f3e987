/** What of a person the office compares, and what stops a link: pure. */
import { describe, expect, it } from 'vitest'
import { comparedFields, nameDiffers, newPersonOf, saidByCode, stopsLinking } from '../../../src/procedures/federation/compare.ts'
import type { LinkGiven } from '../../../src/procedures/federation/model.ts'
import { anna, morning } from '../../support/counter.ts'

const given: LinkGiven = {
  codiceFiscale: anna.codiceFiscale,
  personIdentifier: null,
  surname: 'Verdi',
  givenName: 'Anna',
  sex: 'F',
  birthDate: '1980-01-01',
  locale: 'it',
  findings: [],
}
const nothing: LinkGiven = { ...given, codiceFiscale: null, surname: null, givenName: null, sex: null, birthDate: null }
const stored = { codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna', birthDate: '1980-01-01' }

describe('a link', () => {
  it.each<[string, Partial<LinkGiven>, typeof stored | null, boolean]>([
    ['what agrees', {}, stored, false],
    ['nobody stored', {}, null, false],
    ['nothing told', nothing, stored, false],
    ['another sex', { sex: 'M' }, stored, true],
    ['another day', { birthDate: '1980-01-02' }, stored, true],
    ['another day than that stored', {}, { ...stored, birthDate: '1980-01-02' }, true],
    ['another day of whoever has no code', { codiceFiscale: null, birthDate: '1980-01-02' }, stored, true],
    ['what the reader has found', { findings: [{ code: 'mismatch', attribute: 'sex', stopsLinking: true }] }, null, true],
    ['a finding that stops nothing', { findings: [{ code: 'form', attribute: 'surname', stopsLinking: false }] }, null, false],
    ['a code that is none', { codiceFiscale: 'none', sex: 'M' }, null, false],
  ])('S6: by %s', (_, told, known, isStopped) => {
    expect(stopsLinking({ ...given, ...told }, known, morning)).toBe(isStopped)
  })
})

describe('a name', () => {
  it('S5: is told to differ by its letters alone, and not where none is told', () => {
    expect(nameDiffers({ ...given, surname: "VÈRDI'", givenName: 'anna' }, stored)).toBe(false)
    expect(nameDiffers(nothing, stored)).toBe(false)
    expect(nameDiffers({ ...given, givenName: 'Annamaria' }, stored)).toBe(true)
    expect(nameDiffers({ ...given, surname: 'Bianchi' }, stored)).toBe(true)
  })
})

describe('somebody new', () => {
  it('needs a surname and one day of birth, told or said by the code', () => {
    const { birthDate: _, ...person } = stored
    expect(newPersonOf({ ...given, birthDate: null }, morning)).toEqual({ ...person, birthDate: '1980-01-01' })
    expect(newPersonOf({ ...given, givenName: null }, morning)).toMatchObject({ name: '' })
    expect(newPersonOf(nothing, morning)).toEqual(['surname', 'birthDate'])
    expect(newPersonOf({ ...given, surname: null }, morning)).toEqual(['surname'])
    // The code of year 20 says two days.
    expect(newPersonOf({ ...given, codiceFiscale: 'VRDNNA20A41L219L', birthDate: null }, morning)).toEqual(['birthDate'])
  })
})

describe('the fields of a case', () => {
  it('stand side by side, with what is not known left empty', () => {
    const byField = (told: LinkGiven, known: typeof stored | null) =>
      Object.fromEntries(comparedFields(told, known, morning).map(({ field, ...rest }) => [field, rest]))
    const empty = { given: null, stored: null, byCode: null, givenLetters: null }
    expect(byField(nothing, null)).toEqual({
      ...{ codiceFiscale: empty, surname: empty, givenName: empty, sex: empty, birthDate: empty },
    })
    const all = byField(given, stored)
    expect(all['surname']).toEqual({ given: 'Verdi', stored: 'Verdi', byCode: 'VRD', givenLetters: 'VRD' })
    expect(all['sex']).toEqual({ given: 'F', stored: 'F', byCode: 'F', givenLetters: null })
    expect(all['birthDate']).toMatchObject({ byCode: '1980-01-01' })
    expect(byField({ ...given, codiceFiscale: 'VRDNNA20A41L219L', surname: '1' }, null)).toMatchObject({
      surname: { givenLetters: '' },
      birthDate: { byCode: null },
    })
    expect(saidByCode('none', morning)).toBeNull()
  })
})
