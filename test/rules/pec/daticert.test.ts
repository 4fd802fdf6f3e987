/** What a daticert.xml says, and what is none. */
import fc from 'fast-check'
import { type Daticert, type DaticertKind, parseDaticert } from 'sportello/pec'
import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/kernel/index.ts'
import { daticertXml, sampleAt } from '../../support/daticert.ts'
import { hostileDaticerts } from '../../support/hostile-daticerts.ts'

const kinds: readonly DaticertKind[] = [
  'accettazione',
  'non-accettazione',
  'presa-in-carico',
  'avvenuta-consegna',
  'posta-certificata',
  'errore-consegna',
  'preavviso-errore-consegna',
  'rilevazione-virus',
]

const valid = daticertXml({ kind: 'avvenuta-consegna' })

/** The sample with one place of it written in another way. */
function swap(from: string, to: string): string {
  expect(valid).toContain(from)
  return valid.replace(from, () => to)
}

const read = (xml: unknown): Daticert => unwrap(parseDaticert(xml))
const codeOf = (xml: unknown): string => {
  const parsed = parseDaticert(xml)
  return parsed.ok ? 'none' : parsed.refusal.code
}

describe('what a daticert.xml says', () => {
  it('a delivery: who wrote what to whom, where it was put, when, by which provider', () => {
    expect(parseDaticert(valid)).toEqual({
      ok: true,
      value: {
        kind: 'avvenuta-consegna',
        error: 'nessuno',
        sender: 'protocollo@pec.comune.example.it',
        recipients: [{ address: 'anna.verdi@pec.example.it', kind: 'certificato' }],
        replyTo: 'protocollo@pec.comune.example.it',
        subject: 'Conferma del nuovo indirizzo PEC',
        provider: 'Gestore di Prova S.p.A.',
        at: Date.UTC(2026, 10, 20, 9, 15, 30),
        id: 'opec21004.20261120101530.123456.789.1.53@pec.example.it',
        messageId: '<link.01@comune.example.it>',
        extent: 'completa',
        delivery: 'anna.verdi@pec.example.it',
        receptions: [],
        detail: '',
      },
    })
  })

  it.each(kinds)('%s is a kind', (kind) => {
    const { kind: said, at, delivery, receptions } = read(daticertXml({ kind }))
    const named = ['avvenuta-consegna', 'errore-consegna', 'preavviso-errore-consegna', 'rilevazione-virus'].includes(kind)
    expect([said, at]).toEqual([kind, sampleAt])
    expect(delivery).toBe(named ? 'anna.verdi@pec.example.it' : null)
    expect(receptions).toEqual(kind === 'presa-in-carico' ? ['anna.verdi@pec.example.it'] : [])
  })

  it.each(['nessuno', 'no-dest', 'no-dominio', 'virus', 'altro'] as const)('%s is an error', (error) => {
    expect(read(daticertXml({ kind: 'errore-consegna', error })).error).toBe(error)
  })

  it.each(['completa', 'breve', 'sintetica'] as const)('%s is an extent of a receipt', (extent) => {
    expect(read(swap('"completa"', `"${extent}"`)).extent).toBe(extent)
  })

  it('another error, extent or kind of recipient is refused by its name', () => {
    const refusal = (field: string) => ({ ok: false, refusal: { code: 'daticert/malformed', field } })
    expect(parseDaticert(swap('"nessuno"', '"nulla"'))).toEqual(refusal('postacert/@errore'))
    expect(parseDaticert(swap('"completa"', '"lunga"'))).toEqual(refusal('ricevuta/@tipo'))
    expect(parseDaticert(swap('"certificato"', '"interno"'))).toEqual(refusal('destinatari/@tipo'))
  })

  it('where the DTD has a default, an attribute may be missing: no error, a certified recipient', () => {
    const { error, recipients } = read(swap(' errore="nessuno"', '').replace(' tipo="certificato"', ''))
    expect([error, recipients[0]?.kind]).toEqual(['nessuno', 'certificato'])
  })

  it('recipients are in their order, each of its own kind', () => {
    const more = '<destinatari tipo="esterno">b@example.org</destinatari><destinatari>c@pec.example.it</destinatari><risposte>'
    expect(read(swap('<risposte>', more)).recipients).toEqual([
      { address: 'anna.verdi@pec.example.it', kind: 'certificato' },
      { address: 'b@example.org', kind: 'esterno' },
      { address: 'c@pec.example.it', kind: 'certificato' },
    ])
  })

  it('a thousand recipients are as many as there may be', () => {
    const recipients = Array.from({ length: 1_000 }, (_, i) => `a${i}@b.it`)
    const xml = daticertXml({ kind: 'accettazione', recipients }).replaceAll(' tipo="certificato"', '')
    expect(read(xml).recipients).toHaveLength(1_000)
  })
})

describe('when it happened', () => {
  const zoned = (day: string, time: string, zone: string) =>
    parseDaticert(swap('20/11/2026', day).replace('10:15:30', time).replace('+0100', zone))
  const at = (day: string, time: string, zone: string): string => {
    const parsed = zoned(day, time, zone)
    return parsed.ok ? new Date(parsed.value.at).toISOString() : parsed.refusal.code
  }

  it('the time of the zone less the zone', () => {
    expect(at('01/07/2026', '00:30:00', '+0200')).toBe('2026-06-30T22:30:00.000Z')
    expect(at('01/01/2026', '00:30:00', '+0100')).toBe('2025-12-31T23:30:00.000Z')
    expect(at('31/12/2026', '20:45:10', '-0330')).toBe('2027-01-01T00:15:10.000Z')
    expect(at('29/02/2024', '23:59:59', '+0000')).toBe('2024-02-29T23:59:59.000Z')
    expect(at('29/02/2024', '00:00:00', '-0000')).toBe('2024-02-29T00:00:00.000Z')
  })

  it('the zone is what is written, also where Rome has another one', () => {
    expect(at('01/07/2026', '12:00:00', '+0100')).toBe('2026-07-01T11:00:00.000Z')
  })

  it('a zone is at most 14 hours from UTC, its minutes are at most 59', () => {
    expect(at('01/07/2026', '12:00:00', '+1400')).toBe('2026-06-30T22:00:00.000Z')
    expect(at('01/07/2026', '12:00:00', '-1400')).toBe('2026-07-02T02:00:00.000Z')
    expect(at('01/07/2026', '12:00:00', '-1401')).toBe('daticert/malformed')
    expect(at('01/07/2026', '12:00:00', '+0059')).toBe('2026-07-01T11:01:00.000Z')
    expect(at('01/07/2026', '12:00:00', '+0060')).toBe('daticert/malformed')
  })

  it('from 1970 to 9999, zone included', () => {
    expect(at('01/01/1970', '00:00:00', '+0000')).toBe('1970-01-01T00:00:00.000Z')
    expect(at('01/01/1970', '00:59:59', '+0100')).toBe('daticert/malformed')
    expect(at('31/12/1969', '23:59:59', '-0100')).toBe('daticert/malformed')
    expect(at('31/12/9999', '23:59:59', '+0000')).toBe('9999-12-31T23:59:59.000Z')
    expect(at('31/12/9999', '23:59:59', '-0100')).toBe('daticert/malformed')
  })

  it('every instant of whole seconds, in every zone, is read as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e6, max: 4e9 }), fc.integer({ min: -840, max: 840 }), (seconds, minutes) => {
        const offset = Math.abs(minutes)
        const two = (value: number) => String(value).padStart(2, '0')
        const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(offset / 60))}${two(offset % 60)}`
        expect(read(daticertXml({ kind: 'avvenuta-consegna', at: seconds * 1_000, zone })).at).toBe(seconds * 1_000)
      }),
    )
  })

  it('every day that the calendar has not is refused', () => {
    for (const day of [
      '00/01/2026',
      '32/01/2026',
      '30/02/2024',
      '29/02/1900',
      '31/04/2026',
      '01/00/2026',
      '01/13/2026',
      '99/99/2026',
    ])
      expect(at(day, '12:00:00', '+0100')).toBe('daticert/malformed')
    for (const time of ['24:00:00', '23:60:00', '23:59:60', '7:05:00', '07:05:00.5', '07.05.00'])
      expect(at('01/07/2026', time, '+0100')).toBe('daticert/malformed')
  })

  it('what stands before or behind a day, a time or a zone makes it none', () => {
    expect(at('20/11/2026', '10:15:30', '+0100')).toBe('2026-11-20T09:15:30.000Z')
    for (const day of ['120/11/2026', '20/11/20261'])
      expect([day, at(day, '10:15:30', '+0100')]).toEqual([day, 'daticert/malformed'])
    for (const time of ['110:15:30', '10:15:301'])
      expect([time, at('20/11/2026', time, '+0100')]).toEqual([time, 'daticert/malformed'])
    for (const zone of ['1+0100', '+01001'])
      expect([zone, at('20/11/2026', '10:15:30', zone)]).toEqual([zone, 'daticert/malformed'])
  })
})

describe('what providers write in their own way', () => {
  it('text or bytes, with a byte order mark or without, with the encoding declared or not', () => {
    const value = read(valid)
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    expect(read(new TextEncoder().encode(valid))).toEqual(value)
    expect(read(Buffer.from(valid))).toEqual(value)
    expect(read(`\ufeff${valid}`)).toEqual(value)
    expect(read(new TextEncoder().encode(`\ufeff${valid}`))).toEqual(value)
    expect(read(swap(declaration, ''))).toEqual(value)
    expect(read(swap(declaration, '<?xml version="1.0"?>'))).toEqual(value)
    expect(read(swap('UTF-8', 'utf-8'))).toEqual(value)
  })

  it('names in any alphabet, in UTF-8', () => {
    const xml = daticertXml({ kind: 'accettazione', subject: 'Città è così — ελ 𝄞' })
    expect(read(new TextEncoder().encode(xml)).subject).toBe('Città è così — ελ 𝄞')
  })

  it('replies, subject, Message-ID, extent and mailbox may be missing or empty', () => {
    const none = { replyTo: null, messageId: null, extent: null, delivery: null, subject: '' }
    const gone = valid.replace(/ *<(risposte|oggetto|msgid|consegna)>.*\n/g, '').replace(/ *<ricevuta.*\n/, '')
    expect(read(gone)).toMatchObject(none)
    expect(read(gone.replace('</data>', '</data><msgid/><consegna></consegna><ricevuta/>'))).toMatchObject(none)
  })

  it('what must be there is asked for by its name, also when it is empty', () => {
    for (const field of ['mittente', 'destinatari', 'gestore-emittente', 'giorno', 'ora', 'identificativo']) {
      const refused = { ok: false, refusal: { code: 'daticert/missing', field } }
      const element = new RegExp(`<${field}[^>]*>[^<]*</${field}>`)
      expect(valid).toMatch(element)
      expect(parseDaticert(valid.replace(element, ''))).toEqual(refused)
      expect(parseDaticert(valid.replace(element, `<${field}> \n </${field}>`))).toEqual(refused)
    }
    const emptyToo = swap('<risposte>', '<destinatari/><risposte>')
    expect(parseDaticert(emptyToo)).toEqual({ ok: false, refusal: { code: 'daticert/missing', field: 'destinatari' } })
    expect(read(swap('<msgid>', '<ricezione/><ricezione>a@b.it</ricezione><msgid>')).receptions).toEqual(['a@b.it'])
    expect(parseDaticert('<postacert/>')).toEqual({ ok: false, refusal: { code: 'daticert/missing', field: 'postacert/@tipo' } })
    expect(codeOf('<postacert tipo="accettazione"/>')).toBe('daticert/missing')
  })

  it('carriage returns around values are blanks, as those of a text that was mailed are', () => {
    const mailed = daticertXml({ kind: 'avvenuta-consegna' })
      .replaceAll('\n', '&#13;\n')
      .replaceAll('<consegna>', '<consegna>&#13;&#9;')
    const inside = mailed.replace(/^(<\?xml[^>]*>)&#13;/, '$1').replace(/&#13;\n$/, '\n')
    expect(parseDaticert(inside)).toEqual(parseDaticert(daticertXml({ kind: 'avvenuta-consegna' })))
  })

  it('blanks around values, stray text and comments between elements are passed over', () => {
    const value = read(valid)
    const indented = valid.replace(/<(msgid|consegna|giorno|mittente)>(.*)<\/\1>/g, '<$1>\r\n\t $2 \n</$1>')
    expect(indented).not.toBe(valid)
    expect(read(indented)).toEqual(value)
    expect(read(swap('</data>', '</data> testo &amp; altro <!-- nota --> <![CDATA[<consegna>a@b.it</consegna>]]>'))).toEqual(
      value,
    )
    expect(read(`<!-- prima -->${valid.slice(valid.indexOf('<postacert'))}<!-- dopo -->\n`)).toEqual(value)
  })

  it('a blank that XML has not is taken away from nowhere: an address that has one is none', () => {
    for (const blank of ['\u00a0', '\u3000', '\ufeff']) {
      const refusal = { code: 'daticert/malformed', field: 'consegna' }
      expect(parseDaticert(swap('<consegna>', `<consegna>${blank}`))).toEqual({ ok: false, refusal })
    }
  })

  it('a group has no words of its own: what stands between its elements is passed over, for each group', () => {
    for (const group of ['postacert', 'intestazione', 'dati', 'data']) {
      const said = valid
        .replace(new RegExp(`(<${group}\\b[^>]*>)`), '$1 parole <!-- e --> parole ')
        .replace(`</${group}>`, ` altre <!-- e --> altre </${group}>`)
      expect(said).not.toBe(valid)
      expect([group, read(said)]).toEqual([group, read(valid)])
    }
  })

  it('elements may be in any order within their group', () => {
    const turned = valid
      .replace(/( *<intestazione>[\s\S]*<\/intestazione>\n)( *<dati>[\s\S]*<\/dati>\n)/, '$2$1')
      .replace(/(.*<giorno>.*\n)(.*<ora>.*\n)/, '$2$1')
      .replace(/(.*<identificativo>.*\n)(.*<msgid>.*\n)/, '$2$1')
    expect(turned.indexOf('<dati>')).toBeLessThan(turned.indexOf('<intestazione>'))
    expect(read(turned)).toEqual(read(valid))
  })

  it('a value may be one section, beside which is nothing', () => {
    expect(read(swap('Conferma del', '<![CDATA[R&D <b>]]>').replace(' nuovo indirizzo PEC', ' ')).subject).toBe('R&D <b>')
    expect(codeOf(swap('anna.verdi@pec.example.it</consegna>', '<![CDATA[anna]]>@pec.example.it</consegna>'))).toBe(
      'daticert/split',
    )
  })

  it('a text that decides nothing may be put together from sections and text', () => {
    expect(read(swap('Conferma del nuovo', ' <![CDATA[R&D ]]>&amp; <![CDATA[<b>]]> nuovo')).subject).toMatch(/^R&D & <b> nuovo/)
    expect(read(swap('<gestore-emittente>', '<gestore-emittente><![CDATA[A & ]]>')).provider).toMatch(/^A & \S/)
    expect(codeOf(swap('>Conferma del', '><![CDATA[Conferma]]><![CDATA[ del]]><x>'))).toBe('daticert/unknown-element')
  })

  it.each([
    ['a style sheet', '<?xml-stylesheet type="text/xsl" href="https://gestore.example/a.xsl?b=c"?>'],
    ['a document type that is kept elsewhere', '<!DOCTYPE postacert SYSTEM "https://gestore.example/postacert.dtd">'],
    ['a document type with a public name', '<!DOCTYPE postacert PUBLIC "posta certificata" "postacert.dtd">'],
    ['both', "<?xml-stylesheet href=\"a.xsl\"?>\r\n<!DOCTYPE postacert PUBLIC '-//X//Y 1.0//IT' 'a.dtd' >\r\n"],
    ['both the other way round', '<!DOCTYPE postacert SYSTEM "a.dtd">\n<?xml-stylesheet href="a.xsl"?>'],
  ])('%s before the root is passed over', (_, prologue) => {
    expect(read(swap('<postacert', `${prologue}<postacert`))).toEqual(read(valid))
  })

  it('references in a value are read, and end it nowhere', () => {
    expect(read(swap('anna.verdi@pec.example.it</consegna>', '&#x61;nna&amp;verdi@pec&#46;it</consegna>')).delivery).toBe(
      'anna&verdi@pec.it',
    )
  })

  it('of subject and detail 500 characters are read, on one line and without what is not meant to be seen', () => {
    const long = daticertXml({ kind: 'errore-consegna', subject: 'à'.repeat(600), detail: `a\n\u202eb\u0085c${'d'.repeat(600)}` })
    const { subject, detail } = read(long)
    expect(subject).toBe('à'.repeat(500))
    expect(detail).toBe(`a b c${'d'.repeat(494)}`)
    const torn = read(daticertXml({ kind: 'accettazione', subject: `${'a'.repeat(499)}𝄞` })).subject
    expect(torn).toBe(`${'a'.repeat(499)}\ufffd`)
  })

  it('a name has 512 characters at most, and none that is not meant to be seen', () => {
    const named = (id: string) => codeOf(daticertXml({ kind: 'accettazione', id }))
    expect(named('à'.repeat(512))).toBe('none')
    expect(named('à'.repeat(513))).toBe('daticert/malformed')
    for (const hidden of ['a\nb', 'a\u200bb', 'a\u202eb', 'a\u0085b', 'a\u2028b'])
      expect(named(hidden)).toBe('daticert/malformed')
    expect(codeOf(daticertXml({ kind: 'accettazione', messageId: '<a\u200b@b>' }))).toBe('daticert/malformed')
    expect(codeOf(swap('<msgid>', '<ricezione>a\u200b</ricezione><msgid>'))).toBe('daticert/malformed')
    expect(codeOf(swap('<risposte>', '<destinatari>a\u200b</destinatari><risposte>'))).toBe('daticert/malformed')
  })

  it('64 KiB are the most that is looked at, of bytes as of characters', () => {
    const filled = (size: number) => valid + ' '.repeat(size - valid.length)
    expect(codeOf(filled(65_536))).toBe('none')
    expect(codeOf(filled(65_537))).toBe('daticert/too-large')
    expect(codeOf(new TextEncoder().encode(filled(65_536)))).toBe('none')
    expect(codeOf(new TextEncoder().encode(filled(65_537)))).toBe('daticert/too-large')
  })

  it('bytes whose buffer is gone are no bytes', () => {
    const bytes = new TextEncoder().encode(valid)
    structuredClone(bytes, { transfer: [bytes.buffer] })
    expect(codeOf(bytes)).toBe('daticert/type')
  })
})

describe('a document that is no daticert.xml is refused', () => {
  it.each(hostileDaticerts)('$name', ({ document, refusal }) => {
    expect(parseDaticert(document)).toEqual({ ok: false, refusal })
  })

  it('and nothing of it is left behind', () => {
    const before = Reflect.ownKeys(Object.prototype)
    for (const { document } of hostileDaticerts) parseDaticert(document)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
    expect(read(valid).delivery).toBe('anna.verdi@pec.example.it')
  })

  it('any value, and any damage to a good document, has an answer, and the same answer each time', () => {
    fc.assert(fc.property(fc.anything({ withBigInt: true, withTypedArray: true }), (value) => codeOf(value) !== 'none'))
    const piece = fc.oneof(
      fc.string({ maxLength: 8, unit: 'binary' }),
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        ']]>',
        '<!--',
        '<![CDATA[',
        '<!DOCTYPE x>',
        '</dati>',
        '<consegna>',
        '&#0;',
        '\0',
        '\ud800',
      ),
    )
    const cuts = fc.array(fc.tuple(fc.nat(valid.length), fc.nat(40), piece), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(cuts, fc.boolean(), (damage, asBytes) => {
        const text = damage.reduce((xml, [at, length, put]) => xml.slice(0, at) + put + xml.slice(at + length), valid)
        const given = asBytes ? Buffer.from(text) : text
        expect(parseDaticert(given)).toEqual(parseDaticert(given))
      }),
      { numRuns: 2_000 },
    )
  })
})
