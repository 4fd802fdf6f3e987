/** The pages of single acts in the own area. */
import { revocationText, suspensionText } from 'sportello'
import type { AreaAct, PortalPages } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import type { Fields, FormMore } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import { halfPage, wholePin } from '../entrance/half.ts'

type Act = {
  readonly title: string
  readonly button: string
  readonly look?: FormMore['look']
  /** What the calendar may close it by. */
  readonly feature?: string
  readonly lead?: string
  /** Above the form. */
  readonly before?: Part
  readonly inside: (own: Fields, isFederated: boolean) => Part
}

function actsOf(kit: Kit): { readonly [Name in AreaAct]: Act } {
  const { t, field, secrets, note, locale } = kit
  const again = t('Ripeta l’indirizzo', 'Repeat the address')
  /** A session that SPID or CIE has opened stands for PIN and password, which its subscriber may not have. */
  const confirming = (own: Fields, isFederated: boolean): Part =>
    !isFederated && html`<h2>${t('Confermi che è lei', 'Confirm that it is you')}</h2>${secrets(own)}`
  const address = (own: Fields, name: 'pec' | 'email', isFederated: boolean) => [
    field(own, name, { type: 'email', isRequired: true, autocomplete: name === 'email' ? 'email' : 'off' }),
    field(own, 'confirmation', { type: 'email', label: again, isRequired: true, autocomplete: 'off' }),
    confirming(own, isFederated),
  ]
  const reason = (own: Fields) =>
    field(own, 'reason', { isRequired: true, hint: t('Lo legge l’ufficio, se occorre.', 'The office reads it if need be.') })
  const warned = (title: string, text: string) => note(title, html`<p>${text}</p>`, 'warning')
  const pin = { title: t('Nuovo PIN', 'New PIN'), feature: 'pin-renewal' }
  return {
    pec: {
      ...{
        title: t('Cambio della PEC', 'Change of the PEC'),
        button: t('Chiedi il cambio', 'Ask for the change'),
        feature: 'pec-change',
      },
      lead: t(
        'Spediamo un link alla nuova PEC: il cambio vale quando lo conferma, entro le ore 24 del giorno dopo. Il termine esatto è nel messaggio.',
        'We send a link to the new PEC: the change counts once you confirm it, until 24:00 (Rome) of the next day. The message has the exact term.',
      ),
      inside: (own, isFederated) => address(own, 'pec', isFederated),
    },
    'pec/cancel': {
      ...{
        title: t('Annullamento del cambio della PEC', 'Cancelling the change of the PEC'),
        button: t('Annulla il cambio', 'Cancel the change'),
        look: 'danger',
      },
      lead: t(
        'Il link già spedito non varrà più e la PEC attuale resta in vigore.',
        'The link that was sent will not work any more, and the present PEC stays in force.',
      ),
      inside: confirming,
    },
    email: {
      ...{
        title: t('Cambio dell’indirizzo e-mail', 'Change of the e-mail address'),
        button: t('Chiedi il cambio', 'Ask for the change'),
        feature: 'email-change',
      },
      lead: t(
        'Spediamo un link al nuovo indirizzo: il cambio vale quando lo conferma.',
        'We send a link to the new address: the change counts once you confirm it.',
      ),
      inside: (own, isFederated) => address(own, 'email', isFederated),
    },
    pin: {
      ...{ ...pin, button: t('Chiedi un nuovo PIN', 'Ask for a new PIN') },
      lead: t(
        'Vedrà subito le ultime cinque cifre; le prime quattro arrivano nella sua casella, o in quella di prima se l’ha cambiata negli ultimi giorni.',
        'You see the last five digits at once; the first four come to your mailbox, or to the former one if you have changed it in the last days.',
      ),
      inside: (own) => field(own, 'password', { type: 'password', isRequired: true }),
    },
    'pin/conclude': {
      ...{ ...pin, button: t('Conferma il nuovo PIN', 'Confirm the new PIN') },
      inside: (own) => wholePin(kit, own),
    },
    suspend: {
      ...{
        title: t('Sospensione delle credenziali', 'Suspension of the credentials'),
        button: t('Sospendi le credenziali', 'Suspend the credentials'),
        look: 'danger',
      },
      before: warned(t('Che cosa succede', 'What happens'), suspensionText(locale)),
      inside: reason,
    },
    revoke: {
      ...{
        title: t('Revoca delle credenziali', 'Revocation of the credentials'),
        button: t('Revoca per sempre', 'Revoke for good'),
        look: 'danger',
        feature: 'revocation',
      },
      before: warned(t('Non si può tornare indietro', 'There is no way back'), revocationText(locale)),
      inside: (own, isFederated) => [reason(own), confirming(own, isFederated)],
    },
  }
}

export function actPages(kit: Kit): Pick<PortalPages, 'areaForm' | 'pinStarted'> {
  const { t, page, form, note, link, stars } = kit
  const acts = actsOf(kit)
  const crumbs = [['/area', t('Area riservata', 'Private area')]] as const
  const toArea = html`<p>${link('/area', t('Torna all’area riservata senza cambiare nulla', 'Back to the private area without any change'))}</p>`
  return {
    areaForm: (shown) => {
      const { act, underWay } = shown.view
      const { title, button, look = 'primary', feature, lead, before, inside } = acts[act]
      const why = feature === undefined ? null : closedBecause(feature)
      const isFederated = shown.session !== null && shown.session.means !== 'local'
      const open = html`${underWay !== null && note(t('Un cambio è già in corso', 'A change is under way already'), html`<p>${t(`Quello verso ${underWay}: una nuova richiesta lo sostituisce e il suo link non vale più.`, `That to ${underWay}: a new one replaces it, and its link works no more.`)}</p>`, 'warning')}
${before}${stars()}${form(shown, `/area/${act}`, button, (own) => inside(own, isFederated), { look })}`
      return page(
        title,
        html`${why === null ? open : note(t('Sospeso', 'Suspended'), html`<p>${why}</p>`, 'warning')}${toArea}`,
        { ...shown, crumbs, lead: why === null && lead, labels: { confirmation: t('Ripeta l’indirizzo', 'Repeat the address') } },
      )
    },
    pinStarted: (shown) =>
      halfPage(kit, shown, {
        ...{ path: '/area/pin/conclude', inside: (own) => acts['pin/conclude'].inside(own, false), crumbs },
        after: html`<p>${t('Dopo la conferma accede di nuovo con il nuovo PIN.', 'After that you sign in again with the new PIN.')}</p>${toArea}`,
      }),
  }
}
