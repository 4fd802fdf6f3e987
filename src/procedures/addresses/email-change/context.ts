/** What the use cases of a change of the private address have in common: how one begins, and what its validation does. */

import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { isInstitutional } from '../../../rules/identity/index.ts'
import type { Problem } from '../../../runtime/input.ts'
import type { MailAddressGiven } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPersonal, CredentialRefusal } from '../../account/credential/model.ts'
import { type AddressesContext, currentPec, type Holder, tellHolder } from '../addresses/context.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { type Drawn, linkUrl } from '../link.ts'
import { linkLetter, requestedLetter, validatedLetter } from './letters.ts'
import type { EmailChangeState, EmailLink } from './model.ts'

/** The form cannot be taken as it is: everything that is wrong with it. */
export type EmailChangeFormRefusal = { readonly code: 'email-change/form'; readonly problems: readonly Problem[] }

/** The private address is the one in force. */
export type EmailChangeSameAddressRefusal = { readonly code: 'email-change/same-address' }

/** A change of the private address that was asked for. */
export type EmailChange = Exclude<EmailChangeState, { readonly status: 'none' }>

/** What was asked for. */
export type EmailChangeRequested = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** The end of the link that was sent now, exclusive. */
  readonly until: Instant
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
}

/** A change whose address was not erased: to who holds a link another one does not exist. */
export type NotErased = EmailChange & { readonly personal: { readonly email: string } }

function isNotErased(state: EmailChangeState): state is NotErased {
  return state.status !== 'none' && state.personal !== null
}

/** The change in a state; null where there is none, or it was erased. */
export function notErased(state: EmailChangeState): NotErased | null {
  return isNotErased(state) ? state : null
}

/** The newest link of a change. */
export function lastOf({ links }: EmailChange): EmailLink {
  const link = links.at(-1)
  invariant(link !== undefined, 'email-change: a change has at least its first link')
  return link
}

/** Mails the newest link of a change to the new address, and says what was asked for. */
export function mailLink(
  { runtime, emailRules }: AddressesContext,
  unit: Unit,
  { id, token }: Pick<Drawn, 'id' | 'token'>,
  email: { readonly state: EmailChange; readonly person: CredentialPersonal; readonly address: string },
): EmailChangeRequested {
  const { state, person, address } = email
  const { locale } = person
  const { number, until } = lastOf(state)
  const url = linkUrl(runtime, 'email-change', token)
  const to = { name: `${person.name} ${person.surname}`, address }
  const letter = linkLetter(runtime.office, { url, until })
  unit.mail({ topic: { kind: 'email-change', id }, purpose: `link-${number}`, to, locale, letter, until })
  return { id, until, institutional: isInstitutional(address, emailRules.institutionalDomains) }
}

/** Ends what the addresses call the open change, with its unsent mail: its links are dead in the commit that makes the new ones. */
async function supersede(context: AddressesContext, unit: Unit, open: string | null): Promise<void> {
  if (open === null) return
  const superseded = await unit.run(context.emailChange, open, { type: 'SupersedeEmailChange' })
  if (superseded.ok) unit.cancelMail('email-change', open)
}

/** Begins a change: the link goes to the new address, the notice to the addresses in force, an earlier change is superseded. */
export async function beginEmailChange(
  context: AddressesContext,
  unit: Unit,
  drawn: Drawn,
  asked: { readonly accountId: string; readonly holder: Holder; readonly email: MailAddressGiven },
): Promise<Result<EmailChangeRequested, EmailChangeSameAddressRefusal>> {
  const { runtime, emailChange } = context
  const { accountId, holder, email } = asked
  const { personal: person, securityVersion } = holder
  // The key of an address is the whole of it in lower case.
  if (person.email.toLowerCase() === email.key) return refuse({ code: 'email-change/same-address' })
  const addresses = await unit.state(addressesMachine, accountId)
  await supersede(context, unit, addresses.changes.email)
  const { id, digest } = drawn
  const requested = await unit.run(emailChange, id, {
    type: 'RequestEmailChange',
    accountId,
    securityVersion,
    emailId: runtime.ring.pseudonym('mailbox', email.key),
    digest,
    personal: { email: email.address },
  })
  invariant(requested.ok && requested.value.state.status !== 'none', 'email-change: a fresh id has no change yet')
  const { state } = requested.value
  await unit.run(addressesMachine, accountId, { type: 'BeginChange', kind: 'email', id })
  tellHolder(unit, person, currentPec(addresses), {
    topic: { kind: 'email-change', id },
    purpose: 'requested',
    letter: requestedLetter(runtime.office, { email: email.address, when: unit.now() }),
  })
  return accept(mailLink(context, unit, drawn, { state, person, address: email.address }))
}

/** What a validated change does: notices go to the new address, and the old ones are told. */
export async function applyValidation(
  { runtime, credential }: AddressesContext,
  unit: Unit,
  id: string,
  { accountId }: EmailChange,
  validated: { readonly holder: Holder; readonly email: string },
): Promise<Result<null, CredentialRefusal>> {
  const { holder, email } = validated
  const changed = await unit.run(credential, accountId, { type: 'ChangeEmail', personal: { email } })
  if (!changed.ok) return changed
  const addresses = await unit.state(addressesMachine, accountId)
  await unit.run(addressesMachine, accountId, { type: 'EndChange', kind: 'email', id })
  unit.cancelMail('email-change', id)
  tellHolder(unit, holder.personal, currentPec(addresses), {
    topic: { kind: 'email-change', id },
    purpose: 'validated',
    letter: validatedLetter(runtime.office, { email, when: unit.now() }),
  })
  return accept(null)
}
