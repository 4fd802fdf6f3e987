/** HTML for letters in which data can never become markup: a template whose values are escaped where they may stand, and nowhere else. */
import { SportelloError } from '../kernel/index.ts'

const markup: unique symbol = Symbol('letter html')

/** A piece of HTML that `letterHtml` has made. Nothing that was read from a form, a row or a file is one. */
export type LetterHtml = { readonly [markup]: string }

/** What a template of `letterHtml` takes: data, which is escaped, or pieces that `letterHtml` has made, which are put in as they are. */
export type LetterHtmlValue = string | number | LetterHtml | readonly LetterHtml[]

/** The text with the five characters that HTML gives a meaning to written as entities. */
export function escapeHtml(text: string): string {
  // Nearly every word is as it is, and a search for none costs less than five replacements.
  if (!/[&<>"']/.test(text)) return text
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Markup that the library has written. */
export function ownHtml(text: string): LetterHtml {
  return Object.freeze({ [markup]: text })
}

/** The markup of a piece; null for anything else. */
export function markupOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, markup)) return null
  return (value as LetterHtml)[markup]
}

function wrong(what: string): never {
  throw new SportelloError('config/invalid', `letterHtml: ${what}`)
}

// In them text is no text: what stands there is run, loaded, or read by other rules.
const refusedElements =
  /^<(?:script|style|iframe|object|embed|textarea|title|xmp|noembed|noframes|noscript|plaintext|template|svg|math|base|meta|link)(?![a-z0-9-])/i
const plainAttributes: ReadonlySet<string> = new Set([
  ...['title', 'alt', 'lang', 'dir', 'class', 'id', 'width', 'height', 'align', 'valign', 'colspan', 'rowspan', 'role'],
  ...['aria-label', 'aria-describedby', 'aria-labelledby', 'aria-level'],
])
const webAddress = /^(?:https:\/\/[^/\s]|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]|mailto:|tel:)/i

/** Where a template stands: in text, in a tag, in the quoted value of an attribute, or in a comment. */
type Place =
  | { readonly at: 'text' | 'tag' | 'comment' }
  | { readonly at: 'value'; readonly quote: string; readonly attribute: string; readonly begun: string }

const inText: Place = { at: 'text' }

const tokens = {
  text: /<!--|<\/?[a-z][^\s/>]*|<[!?/]?|[^<]+/giy,
  tag: /([^\s"'=<>/]+)\s*=\s*(["'])|[^\s"'=<>/]+\s*=\s*[^\s"'=<>`]+|[^\s"'=<>/]+|>|\/|\s+/giy,
  comment: /-->|-|[^-]+/gy,
} as const

/** Where the template stands after one more of its own parts. */
function walk(part: string, from: Place): Place {
  let place = from
  let index = 0
  while (index < part.length) {
    if (place.at === 'value') {
      const end = part.indexOf(place.quote, index)
      if (end === -1) return { ...place, begun: place.begun + part.slice(index) }
      place = { at: 'tag' }
      index = end + 1
      continue
    }
    const pattern = tokens[place.at]
    pattern.lastIndex = index
    const [token = '', attribute = '', quote = ''] = pattern.exec(part) ?? []
    if (token === '') wrong('a tag that cannot be read')
    index += token.length
    if (place.at === 'text') place = afterText(token, index === part.length)
    else if (place.at === 'comment') place = token === '-->' ? inText : place
    else if (token === '>') place = inText
    else if (quote !== '') place = { at: 'value', quote, attribute: attribute.toLowerCase(), begun: '' }
  }
  return place
}

function afterText(token: string, isLast: boolean): Place {
  if (token === '<!--') return { at: 'comment' }
  if (refusedElements.test(token)) wrong(`no element ${token}: a letter has none that is run, loaded or styled from within`)
  if (/^<[!?/]$/.test(token) || (token === '<' && isLast)) wrong('a tag that cannot be read')
  return token.startsWith('<') && token !== '<' ? { at: 'tag' } : inText
}

/** A value as it may stand at that place. */
function written(value: LetterHtmlValue, place: Place): string {
  if (place.at === 'text') {
    const pieces: readonly unknown[] = Array.isArray(value) ? value : [value]
    const own = pieces.map(markupOf)
    if (own.every((text) => text !== null)) return own.join('')
  }
  if (typeof value !== 'string' && typeof value !== 'number') return wrong('a value is a text, a number, or made by letterHtml')
  const text = String(value)
  if (place.at === 'text') return escapeHtml(text)
  if (place.at !== 'value') return wrong('a value stands in text, or in quotes as the value of an attribute')
  const { attribute, begun } = place
  if (attribute === 'href' && webAddress.test(begun + text)) return escapeHtml(text)
  if (plainAttributes.has(attribute)) return escapeHtml(text)
  return wrong(attribute === 'href' ? 'an href is an https, mailto or tel address' : `no value in the attribute ${attribute}`)
}

/**
 * HTML for a letter, as a tag of a template: `` letterHtml`<p>${reason}</p>` ``. The template is yours and trusted; every value in it is data
 * and escaped, unless `letterHtml` has made it. A value may stand in text, and in quotes as the value of `href` (an https, mailto or
 * tel address) or of an attribute that only describes, such as `title`, `alt` or `class`.
 *
 * Throws a SportelloError `config/invalid` for a value anywhere else or of another type, for a template that ends within a tag, and for
 * elements that run, load or style, such as `script` and `style`.
 *
 * @example
 * const body = letterHtml`<p>Gentile ${'Anna <Verdi>'},</p>` // what is put in is escaped
 */
export function letterHtml(template: TemplateStringsArray, ...values: readonly LetterHtmlValue[]): LetterHtml {
  if (!Array.isArray(template) || !Array.isArray(template.raw) || template.length !== values.length + 1)
    wrong('it is the tag of a template')
  let place = inText
  let html = ''
  template.forEach((part, i) => {
    place = walk(part, place)
    html += part
    if (i >= values.length) return
    const text = written(values[i] as LetterHtmlValue, place)
    html += text
    if (place.at === 'value') place = { ...place, begun: place.begun + text }
  })
  if (place.at !== 'text') wrong('the template ends within a tag')
  return ownHtml(html)
}
