/** What the use cases of a change of PEC have in common: how one begins, how a link finds it, what its confirmation does. */

import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import type { Problem } from '../../../runtime/input.ts'
import type { MailAddressGiven } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CredentialPersonal } from '../../account/credential/model.ts'
import { type AddressesContext, currentPec, type Holder, pecIdOf, tellHolder } from '../addresses/context.ts'
import type { AddressesRefusal } from '../addresses/model.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { type Drawn, linkUrl } from '../link.ts'
import type { PecClaimRefusal } from '../pec-claim/model.ts'
import { pecClaimMachine } from '../pec-claim/schema.ts'
import { confirmedLetter, linkLetter, requestedLetter } from './letters.ts'
import type { PecChangeOrigin, PecChangeRefusal, PecChangeState, PecLink } from './model.ts'

/** The form cannot be taken as it is: everything that is wrong with it. */
export type PecChangeFormRefusal = { readonly code: 'pec-change/form'; readonly problems: readonly Problem[] }

/** Why no change of PEC was begun. */
export type PecChangeBeginRefusal = AddressesRefusal | PecChangeRefusal | PecClaimRefusal

/** A change of PEC that was asked for. */
export type PecChange = Exclude<PecChangeState, { readonly status: 'none' }>

/** A change whose addresses were not erased: to who holds a link another one does not exist. */
export type NotErased = PecChange & { readonly personal: { readonly pec: string } }

function isNotErased(state: PecChangeState): state is NotErased {
  return state.status !== 'none' && state.personal !== null
}

/** The change in a state; null where there is none, or it was erased. */
export function notErased(state: PecChangeState): NotErased | null {
  return isNotErased(state) ? state : null
}

const nameOf = ({ name, surname }: CredentialPersonal): string => `${name} ${surname}`

/** Mails the newest link of a change to the new address. What it says of the term is what is enforced; after that it is not sent. */
export function mailLink(
  { runtime }: AddressesContext,
  unit: Unit,
  { id, token }: Pick<Drawn, 'id' | 'token'>,
  person: CredentialPersonal,
  state: PecChangeState,
): PecLink {
  const link = state.status === 'none' ? undefined : state.links.at(-1)
  invariant(link !== undefined && state.personal !== null, 'pec-change: a link that is mailed is one of its change')
  const { locale } = person
  const { number, sentAt, until, closesAt } = link
  const terms = { url: linkUrl(runtime, 'pec-change', token), sentAt, until, isFirm: until === closesAt }
  unit.mail({
    topic: { kind: 'pec-change', id },
    purpose: `link-${number}`,
    to: { name: nameOf(person), address: state.personal.pec },
    locale,
    letter: linkLetter(runtime.office, terms),
    channel: 'pec',
    // Sent later, its receipt might come when nothing can be lengthened any more, and the letter would be wrong.
    until,
  })
  return link
}

/** True when another account has the address, where the office lets no two have one. */
export async function isTaken(context: AddressesContext, unit: Unit, accountId: string, pecId: string): Promise<boolean> {
  if (context.pecRules.sharedPec === 'allow') return false
  const claim = await unit.state(pecClaimMachine, pecId)
  return claim.status === 'taken' && claim.accountId !== accountId
}

/** Ends what the addresses call the open change, with its unsent mail: its links are dead in the commit that makes the new ones. */
async function supersede(context: AddressesContext, unit: Unit, open: string | null): Promise<void> {
  if (open === null) return
  const superseded = await unit.run(context.pecChange, open, { type: 'SupersedePecChange' })
  if (superseded.ok) unit.cancelMail('pec-change', open)
}

/** Begins a change: the link goes to the new PEC, the notice to the addresses in force, an earlier change is superseded. */
export async function beginPecChange(
  context: AddressesContext,
  unit: Unit,
  drawn: Drawn,
  asked: {
    readonly accountId: string
    readonly holder: Holder
    readonly origin: PecChangeOrigin
    readonly pec: MailAddressGiven
  },
): Promise<Result<{ readonly id: string; readonly until: Instant }, PecChangeBeginRefusal>> {
  const { runtime, pecChange } = context
  const { accountId, holder, origin, pec } = asked
  const { personal: person, securityVersion } = holder
  const pecId = pecIdOf(runtime, pec.key)
  const addresses = await unit.state(addressesMachine, accountId)
  const current = currentPec(addresses)
  if (addresses.status !== 'none' && current !== null && addresses.pecId === pecId) return refuse({ code: 'addresses/same-pec' })
  if (await isTaken(context, unit, accountId, pecId)) return refuse({ code: 'pec-claim/taken' })
  await supersede(context, unit, addresses.changes.pec)
  const { id, digest } = drawn
  const personal = { pec: pec.address }
  const requested = await unit.run(pecChange, id, {
    type: 'RequestPecChange',
    accountId,
    securityVersion,
    origin,
    pecId,
    digest,
    personal,
  })
  if (!requested.ok) return requested
  const begun = await unit.run(addressesMachine, accountId, { type: 'BeginChange', kind: 'pec', id })
  if (!begun.ok) return begun
  const { until } = mailLink(context, unit, drawn, person, requested.value.state)
  tellHolder(unit, person, current, {
    topic: { kind: 'pec-change', id },
    purpose: 'requested',
    letter: requestedLetter(runtime.office, { pec: pec.address, when: unit.now() }),
  })
  return accept({ id, until })
}

/** What a confirmed change does: the new PEC is in force, the old one is free again and is told. */
export async function applyConfirmation(
  context: AddressesContext,
  unit: Unit,
  id: string,
  { accountId, pecId, personal: { pec } }: NotErased,
  { personal: person }: Holder,
): Promise<Result<null, PecChangeBeginRefusal>> {
  const { runtime, pecRules } = context
  const addresses = await unit.state(addressesMachine, accountId)
  const former = addresses.status === 'none' ? null : addresses.pecId
  const claimed = await unit.run(pecClaimMachine, pecId, { type: 'ClaimPec', accountId })
  // Where two may have one, the first has the claim: it holds once they may not.
  if (!claimed.ok && pecRules.sharedPec === 'refuse') return claimed
  // Refused where the former one was never claimed.
  if (former !== null && former !== pecId) await unit.run(pecClaimMachine, former, { type: 'ReleasePec', accountId })
  // Refused where the office has entered the very address meanwhile: it is in force already.
  await unit.run(addressesMachine, accountId, { type: 'AdoptPec', pecId, personal: { pec } })
  await unit.run(addressesMachine, accountId, { type: 'EndChange', kind: 'pec', id })
  unit.cancelMail('pec-change', id)
  tellHolder(unit, person, currentPec(addresses), {
    topic: { kind: 'pec-change', id },
    purpose: 'confirmed',
    letter: confirmedLetter(runtime.office, { pec, when: unit.now() }),
  })
  return accept(null)
}
