/**
 * Which password opens which mailbox at an instant: a pure function of what was reported, and of nothing that was planned. The plan says 14:00 to 20:00;
 * a mailbox that follows the clock promises a password that nobody has set (seed 004).
 */
import type { Instant } from '../../../kernel/index.ts'

/** A cut-over as it was reported. */
export type MigrationCutOver = {
  /** Since when nobody can use a mailbox. */
  readonly startedAt: Instant
  /** Since when the mailboxes are at the arriving provider; null while that is not reported. */
  readonly completedAt: Instant | null
  /** Since when they are at the leaving provider again; null where it was not taken back. */
  readonly rolledBackAt: Instant | null
}

/** What an owner has done, or an operator for him. */
export type MigrationActivation = {
  readonly at: Instant
  /** `kept`: the password stays the same. `replaced`: another one was chosen for the arriving provider. */
  readonly password: 'kept' | 'replaced'
  /** Since when the arriving provider has it, as the provider has said; null while it has not. */
  readonly setAt: Instant | null
}

/** What is known of one mailbox. */
export type MigrationFacts = {
  /** Every cut-over that was reported, in their order. */
  readonly cutOvers: readonly MigrationCutOver[]
  /** Every activation of the mailbox, in their order. The last one counts. */
  readonly activations: readonly MigrationActivation[]
}

/** Which password opens which mailbox. */
export type MigrationAccess =
  /** The mailbox at the leaving provider, by the password that it has always had. */
  | { readonly opens: 'leaving'; readonly password: 'old' }
  /** The mailbox at the arriving provider: by the old password where it was kept, else by the new one. */
  | { readonly opens: 'arriving'; readonly password: 'old' | 'new' }
  /**
   * Neither. `cut-over`: it is under way. `not-activated`: the owner has not activated the mailbox, which is blocked. `not-set`: the arriving provider has
   * not said that it has the password.
   */
  | { readonly opens: 'nothing'; readonly why: 'cut-over' | 'not-activated' | 'not-set' }

/** The last item for which that holds. */
function lastOf<T>(items: readonly T[], holds: (item: T) => boolean): T | null {
  for (let i = items.length - 1; i >= 0; i -= 1) {
    const item = items[i]
    if (item !== undefined && holds(item)) return item
  }
  return null
}

/**
 * Which password opens which mailbox at that instant (INV-31): the old one until the reported start of the cut-over, none during it, after the
 * reported completion that of the last activation. A mailbox that nobody has activated opens by none from the start on. After a rollback it is again
 * as it was before.
 *
 * Pure: without a report the answer stays the same for ever, whatever was planned. An instant before a report that came late is judged by the report.
 *
 * @example
 * passwordAt({ cutOvers: [], activations: [] }, Date.UTC(2022, 10, 23))  // { opens: 'leaving', password: 'old' }
 */
export function passwordAt({ cutOvers, activations }: MigrationFacts, at: Instant): MigrationAccess {
  const cutOver = lastOf(cutOvers, ({ startedAt }) => startedAt <= at)
  if (cutOver === null || (cutOver.rolledBackAt !== null && cutOver.rolledBackAt <= at))
    return { opens: 'leaving', password: 'old' }
  const activation = lastOf(activations, (one) => one.at <= at)
  if (activation === null) return { opens: 'nothing', why: 'not-activated' }
  if (cutOver.completedAt === null || at < cutOver.completedAt) return { opens: 'nothing', why: 'cut-over' }
  if (activation.setAt === null || at < activation.setAt) return { opens: 'nothing', why: 'not-set' }
  return { opens: 'arriving', password: activation.password === 'kept' ? 'old' : 'new' }
}
