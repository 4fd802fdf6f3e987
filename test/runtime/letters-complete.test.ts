/** What holds of every letter, in both languages: complete, readable by strict readers, and the same in both its parts. */
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { letters } from '../../src/api/letters.ts'
import type { Locale } from '../../src/kernel/index.ts'
import type { Letter } from '../../src/runtime/letter.ts'
import { escapeHtml } from '../../src/runtime/letter-html.ts'
import { renderLetter } from '../../src/runtime/letter-layout.ts'
import { asLink, everyLetter, flowing, lettersAbout, longLetters } from '../support/letters.ts'

const office = 'Comune di Prova'
const all: readonly Letter[] = Object.values(everyLetter).flatMap((kind) => Object.values(kind).flat())
const locales = ['it', 'en'] as const
const both = (some: readonly Letter[]) =>
  some.flatMap((letter) => locales.map((locale) => [letter.name, locale, letter] as const))

type Element = { readonly name: string; readonly attributes: { readonly [name: string]: string } }

/** The elements of well-formed HTML and its visible text, or an error. */
function read(html: string): { readonly elements: readonly Element[]; readonly text: string } {
  const parser = new SaxesParser()
  const elements: Element[] = []
  const open: string[] = []
  let text = ''
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    elements.push({ name, attributes })
    open.push(name)
    text += ' '
  })
  parser.on('closetag', () => {
    open.pop()
    text += ' '
  })
  parser.on('text', (said) => {
    if (open.includes('body')) text += said
  })
  parser.write(html).close()
  return { elements, text: flowing(text).trim() }
}

const saidOf = (locale: Locale) =>
  locale === 'it'
    ? { greeting: /^Gentile (?:Anna Verdi|utente),$/m, regards: 'Cordiali saluti,', why: 'Le scriviamo perché ' }
    : { greeting: /^Dear (?:Anna Verdi|user),$/m, regards: 'Kind regards,', why: 'We write to you because ' }

describe('every letter', () => {
  it('is in the table of its procedure, and in the samples of the tests', () => {
    expect([...new Set(all.map(({ name }) => name))].sort()).toEqual(Object.keys(letters).sort())
  })

  it.each(Object.entries(letters))('%s: the sample on which functions of a host are tried is that letter', (name, { sample }) => {
    const known = all.find((letter) => letter.name === name)
    const letter = sample({ name: office, taxCode: '00743110157' })
    expect(letter.name).toBe(name)
    expect(letter.office).toBe(office)
    expect(Object.keys(letter.data)).toEqual(Object.keys(known?.data ?? {}))
    expect(letter.indispensable).toHaveLength(known?.indispensable.length ?? -1)
  })

  it.each(both(all))(
    '%s in %s names the office, greets, says what to do if it was not you, signs, and says why it comes',
    (...given) => {
      const [, locale, letter] = given
      const { greeting, regards, why } = saidOf(locale)
      const { subject, text, html } = renderLetter(letter, locale, 'Anna Verdi')
      expect(subject).toBe(`${office}: ${letter.about[locale]}`)
      expect(text).toMatch(greeting)
      expect(text).toContain(`\n\n${regards}\n${office}\n\n`)
      expect(text.startsWith(`${office}\n`)).toBe(true)
      for (const said of [flowing(text), read(html).text]) {
        expect(said).toContain(letter.notYou[locale])
        expect(said).toContain(why + letter.why[locale])
        expect(said.split(office).length).toBeGreaterThan(2)
      }
      expect(letter.why[locale]).toMatch(/^\p{Ll}.*\.$/u)
      expect(letter.notYou[locale]).toMatch(locale === 'it' ? /^Se / : /^If /)
    },
  )

  it.each(both([...all, ...longLetters]))(
    '%s in %s says the same in its text and in its HTML, which is well formed',
    (...given) => {
      const [, locale, letter] = given
      const { text, html } = renderLetter(letter, locale, 'Anna Verdi')
      const { text: shown } = read(html)
      // The text has a colon between a label and its value, which HTML shows by its layout.
      const plain = (said: string) => said.replace(/[\s:]+/g, '')
      expect(plain(shown)).toBe(plain(text))
    },
  )

  it.each(both([...all, ...longLetters]))('%s in %s is bounded in its lines, and none is blank at its end', (...given) => {
    const [, locale, letter] = given
    const { text, html } = renderLetter(letter, locale, 'Anna Verdi')
    for (const line of text.split('\n')) {
      expect(line).not.toMatch(/\s$/)
      if (line.trim().includes(' ')) expect(line.length).toBeLessThanOrEqual(72)
    }
    for (const line of `${text}\n${html}`.split('\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998)
    expect(text).toMatch(/\S\n$/)
  })

  it.each(both([...all, ...longLetters]))(
    '%s in %s loads nothing, runs nothing and links to nothing but its own link',
    (...given) => {
      const [, locale, letter] = given
      const { html } = renderLetter(letter, locale, 'Anna Verdi')
      const { elements } = read(html)
      const names = new Set(elements.map(({ name }) => name))
      const plain = ['html', 'head', 'meta', 'title', 'style', 'body', 'div', 'p', 'h1', 'h2', 'dl', 'dt', 'dd', 'a', 'br']
      expect([...names].filter((name) => !plain.includes(name))).toEqual([])
      const attributes = new Set(elements.flatMap(({ attributes }) => Object.keys(attributes)))
      const known = ['lang', 'charset', 'name', 'content', 'style', 'class', 'href', 'rel']
      expect([...attributes].filter((name) => !known.includes(name))).toEqual([])
      const links = elements.flatMap(({ attributes }) => attributes['href'] ?? [])
      expect(links).toEqual('url' in letter.data ? [letter.data['url']] : [])
      expect(html).not.toMatch(/url\(|@import|javascript:|data:|src=/i)
    },
  )

  it('wraps on a phone, and says that it works on dark screens', () => {
    const { html } = renderLetter(longLetters[0] as Letter, 'it')
    const metas = read(html)
      .elements.filter(({ name }) => name === 'meta')
      .map(({ attributes }) => attributes)
    expect(metas).toContainEqual({ name: 'viewport', content: 'width=device-width, initial-scale=1' })
    expect(metas).toContainEqual({ name: 'color-scheme', content: 'light dark' })
    expect(html).toMatch(/<div style="[^"]*max-width:600px[^"]*overflow-wrap:anywhere;word-break:break-word"/)
    // Nothing is wider than a screen of 360 points: no width but the greatest, and no text that keeps its blanks.
    expect(html).not.toMatch(/[^-]width:\d|min-width|white-space|nowrap|<table|<pre/)
  })
})

/** The share of light of a colour (WCAG 2.2, relative luminance). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe('the colours of letters', () => {
  const { html } = renderLetter(all[0] as Letter, 'it')
  const [light = '', dark = ''] = html.slice(html.indexOf('<style>'), html.indexOf('</style>')).split('@media')
  const coloursOf = (sheet: string, property: string) =>
    [...sheet.matchAll(new RegExp(`[{;]${property}:(#[0-9a-f]{6})`, 'g'))].map(([, colour = '']) => colour)

  it.each([
    ['light', light],
    ['dark', dark],
  ])('of text on every ground have a contrast of 4.5 at the least: %s', (_scheme, sheet) => {
    const [grounds, texts] = [coloursOf(sheet, 'background'), coloursOf(sheet, 'color')]
    expect(grounds).toHaveLength(2)
    expect(texts.length).toBeGreaterThanOrEqual(4)
    const weak = grounds.flatMap((ground) => texts.filter((text) => contrast(text, ground) < 4.5).map((text) => [text, ground]))
    expect(weak).toEqual([])
  })

  it('are said together: no rule has a ground without the colour of its text', () => {
    for (const sheet of [light, dark]) {
      for (const rule of sheet.match(/\{[^{}]*\}/g) ?? []) {
        if (rule.includes('background')) expect(rule).toMatch(/[{;]color:/)
      }
    }
  })
})

const hostile = {
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  quotes: `"'\`><a href="https://evil.example">`,
  'the end of character data': ']]></p></body><![CDATA[',
  'line breaks': 'Anna\r\nBcc: evil@example.org\r\n\r\n  Password temporanea: evil',
  'an entity': '&lt;b&gt;&#0;&nbsp;',
  'a comment': '--><!-- <style>p{display:none}</style>',
  'characters that nobody sees': '\u202Eannev\u200B\u0000\uD800',
}

describe('a text that comes from outside', () => {
  it.each(Object.entries(hostile))('never becomes markup, in no field of no letter: %s', (_kind, text) => {
    for (const letter of lettersAbout(text, asLink(`https://servizi.example.it/${text}`))) {
      for (const locale of locales) {
        const { subject, text: plain, html } = renderLetter(letter, locale, text)
        const { elements } = read(html)
        const harmless = renderLetter(
          lettersAbout('x', asLink('x')).find(({ name }) => name === letter.name) as Letter,
          locale,
          'x',
        )
        expect(elements.map(({ name }) => name)).toEqual(read(harmless.html).elements.map(({ name }) => name))
        for (const body of [subject, plain.replaceAll('\n', ''), html.replaceAll('\n', '')]) {
          expect(body).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\u200B]/u)
        }
        // No value begins a line as a label does.
        expect(plain).not.toMatch(/^ {0,2}(?:Bcc|Password temporanea: evil)/m)
      }
    }
  })

  it('is really in every letter that tells a text', () => {
    const text = '<i>"&'
    const quoting = lettersAbout(text, asLink('x')).filter(({ data }) => Object.values(data).includes(text))
    expect(quoting.length).toBeGreaterThanOrEqual(9)
    for (const letter of quoting) {
      if (letter.name === 'approval/voided') continue
      expect(renderLetter(letter, 'it', text).html).toContain(escapeHtml(text))
    }
  })
})
