/** When a change of PEC ends by itself: derived from its links, so nothing has to run for it to be over. */
import type { Instant } from '../kernel/index.ts'
import type { PecChangeState } from './model.ts'

/** A change that still waits for something. */
export type Open = Extract<PecChangeState, { readonly status: 'awaiting-receipt' | 'awaiting-confirmation' }>

/** From this instant on none of its links can do anything any more. */
export function closingOf({ links }: Pick<Open, 'links'>): Instant {
  return links.reduce((latest, { closesAt }) => Math.max(latest, closesAt), 0)
}
