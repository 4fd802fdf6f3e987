/** A tally refuses nothing. */
import type { Messages } from '../../../runtime/messages.ts'
import type { MailboxTallyRefusal } from './model.ts'

export const mailboxTallyMessages: Messages<MailboxTallyRefusal> = {}
