/** The question before a withdrawal, and the page of a browser that has no request open. */
import type { RegistrationPages } from 'sportello/express'
import { html } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'
import { pasteForm, toldOfLink } from '../../web/pasted.ts'
import { actOf } from './status.ts'

export function leavingPages(kit: Kit): Pick<RegistrationPages, 'withdrawal' | 'noRequest'> {
  const { t, page, note, button, links } = kit
  const act = actOf(kit)
  const mine = t('La mia richiesta', 'My request')
  const back = html`<p class="portal-acts">${button('/registration/status', t('Torni alla richiesta', 'Back to the request'), 'outline-primary')}</p>`

  return {
    withdrawal: (shown) =>
      page(
        t('Ritiro della richiesta', 'Withdrawal of the request'),
        shown.view.actions.includes('WithdrawRegistration')
          ? html`${note(t('Il ritiro è definitivo', 'A withdrawal is final'), html`<p>${t('I documenti caricati vengono cancellati e le cifre del PIN non servono più. Per avere le credenziali occorre una nuova richiesta.', 'The documents that were uploaded are deleted, and the digits of the PIN are of no use any more. Credentials take a new request.')}</p>`, 'danger')}${act(shown, '/registration/withdraw', t('Ritira definitivamente', 'Withdraw for good'), '', { look: 'danger' })}${back}`
          : html`<p>${t('Questa richiesta non si può ritirare.', 'This request cannot be withdrawn.')}</p>${back}`,
        { ...shown, crumbs: [['/registration/status', mine]] },
      ),
    noRequest: (told) =>
      page(
        mine,
        html`<p>${t('Per riaprire la sua, incolli qui il link che le è stato mostrato insieme alle cifre del PIN, oppure quello del messaggio con cui l’ente le ha chiesto un’integrazione.', 'To open yours again, paste the link here that was shown together with the digits of the PIN, or that of the message by which the office has asked you for a correction.')}</p>
${pasteForm(kit, '/registration/ticket', 'ticket', t('Apri la richiesta', 'Open the request'))}
${links([
  [
    '/registration',
    t('Presenti una nuova richiesta', 'Make a new request'),
    t(
      'Se non ne ha ancora presentata una, o se il link non si trova più.',
      'If you have not made one yet, or the link cannot be found any more.',
    ),
  ],
  [
    '/sign-in',
    t('Acceda con le sue credenziali', 'Sign in with your credentials'),
    t('Se la richiesta è già stata approvata.', 'If the request was approved.'),
  ],
  ['/assistance', t('Chieda assistenza', 'Ask for assistance')],
])}`,
        {
          told: toldOfLink(told),
          isMessage: true,
          lead: t('In questo browser non è aperta alcuna richiesta.', 'No request is open in this browser.'),
        },
      ),
  }
}
