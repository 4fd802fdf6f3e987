/** Level and age against what a service requires: never upgraded, and by the days of Rome. */
import { ageAt, type FederationLevel, satisfiesAge, satisfiesLevel } from 'sportello/federation'
import { describe, expect, it } from 'vitest'

const levels = [1, 2, 3] as const
const rome = (text: string) => Date.parse(text)

describe('a level', () => {
  it('satisfies itself and every lower one', () => {
    const table = levels.map((required) => levels.map((got) => satisfiesLevel(required, got)))
    expect(table).toEqual([
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ])
  })

  it.each([0, 4, Number.POSITIVE_INFINITY, Number.NaN, '3', null, undefined, {}])(
    'of %s satisfies nothing, and nothing satisfies it',
    (other) => {
      for (const level of levels) {
        expect(satisfiesLevel(level, other as FederationLevel)).toBe(false)
        expect(satisfiesLevel(other as FederationLevel, level)).toBe(false)
      }
      expect(satisfiesLevel(other as FederationLevel, other as FederationLevel)).toBe(false)
    },
  )
})

describe('an age', () => {
  it.each([
    ['2008-11-29', '2026-11-29T22:59:59.999Z', 17],
    ['2008-11-29', '2026-11-29T23:00:00.000Z', 18],
    ['2008-06-29', '2026-06-29T21:59:59.999Z', 17],
    ['2008-06-29', '2026-06-29T22:00:00.000Z', 18],
    ['2008-02-29', '2026-02-28T22:59:59.999Z', 17],
    ['2008-02-29', '2026-02-28T23:00:00.000Z', 18],
    ['2026-11-29', '2026-11-29T00:00:00.000Z', 0],
    ['1926-01-01', '2026-11-29T00:00:00.000Z', 100],
  ])('of somebody born on %s at %s is %s, by the day of Rome', (birthDate, at, age) => {
    expect(ageAt(birthDate, rome(at))).toBe(age)
    expect([satisfiesAge(age, birthDate, rome(at)), satisfiesAge(age + 1, birthDate, rome(at))]).toEqual([true, false])
  })

  it.each([null, undefined, '', '2008-02-30', '0000-00-00', 20_080_229, ['2008-02-29'], '2027-01-01'])(
    'of somebody born on %s is not known, and satisfies no least age',
    (birthDate) => {
      const at = rome('2026-11-29T12:00:00Z')
      expect([ageAt(birthDate, at), satisfiesAge(1, birthDate, at), satisfiesAge(0, birthDate, at)]).toEqual([null, false, true])
    },
  )

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('at %s is not known', (at) => {
    expect([ageAt('1980-01-01', at), satisfiesAge(1, '1980-01-01', at)]).toEqual([null, false])
  })

  it('is compared with a number only', () => {
    const at = rome('2026-11-29T12:00:00Z')
    expect([Number.NaN, 'x', undefined].map((least) => satisfiesAge(least as number, '1980-01-01', at))).toEqual([
      false,
      false,
      false,
    ])
  })
})
