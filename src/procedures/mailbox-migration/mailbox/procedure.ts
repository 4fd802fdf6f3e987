/** What the rest of the house knows of mailboxes that move. */
import { diagram } from '../../../kernel/index.ts'
import { type Features, never } from '../../../runtime/features.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { MailboxEvent } from './events.ts'
import { mailboxLetters } from './letters.ts'
import { mailboxDecider } from './machine.ts'
import { mailboxMessages } from './messages.ts'
import type { MailboxState } from './model.ts'
import { type MailboxPolicy, type MailboxRetention, mailboxFigures, mailboxKeeps } from './policy.ts'
import { mailboxMachine } from './schema.ts'

/** What of the policy a mailbox needs. */
export type MailboxSlice = { readonly mailbox: MailboxPolicy; readonly retention: MailboxRetention }

const own = 'its own dates say when it is open, and a cut-over does not wait for an update of the portal'

const acts = [
  'add',
  'attempt',
  'verify',
  'activate',
  'allow-late',
  'report-password-change',
  'withdraw',
  'requeue',
  'work',
  'follow',
]

const features: Features = {
  closable: {},
  always: { ...Object.fromEntries(acts.map((act) => [`mailbox/${act}`, own])), 'mailbox/inspect': never.look },
}

export const mailboxProcedure: Procedure<MailboxSlice> = {
  name: 'mailbox',
  figures: mailboxFigures,
  keeps: mailboxKeeps,
  messages: mailboxMessages,
  features,
  letters: mailboxLetters,
  diagram: () => diagram(mailboxDecider, [{ at: 1_000_000_000_001, by: { kind: 'system' } }]),
  open: (_runtime, { retention }): ProcedureParts<MailboxState, MailboxEvent> => ({
    kind: mailboxMachine(retention.mailboxMs),
    retention: { end: 'erased', says: 'erased `mailboxMs` after its migration has ended' },
    subject: {
      of: 'nobody',
      why: 'it is the mailbox of an office or a school; it is found by its address alone, and belongs to no account',
    },
    securityEvent: { does: 'nothing', why: 'it belongs to no account', holds: [] },
    feed: { tells: 'nothing', why: 'it belongs to no account; the report of the migration tells of it' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
