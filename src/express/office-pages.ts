/** The pages of the office: the list of requests, dossiers with the forms of their decisions, and credentials. */

import { documentTypeLabel, registrationDocumentTypes } from '../document-words.ts'
import { type DossierFinding, findingText } from '../findings.ts'
import { personRows } from '../person-rows.ts'
import type { CredentialView } from '../procedures/account/credential/inspection.ts'
import type { AssistanceDossier } from '../procedures/assistance/dossier.ts'
import type { ApprovalDossier } from '../procedures/enrolment/approval/dossier.ts'
import { correctableFields } from '../procedures/enrolment/wanted.ts'
import type { DeskPage } from '../procedures/office/desk/walk.ts'
import { romeText } from '../rules/civil/index.ts'
import { fieldLabel } from '../runtime/problem-words.ts'
import { statusText } from '../statuses.ts'
import { html, type Part } from './html.ts'
import type { Inside, PageKit } from './page-kit.ts'
import type { Page, Shown } from './pages.ts'

/** What the page of a credential shows. */
export type OfficeCredential = {
  /** Whose: as it was typed. */
  readonly codiceFiscale: string
  /** The credential as it stands; null before one was looked for. */
  readonly credential: CredentialView | null
}

/** Pages of the office. */
export type OfficePages = {
  /** The list of the desk. */
  readonly desk: Page<DeskPage>
  /** A request for credentials, with the forms of its decision. */
  readonly dossier: Page<ApprovalDossier>
  /** A request for assistance, with the forms of its decision. */
  readonly assistanceDossier: Page<AssistanceDossier>
  /** The credential of a person, with the form that reactivates one that is suspended. */
  readonly officeCredential: Page<OfficeCredential>
}

const withCredentials: ReadonlySet<string> = new Set(['registration/completed', 'registration/reissued'])
const lost: ReadonlySet<string> = new Set(['rejected', 'overdue', 'parked'])

/** The last letter with the credentials did not arrive: only then approving asks for a word more. */
function isUndelivered({ letters }: ApprovalDossier): boolean {
  return lost.has(letters.filter(({ name }) => withCredentials.has(name)).at(-1)?.status ?? '')
}

/** The pages in the words of the package. */
export function officePages(kit: PageKit): OfficePages {
  const { t, page, form, field, boxes, tick, hidden, link, locale, at } = kit
  const day = (instant: number) => romeText(instant, locale)
  const section = (title: string, content: Part) => html`<h2>${title}</h2>${content}`
  const none = html`<p>${t('Nessuna.', 'None.')}</p>`
  const findings = (codes: readonly DossierFinding[]) =>
    codes.length === 0 ? none : html`<ul>${codes.map((one) => html`<li>${findingText(one, locale) ?? one}</li>`)}</ul>`
  const noted = t('Segnalazioni', 'Findings')
  const filed = t('Documenti', 'Documents')
  const rows = (pairs: readonly (readonly [label: Part, value: Part])[]) =>
    html`<dl>${pairs.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`
  const toList = html`<p>${link('office', t('Torna alle richieste', 'Back to the requests'))}</p>`
  const reason = (own: Parameters<typeof field>[0]) => field(own, 'reason', { isRequired: true })
  const documents = (
    path: string,
    all: readonly {
      readonly id: number
      readonly words: string | undefined
      readonly findings: readonly DossierFinding[]
    }[],
  ) =>
    html`<ul>${all.map((one) => html`<li><a href="${at(`${path}/documents/${one.id}`)}">${one.words}</a>${one.findings.length > 0 && findings(one.findings)}</li>`)}</ul>`

  /** The forms of what can be decided now. */
  function decisions(shown: Shown<ApprovalDossier>): Part {
    const { view } = shown
    const decide = (act: string, button: string, inside: Exclude<Inside, Part>) =>
      form(shown, `office/registration/${view.id}/${act}`, button, (own) => [hidden('dossierDigest', view.digest), inside(own)])
    const isPending = view.status === 'pending'
    const fields = correctableFields.map((name) => [name, fieldLabel(name, locale)] as const)
    const kinds = registrationDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)] as const)
    return [
      isPending && [
        html`<h3>${t('Approvazione', 'Approval')}</h3>`,
        decide('approve', t('Approva', 'Approve'), (own) => [
          isUndelivered(view) &&
            tick(
              own,
              'despiteUndelivered',
              t(
                'La lettera con le credenziali non è stata consegnata: approvo lo stesso e poi ne faccio emettere di nuove.',
                'The letter with the credentials did not arrive: I approve all the same and have new ones issued afterwards.',
              ),
            ),
        ]),
        html`<h3>${t('Richiesta di integrazione', 'Request for a correction')}</h3><p>${t('Il richiedente legge il motivo; i dati e i documenti indicati potrà correggerli o presentarli. Se non indica nulla, potrà soltanto cambiare i documenti.', 'The applicant reads the reason, and can correct the data and file the documents that are marked. Where none is, only documents can be changed.')}</p>`,
        decide('correction', t("Chiedi un'integrazione", 'Ask for a correction'), (own) => [
          reason(own),
          boxes(own, 'fields', fields),
          boxes(own, 'documents', [
            ...view.documents.map(
              ({ id, name }) => [String(id), t(`«${name}», da sostituire`, `“${name}”, to be replaced`)] as const,
            ),
            ...kinds,
          ]),
        ]),
      ],
      html`<h3>${t('Rifiuto', 'Rejection')}</h3>`,
      decide('reject', t('Respingi', 'Reject'), reason),
    ]
  }

  return {
    desk: ({ view, ...shown }) =>
      page(
        t('Richieste', 'Requests'),
        html`${view.lines.length === 0 && html`<p>${t('Nessuna richiesta.', 'No requests.')}</p>`}<ul>${view.lines.map(
          ({ id, of, submittedAt, state, round }) =>
            html`<li><a href="${at(`office/${of}/${id}`)}">${of === 'assistance' ? t('Richiesta di assistenza', 'Request for assistance') : t('Richiesta di credenziali', 'Request for credentials')}, ${day(submittedAt)}</a>: ${statusText('desk', state, locale)}${round > 1 && t(`, presentata ${round} volte`, `, filed ${round} times`)}</li>`,
        )}</ul>${view.next !== null && html`<a href="${at(`office?after=${encodeURIComponent(view.next)}`)}">${t('Altre', 'More')}</a>`}
<p>${link('office/credential', t('Credenziali di una persona', 'Credential of a person'))}</p>`,
        shown,
      ),
    dossier: (shown) => {
      const { view } = shown
      const path = `office/registration/${view.id}`
      const isOpen = view.status === 'pending' || view.status === 'awaiting-correction'
      return page(
        t('Fascicolo', 'Dossier'),
        html`<p>${t('Richiesta di credenziali', 'Request for credentials')}, ${statusText('approval', view.status, locale)}. ${t('Presentata il', 'Filed on')} ${day(view.submittedAt)}.</p>
${section(t('Richiedente', 'Applicant'), rows(personRows(view.person, locale).map(({ label, value }) => [label, value])))}
${section(noted, findings(view.findings))}
${section(
  filed,
  documents(
    path,
    view.documents.map((one) => ({
      ...one,
      words: `${documentTypeLabel(one.type, locale)}: ${one.name}${one.description === '' ? '' : ` (${one.description})`}`,
    })),
  ),
)}
${isOpen && section(t('Decisione', 'Decision'), [view.holdsCredential && html`<p>${t('La persona ha già credenziali.', 'The person has credentials already.')}</p>`, decisions(shown)])}${toList}`,
        shown,
      )
    },
    assistanceDossier: (shown) => {
      const { view } = shown
      const path = `office/assistance/${view.id}`
      const decide = (act: string, button: string, inside: Inside = '') =>
        form(shown, `${path}/${act}`, button, (own) => [
          hidden('dossierDigest', view.digest),
          typeof inside === 'function' ? inside(own) : inside,
        ])
      const { surname, name, codiceFiscale, pec, email, telephone, note, document } = view.person ?? {}
      const given = Object.entries({
        surname,
        name,
        codiceFiscale,
        pec,
        email,
        telephone,
        documentNumber: document?.number,
        note,
      })
      return page(
        t('Richiesta di assistenza', 'Request for assistance'),
        html`<p>${t('Stato:', 'State:')} ${statusText('assistance', view.status, locale)}. ${t('Presentata il', 'Filed on')} ${day(view.filedAt)}.</p>
${section(t('Richiedente', 'Applicant'), rows(given.map(([field, value]) => [fieldLabel(field, locale), value])))}
${section(noted, findings(view.findings))}
${section(
  filed,
  documents(
    path,
    view.documents.map((one) => ({ ...one, words: documentTypeLabel(one.type, locale) })),
  ),
)}
${view.status === 'open' && section(t('Decisione', 'Decision'), [decide('approve', t('Accogli', 'Approve')), decide('reject', t('Respingi', 'Reject'), reason)])}${toList}`,
        shown,
      )
    },
    officeCredential: (shown) => {
      const { codiceFiscale, credential } = shown.view
      const found = (view: CredentialView): Part => [
        rows([
          [fieldLabel('codiceFiscale', locale), codiceFiscale],
          [
            t('Stato delle credenziali', 'State of the credential'),
            [
              statusText('credential', view.status, locale),
              view.expired !== null && `, ${statusText('credentialExpiry', view.expired, locale)}`,
            ],
          ],
          [t('Emesse il', 'Issued on'), day(view.issuedAt)],
          [t('Ultimo accesso', 'Last sign-in'), view.lastUsedAt === null ? t('mai', 'never') : day(view.lastUsedAt)],
        ]),
        view.suspension !== null && html`<p>${t('Sospese il', 'Suspended on')} ${day(view.suspension.at)}.</p>`,
        view.status === 'suspended' &&
          form(shown, 'office/credential/reactivate', t('Riattiva le credenziali', 'Reactivate the credential'), (own) => [
            hidden('codiceFiscale', codiceFiscale),
            reason(own),
          ]),
      ]
      return page(
        t('Credenziali di una persona', 'Credential of a person'),
        html`${form(shown, 'office/credential/look', t('Cerca', 'Look up'), (own) => field(own, 'codiceFiscale'))}${credential !== null && found(credential)}${toList}`,
        shown,
      )
    },
  }
}
