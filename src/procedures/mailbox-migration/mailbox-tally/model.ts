/** What there is in a tally: how many mailboxes of a migration are in which state, of one part of them. */
import type { Instant } from '../../../kernel/index.ts'

/** What of a mailbox is counted, each once: `status.live`, `messages.failed.capacity`, `parked.silent`. */
export type MailboxFacets = {
  /** The names under which the mailbox is counted. */
  readonly names: readonly string[]
  /** The name of its status among them. */
  readonly status: string
  /** Since when it has it. */
  readonly since: Instant
  /** When its messages were all copied; null before. */
  readonly copiedAt: Instant | null
}

/** How many copyings came to their good end in one stretch of time. */
export type TallyStretch = {
  /** Which stretch it is: its instant, divided by the length of a stretch. */
  readonly stretch: number
  readonly done: number
}

/** One part of the tally of a migration. */
export type MailboxTallyState = {
  readonly status: 'kept'
  /** How many mailboxes are counted under each name. */
  readonly counts: { readonly [name: string]: number }
  /** For each status the sum of the instants since when its mailboxes have it, in whole seconds: what their mean age is reckoned from. */
  readonly since: { readonly [status: string]: number }
  /** The last stretches in which copyings were done, in their order. */
  readonly done: readonly TallyStretch[]
  readonly personal: null
}

/** What can be asked of a tally. */
export type MailboxTallyCommand = {
  readonly type: 'CountMailbox'
  /** As the mailbox was counted; null where it was not. */
  readonly before: MailboxFacets | null
  readonly after: MailboxFacets
}

/** What has happened to a tally. */
export type MailboxTallyEvent = {
  readonly type: 'MailboxCounted'
  /** The new counts of the names that have another one. */
  readonly counts: { readonly [name: string]: number }
  /** The new sums of the statuses that have another one. */
  readonly since: { readonly [status: string]: number }
  /** The stretches, where a copying was done; null where they stay. */
  readonly done: readonly TallyStretch[] | null
}

/** A tally refuses nothing. */
export type MailboxTallyRefusal = never
