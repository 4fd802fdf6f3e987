import { describe, expect, it } from 'vitest'
import { alarmLetter, isAlarming, type Notice, noticeLetter } from '../../../../src/procedures/account/credential/letters.ts'
import { renderLetter } from '../../../../src/runtime/letter-layout.ts'
import { asLink, flowing } from '../../../support/letters.ts'

const notices: readonly (readonly [Notice, string, string])[] = [
  ['suspended', 'credenziali sospese', 'credentials suspended'],
  ['suspended-theft', 'credenziali sospese', 'credentials suspended'],
  ['suspended-office', 'credenziali sospese', 'credentials suspended'],
  ['reactivated', 'credenziali riattivate', 'credentials reactivated'],
  ['password-changed', 'password cambiata', 'password changed'],
  ['delay-lifted', 'attesa tolta', 'delay lifted'],
  ['strangers-stopped', 'molti tentativi di accesso', 'many attempts to sign in'],
  ['revoked', 'credenziali revocate', 'credentials revoked'],
]
const office = { name: 'Comune di Prova' }
const when = Date.UTC(2026, 2, 10, 9)
const link = { url: asLink('https://servizi.example.it/suspend#token=k1~x~y'), until: Date.UTC(2026, 3, 9, 9) }

describe('the notices to a subscriber', () => {
  it.each(notices)('%s: subject and moment, in both languages', (notice, italian, english) => {
    const letter = isAlarming(notice) ? alarmLetter(office, notice, { when, ...link }) : noticeLetter(office, notice, when)
    const it = renderLetter(letter, 'it')
    const en = renderLetter(letter, 'en')
    expect([it.subject, en.subject]).toEqual([`Comune di Prova: ${italian}`, `Comune di Prova: ${english}`])
    expect(it.text).toContain('Quando: 10/03/2026 10:00')
    expect(en.text).toContain('When: 2026-03-10 10:00 (Rome)')
  })

  it('have the link that suspends where somebody may have taken the account, and nowhere else', () => {
    const linked = notices.filter(([notice]) => isAlarming(notice)).map(([notice]) => notice)
    expect(linked).toEqual(['reactivated', 'password-changed', 'delay-lifted'])
    for (const [notice] of notices) {
      if (!isAlarming(notice)) expect(renderLetter(noticeLetter(office, notice, when), 'it').text).not.toContain('http')
    }
  })

  it('say of the link that it can only suspend, and until when, in both languages', () => {
    const letter = alarmLetter(office, 'password-changed', { when, ...link })
    const it = flowing(renderLetter(letter, 'it').text)
    expect(it).toContain('Il link può solo sospendere e vale fino al 09/04/2026 11:00')
    expect(it).toContain(link.url)
    const en = flowing(renderLetter(letter, 'en').text)
    expect(en).toContain('The link can only suspend, and works until 2026-04-09 11:00 (Rome)')
    expect(en).toContain(link.url)
  })
})
