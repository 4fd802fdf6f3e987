/** The change of PEC as a change that a link confirms: what it answers, and what is its own. */

import { accept, type Instant, type Locale, type Result, refuse } from '../../../kernel/index.ts'
import { endOfDayText } from '../../../rules/civil/index.ts'
import { type FormRefusal, formRefusal } from '../../../runtime/input.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type AddressesContext, currentPec, pecIdOf } from '../addresses/context.ts'
import type { AddressesRefusal } from '../addresses/model.ts'
import { addressesMachine } from '../addresses/schema.ts'
import {
  type Asked,
  changed,
  type Linked,
  type LinkedChange,
  type LinkedView,
  type NotErased,
  newestLink,
  notErased,
  termOf,
  viewByLink,
} from '../linked-change/context.ts'
import { cancelForm } from '../linked-change/schema.ts'
import type { PecClaimRefusal } from '../pec-claim/model.ts'
import { pecClaimMachine } from '../pec-claim/schema.ts'
import { isClosed, isOpen } from './expiry.ts'
import { confirmedLetter, linkLetter, requestedLetter } from './letters.ts'
import type { PecChangeOrigin, PecChangeRefusal, PecChangeState, PecChangeUndeliverable, PecLink } from './model.ts'
import { requestForm } from './schema.ts'

/** The form cannot be taken as it is. */
export type PecChangeFormRefusal = FormRefusal<'pec-change/form'>

/** Why no change of PEC was begun. */
export type PecChangeBeginRefusal = AddressesRefusal | PecChangeRefusal | PecClaimRefusal

/** No such change, or a link that is none of its own: not told apart. */
export type PecChangeNotFoundRefusal = Extract<PecChangeRefusal, { readonly code: 'pec-change/not-found' }>

/** A change whose address was not erased. */
export type PecChange = NotErased<PecChangeState>

/** What was asked for. */
export type PecChangeRequested = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** The end of the link if it is received today, exclusive. */
  readonly until: Instant
  /** The same in words, as the letter has it: a term that ends with a day is told by that day, at 24:00. */
  readonly untilText: { readonly [L in Locale]: string }
}

/** How a change of PEC stands, for the page that shows it. */
export type PecChangeView = LinkedView<'expired' | 'waiting' | Exclude<PecChangeState['status'], 'none'>> & {
  /** The new PEC. */
  readonly pec: string
  /** Why the link could not be delivered; null unless that is so. */
  readonly failure: PecChangeUndeliverable | null
  /** True when `confirm` would only wait: the term by the sending is over, and a receipt must show that the mail came late enough. */
  readonly willWait: boolean
}

/** What a confirmation did. `waiting`: it takes effect when a receipt shows that it was in time. */
export type PecChangeConfirmed = {
  /** Where it stands. */
  readonly status: 'confirmed' | 'waiting'
  /** One PEC address. Personal data. */
  readonly pec: string
}

type PecAnswers = {
  readonly requested: PecChangeRequested
  readonly view: PecChangeView
  readonly confirmed: PecChangeConfirmed
  readonly form: PecChangeFormRefusal
  readonly notFound: PecChangeNotFoundRefusal
  readonly refusal: PecChangeRefusal
  readonly begin: AddressesRefusal | PecClaimRefusal
  readonly effect: PecClaimRefusal
}

/** True when another account has the address, where the office lets no two have one. */
export async function isTaken(context: AddressesContext, unit: Unit, accountId: string, pecId: string): Promise<boolean> {
  if (context.pecRules.sharedPec === 'allow') return false
  const claim = await unit.state(pecClaimMachine, pecId)
  return claim.status === 'taken' && claim.accountId !== accountId
}

/** How a change stands by one of its links. What has expired stays so, whatever happens to the account. */
function statusOf({ change, link, subscriber }: Linked<PecChange>, at: Instant): PecChangeView['status'] {
  if (!isOpen(change)) return change.status
  if (isClosed(link, at)) return 'expired'
  if (change.securityVersion !== subscriber?.securityVersion) return 'void'
  // In the term a click is a confirmation, though an earlier one waits: its sending may have been known later.
  return link.heldAt !== null && at >= link.until ? 'waiting' : change.status
}

/** The view by one link. One whose address somebody else has by now cannot be confirmed. */
async function viewOf(context: AddressesContext, unit: Unit, linked: Linked<PecChange>): Promise<PecChangeView> {
  const { change, link } = linked
  const at = unit.now()
  const status = statusOf(linked, at)
  const isLive = status === 'awaiting-receipt' || status === 'awaiting-confirmation'
  const canConfirm = isLive && !(await isTaken(context, unit, change.accountId, change.pecId))
  return {
    ...viewByLink(linked, { status, isLive }, endOfDayText),
    pec: change.personal.pec,
    failure: change.status === 'undeliverable' ? change.failure : null,
    canConfirm,
    willWait: canConfirm && at >= link.until,
  }
}

function longestLink(change: PecChange): PecLink {
  const [first = newestLink(change), ...others] = change.links
  return others.reduce((longest, other) => (other.closesAt > longest.closesAt ? other : longest), first)
}

/** Begins a change, unless the PEC is the one in force or somebody else's. */
async function begin(context: AddressesContext, unit: Unit, origin: PecChangeOrigin, asked: Asked) {
  const { id, digest, accountId, subscriber, address } = asked
  const pecId = pecIdOf(context.runtime, address.key)
  const addresses = await unit.state(addressesMachine, accountId)
  const isInForce = addresses.status !== 'none' && currentPec(addresses) !== null && addresses.pecId === pecId
  if (isInForce) return refuse({ code: 'addresses/same-pec' } as const)
  if (await isTaken(context, unit, accountId, pecId)) {
    // A request by the subscriber is counted, so that nobody can try whose PEC the office knows as often as he likes.
    if (origin === 'subscriber') {
      unit.journal('credential', accountId, 'Refused', { command: 'pec-change/request', code: 'pec-claim/taken' })
      unit.commitOnRefusal()
    }
    return refuse({ code: 'pec-claim/taken' } as const)
  }
  const request = { accountId, securityVersion: subscriber.securityVersion, origin, pecId, digest }
  const personal = { pec: address.address }
  return changed(await unit.run(context.pecChange, id, { type: 'RequestChange', ...request, personal }))
}

/** Puts the new PEC in force: it is claimed, and the former one is free again. */
async function adopt(
  { pecRules }: AddressesContext,
  unit: Unit,
  { accountId, pecId, personal: { pec } }: PecChange,
): Promise<Result<null, PecClaimRefusal>> {
  const addresses = await unit.state(addressesMachine, accountId)
  const former = addresses.status === 'none' ? null : addresses.pecId
  const claimed = await unit.run(pecClaimMachine, pecId, { type: 'ClaimPec', accountId })
  // Where two may have one, the first has the claim: it holds once they may not.
  if (!claimed.ok && pecRules.sharedPec === 'refuse') return claimed
  // Refused where the former one was never claimed.
  if (former !== null && former !== pecId) await unit.run(pecClaimMachine, former, { type: 'ReleasePec', accountId })
  // Refused where the office has entered the very address meanwhile: it is in force already.
  await unit.run(addressesMachine, accountId, { type: 'AdoptPec', pecId, personal: { pec } })
  return accept(null)
}

/** `origin`: who begins it, where it is begun. */
export function linkedPec(
  context: AddressesContext,
  origin: PecChangeOrigin = 'subscriber',
): LinkedChange<PecChange, PecAnswers> {
  const { runtime, pecChange: machine } = context
  return {
    context,
    kind: 'pec-change',
    slot: 'pec',
    form: requestForm,
    malformed: (problems) => formRefusal('pec-change/form', problems),
    notFound: { code: 'pec-change/not-found' },
    isVoid: { code: 'pec-change/void' },
    find: async (unit, id) => notErased(await unit.state(machine, id)),
    run: async (unit, id, command) => changed(await unit.run(machine, id, command)),
    confirm: async (unit, id, click) => changed(await unit.run(machine, id, click)),
    cancelForm,
    withheld: ({ origin }) => (origin === 'assistance' ? { code: 'pec-change/reauthentication-required' } : null),
    reads: (key) => [{ kind: 'pec-claim', id: pecIdOf(runtime, key) }],
    begin: (unit, asked) => begin(context, unit, origin, asked),
    adopt: (unit, change) => adopt(context, unit, change),
    linkMail(change, url) {
      // What the letter says of the term is what is enforced. Sent later than `until`, its receipt might come when nothing can be
      // lengthened any more.
      const { sentAt, until, closesAt } = newestLink(change)
      const letter = linkLetter(runtime.office, { url, sentAt, until, isFirm: until === closesAt })
      return { address: change.personal.pec, letter, channel: 'pec' }
    },
    notice(purpose, { personal: { pec } }, told) {
      const letter = purpose === 'requested' ? requestedLetter : confirmedLetter
      return letter(runtime.office, { ...told, pec })
    },
    shownLink: longestLink,
    requestedOf: (id, change) => ({ id, ...termOf(change, endOfDayText) }),
    viewOf: (unit, linked) => viewOf(context, unit, linked),
    confirmedOf: ({ status, personal: { pec } }) => ({ status: status === 'confirmed' ? 'confirmed' : 'waiting', pec }),
  }
}
