/** A request for assistance as it stands, its withdrawal, and the page of a browser that has none open. */
import { statusText } from 'sportello'
import { romeText } from 'sportello/civil'
import type { AssistancePages } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'
import { toldOfLink } from '../../web/pasted.ts'
import type { Tone } from '../../web/pieces.ts'
import { card, folded, inOrder } from '../registration/pieces.ts'

type Shown = Parameters<AssistancePages['assistanceStatus']>[0]

const tones: { readonly [S in Shown['view']['status']]: Tone } = {
  ...{ open: 'primary', approved: 'success', rejected: 'danger', withdrawn: 'secondary' },
}

export function casePages(kit: Kit): Pick<AssistancePages, 'assistanceStatus' | 'assistanceWithdrawal' | 'noAssistance'> {
  const { t, locale, page, form, rows, mark, note, button, link, links } = kit
  const mine = t('La mia richiesta di assistenza', 'My request for assistance')
  const back = html`<p class="portal-acts">${button('/assistance/status', t('Torni alla richiesta', 'Back to the request'), 'outline-primary')}</p>`
  const anew = html`<p class="portal-acts">${button('/assistance', t('Presenti un’altra richiesta', 'Make another request'))}</p>`

  function next({ status, reason }: Shown['view']): Part {
    switch (status) {
      case 'open':
        return note(
          t('Che cosa succede ora', 'What happens now'),
          inOrder(
            t(
              'L’ente confronta i dati e il documento. Non deve fare nulla.',
              'The office compares the data and the document. There is nothing to do for you.',
            ),
            t(
              'La risposta arriva all’indirizzo e-mail che ha indicato.',
              'The answer comes to the e-mail address that you gave.',
            ),
            t(
              'Se la richiesta è accolta, alla nuova PEC arriva un link: lo apra per confermarla.',
              'If it is approved, a link comes to the new PEC: open it to confirm that address.',
            ),
          ),
        )
      case 'approved':
        return note(
          t('Confermi la nuova PEC', 'Confirm the new PEC'),
          html`<p>${t('Alla nuova PEC è stato spedito un link: lo apra e prema il pulsante di conferma. Fino ad allora vale la PEC di prima.', 'A link was sent to the new PEC: open it and press the button to confirm. Until then the former PEC stays.')}</p>`,
          'success',
        )
      case 'rejected':
        return [
          note(
            t('La richiesta è respinta', 'The request is rejected'),
            html`<p>${t('Motivo', 'Reason')}:</p><blockquote class="portal-reason">${reason}</blockquote>`,
            'danger',
          ),
          anew,
        ]
      case 'withdrawn':
        return anew
    }
  }

  return {
    assistanceStatus: (shown) => {
      const { status, filedAt, endedAt, canWithdraw } = shown.view
      return page(
        mine,
        html`${rows([
          [t('Stato', 'State'), mark(statusText('assistance', status, locale), tones[status])],
          [t('Presentata il', 'Filed on'), romeText(filedAt, locale)],
          [t('Conclusa il', 'Ended on'), endedAt !== null && romeText(endedAt, locale)],
        ])}${next(shown.view)}
${canWithdraw && folded(t('Voglio ritirare la richiesta', 'I want to withdraw the request'), html`<p>${t('Il ritiro è definitivo.', 'A withdrawal is final.')} ${link('/assistance/withdraw', t('Ritira la richiesta', 'Withdraw the request'))}</p>`)}
${card(t('Questo computer è usato anche da altri?', 'Do others use this computer too?'), [
  html`<p>${t('Esca dalla richiesta: non sarà più aperta in questo browser.', 'Close the request: it is no longer open in this browser then.')}${canWithdraw && t(' Resterà valida, e la risposta arriva comunque per posta elettronica.', ' It stays valid, and the answer comes by e-mail all the same.')}</p>`,
  form(shown, '/assistance/leave', t('Esci dalla richiesta', 'Close the request here'), '', { look: 'outline-primary' }),
])}`,
        { ...shown, crumbs: [['/assistance', t('Assistenza', 'Assistance')]] },
      )
    },
    assistanceWithdrawal: (shown) =>
      page(
        t('Ritiro della richiesta', 'Withdrawal of the request'),
        shown.view.canWithdraw
          ? html`${note(t('Il ritiro è definitivo', 'A withdrawal is final'), html`<p>${t('Il documento viene cancellato. Per avere assistenza occorrerà una nuova richiesta.', 'The document is deleted. Assistance will take a new request.')}</p>`, 'danger')}${form(shown, '/assistance/withdraw', t('Ritira definitivamente', 'Withdraw for good'), '', { look: 'danger' })}${back}`
          : html`<p>${t('Questa richiesta non si può ritirare.', 'This request cannot be withdrawn.')}</p>${back}`,
        { ...shown, crumbs: [['/assistance/status', mine]] },
      ),
    noAssistance: (told) =>
      page(
        mine,
        html`<p>${t('Si vede nel browser con cui è stata presentata, finché resta aperto. La risposta dell’ente arriva comunque all’indirizzo e-mail che ha indicato.', 'It is seen in the browser that made it, as long as that stays open. The answer of the office comes to the e-mail address that you gave all the same.')}</p>
${links([
  ['/assistance', t('Presenti una richiesta di assistenza', 'Make a request for assistance')],
  ['/', t('Torni ai servizi', 'Back to the services')],
])}`,
        {
          told: toldOfLink(told),
          isMessage: true,
          lead: t(
            'In questo browser non è aperta alcuna richiesta di assistenza.',
            'No request for assistance is open in this browser.',
          ),
        },
      ),
  }
}
