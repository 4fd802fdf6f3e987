/** The digital identities that open the account of whoever is signed in. */
import type { FederationIdentityView } from 'sportello'
import { romeText } from 'sportello/civil'
import type { Page } from 'sportello/express'
import { html } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'
import { providerText } from '../../web/providers.ts'
import type { Ground } from '../../web/room.ts'
import { gateButtons } from '../entrance/sign-in.ts'
import { meansText } from './overview.ts'

export function identitiesPage(kit: Kit, { gates }: Pick<Ground, 'gates'>): Page<readonly FederationIdentityView[]> {
  const { t, page, form, hidden, link, note, locale } = kit
  return (shown) => {
    const linked = new Set(shown.view.map(({ protocol }) => protocol.replace(/-.*/, '')))
    const others = gates.filter(({ id }) => !linked.has(id))
    return page(
      t('Identità digitali', 'Digital identities'),
      html`${shown.view.length === 0 && html`<p>${t('Nessuna identità è collegata: entra con PIN e password.', 'No identity is linked: you sign in with PIN and password.')}</p>`}
${shown.view.map(
  ({ id, protocol, provider, linkedAt }) => html`<div class="portal-card portal-change"><h2>${meansText(kit, protocol)}</h2>
<p>${t('Gestore:', 'Provider:')} <strong>${providerText(provider, t)}</strong>${linkedAt !== null && html`<br>${t('Collegata dal', 'Linked since')} ${romeText(linkedAt, locale)}`}</p>
${form(shown, '/area/identities/unlink', t('Scollega', 'Unlink'), hidden('id', id), { look: 'outline-danger' })}</div>`,
)}
${shown.view.length > 0 && note(t('Prima di scollegare', 'Before you unlink'), html`<p>${t('Tutte le sessioni finiscono subito. Solo l’ufficio può collegare di nuovo la stessa identità.', 'Every session ends at once. Only the office can link the same identity again.')}</p>`, 'warning')}
${others.length > 0 && html`<h2>${t('Collega un’altra identità', 'Link another identity')}</h2><p>${t('Entri con essa una volta: se i dati corrispondono resta collegata.', 'Sign in with it once: if the data match it stays linked.')}</p>${gateButtons(kit, others)}`}
<p>${link('/area', t('Torna all’area riservata', 'Back to the private area'))}</p>`,
      { ...shown, crumbs: [['/area', t('Area riservata', 'Private area')]] },
    )
  }
}
