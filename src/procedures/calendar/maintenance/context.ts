/** What the use cases of a calendar work with, and why they may not be served. */
import type { Instant, Locale, Status, Typed } from '../../../kernel/index.ts'
import type { PersonFacts } from '../../../runtime/in-flight.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { ProcedureParts } from '../../../runtime/procedure.ts'
import type { RecordName } from '../../../runtime/record.ts'
import type { CommandRefusal } from '../../../runtime/request.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { Unit } from '../../../runtime/transact.ts'
import type { CalendarKeeper } from '../keeper.ts'
import type { FollowContext } from './follow.ts'
import type { Vocabulary } from './form-schema.ts'
import type { MaintenanceRefusal, MaintenanceWindow } from './model.ts'

/** The form cannot be taken as it is. */
export type MaintenanceFormRefusal = FormRefusal<'maintenance/form'>

/** Every refusal that an operator can meet at the calendar. */
export type MaintenanceApiRefusal = MaintenanceFormRefusal | MaintenanceRefusal | CommandRefusal

/** Whose session or ticket is shown: what the calendar can tell of the person, and the account. */
export type Shown = { readonly facts: PersonFacts; readonly accountId: string | null; readonly request: RecordName | null }

export type MaintenanceContext = {
  readonly runtime: Runtime
  readonly keeper: CalendarKeeper
  readonly follow: FollowContext
  readonly vocabulary: Vocabulary
  /** The kind of the records that accounts are. */
  readonly accountKind: string
  readonly procedures: readonly ProcedureParts<Status, Typed>[]
  /** All names of features, those of the citizen's menu first, with whose they are. */
  readonly menu: readonly { readonly feature: string; readonly of: 'citizen' | 'office' | 'host' }[]
  /** Who shows a token: the subscriber of a live session, or the applicant of a ticket; null for anything else. */
  readonly shownBy: (unit: Unit, token: unknown) => Promise<Shown | null>
}

/** A text in both languages. */
export type MaintenanceText = { readonly [L in Locale]: string }

/** A window as the office sees it. */
export type MaintenanceView = Omit<MaintenanceWindow, 'swept' | 'cancelledAt'> & {
  /** `planned` before its beginning, then `open`, and `over` from its end on; or `cancelled`. */
  readonly status: 'planned' | 'open' | 'over' | 'cancelled'
  /** Its beginning in a long Rome date. */
  readonly fromText: MaintenanceText
  /** Its end in words, behind the beginning. */
  readonly toText: MaintenanceText
  /** Until when what was begun had to be concluded. */
  readonly cutOffText: MaintenanceText
  /** True once the sweep has dealt with all that was under way at its beginning and, once it is over, at its end. */
  readonly isSwept: boolean
}

/** How a feature stands. */
export type MaintenanceAvailability = {
  readonly feature: string
  /** What it is called. */
  readonly name: MaintenanceText
  /** Whose it is. */
  readonly of: 'citizen' | 'office' | 'host'
  /** `closed-for-some`: to whoever is not signed in, where it depends on the person. */
  readonly state: 'open' | 'closed' | 'closed-for-some'
  /** When it opens again, exclusive; null where it is open, or where that is not known. */
  readonly until: Instant | null
  /** What is closed, until when, for whom and why, in one sentence; null where it is open. */
  readonly text: MaintenanceText | null
}

/** What the calendar does to something that a person has under way. */
export type MaintenanceFateView = {
  /** Which procedure, by its name in the calendar. */
  readonly procedure: string
  /** What it is called. */
  readonly name: MaintenanceText
  /** Since when it is under way. */
  readonly begunAt: Instant
  /** `none`: no window meets it, as far as they are planned. */
  readonly fate: 'none' | 'held' | 'void' | 're-identify'
  /** From when on. */
  readonly from: Instant | null
  /** Until when it is held, exclusive; null where that is not known, or it is not held. */
  readonly until: Instant | null
  /** The same in a sentence. */
  readonly text: MaintenanceText
}
