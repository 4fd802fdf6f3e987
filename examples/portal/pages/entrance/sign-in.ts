/** The way in: with a digital identity, or with the credentials of the office. */
import type { PortalPages } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { around, closedBecause, openOnlyTo } from '../../web/around.ts'
import { icon } from '../../web/icons.ts'
import type { Kit } from '../../web/kit.ts'
import type { Ground } from '../../web/room.ts'

const gateNames = { spid: 'SPID', cie: 'CIE' } as const

/** Links and no forms: a browser holds the policy against where a form is led on to as well. */
export function gateButtons({ t }: Kit, gates: Ground['gates']): Part {
  return html`<ul class="portal-gates">${gates.map(
    ({ id }) =>
      html`<li><a class="btn btn-primary" href="/enter/${id}">${icon(id === 'spid' ? 'user' : 'card', 'icon-sm icon-white')} <span>${t('Entra con', 'Sign in with')} ${gateNames[id]}</span></a></li>`,
  )}</ul>`
}

export function signInPage(kit: Kit, ground: Pick<Ground, 'gates'>): PortalPages['signIn'] {
  const { t, page, form, field, hidden, secrets, links, note, stars } = kit
  return (shown) => {
    const closed = { local: closedBecause('sign-in'), elsewhere: closedBecause('federated-sign-in') }
    const limited = (feature: string) => {
      const only = openOnlyTo(feature)
      return only !== null && note(t('Accesso limitato', 'Sign-in limited'), html`<p>${only}</p>`, 'warning')
    }
    const stopped = (why: string) => note(t('Accesso sospeso', 'Sign-in suspended'), html`<p>${why}</p>`, 'warning')
    const local = html`<h2>${t('Con le credenziali del Comune', 'With the credentials of the municipality')}</h2>
${
  closed.local !== null
    ? stopped(closed.local)
    : [
        limited('sign-in'),
        stars(),
        form(shown, '/sign-in', t('Accedi', 'Sign in'), (own) => [
          hidden('back', own.typed['back']),
          field(own, 'codiceFiscale', {
            isRequired: true,
            hint: t('Sedici caratteri, come sulla tessera sanitaria.', 'Sixteen characters, as on the health card.'),
          }),
          secrets(own),
        ]),
      ]
}`
    const elsewhere = html`<h2>${t('Con un’identità digitale', 'With a digital identity')}</h2>
${closed.elsewhere !== null ? stopped(closed.elsewhere) : html`${limited('federated-sign-in')}<p>${t('Si identifica presso il suo gestore, poi torna qui. Non occorrono il PIN e la password del Comune.', 'You identify yourself at your provider, then come back here. It takes no PIN and password of the municipality.')}</p>${gateButtons(kit, ground.gates)}`}`
    const help = html`<h2>${t('Non riesce ad accedere?', 'You cannot sign in?')}</h2>
${links([
  [
    '/recovery/request',
    t('Password dimenticata', 'Forgotten password'),
    t('Occorrono la sua casella di posta e il PIN.', 'It takes your mailbox and the PIN.'),
  ],
  [
    '/pin/request',
    t('PIN dimenticato', 'Forgotten PIN'),
    t('Occorrono la sua casella di posta e la password.', 'It takes your mailbox and the password.'),
  ],
  [
    '/registration',
    t('Richiesta di credenziali', 'Ask for credentials'),
    t('Per chi non le ha ancora.', 'For whoever has none yet.'),
  ],
  [
    '/assistance',
    t('Assistenza', 'Assistance'),
    t('Per chi ha perso PIN e password, o la casella di posta.', 'For whoever has lost PIN and password, or the mailbox.'),
  ],
])}`
    return page(
      t('Accesso', 'Sign-in'),
      html`<div class="row"><div class="col-12 col-lg-6 portal-half">${local}</div><div class="col-12 col-lg-6 portal-half">${ground.gates.length > 0 && elsewhere}${help}</div></div>`,
      { ...shown, isWide: true, isSignedOut: around().asked !== '/sign-in' },
    )
  }
}
