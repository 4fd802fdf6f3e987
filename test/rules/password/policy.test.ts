import {
  blocklist,
  checkPassword,
  context,
  definePolicy,
  digit,
  infocert,
  italia,
  length,
  letterCase,
  nist,
  repetition,
  special,
  variety,
} from 'sportello/password'
import { describe, expect, it } from 'vitest'

const codesOf = (policy: typeof infocert) => policy.rules.map(({ violation }) => violation.code)

describe('the policies of the library', () => {
  it('infocert is exactly the five rules of seed 004, in the order of the page', () => {
    expect(codesOf(infocert)).toEqual(['length', 'letter-case', 'digit', 'special', 'repetition'])
    expect(infocert).toMatchObject({ name: 'infocert', lengthMax: 128 })
  })

  it('nist asks 15 characters and imposes no composition', () => {
    expect(codesOf(nist)).toEqual(['length', 'context', 'blocklist'])
    expect(nist).toMatchObject({ name: 'nist', lengthMax: 128 })
    expect(nist.rules[0]?.violation.params).toEqual({ min: 15 })
    expect(checkPassword('una mela nel pozzo', nist)).toEqual([])
    expect(checkPassword('mmmela nel pozzo', nist)).toEqual([])
  })

  it('italia is infocert with personal and common words refused', () => {
    expect(codesOf(italia)).toEqual([...codesOf(infocert), 'context', 'blocklist'])
    expect(italia).toMatchObject({ name: 'italia', lengthMax: 128 })
    expect(checkPassword('Password1!', infocert)).toEqual([])
    expect(checkPassword('Password1!', italia).map(({ code }) => code)).toEqual(['blocklist'])
  })

  it('each is what definePolicy makes of its own rules', () => {
    for (const policy of [infocert, nist, italia]) expect(definePolicy(policy)).toEqual(policy)
  })
})

describe('a policy of one’s own', () => {
  it('keeps the order of its rules and is frozen', () => {
    const rules = [special(), length(10), digit()]
    const policy = definePolicy({ name: 'comune-2', rules, lengthMax: 64 })
    rules.pop()
    expect(codesOf(policy)).toEqual(['special', 'length', 'digit'])
    expect(policy.lengthMax).toBe(64)
    expect(checkPassword('x', policy).map(({ code }) => code)).toEqual(['special', 'length', 'digit'])
    expect([policy, policy.rules].every((value) => Object.isFrozen(value))).toBe(true)
  })

  it('allows 128 characters where it does not say', () => {
    expect(definePolicy({ name: 'a', rules: [length(8)] }).lengthMax).toBe(128)
  })

  it.each([
    ['no policy', undefined, TypeError],
    ['null', null, TypeError],
    ['no name', { rules: [length(8)] }, TypeError],
    ['a name that is no text', { name: 1, rules: [length(8)] }, TypeError],
    ['an empty name', { name: '', rules: [length(8)] }, RangeError],
    ['a name with a capital', { name: 'Comune', rules: [length(8)] }, RangeError],
    ['a name of 65 characters', { name: 'a'.repeat(65), rules: [length(8)] }, RangeError],
    ['rules that are no list', { name: 'a', rules: 'length' }, TypeError],
    ['a rule that is null', { name: 'a', rules: [null] }, TypeError],
    ['a rule that is a text', { name: 'a', rules: ['length'] }, TypeError],
    ['a rule written by hand', { name: 'a', rules: [{ ...length(8) }] }, TypeError],
    ['a frozen object that is no rule', { name: 'a', rules: [Object.freeze({ violation: {} })] }, TypeError],
    ['no rule at all', { name: 'a', rules: [] }, RangeError],
    ['no least length', { name: 'a', rules: [digit()] }, RangeError],
    ['a rule twice', { name: 'a', rules: [length(8), length(9)] }, RangeError],
    ['a maximum below 64', { name: 'a', rules: [length(8)], lengthMax: 63 }, RangeError],
    ['a maximum above 256', { name: 'a', rules: [length(8)], lengthMax: 257 }, RangeError],
    ['a maximum that is not whole', { name: 'a', rules: [length(8)], lengthMax: 100.5 }, RangeError],
    ['a maximum that is no number', { name: 'a', rules: [length(8)], lengthMax: '128' }, TypeError],
  ])('%s is an error of the program', (_, policy, error) => {
    expect(() => definePolicy(policy as never)).toThrow(error)
  })

  it('names of 1 and 64 characters and maxima of 64 and 256 are allowed', () => {
    for (const name of ['a', 'a'.repeat(64)]) expect(definePolicy({ name, rules: [length(8)] }).name).toBe(name)
    for (const lengthMax of [64, 256])
      expect(definePolicy({ name: 'a', rules: [length(8)], lengthMax }).lengthMax).toBe(lengthMax)
  })

  it('reads what it is given once', () => {
    let reads = 0
    const policy = {
      name: 'once',
      get rules() {
        reads += 1
        return reads === 1 ? [length(8)] : []
      },
    }
    expect(codesOf(definePolicy(policy))).toEqual(['length'])
  })

  it.each([
    ['a least length below 8', () => length(7), RangeError],
    ['a least length above 64', () => length(65), RangeError],
    ['a least length that is no number', () => length('8' as never), TypeError],
    ['a least length that is not a number', () => length(Number.NaN), RangeError],
    ['no repetition allowed at all', () => repetition(0), RangeError],
    ['a repetition of 9', () => repetition(9), RangeError],
    ['one kind of four', () => variety(1), RangeError],
    ['five kinds of four', () => variety(5), RangeError],
    ['a blocklist that is a text', () => blocklist('password' as never), TypeError],
    ['a blocklist with a number in it', () => blocklist(['password', 1] as never), TypeError],
    ['a blocklist that is missing', () => blocklist(undefined as never), TypeError],
  ])('%s is an error of the program', (_, make, error) => {
    expect(make).toThrow(error)
  })

  it('the limits themselves are allowed', () => {
    expect([length(8), length(64)].map(({ lengthMin }) => lengthMin)).toEqual([8, 64])
    expect([repetition(1), repetition(8)].map(({ runMax }) => runMax)).toEqual([1, 8])
    expect([variety(2), variety(4)].map(({ violation }) => violation.params)).toEqual([{ min: 2 }, { min: 4 }])
  })

  it('every rule is frozen data with the same fields', () => {
    const rules = [length(8), letterCase(), digit(), special(), variety(3), repetition(2), context(), blocklist(['prova'])]
    for (const one of rules) {
      expect(Object.keys(one)).toEqual(['violation', 'lengthMin', 'classes', 'kindsMin', 'runMax', 'find'])
      expect([one, one.violation, one.violation.params].every((value) => Object.isFrozen(value))).toBe(true)
    }
  })
})
