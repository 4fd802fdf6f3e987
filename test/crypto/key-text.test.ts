import { Buffer } from 'node:buffer'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { createSportello, generateKeys, type Keys, parseKeys, rotateKeys } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { plainPasswordHash, seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { freshKeys, keysInFront } from '../../src/crypto/index.ts'
import { isSportelloError } from '../../src/kernel/index.ts'
import { office } from '../support/counter.ts'
import { hostileValues } from '../support/hostile-values.ts'

const bytes = (seed: number, length = 32) => Uint8Array.from({ length }, (_, i) => (i * 37 + seed * 101 + 13) % 256)
const url = (key: Uint8Array) => Buffer.from(key).toString('base64url')
const padded = (key: Uint8Array) => Buffer.from(key).toString('base64')
const [k1, k2, pseudonym] = [bytes(1), bytes(2, 64), bytes(3)]
const text = `k2:${url(k2)},k1:${url(k1)},pseudonym:${url(pseudonym)}`
const keys: Keys = { current: 'k2', ring: { k2, k1 }, pseudonym }

/** The message of the `config/invalid` that the text is refused with, or what else happened. */
function refusal(given: unknown): string {
  try {
    return `read: ${inspect(parseKeys(given as string))}`
  } catch (error) {
    return isSportelloError(error) && error.code === 'config/invalid' ? error.message : `untyped: ${String(error)}`
  }
}

describe('the keys of a text', () => {
  it('are those that were written: the first is the current one, all but the pseudonym key are the ring', () => {
    expect(parseKeys(text)).toEqual(keys)
    expect(parseKeys(`pseudonym:${url(pseudonym)},k2:${url(k2)},k1:${url(k1)}`)).toEqual(keys)
    expect(parseKeys(`k1:${url(k1)},pseudonym:${url(pseudonym)}`)).toEqual({ current: 'k1', ring: { k1 }, pseudonym })
  })

  it('are read from base64 and base64url, with and without padding, and with white space around each part', () => {
    // These bytes have both letters in which the two alphabets differ.
    const [odd, other] = [Uint8Array.from([251, 255, 190, ...bytes(4)]), Uint8Array.from([251, 255, 190, ...bytes(5, 33)])]
    for (const spell of [
      url,
      padded,
      (key: Uint8Array) => padded(key).replace(/=+$/, ''),
      (key: Uint8Array) => `${url(key)}==`.slice(0, Math.ceil(key.length / 3) * 4),
    ]) {
      const spelt = `k1:${spell(odd)},pseudonym:${spell(other)}`
      expect(parseKeys(spelt)).toEqual({ current: 'k1', ring: { k1: odd }, pseudonym: other })
      expect(parseKeys(`\uFEFF ${spelt.replace(',', ' ,\r\n\t').replaceAll(':', ' : ')}\n`)).toEqual(parseKeys(spelt))
    }
  })

  it('have padding at their end alone, of one character or two', () => {
    const one = bytes(4, 34)
    expect(padded(one).endsWith('==')).toBe(true)
    expect(parseKeys(`k1:${padded(one)},pseudonym:${url(pseudonym)}`).ring).toEqual({ k1: one })
    const within = `${'A'.repeat(20)}=${url(bytes(4, 33)).slice(0, 23)}`
    expect(within.length % 4).toBe(0)
    expect(refusal(`k1:${within},pseudonym:${url(pseudonym)}`)).toBe('keys: entry 1 is not base64 or base64url')
  })

  it('open a counter', () => {
    const mailer = { send: async () => 'sent' as const }
    const ports = { storage: memoryStorage(), documents: memoryDocuments(), passwordHash: plainPasswordHash(), mailer }
    expect(createSportello({ office, ...ports, keys: parseKeys(generateKeys()) })).toHaveProperty('registration')
  })

  it('may have any names that a ring may have, also those of members that every object has', () => {
    const read = parseKeys(`constructor:${url(k1)},1:${url(k2)},${'9-'.repeat(16)}:${url(bytes(5))},pseudonym:${url(pseudonym)}`)
    expect(read.current).toBe('constructor')
    expect(Object.entries(read.ring)).toHaveLength(3)
    expect(read.ring['constructor']).toEqual(k1)
  })

  it.each([
    [undefined, 'the text is missing; generateKeys() makes one'],
    [null, 'the text is missing; generateKeys() makes one'],
    ['', 'the text is missing; generateKeys() makes one'],
    [' \n', 'the text is missing; generateKeys() makes one'],
    [7, 'the text must be a string'],
    [keys, 'the text must be a string'],
    [Object(text), 'the text must be a string'],
    ['x'.repeat(65_537), 'the text has more than 65536 characters'],
    [url(k1), 'entry 1 is not NAME:KEY'],
    [`${text},`, 'entry 4 is not NAME:KEY'],
    [`,${text}`, 'entry 1 is not NAME:KEY'],
    [text.replaceAll(',', ';'), 'entry 1 is not base64 or base64url'],
    [text.replace('k1:', 'K1:'), 'entry 2 has a name that is not 1 to 32 characters of a-z, 0-9 and -'],
    [text.replace('k1:', ':'), 'entry 2 has a name that is not 1 to 32 characters of a-z, 0-9 and -'],
    [text.replace('k1:', `${'k'.repeat(33)}:`), 'entry 2 has a name that is not 1 to 32 characters of a-z, 0-9 and -'],
    [text.replace('k1:', '__proto__:'), 'entry 2 has a name that is not 1 to 32 characters of a-z, 0-9 and -'],
    [text.replace('k1:', 'k2:'), 'entry 2 has the name of an earlier entry'],
    [`${text},pseudonym:${url(bytes(5))}`, 'entry 4 has the name of an earlier entry'],
    [`${text},k3:${padded(k1)}`, 'entry 4 has the key of an earlier entry'],
    [`k1:${url(k1)},pseudonym:${url(k1)}`, 'entry 2 has the key of an earlier entry'],
    [text.replace('k1:', 'k1:!'), 'entry 2 is not base64 or base64url'],
    [text.replace('k1:', 'k1::'), 'entry 2 is not base64 or base64url'],
    [text.replace('k1:', 'k1:AA'), 'entry 2 is not base64 or base64url'],
    [text.replace('k1:', 'k1:+-_/'), 'entry 2 is not base64 or base64url'],
    [text.replace(url(k1), `${url(k1)}==`), 'entry 2 is not base64 or base64url'],
    [text.replace(url(k1), `${url(k1)}====`), 'entry 2 is not base64 or base64url'],
    [text.replace(url(k1), url(k1).replace(/.$/, '9')), 'entry 2 is not base64 or base64url'],
    [text.replace(url(k1), ''), 'entry 2 must be 32 to 1024 random bytes'],
    [text.replace(url(k1), url(bytes(1, 31))), 'entry 2 must be 32 to 1024 random bytes'],
    [text.replace(url(k1), url(bytes(1, 1_025))), 'entry 2 must be 32 to 1024 random bytes'],
    [text.replace(url(k1), url(new Uint8Array(32))), 'entry 2 is one byte or a short block repeated, not a random key'],
    [`k1:${url(k1)}`, 'no entry is named pseudonym'],
    [`pseudonym:${url(pseudonym)}`, 'no entry but pseudonym; the ring needs a key'],
  ])('are refused where something is wrong: %j', (given, what) => {
    expect(refusal(given)).toBe(`keys: ${what}`)
  })

  it('are refused where they repeat a block of up to 16 bytes, and taken from 17 on', () => {
    const repeated = (length: number, whole: number) =>
      Uint8Array.from({ length: whole }, (_, i) => bytes(7, length)[i % length] ?? 0)
    const given = (key: Uint8Array) => refusal(`k1:${url(key)},pseudonym:${url(pseudonym)}`)
    for (let length = 1; length <= 16; length += 1) {
      for (const whole of [32, 33, 64, 1_024]) expect(given(repeated(length, whole))).toMatch(/a short block repeated/)
    }
    expect(given(repeated(17, 34))).toMatch(/^read/)
    expect(given(Uint8Array.from({ length: 32 }, (_, i) => (i === 31 ? 1 : 0)))).toMatch(/^read/)
  })

  it('are refused whatever is given instead', () => {
    for (const [name, value] of hostileValues)
      expect(refusal(value), name).toMatch(/^keys: the text (must be|has more|is missing)/)
    fc.assert(fc.property(fc.anything(), (value) => void expect(refusal(value)).toMatch(/^keys: /)))
  })

  it('E1: are quoted in no error, nor is anything else of the text', () => {
    const key = fc.uint8Array({ minLength: 8, maxLength: 48 }).map((canary) => url(Uint8Array.from([...bytes(8, 6), ...canary])))
    const name = fc.oneof(key, fc.constantFrom('k1', 'K1', 'pseudonym', ''), fc.stringMatching(/^[a-z0-9-]{8,40}$/))
    const entry = fc.tuple(
      name,
      fc.constantFrom(':', '=', '', ';', ' ', '::'),
      key,
      fc.constantFrom('', '=', '!', '\0', 'é', '==='),
    )
    const texts = fc.tuple(fc.array(entry, { minLength: 1, maxLength: 4 }), fc.constantFrom(',', ';', '\n', ',,'))
    let refused = 0
    fc.assert(
      fc.property(texts, ([entries, comma]) => {
        const given = entries.map((parts) => parts.join('')).join(comma)
        const parts = entries.flatMap(([called, , canary]) => [called, canary]).filter((part) => part.length >= 8)
        for (const read of [parseKeys, rotateKeys]) {
          try {
            read(given)
          } catch (error) {
            refused += 1
            if (!isSportelloError(error) || error.code !== 'config/invalid') throw error
            const told = `${error.message} ${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)}`
            for (const part of parts.filter((name) => name !== 'pseudonym')) {
              // Every piece of six characters of it counts as quoted, but not the words of the messages themselves.
              for (let i = 0; i + 6 <= part.length; i += 1) expect(told).not.toContain(part.slice(i, i + 6))
            }
          }
        }
      }),
      { numRuns: 300 },
    )
    expect(refused).toBeGreaterThan(300)
  })
})

describe('a text of new keys', () => {
  it('is read to two keys of 32 bytes, drawn anew each time', () => {
    const drawn = [generateKeys(), generateKeys()].map(parseKeys)
    for (const { current, ring, pseudonym: key } of drawn) {
      expect([current, Object.keys(ring)]).toEqual(['k1', ['k1']])
      expect([ring['k1'], key].map((one) => one?.length)).toEqual([32, 32])
    }
    expect(new Set(drawn.flatMap((one) => [one.pseudonym, ...Object.values(one.ring)].map(url))).size).toBe(4)
  })

  it('is made of the bytes that chance gave, in this order', () => {
    const [random, same] = [seededRandom(1), seededRandom(1)]
    expect(freshKeys(random)).toBe(`k1:${url(same.bytes(32))},pseudonym:${url(same.bytes(32))}`)
  })

  it('needs no quoting in a shell, in a file of settings or in YAML', () => {
    for (let count = 0; count < 20; count += 1)
      expect(rotateKeys(generateKeys())).toMatch(/^[a-z0-9-]+:[\w-]{43}(,[a-z0-9-]+:[\w-]{43}){2}$/)
  })
})

describe('a text with a new key in front', () => {
  it('L7: has a new current key, all earlier ones and the same pseudonym key', () => {
    const before = generateKeys()
    const [old, next] = [parseKeys(before), parseKeys(rotateKeys(before))]
    expect(next.current).toBe('k2')
    expect(next.ring).toEqual({ ...old.ring, k2: next.ring['k2'] })
    expect(next.pseudonym).toEqual(old.pseudonym)
    expect(
      rotateKeys(rotateKeys(before))
        .split(',')
        .map((entry) => entry.split(':')[0]),
    ).toEqual(['k3', 'k2', 'k1', 'pseudonym'])
  })

  it.each([
    ['k1', 'k2'],
    ['k5', 'k6'],
    ['k9,k2', 'k10'],
    ['2026-01', 'k1'],
    ['k999999999,k1000000000', 'k1000000001'],
  ])('beside %s is called %s: a number that was used is not used again', (names, name) => {
    const ring = names.split(',').map((id, i) => `${id}:${url(bytes(i))}`)
    const rotated = keysInFront([...ring, `pseudonym:${url(pseudonym)}`].join(','), seededRandom(1))
    expect(parseKeys(rotated).current).toBe(name)
    expect(Object.keys(parseKeys(rotated).ring)).toHaveLength(ring.length + 1)
  })

  it('is not made where there was none: a setting that is missing is never taken for a new counter', () => {
    for (const missing of [undefined, '', ' ']) expect(() => rotateKeys(missing)).toThrow('the text is missing')
  })
})

describe('one more key in front', () => {
  const nameOf = (given: string) => keysInFront(given, seededRandom(1)).split(':')[0]

  it('is called by the next number of the names that are k and a number, and of no other', () => {
    const names = (...ids: string[]) =>
      [...ids.map((id, i) => `${id}:${url(bytes(10 + i))}`), `pseudonym:${url(pseudonym)}`].join(',')
    expect(nameOf(names('k7'))).toBe('k8')
    expect(nameOf(names('k7x', 'xk8', 'ring'))).toBe('k1')
    expect(nameOf(names('k9', 'k12', 'k3'))).toBe('k13')
  })

  it('leaves the key that was the current one first among the others, whatever it is called', () => {
    const longer = keysInFront(`k5:${url(k1)},1:${url(k2)},0:${url(bytes(6))},pseudonym:${url(pseudonym)}`, seededRandom(1))
    expect(longer.split(',').map((entry) => entry.split(':')[0])).toEqual(['k6', 'k5', '0', '1', 'pseudonym'])
  })
})
