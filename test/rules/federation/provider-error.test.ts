/** What providers answer instead of a person: each code by itself, with words that say how to go on. */

import fc from 'fast-check'
import { federationText, readProviderError } from 'sportello/federation'
import { describe, expect, it } from 'vitest'

const known = [
  ['nr19', 'federation/too-many-attempts'],
  ['nr20', 'federation/level-not-held'],
  ['nr21', 'federation/timed-out'],
  ['nr22', 'federation/consent-denied'],
  ['nr23', 'federation/identity-suspended'],
  ['nr25', 'federation/cancelled'],
  ['nr30', 'federation/identity-kind'],
] as const

describe('an error of a provider', () => {
  it.each(known)('%s is %s, with whatever stands around it', (errorCode, code) => {
    for (const text of [
      `ErrorCode ${errorCode}`,
      `\n  ErrorCode ${errorCode}\n`,
      `Status: ErrorCode ${errorCode}.`,
      `ErrorCode  ${errorCode} - x`,
    ]) {
      expect(readProviderError(text)).toEqual({ code, errorCode })
    }
    expect(readProviderError(`ErrorCode ${errorCode}, ErrorCode ${errorCode}`)).toEqual({ code, errorCode })
  })

  it.each([
    ['nr1', 'nr1'],
    ['nr08', 'nr08'],
    ['nr24', 'nr24'],
    ['nr190', 'nr190'],
    ['nr2', 'nr2'],
    ['nr99', 'nr99'],
  ])('%s, which is none of them, is the provider’s', (given, errorCode) => {
    expect(readProviderError(`ErrorCode ${given}`)).toEqual({ code: 'federation/provider-failed', errorCode })
  })

  it.each([
    ...[
      '',
      'nr22',
      'ErrorCode nr2222',
      'ErrorCode nr22a',
      'xErrorCode nr22',
      'errorcode NR22',
      'ErrorCode 22',
      'ErrorCode nr-22',
    ],
    ...['ErrorCode nr22 ErrorCode nr25', 'ErrorCode nr22-1', 'my-ErrorCode nr22', `${'a'.repeat(2 ** 20)} ErrorCode nr22`],
    ...[undefined, null, 22, ['ErrorCode nr22'], { toString: () => 'ErrorCode nr22' }, Symbol('nr22')],
  ])('without one whole code is the provider’s, and has none', (given) => {
    expect(readProviderError(given)).toEqual({ code: 'federation/provider-failed', errorCode: null })
  })

  it('is something for every text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (given) => {
        expect(readProviderError(given).code).toMatch(/^federation\/[a-z-]+$/)
      }),
    )
  })

  it('says what has happened, who can help and how to go on', () => {
    for (const [errorCode] of [...known, ['nr1'] as const]) {
      const refusal = readProviderError(`ErrorCode ${errorCode}`)
      expect(federationText(refusal, 'it')).toMatch(/gestore|ufficio|assistenza/)
      expect(federationText(refusal, 'it')).toMatch(/acced|[Rr]iprovare/i)
      expect(federationText(refusal, 'en')).toMatch(/provider|office|support/)
      expect(federationText(refusal, 'en')).toMatch(/sign in|try again/i)
    }
  })
})
