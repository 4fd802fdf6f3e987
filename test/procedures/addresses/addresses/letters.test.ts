import { describe, expect, it } from 'vitest'
import { unusableLetter } from '../../../../src/procedures/addresses/addresses/letters.ts'
import type { AddressesUnusableReason } from '../../../../src/procedures/addresses/addresses/model.ts'
import { renderLetter } from '../../../../src/runtime/letter-layout.ts'
import { flowing } from '../../../support/letters.ts'

const office = { name: 'Comune di Prova' }
const pec = 'anna@pec.example.it'
const reasons: readonly (readonly [AddressesUnusableReason, it: readonly [string, RegExp], en: readonly [string, RegExp]])[] = [
  ['inactive', ['non è attiva', /un nuovo indirizzo PEC/], ['is not active', /a new PEC address/]],
  ['expired', ['è scaduta', /La rinnovi.*o comunichi.*un nuovo indirizzo PEC/], ['has expired', /Renew it.*or give.*a new PEC/]],
  ['full', ['è piena', /Liberi spazio/], ['is full', /Make room/]],
]

describe('what the subscriber of an unusable PEC is told at the private mailbox', () => {
  it.each(reasons)('%s: which PEC, how it is, and what to do about it, in both languages', (reason, italian, english) => {
    const it = renderLetter(unusableLetter(office, { pec, reason }), 'it')
    const en = renderLetter(unusableLetter(office, { pec, reason }), 'en')
    expect(it.subject).toBe(`Comune di Prova: la sua PEC ${italian[0]}`)
    expect(en.subject).toBe(`Comune di Prova: your PEC ${english[0]}`)
    for (const { text } of [it, en]) expect(text).toContain('PEC: anna@pec.example.it')
    expect(it.text).toContain(`che la PEC a cui le scrive ${italian[0]}.`)
    expect(flowing(it.text)).toMatch(italian[1])
    expect(en.text).toContain(`that the PEC that it writes to ${english[0]}.`)
    expect(flowing(en.text)).toMatch(english[1])
  })
})
