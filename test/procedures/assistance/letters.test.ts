import { describe, expect, it } from 'vitest'
import {
  approvedLetter,
  filedLetter,
  rejectedLetter,
  subscriberWarningLetter,
} from '../../../src/procedures/assistance/letters.ts'
import type { Letter } from '../../../src/runtime/letter.ts'
import { renderLetter } from '../../../src/runtime/letter-layout.ts'

const office = { name: 'Comune di Prova' }
const when = Date.UTC(2026, 2, 10, 9)
const letters: readonly (readonly [name: string, letter: Letter, it: RegExp, en: RegExp])[] = [
  ['filed', filedLetter(office, { id: '01J', when }), /Numero: 01J\n {2}Quando: 10\/03\/2026 10:00\n/, /Number: 01J/],
  ['warning', subscriberWarningLetter(office, when), /Il 10\/03\/2026 10:00 qualcuno/, /On 2026-03-10 10:00 \(Rome\) somebody/],
  ['approved', approvedLetter(office), /ore 24 del giorno successivo/, /24:00 of the day after/],
  ['rejected', rejectedLetter(office, 'WHY'), /Motivo: WHY/, /Reason: WHY/],
]

describe('the letters of a request for assistance', () => {
  it.each(letters)('%s: is written in both languages, names the office and holds no link', (_name, letter, it, en) => {
    const [italian, english] = [renderLetter(letter, 'it'), renderLetter(letter, 'en')]
    expect(italian.text).toMatch(it)
    expect(english.text).toMatch(en)
    expect(italian.subject).not.toBe(english.subject)
    for (const { subject, text, html } of [italian, english]) {
      expect(subject).toMatch(/^Comune di Prova: /)
      expect(text + html).not.toMatch(/https?:|undefined|token/)
    }
  })

  it('an approval says that the credential stays as it was', () => {
    expect(renderLetter(approvedLetter(office), 'it').text).toContain('Le credenziali di accesso restano quelle che erano.')
    expect(renderLetter(approvedLetter(office), 'en').text).toContain('The credential stays as it was.')
  })
})
