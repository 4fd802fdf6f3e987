/** What becomes of a sign-in elsewhere that opens nothing: a provider that has let nobody in, and data that do not match. */
import type { PageReply } from 'sportello'
import { html } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'

type Page = (told: PageReply) => string

/** The page for a refusal. */
export function enterPages(kit: Kit): (code: string) => Page {
  const { t, page, links, note } = kit
  const crumbs = [['/sign-in', t('Accesso', 'Sign-in')]] as const
  const again = [
    '/sign-in',
    t('Torna all’accesso', 'Back to the sign-in'),
    t('Riprovi, o entri in un altro modo.', 'Try again, or sign in otherwise.'),
  ] as const
  const help = ['/assistance', t('Chiedi assistenza', 'Ask for assistance')] as const

  const stopped: Page = (told) =>
    page(
      t('Accesso non riuscito', 'You are not signed in'),
      html`<h2>${t('Come proseguire', 'How to go on')}</h2>${links([again, help])}`,
      {
        ...{ told, crumbs, isMessage: true },
      },
    )

  /** It names no value: whose account it is, is what is in doubt. */
  const mismatch: Page = () =>
    page(
      t('I suoi dati non corrispondono', 'Your data do not match'),
      html`${note(
        t('L’accesso non è stato collegato', 'The sign-in was not linked'),
        html`<p>${t('Il gestore della sua identità digitale ci ha comunicato dati diversi da quelli del suo codice fiscale o da quelli che conosciamo. Per proteggerla non abbiamo aperto nessuna utenza.', 'The provider of your digital identity gave us data that differ from your codice fiscale, or from those that we know. To protect you, no account was opened.')}</p>`,
        'warning',
      )}<h2>${t('Che cosa succede adesso', 'What happens now')}</h2>
<ol><li>${t('L’ufficio ha già ricevuto la segnalazione e confronta i dati: non deve compilare nulla.', 'The office has been told already and compares the data: there is nothing to fill in.')}</li>
<li>${t('Controlli i suoi dati sul sito del gestore: se sono sbagliati li faccia correggere, poi entri di nuovo.', 'Look at your data on the site of the provider: if they are wrong have them corrected, then sign in again.')}</li>
<li>${t('Se ha fretta si presenti all’ufficio con un documento e il codice fiscale.', 'If it is urgent, come to the office with a document and your codice fiscale.')}</li></ol>
<p>${t('Nel frattempo ciò che ha già chiesto all’ente va avanti.', 'What you have asked the office for goes on meanwhile.')}</p>${links([again, help])}`,
      { crumbs },
    )

  return (code) => (code === 'federation/data-differ' || code === 'federation/other-code' ? mismatch : stopped)
}
