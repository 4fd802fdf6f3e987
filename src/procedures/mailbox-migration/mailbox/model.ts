/** What there is in a mailbox that moves: what its owner has done, which password the arriving provider has, and what of it is copied (seed 004). */
import type { Instant, Locale } from '../../../kernel/index.ts'
import type { MailboxCopied, MailboxCopying, MailboxCopyNews } from './copying.ts'
import type { MailboxLane, MailboxParked, MailboxParkedCause } from './lanes.ts'

/** One activation, as `passwordAt` takes it. */
export type MailboxActivated = {
  /** Which activation of the mailbox it is, from 1: the number of its password at the arriving provider. */
  readonly number: number
  readonly at: Instant
  /** `kept`: the password stays the same. `replaced`: another one was chosen. */
  readonly password: 'kept' | 'replaced'
  /** Since when the arriving provider has the password; null while it has not said so. */
  readonly setAt: Instant | null
  /** Since when the arriving provider takes the password never, as it has said; null where it has not, or has taken it after all. */
  readonly refusedAt: Instant | null
}

/** Where a mailbox is, and where else its owner is reached. */
export type MailboxPersonal = {
  /** The address, in lower case. */
  readonly address: string
  /** Another mailbox of the owner; null where none is known. */
  readonly email: string | null
  readonly locale: Locale
}

/** Proves that whoever shows it has passed a challenge at this mailbox. */
export type MailboxTicket = { readonly digest: string; readonly until: Instant }

/** A mailbox as it stands. */
type Mailbox = {
  /** The id of the record of the migration. */
  readonly migrationId: string
  /** Which migration of the domain it is, from 1. */
  readonly migration: number
  /** Whether the office has listed it; false where its owner has come without. */
  readonly isListed: boolean
  /** Since when it has its status. */
  readonly since: Instant
  /** When its password was first found right; null before. */
  readonly verifiedAt: Instant | null
  /** The last one; null where there is none. */
  readonly proof: MailboxTicket | null
  /** How often it was activated, those included that the office has withdrawn: the number of the last password that was ordered. */
  readonly orders: number
  /** Every activation that stands, in their order. The last one counts. */
  readonly activations: readonly MailboxActivated[]
  readonly messages: MailboxCopying
  readonly archive: MailboxCopying
  /** Null while nothing waits for the office. */
  readonly parked: MailboxParked | null
  /** The instant of the last reminder that was sent; 0 for none. */
  readonly remindedAt: Instant
  /** Until when its owner may activate it although the cut-over has begun, exclusive; null where the office has not allowed it. */
  readonly lateUntil: Instant | null
  /** When its migration was over; null before. */
  readonly endedAt: Instant | null
  readonly personal: MailboxPersonal | null
}

/**
 * `not-started`: nobody has shown its password. `verified`: somebody has. `activated`: its password at the arriving provider is ordered, kept or
 * replaced. `live`: the cut-over is complete, and the arriving provider has the password. `blocked`: the cut-over began before it was activated, or the
 * arriving provider has refused its password.
 */
export type MailboxState = { readonly status: 'none'; readonly personal: null } | (Mailbox & { readonly status: MailboxStatus })

/** Where a mailbox stands. */
export type MailboxStatus = 'not-started' | 'verified' | 'activated' | 'live' | 'blocked'

/** All of them, in their order. */
export const mailboxStatuses: readonly MailboxStatus[] = ['not-started', 'verified', 'activated', 'live', 'blocked']

/** One that is listed. */
export type MailboxRecord = Exclude<MailboxState, { status: 'none' }>

/** What a mailbox must know of its migration: what is planned, and what was reported. */
export type MailboxMigration = {
  /** The window of the activation: its beginning, and its end, exclusive. */
  readonly from: Instant
  readonly until: Instant
  /** When the cut-over began that was reported last and not rolled back; null where there is none. */
  readonly startedAt: Instant | null
  /** When it was complete; null where that is not reported. */
  readonly completedAt: Instant | null
  readonly endedAt: Instant | null
  /** Whether something is copied after the cut-over. */
  readonly hasArchive: boolean
  /** Whether the office may allow a mailbox that nobody has activated to be activated after the cut-over has begun. */
  readonly lateActivation: boolean
}

/** What can be asked of a mailbox. */
export type MailboxCommand =
  | {
      readonly type: 'ListMailbox'
      readonly migrationId: string
      readonly migration: number
      /** False where the owner has come without being listed. */
      readonly isListed: boolean
      readonly personal: MailboxPersonal
    }
  /** The leaving provider has found the password right. `digest`: that of the ticket. */
  | {
      readonly type: 'VerifyPassword'
      readonly campaign: MailboxMigration
      readonly proof: MailboxTicket | null
    }
  /** The leaving provider has found the password right, and which one is used afterwards is known. */
  | { readonly type: 'ActivateMailbox'; readonly campaign: MailboxMigration; readonly password: 'kept' | 'replaced' }
  /** The arriving provider has the password of that number. */
  | { readonly type: 'ConfirmPassword'; readonly number: number; readonly campaign: MailboxMigration }
  /** The arriving provider takes the password of that number never. */
  | { readonly type: 'RefusePassword'; readonly number: number; readonly campaign: MailboxMigration }
  /** What the arriving provider has said of the copying of that number. */
  | { readonly type: 'NoteCopying'; readonly part: MailboxCopied; readonly number: number; readonly news: MailboxCopyNews }
  /** The leaving provider has reported another password. */
  | { readonly type: 'ReportPasswordChange' }
  /** Work was given up. `number`: that of its order or copying; null where it could not be read. */
  | {
      readonly type: 'ParkMailbox'
      readonly lane: MailboxLane
      readonly number: number | null
      readonly cause: MailboxParkedCause
    }
  | { readonly type: 'RequeueMailbox'; readonly lane: MailboxLane }
  /** The reminder of that instant. */
  | { readonly type: 'RemindOwner'; readonly reminder: Instant }
  /** Brings the mailbox up to what was reported of the cut-over. */
  | { readonly type: 'FollowMigration'; readonly campaign: MailboxMigration }
  /** Whoever has activated it was not its owner. */
  | {
      readonly type: 'WithdrawActivation'
      readonly campaign: MailboxMigration
      readonly personal: { readonly reason: string }
    }
  /** The migration is over, and the domain has another one by now. */
  | { readonly type: 'LeaveMigration'; readonly endedAt: Instant }
  /** Its owner may activate it although the cut-over has begun, until then. */
  | {
      readonly type: 'AllowLateActivation'
      readonly campaign: MailboxMigration
      readonly until: Instant
      readonly personal: { readonly reason: string }
    }

/** Why a command on a mailbox is refused. */
export type MailboxRefusal =
  /** No mailbox of the migration is listed under this name. Never told to whoever has shown no password. */
  | { readonly code: 'mailbox/not-found' }
  | { readonly code: 'mailbox/already-listed' }
  /** The activation begins then. */
  | { readonly code: 'mailbox/activation-not-open'; readonly from: Instant }
  /** The activation is over: its last day, or the beginning of the cut-over. */
  | { readonly code: 'mailbox/activation-closed'; readonly closedAt: Instant }
  /** The messages are being copied: the password stays as it is until that is over. */
  | { readonly code: 'mailbox/copying'; readonly startedAt: Instant }
  | { readonly code: 'mailbox/too-many-activations'; readonly activationsMax: number }
  /** Its migration is over. */
  | { readonly code: 'mailbox/ended'; readonly endedAt: Instant }
  /** There is no activation to withdraw. */
  | { readonly code: 'mailbox/not-activated' }
  /** Nothing of the mailbox waits for the office there. */
  | { readonly code: 'mailbox/not-parked' }
  /** The cut-over has blocked nothing here. */
  | { readonly code: 'mailbox/not-blocked' }
  /** The migration has no activation after the cut-over has begun, but for whoever's password was refused. */
  | { readonly code: 'mailbox/no-late-activation' }
  /** What is allowed would be over already. */
  | { readonly code: 'mailbox/in-the-past' }
