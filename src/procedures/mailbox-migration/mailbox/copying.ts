/** How the messages of a mailbox are copied: where that stands, and what is heard of it. */
import type { Instant } from '../../../kernel/index.ts'

/** What of a mailbox is copied: its messages at once, its archive after the cut-over. */
export type MailboxCopied = 'messages' | 'archive'

/** Why a copying has failed. `interrupted`: its order was lost, or another one has taken its place. */
export type MailboxCopyFailure = 'password' | 'capacity' | 'interrupted' | 'other'

/** All of them, in their order. */
export const mailboxCopyFailures: readonly MailboxCopyFailure[] = ['password', 'capacity', 'interrupted', 'other']

/**
 * Where the copying of one part stands. `number`: which copying of the part it is, from 1; 0 while none was ordered. One that is `not-begun` with a
 * number was ordered, and the arriving provider has not said that it has begun.
 */
export type MailboxCopying =
  | { readonly status: 'not-begun'; readonly number: number }
  | {
      readonly status: 'running'
      readonly number: number
      readonly startedAt: Instant
      /** When the arriving provider was last heard of it, to the hour. */
      readonly heardAt: Instant
      /** How many messages are copied, to a tenth of all. */
      readonly copied: number
      /** Of how many; null while nobody has counted them. */
      readonly total: number | null
    }
  | {
      readonly status: 'done'
      readonly number: number
      readonly startedAt: Instant
      readonly endedAt: Instant
      readonly copied: number
    }
  | { readonly status: 'failed'; readonly number: number; readonly endedAt: Instant; readonly cause: MailboxCopyFailure }

/** Whether a part was ordered, and has not begun. One whose activation was withdrawn is not ordered any more; its number stays used. */
export function isOrdered(
  mailbox: { readonly activations: readonly unknown[] } & { readonly [Part in MailboxCopied]: MailboxCopying },
  part: MailboxCopied,
): boolean {
  const { status, number } = mailbox[part]
  return mailbox.activations.length > 0 && status === 'not-begun' && number > 0
}

/** What becomes of a copying, as the arriving provider says. */
export type MailboxCopyNews =
  | { readonly status: 'running'; readonly copied: number; readonly total: number | null }
  | { readonly status: 'done'; readonly copied: number }
  | { readonly status: 'failed'; readonly cause: MailboxCopyFailure }
