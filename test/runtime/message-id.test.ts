import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailIdIn, messageIdLeft } from '../../src/runtime/message-id.ts'

const domain = 'comune.example.it'
const messageIdOf = (id: string, at: string) => `<${messageIdLeft(id)}@${at}>`
/** What ids may be made of: printable ASCII. */
const ids = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('.', '=', '@', '<', '>', '2', 'e', 'a', '-', '_') },
    { weight: 2, arbitrary: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) },
  ),
  minLength: 1,
  maxLength: 255,
})

describe('the Message-ID of a mail', () => {
  it('is the id as it is, where that is a dot-atom', () => {
    const id = 'comune-di-prova.pec-change.01J0_ABC.2.link-1'
    expect(messageIdOf(id, domain)).toBe(`<${id}@comune.example.it>`)
  })

  it.each([
    ['a@b', 'a=40b'],
    ['a=b', 'a=3db'],
    ['.a', '=2ea'],
    ['a.', 'a=2e'],
    ['a..b', 'a.=2eb'],
    ['a...b', 'a.=2e=2eb'],
    ['.', '=2e'],
    ['..', '=2e=2e'],
    ['<>', '=3c=3e'],
  ])('writes what a dot-atom cannot have as an escape: %s is %s', (id, local) => {
    expect(messageIdOf(id, domain)).toBe(`<${local}@${domain}>`)
    expect(mailIdIn(`<${local}@${domain}>`)).toBe(id)
  })

  it('is a dot-atom for every id, and tells that id and no other', () => {
    fc.assert(
      fc.property(ids, ids, (id, other) => {
        const messageId = messageIdOf(id, domain)
        // RFC 5322 §3.2.3, with fewer characters than it allows.
        expect(messageId).toMatch(/^<[A-Za-z0-9_=-]+(?:\.[A-Za-z0-9_=-]+)*@comune\.example\.it>$/)
        expect(mailIdIn(messageId)).toBe(id)
        if (other !== id) expect(messageIdOf(other, domain)).not.toBe(messageId)
      }),
      { seed: 5322, numRuns: 2_000 },
    )
  })
})

describe('the id in a Message-ID', () => {
  it('is read with and without brackets, between blanks, and at whatever domain', () => {
    for (const text of ['<a.b@x>', 'a.b@x', '  <a.b@other.example.org>\r\n', '<a.b@[192.0.2.1]>']) {
      expect(mailIdIn(text), text).toBe('a.b')
    }
  })

  it.each([
    ['no domain', '<a.b>'],
    ['an empty domain', '<a.b@>'],
    ['no id', '<@x>'],
    ['nothing', ''],
    ['two ids', '<a@x> <b@x>'],
    ['two domains', '<a@x@y>'],
    ['a blank inside', '<a b@x>'],
    ['a quoted string', '<"a"@x>'],
    ['a letter beyond ASCII', '<à@x>'],
    ['a lone surrogate', '<\uD800@x>'],
    ['a dot where none can be', '<.a@x>'],
    ['two dots', '<a..b@x>'],
    ['an escape of what needs none', '<=61@x>'],
    ['an escape in capitals', '<a=3Db@x>'],
    ['an escape that is none', '<a=zz@x>'],
    ['half an escape', '<a=4@x>'],
    ['an escape of a control character', '<a=0ab@x>'],
    ['a NUL', '<a\0b@x>'],
    ['a line break inside', '<a\r\nb@x>'],
  ])('is none in what the library has not made: %s', (_what, text) => {
    expect(mailIdIn(text)).toBeNull()
  })

  it('is read up to a thousand characters, and not beyond', () => {
    const text = (length: number) => `${'a'.repeat(length - 2)}@x`
    expect(mailIdIn(text(1_000))).toBe('a'.repeat(998))
    expect(mailIdIn(text(1_001))).toBeNull()
    expect(messageIdOf('@'.repeat(255), 'x'.repeat(200)).length).toBeLessThanOrEqual(1_000)
    expect(mailIdIn(messageIdOf('@'.repeat(255), 'x'.repeat(200)))).toBe('@'.repeat(255))
  })

  it('J2, J3: is none in anything that is no short text, without asking it anything', () => {
    const touchy = new Proxy({}, { get: () => expect.unreachable(), getPrototypeOf: () => expect.unreachable() })
    for (const value of [undefined, null, 0, 1n, Symbol('a'), {}, ['<a@x>'], new String('<a@x>'), () => '<a@x>', touchy]) {
      expect(mailIdIn(value)).toBeNull()
    }
    expect(mailIdIn(`<${'='.repeat(1_048_576)}@x>`)).toBeNull()
  })

  it('whatever is read is written back as it stood', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a.=@<>-23dée\u0000 '), maxLength: 12 }), (text) => {
        const id = mailIdIn(text)
        if (id === null) return
        const local = text.trim().replace(/^</, '').split('@')[0]
        expect(messageIdOf(id, 'x')).toBe(`<${local}@x>`)
      }),
      { seed: 5321, numRuns: 3_000 },
    )
  })
})
