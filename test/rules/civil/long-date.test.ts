import { afterEach, describe, expect, it, vi } from 'vitest'
import { InvariantError, instantMax } from '../../../src/kernel/index.ts'
import { romeLongDate, romeLongText } from '../../../src/rules/civil/index.ts'

const utc = (text: string): number => Date.parse(text)

describe('a day and a time in letters', () => {
  it('are those of an official notice', () => {
    const cutOver = utc('2022-11-23T13:00:00Z')
    expect(romeLongDate(cutOver, 'it')).toBe('mercoledì 23 novembre 2022')
    expect(romeLongDate(cutOver, 'en')).toBe('Wednesday 23 November 2022')
    expect(romeLongText(cutOver, 'it')).toBe('mercoledì 23 novembre 2022, ore 14:00')
    expect(romeLongText(cutOver, 'en')).toBe('Wednesday 23 November 2022, 14:00 (Rome)')
  })

  it('change at midnight in Rome', () => {
    expect(romeLongText(utc('2026-11-30T22:59:59.999Z'), 'it')).toBe('lunedì 30 novembre 2026, ore 23:59')
    expect(romeLongText(utc('2026-11-30T23:00:00Z'), 'it')).toBe('martedì 1º dicembre 2026, ore 00:00')
    expect(romeLongText(utc('2026-06-30T22:00:00Z'), 'en')).toBe('Wednesday 1 July 2026, 00:00 (Rome)')
  })

  it('say the first of a month as an ordinal in Italian, and no other day', () => {
    expect(romeLongDate(utc('2026-01-01T12:00:00Z'), 'it')).toBe('giovedì 1º gennaio 2026')
    expect(romeLongDate(utc('2026-01-11T12:00:00Z'), 'it')).toBe('domenica 11 gennaio 2026')
    expect(romeLongDate(utc('2026-01-21T12:00:00Z'), 'it')).toBe('mercoledì 21 gennaio 2026')
  })

  it('say which of the two it is in the hour that comes twice', () => {
    expect(romeLongText(utc('2026-10-25T00:30:00Z'), 'it')).toBe('domenica 25 ottobre 2026, ore 02:30 (ora legale)')
    expect(romeLongText(utc('2026-10-25T01:30:00Z'), 'it')).toBe('domenica 25 ottobre 2026, ore 02:30 (ora solare)')
    expect(romeLongText(utc('2026-10-25T01:30:00Z'), 'en')).toBe('Sunday 25 October 2026, 02:30 (Rome, winter time)')
  })

  it('are there from the first instant to the last', () => {
    expect(romeLongText(0, 'it')).toBe('giovedì 1º gennaio 1970, ore 01:00')
    expect(romeLongText(instantMax, 'en')).toBe('Saturday 1 January 10000, 00:59 (Rome)')
  })

  it.each([Number.NaN, -1, 0.5, instantMax + 1, '0', null, undefined, new Date(0)])(
    'are there for no other value: case %#',
    (value) => {
      expect(() => romeLongDate(value as number, 'it')).toThrow(InvariantError)
      expect(() => romeLongText(value as number, 'it')).toThrow(InvariantError)
    },
  )
})

describe('the words of the platform', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  /** The library in a process whose platform has the words of one language. */
  async function withWordsOf(language: string) {
    vi.resetModules()
    const fresh = await import('../../../src/rules/civil/index.ts')
    vi.stubGlobal('Intl', {
      DateTimeFormat: class extends Intl.DateTimeFormat {
        constructor(_: string, options: Intl.DateTimeFormatOptions) {
          super(`${language}-u-ca-gregory-nu-latn`, options)
        }
      },
    })
    return fresh
  }

  it('are asked for by their language: a platform without Italian writes no date in other words', async () => {
    const { romeLongDate: inEnglish } = await withWordsOf('en')
    expect(inEnglish(0, 'en')).toBe('Thursday 1 January 1970')
    expect(() => inEnglish(0, 'it')).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    expect(() => inEnglish(0, 'it')).toThrow('language it')
  })

  it('are prepared once for each language', async () => {
    const fresh = await withWordsOf('it')
    expect(fresh.romeLongDate(0, 'it')).toBe('giovedì 1º gennaio 1970')
    vi.stubGlobal('Intl', undefined)
    expect(fresh.romeLongDate(86_400_000, 'it')).toBe('venerdì 2 gennaio 1970')
  })
})
