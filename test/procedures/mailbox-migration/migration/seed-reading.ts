/**
 * Seed 004 read by hand, without the library: which password opens which mailbox. The sentences are retold.
 *
 * - Until the cut-over the old password is used with the old mailbox.
 * - During the cut-over the service is interrupted.
 * - After it the mailbox is the new one: with the same password, or with the new one where one was chosen.
 * - Whoever has not started the procedure cannot use the mailbox from then on, neither to receive nor to send.
 */
import type { MailboxState, ReportedState } from '../../../support/migration-table.ts'

const beforeIt = 'old mailbox, old password'
const interrupted = 'none: cut-over'
const blocked = 'none: not-activated'

/** The password that the owner chose last. */
const chosen: { readonly [M in MailboxState]: 'old' | 'new' | 'none' | 'not set' } = {
  'not started': 'none',
  verified: 'none',
  'activated, password kept': 'old',
  'activated, password replaced': 'new',
  'activated, password replaced, not yet set at the arriving provider': 'not set',
  'activated twice, kept and then replaced': 'new',
  'activated twice, replaced and then kept': 'old',
}

/** What the seed says. The date says nothing: what was reported does. */
export function readSeed(mailbox: MailboxState, report: ReportedState): string {
  const password = chosen[mailbox]
  if (report === 'no report') return beforeIt
  // The mailboxes are back where they were.
  if (report === 'rollback of the start' || report === 'rollback of the completion') return beforeIt
  if (password === 'none') return blocked
  if (report === 'start') return interrupted
  // Whoever chose a password that nobody has set can use none: it is never promised.
  return password === 'not set' ? 'none: not-set' : `new mailbox, ${password} password`
}
