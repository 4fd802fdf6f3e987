/** What a stranger can make the office say before it has looked: fill in the form, complete it, and read the mail. */
import fc from 'fast-check'
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { accepted, anna, drafted, freshPdf, openCounter, refusedCode } from '../../../support/counter.ts'
import { questionnaire } from '../../assistance/asking.ts'

const words = [
  ...[
    'Anna',
    "D'Angelo",
    'Ø',
    'St.',
    'J.-P.',
    'https://evil.example',
    'www.evil.example',
    'evil',
    '.',
    'example',
    'com',
    '/',
    '//',
    ':',
  ],
  ...[
    'anna@evil.example',
    '@',
    'INPS Servizi',
    '\u202E',
    '\u200B',
    '\u2800',
    '\u0301',
    '\r\n',
    '<b>',
    '1',
    ',',
    '-',
    ' ',
    '\u0410',
    '·',
    '\u2024',
  ],
]
const texts = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((some) => some.join(''))

// A link, an address, or what a mail program takes for one.
const link = /@|:\/\/|www\.|[\p{L}\p{N}]\.[\p{L}\p{N}]/iu

describe('mail to an address that nobody has verified', () => {
  it('R15: has no link and no address in it, whatever the form holds', async () => {
    const free = ['surname', 'name', 'birthMunicipality', 'residenceCity', 'residenceAddress'] as const
    const forms = fc.record(Object.fromEntries(free.map((field) => [field, fc.option(texts, { freq: 1, nil: undefined })])))
    let taken = 0
    await fc.assert(
      fc.asyncProperty(forms, texts, async (given, body) => {
        const { sportello, mailer } = openCounter()
        const filled = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined))
        const form = { ...anna, ...filled, body: { name: `Gestore ${body}`, taxCode: '00743110157' } }
        if (!(await sportello.registration.open(form)).ok) return
        taken++
        const { ticket } = await drafted(sportello, form)
        accepted(await sportello.registration.complete(ticket))
        await sportello.relay()
        const [mail] = mailer.sent
        if (mail === undefined) throw new Error('no mail')
        const password = /Password temporanea: (\S+)/.exec(mail.text)?.[1] ?? ''
        const read = [mail.to.name, mail.subject, mail.text.replace(password, '')].join('\n')
        expect(read).not.toMatch(link)
        expect(read).not.toMatch(/[\p{Cf}\u2800]/u)
      }),
      { numRuns: 300, seed: 7 },
    )
    expect(taken).toBeGreaterThan(20)
  })

  it.each(['surname', 'name', 'birthMunicipality', 'residenceCity', 'residenceAddress'])(
    'R15: %s of a form holds no link, no address and no mark of direction',
    async (field) => {
      const { registration } = openCounter().sportello
      for (const text of ['www.evil.example', 'https://evil.example', 'anna@evil.example', 'Anna\u202E', 'Anna\u2800']) {
        expect(refusedCode(await registration.open({ ...anna, [field]: text }))).toBe('registration/form')
      }
    },
  )

  it('R15: quotes no name of a row that no form would take', async () => {
    const held = memoryStorage()
    const load = async (keys: readonly string[]) =>
      (await held.load(keys)).map((row) =>
        row === null ? null : { ...row, personal: row.personal?.replaceAll('"Verdi"', '"https://evil.example"') ?? null },
      )
    const { sportello, mailer } = openCounter({ storage: { ...held, load } })
    const { ticket } = await drafted(sportello)
    accepted(await sportello.registration.complete(ticket))
    await sportello.relay()
    expect(mailer.sent).toHaveLength(1)
    expect(JSON.stringify(mailer.sent)).not.toContain('evil')
  })

  it('R15: of a request for assistance says no word of the questionnaire but the name', async () => {
    const { sportello, mailer } = openCounter()
    const said = 'Acceda a https://evil.example'
    const form = { ...questionnaire, note: said, documentNumber: said, documentIssuer: said, fileName: said }
    accepted(await sportello.assistance.open(form, freshPdf()))
    await sportello.relay()
    expect(mailer.sent.map(({ to }) => to.name)).toEqual(['Anna Verdi'])
    expect(JSON.stringify(mailer.sent.map(({ subject, text, html }) => [subject, text, html]))).not.toMatch(/evil|Acceda/)
  })
})
