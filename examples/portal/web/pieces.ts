/** What pages show things with: rows of data, tables, steps, marks, and a term drawn to scale. */
import { type Html, html, type Part } from '../../html.ts'
import type { Words } from './frame.ts'
import { icon } from './icons.ts'

export type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'secondary'

export type Pieces = {
  /** Labels and values. A value that is null or empty is left out. */
  readonly rows: (pairs: readonly (readonly [label: Part, value: Part])[]) => Html
  /** `caption` is read to whoever does not see the table. */
  readonly table: (caption: string, heads: readonly Part[], lines: readonly (readonly Part[])[], empty: string) => Html
  readonly section: (title: string, content: Part, id?: string) => Html
  /** A state in one or two words. */
  readonly mark: (words: Part, tone: Tone) => Html
  /** Something to know before going on. */
  readonly note: (title: string, content: Part, tone?: Tone) => Html
  /** Where the reader is in a course of steps; `at` counts from 0. */
  readonly steps: (names: readonly string[], at: number) => Html
  readonly link: (path: string, words: Part) => Html
  readonly button: (path: string, words: Part, look?: string) => Html
  readonly links: (lines: readonly (readonly [path: string, words: Part, told?: Part])[]) => Html
  /** What has happened, newest first or last as it is given. */
  readonly course: (lines: readonly (readonly [when: Part, what: Part])[]) => Html
}

export function pieces(t: Words): Pieces {
  const link: Pieces['link'] = (path, words) => html`<a href="${path}">${words}</a>`
  const icons: { readonly [T in Tone]: string } = {
    ...{ primary: 'info-circle', success: 'check-circle', warning: 'warning-circle', danger: 'error', secondary: 'info-circle' },
  }
  return {
    link,
    rows: (pairs) =>
      html`<dl class="portal-rows">${pairs.map(([label, value]) => value !== null && value !== undefined && value !== '' && value !== false && html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
`,
    table: (caption, heads, lines, empty) =>
      lines.length === 0
        ? html`<p>${empty}</p>`
        : html`<div class="portal-table" role="region" aria-label="${caption}" tabindex="0"><table class="table table-hover"><caption class="visually-hidden">${caption}</caption><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${lines.map(
            (
              cells,
            ) => html`<tr>${cells.map((cell, at) => html`<td${typeof heads[at] === 'string' && html` data-head="${heads[at]}"`}>${cell}</td>`)}</tr>
`,
          )}</tbody></table></div>
`,
    section: (title, content, id) => html`<section${id !== undefined && html` id="${id}"`}><h2>${title}</h2>${content}</section>
`,
    mark: (words, tone) => html`<span class="portal-mark portal-${tone}">${words}</span>`,
    note: (title, content, tone = 'primary') =>
      html`<div class="portal-note portal-${tone}"><p class="portal-note-title">${icon(icons[tone], 'icon-sm')} ${title}</p>${content}</div>
`,
    steps: (names, at) =>
      html`<ol class="portal-steps" aria-label="${t('Passi', 'Steps')}">${names.map(
        (name, one) =>
          html`<li class="${one < at ? 'done' : one === at ? 'here' : 'ahead'}"${one === at && html` aria-current="step"`}><span class="portal-step">${one < at ? icon('check', 'icon-sm icon-white') : one + 1}</span> <span class="portal-step-name">${name}</span>${one < at && html`<span class="visually-hidden"> (${t('fatto', 'done')})</span>`}</li>`,
      )}</ol>
`,
    button: (path, words, look = 'primary') => html`<a class="btn btn-${look}" href="${path}">${words}</a> `,
    links: (lines) =>
      html`<ul class="portal-links">${lines.map(([path, words, told]) => html`<li>${link(path, words)}${told && html`<p>${told}</p>`}</li>`)}</ul>
`,
    course: (
      lines,
    ) => html`<ol class="portal-course">${lines.map(([when, what]) => html`<li><span>${when}</span> ${what}</li>`)}</ol>
`,
  }
}
