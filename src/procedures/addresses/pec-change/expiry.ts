/** When a change of PEC ends by itself: derived from its links, so nothing has to run for it to be over. */
import type { Instant } from '../../../kernel/index.ts'
import type { PecChangeState, PecLink } from './model.ts'

/** A change that still waits for something. */
export type Open = Extract<PecChangeState, { readonly status: 'awaiting-receipt' | 'awaiting-confirmation' }>

/** True for a change that still waits for something. */
export function isOpen(state: PecChangeState): state is Open {
  return state.status === 'awaiting-receipt' || state.status === 'awaiting-confirmation'
}

/** True while a click on the link waits for its receipt, however late that is read. */
export function waits({ heldAt, receivedAt }: PecLink): boolean {
  return heldAt !== null && receivedAt === null
}

/** From this instant on the terms of all its links are over. */
export function endOfTerms({ links }: Pick<Open, 'links'>): Instant {
  return links.reduce((latest, { closesAt }) => Math.max(latest, closesAt), 0)
}

/** True when nothing can come of the link any more. */
export function isClosed(link: PecLink, at: Instant): boolean {
  return at >= link.closesAt && !waits(link)
}
