/** For whoever cannot sign in: a forgotten password, a forgotten PIN. */
import type { PortalPages } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { closedBecause, openOnlyTo } from '../../web/around.ts'
import type { Fields } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import { halfPage, wholePin } from './half.ts'

type Pages = Pick<PortalPages, 'recoveryRequest' | 'pinRequest' | 'pinRequested' | 'pinConclusion'>

export function forgottenPages(kit: Kit): Pages {
  const { t, page, form, field, link, links, note, stars, steps } = kit
  const crumbs = [['/sign-in', t('Accesso', 'Sign-in')]] as const
  const forgotten = { password: t('Password dimenticata', 'Forgotten password'), pin: t('PIN dimenticato', 'Forgotten PIN') }
  const code = (own: Fields) =>
    field(own, 'codiceFiscale', {
      isRequired: true,
      hint: t('Sedici caratteri, come sulla tessera sanitaria.', 'Sixteen characters, as on the health card.'),
    })
  const outside = (own: Fields) => [code(own), field(own, 'password', { type: 'password', isRequired: true })]
  const concluding = (own: Fields) => [wholePin(kit, own), outside(own)]
  const both = note(
    t('Ha perso sia il PIN sia la password?', 'Have you lost both PIN and password?'),
    html`<p>${t('Si presenti all’ufficio con un documento: lì riceve credenziali nuove.', 'Come to the office with a document: there you get new credentials.')} ${link('/assistance', t('Assistenza', 'Assistance'))}</p>`,
  )
  /** A window of the calendar says why in place of the form, and above it where it is open to some people. */
  const open = (feature: string, content: Part): Part => {
    const why = closedBecause(feature)
    const only = openOnlyTo(feature)
    if (why !== null) return note(t('Sospeso', 'Suspended'), html`<p>${why}</p>`, 'warning')
    return html`${only !== null && note(t('Limitato', 'Limited'), html`<p>${only}</p>`, 'warning')}${content}`
  }

  return {
    recoveryRequest: (shown) =>
      page(
        forgotten.password,
        html`${steps([t('Richiesta', 'Request'), t('Link nella sua casella', 'Link in your mailbox'), t('Nuova password', 'New password')], 0)}${open(
          'recovery',
          html`<p>${t('Le spediamo un link per scegliere una nuova password. Quando lo apre occorre anche il PIN.', 'We send you a link to choose a new password. When you open it, it takes the PIN too.')}</p>${stars()}${form(shown, '/recovery/request', t('Invia il link', 'Send the link'), code)}`,
        )}${both}`,
        { ...shown, crumbs },
      ),
    pinRequest: (shown) =>
      page(
        forgotten.pin,
        html`${steps([t('Richiesta', 'Request'), t('Annoti le cinque cifre', 'Write down the five digits'), t('Conferma', 'Confirmation')], 0)}${open(
          'pin-renewal',
          html`<p>${t('Il nuovo PIN arriva in due parti: cinque cifre sullo schermo, quattro nella sua casella. Occorre la password.', 'The new PIN comes in two parts: five digits on the screen, four to your mailbox. It takes the password.')}</p>${stars()}${form(shown, '/pin/request', t('Chiedi un nuovo PIN', 'Ask for a new PIN'), outside)}`,
        )}<p>${link('/pin/conclude', t('Ha già le nove cifre? Confermi qui', 'Do you have all nine digits? Confirm here'))}</p>${both}`,
        { ...shown, crumbs },
      ),
    pinRequested: (shown) =>
      halfPage(kit, shown, {
        ...{ path: '/pin/conclude', inside: concluding, crumbs },
        after: html`<p>${t('Il messaggio arriva soltanto se codice fiscale e password sono giusti. Se non arriva,', 'The message comes only if codice fiscale and password are right. If it does not come,')} ${link('/pin/request', t('chieda di nuovo', 'ask again'))}.</p>`,
      }),
    pinConclusion: (shown) =>
      page(
        t('Conferma del nuovo PIN', 'Confirmation of the new PIN'),
        html`${steps([t('Richiesta', 'Request'), t('Annoti le cinque cifre', 'Write down the five digits'), t('Conferma', 'Confirmation')], 2)}${stars()}${form(shown, '/pin/conclude', t('Conferma il nuovo PIN', 'Confirm the new PIN'), concluding)}
${links([['/pin/request', t('Chieda un altro PIN', 'Ask for another PIN'), t('Se non ha annotato le cinque cifre, o il tempo è passato.', 'If you have not written down the five digits, or the time is over.')]])}`,
        { ...shown, crumbs },
      ),
  }
}
