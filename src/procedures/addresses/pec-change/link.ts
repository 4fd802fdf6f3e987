/** The link of a change of PEC: what the page behind it shows, and the one act that it allows (seed 003). */

import { accept, type Instant, invariant, type Locale, type Result, refuse } from '../../../kernel/index.ts'
import { endOfDayText } from '../../../rules/civil/index.ts'
import { type CommandOptions, readInput } from '../../../runtime/input.ts'
import type { RequestKeyRefusal } from '../../../runtime/request.ts'
import { type SessionNotActiveRefusal, withSession } from '../../account/session/context.ts'
import { type AddressesContext, holderOf } from '../addresses/context.ts'
import { addressesMachine } from '../addresses/schema.ts'
import { type Linked, withLink } from '../link.ts'
import {
  applyConfirmation,
  isTaken,
  type NotErased,
  notErased,
  type PecChangeBeginRefusal,
  type PecChangeFormRefusal,
} from './context.ts'
import { isClosed, waits } from './expiry.ts'
import type { PecChangeState, PecChangeUndeliverable, PecLink } from './model.ts'
import { holderForm } from './schema.ts'

/** Every refusal that who holds a link can meet. */
export type PecChangeLinkRefusal = PecChangeBeginRefusal | RequestKeyRefusal

const notFound = { code: 'pec-change/not-found' } as const

const targetOf = ({ pecChange }: AddressesContext) => ({ machine: pecChange, changeIn: notErased, notFound })

/** How a change of PEC stands, for the page that shows it. */
export type PecChangeView = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** Where it stands. */
  readonly status: 'expired' | 'waiting' | Exclude<PecChangeState['status'], 'none'>
  /** The new PEC. */
  readonly pec: string

  /** When it was asked for. */
  readonly requestedAt: Instant
  /** End of the term by what is known, exclusive; null once it has ended otherwise. */
  readonly until: Instant | null
  /** The same in words. */
  readonly untilText: { readonly [L in Locale]: string } | null
  /** Why the link could not be delivered; null unless that is so. */
  readonly failure: PecChangeUndeliverable | null
  /** True while `confirm` would do something: the page offers its button. */
  readonly canConfirm: boolean
  /** True when that would only wait: the term by the sending is over, and a receipt must show that the mail came late enough. */
  readonly willWait: boolean
}

/** How a change stands by one of its links. What has expired stays so, whatever happens to the account. */
function statusOf(state: NotErased, link: PecLink, securityVersion: number | null, at: Instant): PecChangeView['status'] {
  if (state.status !== 'awaiting-receipt' && state.status !== 'awaiting-confirmation') return state.status
  if (isClosed(link, at)) return 'expired'
  if (state.securityVersion !== securityVersion) return 'void'
  // In the term a click is a confirmation, though an earlier one waits: its sending may have been known later.
  return waits(link) && at >= link.until ? 'waiting' : state.status
}

/** The view by one link; `isElsewhere` when somebody else has the address by now. */
function viewOf({ id, state, link, holder }: Linked<NotErased>, at: Instant, isElsewhere: boolean): PecChangeView {
  const status = statusOf(state, link, holder?.securityVersion ?? null, at)
  const isLive = status === 'awaiting-receipt' || status === 'awaiting-confirmation'
  const until = isLive || status === 'expired' ? link.until : null
  return {
    id,
    status,
    pec: state.personal.pec,
    requestedAt: state.requestedAt,
    until,
    untilText: until === null ? null : { it: endOfDayText(until, 'it'), en: endOfDayText(until, 'en') },
    failure: state.status === 'undeliverable' ? state.failure : null,
    canConfirm: isLive && !isElsewhere,
    willWait: isLive && !isElsewhere && at >= link.until,
  }
}

/**
 * What the page behind a link must show. Changes nothing, however often it is opened and by whatever: confirming is an act of its own.
 * `waiting`: the click was later than the sending allows, and counts if a receipt shows that the mail was received late enough.
 */
export function inspectByLink(
  context: AddressesContext,
  token: unknown,
): Promise<Result<PecChangeView, typeof notFound | RequestKeyRefusal>> {
  const operation = { name: 'pec-change/inspect-by-link', journalsRefusals: false }
  return withLink(context, targetOf(context), token, operation, async (unit, linked) => {
    const { accountId, pecId } = linked.state
    return accept(viewOf(linked, unit.now(), await isTaken(context, unit, accountId, pecId)))
  })
}

/**
 * The change that its holder has begun last and not concluded, by the link whose term is the longest; null where there is none. Changes
 * nothing.
 */
export async function inspectOwn(
  context: AddressesContext,
  input: { readonly token: string },
): Promise<Result<PecChangeView | null, PecChangeFormRefusal | SessionNotActiveRefusal | RequestKeyRefusal>> {
  const read = readInput(holderForm, input)
  if (!read.ok) return refuse({ code: 'pec-change/form', problems: read.refusal })
  type Answer = Result<PecChangeView | null, SessionNotActiveRefusal>
  const operation = { name: 'pec-change/inspect-own', scopes: ['full'], journalsRefusals: false } as const
  return withSession(context, read.value.token, operation, async (unit, { accountId, account }): Promise<Answer> => {
    const id = (await unit.state(addressesMachine, accountId)).changes.pec
    const state = id === null ? null : notErased(await unit.state(context.pecChange, id))
    if (id === null || state === null) return accept(null)
    const [first, ...others] = state.links
    invariant(first !== undefined, 'pec-change: a change has at least its first link')
    const link = others.reduce((longest, other) => (other.closesAt > longest.closesAt ? other : longest), first)
    const linked = { id, digest: link.digest, state, link, holder: holderOf(account) }
    return accept(viewOf(linked, unit.now(), await isTaken(context, unit, accountId, state.pecId)))
  })
}

/** What a confirmation did. `waiting`: it takes effect when a receipt shows that it was in time. */
export type PecChangeConfirmed = {
  /** Where it stands. */
  readonly status: 'confirmed' | 'waiting'
  /** One PEC address. Personal data. */
  readonly pec: string
}

/**
 * Confirms the new PEC, the only act that a link allows. It acts on the account that it was issued for, whoever is signed in. The
 * first one wins; what comes later hears that it was done.
 */
export function confirm(
  context: AddressesContext,
  token: unknown,
  options?: CommandOptions,
): Promise<Result<PecChangeConfirmed, PecChangeLinkRefusal>> {
  type Answer = Result<PecChangeConfirmed, PecChangeLinkRefusal>
  const operation = { name: 'pec-change/confirm', options }
  return withLink(context, targetOf(context), token, operation, async (unit, linked): Promise<Answer> => {
    const { id, digest, state, holder } = linked
    const { pec } = state.personal
    await unit.preload([{ kind: 'pec-claim', id: state.pecId }])
    const asked = { type: 'ConfirmPecChange', digest, securityVersion: holder?.securityVersion ?? 0 } as const
    const decided = await unit.run(context.pecChange, id, asked)
    if (!decided.ok) return decided
    const { status } = decided.value.state
    if (status === 'void') {
      unit.commitOnRefusal()
      unit.cancelMail('pec-change', id)
      return refuse({ code: 'pec-change/void' })
    }
    if (status !== 'confirmed') return accept({ status: 'waiting', pec })
    invariant(holder !== null, 'pec-change: what is confirmed has a holder')
    const applied = await applyConfirmation(context, unit, id, state, holder)
    return applied.ok ? accept({ status: 'confirmed', pec }) : applied
  })
}
