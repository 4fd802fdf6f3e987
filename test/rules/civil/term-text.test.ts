import { de } from 'date-fns/locale/de'
import { setDefaultOptions } from 'date-fns/setDefaultOptions'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { InvariantError, instantMax } from '../../../src/kernel/index.ts'
import { termText } from '../../../src/rules/civil/term-text.ts'
import { day, hour } from './clocks-of-rome.ts'

const minute = 60_000

describe('a term in words', () => {
  it.each([
    [15 * minute, '15 minuti', '15 minutes'],
    [hour, '1 ora', '1 hour'],
    [minute, '1 minuto', '1 minute'],
    [1_000, '1 secondo', '1 second'],
    [30_000, '30 secondi', '30 seconds'],
    [12 * hour, '12 ore', '12 hours'],
    [7 * day, '7 giorni', '7 days'],
    [180 * day, '180 giorni', '180 days'],
    [3_653 * day, '3653 giorni', '3653 days'],
    [hour + 30 * minute, '1 ora e 30 minuti', '1 hour and 30 minutes'],
    [minute + 1_000, '1 minuto e 1 secondo', '1 minute and 1 second'],
    [2 * day + hour, '2 giorni e 1 ora', '2 days and 1 hour'],
  ])('%i ms are %s', (ms, it, en) => {
    expect(termText(ms, 'it')).toBe(it)
    expect(termText(ms, 'en')).toBe(en)
  })

  it('is in hours up to two days, since a day is also what is left of a calendar day', () => {
    expect(termText(day, 'it')).toBe('24 ore')
    expect(termText(2 * day - 1, 'it')).toBe('47 ore e 59 minuti')
    expect(termText(2 * day, 'it')).toBe('2 giorni')
  })

  it('has two units that follow each other at most, so that what is between them is never left out', () => {
    expect(termText(hour + 30 * minute + 30_000, 'it')).toBe('1 ora e 30 minuti')
    expect(termText(hour + 30_000, 'it')).toBe('1 ora')
    expect(termText(7 * day + 30 * minute, 'it')).toBe('7 giorni')
  })

  it('is that of no second where it is shorter than one', () => {
    for (const ms of [0, 1, 999]) {
      expect(termText(ms, 'it')).toBe('0 secondi')
      expect(termText(ms, 'en')).toBe('0 seconds')
    }
  })

  const lengths: { readonly [name: string]: number } = { day, hour, minute, second: 1_000 }
  const promised = (text: string): number =>
    text.split(' and ').reduce((sum, part) => {
      const [count, name = ''] = part.split(' ')
      return sum + Number(count) * (lengths[name.replace(/s$/, '')] ?? Number.NaN)
    }, 0)

  it('never promises more than there is, and no less than its last unit', () => {
    const held = (ms: number) => {
      const text = termText(ms, 'en')
      expect(promised(text)).toBeLessThanOrEqual(ms)
      const last = ms < minute ? 1_000 : ms < hour ? 1_000 : ms < 2 * day ? minute : hour
      expect(ms - promised(text)).toBeLessThan(last)
    }
    fc.assert(fc.property(fc.integer({ min: 0, max: 3 * day }), held), { seed: 2026, numRuns: 1_000 })
    fc.assert(fc.property(fc.integer({ min: 0, max: instantMax }), held), { seed: 2026, numRuns: 1_000 })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, instantMax + 1, '900000', 900_000n, null, undefined, {}])(
    'is there for no other value: case %#',
    (value) => {
      expect(() => termText(value as number, 'it')).toThrow(InvariantError)
    },
  )

  describe('where the host has set a language for the whole process', () => {
    afterEach(() => setDefaultOptions({ locale: undefined as never }))

    it('is in the language that is asked for', () => {
      setDefaultOptions({ locale: de })
      expect([termText(hour, 'it'), termText(hour, 'en')]).toEqual(['1 ora', '1 hour'])
    })
  })
})
