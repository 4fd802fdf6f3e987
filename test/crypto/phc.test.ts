import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPhc, isRecipe, type Phc, parsePhc, type Recipe, sameRecipe } from '../../src/crypto/phc.ts'

const salt = Uint8Array.from({ length: 16 }, (_, i) => 255 - i)
const key = Uint8Array.from({ length: 32 }, (_, i) => 200 + i)
const saltText = Buffer.from(salt).toString('base64').replaceAll('=', '')
const keyText = Buffer.from(key).toString('base64').replaceAll('=', '')
const scrypt: Recipe = { algorithm: 'scrypt', N: 2 ** 17, r: 8, p: 1 }
const argon2id: Recipe = { algorithm: 'argon2id', m: 19_456, t: 2, p: 1 }
const scryptText = `$scrypt$ln=17,r=8,p=1$${saltText}$${keyText}`
const argon2idText = `$argon2id$v=19$m=19456,t=2,p=1$${saltText}$${keyText}`

const malformed = { ok: false, refusal: { code: 'phc/malformed' } }
const unknown = { ok: false, refusal: { code: 'phc/unknown' } }
const zeros = (length: number): string => Buffer.alloc(length).toString('base64').replaceAll('=', '')

const recipes: fc.Arbitrary<Recipe> = fc
  .oneof(
    fc.record({
      algorithm: fc.constant('scrypt' as const),
      N: fc.integer({ min: 1, max: 63 }).map((ln) => 2 ** ln),
      r: fc.integer({ min: 1, max: 2 ** 15 }),
      p: fc.integer({ min: 1, max: 2 ** 15 }),
    }),
    fc.record({
      algorithm: fc.constant('argon2id' as const),
      m: fc.integer({ min: 8, max: 2 ** 32 - 1 }),
      t: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      p: fc.integer({ min: 1, max: 255 }),
    }),
  )
  .filter(isRecipe)
const hashes: fc.Arbitrary<Phc> = fc.record({
  recipe: recipes,
  salt: fc.uint8Array({ minLength: 8, maxLength: 64 }),
  key: fc.uint8Array({ minLength: 16, maxLength: 64 }),
})

describe('the text of a slow hash', () => {
  it('is the PHC string of scrypt or of argon2id, with salt and key in standard base64 without padding', () => {
    expect(saltText).toMatch(/[+/]/)
    expect(formatPhc({ recipe: scrypt, salt, key })).toBe(scryptText)
    expect(formatPhc({ recipe: argon2id, salt, key })).toBe(argon2idText)
  })

  it('reads back as it was written, for every recipe, salt and key', () => {
    expect(parsePhc(scryptText)).toEqual({ ok: true, value: { recipe: scrypt, salt, key } })
    expect(parsePhc(argon2idText)).toEqual({ ok: true, value: { recipe: argon2id, salt, key } })
    fc.assert(
      fc.property(hashes, (phc) => {
        expect(parsePhc(formatPhc(phc))).toEqual({ ok: true, value: phc })
      }),
    )
  })

  it('has one spelling: whatever can be read is written back to the same text', () => {
    const mutated = fc
      .tuple(hashes.map(formatPhc), fc.nat(), fc.nat({ max: 2 }), fc.constantFrom(...'$=,+/-_019AZaz \n'))
      .map(([text, position, cut, insert]) => {
        const at = position % (text.length + 1)
        return text.slice(0, at) + insert + text.slice(at + cut)
      })
    fc.assert(
      fc.property(mutated, (text) => {
        const parsed = parsePhc(text)
        if (parsed.ok) expect(formatPhc(parsed.value)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['empty', ''],
    ['a bare secret', 'correct horse'],
    ['a leading blank', ` ${scryptText}`],
    ['a final line feed', `${scryptText}\n`],
    ['a final dollar', `${scryptText}$`],
    ['no leading dollar', scryptText.slice(1)],
    ['no key', `$scrypt$ln=17,r=8,p=1$${saltText}`],
    ['an empty salt', `$scrypt$ln=17,r=8,p=1$$${keyText}`],
    ['parameters in another order', scryptText.replace('ln=17,r=8', 'r=8,ln=17')],
    ['a parameter left out', scryptText.replace(',p=1', '')],
    ['a parameter twice', scryptText.replace('r=8', 'r=8,r=8')],
    ['a leading zero', scryptText.replace('r=8', 'r=08')],
    ['a sign', scryptText.replace('r=8', 'r=+8')],
    ['an exponent', argon2idText.replace('t=2', 't=2e3')],
    ['a parameter of 0', scryptText.replace('p=1', 'p=0')],
    ['a parameter of eleven digits', argon2idText.replace('t=2', 't=10000000000')],
    ['a parameter above 2^32 - 1', argon2idText.replace('t=2', 't=4294967296')],
    ['more than 255 lanes', argon2idText.replace('p=1', 'p=256')],
    ['less than 8 KiB a lane', argon2idText.replace('m=19456', 'm=7')],
    ['less than 8 KiB for each of two lanes', argon2idText.replace('m=19456,t=2,p=1', 'm=15,t=2,p=2')],
    ['N not below 2^(16r)', scryptText.replace('ln=17,r=8', 'ln=16,r=1')],
    ['r·p of 2^30', scryptText.replace('r=8,p=1', 'r=32768,p=32768')],
    ['ln of three digits', scryptText.replace('ln=17', 'ln=170')],
    ['ln above 63', scryptText.replace('ln=17', 'ln=64')],
    ['padding', `$scrypt$ln=17,r=8,p=1$${saltText}==$${keyText}`],
    ['base64url', scryptText.replaceAll('+', '-').replaceAll('/', '_')],
    ['base64 of an impossible length', `$scrypt$ln=17,r=8,p=1$${'A'.repeat(21)}$${keyText}`],
    ['base64 with bits left over', `$scrypt$ln=17,r=8,p=1$${zeros(16).slice(0, -1)}B$${keyText}`],
    ['a key with bits left over', `$scrypt$ln=17,r=8,p=1$${saltText}$${zeros(32).slice(0, -1)}B`],
    ['a lone surrogate', scryptText.replace('r=8', 'r=\uD800')],
    ['a digit of another script', scryptText.replace('r=8', 'r=\u0668')],
  ])('is refused as malformed: %s', (_, text) => {
    expect(parsePhc(text)).toEqual(malformed)
  })

  it.each([
    ['argon2id of the older version', argon2idText.replace('v=19', 'v=16')],
    ['argon2id without a version', argon2idText.replace('v=19$', '')],
    ['argon2i', argon2idText.replace('argon2id', 'argon2i')],
    ['bcrypt', '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
    ['PBKDF2', `$pbkdf2-sha256$i=600000$${saltText}$${keyText}`],
  ])('is refused as unknown: %s', (_, text) => {
    expect(parsePhc(text)).toEqual(unknown)
  })

  it('has a salt of 8 to 64 bytes and a key of 16 to 64', () => {
    const text = (saltLength: number, keyLength: number): string =>
      `$scrypt$ln=4,r=1,p=1$${zeros(saltLength)}$${zeros(keyLength)}`
    for (const [saltLength, keyLength] of [
      [8, 16],
      [64, 64],
    ] as const) {
      expect(parsePhc(text(saltLength, keyLength)).ok).toBe(true)
    }
    for (const [saltLength, keyLength] of [
      [7, 16],
      [65, 64],
      [8, 15],
      [64, 65],
    ] as const) {
      expect(parsePhc(text(saltLength, keyLength))).toEqual(malformed)
    }
  })

  it('is read up to the bounds that the standards set', () => {
    for (const text of [
      scryptText.replace('ln=17,r=8', 'ln=15,r=1'),
      scryptText.replace('ln=17', 'ln=63'),
      scryptText.replace('r=8,p=1', 'r=32768,p=32767'),
      argon2idText.replace('m=19456', 'm=8'),
      argon2idText.replace('m=19456,t=2,p=1', 'm=4294967295,t=4294967295,p=255'),
    ]) {
      expect(parsePhc(text).ok).toBe(true)
    }
  })

  it('is refused, never an exception, whatever is given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(parsePhc(value)).toEqual(malformed)
      }),
    )
    for (const value of [
      null,
      undefined,
      17,
      Symbol('x'),
      [scryptText],
      new String(scryptText),
      { toString: () => scryptText },
    ]) {
      expect(parsePhc(value)).toEqual(malformed)
    }
  })

  it('is refused by its length alone above 256 characters: a mebibyte of anything costs nothing', () => {
    for (const part of ['A', '$', '$scrypt$ln=', '9', 'm=1,']) {
      expect(parsePhc(`$scrypt$ln=17,r=8,p=1$${part.repeat(2 ** 20)}`)).toEqual(malformed)
    }
    const unread = (length: number): unknown => parsePhc(`$x$${'A'.repeat(length - 3)}`)
    expect(unread(256)).toEqual(unknown)
    expect(unread(257)).toEqual(malformed)
  })
})

describe('a recipe', () => {
  it('is scrypt only with a power of two, from 2 on', () => {
    for (const N of [2, 16, 2 ** 52]) expect(isRecipe({ ...scrypt, N })).toBe(true)
    for (const N of [1, 3, 2 ** 17 - 1, 2 ** 52 + 1, 2 ** 64, 0.5, -2, Number.NaN, Infinity]) {
      expect(isRecipe({ ...scrypt, N })).toBe(false)
    }
  })

  it('has whole parameters from 1 on', () => {
    for (const value of [0, -1, 1.5, Number.NaN, 2 ** 33]) {
      for (const name of ['r', 'p']) expect(isRecipe({ ...scrypt, [name]: value })).toBe(false)
      for (const name of ['m', 't', 'p']) expect(isRecipe({ ...argon2id, [name]: value })).toBe(false)
    }
  })

  it('has no parameter beyond those of its standard', () => {
    expect(isRecipe({ ...argon2id, t: 2 ** 32 - 1, m: 2 ** 32 - 1 })).toBe(true)
    expect([isRecipe({ ...argon2id, t: 2 ** 32 }), isRecipe({ ...argon2id, m: 2 ** 32 })]).toEqual([false, false])
    expect([isRecipe({ ...scrypt, r: 2 ** 30 - 1, p: 1 }), isRecipe({ ...scrypt, r: 2 ** 30, p: 1 })]).toEqual([true, false])
  })

  it('is the same only with the same algorithm and the same parameters', () => {
    expect(sameRecipe(scrypt, { ...scrypt })).toBe(true)
    expect(sameRecipe(argon2id, { ...argon2id })).toBe(true)
    for (const other of [argon2id, { ...scrypt, N: 2 ** 16 }, { ...scrypt, r: 9 }, { ...scrypt, p: 2 }]) {
      expect(sameRecipe(scrypt, other)).toBe(false)
    }
    for (const other of [
      { ...argon2id, m: 19_457 },
      { ...argon2id, t: 1 },
      { ...argon2id, p: 2 },
    ]) {
      expect(sameRecipe(argon2id, other)).toBe(false)
    }
  })
})
