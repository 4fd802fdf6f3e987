/** What the pages of the package are made of: one layout, fields with what is wrong beside them, and forms with their hidden fields. */
import type { Locale } from '../kernel/index.ts'
import { fieldLabel } from '../runtime/problem-words.ts'
import { type Html, html, type Part } from './html.ts'
import { basePath } from './http.ts'
import type { PortalOffice } from './options.ts'
import type { Shown } from './pages.ts'

type About = Partial<Pick<Shown<unknown>, 'told' | 'notice'>>
type Fields = Pick<Shown<unknown>, 'told' | 'typed' | 'requestKey'>
type Choice = readonly (readonly [value: string, words: string | undefined])[]

/** The parts of pages, in the language of one office. */
export type PageKit = {
  readonly locale: Locale
  readonly office: PortalOffice
  /** The path of a page of the portal. */
  readonly at: (path: string) => string
  /** The words in the language of the office. */
  readonly t: (it: string, en: string) => string
  readonly page: (title: string, content: Part, about?: About) => string
  readonly hidden: (name: string, value: string | number | undefined) => Html
  readonly field: (shown: Fields, path: string, given?: { readonly type?: string; readonly label?: string }) => Html
  readonly choice: (shown: Fields, path: string, choices: Choice, label?: string) => Html
  readonly boxes: (shown: Shown<unknown>, name: string, choices: Choice) => Html
  readonly file: (shown: Fields) => Html
  readonly newPassword: (shown: Shown<unknown>, path: string) => Html
  readonly secrets: (shown: Fields) => Html
  readonly form: (shown: Fields, path: string, button: string, inside?: Part) => Html
  readonly upload: (shown: Fields, path: string, button: string, inside?: Part) => Html
  /** The form that a mailed link is taken into, and sent at once: it only looks. */
  readonly opening: (path: string, name: 'ticket' | 'token') => Html
  readonly link: (path: string, words: string) => Html
}

const autocompletes: { readonly [path: string]: string } = {
  ...{ codiceFiscale: 'username', password: 'current-password', current: 'current-password', pin: 'off', email: 'email' },
  ...{ surname: 'family-name', name: 'given-name', telephone: 'tel', postalCode: 'postal-code', birthDate: 'bday' },
}

/** The parts for one office. */
export function pageKit(office: PortalOffice): PageKit {
  const { locale } = office
  const base = basePath(office.links)
  const at = (path: string): string => base + path
  const t = (it: string, en: string): string => (locale === 'it' ? it : en)
  const idOf = (path: string): string => `wrong-${path.replaceAll('.', '-')}`
  const labelOf = (path: string): string => fieldLabel(path, locale) ?? path

  const wrong = ({ told }: Fields, path: string) =>
    told?.fields[path] && html` <strong id="${idOf(path)}">${told.fields[path]}</strong>`
  const marks = ({ told }: Fields, path: string) =>
    told?.fields[path] && html` aria-invalid="true" aria-describedby="${idOf(path)}"`
  const hidden: PageKit['hidden'] = (name, value) => html`<input type="hidden" name="${name}" value="${value}">`
  const keyOf = ({ requestKey }: Fields) => hidden('requestKey', requestKey)

  const field: PageKit['field'] = (shown, path, { type = 'text', label = labelOf(path) } = {}) => {
    const complete = autocompletes[path]
    return html`<p><label>${label} <input name="${path}" type="${type}"${complete !== undefined && html` autocomplete="${complete}"`}${marks(shown, path)} value="${shown.typed[path]}"></label>${wrong(shown, path)}</p>
`
  }

  return {
    ...{ locale, office, at, t, hidden, field },
    page: (title, content, { told, notice } = {}) =>
      html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${told && t('Errore: ', 'Error: ')}${title} - ${office.name}</title><link rel="stylesheet" href="${at('portal.css')}"></head>
<body><header><p><a href="${base}">${office.name}</a></p></header>
<main><h1>${title}</h1>
${notice !== undefined && html`<p role="status">${notice}</p>`}
${told && html`<div role="alert"><p>${told.sentence}</p>${told.details.length > 0 && html`<ul>${told.details.map((line) => html`<li>${line}</li>`)}</ul>`}</div>`}
${content}</main>
<script defer src="${at('fragment.global.js')}"></script><script defer src="${at('password.global.js')}"></script><script defer src="${at('checklist.global.js')}"></script>
</body></html>`.html,
    choice: (shown, path, choices, label = labelOf(path)) =>
      html`<p><label>${label} <select name="${path}"${marks(shown, path)}><option value=""></option>${choices.map(
        ([value, words]) => html`<option value="${value}"${shown.typed[path] === value && html` selected`}>${words}</option>`,
      )}</select></label>${wrong(shown, path)}</p>
`,
    boxes: (shown, name, choices) =>
      html`<fieldset><legend>${labelOf(name)}</legend>${choices.map(
        ([value, words]) =>
          html`<label><input type="checkbox" name="${name}[]" value="${value}"${shown.chosen[name]?.includes(value) && html` checked`}> ${words}</label> `,
      )}${wrong(shown, name)}</fieldset>
`,
    file: (shown) =>
      html`<p><label>PDF <input type="file" name="file" accept="application/pdf"${marks(shown, 'file')}></label>${wrong(shown, 'file')}</p>
`,
    newPassword: (shown, path) =>
      html`<p><label>${labelOf('next')} <input name="${path}" type="password" autocomplete="new-password" data-sportello-checklist="rules" data-sportello-facts="${shown.facts}"${shown.told?.fields[path] !== undefined && html` aria-invalid="true" aria-describedby="${idOf(path)} rules"`}></label>${wrong(shown, path)}</p>
<ul id="rules"></ul>${field(shown, 'confirmation', { type: 'password' })}`,
    secrets: (shown) => html`${field(shown, 'pin', { type: 'password' })}${field(shown, 'password', { type: 'password' })}`,
    form: (shown, path, button, inside = '') =>
      html`<form method="post" action="${at(path)}">${keyOf(shown)}${inside}<button>${button}</button></form>
`,
    upload: (shown, path, button, inside = '') =>
      html`<form method="post" action="${at(path)}" enctype="multipart/form-data">${keyOf(shown)}${inside}<button>${button}</button></form>
`,
    opening: (path, name) =>
      html`<form method="post" action="${at(path)}" data-sportello-submit><input type="hidden" name="${name}" data-sportello-link="${name}"></form>
`,
    link: (path, words) => html`<a href="${at(path)}">${words}</a>`,
  }
}
