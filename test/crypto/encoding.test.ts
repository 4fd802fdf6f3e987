import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64url, fromBase64url, fromUtf8, utf8 } from '../../src/crypto/encoding.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

describe('base64url', () => {
  it('is that of RFC 4648 §5, without padding', () => {
    // The vectors of RFC 4648 §10, padding left out.
    const vectors = { '': '', f: 'Zg', fo: 'Zm8', foo: 'Zm9v', foob: 'Zm9vYg', fooba: 'Zm9vYmE', foobar: 'Zm9vYmFy' }
    for (const [text, encoded] of Object.entries(vectors)) {
      expect(base64url(utf8(text))).toBe(encoded)
      expect(fromBase64url(encoded)).toEqual(utf8(text))
    }
    expect(base64url(Uint8Array.of(0xfb, 0xff, 0xbf))).toBe('-_-_')
  })

  it('is what the platform writes, and reads back, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64url')
        expect(base64url(bytes)).toBe(text)
        expect(fromBase64url(text)).toEqual(bytes)
      }),
    )
  })

  it('does not read what lies around the bytes of a view', () => {
    const whole = Uint8Array.of(1, 2, 3, 4, 5)
    expect(base64url(whole.subarray(1, 3))).toBe(Buffer.of(2, 3).toString('base64url'))
  })

  it('has one spelling: whatever can be read is written back the same', () => {
    const near = fc.string({ unit: fc.constantFrom(...alphabet, '=', '+', '/', ' ', '\n', 'é', '\0', '\uD800'), maxLength: 12 })
    let read = 0
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 })), (text) => {
        const bytes = fromBase64url(text)
        if (bytes === null) return
        read += 1
        expect(base64url(bytes)).toBe(text)
      }),
      { seed: 4648, numRuns: 2_000 },
    )
    expect(read).toBeGreaterThan(200)
  })

  it('refuses other alphabets, padding, blanks, a single last character and spare bits that are not zero', () => {
    for (const text of [
      '+-__',
      'ab/_',
      'Zg==',
      'Zg=',
      'Z m8',
      'Zm8\n',
      'Zm9vY',
      'A',
      'Zh',
      'Zm9',
      'Zm-',
      'Zm9vYmF',
      'è',
      'Zm\u{1F600}',
      '\x80A',
    ]) {
      expect(fromBase64url(text)).toBeNull()
    }
  })

  it('refuses every one of the 128 ASCII characters that are not of the alphabet, and takes those that are', () => {
    for (let code = 0; code < 256; code += 1) {
      const character = String.fromCharCode(code)
      expect(fromBase64url(`${character}AAA`) !== null).toBe(alphabet.includes(character))
    }
  })
})

describe('UTF-8', () => {
  it('is read strictly, a byte order mark included', () => {
    expect(fromUtf8(utf8('\uFEFFCittà \u{1F600}'))).toBe('\uFEFFCittà \u{1F600}')
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
      expect(() => fromUtf8(Uint8Array.from(bytes))).toThrow(TypeError)
    }
  })

  it('of a lone surrogate is that of the replacement character', () => {
    expect(fromUtf8(utf8('a\uD800'))).toBe('a\uFFFD')
  })
})
