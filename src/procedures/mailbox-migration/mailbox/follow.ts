/** What a report of the cut-over does to a mailbox: nothing else moves it, whatever the clock says. */
import type { Instant } from '../../../kernel/index.ts'
import type { MailboxEvent } from './events.ts'
import type { MailboxActivated, MailboxMigration, MailboxState } from './model.ts'

/** Whether the arriving provider has refused the password of the last activation, and has not taken it since. */
export function isRefused({ activations }: { readonly activations: readonly MailboxActivated[] }): boolean {
  const last = activations.at(-1)
  return last !== undefined && last.setAt === null && last.refusedAt !== null
}

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
  const isLetIn = lateUntil !== null && at < lateUntil
  switch (state.status) {
    case 'not-started':
    case 'verified':
      return startedAt === null || isLetIn ? [] : [{ type: 'MailboxBlocked', blockedAt: at }]
    case 'blocked': {
      if (startedAt !== null) return []
      const before = verifiedAt === null ? 'not-started' : 'verified'
      return [{ type: 'MailboxTakenBack', takenBackAt: at, status: activations.length > 0 ? 'activated' : before }]
    }
    case 'activated':
      // Its owner can activate it no more, and the password that he has chosen will never open it.
      if (isRefused(state)) return startedAt === null || isLetIn ? [] : [{ type: 'MailboxBlocked', blockedAt: at }]
      // Nobody is promised a mailbox whose password the arriving provider has not confirmed.
      if (completedAt === null || (activations.at(-1)?.setAt ?? null) === null) return []
      return [{ type: 'MailboxWentLive', liveAt: at }]
    case 'live':
      return completedAt === null ? [{ type: 'MailboxTakenBack', takenBackAt: at, status: 'activated' }] : []
  }
}
