import { describe, expect, it } from 'vitest'
import type { Locale } from '../../../../src/kernel/index.ts'
import {
  approvedLetter,
  correctionRequestedLetter,
  rejectedLetter,
  voidedLetter,
} from '../../../../src/procedures/enrolment/approval/letters.ts'
import type { Letter } from '../../../../src/runtime/letter.ts'
import { renderLetter as rendered } from '../../../../src/runtime/letter-layout.ts'
import { portalLink } from '../../../../src/runtime/links.ts'
import { asLink, flowing } from '../../../support/letters.ts'

const office = { name: 'Comune di Prova' }
const until = Date.UTC(2026, 2, 17, 9)

function renderLetter(letter: Letter, locale: Locale) {
  const { text, ...rest } = rendered(letter, locale)
  return { text: flowing(text), ...rest }
}

const portal = portalLink({ links: 'https://servizi.example.it/' })

describe('the letters of a decision', () => {
  it.each([
    ['it', 'accesso autorizzato', 'Quella temporanea vale fino al 17/03/2026 10:00.'],
    ['en', 'access approved', 'The temporary one works until 2026-03-17 10:00 (Rome).'],
  ] as const)('of approval say in %s until when the temporary password works, and where to sign in', (locale, subject, term) => {
    const letter = renderLetter(approvedLetter(office, { temporaryUntil: until, url: portal }), locale)
    expect(letter.text).toContain(portal)
    expect(letter.subject).toBe(`Comune di Prova: ${subject}`)
    expect(letter.text).toContain(term)
  })

  it.each([
    ['it', 'richiesta non accolta', 'Motivo: Illeggibile'],
    ['en', 'request not accepted', 'Reason: Illeggibile'],
  ] as const)('of rejection give the reason in %s', (locale, subject, reason) => {
    const letter = renderLetter(rejectedLetter(office, { reason: 'Illeggibile', endedIt: null, endedEn: null }), locale)
    expect(letter.subject).toBe(`Comune di Prova: ${subject}`)
    expect(letter.text).toContain(reason)
  })

  it.each([
    ['it', 'richiesta chiusa', 'non può più accoglierla'],
    ['en', 'request closed', 'cannot accept it any more'],
  ] as const)(
    'of a request that another one voids say in %s that it is closed, and nothing of the other',
    (locale, subject, words) => {
      const letter = renderLetter(voidedLetter(office), locale)
      expect(letter.subject).toBe(`Comune di Prova: ${subject}`)
      expect(letter.text).toContain(words)
      expect(letter.text).not.toMatch(/codice fiscale|another|altra richiesta/i)
    },
  )

  it.each([
    ['it', 'la richiesta va corretta', 'fino al 17/03/2026 10:00:'],
    ['en', 'your request needs a correction', 'until 2026-03-17 10:00 (Rome):'],
  ] as const)('that ask for more carry what is wanted, reason, link and term in %s', (locale, subject, term) => {
    const wanted = {
      fields: [{ field: 'residenceCity', words: { it: 'Comune di residenza', en: 'Municipality of residence' } }],
      documents: [{ wanted: 2, kind: 'identity-card' }],
    } as const
    const named = {
      it: ['Comune di residenza', 'documento 2 da sostituire'],
      en: ['Municipality of residence', 'document 2 to be replaced'],
    }
    const link = { url: asLink('https://servizi.example.it/registration#ticket=a~b~c'), until }
    const letter = renderLetter(correctionRequestedLetter(office, { reason: 'Manca il retro', wanted }, link), locale)
    expect(letter.subject).toBe(`Comune di Prova: ${subject}`)
    for (const part of [...named[locale], 'Manca il retro', link.url, term]) expect(letter.text).toContain(part)
    expect(letter.html).toContain(`<a href="${link.url}" rel="noreferrer">`)
  })
})
