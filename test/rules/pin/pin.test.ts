import fc from 'fast-check'
import { seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { checkedRandom } from '../../../src/crypto/index.ts'
import { isSportelloError } from '../../../src/kernel/index.ts'
import type { Random } from '../../../src/ports/index.ts'
import { drawDigits, drawPin, isPin, joinPin, splitPin } from '../../../src/rules/pin/index.ts'

/** Gives the bytes over and over, however many are asked for at a time. */
function cycling(...bytes: number[]): Random {
  let at = 0
  return {
    bytes(length) {
      return Uint8Array.from({ length }, () => {
        const byte = bytes[at % bytes.length] ?? 0
        at += 1
        return byte
      })
    },
  }
}

describe('the PIN', () => {
  it('R6: keeps leading zeros: of zeros alone it has nine, four to be mailed and five to be shown', () => {
    const halves = drawPin(cycling(0))
    expect(halves).toStrictEqual({ mailed: '0000', shown: '00000' })
    expect(joinPin(halves)).toBe('000000000')
    expect(isPin(joinPin(halves))).toBe(true)
    expect(drawPin(cycling(0, 0, 4, 2))).toStrictEqual({ mailed: '0042', shown: '00420' })
  })

  it('INV-06: is always two texts of four and five ASCII digits, which joined and split are the same', () => {
    const random = seededRandom(6)
    for (let i = 0; i < 2_000; i += 1) {
      const halves = drawPin(random)
      expect(halves.mailed).toMatch(/^[0-9]{4}$/)
      expect(halves.shown).toMatch(/^[0-9]{5}$/)
      expect(splitPin(joinPin(halves))).toStrictEqual(halves)
    }
  })

  it('R7: passes over bytes that would make some digits likelier: 249 is the last one taken', () => {
    expect(drawDigits(1, cycling(249))).toBe('9')
    expect(drawDigits(4, cycling(250, 255, 251, 252, 253, 254, 7))).toBe('7777')
    expect(drawDigits(9, cycling(240, 241, 242, 243, 244, 245, 246, 247, 248))).toBe('012345678')
  })

  it('R7: takes every byte below 250 for its last digit, so each digit has 25 of them', () => {
    const digits = drawDigits(250, cycling(...Array.from({ length: 256 }, (_, byte) => byte)))
    expect(digits).toBe('0123456789'.repeat(25))
  })

  it('R7: is unbiased over 2,000,000 draws: all 100,000 second halves are seen, at chi-square p > 0.001 both ways', () => {
    const random = seededRandom(7)
    const draws = 2_000_000
    const seen = new Uint32Array(100_000)
    const digits = Array.from({ length: 9 }, () => new Uint32Array(10))
    for (let i = 0; i < draws; i += 1) {
      const pin = drawDigits(9, random)
      seen[Number(pin.slice(4))] = Number(seen[Number(pin.slice(4))]) + 1
      for (let place = 0; place < 9; place += 1) {
        const counts = digits[place] as Uint32Array
        const digit = pin.charCodeAt(place) - 48
        counts[digit] = Number(counts[digit]) + 1
      }
    }
    const chiSquare = (counts: Uint32Array): number => {
      const expected = draws / counts.length
      return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    }
    expect(seen.indexOf(0)).toBe(-1)
    // With so many degrees of freedom the statistic is normal: mean n, variance 2n; 3.09 deviations are p = 0.001.
    const freedom = seen.length - 1
    expect(Math.abs(chiSquare(seen) - freedom) / Math.sqrt(2 * freedom)).toBeLessThan(3.09)
    // 27.877 is p = 0.001 for 9 degrees of freedom; 1.152 is p = 0.999.
    for (const counts of digits) {
      expect(chiSquare(counts)).toBeLessThan(27.877)
      expect(chiSquare(counts)).toBeGreaterThan(1.152)
    }
  })

  it('R7: is not drawn from a source that fails, falls short or repeats itself', () => {
    const failing: Random = {
      bytes() {
        throw new Error('no entropy')
      },
    }
    const sources: readonly Random[] = [failing, { bytes: (length) => new Uint8Array(length - 1) }, cycling(255)]
    for (const source of sources) {
      let error: unknown
      try {
        drawPin(checkedRandom(source))
      } catch (caught) {
        error = caught
      }
      expect(isSportelloError(error) && error.code).toBe('random/failed')
    }
  })
})

describe('what is a PIN', () => {
  it('L9: is nine ASCII digits', () => {
    for (const pin of ['000000000', '123456789', '999999999', '004200420']) expect(isPin(pin)).toBe(true)
  })

  it.each([
    ['one half alone', '1234'],
    ['the other half alone', '12345'],
    ['eight digits', '12345678'],
    ['ten digits', '1234567890'],
    ['nine digits with blanks', '1234 56789'],
    ['a blank before', ' 123456789'],
    ['a line break after', '123456789\n'],
    ['a line break in place of a digit', '12345678\n'],
    ['a sign', '+12345678'],
    ['an exponent', '1234567e1'],
    ['hexadecimal', '0x1234567'],
    ['full-width digits', '１２３４５６７８９'],
    ['Arabic-Indic digits', '٠١٢٣٤٥٦٧٨'],
    ['mathematical digits', '𝟎𝟏𝟐𝟑'],
    ['a number', 123_456_789],
    ['a big number', 123_456_789n],
    ['an object that reads like one', { toString: () => '123456789', length: 9 }],
    ['a boxed text', Object('123456789')],
    ['an array', ['123456789']],
    ['nothing', undefined],
    ['null', null],
    ['a symbol', Symbol('123456789')],
  ])('L9: is not %s', (_name, value) => {
    expect(isPin(value)).toBe(false)
  })

  it('L9: is said of any value without an exception, and of a megabyte at once', () => {
    fc.assert(fc.property(fc.anything(), (value) => !isPin(value) || /^[0-9]{9}$/.test(value)))
    const halves = fc.stringMatching(/^[0-9]{4,5}$/)
    fc.assert(fc.property(halves, halves, (a, b) => isPin(a + b) === (a.length + b.length === 9)))
    expect(isPin('1'.repeat(2 ** 20))).toBe(false)
  })
})
