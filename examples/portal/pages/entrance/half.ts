/** Half of a new PIN, which is shown once, and the form that puts the halves together. */
import { untilPhrase } from 'sportello/civil'
import type { PortalPages } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import type { Fields } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'

type Started = Parameters<PortalPages['pinStarted']>[0]

export const wholePin = ({ field, t }: Kit, own: Fields): Part =>
  field(own, 'pin', {
    type: 'password',
    inputmode: 'numeric',
    isRequired: true,
    label: t('Nuovo PIN di nove cifre', 'New PIN of nine digits'),
    hint: t(
      'Prima le quattro cifre del messaggio, poi le cinque mostrate sullo schermo.',
      'First the four digits of the message, then the five shown on the screen.',
    ),
  })

type Half = {
  readonly path: string
  readonly inside: (own: Fields) => Part
  /** Below the form. */
  readonly after: Part
  readonly crumbs?: readonly (readonly [path: string, words: string])[]
}

export function halfPage(
  { t, page, steps, form, locale }: Kit,
  { view, ...shown }: Started,
  { path, inside, after, crumbs }: Half,
): string {
  return page(
    t('Nuovo PIN', 'New PIN'),
    html`${steps([t('Richiesta', 'Request'), t('Annoti le cinque cifre', 'Write down the five digits'), t('Conferma', 'Confirmation')], 1)}
<p>${t('Annoti ora le ultime cinque cifre del nuovo PIN: non saranno mostrate di nuovo.', 'Write down the last five digits of the new PIN now: they are not shown again.')}</p>
<p class="portal-acts"><strong class="portal-secret" id="half">${view.pinSecondHalf}</strong> <button type="button" class="btn btn-outline-primary btn-sm portal-no-print" data-portal-copy="half" data-portal-copied="${t('Copiato.', 'Copied.')}" hidden>${t('Copia', 'Copy')}</button> <span role="status"></span></p>
<h2>${t('Conferma con le nove cifre', 'Confirm with all nine digits')}</h2>
<p>${t('Le prime quattro arrivano per posta elettronica. Inserisca tutte le nove cifre', 'The first four come by e-mail. Enter all nine digits')} ${untilPhrase(view.until, locale)}: ${t('fino alla conferma vale il PIN precedente.', 'until then the former PIN works.')}</p>
${form({ ...shown, typed: {}, told: undefined }, path, t('Conferma il nuovo PIN', 'Confirm the new PIN'), inside)}${after}`,
    { ...shown, told: undefined, ...(crumbs && { crumbs }) },
  )
}
