/** The first step: the form of the person, in groups. */
import type { RegistrationPages } from 'sportello/express'
import { html } from '../../../html.ts'
import { closedBecause, openOnlyTo } from '../../web/around.ts'
import type { Fields } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import { personFields } from './person.ts'
import { courseOf, group, noticeVersion } from './pieces.ts'

export function formPage(kit: Kit): RegistrationPages['registration'] {
  const { t, page, form, hidden, opening, link, links, stars, radios, field, note } = kit
  const { ask, row } = personFields(kit)
  const title = t('Richiesta di credenziali', 'Request for credentials')
  const scripts = ['fragment.global.js']
  // A mailed link leads to this page: its ticket goes on at once, its pass goes along with the form.
  const arriving = opening('/registration/ticket', 'ticket')

  /** For whom alone it is filled in, so it stays folded for everybody else. */
  const body = (own: Fields) => {
    const isOpen = ['body.name', 'body.taxCode'].some((path) => own.typed[path] || own.told?.fields[path] !== undefined)
    return html`<details class="portal-fold"${isOpen && html` open`}><summary>${t('Chiedo le credenziali per conto di un ente', 'I ask for credentials on behalf of a body')}</summary><div>${ask(own, 'body.name')}${ask(own, 'body.taxCode')}</div></details>`
  }
  const consent = (own: Fields) =>
    html`<p>${t('I dati servono a rilasciare e a gestire le credenziali.', 'The data serve to issue and to keep the credentials.')} ${link('/privacy', t('Legga l’informativa', 'Read the privacy notice'))}.</p>${radios(
      own,
      'consent',
      [
        ['authorised', t('autorizzo', 'I consent')],
        ['not-authorised', t('non autorizzo', 'I do not consent')],
      ],
      { isRequired: true },
    )}`
  /** Without JavaScript nothing reads the address: whoever has a link pastes it. */
  const pasted = (own: Fields) =>
    html`<noscript>${field({ ...own, typed: {} }, 'pass', {
      label: t('Link ricevuto per posta elettronica', 'Link that you got by e-mail'),
      hint: t(
        'Solo se ha ricevuto un link per presentare un’altra richiesta: lo incolli qui per intero.',
        'Only if you got a link to make another request: paste the whole of it here.',
      ),
      autocomplete: 'off',
    })}</noscript>`

  // Said to everybody alike: it tells nothing of the mailbox.
  const limited = note(
    t('Ha già presentato molte richieste?', 'Have you made many requests before?'),
    html`<p>${t('Guardi la posta elettronica: a una casella con troppe richieste arriva, una volta al giorno, un link che vale per presentarne un’altra.', 'Look at your e-mail: a mailbox with too many requests gets a link once a day, which is good for one more.')}</p>`,
  )

  return (shown) => {
    const why = closedBecause('registration')
    const only = openOnlyTo('registration')
    // Whoever was typing when it closed keeps what is typed.
    if (why !== null && shown.told === undefined) {
      return page(
        title,
        html`${arriving}${note(t('Le richieste sono sospese', 'Requests are suspended'), html`<p>${why}</p><p>${t('Riapra questa pagina più avanti.', 'Open this page again later.')}</p>`, 'warning')}
${links([
  ['/registration/status', t('Segua una richiesta già presentata', 'Follow a request that was made before')],
  ['/assistance', t('Chieda assistenza', 'Ask for assistance')],
  ['/', t('Torni ai servizi', 'Back to the services')],
])}`,
        { ...shown, scripts },
      )
    }
    return page(
      title,
      html`${arriving}${shown.told?.status === 429 && limited}${only !== null && note(t('Le richieste sono limitate', 'Requests are limited'), html`<p>${only}</p>`, 'warning')}${courseOf(kit, 0)}${stars()}
${form(shown, '/registration', t('Prosegui', 'Go on'), (own) => {
  // Most people are born in Italy.
  const born = { ...own, typed: { birthNation: 'IT', ...own.typed } }
  return [
    html`<input type="hidden" name="pass" data-sportello-link="pass" value="${own.typed['pass']}">`,
    ...[hidden('noticeVersion', noticeVersion), hidden('locale', kit.locale)],
    group(t('Chi è', 'Who you are'), [
      row(own, 'surname', 'name'),
      row(own, 'codiceFiscale', 'birthDate'),
      row(own, 'sex', 'italianCitizen'),
    ]),
    group(t('Dove è nato o nata', 'Where you were born'), [
      row(born, 'birthNation'),
      row(born, 'birthProvince', 'birthMunicipality'),
    ]),
    group(t('Dove abita', 'Where you live'), row(own, 'residenceProvince', 'residenceCity', 'residenceAddress', 'postalCode')),
    group(t('Come la raggiungiamo', 'How we reach you'), [ask(own, 'email'), row(own, 'telephone')]),
    body(own),
    group(t('Privacy', 'Privacy'), consent(own)),
    own.typed['pass'] === undefined && pasted(own),
  ]
})}`,
      {
        ...shown,
        scripts,
        lead: html`${t('Servono il codice fiscale, un indirizzo e-mail e un documento in PDF. Ha già presentato una richiesta?', 'You need your codice fiscale, an e-mail address and a document as a PDF. Have you made a request before?')} ${link('/registration/status', t('La segua qui', 'Follow it here'))}.`,
      },
    )
  }
}
