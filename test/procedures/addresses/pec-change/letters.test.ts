import { describe, expect, it } from 'vitest'
import type { Locale } from '../../../../src/kernel/index.ts'
import {
  confirmedLetter,
  linkLetter,
  requestedLetter,
  undeliverableLetter,
} from '../../../../src/procedures/addresses/pec-change/letters.ts'
import type { PecChangeUndeliverable } from '../../../../src/procedures/addresses/pec-change/model.ts'
import { confirmationDeadline } from '../../../../src/rules/civil/index.ts'
import type { Letter } from '../../../../src/runtime/letter.ts'
import { renderLetter } from '../../../../src/runtime/letter-layout.ts'
import { clocksOfRome, deadlineByHand, edges } from '../../../rules/civil/clocks-of-rome.ts'
import { asLink, flowing } from '../../../support/letters.ts'

const office = { name: 'Comune di Prova' }
const url = asLink('https://servizi.example.it/pec-change#token=01J0_abc-DEF')
/** Sent on 2026-03-10 in Rome, so it ends at 24:00 of the 11th. */
const term = { url, sentAt: Date.UTC(2026, 2, 10, 9), until: Date.UTC(2026, 2, 11, 23) }
const pec = 'anna@pec.example.it'
const locales = ['it', 'en'] as const
function said(letter: Letter, locale: Locale = 'it') {
  const rendered = renderLetter(letter, locale)
  return { ...rendered, text: flowing(rendered.text) }
}

describe('the mail with the link', () => {
  it.each([
    ['it', 'conferma del nuovo indirizzo PEC', "se è consegnato il 10/03/2026, fino alle ore 24 dell'11/03/2026."],
    ['en', 'confirm the new PEC address', 'if it is delivered on 2026-03-10, until 24:00 on 2026-03-11 (Rome).'],
  ] as const)(
    '%s: has the whole link once, and says that the day of delivery counts, with the days in figures',
    (locale, subject, end) => {
      const mail = said(linkLetter(office, { ...term, isFirm: false }), locale)
      expect(mail.subject).toBe(`Comune di Prova: ${subject}`)
      expect(mail.text.split(url)).toHaveLength(2)
      expect(mail.html).toContain(`href="${url}"`)
      expect(mail.text).toContain(end)
    },
  )

  it.each([
    [
      'it',
      'fino alle ore 24 del giorno successivo a quello in cui questo messaggio è stato spedito: ' +
        "se è stato spedito il 10/03/2026, fino alle ore 24 dell'11/03/2026.",
    ],
    ['en', 'until 24:00 of the day after this message was sent: if it was sent on 2026-03-10, until 24:00 on 2026-03-11 (Rome).'],
  ] as const)(
    '%s: says that the day of sending counts where no receipt lengthens the term, and nothing of delivery',
    (locale, end) => {
      const mail = said(linkLetter(office, { ...term, isFirm: true }), locale)
      expect(mail.text).toContain(end)
      expect(mail.text).not.toMatch(/consegn|deliver/)
    },
  )

  it('says what happens when the term is over, and that whoever knows nothing of it need do nothing', () => {
    const [italian, english] = locales.map((locale) => said(linkLetter(office, { ...term, isFirm: false }), locale).text)
    expect(italian).toMatch(/Dopo la scadenza occorre ripetere la richiesta\..*ignori il messaggio/)
    expect(english).toMatch(/the request must be made again\..*ignore this message/)
  })

  it('C2: tells as the last day the one at whose end the link stops working, on every day of a year', () => {
    const wrong: number[] = []
    for (const at of edges()) {
      if (clocksOfRome(at).year !== 2026) continue
      const [year, month, day] = deadlineByHand(at).last.split('-')
      for (const isFirm of [true, false]) {
        const { text } = said(linkLetter(office, { url, sentAt: at, until: confirmationDeadline(at), isFirm }))
        const article = ['01', '08', '11'].includes(day ?? '') ? "dell'" : 'del '
        if (!text.includes(`fino alle ore 24 ${article}${day}/${month}/${year}.`)) wrong.push(at)
      }
    }
    expect(wrong).toEqual([])
  })

  it('INV-16: tells nothing of the person to an address that is not confirmed', () => {
    for (const locale of locales) {
      const { text } = said(linkLetter(office, { ...term, isFirm: false }), locale)
      expect(text).not.toMatch(/Anna|Verdi|VRDNNA|@/)
    }
  })
})

const suspendUrl = asLink('https://servizi.example.it/suspend#token=k1~x~z')
const about = { pec, when: Date.UTC(2026, 2, 10, 9), url: suspendUrl, until: Date.UTC(2026, 3, 9, 9) }
const told = [
  ['that a change was asked for', requestedLetter, 'richiesta di cambio PEC', 'request to change your PEC'],
  ['that the new PEC is in force', confirmedLetter, 'indirizzo PEC cambiato', 'PEC address changed'],
] as const

describe('what the addresses in force are told', () => {
  it.each(told)('C9: %s: which PEC, when, and what to do if it was not the subscriber', (_what, letter, italian, english) => {
    const it = said(letter(office, about), 'it')
    const en = said(letter(office, about), 'en')
    expect([it.subject, en.subject]).toEqual([`Comune di Prova: ${italian}`, `Comune di Prova: ${english}`])
    for (const [text, moment] of [
      [it.text, 'Quando: 10/03/2026 10:00'],
      [en.text, 'When: 2026-03-10 10:00 (Rome)'],
    ] as const) {
      expect(text).toContain(moment)
      expect(text).toContain('PEC: anna@pec.example.it')
    }
    expect(it.text).toContain('Se non è stato lei')
    expect(en.text).toContain('If it was not you')
  })

  it('never the link that confirms: whoever reads the old address can suspend access, and nothing else', () => {
    for (const locale of locales) {
      for (const letter of [requestedLetter, confirmedLetter]) {
        const { text, html } = said(letter(office, about), locale)
        expect([...text.matchAll(/https?:\S+/g)].map(([link]) => link)).toEqual([suspendUrl])
        expect(html.match(/href=/g)).toHaveLength(1)
      }
    }
  })

  it('that nothing changes until the confirmation, and to look into the spam folder of the new one', () => {
    expect(said(requestedLetter(office, about)).text).toMatch(/Finché non è confermato, non cambia nulla\.[\s\S]*cartella spam/)
    expect(said(requestedLetter(office, about), 'en').text).toMatch(/Nothing changes until it is confirmed\.[\s\S]*spam folder/)
  })
})

describe('what the private mailbox is told of a PEC that cannot be reached', () => {
  const reasons: readonly (readonly [PecChangeUndeliverable, string, string])[] = [
    ['address-invalid', "l'indirizzo non esiste", 'there is no such address'],
    ['mailbox-full', 'la casella è piena', 'the mailbox is full'],
    ['timed-out', 'il gestore della casella non ha risposto', 'the provider of the mailbox did not answer'],
    ['virus', 'il gestore lo ha bloccato', 'the provider has stopped it'],
    ['other', 'il gestore lo ha respinto', 'the provider has turned it away'],
    ['not-sent', 'non è stato possibile spedirlo in tempo', 'it could not be sent in time'],
  ]

  it.each(reasons)('%s: which PEC, why, and to ask again', (failure, italian, english) => {
    const it = said(undeliverableLetter(office, { pec, failure }), 'it')
    const en = said(undeliverableLetter(office, { pec, failure }), 'en')
    expect([it.subject, en.subject]).toEqual([
      'Comune di Prova: nuova PEC non raggiungibile',
      'Comune di Prova: the new PEC cannot be reached',
    ])
    expect(it.text).toContain(`Nuova PEC: ${pec} Motivo: ${italian} `)
    expect(en.text).toContain(`New PEC: ${pec} Reason: ${english} `)
    expect(it.text).toContain('Ripeta la richiesta')
    expect(en.text).toContain('Ask again')
  })
})
