import fc from 'fast-check'
import {
  checkPassword,
  definePolicy,
  digit,
  infocert,
  italia,
  length,
  lowerCase,
  nist,
  upperCase,
  variety,
} from 'sportello/password'
import { describe, expect, it } from 'vitest'
import { growth } from '../../support/growth.ts'

const codes = (password: unknown, policy = infocert) => checkPassword(password, policy).map(({ code }) => code)
const long = definePolicy({ name: 'long', rules: [length(64)], lengthMax: 256 })

// The five sentences of seed 004 written a second way, one expression each.
function fiveSentences(password: string): readonly string[] {
  const text = password.normalize('NFC')
  const broken: string[] = []
  if (!/^.{8,}$/su.test(text)) broken.push('length')
  if (!(/[a-z]/.test(text) && /[A-Z]/.test(text))) broken.push('letter-case')
  if (!/[0-9]/.test(text)) broken.push('digit')
  if (!/[\p{Pc}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{Sm}\p{Sc}\p{Sk}\p{So}]/u.test(text)) broken.push('special')
  if (/(.)\1\1/su.test(text)) broken.push('repetition')
  return broken
}

describe('the five rules of the mailbox provider (seed 004)', () => {
  it('a password that keeps all five has no violation', () => {
    expect(checkPassword('zUBV*x8s', infocert)).toEqual([])
  })

  it('every broken rule is reported, with its numbers, in the order of the page', () => {
    expect(checkPassword('\u00E0\u00E0\u00E0', infocert)).toEqual([
      { code: 'length', params: { min: 8 } },
      { code: 'letter-case', params: {} },
      { code: 'digit', params: {} },
      { code: 'special', params: {} },
      { code: 'repetition', params: { max: 2 } },
    ])
  })

  it.each([
    ['one rule alone: length', 'aB3!aB3', ['length']],
    ['a capital without a small letter', 'ABCDEFG1!', ['letter-case']],
    ['a small letter without a capital', 'abcdefg1!', ['letter-case']],
    ['no digit', 'abcdEFG!', ['digit']],
    ['no special', 'abcdEFG1', ['special']],
    ['three equal in a row', 'aaabEFG1!', ['repetition']],
    ['an empty text', '', ['length', 'letter-case', 'digit', 'special']],
  ])('%s', (_, password, broken) => {
    expect(codes(password)).toEqual(broken)
  })

  it.each([
    ['blank', ' '],
    ['no-break blank', '\u00A0'],
    ['tab', '\t'],
    ['NUL', '\0'],
    ['DEL', '\u007F'],
    ['accented letter', '\u00E8'],
    ['combining mark', '\u0301'],
    ['zero-width joiner', '\u200D'],
    ['Arabic digit', '\u0663'],
  ])('a %s is not a special character', (_, character) => {
    expect(codes(`abcdEFG1${character}`)).toEqual(['special'])
  })

  it('every ASCII letter and digit is of its kind', () => {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      expect(codes(`${letter}ABC12!?`)).toEqual([])
      expect(codes(`${letter.toUpperCase()}abc12!?`)).toEqual([])
    }
    for (const figure of '0123456789') expect(codes(`${figure}abcABC!`)).toEqual([])
  })

  it('every ASCII mark is a special character', () => {
    for (const character of '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~') expect(codes(`abcdEFG1${character}`)).toEqual([])
  })

  it.each([
    ['euro', '€'],
    ['pound', '£'],
    ['section', '§'],
    ['degree', '°'],
    ['quotation mark', '«'],
    ['dash', '–'],
    ['emoji', '😀'],
  ])('a %s is a special character', (_, character) => {
    expect(codes(`abcdEFG1${character}`)).toEqual([])
  })

  it('letters and digits outside ASCII are neither letters nor digits of the rules', () => {
    expect(codes('àèìòùÀÈ٣!')).toEqual(['letter-case', 'digit'])
    expect(codes('ａＢ３àèìò!')).toEqual(['letter-case', 'digit'])
  })

  it('the kind of a character is that of its normal form', () => {
    // The Kelvin sign and the Greek question mark are a K and a semicolon.
    expect(codes('abcdefg1\u212A\u037E')).toEqual([])
  })

  it('blanks at the ends are characters like others', () => {
    expect(codes(' aB3!aB ')).toEqual([])
  })

  it('case tells equal characters apart', () => {
    expect(codes('aAaA12!?')).toEqual([])
    expect(codes('AaaAa12!')).toEqual([])
  })

  it('agrees with a second reading of the same five sentences', () => {
    const character = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...'abcXYZ012!?@ ') },
      { weight: 1, arbitrary: fc.constantFrom('e\u0301', '\u00E9', '\u0301', '😀', '€', '\u212A', '\0', '\u00A0') },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    )
    const repeated = fc.tuple(character, fc.constantFrom(1, 1, 1, 2, 3)).map(([one, times]) => one.repeat(times))
    const password = fc.array(repeated, { maxLength: 14 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(password, (text) => {
        expect(codes(text)).toEqual(fiveSentences(text))
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('P3: boundaries are counted in code points after NFC, and nothing is cut', () => {
  it.each([
    ['P3: 7 characters are one short, 8 are enough', 'aB3!xyz', 'aB3!xyzw', infocert, 'length'],
    ['P3: 14 are one short of NIST, 15 are enough', 'x1y2z3w4v5u6t7', 'x1y2z3w4v5u6t7s', nist, 'length'],
    ['P3: 63 are one short of 64', 'x'.repeat(63), 'x'.repeat(64), long, 'length'],
    ['P3: 129 are one too many, 128 are allowed', 'aB3!'.repeat(32).concat('a'), 'aB3!'.repeat(32), infocert, 'too-long'],
    ['P3: the greatest length that a policy may state', 'x'.repeat(257), 'x'.repeat(256), long, 'too-long'],
    ['P3: three equal in a row, two equal in a row', 'aB3!xyyyw', 'aB3!xyyw', infocert, 'repetition'],
    ['P3: an emoji is one character', 'aB3!😀😁😂', 'aB3!😀😁😂🤣', infocert, 'length'],
    ['P3: three equal emoji, two equal emoji', 'aB3!😀😀😀😁', 'aB3!😀😀😁😁', infocert, 'repetition'],
    ['P3: an accent typed apart adds no character', 'aB3!xye\u0301', 'aB3!xywe\u0301', infocert, 'length'],
    [
      'P3: three equal letters in a row with the accent apart',
      'aB3!xye\u0301e\u0301\u00E9',
      'aB3!xye\u0301\u00E9',
      infocert,
      'repetition',
    ],
    [
      'P3: 129 emoji are one too many, 128 are allowed',
      `aB3!${'😀😁'.repeat(62)}🤣`,
      `aB3!${'😀😁'.repeat(62)}`,
      infocert,
      'too-long',
    ],
  ])('%s', (_, broken, kept, policy, code) => {
    expect(codes(broken, policy)).toEqual([code])
    expect(codes(kept, policy)).toEqual([])
  })

  it('P3: a long passphrase of 64 characters is allowed by every policy', () => {
    for (const policy of [infocert, nist, italia]) {
      expect(codes('Quattro lampioni 7 e un ponte, la nebbia: poi nessun rumore! Sì.', policy)).toEqual([])
    }
  })

  it('P3: the length of text that NFC shortens most is taken after NFC', () => {
    // U+1F82 typed apart has four UTF-16 units.
    expect(codes('\u1F82'.normalize('NFD').repeat(64), long)).toEqual([])
    expect(codes('\u1F82'.normalize('NFD').repeat(256), long)).toEqual([])
    expect(codes('\u1F82'.normalize('NFD').repeat(257), long)).toEqual(['too-long'])
  })

  it('P3: what NFC lengthens is measured after NFC', () => {
    // U+FB2C becomes three code points.
    expect(codes('\uFB2C'.repeat(85), long)).toEqual([])
    expect(codes('\uFB2C'.repeat(86), long)).toEqual(['too-long'])
  })

  it('P3: characters behind the 72nd byte and behind a NUL count', () => {
    expect(codes(`${'xy'.repeat(36)}`)).toEqual(['letter-case', 'digit', 'special'])
    expect(codes(`${'xy'.repeat(36)}A1!`)).toEqual([])
    expect(codes('abcdefg\0A1!')).toEqual([])
    expect(codes('abcdefg\0AAA1!')).toEqual(['repetition'])
  })
})

describe('other rules', () => {
  const policy = definePolicy({ name: 'other', rules: [length(8), lowerCase(), upperCase(), digit(), variety(3)] })

  it.each([
    ['ABCDEF12', ['lower-case', 'variety']],
    ['abcdef12', ['upper-case', 'variety']],
    ['abcdeF!?', ['digit']],
    ['abcdef!?', ['upper-case', 'digit', 'variety']],
    ['abcdEF12', []],
    ['àèìòùàèìò', ['lower-case', 'upper-case', 'digit', 'variety']],
  ])('%s breaks %j', (password, broken) => {
    expect(codes(password, policy)).toEqual(broken)
  })

  it('variety counts kinds, not characters', () => {
    const four = definePolicy({ name: 'four', rules: [length(8), variety(4)] })
    expect(checkPassword('abcdEF12', four)).toEqual([{ code: 'variety', params: { min: 4 } }])
    expect(checkPassword('abcdE12!', four)).toEqual([])
    const two = definePolicy({ name: 'two', rules: [length(8), variety(2)] })
    expect(codes('12345678', two)).toEqual(['variety'])
    for (const password of ['abcdEFGH', 'abcd1234', 'abcd!?!?', '1234!?!?', 'ABCD1234']) expect(codes(password, two)).toEqual([])
  })
})

describe('whatever is handed in', () => {
  it.each([
    ['a number', 12345678],
    ['a String object', Object('aB3!xyzw')],
    ['an array', ['aB3!xyzw']],
    ['a date', new Date(0)],
    ['undefined', undefined],
    ['null', null],
    ['a symbol', Symbol('aB3!xyzw')],
    ['a big integer', 1n],
    ['an object that prints as a password', { toString: () => 'aB3!xyzw' }],
  ])('J2: %s is refused by its type, without coercion', (_, value) => {
    for (const policy of [infocert, nist, italia]) expect(checkPassword(value, policy)).toEqual([{ code: 'type', params: {} }])
  })

  it.each([
    ['ASCII', 'a'.repeat(1_048_576)],
    ['accents typed apart', 'e\u0301'.repeat(524_288)],
    ['lone surrogates', '\uD800'.repeat(1_048_576)],
  ])('J3: 1 MiB of %s is one violation, and takes no longer than 2 KiB', async (_, text) => {
    for (const policy of [infocert, nist, italia]) {
      const check = (given: string) => checkPassword(given, policy)
      expect(check(text)).toEqual([{ code: 'too-long', params: { max: 128 } }])
      expect(await growth(check, text.slice(0, 2_048), text)).toBeLessThan(5)
    }
  })

  it.each([
    ['high', 'aB3!xyzw\uD83D'],
    ['low', '\uDE00aB3!xyzw'],
    ['swapped', 'aB3!\uDE00\uD83Dxyzw'],
  ])('J5: a lone surrogate (%s) is refused as characters', (_, password) => {
    expect(checkPassword(password, infocert)).toEqual([{ code: 'characters', params: {} }])
  })

  it('J5: NFC and NFD of the same text give the same answer, for every code point', () => {
    for (let code = 0; code < 0x110000; code += 1) {
      if (code >= 0xd800 && code < 0xe000) continue
      const composed = `aB3!xy${String.fromCodePoint(code)}`
      const apart = composed.normalize('NFD')
      if (apart !== composed && String(codes(composed)) !== String(codes(apart))) expect(code.toString(16)).toBe('stable')
    }
  })

  it('any value is answered with known codes, and never with an exception', () => {
    const known = [
      'type',
      'characters',
      'too-long',
      'length',
      'letter-case',
      'digit',
      'special',
      'repetition',
      'context',
      'blocklist',
    ]
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(anything, anything, (password, facts) => {
        for (const policy of [infocert, nist, italia]) {
          for (const { code } of checkPassword(password, policy, facts as never)) expect(known).toContain(code)
        }
      }),
    )
  })

  it('getters and proxies are not touched', () => {
    const touched = () => {
      throw new Error('touched')
    }
    const trap = new Proxy({}, { get: touched, has: touched, ownKeys: touched, getPrototypeOf: touched })
    expect(codes(trap)).toEqual(['type'])
    expect(
      codes({
        get length() {
          return touched()
        },
      }),
    ).toEqual(['type'])
    expect(checkPassword('zUBV*x8s', infocert, trap)).toEqual([])
  })

  it('policies and what they report cannot be changed by a caller', () => {
    const [violation] = checkPassword('', infocert)
    for (const value of [violation, violation?.params, infocert, infocert.rules, infocert.rules[0]])
      expect(Object.isFrozen(value)).toBe(true)
  })
})
