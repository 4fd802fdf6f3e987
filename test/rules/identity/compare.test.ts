import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Places } from '../../../src/ports/index.ts'
import { type CodiceFiscale, compareWithPerson, type Person, parseCodiceFiscale } from '../../../src/rules/identity/index.ts'
import { omocodiaOf, withCheckLetter } from './people.ts'

const places: Places = {
  municipality: (name, province) => (`${name}/${province}` === 'Roma/RM' ? ['H501', 'X000'] : name === 'Nulla' ? [] : null),
  nation: (code) => (code === 'FR' ? ['Z110'] : null),
  describe: (code) => (['H501', 'L219', 'Z110'].includes(code) ? { name: 'known', province: null } : null),
}

function parsed(fifteen: string): CodiceFiscale {
  const result = parseCodiceFiscale(withCheckLetter(fifteen))
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}

const code = parsed('PRVTST80A41H501')
const person: Person = {
  surname: 'Prova',
  name: 'Testo',
  birthDate: '1980-01-01',
  sex: 'F',
  birth: { nation: 'IT', province: 'RM', municipality: 'Roma' },
}
const all = (agreement: string) => ({
  surname: agreement,
  name: agreement,
  birthDate: agreement,
  sex: agreement,
  place: agreement,
})

describe('a person whose data are those of the code', () => {
  it('matches in every field', () => {
    expect(compareWithPerson(code, person, places)).toEqual(all('match'))
  })

  it('R9: matches in every field under each of the 127 omocodie', () => {
    for (let mask = 1; mask < 128; mask++) {
      const written = parseCodiceFiscale(omocodiaOf(code.code, mask))
      expect(written.ok && compareWithPerson(written.value, person, places)).toEqual(all('match'))
    }
  })

  it('matches in the place under any code that the municipality has or had', () => {
    const old = parseCodiceFiscale(withCheckLetter('PRVTST80A41X000'))
    expect(old.ok && compareWithPerson(old.value, person, places).place).toBe('match')
  })

  it('matches in the place when born abroad', () => {
    expect(compareWithPerson(parsed('PRVTST80A41Z110'), { ...person, birth: { nation: 'FR' } }, places)).toEqual(all('match'))
  })

  it('matches in the birth date whatever the century, which the code does not hold', () => {
    expect(compareWithPerson(code, { ...person, birthDate: '1880-01-01' }).birthDate).toBe('match')
  })
})

describe('a person with other data', () => {
  it('does not match in exactly the field that differs', () => {
    const others: readonly [keyof Person | 'place', Partial<Person>][] = [
      ['surname', { surname: 'Provetta Bis' }],
      ['name', { name: 'Testimone' }],
      ['birthDate', { birthDate: '1981-01-01' }],
      ['birthDate', { birthDate: '1980-02-01' }],
      ['birthDate', { birthDate: '1980-01-02' }],
      ['sex', { sex: 'M' }],
    ]
    for (const [field, change] of others) {
      const surname = change.surname === undefined ? {} : { surname: 'Altra' }
      expect(compareWithPerson(code, { ...person, ...change, ...surname }, places)).toEqual({
        ...all('match'),
        [field]: 'mismatch',
      })
    }
  })

  it('does not match in the place when the list knows both the place and the code', () => {
    expect(compareWithPerson(parsed('PRVTST80A41L219'), person, places)).toEqual({ ...all('match'), place: 'mismatch' })
    expect(compareWithPerson(code, { ...person, birth: { nation: 'FR' } }, places).place).toBe('mismatch')
  })
})

describe('undecidable', () => {
  it('is not the place where the code or the person was born abroad and the other in Italy, with and without a list', () => {
    const abroad = parsed('PRVTST80A41Z110')
    const mute = { municipality: () => [], nation: () => [], describe: () => null }
    for (const list of [undefined, mute]) {
      expect(compareWithPerson(abroad, person, list).place).toBe('mismatch')
      expect(compareWithPerson(code, { ...person, birth: { nation: 'FR' } }, list).place).toBe('mismatch')
      expect(compareWithPerson(abroad, { ...person, birth: { nation: 'FR' } }, list).place).toBe('undecidable')
      expect(compareWithPerson(code, person, list).place).toBe('undecidable')
    }
    for (const nation of ['it', 'ITA', '', 5, null, ['FR'], ['IT'], { toString: () => 'FR' }]) {
      const odd = { ...person, birth: { nation } } as Person
      expect(compareWithPerson(abroad, odd).place).toBe('undecidable')
      expect(compareWithPerson(code, odd).place).toBe('undecidable')
      // Nor is a list asked for what is no nation.
      expect(compareWithPerson(abroad, odd, { ...mute, nation: () => ['Z110'] }).place).toBe('undecidable')
    }
    // A place that was Italian once may be in a list of a foreign state.
    expect(
      compareWithPerson(
        code,
        { ...person, birth: { nation: 'HR' } },
        { ...mute, nation: () => [parsed('PRVTST80A41L219').place, 'H501'] },
      ).place,
    ).toBe('match')
  })

  it('is the place without a list', () => {
    expect(compareWithPerson(code, person)).toEqual({ ...all('match'), place: 'undecidable' })
  })

  it('is the place when the list does not know the declared one, or knows no code for it', () => {
    const births = [
      { nation: 'IT', province: 'RM', municipality: 'Atlantide' },
      { nation: 'IT', province: 'RM', municipality: 'Nulla' },
    ]
    for (const birth of births) expect(compareWithPerson(code, { ...person, birth }, places).place).toBe('undecidable')
    const abroad = parsed('PRVTST80A41Z110')
    expect(compareWithPerson(abroad, { ...person, birth: { nation: 'XX' } }, places).place).toBe('undecidable')
  })

  it('is the place when the list does not know the code: it may be an old one', () => {
    expect(compareWithPerson(parsed('PRVTST80A41A999'), person, places).place).toBe('undecidable')
  })

  it('is the place when it is declared in another shape', () => {
    const eager = { ...places, nation: () => ['H501'], municipality: () => ['H501'] }
    const births = [
      { nation: 'IT' },
      { nation: 'IT', province: 'RM' },
      { nation: 'IT', municipality: 'Roma' },
      { nation: 'IT', municipality: 1, province: 'RM' },
      { nation: 'IT', municipality: 'Roma', province: 1 },
      { nation: 'it', municipality: 'Roma', province: 'RM' },
      { nation: 'FRA' },
      { nation: ' FR' },
      { nation: 'FR ' },
      { nation: 7 },
      {},
      null,
      'IT',
    ]
    for (const birth of births) expect(compareWithPerson(code, { ...person, birth } as Person, eager).place).toBe('undecidable')
    expect(compareWithPerson(code, { ...person, birth: { nation: 'FR' } }, eager).place).toBe('match')
  })

  it('J4: is the place when the port throws or answers nonsense', () => {
    const failing = (): never => {
      throw new Error('port')
    }
    for (const municipality of [failing, () => Promise.resolve(['H501']), () => 'H501', () => ({ 0: 'H501' }), () => undefined]) {
      const port = { ...places, municipality: municipality as never }
      expect(compareWithPerson(code, person, port)).toEqual({ ...all('match'), place: 'undecidable' })
    }
    const mute = { ...places, municipality: () => ['L219'], describe: failing }
    expect(compareWithPerson(code, person, mute).place).toBe('undecidable')
  })

  it('are names with letters outside the published table', () => {
    expect(compareWithPerson(code, { ...person, surname: 'Prñva', name: 'Teñto' }, places)).toEqual({
      ...all('match'),
      surname: 'undecidable',
      name: 'undecidable',
    })
  })

  it('are a sex that is not declared and a date that is none', () => {
    for (const birthDate of ['', '1980-02-30', '01/01/1980', '1980-1-1', 19_800_101]) {
      for (const sex of [null, 'f', 'X', 1, undefined]) {
        expect(compareWithPerson(code, { ...person, birthDate, sex } as Person, places)).toEqual({
          ...all('match'),
          birthDate: 'undecidable',
          sex: 'undecidable',
        })
      }
    }
  })

  it('is everything about a value that is no codice fiscale, whatever facts it claims', () => {
    for (const value of [{ ...code, code: 'ABCDEF12A12A123A' }, { ...code, code: undefined }, null, undefined, 'x']) {
      expect(compareWithPerson(value as CodiceFiscale, person, places)).toEqual(all('undecidable'))
    }
  })

  it('is decided by the code alone: forged facts beside it have no effect', () => {
    const forged: CodiceFiscale = {
      ...code,
      surname: 'XXX',
      name: 'XXX',
      yearOfCentury: 1,
      month: 2,
      day: 3,
      sex: 'M',
      place: 'A000',
    }
    expect(compareWithPerson(forged, person, places)).toEqual(all('match'))
  })
})

describe('hostile persons', () => {
  it('INV-36: each field is read once, and a getter that throws is a field not declared', () => {
    const reads = new Map<string, number>()
    const counting = new Proxy(person, {
      get(target, key) {
        reads.set(String(key), (reads.get(String(key)) ?? 0) + 1)
        if (key === 'sex') throw new Error('getter')
        return Reflect.get(target, key)
      },
    })
    expect(compareWithPerson(code, counting, places)).toEqual({ ...all('match'), sex: 'undecidable' })
    expect([...reads.values()]).toEqual([1, 1, 1, 1, 1])
  })

  it('INV-29, J1: any value has an answer, is not changed, and Object.prototype is not either', () => {
    const before = Reflect.ownKeys(Object.prototype)
    const someone = fc.record(
      { surname: fc.anything(), name: fc.anything(), birthDate: fc.anything(), sex: fc.anything(), birth: fc.anything() },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.anything(), someone), (value) => {
        const compared = compareWithPerson(code, value as Person, places)
        expect(Object.keys(compared)).toEqual(['surname', 'name', 'birthDate', 'sex', 'place'])
      }),
      { numRuns: 2_000 },
    )
    const frozen = Object.freeze({ ...person, birth: Object.freeze({ ...person.birth }) })
    expect(compareWithPerson(Object.freeze({ ...code }), frozen, places)).toEqual(all('match'))
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })
})
