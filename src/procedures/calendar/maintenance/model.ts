/** What there is in the calendar of an office: its maintenance windows, each with what it closes and what it does to what is under way (seed 000). */
import type { Instant } from '../../../kernel/index.ts'

/** What people are told apart by. It is data: it is stored, shown and printed as it is. */
export type MaintenancePredicate =
  /** The address in force is in one of the institutional domains (`emailChange.institutionalDomains`). */
  | { readonly has: 'institutional-mailbox' }
  /** The address given at the registration was in one of them. */
  | { readonly registeredWith: 'institutional-mailbox' }
  /** The service or profile that is used, as the host says (`maintenance.audiences`). */
  | { readonly audience: string }
  /** Which kind of credential it is. */
  | { readonly credentialKind: MaintenanceCredentialKind }
  /** Where the credential stands. */
  | { readonly state: MaintenanceCredentialState }
  | { readonly all: readonly MaintenancePredicate[] }
  | { readonly any: readonly MaintenancePredicate[] }
  | { readonly not: MaintenancePredicate }

/** The kinds of credential that a predicate can name. */
export const credentialKinds = ['local', 'federated'] as const

/** A kind of credential. */
export type MaintenanceCredentialKind = (typeof credentialKinds)[number]

/** The states that a predicate can name. `federated`: an account without secrets of the office; `expired`: it has ended by itself. */
export const credentialStates = ['temporary', 'active', 'federated', 'suspended', 'revoked', 'expired'] as const

/** Where a credential stands. */
export type MaintenanceCredentialState = (typeof credentialStates)[number]

/** A feature that a window closes: for everybody, or unless the predicate holds. What a window does not name stays open. */
export type MaintenanceClosure = { readonly unless: MaintenancePredicate | null }

/** What becomes of a procedure that is under way when the window begins. */
export const fates = ['continue', 'void', 'suspend', 're-identify'] as const

/**
 * `continue`: it goes on; while what concludes it is closed its term stands still. `suspend`: its term stands still in any case. `void`: it has
 * ended for good. `re-identify`: the same, and its subscriber must be identified in person.
 */
export type MaintenanceFate = (typeof fates)[number]

/** The fate of a kind of procedure, and for whom it is `continue` instead. */
export type MaintenanceDisposition = { readonly fate: MaintenanceFate; readonly unless: MaintenancePredicate | null }

/** A text that the office publishes, in both languages. */
export type MaintenanceWords = { readonly it: string; readonly en: string }

/** A maintenance window. */
export type MaintenanceWindow = {
  readonly id: string
  /** What it is for: an update of the software. It is published. */
  readonly title: MaintenanceWords
  /** Its beginning. */
  readonly from: Instant
  /** Its end, exclusive; null while it is not known. */
  readonly to: Instant | null
  /**
   * What was begun before this instant and is not concluded when the window begins meets its disposition. The end of a day in Rome; it may be
   * earlier than the notice. What was begun later could not know: it waits where it cannot go on, and nothing of it is lost.
   */
  readonly cutOff: Instant
  /** The features that it closes, by their names. */
  readonly features: { readonly [feature: string]: MaintenanceClosure }
  /** What becomes of what is under way, by the names of the procedures. What is left out continues. */
  readonly procedures: { readonly [procedure: string]: MaintenanceDisposition }
  /** Never happens, or has ended earlier than planned, when not null. */
  readonly cancelledAt: Instant | null
  /** How far the sweep is with what is under way. */
  readonly swept: 'nothing' | 'begun' | 'ended'
}

/** What an operator plans. */
export type MaintenancePlan = Omit<MaintenanceWindow, 'id' | 'cancelledAt' | 'swept'>

/** The calendar: its windows in the order in which they were planned. */
export type MaintenanceState = {
  readonly status: 'none' | 'kept'
  readonly windows: readonly MaintenanceWindow[]
  readonly personal: null
}

type Reasoned = { readonly reason: string }

/** What can be asked of the calendar. The reason is published nowhere: it stands in the journal. */
export type MaintenanceCommand =
  /** Makes the record, so that nothing depends on its absence. */
  | { readonly type: 'KeepCalendar' }
  | { readonly type: 'PlanWindow'; readonly id: string; readonly plan: MaintenancePlan; readonly personal: Reasoned }
  /** It begins now, earlier than planned. */
  | { readonly type: 'OpenWindow'; readonly id: string; readonly personal: Reasoned }
  /** It ends at another instant, or at one that is not known yet. */
  | { readonly type: 'ProlongWindow'; readonly id: string; readonly to: Instant | null; readonly personal: Reasoned }
  /** It ends now. */
  | { readonly type: 'CloseWindow'; readonly id: string; readonly personal: Reasoned }
  /** It never happens. */
  | { readonly type: 'CancelWindow'; readonly id: string; readonly personal: Reasoned }
  /** The sweep has dealt with all that was under way at its beginning, or at its end. */
  | { readonly type: 'NoteSwept'; readonly id: string; readonly swept: 'begun' | 'ended' }

/** What has happened to the calendar. */
export type MaintenanceEvent =
  | { readonly type: 'CalendarKept' }
  | { readonly type: 'WindowPlanned'; readonly id: string; readonly plan: MaintenancePlan; readonly personal: Reasoned }
  | { readonly type: 'WindowOpened'; readonly id: string; readonly from: Instant; readonly personal: Reasoned }
  | { readonly type: 'WindowProlonged'; readonly id: string; readonly to: Instant | null; readonly personal: Reasoned }
  | { readonly type: 'WindowClosed'; readonly id: string; readonly to: Instant; readonly personal: Reasoned }
  | { readonly type: 'WindowCancelled'; readonly id: string; readonly cancelledAt: Instant; readonly personal: Reasoned }
  | { readonly type: 'WindowSwept'; readonly id: string; readonly swept: 'begun' | 'ended' }
  /** It is over, and so is all that it could still do to anything. */
  | { readonly type: 'WindowForgotten'; readonly id: string }

/** Why a command on the calendar is refused. */
export type MaintenanceRefusal =
  | { readonly code: 'maintenance/not-found' }
  /** Its beginning has passed: it can be prolonged or closed. */
  | { readonly code: 'maintenance/already-begun'; readonly from: Instant }
  /** It has not begun yet: it can be opened or cancelled. */
  | { readonly code: 'maintenance/not-begun'; readonly from: Instant }
  | { readonly code: 'maintenance/over'; readonly endedAt: Instant }
  | { readonly code: 'maintenance/cancelled' }
  /** A window begins now or later, and ends after it began. What has been is not changed. */
  | { readonly code: 'maintenance/in-the-past'; readonly field: 'from' | 'to' }
  | { readonly code: 'maintenance/ends-before-start' }
  /** The cut-off comes no later than the beginning. */
  | { readonly code: 'maintenance/cut-off-after-start' }
  /** Two windows that overlap must agree on what becomes of a kind of procedure. */
  | { readonly code: 'maintenance/contradiction'; readonly window: string; readonly procedure: string }
  | { readonly code: 'maintenance/too-many-windows'; readonly windowsMax: number }

/** What an office says of its calendar, beside its windows. */
export type MaintenancePolicy = {
  /** Features of the host that a window can close, by their names, with what they are called. */
  readonly features: { readonly [feature: string]: MaintenanceWords }
  /** Procedures of the host that a window can deal with, by their names, with what they are called. */
  readonly procedures: { readonly [procedure: string]: MaintenanceWords }
  /** Services or profiles that a predicate can name, with what they are called. */
  readonly audiences: { readonly [audience: string]: MaintenanceWords }
}
