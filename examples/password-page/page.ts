/** The page: one form, on the fields and the style of the portal beside. It works without JavaScript: then the server alone says what is wrong. */
import type { Locale } from 'sportello'
import { html, type Part } from '../html.ts'
import { type Fields, fieldKit, passwordScripts } from '../portal/web/fields.ts'
import { icon } from '../portal/web/icons.ts'

/** What is wrong, by the field that it stands beside; none of it for an empty form. */
export type Wrong = { readonly [field in 'username' | 'current' | 'next' | 'confirmation']?: string }

export type PasswordPage = {
  readonly locale: Locale
  /** The name of the office, on the head of the page. */
  readonly office: string
  /** What a new password must not hold, as JSON. */
  readonly facts: string
  /** The user name that was typed. Passwords are never filled in again. */
  readonly username?: string
  readonly wrong?: Wrong
  /** The password was changed. */
  readonly isDone?: boolean
}

export const pathOf = (locale: Locale): string => (locale === 'it' ? '/' : '/en')

const names: { readonly [L in Locale]: string } = { it: 'Italiano', en: 'English' }

export function passwordPage({ locale, office, facts, username = '', wrong = {}, isDone = false }: PasswordPage): string {
  const t = (italian: string, english: string): string => (locale === 'it' ? italian : english)
  const { field, newPassword, stars } = fieldKit(locale, t, '')
  const found = Object.values(wrong)
  const told = found.length === 0 ? undefined : { status: 422, headers: {}, sentence: '', fields: wrong, details: [] }
  const shown: Fields = { told, typed: { username }, chosen: {}, requestKey: '', sent: undefined, facts }
  const title = isDone ? t('Password cambiata', 'Password changed') : t('Cambio della password', 'Change of the password')

  const languages = (['it', 'en'] as const).map((one) =>
    one === locale
      ? html`<li><span aria-current="true" lang="${one}">${names[one]}</span></li>`
      : html`<li><a href="${pathOf(one)}" lang="${one}" hreflang="${one}">${names[one]}</a></li>`,
  )
  const form: Part = html`<p class="lead">${t('Inserisca la password attuale e quella nuova. Le regole si controllano mentre scrive: ciò che scrive non lascia questa pagina prima dell’invio.', 'Enter the current password and the new one. The rules are checked while you type: nothing that you type leaves this page before you send it.')}</p>
${told && html`<div class="alert alert-danger" role="alert" tabindex="-1" data-portal-focus><p class="mb-0">${t('La password non è stata cambiata:', 'The password was not changed:')}</p><ul class="mb-0 mt-2">${found.map((line) => html`<li>${line}</li>`)}</ul></div>`}
${stars()}<form class="portal-form" method="post" action="${pathOf(locale)}" novalidate>
${field(shown, 'username', { label: t('Nome utente', 'User name'), isRequired: true, autocomplete: 'username' })}
${field(shown, 'current', { type: 'password', label: t('Password attuale', 'Current password'), isRequired: true, autocomplete: 'current-password' })}
${newPassword(shown, 'next')}
<p class="portal-wrong portal-differs" id="differs" role="status" data-words="${t('Le due password non coincidono', 'The two passwords are not the same')}"></p>
<button class="btn btn-primary">${t('Cambia la password', 'Change the password')}</button></form>`
  const done: Part = html`<div class="alert alert-success" role="status">${t('Da ora vale la nuova password.', 'The new password applies from now on.')}</div>
<p>${t('La usi al prossimo accesso. Se non è stato Lei a cambiarla, avvisi subito l’ufficio.', 'Use it the next time you sign in. If it was not you who changed it, tell the office at once.')}</p>
<p><a href="${pathOf(locale)}">${t('La cambi di nuovo', 'Change it again')}</a></p>`

  return html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${told && t('Errore: ', 'Error: ')}${title} - ${office}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/css/bootstrap-italia.min.css"><link rel="stylesheet" href="/static/portal/portal.css">
${!isDone && [...passwordScripts.map((name) => `/${name}`), '/confirmation.js'].map((path) => html`<script defer src="${path}"></script>`)}<script defer src="/static/portal/portal.js"></script></head>
<body>
<div class="skiplinks"><a class="visually-hidden-focusable" href="#content">${t('Vai al contenuto', 'Skip to the content')}</a></div>
<header>
<div class="portal-slim"><div class="container"><span>${t('Regione Esempio', 'Example Region')}</span><ul class="portal-languages" aria-label="${t('Lingua', 'Language')}">${languages}</ul></div></div>
<div class="portal-centre"><div class="container">${icon('pa', 'icon-lg icon-white')}<a href="${pathOf(locale)}"><strong>${office}</strong><span>${t('Servizi in rete', 'Online services')}</span></a></div></div>
</header>
<main id="content" class="container" tabindex="-1"><div class="portal-column">
<h1>${title}</h1>
${isDone ? done : form}
</div></main>
</body></html>`.html
}
