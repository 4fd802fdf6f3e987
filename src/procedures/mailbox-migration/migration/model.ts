/**
 * What there is in a migration: the campaign in which the mailboxes of one domain move from one provider to another (seed 004). What is planned and
 * what has been reported stand apart: the plan promises nothing.
 */
import type { Instant, Locale } from '../../../kernel/index.ts'
import type { MigrationClient, MigrationLinkName, MigrationLinks } from './access.ts'
import type { MigrationCutOver } from './password-at.ts'

/** A text of the office in both languages. */
export type MigrationWords = { readonly [L in Locale]: string }

/** What becomes of what is in a mailbox. */
export type MigrationContents = {
  /** Copied as soon as the owner has activated the mailbox. */
  readonly atOnce: readonly MigrationWords[]
  /** Copied once the cut-over is complete. */
  readonly later: readonly MigrationWords[]
  /** Never copied. */
  readonly never: readonly MigrationLeftBehind[]
}

/** Something that stays behind. */
export type MigrationLeftBehind = {
  readonly what: MigrationWords
  /** What the owner can do about it; null where nothing helps. */
  readonly ownerCan: MigrationWords | null
}

/** How large a mailbox is, in gigabytes of 10^9 bytes. */
export type MigrationCapacity = {
  /** At the leaving provider; null where nobody says. */
  readonly beforeGb: number | null
  /** At the arriving provider. */
  readonly afterGb: number
}

/** In which time an owner can activate a mailbox. */
export type MigrationWindow = {
  /** Its beginning. */
  readonly from: Instant
  /** Its end, exclusive: the first instant after the last day in Rome. */
  readonly until: Instant
}

/** When the mailboxes are to pass from one provider to the other. It is a plan: only a report says that they have. */
export type MigrationCutOverPlan = {
  readonly from: Instant
  /** How long nobody can use a mailbox at most, ms. */
  readonly longestMs: number
}

/** What an operator plans. */
export type MigrationPlan = {
  /** What it is called. It is published. */
  readonly title: MigrationWords
  /** The name of the provider that the mailboxes leave. */
  readonly leaving: string
  /** The name of the provider that they go to. */
  readonly arriving: string
  readonly activation: MigrationWindow
  readonly cutOver: MigrationCutOverPlan
  readonly contents: MigrationContents
  readonly capacity: MigrationCapacity
  /** What else is new, a line each. */
  readonly benefits: readonly MigrationWords[]
  /** How mail programs reach the arriving provider. */
  readonly clients: readonly MigrationClient[]
  readonly links: MigrationLinks
  /** When whoever has not activated a mailbox is reminded, in their order. */
  readonly reminders: readonly Instant[]
  /** Whether an operator may activate a mailbox after the cut-over. */
  readonly lateActivation: boolean
  /** Whether an owner may activate a mailbox that the office has not listed. */
  readonly unlistedActivation: boolean
}

/** A campaign as it stands. */
type Campaign = {
  /** The domain of the mailboxes, in lower case. */
  readonly domain: string
  /** Which campaign of the domain it is, from 1. */
  readonly number: number
  readonly plan: MigrationPlan
  /** Every cut-over that was reported, in their order. */
  readonly cutOvers: readonly MigrationCutOver[]
  readonly personal: null
}

/**
 * `planned`: no cut-over is reported, or the last one was rolled back. `cutting-over`: its start is reported. `completed`: its completion is
 * reported. `ended`: an operator has ended the campaign. Whether the window is open is derived, and needs nothing to run.
 */
export type MigrationState =
  | { readonly status: 'none'; readonly personal: null }
  | (Campaign & { readonly status: 'planned' | 'cutting-over' | 'completed' })
  | (Campaign & { readonly status: 'ended'; readonly endedAt: Instant })

/** One that was planned. */
export type MigrationCampaign = Exclude<MigrationState, { status: 'none' }>

type Reasoned = { readonly reason: string }

/** What can be asked of a migration. The reason is published nowhere: it stands in the journal. */
export type MigrationCommand =
  | { readonly type: 'PlanMigration'; readonly domain: string; readonly plan: MigrationPlan; readonly personal: Reasoned }
  /** The activation begins now, earlier than planned. */
  | { readonly type: 'OpenActivation'; readonly personal: Reasoned }
  /** The activation ends later. The reminders are added to those that there are. */
  | {
      readonly type: 'ProlongActivation'
      readonly until: Instant
      readonly reminders: readonly Instant[]
      readonly personal: Reasoned
    }
  /** The cut-over comes later, or once more after one that was rolled back. What is null stays as it is: `until` is the end of the activation. */
  | {
      readonly type: 'PostponeCutOver'
      readonly cutOverAt: Instant
      readonly longestMs: number | null
      readonly until: Instant | null
      readonly reminders: readonly Instant[]
      readonly personal: Reasoned
    }
  /** The cut-over comes earlier, and no earlier than the activation ends. */
  | {
      readonly type: 'BringCutOverForward'
      readonly cutOverAt: Instant
      readonly longestMs: number | null
      readonly personal: Reasoned
    }
  /** The interruption, planned or begun, may last longer. */
  | { readonly type: 'ProlongCutOver'; readonly longestMs: number; readonly personal: Reasoned }
  /** The cut-over has begun at that instant: nobody can use a mailbox since. */
  | { readonly type: 'ReportStart'; readonly startedAt: Instant; readonly personal: Reasoned }
  /** The cut-over was complete at that instant. */
  | { readonly type: 'ReportCompletion'; readonly completedAt: Instant; readonly personal: Reasoned }
  /** The cut-over was taken back at that instant: the mailboxes are where they were. */
  | { readonly type: 'ReportRollback'; readonly rolledBackAt: Instant; readonly personal: Reasoned }
  | { readonly type: 'EndMigration'; readonly personal: Reasoned }

/** What has happened to a migration. */
export type MigrationEvent =
  | {
      readonly type: 'MigrationPlanned'
      readonly domain: string
      readonly number: number
      readonly plan: MigrationPlan
      readonly personal: Reasoned
    }
  | { readonly type: 'ActivationOpened'; readonly activation: MigrationWindow; readonly personal: Reasoned }
  | {
      readonly type: 'ActivationProlonged'
      readonly activation: MigrationWindow
      readonly reminders: readonly Instant[]
      readonly personal: Reasoned
    }
  | {
      readonly type: 'CutOverPostponed'
      readonly cutOver: MigrationCutOverPlan
      readonly activation: MigrationWindow
      readonly reminders: readonly Instant[]
      readonly personal: Reasoned
    }
  | { readonly type: 'CutOverBroughtForward'; readonly cutOver: MigrationCutOverPlan; readonly personal: Reasoned }
  | { readonly type: 'CutOverProlonged'; readonly cutOver: MigrationCutOverPlan; readonly personal: Reasoned }
  | { readonly type: 'CutOverStarted'; readonly startedAt: Instant; readonly personal: Reasoned }
  | { readonly type: 'CutOverCompleted'; readonly completedAt: Instant; readonly personal: Reasoned }
  | { readonly type: 'CutOverRolledBack'; readonly rolledBackAt: Instant; readonly personal: Reasoned }
  | { readonly type: 'MigrationEnded'; readonly endedAt: Instant; readonly personal: Reasoned }

/** Why a command on a migration is refused. */
export type MigrationRefusal =
  /** No migration of the domain was ever planned. */
  | { readonly code: 'migration/not-found' }
  /** The domain has a migration that has not ended. */
  | { readonly code: 'migration/already-planned' }
  | { readonly code: 'migration/ended'; readonly endedAt: Instant }
  /** The cut-over is under way: it is completed or rolled back first. */
  | { readonly code: 'migration/cut-over-begun'; readonly startedAt: Instant }
  /** The cut-over is complete: the mailboxes have moved. */
  | { readonly code: 'migration/cut-over-completed'; readonly completedAt: Instant }
  /** No cut-over is under way. */
  | { readonly code: 'migration/cut-over-not-begun' }
  | { readonly code: 'migration/activation-open'; readonly from: Instant }
  /** What has been is not planned. */
  | { readonly code: 'migration/in-the-past'; readonly field: 'activation' | 'cut-over' }
  /** The last day of the activation comes before the first. */
  | { readonly code: 'migration/window-empty' }
  /** Whoever can still activate a mailbox does so before the cut-over. */
  | { readonly code: 'migration/window-after-cut-over'; readonly until: Instant; readonly cutOverAt: Instant }
  /** It would not come later than it is planned. */
  | { readonly code: 'migration/not-later'; readonly field: 'activation' | 'cut-over' | 'interruption' }
  /** It would not come earlier than it is planned. */
  | { readonly code: 'migration/not-earlier'; readonly cutOverAt: Instant }
  /** A reminder comes while a mailbox can be activated. */
  | { readonly code: 'migration/reminder-outside-window'; readonly reminder: Instant }
  | { readonly code: 'migration/too-many-reminders'; readonly remindersMax: number }
  /** The link leads to another host than the one that people are told to look for. */
  | { readonly code: 'migration/link-elsewhere'; readonly link: MigrationLinkName; readonly hosts: readonly string[] }
  /** What is reported has not happened yet. */
  | { readonly code: 'migration/report-in-future' }
  /** What is reported comes before what was reported last. */
  | { readonly code: 'migration/report-out-of-order'; readonly since: Instant }
  | { readonly code: 'migration/too-many-cut-overs'; readonly cutOversMax: number }
