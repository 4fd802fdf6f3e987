/** The pieces of docs/addresses.md: a new PEC, the receipts of its mail, and the way past a mailbox that strangers have used up. */
import type { Sportello } from 'sportello'

export type Change = {
  readonly token: string
  readonly pin: string
  readonly password: string
  readonly pec: string
  readonly confirmation: string
}

export async function change(
  sportello: Sportello,
  { token, pin, password, pec, confirmation }: Change,
  linkIn: () => Promise<string>,
) {
  // #region change
  const requested = await sportello.pecChange.request({ token, pin, password, pec, confirmation }) // PIN and password once more
  const link = await linkIn()
  // the page behind the link in the mail:
  const view = await sportello.pecChange.inspectByLink(link) // changes nothing, however often it is opened
  const done = await sportello.pecChange.confirm(link) // the button
  // #endregion
  return { requested, view, done }
}

type Form = Parameters<Sportello['registration']['open']>[0]
type Asked = Parameters<Sportello['assistance']['open']>
export type Ways = { readonly requester: string; readonly pass: string; readonly file: Asked[1] }

export async function past(sportello: Sportello, form: Form, asked: Asked[0], { requester, pass, file }: Ways) {
  // #region pass
  const opened = await sportello.registration.open(form, { requester, pass })
  const filed = await sportello.assistance.open(asked, file, { requester, pass })
  // #endregion
  return { opened, filed }
}
