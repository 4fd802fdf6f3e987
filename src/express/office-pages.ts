/** The pages of the office, of people who ask for assistance, and those of the portal itself. */
import { type DossierFinding, findingText } from '../findings.ts'
import type { PageReply } from '../page-reply.ts'
import { personRows } from '../person-rows.ts'
import type { AssistanceDossier } from '../procedures/assistance/dossier.ts'
import type { AssistanceTopic } from '../procedures/assistance/topics.ts'
import type { AssistanceView } from '../procedures/assistance/use-cases.ts'
import type { ApprovalDossier } from '../procedures/enrolment/approval/dossier.ts'
import { correctableFields } from '../procedures/enrolment/wanted.ts'
import type { DeskPage } from '../procedures/office/desk/walk.ts'
import { romeText } from '../rules/civil/index.ts'
import { fieldLabel } from '../runtime/problem-words.ts'
import { assistanceDocumentTypes, documentTypeLabel, registrationDocumentTypes, statusText } from '../statuses.ts'
import { html, type Part } from './html.ts'
import type { PageKit } from './page-kit.ts'
import type { Page } from './pages.ts'

/** Pages of the office, of assistance, and of the portal itself. */
export type OfficePages = {
  /** The first page. */
  readonly home: Page<null>
  /** The list of the desk. */
  readonly desk: Page<DeskPage>
  /** A request for credentials, with the forms of its decision. */
  readonly dossier: Page<ApprovalDossier>
  /** A request for assistance, with the forms of its decision. */
  readonly assistanceDossier: Page<AssistanceDossier>
  /** A question on the way to assistance, advice, or the questionnaire. */
  readonly assistance: Page<{ readonly topic: AssistanceTopic; readonly path: readonly string[] }>
  /** A request for assistance as it stands. */
  readonly assistanceStatus: Page<AssistanceView>
}

/** The pages in the words of the package. */
export function officePages(
  kit: PageKit,
  noticeVersion: string,
): OfficePages & { readonly message: (told: PageReply) => string } {
  const { t, page, form, upload, field, choice, boxes, hidden, file, link, locale, at } = kit
  const day = (instant: number) => romeText(instant, locale)
  const findings = (codes: readonly DossierFinding[]) => codes.map((one) => html`<li>${findingText(one, locale) ?? one}</li>`)
  const rows = (pairs: readonly (readonly [label: Part, value: Part])[]) =>
    html`<dl>${pairs.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`

  return {
    message: (told) => page(t('Avviso', 'Notice'), html`<p>${link('', t('Inizio', 'Start'))}</p>`, { told }),
    home: (shown) =>
      page(
        kit.office.name,
        html`<ul><li>${link('registration', t('Richiesta di credenziali', 'Request for credentials'))}</li>
<li>${link('registration/status', t('La mia richiesta', 'My request'))}</li><li>${link('area', t('Area riservata', 'Private area'))}</li>
<li>${link('recovery/request', t('Password dimenticata', 'Forgotten password'))}</li><li>${link('assistance', t('Assistenza', 'Assistance'))}</li></ul>`,
        shown,
      ),
    desk: ({ view, ...shown }) =>
      page(
        t('Richieste', 'Requests'),
        html`<ul>${view.lines.map(
          ({ id, of, submittedAt, state }) =>
            html`<li><a href="${at(`office/${of}/${id}`)}">${day(submittedAt)}</a> ${of === 'assistance' && t('assistenza, ', 'assistance, ')}${statusText('desk', state, locale)}</li>`,
        )}</ul>${view.next !== null && html`<a href="${at(`office?after=${encodeURIComponent(view.next)}`)}">${t('Altre', 'More')}</a>`}`,
        shown,
      ),
    dossier: (shown) => {
      const { view } = shown
      const decide = (act: string, button: string, inside: Part = '') =>
        form(shown, `office/registration/${view.id}/${act}`, button, [hidden('dossierDigest', view.digest), inside])
      const fields = correctableFields.map((name) => [name, fieldLabel(name, locale)] as const)
      const kinds = registrationDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)] as const)
      return page(
        t('Fascicolo', 'Dossier'),
        html`<p>${statusText('approval', view.status, locale)}, ${day(view.submittedAt)}</p>
${rows(personRows(view.person, locale).map(({ label, value }) => [label, value]))}<ul>${findings(view.findings)}</ul>
<ul>${view.documents.map((one) => html`<li><a href="${at(`office/registration/${view.id}/documents/${one.id}`)}">${documentTypeLabel(one.type, locale)}: ${one.name}</a><ul>${findings(one.findings)}</ul></li>`)}</ul>
${view.holdsCredential && html`<p>${t('La persona ha già credenziali.', 'The person has credentials already.')}</p>`}
${
  (view.status === 'pending' || view.status === 'awaiting-correction') && [
    view.status === 'pending' &&
      decide('approve', t('Approva', 'Approve'), choice(shown, 'despiteUndelivered', [['true', t('sì', 'yes')]])),
    decide('reject', t('Respingi', 'Reject'), field(shown, 'reason')),
    view.status === 'pending' &&
      decide('correction', t("Chiedi un'integrazione", 'Ask for a correction'), [
        field(shown, 'reason'),
        boxes(shown, 'fields', fields),
        boxes(shown, 'documents', kinds),
      ]),
  ]
}<p>${link('office', t('Richieste', 'Requests'))}</p>`,
        shown,
      )
    },
    assistanceDossier: (shown) => {
      const { view } = shown
      const decide = (act: string, button: string, inside: Part = '') =>
        form(shown, `office/assistance/${view.id}/${act}`, button, [hidden('dossierDigest', view.digest), inside])
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
        html`<p>${statusText('assistance', view.status, locale)}, ${day(view.filedAt)}</p>
${rows(given.map(([path, value]) => [fieldLabel(path, locale), value]))}<ul>${findings(view.findings)}</ul>
<ul>${view.documents.map((one) => html`<li><a href="${at(`office/assistance/${view.id}/documents/${one.id}`)}">${documentTypeLabel(one.type, locale)}</a><ul>${findings(one.findings)}</ul></li>`)}</ul>
${view.status === 'open' && [decide('approve', t('Accogli', 'Approve')), decide('reject', t('Respingi', 'Reject'), field(shown, 'reason'))]}`,
        shown,
      )
    },
    assistance: (shown) => {
      const { topic, path } = shown.view
      const carried = [
        html`<input type="hidden" name="pass" data-sportello-link="pass" value="${shown.typed['pass']}">`,
        path.map((one) => hidden('path[]', one)),
      ]
      const title = t('Assistenza', 'Assistance')
      if (topic.kind === 'advice') return page(title, html`<p>${topic.text[locale]}</p>`, shown)
      if (topic.kind === 'question') {
        const answers = topic.options.map(
          ({ id, label }) => html`<p><button name="path[]" value="${id}">${label[locale]}</button></p>`,
        )
        return page(
          title,
          html`<p>${topic.text[locale]}</p><form method="post" action="${at('assistance/topics')}">${carried}${answers}</form>`,
          shown,
        )
      }
      const input = ({ id, label }: (typeof topic.items)[number]) => {
        const kinds = assistanceDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)] as const)
        if (id === 'documentType') return choice(shown, id, kinds, label[locale])
        const known = fieldLabel(id, locale) !== undefined
        return field(shown, known ? id : `answers.${id}`, {
          label: label[locale],
          type: id === 'documentExpiresOn' ? 'date' : 'text',
        })
      }
      return page(
        title,
        upload(shown, 'assistance', t('Invia', 'Send'), [
          carried,
          hidden('noticeVersion', noticeVersion),
          topic.items.map(input),
          file(shown),
        ]),
        shown,
      )
    },
    assistanceStatus: (shown) =>
      page(
        t('La mia richiesta di assistenza', 'My request for assistance'),
        html`<p>${statusText('assistance', shown.view.status, locale)}, ${day(shown.view.filedAt)}</p>${shown.view.reason && html`<p>${t('Motivo', 'Reason')}: ${shown.view.reason}</p>`}
${shown.view.canWithdraw && form(shown, 'assistance/withdraw', t('Ritira la richiesta', 'Withdraw the request'))}${form(shown, 'assistance/leave', t('Lascia la richiesta su questo computer', 'Leave the request on this computer'))}`,
        shown,
      ),
  }
}
