import { type ContextFact, checkPassword, infocert, messages, type Violation, type ViolationCode } from 'sportello/password'
import { describe, expect, it } from 'vitest'

const contexts: readonly ContextFact[] = ['codiceFiscale', 'surname', 'name', 'birthDate', 'pin', 'email', 'words', 'any']

// A code without a specimen does not compile.
const exampleCommands: Readonly<Record<ViolationCode, readonly Violation[]>> = {
  type: [{ code: 'type', params: {} }],
  characters: [{ code: 'characters', params: {} }],
  'too-long': [{ code: 'too-long', params: { max: 128 } }],
  length: [8, 15, 1].map((min) => ({ code: 'length', params: { min } })),
  'letter-case': [{ code: 'letter-case', params: {} }],
  'lower-case': [{ code: 'lower-case', params: {} }],
  'upper-case': [{ code: 'upper-case', params: {} }],
  digit: [{ code: 'digit', params: {} }],
  special: [{ code: 'special', params: {} }],
  variety: [2, 3].map((min) => ({ code: 'variety', params: { min } })),
  repetition: [2, 1].map((max) => ({ code: 'repetition', params: { max } })),
  context: contexts.map((fact) => ({ code: 'context', params: { fact } })),
  blocklist: [{ code: 'blocklist', params: {} }],
  breach: (['found', 'unknown'] as const).map((answer) => ({ code: 'breach', params: { answer } })),
  history: [15, 1].map((last) => ({ code: 'history', params: { last } })),
  unchanged: [{ code: 'unchanged', params: {} }],
  confirmation: [{ code: 'confirmation', params: {} }],
}

describe.each(['it', 'en'] as const)('the words in %s', (locale) => {
  const all = Object.values(exampleCommands).flat()

  it('every violation has its own', () => {
    const words = all.map(messages[locale])
    expect(new Set(words).size).toBe(all.length)
    for (const line of words) expect(line).toMatch(/^[\p{Lu}\d].{5,100}[^.\s]$/su)
    expect(words.join()).not.toContain('undefined')
  })

  it('the numbers of the rule are in them', () => {
    expect(messages[locale]({ code: 'too-long', params: { max: 128 } })).toContain('128')
    expect(messages[locale]({ code: 'length', params: { min: 15 } })).toContain('15')
    expect(messages[locale]({ code: 'repetition', params: { max: 2 } })).toContain('2')
    expect(messages[locale]({ code: 'variety', params: { min: 3 } })).toContain('3')
    expect(messages[locale]({ code: 'history', params: { last: 15 } })).toContain('15')
  })

  it('a violation of a newer version still gets words', () => {
    expect(messages[locale]({ code: 'moon-phase', params: {} } as never)).toMatch(/password/)
  })
})

describe('the page of seed 004', () => {
  it('reads as it does there', () => {
    expect(checkPassword('ààà', infocert).map(messages.it)).toEqual([
      '8 caratteri o più',
      'Lettere sia maiuscole sia minuscole, senza accento',
      'Una cifra, da 0 a 9',
      'Un segno di punteggiatura o un simbolo, come % + ,',
      'Lo stesso carattere non più di 2 volte di seguito',
    ])
  })

  it('reads in English', () => {
    expect(checkPassword('ààà', infocert).map(messages.en)).toEqual([
      'At least 8 characters',
      'At least one capital and one small letter (a-z A-Z)',
      'At least one digit (0-9)',
      'At least one special character (such as ? ! ; @)',
      'Not more than 2 equal characters in a row',
    ])
  })
})
