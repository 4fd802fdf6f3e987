/** What a mail says in both languages, as data, and its two renderings: plain text and simple HTML. Every value is escaped in one place. */

import { type Locale, oneLine } from '../kernel/index.ts'

/** What is said, in every language. */
export type Words = { readonly [L in Locale]: string }

/** Words, or a text that is the same in every language. */
export type Text = string | Words

/** A label and its value. */
export type Field = readonly [label: Text, value: Text]

/** One block of a letter: a paragraph, a titled list of fields, or a link. `url` must be an https (or loopback http) address. */
export type Line =
  | Words
  | { readonly title: Text; readonly fields: readonly Field[] }
  | { readonly label: Words; readonly url: string }

export type Letter = { readonly subject: Words; readonly lines: readonly Line[] }

/** The office that writes. */
export type OfficeName = { readonly name: string }

/** The subject of a letter: what it is about, after the name of the office. */
export function subjectOf({ name }: OfficeName, { it, en }: Words): Words {
  return { it: `${name}: ${it}`, en: `${name}: ${en}` }
}

/** The text with the five characters that HTML gives a meaning to written as entities. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Both bodies of a letter. Subject and values come out on one line each; nothing in a value is ever markup or a format. */
export function renderLetter(letter: Letter, locale: Locale): { subject: string; text: string; html: string } {
  const said = (text: Text): string => oneLine(typeof text === 'string' ? text : text[locale])
  const text: string[] = []
  const html: string[] = []
  for (const line of letter.lines) {
    if ('fields' in line) {
      const title = said(line.title)
      const rows = line.fields.map(([label, value]) => [said(label), said(value)] as const)
      text.push([title, ...rows.map(([label, value]) => `  ${label}: ${value}`)].join('\n'))
      const cells = rows.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`)
      html.push(`<h2>${escapeHtml(title)}</h2><dl>${cells.join('')}</dl>`)
    } else if ('url' in line) {
      const [label, url] = [said(line.label), oneLine(line.url)]
      text.push(`${label}\n  ${url}`)
      html.push(`<p>${escapeHtml(label)}<br><a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(url)}</a></p>`)
    } else {
      text.push(said(line))
      html.push(`<p>${escapeHtml(said(line))}</p>`)
    }
  }
  const subject = said(letter.subject)
  return {
    subject,
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body>${html.join('')}</body></html>`,
  }
}
