import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMailAddress } from '../../../src/rules/identity/index.ts'

const refusalOf = (text: unknown): unknown => {
  const parsed = parseMailAddress(text)
  return parsed.ok ? undefined : parsed.refusal.code
}
const accepted = (text: unknown) => {
  const parsed = parseMailAddress(text)
  if (!parsed.ok) throw new Error(`${String(text)} was refused: ${parsed.refusal.code}`)
  return parsed.value
}

const labelOf = (length: number) => 'd'.repeat(length)
const domainOf = (length: number) => {
  const labels = `${labelOf(63)}.${labelOf(63)}.${labelOf(63)}`
  return `${labels}.${labelOf(length - labels.length - 1)}`
}

describe('an accepted address', () => {
  it('has its domain in lower case, its local part as written, and a key in lower case', () => {
    expect(accepted('Anna.Prova@Posta.Example.IT')).toEqual({
      address: 'Anna.Prova@posta.example.it',
      local: 'Anna.Prova',
      domain: 'posta.example.it',
      key: 'anna.prova@posta.example.it',
    })
  })

  it('may have blanks around it', () => {
    expect(accepted('  a@example.it   ')).toEqual(accepted('a@example.it'))
  })

  it.each([
    "a#$&'*+/=?^_`{|}~-Z09@example.it",
    'a.b.c@example.it',
    'a-@example.it',
    '0@example.it',
    'a@b.c',
    'a@0.it',
    'a@123.it',
    'a@a-b--c.it',
    'a@xn--mnchen-3ya.de',
    'a@example.xn--p1ai',
    'a@1.2.3.x4',
  ])('%s', (address) => {
    expect(accepted(address).address).toBe(address)
  })

  it('has at most 254 characters, 64 of them before the @, 63 in a label', () => {
    expect(accepted(`${'a'.repeat(64)}@example.it`).local.length).toBe(64)
    expect(refusalOf(`${'a'.repeat(65)}@example.it`)).toBe('mail-address/local-part')
    expect(accepted(`a@${labelOf(63)}.it`).domain.length).toBe(66)
    expect(refusalOf(`a@${labelOf(64)}.it`)).toBe('mail-address/domain')
    expect(accepted(`a@${domainOf(252)}`).address.length).toBe(254)
    expect(refusalOf(`aa@${domainOf(252)}`)).toBe('mail-address/length')
  })
})

describe('R11: refused', () => {
  it.each([
    ['CR and LF', 'a@example.it\r\nBcc: b@example.it'],
    ['LF at the end', 'a@example.it\n'],
    ['NUL', 'a\0@example.it'],
    ['DEL', 'a\x7F@example.it'],
    ['tab', '\ta@example.it'],
    ['blank inside', 'a b@example.it'],
    ['full-width @', 'a\uFF20example.it'],
    ['small @', 'a\uFE6Bexample.it'],
    ['full-width @ beside one', 'a@example.it\uFF20x.it'],
    ['letter beyond ASCII', 'à@example.it'],
    ['domain beyond ASCII', 'a@münchen.de'],
    ['full-width dot', 'a@example\uFF0Eit'],
    ['ideographic dot', 'a@example\u3002it'],
    ['Kelvin sign, a k when folded', 'a@\u212Aexample.it'],
    ['no-break space', '\u00A0a@example.it'],
    ['zero width', 'a\u200B@example.it'],
    ['right-to-left', '\u202Ea@example.it'],
    ['byte order mark', '\uFEFFa@example.it'],
    ['lone surrogate', '\uD800@example.it'],
  ])('by characters: %s', (_name, text) => {
    expect(refusalOf(text)).toBe('mail-address/characters')
  })

  it.each([
    '',
    '   ',
    'a',
    'example.it',
    'a@b@example.it',
    'a@example.it,b@example.it',
    'a@example.it;b@example.it',
    'a@@example.it',
  ])('by shape: %j', (text) => {
    expect(refusalOf(text)).toBe('mail-address/shape')
  })

  it.each([
    '@example.it',
    '.a@example.it',
    'a.@example.it',
    'a..b@example.it',
    '.@example.it',
    '"a"@example.it',
    '"a b"@example.it'.replace(' ', ''),
    'a(b)@example.it',
    'a,b@example.it',
    'a;b@example.it',
    'a:b@example.it',
    'a<b@example.it',
    '<a@example.it',
    'a[b]@example.it',
    'a\\b@example.it',
    'a%b.it@example.it',
    'b.it!a@example.it',
    '-a@example.it',
  ])('by local part: %j', (text) => {
    expect(refusalOf(text)).toBe('mail-address/local-part')
  })

  it.each([
    'a@',
    'a@example',
    'a@.it',
    'a@example.',
    'a@example.it.',
    'a@example..it',
    'a@-example.it',
    'a@example-.it',
    'a@example.it-',
    'a@xn--.it',
    'a@exa_mple.it',
    'a@example.it>',
    'a@(x)example.it',
    'a@example.it(x)',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@example.123',
    'a@example.it/x',
    'a@example.it:25',
    'a@example.it,',
    'a@example.it"',
    'a@*.it',
  ])('by domain: %j', (text) => {
    expect(refusalOf(text)).toBe('mail-address/domain')
  })

  it('J3: by length before anything else', () => {
    const rest = 'a@example.it'
    expect(accepted(rest.padStart(318)).address).toBe(rest)
    for (const text of [
      rest.padStart(319),
      `${'a.'.repeat(524_288)}@example.it`,
      '@'.repeat(1_048_576),
      ' '.repeat(1_048_576),
      '\n'.repeat(400),
    ]) {
      expect(parseMailAddress(text)).toEqual({ ok: false, refusal: { code: 'mail-address/length', lengthMax: 254 } })
    }
  })

  it.each([undefined, null, 0, 0n, ['a@example.it'], { address: 'a@example.it' }, new String('a@example.it'), Symbol('a')])(
    'J2: by type (%#)',
    (value) => {
      expect(refusalOf(value)).toBe('mail-address/type')
    },
  )
})

describe('R11: whatever is accepted', () => {
  const pieces = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'aZ0.-_@+ ,"\\()<>[]:;%!\r\n\0\uFF20\uFE6Bàß\u212A\uD800') }),
    fc.string({ unit: 'binary' }),
    fc.emailAddress(),
  )
  const texts = fc.oneof(
    fc.emailAddress(),
    fc.string({ unit: fc.constantFrom(...'aZ0.-_+!%'), maxLength: 8 }).map((local) => `${local}@Example.it`),
    fc.tuple(pieces, fc.constantFrom('@', '@example.it', '.', ''), pieces).map((parts) => parts.join('')),
    fc
      .tuple(
        fc.string({ unit: fc.constantFrom(...'aZ0.-+!%'), maxLength: 8 }),
        fc.string({ unit: fc.constantFrom(...'aZ0.-'), maxLength: 12 }),
      )
      .map(([local, domain]) => `${local}@${domain}`),
  )

  it('is exactly one address without controls, blanks, specials or anything beyond ASCII, and its own canonical form', () => {
    let taken = 0
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseMailAddress(text)
        if (!parsed.ok) return
        taken++
        const { address, local, domain, key } = parsed.value
        expect(address.length).toBeLessThanOrEqual(254)
        expect(address.split('@')).toEqual([local, domain])
        expect(address).toMatch(/^[\x21-\x7e]+$/)
        expect(address).not.toMatch(/[()<>[\]:;\\,"%!]/)
        expect(domain).toMatch(/^[a-z0-9.-]+\.[a-z0-9-]*[a-z-][a-z0-9-]*$/)
        expect(`.${local}.${domain}.`).not.toContain('..')
        expect(local.startsWith('-')).toBe(false)
        expect(key).toBe(address.toLowerCase())
        expect(text.trim()).toBe(`${local}@${text.trim().slice(local.length + 1)}`)
        expect(parseMailAddress(address)).toEqual(parsed)
        expect(accepted(key).key).toBe(key)
      }),
      { numRuns: 20_000 },
    )
    expect(taken).toBeGreaterThan(1_000)
  })

  it('INV-29, J1: any value has an answer, and Object.prototype is not changed', () => {
    const before = Reflect.ownKeys(Object.prototype)
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        const parsed = parseMailAddress(value)
        expect(parsed.ok || parsed.refusal.code.startsWith('mail-address/')).toBe(true)
      }),
      { numRuns: 2_000 },
    )
    expect(accepted('__proto__@constructor.prototype').domain).toBe('constructor.prototype')
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })
})
