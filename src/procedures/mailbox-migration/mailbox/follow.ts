/** What a report of the cut-over does to a mailbox: nothing else moves it, whatever the clock says. */
import type { Instant } from '../../../kernel/index.ts'
import type { MailboxEvent, MailboxMigration, MailboxState } from './model.ts'

/** The events that bring the mailbox up to its migration; none where it is so already. */
export function followed(state: MailboxState, campaign: MailboxMigration, at: Instant): readonly MailboxEvent[] {
  if (state.status === 'none') return []
  const moved = movedBy(state, campaign, at)
  const { endedAt } = campaign
  return endedAt === null ? moved : [...moved, { type: 'MailboxMigrationEnded', endedAt }]
}

function movedBy(
  state: Exclude<MailboxState, { status: 'none' }>,
  { startedAt, completedAt }: MailboxMigration,
  at: Instant,
): readonly MailboxEvent[] {
  const { verifiedAt, lateUntil, activations } = state
  switch (state.status) {
    case 'not-started':
    case 'verified':
      if (startedAt === null || (lateUntil !== null && at < lateUntil)) return []
      return [{ type: 'MailboxBlocked', blockedAt: at }]
    case 'blocked':
      if (startedAt !== null) return []
      return [{ type: 'MailboxTakenBack', takenBackAt: at, status: verifiedAt === null ? 'not-started' : 'verified' }]
    case 'activated':
      // Nobody is promised a mailbox whose password the arriving provider has not confirmed.
      if (completedAt === null || (activations.at(-1)?.setAt ?? null) === null) return []
      return [{ type: 'MailboxWentLive', liveAt: at }]
    case 'live':
      return completedAt === null ? [{ type: 'MailboxTakenBack', takenBackAt: at, status: 'activated' }] : []
  }
}
