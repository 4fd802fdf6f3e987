/** What the portal holds about whoever is signed in: to be looked at, and saved as a file. The full copy is for the office to hand out, since it looks before. */
import { fieldLabel, fieldValueText, type Sportello, statusText } from 'sportello'
import { romeText } from 'sportello/civil'
import type { Exchange, Page, Portal } from 'sportello/express'
import { html, type Part } from '../../../html.ts'
import type { Kit } from '../../web/kit.ts'
import { providerText } from '../../web/providers.ts'
import { meansText } from './overview.ts'

/** Everything that the calls of a subscriber show of the account. No secret is among it. */
export function ownData(
  portal: Portal,
  { addresses, pecChange, emailChange, federation, authorisations, delegations }: Sportello,
) {
  return async ({ token }: Pick<Exchange, 'token'>) =>
    portal.all({
      addresses: addresses.inspect({ token }),
      pecChange: pecChange.inspectOwn({ token }),
      emailChange: emailChange.inspectOwn({ token }),
      identities: federation.inspectOwn({ token }),
      authorisations: authorisations.listOwn(token),
      delegations: delegations.listOwn(token),
    })
}

type Own = Extract<Awaited<ReturnType<ReturnType<typeof ownData>>>, { readonly ok: true }>['value']

export function dataPage(kit: Kit): Page<Own> {
  const { t, page, rows, section, note, button, link, locale } = kit
  const label = (field: string) => fieldLabel(field, locale)
  const list = (lines: readonly Part[]): Part =>
    lines.length === 0 ? html`<p>${t('Nessuna.', 'None.')}</p>` : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
  return (shown) => {
    const { addresses, pecChange, emailChange, identities, authorisations, delegations } = shown.view
    const person = shown.session?.person
    return page(
      t('Dati che la riguardano', 'Data about you'),
      html`<p>${t('Scarica un file JSON: lo conservi dove altri non lo leggono.', 'You download a JSON file: keep it where others do not read it.')}</p><p>${button('/area/data/file', t('Scarica i dati', 'Download the data'))}</p>
${section(t('Persona', 'Person'), person && rows((['surname', 'name', 'codiceFiscale', 'birthDate'] as const).map((field) => [label(field), fieldValueText(field, person[field], locale)])))}
${section(
  t('Recapiti', 'Addresses'),
  rows([
    [label('email'), addresses.email],
    [label('pec'), addresses.pec],
    [t('Stato della PEC', 'State of the PEC'), statusText('pec', addresses.pecStatus, locale)],
    [t('Nuova PEC chiesta', 'New PEC asked for'), pecChange?.pec],
    [t('Nuovo indirizzo e-mail chiesto', 'New e-mail address asked for'), emailChange?.email],
  ]),
)}
${section(t('Identità digitali', 'Digital identities'), list(identities.map(({ protocol, provider, linkedAt }) => html`${meansText(kit, protocol)}, ${providerText(provider, t)}${linkedAt !== null && `, ${romeText(linkedAt, locale)}`}`)))}
${section(t('Autorizzazioni e deleghe', 'Authorisations and delegations'), list([...authorisations.map(({ body, force }) => html`${body.name}: ${statusText('authorisation', force, locale)}`), ...delegations.map(({ status }) => html`${t('Delega', 'Delegation')}: ${statusText('delegation', status, locale)}`)]))}
${note(
  t('La copia completa', 'The full copy'),
  html`<p>${t('Le richieste presentate, le lettere e il registro di ciò che è stato fatto li consegna l’ufficio, che prima controlla che nella copia non ci siano dati di altri. La chieda dalla sua PEC o allo sportello con un documento: la risposta arriva al più tardi entro un mese (articoli 12 e 15 del GDPR). Allo stesso modo chiede di correggere o cancellare.', 'Requests that were filed, letters and the journal of what was done are handed out by the office, which looks first that the copy holds no data of others. Ask for it from your PEC, or at the office with a document: the answer comes within a month at the latest (articles 12 and 15 of the GDPR). You ask for correction and erasure in the same way.')}</p>`,
)}
<p>${link('/area', t('Torna all’area riservata', 'Back to the private area'))}</p>`,
      { ...shown, crumbs: [['/area', t('Area riservata', 'Private area')]] },
    )
  }
}
