/** When a change of the private address ends by itself, and whether one was left open: derived, so nothing has to run for it. */
import type { Instant } from '../../../kernel/index.ts'
import type { EmailChangeState } from './model.ts'

/** A change that waits for its confirmation. */
export type Open = Extract<EmailChangeState, { readonly status: 'awaiting-confirmation' }>

/** From this instant on none of its links can do anything any more. */
export function closingOf({ links }: Pick<Open, 'links'>): Instant {
  return links.reduce((latest, { until }) => Math.max(latest, until), 0)
}

/**
 * True when, at the end of the instant, the change had been asked for and nothing had come of it: neither confirmed nor taken back,
 * superseded or void. One whose links had expired by then counts, for its subscriber did not confirm it (seed 000, point 4).
 *
 * @example
 * unconfirmedAt(emailChangeDecider(defaultPolicy.emailChange).initial, clock.now())  // false
 */
export function unconfirmedAt(state: EmailChangeState, at: Instant): boolean {
  if (state.status === 'none' || at < state.requestedAt) return false
  return state.status === 'awaiting-confirmation' || at < state.endedAt
}
