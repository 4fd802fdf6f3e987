/** What happens to a mailbox that moves, as its journal tells it. */
import type { Instant } from '../../../kernel/index.ts'
import type { MailboxCopied, MailboxCopyFailure } from './copying.ts'
import type { MailboxLane, MailboxParkedCause } from './lanes.ts'
import type { MailboxPersonal, MailboxTicket } from './model.ts'

/** What has happened to a mailbox. */
export type MailboxEvent =
  | {
      readonly type: 'MailboxListed'
      readonly migrationId: string
      readonly migration: number
      readonly isListed: boolean
      readonly listedAt: Instant
      readonly personal: MailboxPersonal
    }
  /** The office has listed it after its owner had come: what he has done stays. */
  | { readonly type: 'MailboxListingCompleted'; readonly completedAt: Instant; readonly personal: MailboxPersonal }
  | { readonly type: 'PasswordVerified'; readonly verifiedAt: Instant; readonly proof: MailboxTicket | null }
  | {
      readonly type: 'MailboxActivated'
      readonly number: number
      readonly activatedAt: Instant
      readonly password: 'kept' | 'replaced'
      /** The number of the copying that is ordered with it; null where the messages are copied already. */
      readonly messages: number | null
      /** The number of the copying of the archive; null where there is none, or where it is copied already. */
      readonly archive: number | null
    }
  | { readonly type: 'MailboxPasswordSet'; readonly number: number; readonly setAt: Instant }
  | { readonly type: 'MailboxPasswordRefused'; readonly number: number; readonly refusedAt: Instant }
  | {
      readonly type: 'CopyingStarted'
      readonly part: MailboxCopied
      readonly number: number
      readonly startedAt: Instant
      readonly copied: number
      readonly total: number | null
    }
  | {
      readonly type: 'CopyingProgressed'
      readonly part: MailboxCopied
      readonly number: number
      readonly heardAt: Instant
      readonly copied: number
      readonly total: number | null
    }
  | {
      readonly type: 'CopyingDone'
      readonly part: MailboxCopied
      readonly number: number
      readonly startedAt: Instant
      readonly endedAt: Instant
      readonly copied: number
    }
  | {
      readonly type: 'CopyingFailed'
      readonly part: MailboxCopied
      readonly number: number
      readonly endedAt: Instant
      readonly cause: MailboxCopyFailure
    }
  | {
      readonly type: 'MailboxParked'
      readonly lane: MailboxLane
      readonly parkedAt: Instant
      readonly cause: MailboxParkedCause
    }
  | { readonly type: 'MailboxRequeued'; readonly lane: MailboxLane }
  | { readonly type: 'OwnerReminded'; readonly reminder: Instant }
  | { readonly type: 'MailboxBlocked'; readonly blockedAt: Instant }
  | { readonly type: 'MailboxWentLive'; readonly liveAt: Instant }
  /** The cut-over was rolled back: the mailbox is again as it was before. */
  | {
      readonly type: 'MailboxTakenBack'
      readonly takenBackAt: Instant
      readonly status: 'not-started' | 'verified' | 'activated'
    }
  | {
      readonly type: 'LateActivationAllowed'
      readonly until: Instant
      readonly allowedAt: Instant
      readonly status: 'not-started' | 'verified' | 'activated'
      readonly personal: { readonly reason: string }
    }
  | { readonly type: 'ActivationWithdrawn'; readonly withdrawnAt: Instant; readonly personal: { readonly reason: string } }
  | { readonly type: 'MailboxMigrationEnded'; readonly endedAt: Instant }
