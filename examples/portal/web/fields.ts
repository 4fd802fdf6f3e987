/** Fields and forms in the markup of Bootstrap Italia: a label above each field, and what is wrong with it below, tied to it for screen readers. */
import { fieldLabel, type Locale } from 'sportello'
import type { Shown } from 'sportello/express'
import { type Html, html, type Part } from '../../html.ts'
import type { Words } from './frame.ts'
import { icon } from './icons.ts'

/** What the fields of a form are made from: parts of `Shown`. */
export type Fields = Pick<Shown<unknown>, 'told' | 'typed' | 'chosen' | 'requestKey' | 'sent' | 'facts'> & {
  /** What the ids of the fields begin with: that of the form, where a page has several forms with fields of one name. */
  readonly within?: string | undefined
}

/** The content of a form: made for itself, since what is wrong with one form of a page does not stand in another. */
export type Inside = Part | ((own: Fields) => Part)

export type Given = {
  readonly type?: 'text' | 'password' | 'email' | 'date' | 'tel' | 'search' | 'datetime-local' | 'number'
  readonly label?: string
  readonly hint?: string | undefined
  readonly isRequired?: boolean
  readonly autocomplete?: string
  readonly inputmode?: 'numeric' | 'text' | 'email' | 'tel'
  /** What stands in the field at first. */
  readonly value?: string
  readonly maxlength?: number
  /** How wide: of twelve columns on a desk; the whole row where it is left out. */
  readonly columns?: number
}
export type Choice = readonly (readonly [value: string, words: string | undefined])[]

export type FieldKit = {
  readonly hidden: (name: string, value: string | number | undefined) => Html
  readonly field: (shown: Fields, path: string, given?: Given) => Html
  readonly area: (shown: Fields, path: string, given?: Given) => Html
  readonly select: (shown: Fields, path: string, choices: Choice, given?: Given) => Html
  /** One of few, all of which are seen. */
  readonly radios: (shown: Fields, path: string, choices: Choice, given?: Given) => Html
  /** Several of few; sent as `name[]`. */
  readonly boxes: (shown: Fields, name: string, choices: Choice, given?: Given) => Html
  /** One box, which says by itself what it means. */
  readonly tick: (shown: Fields, name: string, words: Part) => Html
  readonly file: (shown: Fields, given?: Given) => Html
  /** A new password with the list of its rules, and its repetition. The page needs the scripts of `passwordScripts`. */
  readonly newPassword: (shown: Fields, path: string) => Html
  /** PIN and password. */
  readonly secrets: (shown: Fields) => Html
  /** What the stars mean, above a form that has any. */
  readonly stars: () => Html
  readonly row: (...columns: readonly Part[]) => Html
  readonly form: (shown: Fields, path: string, button: Part, inside?: Inside, more?: FormMore) => Html
  /** The form that a mailed link is taken into, and sent at once: it only looks. */
  readonly opening: (path: string, name: 'ticket' | 'token') => Html
}

export type FormMore = {
  /** `primary` where it is left out. */
  readonly look?: 'primary' | 'outline-primary' | 'danger' | 'outline-danger' | 'link' | 'secondary'
  readonly isUpload?: boolean
  readonly isGet?: boolean
  /** The form and its button on one line. */
  readonly isInline?: boolean
  /** What the ids of its fields begin with, where another form of the page has fields of the same names. */
  readonly within?: string
}

/** Scripts of the library behind a page with a new password. */
export const passwordScripts = ['password.global.js', 'checklist.global.js'] as const

const completed: { readonly [path: string]: string } = {
  ...{ codiceFiscale: 'username', password: 'current-password', current: 'current-password', pin: 'off', email: 'email' },
  ...{ surname: 'family-name', name: 'given-name', telephone: 'tel', postalCode: 'postal-code', birthDate: 'bday' },
}

/** The fields in one language; `fileText` says how large a file may be. */
export function fieldKit(locale: Locale, t: Words, fileText: string): FieldKit {
  const idOf = ({ within = 'field' }: Fields, path: string): string => `${within}-${path.replaceAll(/[^A-Za-z0-9]/g, '-')}`
  const labelOf = (path: string): string => fieldLabel(path, locale) ?? path
  const wrongWith = ({ told }: Fields, path: string): string | undefined => told?.fields[path]
  const star = (isRequired: boolean | undefined) => isRequired === true && html` <span aria-hidden="true">*</span>`
  const column = (columns: number | undefined, content: Part): Html =>
    html`<div class="${columns === undefined ? 'portal-field' : `portal-field col-12 col-md-${columns}`}">${content}</div>
`
  const below = (shown: Fields, path: string, hint: string | undefined): Part => [
    hint !== undefined && html`<small class="form-text" id="${idOf(shown, path)}-hint">${hint}</small>`,
    wrongWith(shown, path) !== undefined &&
      html`<div class="portal-wrong" id="${idOf(shown, path)}-wrong">${wrongWith(shown, path)}</div>`,
  ]
  const tied = (shown: Fields, path: string, { hint, isRequired }: Given, more = ''): Part => {
    const isWrong = wrongWith(shown, path) !== undefined
    const ids = [hint !== undefined && `${idOf(shown, path)}-hint`, isWrong && `${idOf(shown, path)}-wrong`, more].filter(
      (id) => id,
    )
    return [
      isRequired === true && html` aria-required="true"`,
      isWrong && html` aria-invalid="true"`,
      ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`,
    ]
  }

  /** Shows what a secret field has in it, and hides it again. */
  const reveal = (shown: Fields, path: string, words: string): Html =>
    html`<button type="button" class="portal-reveal" data-portal-reveal="${idOf(shown, path)}" aria-pressed="false" aria-label="${words}" hidden>${icon('password-visible', 'icon-sm')}${icon('password-invisible', 'icon-sm')}</button>`
  const hidden: FieldKit['hidden'] = (name, value) => html`<input type="hidden" name="${name}" value="${value}">`
  const field: FieldKit['field'] = (shown, path, given = {}) => {
    const { type = 'text', label = labelOf(path), isRequired, hint, inputmode, maxlength, value, columns } = given
    const complete = given.autocomplete ?? completed[path]
    const isSecret = type === 'password'
    const filled = isSecret ? '' : (shown.typed[path] ?? value ?? '')
    return column(
      columns,
      html`<label for="${idOf(shown, path)}">${label}${star(isRequired)}</label>
<span class="portal-input"><input class="form-control${wrongWith(shown, path) !== undefined && ' is-invalid'}" id="${idOf(shown, path)}" name="${path}" type="${type}"${inputmode && html` inputmode="${inputmode}"`}${maxlength && html` maxlength="${maxlength}"`}${complete && html` autocomplete="${complete}"`}${path === 'codiceFiscale' && html` autocapitalize="characters" spellcheck="false"`}${tied(shown, path, given)} value="${filled}">${isSecret && reveal(shown, path, t(`Mostra: ${label}`, `Show: ${label}`))}</span>${below(shown, path, hint)}`,
    )
  }
  const list = (shown: Fields, path: string, type: 'radio' | 'checkbox', choices: Choice, given: Given): Html => {
    const { label = labelOf(path), isRequired, columns, value } = given
    const picked = type === 'radio' ? [shown.typed[path] ?? value] : (shown.chosen[path] ?? [])
    return column(
      columns,
      html`<fieldset id="${idOf(shown, path)}"${tied(shown, path, { hint: given.hint })}><legend>${label}${star(isRequired)}</legend>${below(shown, path, given.hint)}${choices.map(
        ([one, words], at) =>
          html`<div class="form-check"><input type="${type}" id="${idOf(shown, path)}-${at}" name="${path}${type === 'checkbox' && '[]'}" value="${one}"${picked.includes(one) && html` checked`}><label for="${idOf(shown, path)}-${at}">${words}</label></div>`,
      )}</fieldset>`,
    )
  }
  /** The form that was refused is shown with what is wrong and what was typed; the others of the page are not. */
  const ofForm = (shown: Fields, path: string): Fields =>
    shown.sent === undefined || shown.sent === path ? shown : { ...shown, told: undefined, typed: {}, chosen: {} }

  return {
    hidden,
    field,
    area: (shown, path, given = {}) => {
      const { label = labelOf(path), isRequired, hint, columns, value, maxlength } = given
      return column(
        columns,
        html`<label for="${idOf(shown, path)}">${label}${star(isRequired)}</label><textarea class="form-control" rows="3" id="${idOf(shown, path)}" name="${path}"${maxlength && html` maxlength="${maxlength}"`}${tied(shown, path, given)}>${shown.typed[path] ?? value}</textarea>${below(shown, path, hint)}`,
      )
    },
    select: (shown, path, choices, given = {}) => {
      const { label = labelOf(path), isRequired, hint, columns, value } = given
      const picked = shown.typed[path] ?? value ?? ''
      return column(
        columns,
        html`<label for="${idOf(shown, path)}">${label}${star(isRequired)}</label><select class="form-control" id="${idOf(shown, path)}" name="${path}"${tied(shown, path, given)}><option value="">${t('Scelga', 'Choose')}</option>${choices.map(([one, words]) => html`<option value="${one}"${picked === one && html` selected`}>${words}</option>`)}</select>${below(shown, path, hint)}`,
      )
    },
    radios: (shown, path, choices, given = {}) => list(shown, path, 'radio', choices, given),
    boxes: (shown, name, choices, given = {}) => list(shown, name, 'checkbox', choices, given),
    tick: (shown, name, words) =>
      column(
        undefined,
        html`<div class="form-check"><input type="checkbox" id="${idOf(shown, name)}" name="${name}" value="true"${shown.typed[name] === 'true' && html` checked`}${tied(shown, name, {})}><label for="${idOf(shown, name)}">${words}</label></div>${below(shown, name, undefined)}`,
      ),
    file: (shown, given = {}) => {
      const hint = given.hint ?? fileText
      return column(
        given.columns,
        html`<label for="${idOf(shown, 'file')}">${given.label ?? t('File', 'File')}${star(true)}</label><input class="form-control" type="file" id="${idOf(shown, 'file')}" name="file" accept="application/pdf"${tied(shown, 'file', { hint, isRequired: true })}>${below(shown, 'file', hint)}`,
      )
    },
    newPassword: (shown, path) => {
      const isWrong = wrongWith(shown, path) !== undefined
      const again = t('Ripeta la nuova password', 'Repeat the new password')
      return html`${column(
        undefined,
        html`<label for="${idOf(shown, path)}">${labelOf('next')}${star(true)}</label><span class="portal-input"><input class="form-control${isWrong && ' is-invalid'}" id="${idOf(shown, path)}" name="${path}" type="password" autocomplete="new-password" data-sportello-checklist="rules" data-sportello-facts="${shown.facts}"${tied(shown, path, { isRequired: true }, 'rules')}>${reveal(shown, path, t('Mostra la nuova password', 'Show the new password'))}</span>${below(shown, path, undefined)}<ul id="rules" class="portal-rules"></ul>`,
      )}${field(shown, 'confirmation', { type: 'password', label: again, isRequired: true, autocomplete: 'new-password' })}`
    },
    secrets: (shown) =>
      html`${field(shown, 'pin', { type: 'password', inputmode: 'numeric', isRequired: true })}${field(shown, 'password', { type: 'password', isRequired: true })}`,
    stars:
      () => html`<p class="portal-stars">${t('I campi con l’asterisco (*) sono obbligatori.', 'Fields with an asterisk (*) are required.')}</p>
`,
    row: (...columns) => html`<div class="row">${columns}</div>`,
    form: (shown, path, button, inside = '', { look = 'primary', isUpload, isGet, isInline, within } = {}) => {
      const own = { ...ofForm(shown, path), within }
      const key = isGet !== true && hidden('requestKey', own.requestKey)
      return html`<form class="${isInline === true ? 'portal-form portal-inline' : 'portal-form'}" method="${isGet === true ? 'get' : 'post'}" action="${path}"${isUpload === true && html` enctype="multipart/form-data"`} novalidate>${key}${typeof inside === 'function' ? inside(own) : inside}<button class="btn btn-${look}">${button}</button></form>
`
    },
    opening: (path, name) =>
      html`<form method="post" action="${path}" data-sportello-submit><input type="hidden" name="${name}" data-sportello-link="${name}"></form>
`,
  }
}
