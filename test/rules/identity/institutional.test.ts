import fc from 'fast-check'
import { isInstitutional } from 'sportello/identity'
import { describe, expect, it } from 'vitest'

const domains = ['istruzione.it', 'posta.istruzione.it', 'xn--mnchen-3ya.de']

describe('an institutional mailbox', () => {
  it.each([
    'anna@istruzione.it',
    'Anna.Verdi@ISTRUZIONE.IT',
    'anna@Istruzione.It',
    ' anna@istruzione.it ',
    'anna@posta.istruzione.it',
    'anna@XN--MNCHEN-3YA.de',
  ])('%j is one', (address) => {
    expect(isInstitutional(address, domains)).toBe(true)
  })

  it.each([
    ['another domain that ends alike', 'x@evil-istruzione.it'],
    ['a domain that begins alike', 'x@istruzione.it.evil.com'],
    ['a subdomain', 'x@sub.istruzione.it'],
    ['a domain above', 'x@it'],
    ['a subdomain of a listed subdomain', 'x@a.posta.istruzione.it'],
    ['a trailing dot', 'x@istruzione.it.'],
    ['a leading dot', 'x@.istruzione.it'],
    ['another top-level domain', 'x@istruzione.com'],
    ['a Cyrillic letter', 'x@istruzi\u043Ene.it'],
    ['its xn-- form', 'x@xn--istruzine-3jb.it'],
    ['a listed domain behind xn--', 'x@xn--istruzione.it'],
    ['full-width letters', 'x@\uFF49struzione.it'],
    ['a full-width dot', 'x@istruzione\uFF0Eit'],
    ['an ideographic full stop', 'x@istruzione\u3002it'],
    ['a soft hyphen', 'x@istru\u00ADzione.it'],
    ['a zero-width space', 'x@istruzione.it\u200B'],
    ['the Turkish dotless i', 'x@\u0131struzione.it'],
    ['the Turkish dotted I', 'x@\u0130STRUZIONE.IT'],
    ['a Unicode domain whose xn-- form is listed', 'x@münchen.de'],
    ['two @', 'x@istruzione.it@evil.com'],
    ['two @, the other way round', 'x@evil.com@istruzione.it'],
    ['a full-width @', 'x\uFF20istruzione.it'],
    ['a quoted local part', '"x@evil.com"@istruzione.it'],
    ['a relay by percent', 'x%evil.com@istruzione.it'],
    ['two addresses', 'x@evil.com,y@istruzione.it'],
    ['an angle address', '<x@istruzione.it>'],
    ['a line end', 'x@istruzione.it\r\nBcc: y@evil.com'],
    ['no local part', '@istruzione.it'],
    ['no @ at all', 'istruzione.it'],
    ['nothing', ''],
  ])('%s is none: %j', (_, address) => {
    expect(isInstitutional(address, domains)).toBe(false)
  })

  it('is none where the list is empty, or has the domain in another spelling than addresses are compared in', () => {
    expect(isInstitutional('anna@istruzione.it', [])).toBe(false)
    for (const listed of [
      'Istruzione.it',
      'istruzione.it.',
      '@istruzione.it',
      '*.istruzione.it',
      '.istruzione.it',
      ' istruzione.it',
    ])
      expect(isInstitutional('anna@istruzione.it', [listed])).toBe(false)
  })

  it('is one only if its domain is in the list letter for letter, whatever else is in it', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,8}$/)
    const domain = fc.tuple(label, fc.stringMatching(/^[a-z]{2,4}$/)).map((parts) => parts.join('.'))
    fc.assert(
      fc.property(fc.array(domain), domain, (list, one) => {
        expect(isInstitutional(`x@${one.toUpperCase()}`, list)).toBe(list.includes(one))
        expect(isInstitutional(`x@${one}`, [...list, one])).toBe(true)
        expect(isInstitutional(`x@a.${one}`, [one])).toBe(false)
        expect(isInstitutional(`x@a${one}`, [one])).toBe(false)
        expect(isInstitutional(`x@${one}.a`, [one])).toBe(false)
      }),
      { seed: 7 },
    )
  })

  const revoked = Proxy.revocable([], {})
  revoked.revoke()
  const throwing = new Proxy(['istruzione.it'], {
    get() {
      throw new Error('no')
    },
  })

  it('is asked about any value at all, and nothing is thrown or changed', () => {
    const hostile: readonly unknown[] = [
      undefined,
      null,
      0,
      1n,
      Symbol('x'),
      {},
      [],
      ['anna@istruzione.it'],
      new String('anna@istruzione.it'),
      { toString: () => 'anna@istruzione.it' },
      '\uD800@istruzione.it',
      'x'.repeat(1_048_576),
      `${'x'.repeat(1_048_576)}@istruzione.it`,
      { some: () => true },
      revoked.proxy,
      throwing,
    ]
    for (const address of hostile) expect(isInstitutional(address, domains)).toBe(false)
    for (const list of hostile) expect(isInstitutional('anna@istruzione.it', list as readonly string[])).toBe(false)
    const mixed = [null, Symbol('x'), {}, 'istruzione.it'] as readonly unknown[]
    expect(isInstitutional('anna@istruzione.it', mixed as readonly string[])).toBe(true)
    const frozen = Object.freeze(['istruzione.it'])
    expect(isInstitutional('anna@istruzione.it', frozen)).toBe(true)
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (address, list) => {
        expect(typeof isInstitutional(address, list as readonly string[])).toBe('boolean')
      }),
      { seed: 8 },
    )
  })
})
