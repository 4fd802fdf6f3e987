/** What mailed links open. Opening looks and changes nothing; the button acts; each end says what is left to do. */
import { type PageReply, suspensionText } from 'sportello'
import { untilPhrase } from 'sportello/civil'
import { type LinkPage, linkText, type PortalPages, type Shown } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import { closedBecause } from '../../web/around.ts'
import { type Fields, passwordScripts } from '../../web/fields.ts'
import type { Kit } from '../../web/kit.ts'
import type { Ground } from '../../web/room.ts'
import { termDrawing } from '../area/term.ts'

type Pages = Pick<PortalPages, 'opening' | 'recovery' | 'pecChange' | 'emailChange' | 'suspension'> & {
  /** Behind a link that is none. */
  readonly lost: (told: PageReply, view: LinkPage, requestKey: string) => string
}

type Change = {
  readonly status: string
  readonly canConfirm: boolean
  readonly requestedAt: number
  readonly sentAt: number
  readonly until: number | null
  readonly willWait?: boolean
}

export function linkPages(kit: Kit, { clock }: Pick<Ground, 'clock'>): Pages {
  const { t, page, form, field, hidden, newPassword, opening, link, links, rows, note, stars, locale } = kit
  const token = ({ typed }: Fields) => hidden('token', typed['token'])
  const titles: { readonly [Name in LinkPage]: string } = {
    recovery: t('Nuova password', 'New password'),
    'pec-change': t('Conferma della nuova PEC', 'Confirmation of the new PEC'),
    'email-change': t('Conferma del nuovo indirizzo e-mail', 'Confirmation of the new e-mail address'),
    suspend: t('Sospensione delle credenziali', 'Suspension of the credentials'),
  }
  const area = ['/area', t('Vai all’area riservata', 'Go to the private area')] as const
  const help = [
    '/assistance',
    t('Chiedi assistenza', 'Ask for assistance'),
    t('Se non riesce ad accedere.', 'If you cannot sign in.'),
  ] as const
  const home = ['/', t('Torna ai servizi', 'Back to the services')] as const

  /** Why a link does nothing more, and how to go on. A refusal above has said it already. */
  const over = ({ told }: Pick<Shown<unknown>, 'told'>, status: string, onward: Parameters<typeof links>[0]): Part => {
    const isDone = status === 'confirmed' || status === 'used'
    const title = isDone
      ? t('È già fatto', 'It is done already')
      : t('Questo link non fa più nulla', 'This link does nothing more')
    return html`${told === undefined && note(title, html`<p>${linkText(status, locale) ?? t('Ora non si può confermare.', 'It cannot be confirmed now.')}</p>`, isDone ? 'success' : 'warning')}
<h2>${t('Come proseguire', 'How to go on')}</h2>${links(onward)}`
  }

  const change = (shown: Shown<Change>, path: 'pec-change' | 'email-change', address: string) => {
    const { status, canConfirm, requestedAt, sentAt, until, willWait } = shown.view
    const kind = path === 'pec-change' ? 'pec' : 'email'
    const again = [
      `/area/${kind}`,
      t('Chiedi di nuovo il cambio', 'Ask for the change again'),
      t('Occorre l’accesso.', 'It takes a sign-in.'),
    ] as const
    const isDone = status === 'confirmed' || status === 'waiting'
    const why = closedBecause(`${kind}-validation`)
    const confirming = html`<p>${t('Finora non è cambiato nulla. Se ha chiesto lei questo cambio, lo confermi.', 'Nothing has changed so far. If it was you who asked for this change, confirm it.')}</p>
${willWait === true && note(t('Conferma in attesa', 'Confirmation that waits'), html`<p>${linkText('waiting', locale)}</p>`, 'warning')}${form(shown, `/${path}`, t('Conferma il nuovo indirizzo', 'Confirm the new address'), token)}
<p>${t('Non è stato lei? Non confermi e chiuda questa pagina: il link scade da sé.', 'It was not you? Do not confirm and close this page: the link expires by itself.')}</p>`
    const stopped = (reason: string) =>
      note(
        t('Ora non si può confermare', 'It cannot be confirmed now'),
        html`${shown.told?.sentence !== reason && html`<p>${reason}</p>`}<p>${t('Finora non è cambiato nulla. Apra di nuovo il link del messaggio alla riapertura.', 'Nothing has changed so far. Open the link of the message again afterwards.')}</p>`,
        'warning',
      )
    return page(
      titles[path],
      html`${rows([[t('Nuovo indirizzo', 'New address'), address]])}${until !== null && termDrawing(kit, { name: kind, requestedAt, sentAt, until, now: clock.now() })}
${canConfirm ? (why === null ? confirming : stopped(why)) : over(shown, status, isDone ? [area, home] : [again, area, help])}`,
      shown,
    )
  }

  /** Without JavaScript nobody reads what stands behind `#` of an address. */
  const pasting = (shown: Fields, view: LinkPage): Part =>
    form(shown, `/${view}/look`, t('Apri il link', 'Open the link'), (own) =>
      field(own, 'token', {
        label: t('Link del messaggio', 'Link of the message'),
        isRequired: true,
        autocomplete: 'off',
        hint: t(
          'Tutto, o soltanto la parte dopo #token=. Aprirlo non cambia nulla.',
          'All of it, or the part behind #token= alone. Opening it changes nothing.',
        ),
      }),
    )

  return {
    opening: ({ view, ...shown }) =>
      page(
        titles[view],
        html`${opening(`/${view}/look`, 'token')}
<p>${t('Apra il link del messaggio che ha ricevuto. Se questa pagina non prosegue da sola, copi il link dal messaggio e lo incolli qui.', 'Open the link of the message that you got. If this page does not go on by itself, copy the link from the message and paste it here.')}</p>
${pasting({ ...shown, typed: {} }, view)}${links([home, help])}`,
        { ...shown, scripts: ['fragment.global.js'] },
      ),
    lost: (told, view, requestKey) =>
      page(
        titles[view],
        html`<p>${t('Forse il link non è stato copiato per intero. Lo copi di nuovo dal messaggio più recente e lo incolli qui.', 'Perhaps not all of the link was copied. Copy it once more from the newest message and paste it here.')}</p>
${pasting({ requestKey, told: undefined, typed: {}, chosen: {}, sent: undefined, facts: '' }, view)}${links([home, help])}`,
        { told },
      ),
    recovery: (shown) => {
      const { status, until } = shown.view
      return page(
        titles.recovery,
        status === 'open'
          ? html`<p>${t('Il link vale una volta sola', 'The link works once')}${until !== null && `, ${untilPhrase(until, locale)}`}. ${t('Occorre il PIN.', 'It takes the PIN.')}</p>
${stars()}${form(shown, '/recovery', t('Imposta la nuova password', 'Set the new password'), (own) => [token(own), field(own, 'pin', { type: 'password', inputmode: 'numeric', isRequired: true }), newPassword(own, 'password')])}
<p>${t('Ha perso anche il PIN?', 'Have you lost the PIN too?')} ${link('/assistance', t('L’ufficio la aiuta', 'The office helps you'))}.</p>`
          : over(shown, status, [
              status === 'used'
                ? ['/sign-in', t('Accedi', 'Sign in')]
                : ['/recovery/request', t('Chiedi un nuovo link', 'Ask for a new link')],
              help,
              home,
            ]),
        {
          ...shown,
          scripts: passwordScripts,
          labels: { password: titles.recovery, confirmation: t('Ripeta la nuova password', 'Repeat the new password') },
        },
      )
    },
    pecChange: (shown) => change(shown, 'pec-change', shown.view.pec),
    emailChange: (shown) => change(shown, 'email-change', shown.view.email),
    suspension: (shown) =>
      page(
        titles.suspend,
        shown.view.canSuspend
          ? html`<p>${t('Finora non è cambiato nulla.', 'Nothing has changed so far.')} ${t('Il link vale', 'The link works')} ${untilPhrase(shown.view.until, locale)}.</p>
${note(t('Che cosa succede', 'What happens'), html`<p>${suspensionText(locale)}</p>`, 'warning')}${form(shown, '/suspend', t('Sospendi le credenziali', 'Suspend the credentials'), token, { look: 'danger' })}
<p>${t('Non vuole sospenderle? Chiuda questa pagina: resta tutto com’è.', 'You do not want to suspend them? Close this page: all stays as it is.')}</p>`
          : html`${note(t('Già sospese', 'Suspended already'), html`<p>${t('Le credenziali sono già sospese: non occorre fare altro.', 'The credentials are suspended already: there is nothing left to do.')}</p>`, 'success')}${links([help, home])}`,
        shown,
      ),
  }
}
