/** The pages of a registration: the form, the PIN, the request as it stands. */
import type { RegistrationOpened } from '../procedures/enrolment/registration/use-cases.ts'
import type { RegistrationView } from '../procedures/enrolment/registration/view.ts'
import { registrationText } from '../request-words.ts'
import { romeText } from '../rules/civil/index.ts'
import { documentTypeLabel, registrationDocumentTypes } from '../statuses.ts'
import { type Html, html, type Part } from './html.ts'
import type { PageKit } from './page-kit.ts'
import type { Page, Shown } from './pages.ts'

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
}

const person = ['surname', 'name', 'codiceFiscale', 'birthDate', 'birthNation', 'birthProvince', 'birthMunicipality']
const residence = ['residenceProvince', 'residenceCity', 'residenceAddress', 'postalCode', 'telephone', 'email']
const body = ['body.name', 'body.taxCode']

/** The pages in the words of the package. */
export function registrationPages(kit: PageKit, noticeVersion: string): RegistrationPages {
  const { t, page, form, upload, field, choice, hidden, file, opening, link, locale, at } = kit

  function inputOf(shown: Shown<unknown>, path: string): Html {
    if (path === 'sex') {
      return choice(shown, path, [
        ['F', t('femminile', 'female')],
        ['M', t('maschile', 'male')],
      ])
    }
    if (path === 'italianCitizen') {
      return choice(shown, path, [
        ['true', t('sì', 'yes')],
        ['false', t('no', 'no')],
      ])
    }
    return field(shown, path, { type: path === 'birthDate' ? 'date' : 'text' })
  }

  const half = (pin: string) =>
    html`<p>${t('Annoti ora le ultime cinque cifre del PIN, che non saranno mostrate di nuovo:', 'Write down the last five digits of the PIN now, which are not shown again:')} <b>${pin}</b></p>`

  return {
    registration: (shown) =>
      page(
        t('Richiesta di credenziali', 'Request for credentials'),
        html`${opening('registration/ticket', 'ticket')}
${form(shown, 'registration', t('Prosegui', 'Go on'), [
  html`<input type="hidden" name="pass" data-sportello-link="pass" value="${shown.typed['pass']}">`,
  hidden('noticeVersion', noticeVersion),
  [...person, 'sex', 'italianCitizen', ...residence, ...body].map((path) => inputOf(shown, path)),
  choice(shown, 'consent', [
    ['authorised', t('autorizzo', 'I consent')],
    ['not-authorised', t('non autorizzo', 'I do not consent')],
  ]),
])}`,
        shown,
      ),
    opened: ({ view: { pinSecondHalf, lapsesAt, ticket } }) =>
      page(
        t('Seconda parte del PIN', 'Second part of the PIN'),
        html`${half(pinSecondHalf)}
<p>${t('La richiesta va completata entro il', 'The request is to be completed before')} ${romeText(lapsesAt, locale)}. ${link('registration/status', t('Prosegua con i documenti', 'Go on with the documents'))}</p>
<p>${t('Chiuso il browser, la richiesta si riapre soltanto con questo link, che è segreto come una password:', 'Once the browser is closed, the request is opened again by this link alone, which is as secret as a password:')} <a href="${at(`registration#ticket=${ticket}`)}">${t('la mia richiesta', 'my request')}</a></p>`,
      ),
    pinHalf: ({ view: { pinSecondHalf } }) =>
      page(
        t('Seconda parte del PIN', 'Second part of the PIN'),
        html`${half(pinSecondHalf)}<p>${link('registration/status', t('Torna alla richiesta', 'Back to the request'))}</p>`,
      ),
    status: (shown) => {
      const { view } = shown
      const can = (action: RegistrationView['actions'][number]) => view.actions.includes(action)
      const wanted = view.wanted?.fields.flatMap((name) => (name === 'body' ? body : [name])) ?? []
      const act = (path: string, button: string, inside: Part = '') =>
        form(shown, `registration/${path}`, button, [hidden('request', view.id), inside])
      const types = registrationDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)] as const)
      return page(
        t('La mia richiesta', 'My request'),
        html`<p>${registrationText(view, locale)}</p>
${view.decision?.reason && html`<p>${t('Motivo', 'Reason')}: ${view.decision.reason}</p>`}
<ul>${view.documents.map(
          ({ id, type, name }) =>
            html`<li>${documentTypeLabel(type, locale)}: ${name} ${can('RemoveDocument') && act('documents/remove', t('Togli', 'Remove'), hidden('document', id))}</li>`,
        )}</ul>
${
  can('AddDocument') &&
  upload(shown, 'registration/documents', t('Carica', 'Upload'), [
    hidden('request', view.id),
    choice(shown, 'type', types),
    field(shown, 'description'),
    file(shown),
  ])
}
${
  can('CorrectRegistration') &&
  wanted.length > 0 &&
  act(
    'correct',
    t('Correggi', 'Correct'),
    wanted.map((path) => inputOf(shown, path)),
  )
}
${can('CompleteRegistration') && act('complete', t('Completa e trasmetti', 'Complete and hand in'))}
${can('RenewPin') && act('pin', t('Chiedi un nuovo PIN', 'Ask for a new PIN'))}
${view.pinHalfWaits && act('pin-half', t('Mostra la seconda parte del PIN', 'Show the second part of the PIN'))}
${view.wanted !== null && view.status === 'drafting' && act('link', t('Invia di nuovo il link', 'Send the link again'))}
${can('WithdrawRegistration') && act('withdraw', t('Ritira la richiesta', 'Withdraw the request'))}
${act('leave', t('Lascia la richiesta su questo computer', 'Leave the request on this computer'))}`,
        shown,
      )
    },
  }
}
