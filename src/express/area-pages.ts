/** The pages of a subscriber: sign-in, password, own area, and what is mailed to whoever forgot a secret. */
import { revocationText, suspensionText } from '../procedures/account/credential/meanings.ts'
import type { CredentialLinkView } from '../procedures/account/credential/suspension.ts'
import type { PinRenewalStarted } from '../procedures/account/pin-renewal/context.ts'
import type { RecoveryView } from '../procedures/account/recovery/context.ts'
import type { AddressesView } from '../procedures/addresses/addresses/use-cases.ts'
import type { EmailChangeView } from '../procedures/addresses/email-change/context.ts'
import type { PecChangeView } from '../procedures/addresses/pec-change/context.ts'
import { untilPhrase } from '../rules/civil/index.ts'
import { statusText } from '../statuses.ts'
import { html, type Part } from './html.ts'
import type { PageKit } from './page-kit.ts'
import type { Page, Shown } from './pages.ts'
import type { SubscriberPages } from './subscriber.ts'

/** What the own area shows: the addresses, and the changes that are under way. */
export type AreaView = {
  /** The addresses in force. */
  readonly addresses: AddressesView
  /** The change of PEC that is not concluded; null where there is none. */
  readonly pecChange: PecChangeView | null
  /** The change of the private address that is not concluded; null where there is none. */
  readonly emailChange: EmailChangeView | null
}

/** Pages of a subscriber, and those behind mailed links. */
export type AreaPages = Pick<SubscriberPages, 'signIn' | 'changePassword'> & {
  /** The own area. */
  readonly area: Page<AreaView>
  /** The form of one act in the own area. */
  readonly areaForm: Page<AreaAct>
  /** After the start of a renewal: half of the new PIN, shown once, and the form that concludes it. */
  readonly pinStarted: Page<PinRenewalStarted>
  /** What a mailed link opens: it only looks, by a form that is sent at once. */
  readonly opening: Page<LinkPage>
  /** Whose password was forgotten. */
  readonly recoveryRequest: Page<null>
  /** Behind the link of a recovery. */
  readonly recovery: Page<RecoveryView>
  /** Behind the link of a new PEC, with its button where `view.canConfirm`. */
  readonly pecChange: Page<PecChangeView>
  /** Behind the link of a new private address, with its button where `view.canConfirm`. */
  readonly emailChange: Page<EmailChangeView>
  /** Behind the link of a notice, with its button where `view.canSuspend`. */
  readonly suspension: Page<CredentialLinkView>
  /** What was done, where nothing is left to do. */
  readonly done: Page<Done>
}

/** An act in the own area that has a page of its own. */
export type AreaAct = 'pec' | 'pec/cancel' | 'email' | 'pin' | 'pin/conclude' | 'suspend' | 'revoke'

/** A page that a mailed link with a token opens. */
export type LinkPage = 'recovery' | 'pec-change' | 'email-change' | 'suspend'

/** What a page says that it was done. */
export type Done =
  | 'recovery-asked'
  | 'recovered'
  | 'pin-renewed'
  | 'pec-confirmed'
  | 'pec-waiting'
  | 'email-confirmed'
  | 'suspended'
  | 'revoked'

/** The pages in the words of the package. */
export function areaPages(kit: PageKit): AreaPages {
  const { t, page, form, field, hidden, secrets, newPassword, opening, link, locale } = kit
  const confirmation = (shown: Shown<unknown>) => field(shown, 'confirmation')
  const token = ({ typed }: Shown<unknown>) => hidden('token', typed['token'])
  const titles: { readonly [Act in AreaAct | LinkPage]: string } = {
    pec: t('Cambio della PEC', 'Change of the PEC'),
    'pec/cancel': t('Annullamento del cambio della PEC', 'Cancelling the change of the PEC'),
    email: t("Cambio dell'indirizzo e-mail", 'Change of the e-mail address'),
    pin: t('Nuovo PIN', 'New PIN'),
    'pin/conclude': t('Nuovo PIN', 'New PIN'),
    suspend: t('Sospensione delle credenziali', 'Suspension of the credentials'),
    revoke: t('Revoca delle credenziali', 'Revocation of the credentials'),
    recovery: t('Nuova password', 'New password'),
    'pec-change': t('Conferma della nuova PEC', 'Confirmation of the new PEC'),
    'email-change': t('Conferma del nuovo indirizzo', 'Confirmation of the new address'),
  }
  const insides: { readonly [Act in AreaAct]: (shown: Shown<unknown>) => Part } = {
    pec: (shown) => [field(shown, 'pec', { type: 'email' }), confirmation(shown), secrets(shown)],
    'pec/cancel': (shown) => secrets(shown),
    email: (shown) => [field(shown, 'email', { type: 'email' }), confirmation(shown), secrets(shown)],
    pin: (shown) => field(shown, 'password', { type: 'password' }),
    'pin/conclude': (shown) => field(shown, 'pin', { type: 'password' }),
    suspend: (shown) => [html`<p>${suspensionText(locale)}</p>`, field(shown, 'reason')],
    revoke: (shown) => [html`<p>${revocationText(locale)}</p>`, field(shown, 'reason'), secrets(shown)],
  }
  const said: { readonly [What in Done]: string } = {
    'recovery-asked': t(
      'Se i dati sono di un utente, il link è stato spedito alla sua casella.',
      'If the data are those of a user, the link was sent to the mailbox.',
    ),
    recovered: t('La password è stata sostituita.', 'The password was replaced.'),
    'pin-renewed': t('Il nuovo PIN è in vigore: acceda di nuovo.', 'The new PIN is in force: sign in again.'),
    'pec-confirmed': t('La nuova PEC è in vigore.', 'The new PEC is in force.'),
    'pec-waiting': t(
      'La conferma è stata ricevuta: vale quando la ricevuta di consegna mostra che era in tempo.',
      'The confirmation was received: it counts once the receipt of delivery shows that it was in time.',
    ),
    'email-confirmed': t('Il nuovo indirizzo è in vigore.', 'The new address is in force.'),
    suspended: t(
      "Le credenziali sono sospese: si rivolga all'ente per riattivarle.",
      'The credentials are suspended: ask the office to reactivate them.',
    ),
    revoked: t('Le credenziali sono revocate.', 'The credentials are revoked.'),
  }
  const until = (instant: number | null) => instant !== null && html` (${untilPhrase(instant, locale)})`

  return {
    signIn: (shown) =>
      page(
        t('Accesso', 'Sign-in'),
        html`${form(shown, 'sign-in', t('Accedi', 'Sign in'), [hidden('back', shown.typed['back']), field(shown, 'codiceFiscale'), secrets(shown)])}
<p>${link('recovery/request', t('Password dimenticata', 'Forgotten password'))}</p>`,
        shown,
      ),
    changePassword: (shown) =>
      page(
        t('Cambio della password', 'Change of the password'),
        html`<p>${shown.view.obligations.map((one) => statusText('obligation', one, locale)).join(', ')}</p>
${form(shown, 'password', t('Cambia', 'Change'), [field(shown, 'current', { type: 'password' }), newPassword(shown, 'next')])}${form(shown, 'sign-out', t('Esci', 'Sign out'))}`,
        shown,
      ),
    area: (shown) => {
      const { addresses, pecChange, emailChange } = shown.view
      const underWay = (path: string, status: string | undefined, address: string, end: number | null) =>
        html`<p>${address}: ${status}${until(end)}</p>${form(shown, `area/${path}/resend`, t('Invia di nuovo il link', 'Send the link again'))}${form(shown, `area/${path}/cancel`, t('Annulla il cambio', 'Cancel the change'))}`
      return page(
        t('Area riservata', 'Private area'),
        html`<p>${shown.session?.person?.name} ${shown.session?.person?.surname}</p>
<dl><dt>E-mail</dt><dd>${addresses.email}</dd><dt>PEC</dt><dd>${addresses.pec} ${statusText('pec', addresses.pecStatus, locale)}</dd></dl>
${pecChange !== null && underWay('pec', statusText('pecChange', pecChange.status, locale), pecChange.pec, pecChange.until)}
${emailChange !== null && underWay('email', statusText('emailChange', emailChange.status, locale), emailChange.email, emailChange.until)}
<ul>${(['pec', 'email', 'pin', 'suspend', 'revoke'] as const).map((act) => html`<li>${link(`area/${act}`, titles[act])}</li>`)}
<li>${link('password', t('Cambio della password', 'Change of the password'))}</li></ul>
${form(shown, 'area/sessions', t('Chiudi tutte le sessioni', 'End all sessions'))}${form(shown, 'sign-out', t('Esci', 'Sign out'))}`,
        shown,
      )
    },
    areaForm: (shown) =>
      page(titles[shown.view], form(shown, `area/${shown.view}`, titles[shown.view], insides[shown.view](shown)), shown),
    pinStarted: (shown) =>
      page(
        titles.pin,
        html`<p>${t('Annoti ora le ultime cinque cifre del nuovo PIN, che non saranno mostrate di nuovo:', 'Write down the last five digits of the new PIN now, which are not shown again:')} <b>${shown.view.pinSecondHalf}</b></p>
<p>${t('Le prime quattro arrivano per posta elettronica: inserisca tutte le nove cifre.', 'The first four come by e-mail: enter all nine digits.')}${until(shown.view.until)}</p>
${form({ ...shown, told: undefined }, 'area/pin/conclude', t('Conferma il nuovo PIN', 'Confirm the new PIN'), insides['pin/conclude'](shown))}`,
      ),
    opening: ({ view }) =>
      page(
        titles[view],
        html`${opening(`${view}/look`, 'token')}<p>${t('Apra qui il link che ha ricevuto per posta.', 'Open the link here that was mailed to you.')}</p>
<noscript><p>${t('Per aprire il link occorre JavaScript.', 'Opening the link takes JavaScript.')}</p></noscript>`,
      ),
    recoveryRequest: (shown) =>
      page(
        t('Password dimenticata', 'Forgotten password'),
        form(shown, 'recovery/request', t('Invia il link', 'Send the link'), field(shown, 'codiceFiscale')),
        shown,
      ),
    recovery: (shown) =>
      page(
        titles.recovery,
        shown.view.status === 'open'
          ? html`<p>${t('Il link vale', 'The link works')}${until(shown.view.until)}</p>${form(shown, 'recovery', t('Imposta', 'Set'), [token(shown), field(shown, 'pin', { type: 'password' }), newPassword(shown, 'password')])}`
          : html`<p>${statusText('recovery', shown.view.status, locale)}</p>`,
        shown,
      ),
    pecChange: (shown) =>
      page(
        titles['pec-change'],
        html`<p>${shown.view.pec}: ${statusText('pecChangeLink', shown.view.status, locale)}${until(shown.view.until)}</p>${shown.view.canConfirm && form(shown, 'pec-change', t('Conferma', 'Confirm'), token(shown))}`,
        shown,
      ),
    emailChange: (shown) =>
      page(
        titles['email-change'],
        html`<p>${shown.view.email}: ${statusText('emailChangeLink', shown.view.status, locale)}${until(shown.view.until)}</p>${shown.view.canConfirm && form(shown, 'email-change', t('Conferma', 'Confirm'), token(shown))}`,
        shown,
      ),
    suspension: (shown) =>
      page(
        titles.suspend,
        shown.view.canSuspend
          ? html`<p>${suspensionText(locale)}</p>${form(shown, 'suspend', t('Sospendi', 'Suspend'), token(shown))}`
          : html`<p>${said.suspended}</p>`,
        shown,
      ),
    done: ({ view }) =>
      page(t('Fatto', 'Done'), html`<p>${said[view]}</p><p>${link('area', t('Area riservata', 'Private area'))}</p>`),
  }
}
