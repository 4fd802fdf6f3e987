import { describe, expect, it } from 'vitest'
import { type Notice, noticeLetter } from '../../../../src/procedures/account/credential/letters.ts'
import { renderLetter } from '../../../../src/runtime/letter-layout.ts'

const notices: readonly (readonly [Notice, string, string])[] = [
  ['suspended', 'credenziali bloccate', 'credentials suspended'],
  ['reactivated', 'credenziali riattivate', 'credentials reactivated'],
  ['password-changed', 'password cambiata', 'password changed'],
  ['revoked', 'credenziali revocate', 'credentials revoked'],
]

describe('the notices to a subscriber', () => {
  it.each(notices)('%s: subject and moment, in both languages', (notice, italian, english) => {
    const letter = noticeLetter({ name: 'Comune di Prova' }, notice, Date.UTC(2026, 2, 10, 9))
    const it = renderLetter(letter, 'it')
    const en = renderLetter(letter, 'en')
    expect([it.subject, en.subject]).toEqual([`Comune di Prova: ${italian}`, `Comune di Prova: ${english}`])
    expect(it.text).toContain('Quando: 10/03/2026 10:00')
    expect(en.text).toContain('When: 2026-03-10 10:00 (Rome)')
  })
})
