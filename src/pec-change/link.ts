/** The link of a change of PEC: what the page behind it shows, and the one act that it allows (seed 003). */
import type { AddressesDesk } from '../addresses/desk.ts'
import { withLink } from '../addresses/link.ts'
import { endOfDayText } from '../civil/index.ts'
import { accept, type Instant, invariant, type Locale, type Result, refuse } from '../kernel/index.ts'
import type { CommandOptions } from '../shell/input.ts'
import type { RequestKeyRefusal } from '../shell/request.ts'
import { applyConfirmation, type BeginRefusal, type Living, livingOf } from './desk.ts'
import type { PecChangeState, PecLink, Undeliverable } from './model.ts'

/** Every refusal that who holds a link can meet. */
export type LinkRefusal = BeginRefusal | RequestKeyRefusal

const notFound = { code: 'pec-change/not-found' } as const

const targetOf = ({ pecChange }: AddressesDesk) => ({ machine: pecChange, changeIn: livingOf, notFound })

/** How a change of PEC stands, for the page that shows it. */
export type PecChangeView = {
  readonly id: string
  readonly status: 'expired' | 'waiting' | Exclude<PecChangeState['status'], 'none'>
  /** The new PEC. */
  readonly pec: string
  readonly requestedAt: Instant
  /** End of the term by what is known, exclusive; null once it has ended otherwise. */
  readonly until: Instant | null
  /** The same in words. */
  readonly untilText: { readonly [L in Locale]: string } | null
  /** Why the link could not be delivered; null unless that is so. */
  readonly failure: Undeliverable | null
  /** True while `confirm` would do something: the page offers its button. */
  readonly canConfirm: boolean
}

/** The view by one link. What has expired stays so, whatever happens to the account. */
function viewOf(id: string, state: Living, link: PecLink, epoch: number | null, at: Instant): PecChangeView {
  const isOpen = state.status === 'awaiting-receipt' || state.status === 'awaiting-confirmation'
  const status = !isOpen
    ? state.status
    : at >= link.closesAt
      ? 'expired'
      : state.epoch !== epoch
        ? 'void'
        : link.heldAt !== null
          ? 'waiting'
          : state.status
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
    canConfirm: isLive,
  }
}

/**
 * What the page behind a link must show. Changes nothing, however often it is opened and by whatever: confirming is an act of its own.
 * `waiting`: the click was later than the sending allows, and counts if a receipt shows that the mail was received late enough.
 */
export function inspect(
  desk: AddressesDesk,
  token: unknown,
): Promise<Result<PecChangeView, typeof notFound | RequestKeyRefusal>> {
  const operation = { name: 'pec-change/inspect', untraced: true }
  return withLink(desk, targetOf(desk), token, operation, async (unit, { id, state, link, holder }) =>
    accept(viewOf(id, state, link, holder?.epoch ?? null, unit.at())),
  )
}

/** What a confirmation did. `waiting`: it takes effect when a receipt shows that it was in time. */
export type PecConfirmed = { readonly status: 'confirmed' | 'waiting'; readonly pec: string }

/**
 * Confirms the new PEC, the only act that a link allows. It acts on the account that it was issued for, whoever is signed in. The
 * first one wins; what comes later hears that it was done.
 */
export function confirm(
  desk: AddressesDesk,
  token: unknown,
  options?: CommandOptions,
): Promise<Result<PecConfirmed, LinkRefusal>> {
  type Answer = Result<PecConfirmed, LinkRefusal>
  const operation = { name: 'pec-change/confirm', options }
  return withLink(desk, targetOf(desk), token, operation, async (unit, linked): Promise<Answer> => {
    const { id, digest, state, holder } = linked
    const { pec } = state.personal
    await unit.fetch([{ kind: 'pec-claim', id: state.pecId }])
    const asked = { type: 'ConfirmPecChange', digest, epoch: holder?.epoch ?? 0 } as const
    const decided = await unit.run(desk.pecChange, id, asked)
    if (!decided.ok) return decided
    const { status } = decided.value.state
    if (status === 'void') {
      unit.keep()
      unit.voidMail('pec-change', id)
      return refuse({ code: 'pec-change/void' })
    }
    if (status !== 'confirmed') return accept({ status: 'waiting', pec })
    invariant(holder !== null, 'pec-change: what is confirmed has a holder')
    const applied = await applyConfirmation(desk, unit, id, state, holder)
    return applied.ok ? accept({ status: 'confirmed', pec }) : applied
  })
}
