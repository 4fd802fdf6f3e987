/** The own area: where letters go, what is under way and until when, and what can be done. */
import { statusText } from 'sportello'
import { romeText } from 'sportello/civil'
import { linkText, type PortalPages, type Shown } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Kit } from '../../web/kit.ts'
import type { Ground } from '../../web/room.ts'
import { lastSignIn } from '../entrance/last-sign-in.ts'
import { termDrawing } from './term.ts'

type View = Parameters<PortalPages['area']>[0]
type Session = NonNullable<Shown<unknown>['session']>

/** How a session was opened. */
export function meansText({ t }: Kit, means: Session['means']): string {
  if (means === 'local') return t('PIN e password del Comune', 'PIN and password of the municipality')
  return { spid: 'SPID', cie: 'CIE', cns: 'CNS', eidas: 'eIDAS' }[means.replace(/-.*/, '')] ?? means
}

export function areaPage(kit: Kit, { clock }: Pick<Ground, 'clock'>): PortalPages['area'] {
  const { t, page, rows, section, mark, note, link, form, locale } = kit
  const day = (at: number) => romeText(at, locale)

  function addressesOf({ view: { addresses } }: View): Part {
    const { email, pec, pecStatus, since, requiredAction } = addresses
    const isUsable = pecStatus === 'usable'
    return [
      requiredAction !== null &&
        note(
          t('La sua PEC non riceve messaggi', 'Your PEC takes no messages'),
          html`<p>${requiredAction === 'change-pec' ? t('Ne comunichi un’altra: fino ad allora l’ente le scrive all’indirizzo e-mail.', 'Give another one: until then the office writes to your e-mail address.') : t('La casella è piena: faccia spazio, oppure ne comunichi un’altra.', 'The mailbox is full: make room, or give another one.')}</p>`,
          'warning',
        ),
      rows([
        [
          'E-mail',
          html`${email ?? t('non comunicata', 'not given')} <span class="portal-act">${link('/area/email', email === null ? t('Comunica un’e-mail', 'Give an e-mail address') : t('Cambia l’e-mail', 'Change the e-mail'))}</span>`,
        ],
        [
          'PEC',
          html`${pec !== null && html`${pec} `}${mark(statusText('pec', pecStatus, locale), isUsable ? 'success' : pecStatus === 'none' ? 'secondary' : 'warning')} <span class="portal-act">${link('/area/pec', pec === null ? t('Comunica una PEC', 'Give a PEC') : t('Cambia la PEC', 'Change the PEC'))}</span>`,
        ],
        [t('PEC in vigore dal', 'PEC in force since'), since !== null && day(since)],
      ]),
    ]
  }

  /** A change of an address that waits for its link. */
  function underWay(shown: View, kind: 'pec' | 'email'): Part {
    const { pecChange, emailChange } = shown.view
    const change = kind === 'pec' ? pecChange : emailChange
    if (change === null) return null
    const to = kind === 'pec' ? pecChange?.pec : emailChange?.email
    const status =
      kind === 'pec'
        ? pecChange && statusText('pecChange', pecChange.status, locale)
        : emailChange && statusText('emailChange', emailChange.status, locale)
    const { requestedAt, sentAt, until } = change
    // Of a link that still works nothing is said.
    const ended = linkText(change.status, locale)
    const isOver = ended !== undefined && change.status !== 'waiting'
    const told =
      ended ??
      closedBecause(`${kind}-validation`) ??
      t(
        'Apra il messaggio spedito al nuovo indirizzo e confermi: fino ad allora vale quello attuale.',
        'Open the message that was sent to the new address and confirm: until then the present one is in force.',
      )
    const resend =
      closedBecause(`${kind}-change`) === null &&
      form(shown, `/area/${kind}/resend`, t('Invia di nuovo il link', 'Send the link again'), '', {
        ...{ look: 'outline-primary', isInline: true },
      })
    return html`<div class="portal-card portal-change"><h3>${kind === 'pec' ? t('Cambio della PEC', 'Change of the PEC') : t('Cambio dell’indirizzo e-mail', 'Change of the e-mail address')}</h3>
${rows([
  [t('Nuovo indirizzo', 'New address'), to],
  [t('Stato', 'State'), mark(status, isOver ? 'warning' : 'primary')],
])}${until !== null && termDrawing(kit, { name: kind, requestedAt, sentAt, until, now: clock.now() })}
<p>${told}</p>
${isOver ? link(`/area/${kind}`, t('Chiedi di nuovo il cambio', 'Ask for the change again')) : html`<div class="portal-acts">${resend}${form(shown, `/area/${kind}/cancel`, t('Annulla il cambio', 'Cancel the change'), '', { look: 'outline-danger', isInline: true })}</div>`}</div>`
  }

  const act = (path: string, words: string, told: string, feature?: string): Part => {
    const why = feature === undefined ? null : closedBecause(feature)
    return html`<li>${why === null ? link(path, words) : html`<strong>${words}</strong> ${mark(t('Sospeso', 'Suspended'), 'warning')}`}<p>${why ?? told}</p></li>`
  }

  function acts({ session, view }: View): Part {
    const local = session?.localCredential ?? 'none'
    return html`<div class="row"><div class="col-12 col-md-6 portal-half"><h3>${t('Accesso e sicurezza', 'Access and security')}</h3><ul class="portal-links">
${(local === 'active' || local === 'temporary') && act('/password', t('Cambia la password', 'Change the password'), t('Occorre quella attuale.', 'You need the present one.'), 'password-change')}
${local === 'active' && act('/area/pin', t('Chiedi un nuovo PIN', 'Ask for a new PIN'), t('Una parte sullo schermo, una nella sua casella.', 'One part on the screen, one to your mailbox.'), 'pin-renewal')}
${act('/area/identities', t('Identità digitali', 'Digital identities'), t('SPID e CIE con cui entra.', 'SPID and CIE by which you sign in.'))}
${act('/area/suspend', t('Sospendi le credenziali', 'Suspend the credentials'), t('Se teme che altri le usino.', 'If you fear that others use them.'))}</ul></div>
<div class="col-12 col-md-6 portal-half"><h3>${t('I suoi dati', 'Your data')}</h3><ul class="portal-links">
${act('/area/data', t('Dati che la riguardano', 'Data about you'), t('Li guarda e li scarica.', 'Look at them and download them.'))}
${act('/area/pec', view.addresses.pec === null ? t('Comunica una PEC', 'Give a PEC') : t('Cambia la PEC', 'Change the PEC'), t('Con un link alla nuova casella.', 'With a link to the new mailbox.'), 'pec-change')}
${act('/area/email', view.addresses.email === null ? t('Comunica un indirizzo e-mail', 'Give an e-mail address') : t('Cambia l’indirizzo e-mail', 'Change the e-mail address'), t('Con un link alla nuova casella.', 'With a link to the new mailbox.'), 'email-change')}
${act('/area/revoke', t('Revoca le credenziali', 'Revoke the credentials'), t('Per sempre: non si può tornare indietro.', 'For good: there is no way back.'), 'revocation')}</ul></div></div>`
  }

  return (shown) => {
    const { session, view } = shown
    const person = session?.person
    const hasChange = view.pecChange !== null || view.emailChange !== null
    return page(
      t('Area riservata', 'Private area'),
      html`${lastSignIn(kit)}${section(t('Recapiti', 'Addresses'), addressesOf(shown))}
${hasChange && section(t('In corso', 'Under way'), [underWay(shown, 'pec'), underWay(shown, 'email')])}
${section(t('Che cosa può fare', 'What you can do'), acts(shown))}
${
  session &&
  section(t('Sessione', 'Session'), [
    rows([
      [t('Accesso con', 'You signed in with'), meansText(kit, session.means)],
      [t('Finisce se non usa le pagine', 'Ends if you do not use the pages'), day(session.idleUntil)],
      [t('Finisce in ogni caso', 'Ends in any case'), day(session.endsAt)],
    ]),
    form(
      shown,
      '/area/sessions',
      t('Chiudi tutte le sessioni', 'End all sessions'),
      html`<p>${t('Anche sugli altri dispositivi. I cambi di indirizzo in corso sono annullati.', 'On other devices too. Changes of address under way are void.')}</p>`,
      { look: 'outline-primary' },
    ),
  ])
}`,
      {
        ...shown,
        isWide: true,
        lead: person && `${person.name} ${person.surname}${person.codiceFiscale === null ? '' : `, ${person.codiceFiscale}`}`,
      },
    )
  }
}
