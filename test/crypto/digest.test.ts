import { Buffer } from 'node:buffer'
import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentDigest, deriveKey, equalText, keyedDigest, sha256Text } from '../../src/crypto/digest.ts'

const key = Uint8Array.from({ length: 32 }, (_, i) => (i * 41 + 7) % 256)

describe('digests', () => {
  it('of a content are SHA-256 in lower-case hex', async () => {
    // FIPS 180-4, the empty message and "abc".
    expect(await contentDigest(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(await contentDigest(Uint8Array.from(Buffer.from('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (content) => {
        expect(await contentDigest(Uint8Array.from(content))).toBe(createHash('sha256').update(content).digest('hex'))
      }),
    )
  })

  it('of a text are SHA-256 of its UTF-8 in base64url', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        expect(sha256Text(text)).toBe(createHash('sha256').update(text, 'utf8').digest('base64url'))
      }),
    )
  })

  it('of a text of any length are right, and leave nothing to the next one', () => {
    const digest = keyedDigest(key)
    for (const length of [0, 55, 56, 63, 64, 65, 1_365, 1_366, 5_000, 3]) {
      for (const text of ['a'.repeat(length), '\u00E8'.repeat(length), '\u20AC'.repeat(length)]) {
        expect(sha256Text(text)).toBe(createHash('sha256').update(text, 'utf8').digest('base64url'))
        expect(digest(text)).toBe(createHmac('sha256', key).update(text, 'utf8').digest('base64url'))
      }
    }
  })

  it('under a key are HMAC-SHA-256 in base64url, whatever was digested before', () => {
    const digest = keyedDigest(key)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(digest(text)).toBe(createHmac('sha256', key).update(text, 'utf8').digest('base64url'))
      }),
    )
    expect(digest('a')).not.toBe(keyedDigest(deriveKey(key, 'other'))('a'))
  })

  it('are right at every length of block and buffer, in letters of one to four bytes, one after the other', () => {
    const digest = keyedDigest(key)
    const lengths = [
      0, 1, 54, 55, 56, 63, 64, 65, 119, 128, 1_023, 1_024, 1_364, 1_365, 1_366, 2_047, 2_049, 4_095, 4_097, 20_000,
    ]
    for (const letter of ['a', 'è', '€', '\u{1F600}', '\uD800']) {
      for (const length of [...lengths, ...lengths.reverse()]) {
        const text = letter.repeat(length)
        expect(sha256Text(text)).toBe(createHash('sha256').update(text, 'utf8').digest('base64url'))
        expect(digest(text)).toBe(createHmac('sha256', key).update(text, 'utf8').digest('base64url'))
      }
    }
  })

  it('keys for a purpose are HKDF-Expand of RFC 5869 §2.3, another for each purpose and each key', () => {
    const expected = createHmac('sha256', key).update('sportello/1/pepper').update(Uint8Array.of(1)).digest()
    expect(Buffer.from(deriveKey(key, 'pepper'))).toEqual(expected)
    const keys = ['pepper', 'token', 'seal', ''].map((purpose) => Buffer.from(deriveKey(key, purpose)).toString('hex'))
    keys.push(
      Buffer.from(
        deriveKey(
          key.map((byte) => byte ^ 1),
          'pepper',
        ),
      ).toString('hex'),
    )
    expect(new Set(keys).size).toBe(5)
    expect(deriveKey(key, 'pepper')).toHaveLength(32)
  })
})

describe('texts compared in constant time', () => {
  it('are equal exactly when they are the same', () => {
    expect(equalText('', '')).toBe(true)
    expect(equalText('abc', 'abc')).toBe(true)
    for (const other of ['', 'a', 'ab', 'abd', 'Abc', 'abcabc', 'abca', 'cba']) {
      expect(equalText('abc', other)).toBe(false)
      expect(equalText(other, 'abc')).toBe(false)
    }
    // The shorter one read around and around would be the longer one.
    expect(equalText('abab', 'ab')).toBe(false)
    expect(equalText('ab', 'abab')).toBe(false)
    expect(equalText('\0', '')).toBe(false)
    expect(equalText('', '\0')).toBe(false)
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\uD800'), maxLength: 4 })
    fc.assert(fc.property(texts, texts, (a, b) => equalText(a, b) === (a === b)))
  })
})
