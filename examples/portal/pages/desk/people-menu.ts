/** What the office can do about a person, as the file of the person offers it. */
import type { CredentialView } from 'sportello'
import { html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Kit } from '../../web/kit.ts'
import type { OpenPerson } from './people-files.ts'

/** A line of the menu of acts; where the calendar has closed it, the sentence why takes the place of the link. */
const lineOf =
  ({ t, link, mark }: Kit) =>
  (to: string, words: string, told: string, feature?: string): Part => {
    const why = feature === undefined ? null : closedBecause(feature)
    return html`<li>${why === null ? link(to, words) : html`${words} ${mark(t('Sospeso', 'Suspended'), 'warning')}`}<p>${why ?? told}</p></li>`
  }
/** The menu of acts that make sense where the credential stands. */
export function acts(kit: Kit, credential: CredentialView | null, { path }: OpenPerson): Part {
  const { t, section } = kit
  const act = lineOf(kit)
  const status = credential?.status ?? null
  const isLive = status !== null && status !== 'revoked'
  const access = section(
    t('Accesso', 'Access'),
    html`<ul class="portal-links">${[
      isLive &&
        status !== 'suspended' &&
        act(
          `${path}/suspend`,
          t('Sospendi', 'Suspend'),
          t('Nessuno accede finché l’ufficio non riattiva.', 'Nobody signs in until the office reactivates it.'),
        ),
      status === 'suspended' &&
        act(
          `${path}/reactivate`,
          t('Riattiva', 'Reactivate'),
          t('PIN e password restano quelli di prima.', 'PIN and password stay what they were.'),
          'desk-reactivation',
        ),
      (status === 'temporary' || status === 'active') &&
        act(
          `${path}/delay`,
          t('Togli l’attesa', 'Lift the delay'),
          t(
            'Dopo tentativi sbagliati si aspetta: l’attesa finisce subito.',
            'After wrong attempts one waits: the delay ends at once.',
          ),
        ),
      isLive &&
        act(
          `${path}/identification`,
          t('Identificazione di persona', 'Identification in person'),
          t(
            'La persona è qui con un documento: riceve nuovi segreti.',
            'The person is here with a document, and gets new secrets.',
          ),
          'desk-identification',
        ),
      isLive &&
        act(
          `${path}/revoke`,
          t('Revoca', 'Revoke'),
          t('Per sempre: per averne altre serve una nuova richiesta.', 'For good: others take a new request.'),
          'desk-revocation',
        ),
      act(
        `${path}/exemption`,
        t('Esenzione', 'Exemption'),
        t('Dalla fine delle credenziali dell’ufficio.', 'From the end of the credentials of the office.'),
        undefined,
      ),
    ]}</ul>`,
  )
  const data = section(
    t('Dati', 'Data'),
    html`<ul class="portal-links">${[
      isLive &&
        act(
          `${path}/rebinding`,
          t('Altri dati personali', 'Other personal data'),
          t(
            'Un altro codice fiscale, cognome, nome o giorno di nascita.',
            'Another codice fiscale, surname, name or day of birth.',
          ),
          'desk-rebinding',
        ),
      isLive &&
        act(
          `${path}/pec`,
          t('PEC a cura dell’ufficio', 'PEC by the office'),
          t('Registrare una PEC, o segnalare che non riceve.', 'Enter a PEC, or report that it does not receive.'),
          'desk-addresses',
        ),
      act(
        `${path}/requests`,
        t('Richieste e lettere', 'Requests and letters'),
        t('I fascicoli, dove si rivedono e si rispediscono le lettere.', 'The dossiers, where letters are seen and sent again.'),
      ),
      act(
        `${path}/export`,
        t('Copia dei dati', 'Copy of the data'),
        t(
          'Tutto ciò che l’ufficio conserva, in un file (articolo 15 del GDPR).',
          'All that the office keeps, as a file (article 15 of the GDPR).',
        ),
      ),
      act(
        `${path}/erase`,
        t('Cancellazione', 'Erasure'),
        t(
          'Dopo la revoca, a richiesta della persona (articolo 17 del GDPR).',
          'After a revocation, where the person asks (article 17 of the GDPR).',
        ),
      ),
    ]}</ul>`,
  )
  return html`<div class="row"><div class="col-12 col-lg-6">${access}</div><div class="col-12 col-lg-6">${data}</div></div>`
}
