/** When a change of PEC ends by itself: derived from its links, so nothing has to run for it to be over. */
import type { Instant } from '../../../kernel/index.ts'
import type { PecChangeState, PecLink } from './model.ts'

/** A change that still waits for something. */
export type Open = Extract<PecChangeState, { readonly status: 'awaiting-receipt' | 'awaiting-confirmation' }>

/** True for a change that still waits for something. */
export function isOpen(state: PecChangeState): state is Open {
  return state.status === 'awaiting-receipt' || state.status === 'awaiting-confirmation'
}

/**
 * True while a click on the link waits for a receipt however late that is read: none has come, or one that the hand-over speaks against.
 * Where one has come that nobody has verified, a click waits for a verified one until `closesAt` and no longer.
 */
export function waits({ heldAt, receipt }: PecLink): boolean {
  return heldAt !== null && receipt !== 'unverified' && receipt !== 'final'
}

/** From this instant on the terms of all its links are over. */
export function endOfTerms({ links }: Pick<Open, 'links'>): Instant {
  return links.reduce((latest, { closesAt }) => Math.max(latest, closesAt), 0)
}

/** True when nothing can come of the link any more. */
export function isClosed(link: PecLink, at: Instant): boolean {
  return at >= link.closesAt && !waits(link)
}
