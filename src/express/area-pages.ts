/** The pages of a subscriber: sign-in, password, own area, and what is mailed to whoever forgot a secret. */
import { revocationText, suspensionText } from '../procedures/account/credential/meanings.ts'
import { untilPhrase } from '../rules/civil/index.ts'
import { statusText } from '../statuses.ts'
import type { AreaAct, AreaPages } from './area-views.ts'
import { html, type Part } from './html.ts'
import { linkPages } from './link-pages.ts'
import type { Fields, PageKit } from './page-kit.ts'
import type { Shown } from './pages.ts'

/** The pages in the words of the package. */
export function areaPages(kit: PageKit): AreaPages {
  const { t, page, form, field, hidden, secrets, newPassword, link, locale } = kit
  const titles: { readonly [Act in AreaAct]: string } = {
    pec: t('Cambio della PEC', 'Change of the PEC'),
    'pec/cancel': t('Annullamento del cambio della PEC', 'Cancelling the change of the PEC'),
    email: t("Cambio dell'indirizzo e-mail", 'Change of the e-mail address'),
    pin: t('Nuovo PIN', 'New PIN'),
    'pin/conclude': t('Nuovo PIN', 'New PIN'),
    suspend: t('Sospensione delle credenziali', 'Suspension of the credentials'),
    revoke: t('Revoca delle credenziali', 'Revocation of the credentials'),
  }
  const buttons: { readonly [Act in AreaAct]: string } = {
    pec: t('Cambia la PEC', 'Change the PEC'),
    'pec/cancel': t('Annulla il cambio', 'Cancel the change'),
    email: t("Cambia l'indirizzo", 'Change the address'),
    pin: t('Chiedi un nuovo PIN', 'Ask for a new PIN'),
    'pin/conclude': t('Conferma il nuovo PIN', 'Confirm the new PIN'),
    suspend: t('Sospendi le credenziali', 'Suspend the credentials'),
    revoke: t('Revoca le credenziali', 'Revoke the credentials'),
  }
  const again = t("Ripeta l'indirizzo", 'Repeat the address')
  /** A session that SPID or CIE has opened stands for PIN and password, which its subscriber may not have. */
  const isFederated = ({ session }: Pick<Shown<unknown>, 'session'>): boolean => session !== null && session.means !== 'local'
  const confirming = (own: Fields, federated: boolean): Part => !federated && secrets(own)
  const address = (own: Fields, name: 'pec' | 'email', federated: boolean) => [
    field(own, name, { type: 'email' }),
    field(own, 'confirmation', { type: 'email', label: again }),
    confirming(own, federated),
  ]
  const insides: { readonly [Act in AreaAct]: (own: Fields, federated: boolean) => Part } = {
    pec: (own, federated) => address(own, 'pec', federated),
    'pec/cancel': confirming,
    email: (own, federated) => address(own, 'email', federated),
    pin: (own) => field(own, 'password', { type: 'password' }),
    'pin/conclude': (own) => field(own, 'pin', { type: 'password' }),
    suspend: (own) => [html`<p>${suspensionText(locale)}</p>`, field(own, 'reason')],
    revoke: (own, federated) => [html`<p>${revocationText(locale)}</p>`, field(own, 'reason'), confirming(own, federated)],
  }
  /** Who has signed in with SPID or CIE may have PIN and password besides. */
  const local = ({ session }: Pick<Shown<unknown>, 'session'>) => session?.localCredential ?? 'none'
  const acts = (shown: Pick<Shown<unknown>, 'session'>): readonly AreaAct[] => [
    ...(['pec', 'email'] as const),
    ...(local(shown) === 'active' ? (['pin'] as const) : []),
    ...(['suspend', 'revoke'] as const),
  ]
  const toArea = html`<p>${link('area', t("Torna all'area riservata", 'Back to the private area'))}</p>`

  return {
    signIn: (shown) =>
      page(
        t('Accesso', 'Sign-in'),
        html`${form(shown, 'sign-in', t('Accedi', 'Sign in'), (own) => [hidden('back', own.typed['back']), field(own, 'codiceFiscale'), secrets(own)])}
<ul><li>${link('recovery/request', t('Password dimenticata', 'Forgotten password'))}</li><li>${link('pin/request', t('PIN dimenticato', 'Forgotten PIN'))}</li>
<li>${link('registration', t('Non ha ancora le credenziali? Le chieda qui', 'No credentials yet? Ask for them here'))}</li></ul>`,
        shown,
      ),
    changePassword: (shown) => {
      const { obligations } = shown.view
      const dues = obligations.map((one) => statusText('obligation', one, locale)).join(', ')
      return page(
        t('Cambio della password', 'Change of the password'),
        html`${obligations.length > 0 && html`<p>${t(`Prima di usare i servizi deve ${dues}.`, `Before you use the services, you have to ${dues}.`)}</p>`}
${form(shown, 'password', t('Cambia', 'Change'), (own) => [field(own, 'current', { type: 'password' }), newPassword(own, 'next')])}${form(shown, 'sign-out', t('Esci', 'Sign out'))}${obligations.length === 0 && toArea}`,
        { ...shown, labels: { confirmation: t('Ripeta la nuova password', 'Repeat the new password') } },
      )
    },
    area: (shown) => {
      const { addresses, pecChange, emailChange } = shown.view
      const underWay = (path: 'pec' | 'email', to: string, status: string | undefined, end: number | null) =>
        html`<h2>${titles[path]}</h2><p>${t('Nuovo indirizzo:', 'New address:')} ${to}. ${t('Stato:', 'State:')} ${status}${end !== null && `, ${untilPhrase(end, locale)}`}.</p>${form(shown, `area/${path}/resend`, t('Invia di nuovo il link', 'Send the link again'))}${form(shown, `area/${path}/cancel`, t('Annulla il cambio', 'Cancel the change'))}`
      const pec = addresses.pec === null ? '' : `${addresses.pec} `
      const hasPassword = local(shown) === 'active' || local(shown) === 'temporary'
      return page(
        t('Area riservata', 'Private area'),
        html`<p>${shown.session?.person?.name} ${shown.session?.person?.surname}</p>
<dl><dt>E-mail</dt><dd>${addresses.email ?? t('(non comunicato)', '(not given)')}</dd><dt>PEC</dt><dd>${pec}(${statusText('pec', addresses.pecStatus, locale)})</dd></dl>
${pecChange !== null && underWay('pec', pecChange.pec, statusText('pecChange', pecChange.status, locale), pecChange.until)}
${emailChange !== null && underWay('email', emailChange.email, statusText('emailChange', emailChange.status, locale), emailChange.until)}
<h2>${t('Che cosa può fare', 'What you can do')}</h2>
<ul>${acts(shown).map((act) => html`<li>${link(`area/${act}`, titles[act])}</li>`)}
${hasPassword && html`<li>${link('password', t('Cambio della password', 'Change of the password'))}</li>`}</ul>
${form(shown, 'area/sessions', t('Chiudi tutte le sessioni', 'End all sessions'))}${form(shown, 'sign-out', t('Esci', 'Sign out'))}`,
        shown,
      )
    },
    areaForm: (shown) => {
      const { act, underWay } = shown.view
      return page(
        titles[act],
        html`${
          underWay !== null &&
          html`<p>${t(`È già in corso il cambio verso ${underWay}: una nuova richiesta lo sostituisce.`, `A change to ${underWay} is under way already: a new one replaces it.`)}</p>`
        }${form(shown, `area/${act}`, buttons[act], (own) => insides[act](own, isFederated(shown)))}${toArea}`,
        { ...shown, labels: { confirmation: again } },
      )
    },
    pinStarted: (shown) => linkPages(kit).half(shown, 'area/pin/conclude', (own) => insides['pin/conclude'](own, false), toArea),
    ...linkPages(kit).pages,
  }
}
