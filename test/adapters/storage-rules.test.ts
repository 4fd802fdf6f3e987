import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCommit } from '../../src/adapters/storage-rules.ts'
import { isSportelloError } from '../../src/kernel/index.ts'

/** Whether a storage takes the text for the state of a new record. */
function takes(state: string): boolean {
  const record = { key: 'office/box/1', machine: 'box', schema: 1, personal: null, tags: [], dueAt: null, at: 0, journalHead: '' }
  try {
    readCommit(
      { expects: [], writes: [{ ...record, state, expectedVersion: 0, entries: [] }], removes: [], outbox: [], cancelMail: [] },
      () => undefined,
    )
    return true
  } catch (error) {
    expect(isSportelloError(error) && error.code).toBe('storage/misuse')
    return false
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return /^[^\uD800-\uDFFF]*$/u.test(text)
  } catch {
    return false
  }
}

describe('the JSON texts of a commit', () => {
  it('are taken where a parser takes them: of any value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(takes(text)).toBe(isJson(text))
      }),
    )
  })

  it('are taken where a parser takes them: with any one character put in, left out or replaced', () => {
    const text = fc.constantFrom(
      '{}',
      '{"a":1,"b":-20,"c":0,"d":"text","e":true,"f":false,"g":null}',
      '{"status":"active","attempts":{"failures":0,"nextAt":-1},"at":1773133200000}',
      '{"a":{},"b":{"c":{"d":1}},"e":[1,2],"f":1.5e3,"g":"\\n"}',
    )
    const character = fc.constantFrom(
      '',
      '0',
      '-',
      '.',
      'e',
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      ' ',
      '\n',
      '\u0000',
      '\u001F',
      '\uD800',
    )
    fc.assert(
      fc.property(text, fc.nat(80), fc.nat(1), character, (whole, at, left, put) => {
        const changed = whole.slice(0, at) + put + whole.slice(at + left)
        expect(takes(changed)).toBe(isJson(changed))
      }),
      { numRuns: 3_000 },
    )
  })

  it.each([
    ['at 4,096 characters', 4_096],
    ['at 4,097 characters', 4_097],
    ['at 1 MiB', 2 ** 20],
  ])('are taken and refused alike %s', (_, length) => {
    const text = `{"a":"${'x'.repeat(length - 8)}"}`
    expect(text).toHaveLength(length)
    expect(takes(text)).toBe(true)
    expect(takes(`${text.slice(0, -2)}}`)).toBe(false)
    expect(takes(`{"a":"\uD800${text.slice(7)}`)).toBe(false)
  })
})
