import fc from 'fast-check'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { type Locale, oneLine } from '../../src/kernel/index.ts'
import { escapeHtml, type Letter, renderLetter } from '../../src/runtime/letter.ts'
import * as shared from '../../src/runtime/letter-words.ts'
import { patterns } from '../architecture/plan.ts'
import { everyLetter, inBoth } from '../support/letters.ts'
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
  subject: inBoth(text),
  lines: [inBoth(text), { title: inBoth(text), fields: [[inBoth(text), text]] }, { label: inBoth(text), url: text }],
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
  it('is rendered as plain text and as simple HTML', () => {
    const letter: Letter = {
      subject: inBoth('Comune di Prova: credenziali'),
      lines: [
        inBoth('Gentile Anna Verdi,'),
        {
          title: 'Dati',
          fields: [
            ['Nome utente', 'VRDNNA80A41L219Z'],
            ['PIN', '0042'],
          ],
        },
        { label: inBoth('Continui qui'), url: 'https://servizi.example.it/?a=1&b=2' },
      ],
    }
    expect(renderLetter(letter, 'it')).toStrictEqual({
      subject: 'Comune di Prova: credenziali',
      text: [
        'Gentile Anna Verdi,',
        '',
        'Dati',
        '  Nome utente: VRDNNA80A41L219Z',
        '  PIN: 0042',
        '',
        'Continui qui',
        '  https://servizi.example.it/?a=1&b=2',
        '',
      ].join('\n'),
      html:
        '<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Comune di Prova: credenziali</title></head><body>' +
        '<p>Gentile Anna Verdi,</p>' +
        '<h2>Dati</h2><dl><dt>Nome utente</dt><dd>VRDNNA80A41L219Z</dd><dt>PIN</dt><dd>0042</dd></dl>' +
        '<p>Continui qui<br><a href="https://servizi.example.it/?a=1&amp;b=2" rel="noreferrer">https://servizi.example.it/?a=1&amp;b=2</a></p>' +
        '</body></html>',
    })
  })

  it('names its language', () => {
    expect(renderLetter({ subject: inBoth(''), lines: [] }, 'en')).toStrictEqual({
      subject: '',
      text: '\n',
      html: '<!doctype html><html lang="en"><head><meta charset="utf-8"><title></title></head><body></body></html>',
    })
  })

  it('escapes every value in every place of the HTML, and none in the text', () => {
    const { subject, text, html } = renderLetter(everywhere(nasty), 'it')
    expect(subject).toBe(nasty)
    expect(text.split(nasty)).toHaveLength(7)
    expect(html).not.toContain('<img')
    expect(html).not.toContain("alert('")
    expect(html.split(escaped)).toHaveLength(9)
  })

  it('R11: keeps every value on its own line, so that none adds a line or a heading', () => {
    const lines = renderLetter(everywhere('x'), 'it').text.split('\n').length
    for (const mark of [...breaks, ...Object.values(hidden)]) {
      const { subject, text, html } = renderLetter(everywhere(`a${mark}Bcc: evil@example.org`), 'it')
      expect(text.split('\n')).toHaveLength(lines)
      for (const body of [subject, text.replaceAll('\n', ''), html])
        expect(body).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
    }
  })

  it('1.3.7: takes nothing in a value for a template or a format', () => {
    for (const verbatim of [`$${'{process.exit()}'}`, '{{constructor}}', '%s %d %n', '$& $1 $$ $`', '#{x}', '\\u0041']) {
      const { subject, text, html } = renderLetter(everywhere(verbatim), 'it')
      expect(subject).toBe(verbatim)
      expect(text.split(verbatim)).toHaveLength(7)
      expect(html.split(escapeHtml(verbatim))).toHaveLength(9)
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
    for (const { subject } of Object.values(everyLetter).flatMap((letters) => Object.values(letters).flat())) {
      for (const text of [subject.it, subject.en]) expect(text).toMatch(/^Comune di Prova: \S/)
    }
  })
})
