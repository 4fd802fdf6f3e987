/** The request for credentials as it stands, with whatever can be done, and the question before it is withdrawn. */

import { documentTypeLabel, registrationDocumentTypes } from '../document-words.ts'
import { findingText } from '../findings.ts'
import type { RegistrationView } from '../procedures/enrolment/registration/view.ts'
import type { RegistrationWantedDocument } from '../procedures/enrolment/wanted.ts'
import { registrationText } from '../request-words.ts'
import { fieldLabel } from '../runtime/problem-words.ts'
import { type Html, html } from './html.ts'
import type { Fields, Inside, PageKit } from './page-kit.ts'
import type { Page, Shown } from './pages.ts'
import { personFields } from './person-fields.ts'

type Action = RegistrationView['actions'][number]

/** The pages of one request. */
export type StatusPages = { readonly status: Page<RegistrationView>; readonly withdrawal: Page<RegistrationView> }

/** The pages in the words of the package. */
export function statusPages(kit: PageKit): StatusPages {
  const { t, page, form, upload, field, choice, hidden, file, link, locale } = kit
  const { inputOf, body } = personFields(kit)
  const title = t('La mia richiesta', 'My request')
  const can = ({ actions }: RegistrationView, action: Action) => actions.includes(action)
  const act = (shown: Shown<RegistrationView>, path: string, button: string, inside: Inside = '') =>
    form(shown, `registration/${path}`, button, (own) => [
      hidden('request', shown.view.id),
      typeof inside === 'function' ? inside(own) : inside,
    ])

  /** What the office wants to have filed: the document that is to be replaced, by its name, or one that is missing, by its kind. */
  function wantedDocument({ documents }: RegistrationView, wanted: RegistrationWantedDocument): string {
    if (typeof wanted === 'string') return documentTypeLabel(wanted, locale) ?? wanted
    const filed = documents.find(({ id }) => id === wanted)
    if (filed === undefined) return t(`Documento n. ${wanted}: tolto`, `Document no. ${wanted}: removed`)
    const name = `${documentTypeLabel(filed.type, locale)} ${t(`«${filed.name}»`, `“${filed.name}”`)}`
    return t(`${name}: da togliere e sostituire con un altro file`, `${name}: to be removed and replaced by another file`)
  }

  function correction(shown: Shown<RegistrationView>): Html | false {
    const { view } = shown
    const { wanted } = view
    if (wanted === null || !can(view, 'WithdrawRegistration')) return false
    const fields = wanted.fields.flatMap((name) => (name === 'body' ? body : [name]))
    const { documents } = wanted
    return html`<h2>${t("Che cosa chiede l'ente", 'What the office asks for')}</h2>
${documents.length > 0 && html`<p>${t('Documenti da presentare:', 'Documents to file:')}</p><ul>${documents.map((one) => html`<li>${wantedDocument(view, one)}</li>`)}</ul>`}
${fields.length > 0 && html`<p>${t('Dati da correggere:', 'Fields to correct:')} ${wanted.fields.map((name) => fieldLabel(name, locale)).join(', ')}. ${t("Li scriva qui per intero; ciò che lascia vuoto resta com'era.", 'Write them here in full; what you leave empty stays as it was.')}</p>`}
${
  can(view, 'CorrectRegistration') &&
  act(shown, 'correct', t('Correggi', 'Correct'), (own) => fields.map((path) => inputOf(own, path)))
}<p>${t("Alla fine trasmetta di nuovo la richiesta, con il pulsante qui sotto: solo allora l'ente la riesamina.", 'At the end hand in the request again, by the button below: only then the office looks at it again.')}</p>`
  }

  const mismatches = ({ mismatches }: RegistrationView) =>
    mismatches.length > 0 &&
    html`<div class="warning"><p>${t('Prima di trasmettere, controlli questi dati:', 'Before you hand it in, check these data:')}</p><ul>${mismatches.map((one) => html`<li>${findingText(one, locale)}</li>`)}</ul>
<p>${t("Se sono esatti, prosegua: deciderà l'ente. Se sono sbagliati, ritiri la richiesta e ne presenti un'altra.", 'If they are right, go on: the office decides. If they are wrong, withdraw the request and file another one.')}</p></div>`

  const adding = (own: Fields, id: string) => [
    hidden('request', id),
    choice(
      own,
      'type',
      registrationDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)] as const),
      { isRequired: true },
    ),
    field(own, 'description', { hint: t('obbligatoria per un altro documento', 'required for another document') }),
    file(own),
  ]

  return {
    status: (shown) => {
      const { view } = shown
      const filed = view.documents.map(
        ({ id, type, name, description }) =>
          html`<li>${documentTypeLabel(type, locale)}: ${name}${description !== '' && ` (${description})`} ${can(view, 'RemoveDocument') && act(shown, 'documents/remove', t('Togli', 'Remove'), hidden('document', id))}</li>`,
      )
      return page(
        title,
        html`<p>${registrationText(view, locale)}</p>
${view.decision?.outcome === 'approved' && html`<p>${link('sign-in', t('Accedi con le sue credenziali', 'Sign in with your credentials'))}</p>`}
${view.decision?.reason && html`<p>${t('Motivo', 'Reason')}: ${view.decision.reason}</p>`}
${correction(shown)}
${can(view, 'WithdrawRegistration') && mismatches(view)}
${(filed.length > 0 || can(view, 'AddDocument')) && html`<h2>${t('Documenti', 'Documents')}</h2>`}
${filed.length > 0 ? html`<ul>${filed}</ul>` : can(view, 'AddDocument') && html`<p>${t('Nessun documento caricato: ne carichi almeno uno, poi potrà trasmettere la richiesta.', 'No document uploaded yet: upload at least one, then you can hand in the request.')}</p>`}
${can(view, 'AddDocument') && [kit.stars(), upload(shown, 'registration/documents', t('Carica', 'Upload'), (own) => adding(own, view.id))]}
${can(view, 'CompleteRegistration') && [html`<h2>${t('Trasmissione', 'Handing in')}</h2>`, act(shown, 'complete', t('Completa e trasmetti', 'Complete and hand in'))]}
${can(view, 'RenewPin') && html`<h2>PIN</h2><p>${t('Ha perso le ultime cinque cifre del PIN? Ne chieda uno nuovo: quelle annotate in precedenza non varranno più.', 'Did you lose the last five digits of the PIN? Ask for a new one: those that you wrote down before will be void.')}</p>${act(shown, 'pin', t('Chiedi un nuovo PIN', 'Ask for a new PIN'))}`}
${view.pinHalfWaits && act(shown, 'pin-half', t('Mostra la seconda parte del PIN', 'Show the second part of the PIN'))}
${view.wanted !== null && view.status === 'drafting' && act(shown, 'link', t('Invia di nuovo il link', 'Send the link again'))}
<h2>${can(view, 'WithdrawRegistration') ? t('Uscita e ritiro', 'Leaving and withdrawal') : t('Uscita', 'Leaving')}</h2>
<p>${t('Questo computer è usato anche da altri? Esca dalla richiesta: non sarà più aperta in questo browser e resterà valida. Si riapre con il suo link segreto.', 'Do others use this computer too? Close the request: it is no longer open in this browser then, and stays valid. Its secret link opens it again.')}</p>
${act(shown, 'leave', t('Esci dalla richiesta', 'Close the request here'))}
${can(view, 'WithdrawRegistration') && html`<p>${link('registration/withdraw', t('Ritira la richiesta', 'Withdraw the request'))}</p>`}`,
        shown,
      )
    },
    withdrawal: (shown) =>
      page(
        t('Ritiro della richiesta', 'Withdrawal of the request'),
        html`${
          can(shown.view, 'WithdrawRegistration')
            ? html`<p>${t('Il ritiro è definitivo: i documenti caricati vengono cancellati e per avere le credenziali occorre una nuova richiesta.', 'A withdrawal is final: the documents that were uploaded are deleted, and credentials take a new request.')}</p>${act(shown, 'withdraw', t('Ritira definitivamente', 'Withdraw for good'))}`
            : html`<p>${t('Questa richiesta non si può ritirare.', 'This request cannot be withdrawn.')}</p>`
        }<p>${link('registration/status', t('Torna alla richiesta', 'Back to the request'))}</p>`,
        shown,
      ),
  }
}
