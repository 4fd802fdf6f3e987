/** What a certification means for the message that it is about, whichever provider wrote it. */
import { type PecReceipt, parseDaticert, receiptOf } from 'sportello/pec'
import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/kernel/index.ts'
import { type DaticertSample, daticertXml, sampleAt } from '../../support/daticert.ts'

const receipt = (sample: DaticertSample): PecReceipt => receiptOf(unwrap(parseDaticert(daticertXml(sample))))
const failure = (sample: DaticertSample) => receipt(sample).failure

const anna = 'anna.verdi@pec.example.it'
const two = ['a@pec.example.it', 'b@pec.example.it']

describe('a receipt', () => {
  it('has the instant, mailbox, message, id and provider of the certification', () => {
    expect(receipt({ kind: 'avvenuta-consegna' })).toEqual({
      kind: 'delivered',
      at: sampleAt,
      recipient: anna,
      reference: '<link.01@comune.example.it>',
      id: 'opec21004.20261120101530.123456.789.1.53@pec.example.it',
      provider: 'Gestore di Prova S.p.A.',
      failure: null,
      detail: '',
      trust: 'unchecked',
    })
  })

  it.each(['trusted', 'untrusted', 'unchecked'] as const)('%s is what is known of its signature', (trust) => {
    expect(receiptOf(unwrap(parseDaticert(daticertXml({ kind: 'accettazione' }))), trust).trust).toBe(trust)
  })

  it.each([
    ['accettazione', 'accepted', null, null],
    ['non-accettazione', 'refused', null, 'other'],
    ['presa-in-carico', 'taken-in-charge', null, null],
    ['avvenuta-consegna', 'delivered', anna, null],
    ['posta-certificata', 'message', null, null],
    ['errore-consegna', 'failed', anna, 'other'],
    ['preavviso-errore-consegna', 'delayed', anna, null],
    ['rilevazione-virus', 'virus', anna, 'virus'],
  ] as const)('%s is %s', (given, kind, recipient, why) => {
    const { kind: said, recipient: whose, failure: reason } = receipt({ kind: given })
    expect([said, whose, reason]).toEqual([kind, recipient, why])
  })
})

describe('whose mailbox it is about', () => {
  it('a delivery is of the mailbox that it names, whatever recipients there are, and of nobody where it names none', () => {
    const other = 'other@pec.example.it'
    expect(receipt({ kind: 'avvenuta-consegna', delivery: other }).recipient).toBe(other)
    expect(receipt({ kind: 'avvenuta-consegna', delivery: null }).recipient).toBeNull()
  })

  it.each(['errore-consegna', 'preavviso-errore-consegna', 'rilevazione-virus'] as const)(
    '%s that names none is of the only recipient, and of nobody where there are two',
    (kind) => {
      expect(receipt({ kind, delivery: null }).recipient).toBe(anna)
      expect(receipt({ kind, delivery: null, recipients: two }).recipient).toBeNull()
      const none = unwrap(parseDaticert(daticertXml({ kind, delivery: null })))
      expect(receiptOf({ ...none, recipients: [] }).recipient).toBeNull()
      expect(receipt({ kind, delivery: 'b@pec.example.it', recipients: two }).recipient).toBe('b@pec.example.it')
    },
  )
})

describe('which message it is about', () => {
  const reference = (messageId: string | null) => receipt({ kind: 'avvenuta-consegna', messageId }).reference

  it('the Message-ID has its angle brackets, written or not', () => {
    expect(reference('<a.b=3d@comune.example.it>')).toBe('<a.b=3d@comune.example.it>')
    expect(reference('a.b=3d@comune.example.it')).toBe('<a.b=3d@comune.example.it>')
    expect(reference('  <a@b> ')).toBe('<a@b>')
  })

  it('what is no one id refers to nothing', () => {
    for (const id of [null, '', '<>', '<a@b> <c@d>', 'a b@c', '<<a@b>>', '<a@b', 'a@b>'])
      expect([id, reference(id)]).toEqual([id, null])
  })
})

describe('why it was not delivered', () => {
  it.each([
    ['no-dest', '', 'unknown-mailbox'],
    ['no-dominio', '', 'unknown-domain'],
    ['virus', '', 'virus'],
    ['altro', '', 'other'],
    ['altro', '5.1.1 - gestore.example.it - indirizzo non valido', 'unknown-mailbox'],
    ['altro', '5.1.2 - dominio', 'unknown-domain'],
    ['altro', 'host said: 552 5.2.2 casella piena', 'mailbox-full'],
    ['altro', '(5.2.2)', 'mailbox-full'],
    ['altro', '5.4.1', 'timed-out'],
    ['altro', '5.2.1 - casella disattivata', 'other'],
    ['altro', '4.2.2 - casella piena per ora', 'other'],
    ['altro', 'da 10.5.2.2', 'other'],
    ['altro', '15.2.2', 'other'],
    ['altro', '5.2.22', 'other'],
    ['altro', 'da 5.2.2.1', 'other'],
    ['altro', '5.2.22.1', 'other'],
    ['altro', 'fine: 5.2.2.', 'mailbox-full'],
    ['altro', '5.2.1 e poi 5.2.2', 'other'],
    // Of two codes the first counts, also where its parts have two or three digits; four are none.
    ['altro', '5.10.1 e poi 5.2.2', 'other'],
    ['altro', '5.100.1 e poi 5.2.2', 'other'],
    ['altro', '5.1.100 e poi 5.2.2', 'other'],
    ['altro', '5.1000.1 e poi 5.2.2', 'mailbox-full'],
    ['altro', '5.1.1000 e poi 5.2.2', 'mailbox-full'],
    ['nessuno', '5.2.2', 'mailbox-full'],
    ['no-dest', '5.2.2', 'unknown-mailbox'],
  ] as const)('%s with "%s" is %s', (error, detail, why) => {
    expect(failure({ kind: 'errore-consegna', error, detail })).toBe(why)
    expect(failure({ kind: 'non-accettazione', error, detail })).toBe(why)
  })

  it('the words of the provider are kept for people', () => {
    expect(receipt({ kind: 'errore-consegna', error: 'no-dest', detail: '5.1.1 -\n gestore' }).detail).toBe('5.1.1 -  gestore')
  })

  it('a notice of delay is final when it says 5.4.1, and no failure otherwise', () => {
    const delayed = (detail: string) => failure({ kind: 'preavviso-errore-consegna', error: 'altro', detail })
    expect(delayed('5.4.1 - gestore - tempo massimo superato')).toBe('timed-out')
    expect(delayed('4.4.1 - nessuna risposta, si riprova')).toBeNull()
    expect(delayed('5.2.2')).toBeNull()
    expect(delayed('')).toBeNull()
  })

  it('a virus is one whatever else is said', () => {
    expect(failure({ kind: 'rilevazione-virus', error: 'altro', detail: '5.1.1' })).toBe('virus')
  })
})
