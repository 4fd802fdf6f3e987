/** What a mailer says is read once, cut and cleaned, and never holds up a mail. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanReason, readVerdict } from '../../src/runtime/mail-verdict.ts'

const to = { name: 'Anna Verdi', address: 'anna.verdi@example.it' }
const clean = (reason: unknown) => cleanReason(reason, to)

describe('the reason of a mailer', () => {
  it('is one line without control, bidirectional and zero-width characters', () => {
    expect(clean('550-5.7.1 a\r\n550 5.7.1\u0000 b\u001B[31m \u202Ec\u200B\uD800')).toBe(
      '550-5.7.1 a 550 5.7.1  b [31m  c \uFFFD',
    )
  })

  it('has at most 300 characters, and is read up to its 1000th', () => {
    expect(clean('x'.repeat(300))).toBe('x'.repeat(300))
    expect(clean('x'.repeat(301))).toBe('x'.repeat(300))
    expect(clean(`${' '.repeat(999)}x`)).toBe('x')
    expect(clean(`${' '.repeat(1000)}x`)).toBeNull()
    expect(clean('x'.repeat(10_000_000))).toHaveLength(300)
    expect(clean(`${'x'.repeat(299)}🏛`)).toBe(`${'x'.repeat(299)}\uFFFD`)
  })

  it('names no mail address and not the recipient', () => {
    expect(clean('550 5.1.1 <anna.verdi@example.it>: no mailbox of ANNA.VERDI, nor Verdi (eve+x@sub.example.org)')).toBe(
      '550 5.1.1 <…>: no mailbox of …, nor … (…)',
    )
    expect(cleanReason('no (a+b)* here, Al', { name: 'Al', address: '(a+b)*@example.it' })).toBe('no … here, Al')
  })

  it('keeps every word where no part of the recipient is long enough to be told from a word', () => {
    expect(cleanReason('no al here', { name: 'Al', address: 'al@example.it' })).toBe('no al here')
  })

  it('is null for what is no text or says nothing', () => {
    for (const value of [undefined, null, 7, {}, [], '', ' \n\0']) expect(clean(value)).toBeNull()
  })

  it('keeps all that whatever the next hop writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), fc.nat(1_500), (text, at) => {
        const said = clean(`${text.slice(0, at)} anna.verdi@example.it ${text.slice(at)}`) ?? ''
        expect(said.length).toBeLessThanOrEqual(300)
        expect(said).not.toMatch(/[\p{Cc}\p{Bidi_Control}]|anna|verdi|[\uD800-\uDFFF]/iu)
      }),
    )
  })
})

describe('what a mailer answers', () => {
  it('is a word, or a word with its reason', () => {
    for (const outcome of ['sent', 'retry', 'rejected'] as const)
      expect(readVerdict(outcome, to)).toEqual({ outcome, reason: null })
    for (const outcome of ['retry', 'rejected'] as const) {
      expect(readVerdict({ outcome, reason: 'a\nb' }, to)).toEqual({ outcome, reason: 'a b' })
      expect(readVerdict({ outcome }, to)).toEqual({ outcome, reason: null })
    }
  })

  it('J4: is a retry whatever else it is', () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap')
        },
      },
    )
    for (const answer of [undefined, null, 7, 'delivered', {}, { outcome: 'sent', reason: 'x' }, trap]) {
      expect(readVerdict(answer, to)).toEqual({ outcome: 'retry', reason: null })
    }
  })
})
