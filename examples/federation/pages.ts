/** The pages around a sign-in elsewhere: the way in, what a provider or the office says no to, and what becomes of data that do not match. */
import type { Locale, Office, PageReply } from 'sportello'
import { type Html, html } from '../html.ts'

type Words = { readonly [L in Locale]: string }

const words = {
  entry: { it: 'Accesso ai servizi', en: 'Sign in to the services' },
  spid: { it: 'Entra con SPID', en: 'Sign in with SPID' },
  local: { it: 'Entra con le credenziali dell’ente', en: 'Sign in with the credentials of the office' },
  stopped: { it: 'Accesso non riuscito', en: 'You are not signed in' },
  again: { it: 'Torna all’accesso', en: 'Back to the sign-in' },
  mismatch: { it: 'I suoi dati non corrispondono', en: 'Your data do not match' },
  why: {
    it: 'Il gestore della sua identità digitale ci ha comunicato dati diversi da quelli del suo codice fiscale o da quelli che conosciamo. Per proteggerla, l’accesso non è stato collegato alla sua utenza.',
    en: 'The provider of your digital identity gave us data that differ from your codice fiscale, or from those that we know. To protect you, the sign-in was not linked to your account.',
  },
  next: { it: 'Che cosa succede adesso', en: 'What happens now' },
  office: {
    it: 'L’ufficio ha già ricevuto la segnalazione e confronta i dati: non deve compilare nulla.',
    en: 'The office has been told already and compares the data: there is nothing to fill in.',
  },
  provider: {
    it: 'Controlli i suoi dati sul sito del gestore: se sono sbagliati, li faccia correggere e acceda di nuovo.',
    en: 'Look at your data on the site of the provider: if they are wrong, have them corrected and sign in again.',
  },
  desk: {
    it: 'Se ha fretta si presenti all’ufficio con un documento e il codice fiscale.',
    en: 'If it is urgent, come to the office with a document and your codice fiscale.',
  },
  until: {
    it: 'Nel frattempo ciò che ha già chiesto all’ente va avanti.',
    en: 'What you have asked the office for goes on meanwhile.',
  },
} as const satisfies { readonly [name: string]: Words }

type Page = (told: Pick<PageReply, 'sentence'>) => string

export type FederationPages = {
  /** The way in. `standing` says until when the credentials of the office work: `text` of `sunset.phase`. */
  readonly entry: (standing: string) => string
  /** What was refused: by the provider, by a reader, or by the counter. */
  readonly stopped: Page
  /** The page for a refusal of the counter. */
  readonly pageOf: (code: string) => Page
}

/** The pages in the words of one office. */
export function federationPages({ name, locale }: Pick<Office, 'name' | 'locale'>): FederationPages {
  const t = (key: keyof typeof words): string => words[key][locale]
  const page = (title: string, content: Html): string =>
    html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - ${name}</title><link rel="icon" href="/favicon.ico"><link rel="stylesheet" href="/portal.css"><link rel="stylesheet" href="/spid.css"></head>
<body><header><p><a href="/">${name}</a></p></header><main><h1>${title}</h1>
${content}</main></body></html>`.html
  const back = html`<p><a class="way-in" href="/">${t('again')}</a></p>`

  const stopped: Page = ({ sentence }) => page(t('stopped'), html`<div role="alert"><p>${sentence}</p></div>${back}`)

  /** Somebody whose data stop the link. It names no value: whose account it is, is what is in doubt. */
  const mismatch: Page = () =>
    page(
      t('mismatch'),
      html`<div role="alert"><p>${t('why')}</p></div>
<h2>${t('next')}</h2><ol><li>${t('office')}</li><li>${t('provider')}</li><li>${t('desk')}</li></ol><p>${t('until')}</p>${back}`,
    )

  return {
    stopped,
    pageOf: (code) => (code === 'federation/data-differ' || code === 'federation/other-code' ? mismatch : stopped),

    // AgID prescribes the picture of the button.
    entry: (standing) =>
      page(
        t('entry'),
        html`<p><a class="way-in" href="/spid">${t('spid')}</a></p>
<p><a href="/sign-in">${t('local')}</a></p><p>${standing}</p>`,
      ),
  }
}

/** Beside `portal.css` of the package. */
export const federationStyle: string = `a.way-in{display:inline-block;background:#06c;color:#fff;padding:.6rem 1.2rem;text-decoration:none;font-weight:600}
a.way-in:hover{background:#004d99}
`
