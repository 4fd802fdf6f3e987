/** What a host fills in for a migration. Blank fields, as a page sends them, count as left out. */
import type { Operator } from '../../../runtime/schema.ts'
import type { MigrationProtocol } from './access.ts'
import type { MigrationWords } from './model.ts'

/** A look at the migrations by the office. */
export type MigrationListForm = {
  /** The office worker who looks. */
  readonly operator: Operator
}

/** A look at one migration by the office. */
export type MigrationLookForm = MigrationListForm & {
  /** The domain of the mailboxes, such as `pec.example.it`: up to 128 characters, in any case. */
  readonly domain: string
}

/** An act on a migration. */
export type MigrationActForm = MigrationLookForm & {
  /** Why. One line of 1 to 2000 characters; it goes into the journal and is published nowhere. */
  readonly reason: string
}

/** When the mailboxes are to pass to the other provider. */
export type MigrationCutOverForm = {
  /** `YYYY-MM-DDTHH:MM` by the clocks of Rome. */
  readonly from: string
  /** Which of the two is meant, where the time comes twice in autumn. */
  readonly fromWhich?: 'earlier' | 'later' | '' | null
  /** How long nobody can use a mailbox at most, in minutes: 1 to 10080. Where a cut-over is moved it may be left out, and stays. */
  readonly longestMinutes?: number | string | null
}

/** Something that stays behind. */
export type MigrationLeftBehindForm = {
  /** What: filters, say. Up to 200 characters in each language. */
  readonly what: MigrationWords
  /** What the owner can do about it. */
  readonly ownerCan?: MigrationWords | '' | null
}

/** How mail programs reach the arriving provider by one protocol. */
export type MigrationClientForm = {
  /** SMTP with STARTTLS or over TLS, IMAP or POP3 over TLS. */
  readonly protocol: MigrationProtocol
  /** The name of the server. */
  readonly host: string
  /** 1 to 65535; left out, the usual one: 25, 465, 993, 995. */
  readonly port?: number | string | null
}

/** A migration as it is planned. Times are those that the clocks of Rome show. */
export type MigrationPlanForm = MigrationActForm & {
  /** What it is called, in both languages, up to 200 characters each. It is published. */
  readonly title: MigrationWords
  /** The name of the provider that the mailboxes leave, up to 200 characters. */
  readonly leaving: string
  /** The name of the provider that they go to, up to 200 characters. */
  readonly arriving: string
  /** In which days an owner can activate a mailbox: `YYYY-MM-DD`, both included whole. */
  readonly activation: {
    /** The first of them, from its midnight on. */
    readonly firstDay: string
    /** The last of them, until 24:00. */
    readonly lastDay: string
  }
  /** When the mailboxes are to pass. */
  readonly cutOver: MigrationCutOverForm
  /** What becomes of what is in a mailbox. Up to 20 lines each. */
  readonly contents: {
    /** Copied as soon as the owner has activated the mailbox: one line at least. */
    readonly atOnce: readonly MigrationWords[]
    /** Copied once the cut-over is complete. */
    readonly later?: readonly MigrationWords[] | null
    /** Never copied. */
    readonly never?: readonly MigrationLeftBehindForm[] | null
  }
  /** How large a mailbox is, in whole gigabytes. */
  readonly capacity: {
    /** At the leaving provider; may be left out. */
    readonly beforeGb?: number | string | null
    /** At the arriving one. */
    readonly afterGb: number | string
  }
  /** What else is new, up to 20 lines. */
  readonly benefits?: readonly MigrationWords[] | null
  /** How mail programs reach the arriving provider, up to 20. */
  readonly clients?: readonly MigrationClientForm[] | null
  /** Where people go. Each link begins with `https://` and names neither a user nor a port, up to 500 characters. */
  readonly links: {
    /** The one host, with those below it, at which a password is asked for: what people look for in the address. */
    readonly host: string
    /** Where a mailbox is activated: at that host. */
    readonly activation: string
    /** Where the mail is read: at that host, or at the domain of the mailboxes. */
    readonly webmail: string
    /** How mail programs are configured, at that host; may be left out. */
    readonly manuals?: string | null
    /** What people check before they type a password, beside the host; up to 200 characters in each language. */
    readonly check: MigrationWords
  }
  /** `YYYY-MM-DDTHH:MM`, up to 20: when whoever has not activated a mailbox is reminded. Within the activation. */
  readonly reminders?: readonly string[] | null
  /** Whether an operator may activate a mailbox after the cut-over; left out, none may. */
  readonly lateActivation?: true | 'true' | 'on' | '' | null
  /** Whether an owner may activate a mailbox that the office has not listed; left out, none may. */
  readonly unlistedActivation?: true | 'true' | 'on' | '' | null
}

/** The activation that ends later. */
export type MigrationProlongForm = MigrationActForm & {
  /** `YYYY-MM-DD`: the last day on which a mailbox can be activated. */
  readonly lastDay: string
  /** Further reminders. */
  readonly reminders?: readonly string[] | null
}

/** The cut-over that comes later. */
export type MigrationPostponeForm = MigrationActForm & {
  /** When the mailboxes are to pass now. */
  readonly cutOver: MigrationCutOverForm
  /** `YYYY-MM-DD`: the last day on which a mailbox can be activated; left out, it stays. */
  readonly lastDay?: string | null
  /** Further reminders. */
  readonly reminders?: readonly string[] | null
}

/** The cut-over that comes earlier. */
export type MigrationBringForwardForm = MigrationActForm & {
  /** When the mailboxes are to pass now. */
  readonly cutOver: MigrationCutOverForm
}

/** The interruption that may last longer. */
export type MigrationProlongCutOverForm = MigrationActForm & {
  /** In minutes: 1 to 10080. */
  readonly longestMinutes: number | string
}

/** What is reported of the cut-over. */
export type MigrationReportForm = MigrationActForm & {
  /** Since when it is so: `YYYY-MM-DDTHH:MM` by the clocks of Rome, with `:SS` and up to three digits of a second where they are wanted; left out, since now. */
  readonly since?: string | null
  /** Which of the two is meant, where the time comes twice in autumn. */
  readonly sinceWhich?: 'earlier' | 'later' | '' | null
}
