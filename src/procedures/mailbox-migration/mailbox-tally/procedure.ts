/** What the rest of the house knows of tallies. */
import { diagram } from '../../../kernel/index.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { mailboxTallyDecider } from './machine.ts'
import { mailboxTallyMessages } from './messages.ts'
import type { MailboxTallyEvent, MailboxTallyState } from './model.ts'
import { mailboxTallyMachine } from './schema.ts'

export const mailboxTallyProcedure: Procedure<unknown> = {
  name: 'mailbox-tally',
  figures: null,
  keeps: {},
  messages: mailboxTallyMessages,
  features: { closable: {}, always: {} },
  letters: {},
  diagram: () => diagram(mailboxTallyDecider, [{ at: 1_000, by: { kind: 'system' } }]),
  open: (): ProcedureParts<MailboxTallyState, MailboxTallyEvent> => ({
    kind: mailboxTallyMachine,
    retention: {
      end: 'swept',
      says: 'never removed: it is some records a migration, which count and name nobody',
      mayLeave: null,
      sweep: async () => ({ dueAt: null }),
    },
    subject: { of: 'nobody', why: 'it counts mailboxes and names none' },
    securityEvent: { does: 'nothing', why: 'it belongs to no account', holds: [] },
    feed: { tells: 'nothing', why: 'the report of the migration tells it' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
