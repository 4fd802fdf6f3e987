/** When a change of the private address ends by itself, and whether one was left open: derived, so nothing has to run for it. */
import type { Instant } from '../../../kernel/index.ts'
import type { EmailChangeState } from './model.ts'

/** A change that waits for its validation. */
export type Open = Extract<EmailChangeState, { readonly status: 'awaiting-validation' }>

/** From this instant on none of its links can do anything any more. */
export function closingOf({ links }: Pick<Open, 'links'>): Instant {
  return links.reduce((latest, { until }) => Math.max(latest, until), 0)
}

/**
 * True when, at the end of the instant, the change had been asked for and nothing had come of it: neither validated nor taken back,
 * superseded or void. One whose links had expired by then counts, for its holder did not validate it (seed 000, point 4).
 */
export function unvalidatedAt(state: EmailChangeState, at: Instant): boolean {
  if (state.status === 'none' || at < state.requestedAt) return false
  return state.status === 'awaiting-validation' || at < state.endedAt
}
