import fc from 'fast-check'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { type Locale, oneLine } from '../../src/kernel/index.ts'
import type { Letter } from '../../src/runtime/letter.ts'
import { escapeHtml } from '../../src/runtime/letter-html.ts'
import { renderLetter } from '../../src/runtime/letter-layout.ts'
import * as shared from '../../src/runtime/letter-words.ts'
import { patterns } from '../architecture/plan.ts'
import { asLink, everyLetter, inBoth, politely } from '../support/letters.ts'
import { nodesOf, readSources } from '../support/sources.ts'

const breaks = ['\r', '\n', '\r\n', '\u0085', '\u2028', '\u2029', '\v', '\f']
const hidden = {
  'a NUL': '\0',
  'an escape of a terminal': '\u001B[31m',
  'a delete': '\u007F',
  'a C1 control': '\u009B',
  'a right-to-left override': '\u202E',
  'a left-to-right isolate': '\u2066',
  'an Arabic letter mark': '\u061C',
  'a zero-width space': '\u200B',
  'a zero-width joiner': '\u200D',
  'a word joiner': '\u2060',
  'a byte order mark': '\uFEFF',
  'a soft hyphen': '\u00AD',
  'a Hangul filler': '\u3164',
  'a tag character': '\u{E0041}',
  'a variation selector': '\uFE0F',
} as const

const nasty = `<img src=x onerror="alert('1')">&amp;`
const escaped = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;'

/** A letter with the text in every place that takes one. */
const everywhere = (text: string): Letter => ({
  ...politely,
  about: inBoth(text),
  lines: [inBoth(text), { title: inBoth(text), fields: [[inBoth(text), text]] }, { label: inBoth(text), url: asLink(text) }],
  notYou: inBoth(text),
  why: inBoth(text),
})

describe('one line of text', () => {
  it('J5: loses line breaks of every kind, which become one blank', () => {
    for (const mark of breaks) expect(oneLine(`Anna${mark}Verdi`)).toBe('Anna Verdi')
    expect(oneLine(`Anna${breaks.join('')}Verdi`)).toBe('Anna Verdi')
  })

  it.each(Object.entries(hidden))('E2: loses %s, which becomes a blank', (_name, character) => {
    expect(oneLine(`Anna${character}Verdi`)).toBe(character.startsWith('\u001B') ? 'Anna [31mVerdi' : 'Anna Verdi')
    expect(oneLine(character.slice(0, character.startsWith('\u001B') ? 1 : undefined))).toBe('')
  })

  it('R8: of blanks and invisible characters alone is empty', () => {
    expect(oneLine(` \u00A0\u3000\t${Object.values(hidden).join('').replace('[31m', '')}\u2003 `)).toBe('')
  })

  it('J5: shows a lone surrogate as the replacement character and keeps a pair', () => {
    expect(oneLine('a\uD800b\uDC00c')).toBe('a\uFFFDb\uFFFDc')
    expect(oneLine('\u{1F600}')).toBe('\u{1F600}')
    expect(oneLine('\uDE00\uD83D')).toBe('\uFFFD\uFFFD')
  })

  it('keeps letters of every script, blanks between words and punctuation', () => {
    const kept = 'D’Alò-Ñuñez  Łukasz, Ω 王 – №1 “x” e\u0301'
    expect(oneLine(`  ${kept} `)).toBe(kept)
  })

  it('J5: is stable: cleaned twice it is what it is cleaned once, and is well formed on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const once = oneLine(text)
        expect(oneLine(once)).toBe(once)
        expect(once).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u)
        expect(once).toBe(once.trim())
      }),
    )
  })
})

describe('HTML text', () => {
  it('has the five characters of markup written as entities, each once', () => {
    expect(escapeHtml(nasty)).toBe(escaped)
    expect(escapeHtml('&&<<>>""\'\'')).toBe('&amp;&amp;&lt;&lt;&gt;&gt;&quot;&quot;&#39;&#39;')
    expect(escapeHtml('&lt;')).toBe('&amp;lt;')
    expect(escapeHtml('Città – 100 %')).toBe('Città – 100 %')
  })

  it('reads back to what was written', () => {
    const read = (html: string) =>
      html
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll('&gt;', '>')
        .replaceAll('&lt;', '<')
        .replaceAll('&amp;', '&')
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'&<>"\';ltgamp#39 ') }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/)
        expect(read(escapeHtml(text))).toBe(text)
      }),
    )
  })
})

describe('a letter', () => {
  const letter: Letter = {
    ...politely,
    about: inBoth('credenziali'),
    lines: [
      inBoth('Abbiamo ricevuto la richiesta.'),
      {
        title: 'Dati',
        fields: [
          ['Nome utente', 'VRDNNA80A41L219Z'],
          ['PIN', '0042', 'code'],
        ],
      },
      { label: inBoth('Continui qui'), url: asLink('https://servizi.example.it/?a=1&b=2') },
    ],
    notYou: inBoth('Se non è stato lei, avvisi.'),
    why: inBoth('lo ha chiesto.'),
  }

  it('is rendered as plain text', () => {
    const { subject, text } = renderLetter(letter, 'it', 'Anna Verdi')
    expect(subject).toBe('Comune di Prova: credenziali')
    expect(text).toBe(
      [
        ...['Comune di Prova', 'Credenziali', '', 'Gentile Anna Verdi,', '', 'Abbiamo ricevuto la richiesta.', ''],
        ...['Dati', '  Nome utente: VRDNNA80A41L219Z', '  PIN: 0042', ''],
        ...['Continui qui', '', '  https://servizi.example.it/?a=1&b=2', ''],
        ...['Se non è stato lei, avvisi.', '', 'Cordiali saluti,', 'Comune di Prova', ''],
        ...['  Le scriviamo perché lo ha chiesto.', ''],
      ].join('\n'),
    )
  })

  it('is rendered as simple HTML that says the same', () => {
    const { html } = renderLetter(letter, 'it', 'Anna Verdi')
    expect(html.slice(html.indexOf('<p class="office">'), html.indexOf('\n</div>'))).toBe(
      [
        '<p class="office">Comune di Prova</p>\n<h1>Credenziali</h1>\n<p>Gentile Anna Verdi,</p>',
        '<p>Abbiamo ricevuto la richiesta.</p>',
        '<h2>Dati</h2>\n<dl>\n<dt>Nome utente</dt><dd>VRDNNA80A41L219Z</dd>\n<dt>PIN</dt><dd class="code">0042</dd>\n</dl>',
        '<p>Continui qui</p>\n<p class="link"><a href="https://servizi.example.it/?a=1&amp;b=2" rel="noreferrer">',
        'https://servizi.example.it/?a=1&amp;b=2</a></p>',
        '<p>Se non è stato lei, avvisi.</p>\n<p>Cordiali saluti,<br />\nComune di Prova</p>',
        '<p class="why">Le scriviamo perché lo ha chiesto.</p>',
      ].join('\n'),
    )
    expect(html).toContain('<html lang="it">')
    expect(html).toContain('<title>Comune di Prova: credenziali</title>')
  })

  it('speaks its language around what the procedure says', () => {
    const { text, html } = renderLetter(letter, 'en', 'Anna Verdi')
    for (const words of ['Dear Anna Verdi,', 'Kind regards,', 'We write to you because']) {
      expect(text).toContain(words)
      expect(html).toContain(words)
    }
    expect(html).toContain('<html lang="en">')
  })

  it('greets without a name where none is known, and whoever may be a stranger', () => {
    for (const [locale, greeting] of [
      ['it', 'Gentile utente,'],
      ['en', 'Dear user,'],
    ] as const) {
      expect(renderLetter(letter, locale).text).toContain(greeting)
      expect(renderLetter(letter, locale, '\u200B ').text).toContain(greeting)
      const { subject, text, html } = renderLetter({ ...letter, greeting: 'nameless' }, locale, 'Anna Verdi')
      expect(text).toContain(greeting)
      expect(subject + text + html).not.toContain('Anna')
    }
  })

  it('breaks its text between words at 72 characters, and never within a value of one word', () => {
    const reason = `${'Il documento non è leggibile. '.repeat(9)}Anna`
    const word = 'w'.repeat(300)
    const lines = [{ title: 'Dati', fields: [['Motivo', reason] as const, ['PEC', word] as const] }, inBoth(reason)]
    const { text, html } = renderLetter({ ...letter, lines }, 'it')
    const rows = text.split('\n')
    expect(rows.filter((row) => row.length > 72)).toEqual([`    ${word}`])
    expect(text.replace(/\s+/g, ' ').split(reason)).toHaveLength(3)
    // What goes on is indented more than a label, so that no value looks like the next field.
    expect(rows.slice(rows.indexOf('Dati') + 2, rows.indexOf('  PEC:')).every((row) => row.startsWith('    '))).toBe(true)
    expect(Math.max(...html.split('\n').map((row) => row.length))).toBeLessThan(998)
  })

  it.each([...`"'&<>`, '\u{1F600}', 'é'])(
    'breaks a word of a thousand %s between characters, never within an entity',
    (character) => {
      const { text, html } = renderLetter({ ...everywhere('a'), lines: [inBoth(character.repeat(1_000))] }, 'it')
      for (const row of `${text}\n${html}`.split('\n')) expect(Buffer.byteLength(row)).toBeLessThan(998)
      expect(html.replaceAll(/<style>.*?<\/style>/gs, '')).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/)
      expect(text.replaceAll('\n', '')).toContain(character.repeat(1_000))
    },
  )

  it('breaks a word that no address is as long as, so that no line of a mail has more than 998 octets', () => {
    const { text, html } = renderLetter({ ...letter, lines: [inBoth('è'.repeat(2_000))] }, 'it')
    for (const body of [text, html]) {
      for (const row of body.split('\n')) expect(Buffer.byteLength(row)).toBeLessThan(998)
      expect(body.match(/è/g)?.length).toBeGreaterThanOrEqual(2_000)
    }
    expect(renderLetter({ ...letter, lines: [inBoth('\u{1F600}'.repeat(700))] }, 'it').text).not.toMatch(/\p{Cs}/u)
  })

  it('escapes every value in every place of the HTML, and none in the text', () => {
    const { subject, text, html } = renderLetter({ ...everywhere(nasty), office: nasty }, 'it', nasty)
    expect(subject).toBe(`${nasty}: ${nasty}`)
    const said = text.replace(/\s+/g, ' ')
    expect(said.split(nasty)).toHaveLength(13)
    expect(html).not.toContain('<img')
    expect(html).not.toContain("alert('")
    expect(html.replace(/\s+/g, ' ').split(escaped)).toHaveLength(16)
  })

  it('R11: keeps every value on its own line, so that none adds a line or a heading', () => {
    const lines = renderLetter(everywhere('x'), 'it').text.split('\n').length
    for (const mark of [...breaks, ...Object.values(hidden)]) {
      const { subject, text, html } = renderLetter(everywhere(`a${mark}Bcc: evil@example.org`), 'it')
      expect(text.split('\n')).toHaveLength(lines)
      for (const body of [subject, text.replaceAll('\n', ''), html.replaceAll('\n', '')])
        expect(body).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
    }
  })

  it('1.3.7: takes nothing in a value for a template or a format', () => {
    for (const verbatim of [`$${'{process.exit()}'}`, '{{constructor}}', '%s %d %n', '$& $1 $$ $`', '#{x}', '\\u0041']) {
      const { subject, text, html } = renderLetter(everywhere(verbatim), 'it')
      expect(subject).toBe(`Comune di Prova: ${verbatim}`)
      expect(text.replace(/\s+/g, ' ').split(verbatim).length).toBeGreaterThanOrEqual(9)
      expect(html.replace(/\s+/g, ' ').split(escapeHtml(verbatim)).length).toBeGreaterThanOrEqual(11)
    }
  })

  it('J5: is well formed whatever the values are', () => {
    const { subject, text, html } = renderLetter(everywhere('\uD800Anna\uDC00'), 'it')
    for (const body of [subject, text, html]) {
      expect(body).not.toMatch(/\p{Cs}/u)
      expect(body).toContain('\uFFFDAnna\uFFFD')
    }
  })
})

/** The functions that a file of letters exports, with their parameters as written. A pattern only lays out what its kinds say. */
const written = readSources('src/procedures')
  .filter(({ path }) => path.endsWith('/letters.ts') && !patterns.some((pattern) => path.includes(`/${pattern}/`)))
  .map((source) => ({
    folder: source.path.replace(/^src\/procedures\//, '').replace(/\/letters\.ts$/, ''),
    functions: [...nodesOf(source)]
      .filter(ts.isFunctionDeclaration)
      .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      .map(({ name, parameters }) => ({
        name: name?.text ?? '',
        parameters: parameters.map((parameter) => parameter.getText(source.ast)).join(', '),
      })),
  }))

/** Everything in a value that is words: whatever has a text for Italian or for English. */
function* wordsIn(value: unknown): Generator<{ readonly [L in Locale]?: unknown }> {
  if (typeof value !== 'object' || value === null) return
  if ('it' in value || 'en' in value) yield value
  for (const part of Object.values(value)) yield* wordsIn(part)
}

describe('the letters of the procedures', () => {
  it('are all looked at here', () => {
    const named = (functions: readonly { readonly name: string }[]) => functions.map(({ name }) => name).sort()
    expect(Object.fromEntries(written.map(({ folder, functions }) => [folder, named(functions)]))).toEqual(
      Object.fromEntries(Object.entries(everyLetter).map(([folder, letters]) => [folder, Object.keys(letters).sort()])),
    )
  })

  it('are written for no language: each says all languages at once', () => {
    const choosing = written.flatMap(({ functions }) => functions.filter(({ parameters }) => /locale|lang/i.test(parameters)))
    expect(choosing).toEqual([])
  })

  it.each(Object.entries({ ...everyLetter, 'what several say alike': { shared, when: shared.whenField(0) } }))(
    '%s: say everything in both languages, cleaned, and not the same in both',
    (_folder, letters) => {
      const said = [...wordsIn(letters)]
      expect(said).not.toHaveLength(0)
      for (const { it: italian, en: english } of said) {
        expect([italian, english]).toEqual([oneLine(`${italian}`), oneLine(`${english}`)])
        expect([italian, english]).not.toContain('')
        expect(italian).not.toBe(english)
      }
    },
  )

  it('begin their subject with the name of the office, in both languages', () => {
    for (const letter of Object.values(everyLetter).flatMap((letters) => Object.values(letters).flat())) {
      for (const locale of ['it', 'en'] as const) expect(renderLetter(letter, locale).subject).toMatch(/^Comune di Prova: \S/)
    }
  })
})
