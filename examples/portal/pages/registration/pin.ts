/** The second step: half of the PIN, shown once, to be written down, copied or printed. */
import { untilPhrase } from 'sportello/civil'
import type { RegistrationPages } from 'sportello/express'
import { html } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'
import { courseOf, inOrder } from './pieces.ts'

export function pinPages(kit: Kit): Pick<RegistrationPages, 'opened' | 'pinHalf'> {
  const { t, locale, office, page, note, button, section } = kit
  const title = t('Seconda parte del PIN', 'Second part of the PIN')
  const copy = (of: string, words: string) =>
    html`<button type="button" class="btn btn-outline-primary" data-portal-copy="${of}" data-portal-copied="${t('Copiato.', 'Copied.')}" hidden>${words}</button>`
  const print = html`<button type="button" class="btn btn-outline-primary" data-portal-print hidden>${t('Stampa', 'Print')}</button>`

  const half = (pin: string) =>
    html`<div class="portal-secret-box"><p id="pin-name">${t('Ultime cinque cifre del PIN', 'Last five digits of the PIN')}</p>
<p class="portal-secret" id="pin-half" aria-describedby="pin-name">${pin}</p>
<p class="portal-acts">${copy('pin-half', t('Copia le cifre', 'Copy the digits'))} ${print} <span role="status"></span></p></div>
${note(
  t('Le annoti ora', 'Write them down now'),
  html`<p>${t('Queste cifre non saranno mostrate di nuovo e non arrivano per posta: chi legge la sua casella non deve avere il PIN intero.', 'These digits are not shown again, and are not mailed: whoever reads your mailbox must not have the whole PIN.')}</p>`,
  'warning',
)}`
  /** What paper needs besides: whose it is, and what for. */
  const onPaper = html`<p class="portal-print-only">${office.name}: ${t('credenziali dei servizi in rete', 'credentials of the online services')}</p>`

  return {
    opened: ({ view: { pinSecondHalf, lapsesAt, ticket } }) => {
      const address = `${office.links}registration#ticket=${ticket}`
      return page(
        title,
        html`${courseOf(kit, 1)}${onPaper}${half(pinSecondHalf)}
${section(
  t('Il link della sua richiesta', 'The link of your request'),
  html`<p>${t('Chiuso il browser, la richiesta si riapre soltanto con questo link. È segreto come una password: lo conservi insieme alle cifre.', 'Once the browser is closed, the request is opened again by this link alone. It is as secret as a password: keep it with the digits.')}</p>
<p class="portal-address" id="own-link"><a href="${address}">${address}</a></p><p class="portal-acts">${copy('own-link', t('Copia il link', 'Copy the link'))} <span role="status"></span></p>`,
)}
${section(
  t('Che cosa succede ora', 'What happens now'),
  inOrder(
    t('Carichi un documento e trasmetta la richiesta.', 'Upload a document and hand the request in.'),
    t(
      'Riceverà per posta elettronica la password temporanea e le prime quattro cifre del PIN.',
      'You get the temporary password and the first four digits of the PIN by e-mail.',
    ),
    t(
      'Quando l’ente approva la richiesta, entra con le une e le altre.',
      'Once the office approves the request, you sign in with both.',
    ),
  ),
)}
<p>${t('Può completare la richiesta', 'You can complete the request')} <strong>${untilPhrase(lapsesAt, locale)}</strong>.</p>
<p class="portal-acts">${button('/registration/status', t('Prosegua: il documento', 'Go on: the document'))}</p>`,
      )
    },
    pinHalf: ({ view: { pinSecondHalf } }) =>
      page(
        title,
        html`${onPaper}${half(pinSecondHalf)}
<p>${t('Le cifre annotate in precedenza non valgono più: le getti via.', 'The digits that were written down before are void: throw them away.')}</p>
<p class="portal-acts">${button('/registration/status', t('Torni alla richiesta', 'Back to the request'))}</p>`,
        { crumbs: [['/registration/status', t('La mia richiesta', 'My request')]] },
      ),
  }
}
