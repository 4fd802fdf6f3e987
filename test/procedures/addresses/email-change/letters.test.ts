import { describe, expect, it } from 'vitest'
import { confirmedLetter, linkLetter, requestedLetter } from '../../../../src/procedures/addresses/email-change/letters.ts'
import type { Letter } from '../../../../src/runtime/letter.ts'
import { renderLetter } from '../../../../src/runtime/letter-layout.ts'
import { asLink, flowing } from '../../../support/letters.ts'

const office = { name: 'Comune di Prova' }
const url = asLink('https://servizi.example.it/email-change#token=k1~x~y')
const until = Date.UTC(2026, 2, 11, 9, 0, 59, 999)
const suspendUrl = asLink('https://servizi.example.it/suspend#token=k1~x~z')
const told = { email: 'anna@example.org', when: Date.UTC(2026, 2, 10, 9), url: suspendUrl, until }

const rendered = (letter: Letter, locale: 'it' | 'en') => {
  const { subject, text } = renderLetter(letter, locale)
  return flowing(`${subject}\n${text}`)
}

describe('the letters of a change of the private address', () => {
  it.each([
    ['it', ['Comune di Prova', 'solo dopo la convalida', url, "fino all'11/03/2026 10:00.", 'ripetere la richiesta', 'ignori']],
    ['en', ['Comune di Prova', 'only once it is validated', url, 'until 2026-03-11 10:00 (Rome).', 'made again', 'ignore']],
  ] as const)(
    'tell the new address in %s where to validate it, until when, and that nothing has changed yet',
    (locale, facts) => {
      const text = rendered(linkLetter(office, { url, until }), locale)
      for (const fact of facts) expect(text).toContain(fact)
    },
  )

  it.each([
    ['it', ['resta valido quello attuale', told.email, 'Quando: 10/03/2026 10:00', 'cartella spam', 'annulli la richiesta']],
    ['en', ['stays in force', told.email, 'When: 2026-03-10 10:00 (Rome)', 'spam folder', 'cancel the request']],
  ] as const)(
    'tell the addresses in force in %s that a change was asked for, and what to do if it was somebody else',
    (locale, facts) => {
      const text = rendered(requestedLetter(office, told), locale)
      for (const fact of facts) expect(text).toContain(fact)
      expect(text.match(/https?:\S+/g)).toEqual([suspendUrl])
    },
  )

  it.each([
    ['it', ['convalidato', told.email, 'Quando: 10/03/2026 10:00', "avvisi subito l'ente"]],
    ['en', ['is validated', told.email, 'When: 2026-03-10 10:00 (Rome)', 'tell the office at once']],
  ] as const)('tell the former addresses in %s that the new one is in force', (locale, facts) => {
    const text = rendered(confirmedLetter(office, { ...told, earlierUntil: null }), locale)
    for (const fact of facts) expect(text).toContain(fact)
    expect(text.match(/https?:\S+/g)).toEqual([suspendUrl])
  })

  it.each([
    ['it', 'Fino al 12/03/2026 00:00 il recupero della password', "sospenda l'accesso prima di allora"],
    ['en', 'Until 2026-03-12 00:00 (Rome) a lost password or PIN', 'suspend access before then'],
  ] as const)('C9: say in %s until when the former address still counts, and how to stop it', (locale, term, advice) => {
    const letter = confirmedLetter(office, { ...told, earlierUntil: Date.UTC(2026, 2, 11, 23) })
    const text = rendered(letter, locale).replace(/\s+/g, ' ')
    expect(text).toContain(term)
    expect(text).toContain(advice)
  })
})
