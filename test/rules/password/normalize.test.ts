import fc from 'fast-check'
import { checkPassword, definePolicy, length, normalizePassword } from 'sportello/password'
import { describe, expect, it } from 'vitest'

describe('the form in which a password is hashed and compared', () => {
  it.each([
    ['ASCII stays as it is', 'zUBV*x8s', 'zUBV*x8s'],
    ['blanks at the ends stay', '  a  ', '  a  '],
    ['case stays', 'aA', 'aA'],
    ['NUL and what follows stay', 'a\0b', 'a\0b'],
    ['accents typed apart are joined', 'perche\u0301', 'perch\u00E9'],
    ['compatibility forms stay: they are other characters', '\uFF21\uFB01', '\uFF21\uFB01'],
    ['more than 72 bytes stay', 'é'.repeat(100), 'é'.repeat(100)],
    ['256 characters stay', '😀'.repeat(256), '😀'.repeat(256)],
  ])('%s', (_, typed, normal) => {
    expect(normalizePassword(typed)).toEqual({ ok: true, value: normal })
  })

  it.each([
    ['the empty text', '', { code: 'length', params: { min: 1 } }],
    ['257 characters', 'x'.repeat(257), { code: 'too-long', params: { max: 256 } }],
    ['257 emoji', '😀'.repeat(257), { code: 'too-long', params: { max: 256 } }],
    ['1 MiB', 'x'.repeat(1_048_576), { code: 'too-long', params: { max: 256 } }],
    ['a lone surrogate', 'a\uDC00', { code: 'characters', params: {} }],
    ['a number', 12345678, { code: 'type', params: {} }],
    ['a String object', Object('zUBV*x8s'), { code: 'type', params: {} }],
    ['nothing', undefined, { code: 'type', params: {} }],
  ])('%s is refused', (_, typed, refusal) => {
    expect(normalizePassword(typed)).toEqual({ ok: false, refusal })
  })

  it('J5: is idempotent, at most 1,024 bytes, and gives NFC and NFD the same form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (typed) => {
        const once = normalizePassword(typed)
        expect(once.ok && normalizePassword(once.value)).toEqual(once.ok && once)
        expect(normalizePassword(typed.normalize('NFD'))).toEqual(once)
        expect(once.ok && new TextEncoder().encode(once.value).length).toBeLessThanOrEqual(1_024)
      }),
    )
  })

  it('J2: any value is answered', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => typeof normalizePassword(value).ok === 'boolean'),
    )
  })

  it('whatever a policy accepts can be normalised, and is judged alike afterwards', () => {
    const policy = definePolicy({ name: 'longest', rules: [length(8)], lengthMax: 256 })
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), (typed) => {
        const normal = normalizePassword(typed)
        if (normal.ok) expect(checkPassword(normal.value, policy)).toEqual(checkPassword(typed, policy))
        else expect(checkPassword(typed, policy)).toEqual([normal.refusal])
      }),
    )
  })
})
