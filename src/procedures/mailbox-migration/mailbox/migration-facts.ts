/** What a mailbox must know of its migration, from the record of that. */
import type { MigrationState } from '../migration/model.ts'
import { cutOverOf } from '../migration/phase.ts'
import type { MailboxMigration } from './model.ts'

/** The facts, or null where there is no such migration (any more): the domain may have another one by now. */
export function migrationFacts(state: MigrationState, number: number): MailboxMigration | null {
  if (state.status === 'none' || state.number !== number) return null
  const { plan } = state
  const cutOver = cutOverOf(state)
  return {
    from: plan.activation.from,
    until: plan.activation.until,
    startedAt: cutOver?.startedAt ?? null,
    completedAt: cutOver?.completedAt ?? null,
    endedAt: state.status === 'ended' ? state.endedAt : null,
    hasArchive: plan.contents.later.length > 0,
    lateActivation: plan.lateActivation,
  }
}
