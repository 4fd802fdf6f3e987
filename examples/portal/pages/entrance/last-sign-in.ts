/** What a sign-in tells once: attempts that failed, and when the person was here before. A cookie takes it to the next page. */
import { romeText } from 'sportello/civil'
import type { SubscriberPages } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { around } from '../../web/around.ts'
import type { Kit } from '../../web/kit.ts'

/** The cookie: how many attempts have failed and the instant of the last sign-in, `2.1764489000000`, or what came of a sign-in elsewhere. */
export const tellingCookie = 'signed-in'

/** Of the cookie: nobody else's page reads it, and what nobody has read is gone after five minutes. */
export const tellingAttributes = () =>
  ({ httpOnly: true, secure: around().isSecure, sameSite: 'lax', path: '/', maxAge: 300_000 }) as const

export const tellSignIn: NonNullable<SubscriberPages['onSignIn']> = ({ failuresBefore, lastUsedAt }, { response }) => {
  response.cookie(tellingCookie, `${failuresBefore}.${lastUsedAt ?? ''}`, tellingAttributes())
}

/** Told on the first page after the sign-in, and on no other. */
export function lastSignIn({ t, locale, note, link }: Kit): Part {
  const told = around().once(tellingCookie)
  if (told === 'linked' || told === 'opened') {
    const words = {
      linked: t(
        'D’ora in poi può entrare anche così. Se non è stato lei, scolleghi l’identità e avvisi l’ufficio.',
        'From now on you can sign in like this as well. If it was not you, unlink the identity and tell the office.',
      ),
      opened: t(
        'Ora ha un’utenza presso questo ente. Controlli qui sotto i suoi recapiti.',
        'You have an account at this office now. Look at your addresses below.',
      ),
    }
    return note(
      t('La sua identità digitale è collegata', 'Your digital identity is linked'),
      html`<p>${words[told]} ${link('/area/identities', t('Le identità collegate', 'The linked identities'))}</p>`,
      'success',
    )
  }
  const [, failures = '', instant = ''] = /^(\d{1,6})\.(\d{0,15})$/.exec(told) ?? []
  if (failures === '') return null
  const before =
    instant === ''
      ? t('È il suo primo accesso.', 'It is your first sign-in.')
      : t(
          `Ultimo accesso prima di questo: ${romeText(Number(instant), locale)}.`,
          `Last sign-in before this one: ${romeText(Number(instant), locale)}.`,
        )
  if (Number(failures) === 0) return html`<p class="portal-before">${before}</p>`
  const tries =
    failures === '1'
      ? t('C’è stato un tentativo di accesso non riuscito', 'There was one failed attempt to sign in')
      : t(`Ci sono stati ${failures} tentativi di accesso non riusciti`, `There were ${failures} failed attempts to sign in`)
  return note(
    tries,
    html`<p>${before} ${t('Se i tentativi non erano suoi,', 'If the attempts were not yours,')} ${link('/password', t('cambi la password', 'change the password'))} ${t('oppure', 'or')} ${link('/area/suspend', t('sospenda le credenziali', 'suspend the credentials'))}.</p>`,
    'warning',
  )
}
