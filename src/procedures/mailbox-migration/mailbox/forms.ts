/** What a host fills in for the mailboxes of a migration. Blank fields, as a page sends them, count as left out. */
import type { ChallengeOptions } from '../../../runtime/challenge.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { VisitorOptions } from '../../account/session/visitors.ts'

/** Which migration, for whom. */
export type MailboxesForm = {
  /** The office worker who acts or looks. */
  readonly operator: Operator
  /** The domain of the mailboxes, such as `pec.example.it`. */
  readonly domain: string
}

/** How the mailboxes of a migration are listed. */
export type MailboxAddForm = MailboxesForm & {
  /** How many mailboxes are listed at the same time, 1 to 64; 4 when left out. */
  readonly parallel?: number | string | null
}

/** A mailbox as the office lists it. Personal data. */
export type MailboxLine = {
  /** The address, or what stands before the `@`. In any case; kept in lower case. */
  readonly mailbox: string
  /** Another mailbox of whoever uses it, to be told where this one is blocked. */
  readonly email?: string | null
  /** The language of the letters; that of the office where it is left out. */
  readonly locale?: 'it' | 'en' | '' | null
}

/** One mailbox of a migration. */
export type MailboxLookForm = MailboxesForm & {
  /** The address, or what stands before the `@`. */
  readonly mailbox: string
}

/** Which mailboxes of a migration are looked for. */
export type MailboxFindForm = MailboxesForm & {
  /**
   * Where they stand: a status, `late` (the office allows a late activation), `refused` (activated, and the arriving provider has refused the password), or
   * `parked` (work that waits for the office).
   */
  readonly state: MailboxPlace
  /** The id of the last mailbox of the page before. */
  readonly after?: string | null
  /** 1 to 200; 50 when left out. */
  readonly limit?: number | string | null
}

/** Where mailboxes are looked for. */
export type MailboxPlace = 'not-started' | 'verified' | 'activated' | 'live' | 'blocked' | 'late' | 'refused' | 'parked'

/** An act on a mailbox with its reason. */
export type MailboxReasonForm = MailboxLookForm & {
  /** Why. One line of 1 to 2000 characters, for the journal. */
  readonly reason: string
}

/** A late activation that the office allows. */
export type MailboxLateForm = MailboxReasonForm & {
  /** `YYYY-MM-DD`: the last day in Rome on which it can be activated. */
  readonly lastDay: string
}

/** What the owner of a mailbox types. */
export type MailboxOwnerForm = {
  /** The domain of the mailbox. */
  readonly domain: string
  /** The address, or what stands before the `@`. */
  readonly mailbox: string
  /** The password of today, as typed: 1 to 1024 characters. A secret of the owner. */
  readonly password: string
}

/** What the owner of a mailbox types to activate it. */
export type MailboxActivateForm = MailboxOwnerForm & {
  /** The password that is used after the cut-over, where that of today does not conform; else left out. A secret of the owner. */
  readonly next?: string | null
  /** The same once more. */
  readonly confirmation?: string | null
}

/** What goes along with the call of an owner. */
export type MailboxOwnerOptions = CommandOptions & ChallengeOptions & Pick<VisitorOptions, 'requester'>

/** What goes along with an activation. */
export type MailboxActivateOptions = MailboxOwnerOptions & {
  /** The ticket of `verify`, in place of another challenge. */
  readonly ticket?: string | undefined
}
