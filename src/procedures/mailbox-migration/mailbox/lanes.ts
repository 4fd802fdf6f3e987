/** The queues of the work on mailboxes, and what of it waits for the office. */
import type { Instant } from '../../../kernel/index.ts'

/** Why a mailbox waits for the office. `refused`: the arriving provider takes the password never. `silent`: it has said nothing for too long. */
export type MailboxParkedCause = 'refused' | 'unavailable' | 'silent'

/** All of them, in their order. */
export const mailboxParkedCauses: readonly MailboxParkedCause[] = ['refused', 'unavailable', 'silent']

/** What is done for a mailbox, from a queue: its password and its messages are ordered, its archive is, a copying is followed. */
export type MailboxLane = 'orders' | 'archive' | 'watch'

/** All of them, in their order. */
export const mailboxLanes: readonly MailboxLane[] = ['orders', 'archive', 'watch']

/** That work on a mailbox was given up until the office has it tried again. */
export type MailboxParked = {
  readonly lane: MailboxLane
  readonly at: Instant
  readonly cause: MailboxParkedCause
}
