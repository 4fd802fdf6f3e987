import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePartitaIva } from '../../../src/rules/identity/index.ts'

// The check digit by the other reading of the rule: doubled digits of two figures count as the sum of the figures.
function withCheckDigit(ten: string): string {
  let sum = 0
  for (let place = 1; place <= 10; place++) {
    const digit = Number(ten.charAt(place - 1))
    for (const figure of String(place % 2 === 1 ? digit : digit * 2)) sum += Number(figure)
  }
  return ten + String((10 - (sum % 10)) % 10)
}

const code = withCheckDigit('0123456789')
const refusalOf = (text: unknown): unknown => {
  const parsed = parsePartitaIva(text)
  return parsed.ok ? undefined : parsed.refusal
}

describe('an 11-digit code', () => {
  it('is taken with its number and its office', () => {
    expect(parsePartitaIva(code)).toEqual({ ok: true, value: { code, number: '0123456', office: '789' } })
    expect(parsePartitaIva(`  ${code} `)).toEqual(parsePartitaIva(code))
  })

  it('is not asked whether its office is a known one', () => {
    expect(parsePartitaIva(withCheckDigit('8633451975'))).toMatchObject({ ok: true, value: { office: '975' } })
  })

  it('has exactly one right check digit for every ten digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 10, maxLength: 10 }), (ten) => {
        const right = Array.from({ length: 10 }, (_, digit) => `${ten}${digit}`).filter((text) => parsePartitaIva(text).ok)
        expect(right).toEqual(ten.startsWith('0000000') ? [] : [withCheckDigit(ten)])
      }),
    )
  })

  it('with the number 0000000 is none, the next one is', () => {
    expect(refusalOf('00000000000')).toEqual({ code: 'partita-iva/number' })
    expect(refusalOf(withCheckDigit('0000000123'))).toEqual({ code: 'partita-iva/number' })
    expect(parsePartitaIva(withCheckDigit('0000001000')).ok).toBe(true)
  })

  it('of the seed is a placeholder, refused by its check digit', () => {
    expect(refusalOf('12345678901')).toEqual({ code: 'partita-iva/check-digit' })
    expect(parsePartitaIva('12345678903').ok).toBe(true)
  })
})

describe('a refusal', () => {
  it('by length: 10 and 12 digits, none, and J3 more than 64 characters with the blanks', () => {
    for (const text of ['', '  ', code.slice(1), `${code}0`, code.padStart(65), ' '.repeat(1_048_576), 'x'.repeat(65)]) {
      expect(refusalOf(text)).toEqual({ code: 'partita-iva/length' })
    }
    expect(parsePartitaIva(code.padStart(64)).ok).toBe(true)
    expect(parsePartitaIva(code.padEnd(64)).ok).toBe(true)
  })

  it.each([
    `IT${code}`,
    code.replace('1', 'l'),
    code.replace('1', '１'),
    code.replace('1', '\u0661'),
    `${code}\n`,
    `\uFEFF${code}`,
    `\u00A0${code}`,
    '0123 456789',
    '+1234567890',
    '1e10',
    code.replace('1', '\uD800'),
  ])('by characters: %j', (text) => {
    expect(refusalOf(text)).toEqual({ code: 'partita-iva/characters' })
  })

  it.each([undefined, null, 12_345_678_903, 12_345_678_903n, [code], {}, new String(code), Symbol(code)])(
    'J2: by type (%#)',
    (value) => {
      expect(refusalOf(value)).toEqual({ code: 'partita-iva/type' })
    },
  )

  it('INV-29: any value has an answer', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parsePartitaIva(value)
        expect(parsed.ok || parsed.refusal.code.startsWith('partita-iva/')).toBe(true)
      }),
    )
  })
})
