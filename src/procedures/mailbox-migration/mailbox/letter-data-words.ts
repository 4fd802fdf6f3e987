/** What the letters about a mailbox that moves tell, by their names. */
import type { MailboxCopied, MailboxCopyFailure } from './copying.ts'

/** What the letters about a mailbox tell, by their names. */
export type MailboxLetterData = {
  /** It has not been activated, and can be until then. */
  readonly 'mailbox/reminder': {
    readonly mailbox: string
    /** Where it is activated. */
    readonly link: string
    /** The host that its reader looks for in the address of the page. */
    readonly host: string
    readonly until: number
    /** When the cut-over is to begin. */
    readonly cutOverAt: number
  }
  /** It was activated. */
  readonly 'mailbox/activated': MailboxActivatedData
  /** It was activated once more: the last time counts. */
  readonly 'mailbox/activated-again': MailboxActivatedData
  /** Its messages are being copied: the password must stay as it is. */
  readonly 'mailbox/copy-started': { readonly mailbox: string }
  /** Its messages, or those of its archive, are copied. */
  readonly 'mailbox/copied': { readonly mailbox: string; readonly part: MailboxCopied; readonly copied: number }
  /** They are not. */
  readonly 'mailbox/copy-failed': {
    readonly mailbox: string
    readonly part: MailboxCopied
    readonly cause: MailboxCopyFailure
    readonly link: string
  }
  /** The arriving provider has refused its password for good, and no cut-over has begun. */
  readonly 'mailbox/password-refused': {
    readonly mailbox: string
    /** Where it is activated. */
    readonly link: string
    /** Until when it can be activated once more; null where that is over. */
    readonly until: number | null
  }
  /** It was not activated before the cut-over began, or its password was refused, and works neither way. */
  readonly 'mailbox/blocked': {
    readonly mailbox: string
    readonly startedAt: number
    /** Whether it was activated, and the arriving provider has refused its password. */
    readonly isRefused: boolean
  }
  /** The office lets one that is blocked be activated until then. */
  readonly 'mailbox/late-allowed': {
    readonly mailbox: string
    readonly link: string
    readonly host: string
    readonly until: number
    readonly isRefused: boolean
  }
  /** It is at the arriving provider. */
  readonly 'mailbox/live': {
    readonly mailbox: string
    /** Which password opens it. */
    readonly password: 'kept' | 'replaced'
    readonly webmail: string
  }
  /** The cut-over was rolled back, and the owner was told before that the mailbox is live, or blocked. */
  readonly 'mailbox/rolled-back': {
    readonly mailbox: string
    readonly link: string
    /** When it was. */
    readonly at: number
    readonly next: MailboxRolledBackNext
    /** Until when it can be activated; null where the activation is over. */
    readonly until: number | null
  }
}

/**
 * What the owner of a mailbox does after a rollback. `nothing`: the activation counts. `activate`: there is none. `activate-again`: its password was
 * refused. `ended`: the migration was given up.
 */
export type MailboxRolledBackNext = 'nothing' | 'activate' | 'activate-again' | 'ended'

/** What is told of an activation. */
export type MailboxActivatedData = {
  readonly mailbox: string
  readonly at: number
  /** Which password opens it after the cut-over. */
  readonly password: 'kept' | 'replaced'
}
