/** The change of the password: the first thing of whoever has a temporary one, and an act of the own area. */
import { statusText } from 'sportello'
import type { PortalPages } from 'sportello/express'
import { html } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import { passwordScripts } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'

export function passwordPage(kit: Kit): PortalPages['changePassword'] {
  const { t, page, form, field, newPassword, note, link, stars, locale } = kit
  const again = t('Ripeta la nuova password', 'Repeat the new password')
  return (shown) => {
    const { obligations } = shown.view
    const isForced = obligations.length > 0
    const dues = obligations.map((one) => statusText('obligation', one, locale)).join(', ')
    const why = closedBecause('password-change')
    return page(
      t('Cambio della password', 'Change of the password'),
      html`${isForced && note(t('Prima di usare i servizi', 'Before you use the services'), html`<p>${t(`Deve ${dues}. Poi accede di nuovo con quella nuova.`, `You have to ${dues}. Then you sign in again with the new one.`)}</p>`)}
${why !== null && note(t('Sospeso', 'Suspended'), html`<p>${why}</p>`, 'warning')}
${
  why === null &&
  html`${stars()}${form(shown, '/password', t('Cambia la password', 'Change the password'), (own) => [
    field(own, 'current', {
      type: 'password',
      isRequired: true,
      hint: obligations.includes('change-temporary-password')
        ? t('Quella che ha ricevuto per posta elettronica.', 'The one that you got by e-mail.')
        : undefined,
    }),
    newPassword(own, 'next'),
  ])}
<p>${t('Dopo il cambio tutte le sessioni finiscono, anche sugli altri dispositivi.', 'After the change every session ends, on other devices too.')}</p>`
}
${isForced ? html`<p>${t('Preferisce farlo più tardi?', 'Do you prefer to do it later?')}</p>${form(shown, '/sign-out', t('Esci', 'Sign out'), '', { look: 'outline-primary' })}` : html`<p>${link('/area', t('Torna all’area riservata', 'Back to the private area'))}</p>`}`,
      {
        ...shown,
        scripts: passwordScripts,
        labels: { confirmation: again },
        ...(!isForced && { crumbs: [['/area', t('Area riservata', 'Private area')]] as const }),
      },
    )
  }
}
