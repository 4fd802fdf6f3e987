/** The page of the provider: who signs in, at which level, or how it fails. It speaks the language of the service that asks. */
import type { Locale } from 'sportello'
import { type Html, html } from '../html.ts'
import type { Person } from './people.ts'

const failures: readonly (readonly [code: string, italian: string, english: string])[] = [
  ['nr25', 'Annulla', 'Cancel'],
  ['nr19', 'Troppe password sbagliate', 'Too many wrong passwords'],
  ['nr20', 'Nessuna credenziale di questo livello', 'No credential of this level'],
  ['nr21', 'Tempo scaduto', 'Timed out'],
  ['nr22', 'Non acconsento all’invio dei dati', 'I do not agree to send my data'],
  ['nr23', 'Identità sospesa', 'Identity suspended'],
  ['nr30', 'Identità di un altro tipo', 'Identity of another kind'],
]

const style = `body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1c2024;background:#f4f5f7}
main{max-width:34rem;margin:2rem auto;padding:1rem 2rem;background:#fff;border-top:.4rem solid #5a5f66}
fieldset{border:1px solid #8a9099;margin:1rem 0;padding:.5rem 1rem}label{display:block;padding:.2rem 0 .2rem 1.7rem;text-indent:-1.7rem}p label{padding-left:0;text-indent:0}
button{font:inherit;padding:.5rem 1rem;margin:.2rem .3rem .2rem 0;border:1px solid #5a5f66;background:#fff;cursor:pointer}
button[value=in]{background:#1c2024;color:#fff}select{font:inherit;padding:.3rem}
:focus-visible{outline:3px solid #ff9900;outline-offset:2px}`

/** `level` is what the service asks for; 0 where it asks for none. */
export function choicePage(people: { readonly [id: string]: Person }, level: number, locale: Locale): string {
  const t = (italian: string, english: string): string => (locale === 'it' ? italian : english)
  /** A button that ends the sign-in so. */
  const button = ([value, italian, english]: (typeof failures)[number]): Html =>
    html`<button name="outcome" value="${value}">${t(italian, english)}</button> `
  const [cancelling = ['nr25', '', ''], ...others] = failures
  const levels = [1, 2, 3].map((one) => html`<option${one === level && html` selected`}>${one}</option>`)
  const choices = Object.entries(people).map(
    ([id, { label }], at) =>
      html`<label><input type="radio" name="person" value="${id}"${at === 0 && html` checked`}> ${label[locale]}</label>`,
  )
  const title = t('Gestore di prova', 'Test provider')
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${{ html: style }}</style></head>
<body><main><h1>${title}</h1>
<p>${t('Un gestore finto di SPID e CIE, su questa macchina: non chiede password.', 'A provider of SPID and CIE that is not real, on this machine: it asks for no password.')}</p>
<form method="post"><fieldset><legend>${t('Chi accede', 'Who signs in')}</legend>${choices}</fieldset>
<p><label>${t('Livello', 'Level')} <select name="level">${levels}</select></label></p>
<p>${button(['in', 'Entra', 'Sign in'])}${button(cancelling)}</p>
<fieldset><legend>${t('Altri esiti', 'Other outcomes')}</legend>${others.map(button)}</fieldset></form>
</main></body></html>`.html
}
