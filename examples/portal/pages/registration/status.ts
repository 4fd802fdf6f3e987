/** The request as it stands, with whatever can be done: documents, handing in, the decision and what comes next. */
import { documentTypeLabel, findingText, type RegistrationView, registrationDocumentTypes, registrationText } from 'sportello'
import { romeText } from 'sportello/civil'
import type { RegistrationPages, Shown } from 'sportello/express'
import { type Html, html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { FormMore, Inside } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import { correctionOf, nextType } from './correction.ts'
import { nextOf } from './next.ts'
import { card, courseOf, folded } from './pieces.ts'

export type ShownRequest = Shown<RegistrationView>
/** A form of the page: it names the request, since another tab may have opened another one. */
export type Act = (shown: ShownRequest, path: string, button: Part, inside?: Inside, more?: FormMore) => Html

type Action = RegistrationView['actions'][number]
const can = ({ actions }: RegistrationView, action: Action): boolean => actions.includes(action)

/** Which step it is in; null where its course has ended before its end. */
function stepOf({ status, decision, documents, wanted }: RegistrationView): number | null {
  if (status === 'completed') return decision?.outcome === 'approved' ? 5 : 4
  if (status !== 'drafting') return null
  return documents.length === 0 || wanted !== null ? 2 : 3
}

export const actOf =
  ({ form, hidden }: Kit): Act =>
  ({ view, ...shown }, path, button, inside = '', more = {}) =>
    form(shown, path, button, (own) => [hidden('request', view.id), typeof inside === 'function' ? inside(own) : inside], more)

export function statusPage(kit: Kit): RegistrationPages['status'] {
  const { t, locale, page, rows, note, select, field, file, stars, hidden, link } = kit
  const act = actOf(kit)
  const corrections = correctionOf(kit, act)
  const next = nextOf(kit, act)
  const quoted = (name: string) => t(`«${name}»`, `“${name}”`)

  const mismatches = ({ mismatches }: RegistrationView) =>
    mismatches.length > 0 &&
    note(
      t('Prima di trasmettere, controlli questi dati', 'Before you hand it in, check these data'),
      html`<ul>${mismatches.map((one) => html`<li>${findingText(one, locale)}</li>`)}</ul><p>${t('Se sono esatti, prosegua: deciderà l’ente. Se sono sbagliati, ritiri la richiesta e ne presenti un’altra.', 'If they are right, go on: the office decides. If they are wrong, withdraw the request and file another one.')}</p>`,
      'warning',
    )

  function filed(shown: ShownRequest): Html {
    const { view } = shown
    const isAsked = (id: number) => view.status === 'drafting' && view.wanted?.documents.includes(id) === true
    const lines = view.documents.map(
      ({ id, type, name, description, size }) =>
        html`<li><div><strong>${documentTypeLabel(type, locale)}</strong> ${isAsked(id) && kit.mark(t('da sostituire', 'to be replaced'), 'warning')}<br><span>${name}${description !== '' && ` · ${description}`} · ${t(`${Math.ceil(size / 1024)} kB`, `${Math.ceil(size / 1024)} kB`)}</span></div>
${can(view, 'RemoveDocument') && act(shown, '/registration/documents/remove', html`${t('Togli', 'Remove')}<span class="visually-hidden"> ${quoted(name)}</span>`, hidden('document', id), { look: 'outline-danger', isInline: true })}</li>`,
    )
    return html`<ul class="portal-files">${lines}</ul>`
  }

  const adding = (shown: ShownRequest) =>
    act(
      shown,
      '/registration/documents',
      t('Carica', 'Upload'),
      (own) => [
        select(
          own,
          'type',
          registrationDocumentTypes.map((type) => [type, documentTypeLabel(type, locale)]),
          { isRequired: true, value: nextType(shown.view) ?? '' },
        ),
        field(own, 'description', {
          hint: t('Solo per un altro documento: dica che cos’è.', 'For another document alone: say what it is.'),
        }),
        file(own),
      ],
      { isUpload: true, look: can(shown.view, 'CompleteRegistration') ? 'outline-primary' : 'primary' },
    )

  function documents(shown: ShownRequest): Part {
    const { view } = shown
    const canAdd = can(view, 'AddDocument')
    if (view.documents.length === 0 && !canAdd) return false
    const none = html`<p>${t('Nessun documento caricato: ne carichi almeno uno, poi potrà trasmettere la richiesta.', 'No document uploaded yet: upload at least one, then you can hand in the request.')}</p>`
    return card(t('Documenti', 'Documents'), [
      view.documents.length > 0 ? filed(shown) : none,
      canAdd && view.documents.length > 0 && html`<h3>${t('Carichi un altro documento', 'Upload another document')}</h3>`,
      canAdd && [stars(), adding(shown)],
    ])
  }

  const handingIn = (shown: ShownRequest) =>
    can(shown.view, 'CompleteRegistration') &&
    card(t('Trasmissione', 'Handing in'), [
      html`<p>${shown.view.wanted === null ? t('Dopo la trasmissione i documenti non si cambiano più. Riceverà per posta elettronica la password temporanea e la prima parte del PIN.', 'After that the documents cannot be changed any more. You get the temporary password and the first part of the PIN by e-mail.') : t('L’ente riesamina la richiesta con le correzioni e i documenti di questa pagina.', 'The office looks at the request again, with the corrections and the documents of this page.')}</p>`,
      act(shown, '/registration/complete', t('Completa e trasmetti', 'Complete and hand in')),
    ])

  /** What few need. */
  function besides(shown: ShownRequest): Part {
    const { view, sent } = shown
    return [
      can(view, 'RenewPin') &&
        folded(
          t('Ho perso le cifre del PIN', 'I lost the digits of the PIN'),
          html`<p>${t('Ne chieda uno nuovo: le cifre annotate in precedenza non varranno più.', 'Ask for a new one: the digits that you wrote down before will be void.')}</p>${act(shown, '/registration/pin', t('Chiedi un nuovo PIN', 'Ask for a new PIN'), '', { look: 'outline-primary' })}`,
          sent === '/registration/pin',
        ),
      can(view, 'WithdrawRegistration') &&
        folded(
          t('Voglio ritirare la richiesta', 'I want to withdraw the request'),
          html`<p>${t('Il ritiro è definitivo.', 'A withdrawal is final.')} ${link('/registration/withdraw', t('Ritira la richiesta', 'Withdraw the request'))}</p>`,
        ),
    ]
  }

  function leaving(shown: ShownRequest): Html {
    const isAlive = ['drafting', 'completed'].includes(shown.view.status)
    return card(t('Questo computer è usato anche da altri?', 'Do others use this computer too?'), [
      html`<p>${isAlive ? t('Esca dalla richiesta: non sarà più aperta in questo browser e resterà valida.', 'Close the request: it is no longer open in this browser then, and stays valid.') : t('Esca dalla richiesta: non sarà più aperta in questo browser.', 'Close the request: it is no longer open in this browser then.')} ${t('Si riapre con il suo link segreto.', 'Its secret link opens it again.')}</p>`,
      act(shown, '/registration/leave', t('Esci dalla richiesta', 'Close the request here'), '', { look: 'outline-primary' }),
    ])
  }

  /** While the calendar has requests closed, a draft is only looked at, and withdrawn. */
  const asClosed = (shown: ShownRequest): ShownRequest => ({
    ...shown,
    view: { ...shown.view, actions: shown.view.actions.filter((one) => one === 'WithdrawRegistration') },
  })

  return (given) => {
    const isDraft = can(given.view, 'WithdrawRegistration')
    const why = isDraft ? closedBecause('registration') : null
    const shown = why === null ? given : asClosed(given)
    const { view, told } = shown
    const step = stepOf(view)
    return page(
      t('La mia richiesta', 'My request'),
      html`${step !== null && courseOf(kit, step, view.wanted !== null)}
${why !== null && note(t('Le richieste sono sospese', 'Requests are suspended'), html`${told?.sentence !== why && html`<p>${why}</p>`}<p>${t('La sua si riprende alla riapertura; se qualcosa cambia, riceve un messaggio.', 'Yours can be gone on with afterwards; if anything changes, you get a message.')}</p>`, 'warning')}
${next(shown)}
${isDraft && corrections(shown)}
${isDraft && mismatches(view)}
${documents(shown)}
${handingIn(shown)}
${rows([
  [t('Aperta il', 'Opened on'), romeText(view.openedAt, locale)],
  [t('In questo stato dal', 'In this state since'), view.since !== view.openedAt && romeText(view.since, locale)],
])}
${besides(shown)}
${leaving(shown)}`,
      { ...shown, lead: registrationText(view, locale) },
    )
  }
}
