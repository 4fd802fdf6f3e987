/** The pages of a registration: the form, the PIN, and the way back to a request. */
import type { PageReply } from '../page-reply.ts'
import type { RegistrationOpened } from '../procedures/enrolment/registration/use-cases.ts'
import type { RegistrationView } from '../procedures/enrolment/registration/view.ts'
import { untilPhrase } from '../rules/civil/index.ts'
import { html } from './html.ts'
import type { PageKit } from './page-kit.ts'
import type { Page } from './pages.ts'
import { personFields } from './person-fields.ts'
import { statusPages } from './status-page.ts'

/** Pages of an applicant. */
export type RegistrationPages = {
  /** The form, at the address that mailed links lead to as well. */
  readonly registration: Page<null>
  /** After `registration.open`: half of the PIN, shown once. */
  readonly opened: Page<RegistrationOpened>
  /** After a new PIN was drawn, or one that the office has drawn: half of it, shown once. */
  readonly pinHalf: Page<{ readonly pinSecondHalf: string }>
  /** The request as it stands, with whatever can be done. Its forms have the hidden field `request`, which is `view.id`. */
  readonly status: Page<RegistrationView>
  /** Asks once more whether the request is to be withdrawn: that is final. */
  readonly withdrawal: Page<RegistrationView>
  /** Where this browser has no request open: how to get back to one. */
  readonly noRequest: (told: PageReply) => string
}

const person = ['surname', 'name', 'codiceFiscale', 'birthDate', 'birthNation', 'birthProvince', 'birthMunicipality']
const residence = ['residenceProvince', 'residenceCity', 'residenceAddress', 'postalCode', 'telephone', 'email']

/** The pages in the words of the package. */
export function registrationPages(kit: PageKit, noticeVersion: string): RegistrationPages {
  const { t, page, form, choice, hidden, opening, link, locale, at } = kit
  const { inputOf, body } = personFields(kit)
  const half = (pin: string) =>
    html`<p>${t('Annoti ora le ultime cinque cifre del PIN, che non saranno mostrate di nuovo:', 'Write down the last five digits of the PIN now, which are not shown again:')} <b>${pin}</b></p>`

  return {
    registration: (shown) =>
      page(
        t('Richiesta di credenziali', 'Request for credentials'),
        html`${opening('registration/ticket', 'ticket')}${kit.stars()}
${form(shown, 'registration', t('Prosegui', 'Go on'), (own) => [
  html`<input type="hidden" name="pass" data-sportello-link="pass" value="${own.typed['pass']}">`,
  hidden('noticeVersion', noticeVersion),
  // Most people are born in Italy: the province and the municipality are then asked along with the rest.
  [...person, 'sex', 'italianCitizen', ...residence].map((path) =>
    inputOf({ ...own, typed: { birthNation: 'IT', ...own.typed } }, path),
  ),
  html`<fieldset><legend>${t('Solo per chi chiede le credenziali per conto di un ente', 'Only for whoever asks on behalf of a body')}</legend>${body.map((path) => inputOf(own, path))}</fieldset>`,
  choice(
    own,
    'consent',
    [
      ['authorised', t('autorizzo', 'I consent')],
      ['not-authorised', t('non autorizzo', 'I do not consent')],
    ],
    { isRequired: true },
  ),
])}`,
        shown,
      ),
    opened: ({ view: { pinSecondHalf, lapsesAt, ticket } }) =>
      page(
        t('Seconda parte del PIN', 'Second part of the PIN'),
        html`${half(pinSecondHalf)}
<p>${t('Può completare la richiesta', 'You can complete the request')} ${untilPhrase(lapsesAt, locale)}. ${link('registration/status', t('Prosegua con i documenti', 'Go on with the documents'))}</p>
<p>${t('Chiuso il browser, la richiesta si riapre soltanto con questo link, che è segreto come una password: lo conservi.', 'Once the browser is closed, the request is opened again by this link alone, which is as secret as a password: keep it.')} <a href="${at(`registration#ticket=${ticket}`)}">${t('La mia richiesta', 'My request')}</a></p>`,
      ),
    pinHalf: ({ view: { pinSecondHalf } }) =>
      page(
        t('Seconda parte del PIN', 'Second part of the PIN'),
        html`${half(pinSecondHalf)}<p>${t('Le cifre annotate in precedenza non valgono più.', 'The digits that were written down before are void.')}</p>
<p>${link('registration/status', t('Torna alla richiesta', 'Back to the request'))}</p>`,
      ),
    noRequest: (told) =>
      page(
        t('La mia richiesta', 'My request'),
        html`<p>${t('In questo browser non è aperta alcuna richiesta.', 'No request is open in this browser.')}</p>
<p>${t("Per riaprire la sua, usi il link «La mia richiesta» che le è stato mostrato insieme alle cifre del PIN, oppure quello del messaggio con cui l'ente le ha chiesto un'integrazione.", 'To open yours again, use the link “My request” that was shown together with the digits of the PIN, or that of the message by which the office has asked you for a correction.')}</p>
<p>${t('Se ha aperto un link, controlli di averlo copiato per intero.', 'If you have opened a link, check that you have copied all of it.')}</p>
<ul><li>${link('registration', t('Presenta una nuova richiesta', 'File a new request'))}</li>
<li>${link('area', t('Accedi, se la richiesta è già stata approvata', 'Sign in, if the request was approved'))}</li>
<li>${link('assistance', t('Assistenza', 'Assistance'))}</li><li>${link('', t('Inizio', 'Start'))}</li></ul>`,
        { told: told.status === 404 ? undefined : told, isMessage: true },
      ),
    ...statusPages(kit),
  }
}
