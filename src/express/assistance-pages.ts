/** The pages of people who ask for assistance: questions, advice, the questionnaire, and the request as it stands. */

import { assistanceDocumentTypes, documentTypeLabel } from '../document-words.ts'
import type { PageReply } from '../page-reply.ts'
import type { AssistanceTopic } from '../procedures/assistance/topics.ts'
import type { AssistanceView } from '../procedures/assistance/use-cases.ts'
import { romeText } from '../rules/civil/index.ts'
import { fieldLabel } from '../runtime/problem-words.ts'
import { statusText } from '../statuses.ts'
import { html } from './html.ts'
import type { Fields, PageKit } from './page-kit.ts'
import type { Page } from './pages.ts'

/** Pages of assistance. */
export type AssistancePages = {
  /** A question on the way to assistance, advice, or the questionnaire. */
  readonly assistance: Page<{ readonly topic: AssistanceTopic; readonly path: readonly string[] }>
  /** A request for assistance as it stands. */
  readonly assistanceStatus: Page<AssistanceView>
  /** Asks once more whether the request is to be withdrawn: that is final. */
  readonly assistanceWithdrawal: Page<AssistanceView>
  /** Where this browser has no request for assistance open. */
  readonly noAssistance: (told: PageReply) => string
}

/** The pages in the words of the package. */
export function assistancePages(kit: PageKit, noticeVersion: string): AssistancePages {
  const { t, page, form, upload, field, choice, hidden, file, link, locale, at } = kit
  const mine = t('La mia richiesta di assistenza', 'My request for assistance')
  const onward = html`<ul><li>${link('assistance', t('Torna alle domande', 'Back to the questions'))}</li><li>${link('', t('Inizio', 'Start'))}</li></ul>`

  return {
    assistance: (shown) => {
      const { topic, path } = shown.view
      const carried = [
        html`<input type="hidden" name="pass" data-sportello-link="pass" value="${shown.typed['pass']}">`,
        path.map((one) => hidden('path[]', one)),
      ]
      const title = t('Assistenza', 'Assistance')
      if (topic.kind === 'advice') return page(title, html`<p>${topic.text[locale]}</p>${onward}`, shown)
      if (topic.kind === 'question') {
        const answers = topic.options.map(
          ({ id, label }) => html`<p><button name="path[]" value="${id}">${label[locale]}</button></p>`,
        )
        return page(
          title,
          html`<p>${topic.text[locale]}</p><form method="post" action="${at('assistance/topics')}">${carried}${answers}</form>${path.length > 0 && onward}`,
          shown,
        )
      }
      const input = (own: Fields, { id, label, isRequired }: (typeof topic.items)[number]) => {
        const kinds = assistanceDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)] as const)
        const given = { label: label[locale], isRequired }
        if (id === 'documentType') return choice(own, id, kinds, given)
        const known = fieldLabel(id, locale) !== undefined
        return field(own, known ? id : `answers.${id}`, { ...given, type: id === 'documentExpiresOn' ? 'date' : 'text' })
      }
      return page(
        title,
        html`${kit.stars()}${upload(shown, 'assistance', t('Invia', 'Send'), (own) => [
          carried,
          hidden('noticeVersion', noticeVersion),
          topic.items.map((item) => input(own, item)),
          file(own),
        ])}${onward}`,
        { ...shown, labels: Object.fromEntries(topic.items.map(({ id, label }) => [id, label[locale]])) },
      )
    },
    assistanceStatus: (shown) => {
      const { status, filedAt, reason, canWithdraw } = shown.view
      return page(
        mine,
        html`<p>${t('Stato della richiesta:', 'State of the request:')} ${statusText('assistance', status, locale)}. ${t('Presentata il', 'Filed on')} ${romeText(filedAt, locale)}.</p>${reason && html`<p>${t('Motivo', 'Reason')}: ${reason}</p>`}
<p>${t('Questo computer è usato anche da altri? Esca dalla richiesta: non sarà più aperta in questo browser.', 'Do others use this computer too? Close the request: it is no longer open in this browser then.')}</p>
${form(shown, 'assistance/leave', t('Esci dalla richiesta', 'Close the request here'))}${canWithdraw && html`<p>${link('assistance/withdraw', t('Ritira la richiesta', 'Withdraw the request'))}</p>`}`,
        shown,
      )
    },
    assistanceWithdrawal: (shown) =>
      page(
        t('Ritiro della richiesta', 'Withdrawal of the request'),
        html`${
          shown.view.canWithdraw
            ? html`<p>${t('Il ritiro è definitivo: per avere assistenza occorrerà una nuova richiesta.', 'A withdrawal is final: assistance will take a new request.')}</p>${form(shown, 'assistance/withdraw', t('Ritira definitivamente', 'Withdraw for good'))}`
            : html`<p>${t('Questa richiesta non si può ritirare.', 'This request cannot be withdrawn.')}</p>`
        }<p>${link('assistance/status', t('Torna alla richiesta', 'Back to the request'))}</p>`,
        shown,
      ),
    noAssistance: (told) =>
      page(
        mine,
        html`<p>${t('In questo browser non è aperta alcuna richiesta di assistenza.', 'No request for assistance is open in this browser.')}</p>${onward}`,
        { told: told.status === 404 ? undefined : told, isMessage: true },
      ),
  }
}
