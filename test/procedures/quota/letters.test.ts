import { describe, expect, it } from 'vitest'
import { passLetter } from '../../../src/procedures/quota/letters.ts'
import { renderLetter } from '../../../src/runtime/letter-layout.ts'
import { asLink, flowing } from '../../support/letters.ts'

const office = { name: 'Comune di Prova' }
const url = asLink('https://servizi.example.it/registration#pass=k1~x~y')
const until = Date.UTC(2026, 2, 11, 9)

describe('the letter of a quota', () => {
  it.each([
    ['it', ['Comune di Prova', 'molte richieste', url, 'una sola richiesta', "fino all'11/03/2026 10:00.", 'non inoltri']],
    ['en', ['Comune di Prova', 'many requests', url, 'good for one request', 'until 2026-03-11 10:00 (Rome).', 'to nobody']],
  ] as const)('tells the mailbox in %s what happens with it, and how its owner opens one request', (locale, facts) => {
    const { subject, text } = renderLetter(passLetter(office, { url, until }), locale)
    for (const fact of facts) expect(flowing(`${subject}\n${text}`)).toContain(fact)
  })
})
