/** The figures of the work on mailboxes. */
import { day, type Figures, hour, minute, whole } from '../../../runtime/policy.ts'

/** How the work on mailboxes goes on where a provider fails, and how long a ticket holds. */
export type MailboxPolicy = {
  /** After so many attempts in a row that came to nothing an order waits for the office. */
  readonly attemptsMax: number
  /** When an order that has failed is tried again, ms; it doubles with each further attempt. Half of it at least is waited. */
  readonly delayMs: number
  /** The longest such time, ms. */
  readonly delayMaxMs: number
  /** How often it is asked where a copying stands, ms. */
  readonly watchMs: number
  /** A copying of which nothing was heard for so long waits for the office, ms. */
  readonly watchTimeoutMs: number
  /** How long the ticket of a verification stands in place of another challenge, ms. */
  readonly ticketMs: number
}

/** How long mailboxes are remembered. */
export type MailboxRetention = {
  /** A mailbox, after its migration has ended: its address, and the other one of its owner. */
  readonly mailboxMs: number
}

export const mailboxFigures: Figures<MailboxPolicy> = {
  attemptsMax: whole(16, { most: 1_000 }),
  delayMs: whole(minute),
  delayMaxMs: whole(6 * hour),
  watchMs: whole(minute),
  watchTimeoutMs: whole(day, { least: 2 * hour }),
  ticketMs: whole(15 * minute),
}

export const mailboxKeeps: Figures<MailboxRetention> = { mailboxMs: whole(365 * day) }
