/** What the use cases of a change of the private address have in common: how one begins, and what its validation does. */

import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { isInstitutional } from '../../../rules/identity/index.ts'
import type { Problem } from '../../../runtime/input.ts'
import type { MailAddressGiven } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPersonal, CredentialRefusal } from '../../account/credential/model.ts'
import { type AddressesDesk, currentPec, type Holder, tellHolder } from '../addresses/desk.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { type Drawn, linkUrl } from '../link.ts'
import { linkLetter, requestedLetter, validatedLetter } from './letters.ts'
import type { ContactChangeState, ContactLink } from './model.ts'

/** The form cannot be taken as it is: everything that is wrong with it. */
export type ContactChangeFormRefusal = { readonly code: 'contact-change/form'; readonly problems: readonly Problem[] }

/** The private address is the one in force. */
export type ContactChangeSameAddressRefusal = { readonly code: 'contact-change/same-address' }

/** A change of the private address that was asked for. */
export type ContactChange = Exclude<ContactChangeState, { readonly status: 'none' }>

/** What was asked for. */
export type ContactChangeRequested = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** The end of the link that was sent now, exclusive. */
  readonly until: Instant
  /** True for a mailbox in one of the office's institutional domains. */
  readonly institutional: boolean
}

/** A change whose address was not erased: to who holds a link another one does not exist. */
export type Living = ContactChange & { readonly personal: { readonly mail: string } }

function isLiving(state: ContactChangeState): state is Living {
  return state.status !== 'none' && state.personal !== null
}

/** The change in a state; null where there is none, or it was erased. */
export function livingOf(state: ContactChangeState): Living | null {
  return isLiving(state) ? state : null
}

/** The newest link of a change. */
export function lastOf({ links }: ContactChange): ContactLink {
  const link = links.at(-1)
  invariant(link !== undefined, 'contact-change: a change has at least its first link')
  return link
}

/** Mails the newest link of a change to the new address, and says what was asked for. */
export function mailLink(
  { shell, contactRules }: AddressesDesk,
  unit: Unit,
  { id, token }: Pick<Drawn, 'id' | 'token'>,
  mail: { readonly state: ContactChange; readonly person: CredentialPersonal; readonly address: string },
): ContactChangeRequested {
  const { state, person, address } = mail
  const { locale } = person
  const { number, until } = lastOf(state)
  const url = linkUrl(shell, 'contact-change', token)
  const to = { name: `${person.name} ${person.surname}`, address }
  const letter = linkLetter(shell.office, { url, until })
  unit.mail({ topic: { kind: 'contact-change', id }, purpose: `link-${number}`, to, locale, letter, until })
  return { id, until, institutional: isInstitutional(address, contactRules.institutionalDomains) }
}

/** Ends what the addresses call the open change, with its unsent mail: its links are dead in the commit that makes the new ones. */
async function supersede(desk: AddressesDesk, unit: Unit, open: string | null): Promise<void> {
  if (open === null) return
  const superseded = await unit.run(desk.contactChange, open, { type: 'SupersedeContactChange' })
  if (superseded.ok) unit.voidMail('contact-change', open)
}

/** Begins a change: the link goes to the new address, the notice to the addresses in force, an earlier change is superseded. */
export async function beginContactChange(
  desk: AddressesDesk,
  unit: Unit,
  drawn: Drawn,
  asked: { readonly accountId: string; readonly holder: Holder; readonly mail: MailAddressGiven },
): Promise<Result<ContactChangeRequested, ContactChangeSameAddressRefusal>> {
  const { shell, contactChange } = desk
  const { accountId, holder, mail } = asked
  const { personal: person, epoch } = holder
  // The key of an address is the whole of it in lower case.
  if (person.mail.toLowerCase() === mail.key) return refuse({ code: 'contact-change/same-address' })
  const addresses = await unit.state(addressesMachine, accountId)
  await supersede(desk, unit, addresses.changes.contact)
  const { id, digest } = drawn
  const requested = await unit.run(contactChange, id, {
    type: 'RequestContactChange',
    accountId,
    epoch,
    mailId: shell.ring.lookup('mailbox', mail.key),
    digest,
    personal: { mail: mail.address },
  })
  invariant(requested.ok && requested.value.state.status !== 'none', 'contact-change: a fresh id has no change yet')
  const { state } = requested.value
  await unit.run(addressesMachine, accountId, { type: 'BeginChange', kind: 'contact', id })
  tellHolder(unit, person, currentPec(addresses), {
    topic: { kind: 'contact-change', id },
    purpose: 'requested',
    letter: requestedLetter(shell.office, { mail: mail.address, when: unit.at() }),
  })
  return accept(mailLink(desk, unit, drawn, { state, person, address: mail.address }))
}

/** What a validated change does: notices go to the new address, and the old ones are told. */
export async function applyValidation(
  { shell, credential }: AddressesDesk,
  unit: Unit,
  id: string,
  { accountId }: ContactChange,
  validated: { readonly holder: Holder; readonly mail: string },
): Promise<Result<null, CredentialRefusal>> {
  const { holder, mail } = validated
  const changed = await unit.run(credential, accountId, { type: 'ChangeContact', personal: { mail } })
  if (!changed.ok) return changed
  const addresses = await unit.state(addressesMachine, accountId)
  await unit.run(addressesMachine, accountId, { type: 'EndChange', kind: 'contact', id })
  unit.voidMail('contact-change', id)
  tellHolder(unit, holder.personal, currentPec(addresses), {
    topic: { kind: 'contact-change', id },
    purpose: 'validated',
    letter: validatedLetter(shell.office, { mail, when: unit.at() }),
  })
  return accept(null)
}
