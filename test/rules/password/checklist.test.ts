import fc from 'fast-check'
import { checklist, checkPassword, definePolicy, infocert, italia, length, messages, nist, variety } from 'sportello/password'
import { describe, expect, it } from 'vitest'

const ticks = (password: unknown) => checklist(password, infocert).map(({ code, met }) => [code, met])

describe('the checklist beside the field', () => {
  it('has every rule in the order of the page, ticked as soon as it is kept', () => {
    const rows = (...met: boolean[]) =>
      ['length', 'letter-case', 'digit', 'special', 'repetition'].map((code, row) => [code, met[row]])
    expect(ticks('')).toEqual(rows(false, false, false, false, true))
    expect(ticks('zU')).toEqual(rows(false, true, false, false, true))
    expect(ticks('zUBV*x8')).toEqual(rows(false, true, true, true, true))
    expect(ticks('zUBV*x8s')).toEqual(rows(true, true, true, true, true))
    expect(ticks('zUBV*x888')).toEqual(rows(true, true, true, true, false))
  })

  it('has the numbers of each rule, and words for each line', () => {
    const lines = checklist('', infocert)
    expect(lines[0]).toEqual({ code: 'length', params: { min: 8 }, met: false })
    expect(lines.map(messages.it)[0]).toBe('8 caratteri o più')
  })

  it('has one line for personal data and one for common passwords, without saying whose', () => {
    const lines = checklist('Password1!', italia, { surname: 'Password', name: 'Word' })
    expect(lines.slice(5)).toEqual([
      { code: 'context', params: { fact: 'any' }, met: false },
      { code: 'blocklist', params: {}, met: false },
    ])
    expect(
      checklist('zUBV*x8s', italia, { surname: 'Password' })
        .slice(5)
        .map(({ met }) => met),
    ).toEqual([true, true])
  })

  it.each([
    ['no text', 7, 'type'],
    ['too long a text', 'x'.repeat(1_000), 'too-long'],
    ['a lone surrogate', 'zUBV*x8s\uD800', 'characters'],
  ])('%s adds that line on top, and nothing is met', (_, password, code) => {
    const lines = checklist(password, infocert)
    expect(lines.map((line) => line.code)).toEqual([code, 'length', 'letter-case', 'digit', 'special', 'repetition'])
    expect(lines.some(({ met }) => met)).toBe(false)
  })

  it('agrees with checkPassword on every rule', () => {
    const various = definePolicy({ name: 'various', rules: [length(8), variety(3)] })
    const facts = { name: 'Abba', pin: '0011' }
    const password = fc.oneof(fc.anything(), fc.string({ unit: fc.constantFrom(...'aAbB01! ') }), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(password, fc.constantFrom(infocert, italia, nist, various), (value, policy) => {
        const unmet = checklist(value, policy, facts).filter(({ met }) => !met)
        const found = new Set(checkPassword(value, policy, facts).map(({ code }) => code))
        const isGate = ['type', 'characters', 'too-long'].some((code) => unmet[0]?.code === code)
        expect(unmet.slice(0, isGate ? 1 : undefined).map(({ code }) => code)).toEqual([...found])
      }),
      { numRuns: 500 },
    )
  })
})
