/** The pages for whoever cannot sign in: forgotten secrets, what mailed links open, and what was done. */
import { suspensionText } from '../procedures/account/credential/meanings.ts'
import type { PinRenewalStarted } from '../procedures/account/pin-renewal/context.ts'
import { untilPhrase } from '../rules/civil/index.ts'
import type { AreaPages, Done, LinkPage } from './area-views.ts'
import { html, type Part } from './html.ts'
import { linkText } from './link-words.ts'
import type { Fields, PageKit } from './page-kit.ts'
import type { Shown } from './pages.ts'

type Names = 'opening' | 'recoveryRequest' | 'pinRequest' | 'pinRequested' | 'pinConclusion' | 'recovery' | 'pecChange'

/** These pages, and the one that shows half of a new PIN before its conclusion. */
export type LinkPages = {
  readonly pages: Pick<AreaPages, Names | 'emailChange' | 'suspension' | 'done'>
  readonly half: (shown: Shown<PinRenewalStarted>, path: string, inside: (own: Fields) => Part, after: Part) => string
}

/** The pages in the words of the package. */
export function linkPages(kit: PageKit): LinkPages {
  const { t, page, form, field, hidden, newPassword, opening, link, locale } = kit
  const token = ({ typed }: Fields) => hidden('token', typed['token'])
  const titles: { readonly [Name in LinkPage | 'pin']: string } = {
    recovery: t('Nuova password', 'New password'),
    'pec-change': t('Conferma della nuova PEC', 'Confirmation of the new PEC'),
    'email-change': t('Conferma del nuovo indirizzo', 'Confirmation of the new address'),
    suspend: t('Sospensione delle credenziali', 'Suspension of the credentials'),
    pin: t('PIN dimenticato', 'Forgotten PIN'),
  }
  const start = link('', t('Inizio', 'Start'))
  const area = link('area', t("Vai all'area riservata", 'Go to the private area'))
  const outside = (own: Fields) => [field(own, 'codiceFiscale'), field(own, 'password', { type: 'password' })]
  const whole = t('PIN di nove cifre', 'PIN of nine digits')
  const concluding = (own: Fields) => [field(own, 'pin', { type: 'password', label: whole }), ...outside(own)]

  const half: LinkPages['half'] = ({ view, ...shown }, path, inside, after) =>
    page(
      t('Nuovo PIN', 'New PIN'),
      html`<p>${t('Annoti ora le ultime cinque cifre del nuovo PIN, che non saranno mostrate di nuovo:', 'Write down the last five digits of the new PIN now, which are not shown again:')} <b>${view.pinSecondHalf}</b></p>
<p>${t('Le prime quattro arrivano per posta elettronica: inserisca tutte le nove cifre', 'The first four come by e-mail: enter all nine digits')}, ${untilPhrase(view.until, locale)}. ${t('Fino alla conferma vale il PIN precedente.', 'Until it is confirmed, the former PIN works.')}</p>
${form({ ...shown, typed: {}, told: undefined }, path, t('Conferma il nuovo PIN', 'Confirm the new PIN'), inside)}${after}`,
    )
  const said: { readonly [What in Done]: string } = {
    'recovery-asked': t(
      'Se i dati sono di un utente, il link è stato spedito alla sua casella: apra il messaggio.',
      'If the data are those of a user, the link was sent to the mailbox: open the message.',
    ),
    recovered: t('La password è stata sostituita: può accedere.', 'The password was replaced: you can sign in.'),
    'pin-renewed': t('Il nuovo PIN è in vigore: acceda di nuovo.', 'The new PIN is in force: sign in again.'),
    'pec-confirmed': t('La nuova PEC è in vigore.', 'The new PEC is in force.'),
    'pec-waiting': linkText('waiting', locale) ?? '',
    'email-confirmed': t('Il nuovo indirizzo è in vigore.', 'The new address is in force.'),
    suspended: t(
      "Le credenziali sono sospese: si rivolga all'ente per riattivarle.",
      'The credentials are suspended: ask the office to reactivate them.',
    ),
    revoked: t('Le credenziali sono revocate.', 'The credentials are revoked.'),
  }
  const withoutArea: ReadonlySet<Done> = new Set(['recovery-asked', 'suspended', 'revoked'])
  /** A change of an address: the question while it can be answered, else why it cannot. */
  const change = (
    shown: Shown<{ readonly status: string; readonly canConfirm: boolean; readonly until: number | null }>,
    path: 'pec-change' | 'email-change',
    address: string,
  ) => {
    const { status, canConfirm, until } = shown.view
    const end = until === null ? '' : `, ${untilPhrase(until, locale)}`
    const asked = t(`Confermi che il nuovo indirizzo è ${address}${end}.`, `Confirm that the new address is ${address}${end}.`)
    const sentence = linkText(status, locale) ?? t('Il cambio non si può confermare ora.', 'The change cannot be confirmed now.')
    return page(
      titles[path],
      canConfirm
        ? html`<p>${asked}</p>${form(shown, path, t('Conferma', 'Confirm'), token)}`
        : html`<p>${t('Nuovo indirizzo:', 'New address:')} ${address}. ${sentence}</p><ul><li>${area}</li><li>${start}</li></ul>`,
      shown,
    )
  }

  return {
    half,
    pages: {
      opening: ({ view }) =>
        page(
          titles[view],
          html`${opening(`${view}/look`, 'token')}<p>${t('Apra questa pagina con il link del messaggio che ha ricevuto: lo incolli per intero nella barra degli indirizzi.', 'Open this page by the link of the message that you got: paste all of it into the address bar.')}</p>
<noscript><p>${t('Per aprire il link occorre JavaScript.', 'Opening the link takes JavaScript.')}</p></noscript><p>${start}</p>`,
        ),
      recoveryRequest: (shown) =>
        page(
          t('Password dimenticata', 'Forgotten password'),
          html`<p>${t('Le spediamo un link per scegliere una nuova password: occorre anche il PIN.', 'We send you a link to choose a new password: it takes the PIN too.')}</p>${form(shown, 'recovery/request', t('Invia il link', 'Send the link'), (own) => field(own, 'codiceFiscale'))}<p>${start}</p>`,
          shown,
        ),
      pinRequest: (shown) =>
        page(
          titles.pin,
          html`<p>${t("Per avere un nuovo PIN occorre la password. Chi ha perso entrambi si rivolga all'ente.", 'A new PIN takes the password. Whoever has lost both asks the office.')}</p>${form(shown, 'pin/request', t('Chiedi un nuovo PIN', 'Ask for a new PIN'), outside)}<p>${start}</p>`,
          shown,
        ),
      pinRequested: (shown) =>
        half(
          shown,
          'pin/conclude',
          concluding,
          html`<p>${t('Il messaggio arriva soltanto se codice fiscale e password sono giusti.', 'The message comes only if codice fiscale and password are right.')} ${link('pin/conclude', t('Ha già le nove cifre? Confermi qui', 'Do you have all nine digits? Confirm here'))}</p>`,
        ),
      pinConclusion: (shown) =>
        page(
          titles.pin,
          html`${form(shown, 'pin/conclude', t('Conferma il nuovo PIN', 'Confirm the new PIN'), concluding)}<p>${link('pin/request', t('Chiedi un altro PIN', 'Ask for another PIN'))}</p>`,
          shown,
        ),
      recovery: (shown) =>
        page(
          titles.recovery,
          shown.view.status === 'open'
            ? html`<p>${t('Il link vale', 'The link works')} ${shown.view.until !== null && untilPhrase(shown.view.until, locale)}.</p>${form(shown, 'recovery', t('Imposta la password', 'Set the password'), (own) => [token(own), field(own, 'pin', { type: 'password' }), newPassword(own, 'password')])}`
            : html`<p>${linkText(shown.view.status, locale)}</p><ul><li>${link('recovery/request', t('Chieda un nuovo link', 'Ask for a new link'))}</li><li>${area}</li><li>${start}</li></ul>`,
          {
            ...shown,
            labels: { password: titles.recovery, confirmation: t('Ripeta la nuova password', 'Repeat the new password') },
          },
        ),
      pecChange: (shown) => change(shown, 'pec-change', shown.view.pec),
      emailChange: (shown) => change(shown, 'email-change', shown.view.email),
      suspension: (shown) =>
        page(
          titles.suspend,
          shown.view.canSuspend
            ? html`<p>${suspensionText(locale)}</p>${form(shown, 'suspend', t('Sospendi', 'Suspend'), token)}`
            : html`<p>${said.suspended}</p><p>${start}</p>`,
          shown,
        ),
      done: ({ view }) => page(t('Fatto', 'Done'), html`<p>${said[view]}</p><p>${withoutArea.has(view) ? start : area}</p>`),
    },
  }
}
