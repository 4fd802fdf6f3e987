/** What a mail says, as data, and its two renderings: plain text and simple HTML. Every value is escaped in one place. */

import { type Locale, oneLine } from '../kernel/index.ts'

/** One block of a letter. `fields` is a list of label and value; `link` must be an https (or loopback http) address. */
export type Line =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fields'; readonly title: string; readonly fields: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }

export type Letter = { readonly subject: string; readonly lines: readonly Line[] }

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
  const text: string[] = []
  const html: string[] = []
  for (const line of letter.lines) {
    switch (line.kind) {
      case 'text':
        text.push(oneLine(line.text))
        html.push(`<p>${escapeHtml(oneLine(line.text))}</p>`)
        break
      case 'fields': {
        const rows = line.fields.map(([label, value]) => [oneLine(label), oneLine(value)] as const)
        text.push([oneLine(line.title), ...rows.map(([label, value]) => `  ${label}: ${value}`)].join('\n'))
        const cells = rows.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`)
        html.push(`<h2>${escapeHtml(oneLine(line.title))}</h2><dl>${cells.join('')}</dl>`)
        break
      }
      case 'link': {
        const url = oneLine(line.url)
        text.push(`${oneLine(line.label)}\n  ${url}`)
        html.push(
          `<p>${escapeHtml(oneLine(line.label))}<br><a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(url)}</a></p>`,
        )
        break
      }
    }
  }
  const subject = oneLine(letter.subject)
  return {
    subject,
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body>${html.join('')}</body></html>`,
  }
}
