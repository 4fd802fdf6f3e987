/** The pages of the portal of host.ts: plain HTML, escaped. The names of the fields are the paths of the forms. */
import {
  type AddressesView,
  type ApprovalDossier,
  type DeskPage,
  documentTypeLabel,
  fieldLabel,
  findingText,
  type PageReply,
  personRows,
  type RecoveryView,
  type RegistrationOpened,
  type RegistrationView,
  registrationDocumentTypes,
  registrationText,
  type SessionView,
  statusText,
  untilPhrase,
} from 'sportello'
import { romeText } from 'sportello/civil'
import type { Shown } from 'sportello/express'

/** HTML that is written here; every other text is escaped. */
type Html = { readonly html: string }
type Part = Html | string | number | null | undefined | false | readonly Part[]

function escaped(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  }
  return 'html' in part ? part.html : part.map(escaped).join('')
}
const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.reduce((before, text, at) => before + escaped(parts[at - 1]) + text),
})

type About = Pick<Shown<unknown>, 'told' | 'notice'>

const layout = (title: string, content: Html, { told, notice }: Partial<About> = {}) =>
  html`<!doctype html>
<html lang="it"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<h1>${title}</h1>
${notice && html`<p role="status">${notice}</p>`}
${told && html`<div role="alert"><p>${told.sentence}</p><ul>${told.details.map((line) => html`<li>${line}</li>`)}</ul></div>`}
${content}
<script defer src="/fragment.global.js"></script><script defer src="/password.global.js"></script><script defer src="/checklist.global.js"></script>
</html>`.html

type Fields = Pick<Shown<unknown>, 'told' | 'typed' | 'requestKey'>

const wrong = ({ told }: Fields, path: string) => told?.fields[path] && html` <strong>${told.fields[path]}</strong>`
const field = (shown: Fields, path: string, type = 'text') =>
  html`<p><label>${fieldLabel(path, 'it')} <input name="${path}" type="${type}" value="${shown.typed[path]}"></label>${wrong(shown, path)}</p>`
const choice = (shown: Fields, path: string, choices: readonly (readonly [value: string, words: string | undefined])[]) =>
  html`<p><label>${fieldLabel(path, 'it')} <select name="${path}"><option></option>${choices.map(
    ([value, words]) => html`<option value="${value}"${shown.typed[path] === value && html` selected`}>${words}</option>`,
  )}</select></label>${wrong(shown, path)}</p>`
const hidden = (name: string, value: string | undefined) => html`<input type="hidden" name="${name}" value="${value}">`
const form = ({ requestKey }: Fields, action: string, button: string, inside: Part = '') =>
  html`<form method="post" action="${action}">${hidden('requestKey', requestKey)}${inside}<button>${button}</button></form>`
const newPassword = (shown: Shown<unknown>, path: string) =>
  html`<p><label>Nuova password <input name="${path}" type="password" data-sportello-checklist="rules" data-sportello-facts="${shown.facts}"></label>${wrong(shown, path)}</p>
<ul id="rules"></ul>${field(shown, 'confirmation', 'password')}`

export const message = (told: PageReply) => layout('Portale del Comune di Prova', html`<p><a href="/">Inizio</a></p>`, { told })

export const home = () =>
  layout(
    'Portale del Comune di Prova',
    html`<ul><li><a href="/registration">Richiesta di credenziali</a></li>
<li><a href="/registration/status">La mia richiesta</a></li><li><a href="/area">Area riservata</a></li>
<li><a href="/recovery/request">Password dimenticata</a></li></ul>`,
  )

const person = ['surname', 'name', 'codiceFiscale', 'birthDate', 'birthNation', 'birthProvince', 'birthMunicipality']
const residence = ['residenceProvince', 'residenceCity', 'residenceAddress', 'postalCode', 'telephone', 'email']
const others = ['body.name', 'body.taxCode']

/** A field of the registration: a choice, a date or a text. */
function inputOf(shown: Fields, path: string): Html {
  const [yes, no] = [['true', 'sì'] as const, ['false', 'no'] as const]
  if (path === 'sex')
    return choice(shown, path, [
      ['F', 'femminile'],
      ['M', 'maschile'],
    ])
  if (path === 'italianCitizen') return choice(shown, path, [yes, no])
  return field(shown, path, path === 'birthDate' ? 'date' : 'text')
}

export const registration = (shown: Shown<null>) =>
  layout(
    'Richiesta di credenziali',
    html`<form method="post" action="/registration/ticket" data-sportello-submit><input type="hidden" name="ticket" data-sportello-link="ticket"></form>
${form(shown, '/registration', 'Prosegui', [
  html`<input type="hidden" name="pass" data-sportello-link="pass" value="${shown.typed['pass']}">`,
  hidden('noticeVersion', '2026-01'),
  [...person, 'sex', 'italianCitizen', ...residence, ...others].map((path) => inputOf(shown, path)),
  choice(shown, 'consent', [
    ['authorised', 'autorizzo'],
    ['not-authorised', 'non autorizzo'],
  ]),
])}`,
    shown,
  )

export const opened = ({ view: { pinSecondHalf, lapsesAt } }: Shown<RegistrationOpened>) =>
  layout(
    'Seconda parte del PIN',
    html`<p>Annoti ora le ultime cinque cifre del PIN, che non saranno mostrate di nuovo: <b>${pinSecondHalf}</b></p>
<p>La richiesta va completata entro il ${romeText(lapsesAt, 'it')}. <a href="/registration/status">Prosegui con i documenti</a></p>`,
  )

export const status = (shown: Shown<RegistrationView>) => {
  const { view } = shown
  const can = (action: RegistrationView['actions'][number]) => view.actions.includes(action)
  const wanted = view.wanted?.fields.flatMap((name) => (name === 'body' ? others : [name])) ?? []
  return layout(
    'La mia richiesta',
    html`<p>${registrationText(view, 'it')}</p>
<ul>${view.documents.map(
      ({ id, type, name }) =>
        html`<li>${documentTypeLabel(type, 'it')}: ${name} ${can('RemoveDocument') && form(shown, '/registration/documents/remove', 'Togli', hidden('document', String(id)))}</li>`,
    )}</ul>
${
  can('AddDocument') &&
  html`<form method="post" action="/registration/documents" enctype="multipart/form-data">${hidden('requestKey', shown.requestKey)}
${choice(
  shown,
  'type',
  registrationDocumentTypes.map((type) => [type, documentTypeLabel(type, 'it')]),
)}${field(shown, 'description')}
<p><label>PDF <input type="file" name="file" accept="application/pdf"></label>${wrong(shown, 'file')}</p><button>Carica</button></form>`
}
${
  can('CorrectRegistration') &&
  wanted.length > 0 &&
  form(
    shown,
    '/registration/correct',
    'Correggi',
    wanted.map((path) => inputOf(shown, path)),
  )
}
${can('CompleteRegistration') && form(shown, '/registration/complete', 'Completa')}
${can('WithdrawRegistration') && form(shown, '/registration/withdraw', 'Ritira')}`,
    shown,
  )
}

export const signIn = (shown: Shown<null>) =>
  layout(
    'Accesso',
    form(shown, '/sign-in', 'Accedi', [
      field(shown, 'codiceFiscale'),
      field(shown, 'pin', 'password'),
      field(shown, 'password', 'password'),
    ]),
    shown,
  )

export const changePassword = (shown: Shown<SessionView>) =>
  layout(
    'Cambio della password',
    html`<p>${shown.view.obligations.map((one) => statusText('obligation', one, 'it'))}</p>
${form(shown, '/password', 'Cambia', [field(shown, 'current', 'password'), newPassword(shown, 'next')])}`,
    shown,
  )

export const area = (shown: Shown<AddressesView>) =>
  layout(
    'Area riservata',
    html`<p>${shown.session?.person?.name} ${shown.session?.person?.surname}</p>
<p>E-mail: ${shown.view.email}. PEC: ${shown.view.pec ?? statusText('pec', shown.view.pecStatus, 'it')}</p>
${form(shown, '/area/pec', 'Cambia la PEC', [field(shown, 'pec'), field(shown, 'confirmation'), field(shown, 'pin', 'password'), field(shown, 'password', 'password')])}
<p><a href="/password">Cambio della password</a></p>${form(shown, '/sign-out', 'Esci')}`,
    shown,
  )

export const recoveryRequest = (shown: Shown<null>) =>
  layout('Password dimenticata', form(shown, '/recovery/request', 'Invia il link', field(shown, 'codiceFiscale')), shown)
export const recoveryAsked = () =>
  layout('Password dimenticata', html`<p>Se i dati sono di un utente, il link è stato spedito alla sua casella.</p>`)
export const recoveryLink = () =>
  layout(
    'Nuova password',
    html`<form method="post" action="/recovery/look" data-sportello-submit>
<input type="hidden" name="token" data-sportello-link="token"><noscript>Per aprire il link occorre JavaScript.</noscript></form>`,
  )
export const recovery = (shown: Shown<RecoveryView>) =>
  layout(
    'Nuova password',
    shown.view.status === 'open'
      ? html`<p>Il link vale ${shown.view.until && untilPhrase(shown.view.until, 'it')}.</p>
${form(shown, '/recovery', 'Imposta', [hidden('token', shown.typed['token']), field(shown, 'pin', 'password'), newPassword(shown, 'password')])}`
      : html`<p>${statusText('recovery', shown.view.status, 'it')}</p>`,
    shown,
  )
export const recovered = () =>
  layout('Nuova password', html`<p>La password è stata sostituita. <a href="/sign-in">Accesso</a></p>`)

export const desk = ({ view }: Shown<DeskPage>) =>
  layout(
    'Richieste',
    html`<ul>${view.lines.map((line) => html`<li><a href="/office/${line.id}">${romeText(line.submittedAt, 'it')}</a></li>`)}</ul>
${view.next && html`<a href="/office?after=${encodeURIComponent(view.next)}">Altre</a>`}`,
  )

export const dossier = (shown: Shown<ApprovalDossier>) => {
  const { view } = shown
  const decide = (act: string, button: string, inside: Part = '') =>
    form(shown, `/office/${view.id}/${act}`, button, [hidden('dossierDigest', view.digest), inside])
  return layout(
    'Fascicolo',
    html`<p>${statusText('approval', view.status, 'it')}, presentato il ${romeText(view.submittedAt, 'it')}</p>
<dl>${personRows(view.person, 'it').map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl><ul>${view.findings.map((one) => html`<li>${findingText(one, 'it')}</li>`)}</ul>
<ul>${view.documents.map(({ id, type, name }) => html`<li><a href="/office/${view.id}/documents/${id}">${documentTypeLabel(type, 'it')}: ${name}</a></li>`)}</ul>
${decide('approve', 'Approva')}${decide('reject', 'Respingi', field(shown, 'reason'))}
${decide('correction', 'Chiedi un’integrazione', [
  field(shown, 'reason'),
  ['surname', 'name', 'birthDate', 'telephone'].map(
    (name) =>
      html`<label><input type="checkbox" name="fields[]" value="${name}"${shown.chosen['fields']?.includes(name) && html` checked`}>${fieldLabel(name, 'it')}</label>`,
  ),
])}`,
    shown,
  )
}
