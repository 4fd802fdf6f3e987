import { describe, expect, it } from 'vitest'
import type { Locale } from '../../../src/kernel/index.ts'
import { acceptedLetter, filedLetter, holderWarningLetter, refusedLetter } from '../../../src/procedures/assistance/letters.ts'
import { type Letter, renderLetter } from '../../../src/runtime/letter.ts'

const office = { name: 'Comune di Prova' }
const letters: readonly (readonly [name: string, write: (locale: Locale) => Letter, it: RegExp, en: RegExp])[] = [
  ['filed', (locale) => filedLetter(office, { id: '01J', when: 'WHEN' }, locale), /Numero: 01J\n {2}Quando: WHEN/, /Number: 01J/],
  ['warning', (locale) => holderWarningLetter(office, 'WHEN', locale), /Il WHEN qualcuno/, /On WHEN somebody/],
  ['accepted', (locale) => acceptedLetter(office, locale), /ore 24 del giorno successivo/, /24:00 of the day after/],
  ['refused', (locale) => refusedLetter(office, 'WHY', locale), /Motivo: WHY/, /Reason: WHY/],
]

describe('the letters of a request for assistance', () => {
  it.each(letters)('%s: is written in both languages, names the office and holds no link', (_name, write, it, en) => {
    const [italian, english] = [renderLetter(write('it'), 'it'), renderLetter(write('en'), 'en')]
    expect(italian.text).toMatch(it)
    expect(english.text).toMatch(en)
    expect(italian.subject).not.toBe(english.subject)
    for (const { subject, text, html } of [italian, english]) {
      expect(subject).toMatch(/^Comune di Prova: /)
      expect(text + html).not.toMatch(/https?:|undefined|token/)
    }
  })

  it('what is accepted says that the credential stays as it was', () => {
    expect(renderLetter(acceptedLetter(office, 'it'), 'it').text).toContain('Le credenziali di accesso restano quelle che erano.')
    expect(renderLetter(acceptedLetter(office, 'en'), 'en').text).toContain('The credential stays as it was.')
  })
})
