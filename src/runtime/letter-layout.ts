/** How letters look: plain text and simple HTML that say the same, with nothing from elsewhere. Every value is escaped in one place. */
import { type Locale, oneLine } from '../kernel/index.ts'
import type { Letter, Text, Words } from './letter.ts'
import { escapeHtml, type LetterHtml, markupOf, ownHtml } from './letter-html.ts'

/** A letter as it is mailed, but for what stands around the body of its HTML. */
export type LetterRendering = {
  /** One line of 1 to 500 characters. It never holds a link or a password. */
  readonly subject: string
  /** The plain text: 1 to 50,000 characters, lines ended by `\n`. */
  readonly text: string
  /** What stands in the body of the HTML: at most 100,000 characters. */
  readonly body: LetterHtml
  /** Style sheet after that of the library: at most 20,000 characters, without `<`, `@import` and `url(`. */
  readonly style?: string
}

const widthMax = 72
// No address and no link of the library is as long.
const wordMax = 320
// A line of a mail has at most 998 octets (RFC 5322 §2.1.1), a character at most four, and one that HTML writes as an entity six.
const pieces = /.{1,240}/gsu
const escapedPieces = /.{1,160}/gsu

const cut = (word: string, into: RegExp): readonly string[] => Array.from(word.matchAll(into), ([piece]) => piece)

function words(text: string): readonly string[] {
  const found = text.includes('  ') ? text.split(/ +/) : text.split(' ')
  if (found.every(({ length }) => length <= wordMax)) return found
  return found.flatMap((word) => (word.length > wordMax ? cut(word, pieces) : [word]))
}

/** The text in lines of at most 72 characters, broken between words; a longer word, such as an address, has a line of its own. */
function wrapped(text: string, first = '', rest = first): string {
  return laidOut(words(text), first, rest)
}

function laidOut(given: readonly string[], first: string, rest: string): string {
  let lines = ''
  let line = ''
  for (const word of given) {
    if (line === '') line = (lines === '' ? first : rest) + word
    else if (line.length + 1 + word.length <= widthMax) line += ` ${word}`
    else {
      lines += `${line}\n`
      line = rest + word
    }
  }
  return lines + line
}

/** A word as HTML. It is cut before it is escaped, so that an entity stays whole. */
function escapedWord(word: string): string | readonly string[] {
  const escaped = escapeHtml(word)
  return escaped === word || escaped.length <= wordMax ? escaped : cut(word, escapedPieces).map(escapeHtml)
}

/** The same lines for HTML, which reads their ends as blanks. */
const markedUp = (text: string): string => laidOut(words(text).flatMap(escapedWord), '', '')

const greetings: { readonly named: (name: string) => Words; readonly nameless: Words } = {
  named: (name) => ({ it: `Gentile ${name},`, en: `Dear ${name},` }),
  nameless: { it: 'Gentile utente,', en: 'Dear user,' },
}
const regards: Words = { it: 'Cordiali saluti,', en: 'Kind regards,' }
const whyWrite: Words = { it: 'Le scriviamo perché', en: 'We write to you because' }

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The letter in the wording and layout of the library. `name`: of the person that it goes to; empty where it is not known. */
export function standardRendering(letter: Letter, locale: Locale, name: string): LetterRendering {
  const said = (text: Text): string => oneLine(typeof text === 'string' ? text : text[locale])
  const [office, about, person] = [said(letter.office), said(letter.about), said(name)]
  const isNamed = letter.greeting === 'by-name' && person !== ''
  const text: string[] = [`${wrapped(office)}\n${wrapped(capital(about))}`]
  const html: string[] = [`<p class="office">${markedUp(office)}</p>`, `<h1>${markedUp(capital(about))}</h1>`]
  const paragraph = (words: string, kind = '') => {
    text.push(wrapped(words))
    html.push(`<p${kind}>${markedUp(words)}</p>`)
  }
  paragraph(said(isNamed ? greetings.named(person) : greetings.nameless))
  for (const line of letter.lines) {
    if ('fields' in line) {
      const title = said(line.title)
      const rows = line.fields.map(([label, value, kind]) => [said(label), said(value), kind] as const)
      text.push([wrapped(title), ...rows.map(([label, value]) => wrapped(`${label}: ${value}`, '  ', '    '))].join('\n'))
      const cells = rows.map(
        ([label, value, kind]) =>
          `<dt>${markedUp(label)}</dt><dd${kind === undefined ? '' : ` class="${kind}"`}>${markedUp(value)}</dd>`,
      )
      html.push(`<h2>${markedUp(title)}</h2>`, '<dl>', ...cells, '</dl>')
    } else if ('url' in line) {
      const [label, url] = [said(line.label), oneLine(line.url)]
      text.push(`${wrapped(label)}\n\n  ${url}`)
      const address = escapeHtml(url)
      html.push(`<p>${markedUp(label)}</p>`, `<p class="link"><a href="${address}" rel="noreferrer">`, `${address}</a></p>`)
    } else paragraph(said(line))
  }
  paragraph(said(letter.notYou))
  text.push(`${said(regards)}\n${wrapped(office)}`, wrapped(`${said(whyWrite)} ${said(letter.why)}`, '  '))
  html.push(
    `<p>${markedUp(said(regards))}<br />`,
    `${markedUp(office)}</p>`,
    `<p class="why">${markedUp(`${said(whyWrite)} ${said(letter.why)}`)}</p>`,
  )
  return { subject: `${office}: ${about}`, text: `${text.join('\n\n')}\n`, body: ownHtml(html.join('\n')) }
}

// A mail program that knows no style sheets of a head still keeps long words within the screen.
const frame = 'max-width:600px;margin:0 auto;padding:16px;overflow-wrap:anywhere;word-break:break-word'

/** The colours of each scheme; of every pair the contrast is at least 4.5 (WCAG 2.2, 1.4.3). */
const sheet = `:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;background:#ffffff;color:#1a1a1a;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
p{margin:0 0 16px}
a{color:#0b57a4}
h1{margin:0 0 24px;font-size:22px;line-height:1.25}
h2{margin:24px 0 8px;font-size:16px}
dl{margin:0 0 24px;padding:12px 16px 4px;border-left:4px solid #767676;background:#f3f3f3;color:#1a1a1a}
dt{font-size:14px;color:#595959}
dd{margin:0 0 8px}
.office{margin:0 0 24px;padding:0 0 8px;border-bottom:2px solid #767676;font-weight:bold}
.code{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:18px}
.why{margin:32px 0 0;padding:16px 0 0;border-top:1px solid #767676;font-size:14px;color:#595959}
@media (prefers-color-scheme:dark){
body{background:#161616;color:#f0f0f0}
a{color:#8ec5ff}
dl{background:#262626;color:#f0f0f0}
dt,.why{color:#bdbdbd}
}`

/** The whole HTML of a rendering. Well formed as XML too, so that a strict reader takes it. */
export function documentOf({ subject, body, style = '' }: LetterRendering, locale: Locale): string {
  return [
    '<!DOCTYPE html>',
    `<html lang="${locale}">`,
    '<head>',
    '<meta charset="utf-8" />',
    '<meta name="viewport" content="width=device-width, initial-scale=1" />',
    '<meta name="color-scheme" content="light dark" />',
    '<meta name="supported-color-schemes" content="light dark" />',
    '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />',
    `<title>${escapeHtml(subject)}</title>`,
    `<style>${sheet}</style>`,
    ...(style === '' ? [] : [`<style>${style}</style>`]),
    '</head>',
    '<body>',
    `<div style="${frame}">`,
    markupOf(body) ?? '',
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** Both bodies of a letter. Subject and values come out on one line each; nothing in a value is ever markup or a format. */
export function renderLetter(letter: Letter, locale: Locale, name = ''): { subject: string; text: string; html: string } {
  const rendering = standardRendering(letter, locale, name)
  return { subject: rendering.subject, text: rendering.text, html: documentOf(rendering, locale) }
}
