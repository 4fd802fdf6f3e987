/** What the pages of the package are made of: one layout, fields with what is wrong beside them, and forms with their hidden fields. */
import type { Locale } from '../kernel/index.ts'
import { fieldLabel } from '../runtime/problem-words.ts'
import { sizeText } from './faults.ts'
import { type Html, html, type Part } from './html.ts'
import { basePath } from './http.ts'
import type { PortalOffice } from './options.ts'
import type { Shown } from './pages.ts'

/** What a page is made with besides its content. */
type About = Partial<Pick<Shown<unknown>, 'told' | 'notice'>> & {
  /** What the page calls a field otherwise than everywhere else, for the list of what is wrong. */
  readonly labels?: { readonly [path: string]: string }
  /** The page has nothing to be mended in it: its title does not speak of an error. */
  readonly isMessage?: boolean
}
type Given = {
  readonly type?: string
  readonly label?: string
  readonly hint?: string | undefined
  readonly isRequired?: boolean
}
/** What the fields of a form are made from. */
export type Fields = Pick<Shown<unknown>, 'told' | 'typed' | 'chosen' | 'requestKey' | 'sent' | 'facts'>
/** The content of a form: made for itself, since what is wrong with one form of a page does not stand in another. */
export type Inside = Part | ((own: Fields) => Part)
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
  readonly field: (shown: Fields, path: string, given?: Given) => Html
  readonly choice: (shown: Fields, path: string, choices: Choice, given?: Omit<Given, 'type'>) => Html
  readonly boxes: (shown: Fields, name: string, choices: Choice) => Html
  /** One box, which says by itself what it means. */
  readonly tick: (shown: Fields, name: string, words: string) => Html
  readonly file: (shown: Fields) => Html
  readonly newPassword: (shown: Fields, path: string) => Html
  readonly secrets: (shown: Fields) => Html
  /** What the stars mean, above a form that has any. */
  readonly stars: () => Html
  readonly form: (shown: Fields, path: string, button: string, inside?: Inside) => Html
  readonly upload: (shown: Fields, path: string, button: string, inside?: Inside) => Html
  /** The form that a mailed link is taken into, and sent at once: it only looks. */
  readonly opening: (path: string, name: 'ticket' | 'token') => Html
  readonly link: (path: string, words: string) => Html
}

const autocompletes: { readonly [path: string]: string } = {
  ...{ codiceFiscale: 'username', password: 'current-password', current: 'current-password', pin: 'off', email: 'email' },
  ...{ surname: 'family-name', name: 'given-name', telephone: 'tel', postalCode: 'postal-code', birthDate: 'bday' },
}

/** The parts for one office; `fileBytesMax` is the most bytes of a file. */
export function pageKit(office: PortalOffice, fileBytesMax = 11_000_000): PageKit {
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

  const labelled = (label: string, { hint, isRequired }: Omit<Given, 'type' | 'label'>): Html =>
    html`${label}${isRequired && html` <span aria-hidden="true">*</span>`}${hint !== undefined && html` <small>${hint}</small>`} `
  const required = (isRequired: boolean | undefined) => isRequired && html` aria-required="true"`

  const field: PageKit['field'] = (shown, path, { type = 'text', label = labelOf(path), ...more } = {}) => {
    const complete = autocompletes[path]
    return html`<p><label>${labelled(label, more)}<input name="${path}" type="${type}"${required(more.isRequired)}${complete !== undefined && html` autocomplete="${complete}"`}${marks(shown, path)} value="${shown.typed[path]}"></label>${wrong(shown, path)}</p>
`
  }
  /** The form that was refused is shown with what is wrong and what was typed; the others of the page are not. */
  const ofForm = (shown: Fields, path: string): Fields =>
    shown.sent === undefined || shown.sent.endsWith(`/${path}`) ? shown : { ...shown, told: undefined, typed: {}, chosen: {} }
  const filling = (shown: Fields, path: string, button: string, inside: Inside): Html => {
    const own = ofForm(shown, path)
    return html`${keyOf(own)}${typeof inside === 'function' ? inside(own) : inside}<button>${button}</button></form>
`
  }
  const relabelled = (line: string, labels: About['labels'] = {}): string => {
    const found = Object.entries(labels).find(([path]) => line.startsWith(`${labelOf(path)}: `))
    return found === undefined ? line : found[1] + line.slice(labelOf(found[0]).length)
  }

  return {
    ...{ locale, office, at, t, hidden, field },
    page: (title, content, { told, notice, labels, isMessage } = {}) =>
      html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${told && isMessage !== true && t('Errore: ', 'Error: ')}${title === office.name ? title : `${title} - ${office.name}`}</title><link rel="icon" href="${at('favicon.ico')}"><link rel="stylesheet" href="${at('portal.css')}"></head>
<body><header><p><a href="${base}">${office.name}</a></p></header>
<main><h1>${title}</h1>
${notice !== undefined && html`<p role="status">${notice}</p>`}
${told && html`<div role="alert"><p>${told.sentence}</p>${told.details.length > 0 && html`<ul>${told.details.map((line) => html`<li>${relabelled(line, labels)}</li>`)}</ul>`}</div>`}
${content}</main>
<script defer src="${at('fragment.global.js')}"></script><script defer src="${at('password.global.js')}"></script><script defer src="${at('checklist.global.js')}"></script>
</body></html>`.html,
    choice: (shown, path, choices, { label = labelOf(path), ...more } = {}) =>
      html`<p><label>${labelled(label, more)}<select name="${path}"${required(more.isRequired)}${marks(shown, path)}><option value=""></option>${choices.map(
        ([value, words]) => html`<option value="${value}"${shown.typed[path] === value && html` selected`}>${words}</option>`,
      )}</select></label>${wrong(shown, path)}</p>
`,
    boxes: (shown, name, choices) =>
      html`<fieldset><legend>${labelOf(name)}</legend>${choices.map(
        ([value, words]) =>
          html`<label><input type="checkbox" name="${name}[]" value="${value}"${shown.chosen[name]?.includes(value) && html` checked`}> ${words}</label> `,
      )}${wrong(shown, name)}</fieldset>
`,
    tick: (shown, name, words) =>
      html`<p><label><input type="checkbox" name="${name}" value="true"${shown.typed[name] === 'true' && html` checked`}> ${words}</label>${wrong(shown, name)}</p>
`,
    file: (shown) =>
      html`<p><label>${labelled(t('File', 'File'), { isRequired: true, hint: t(`Un PDF di al massimo ${sizeText(fileBytesMax)}.`, `A PDF of at most ${sizeText(fileBytesMax)}.`) })}<input type="file" name="file" accept="application/pdf"${marks(shown, 'file')}></label>${wrong(shown, 'file')}</p>
`,
    newPassword: (shown, path) =>
      html`<p><label>${labelOf('next')} <input name="${path}" type="password" autocomplete="new-password" data-sportello-checklist="rules" data-sportello-facts="${shown.facts}"${shown.told?.fields[path] !== undefined && html` aria-invalid="true" aria-describedby="${idOf(path)} rules"`}></label>${wrong(shown, path)}</p>
<ul id="rules"></ul>${field(shown, 'confirmation', { type: 'password', label: t('Ripeta la nuova password', 'Repeat the new password') })}`,
    secrets: (shown) => html`${field(shown, 'pin', { type: 'password' })}${field(shown, 'password', { type: 'password' })}`,
    stars: () => html`<p>${t("I campi con l'asterisco (*) sono obbligatori.", 'Fields with an asterisk (*) are required.')}</p>
`,
    form: (shown, path, button, inside = '') =>
      html`<form method="post" action="${at(path)}">${filling(shown, path, button, inside)}`,
    upload: (shown, path, button, inside = '') =>
      html`<form method="post" action="${at(path)}" enctype="multipart/form-data">${filling(shown, path, button, inside)}`,
    opening: (path, name) =>
      html`<form method="post" action="${at(path)}" data-sportello-submit><input type="hidden" name="${name}" data-sportello-link="${name}"></form>
`,
    link: (path, words) => html`<a href="${at(path)}">${words}</a>`,
  }
}
