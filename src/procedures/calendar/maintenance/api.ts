/** The maintenance windows of an office, as the host calls them (seed 000). */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type {
  MaintenanceApiRefusal,
  MaintenanceAvailability,
  MaintenanceContext,
  MaintenanceFateView,
  MaintenanceFormRefusal,
  MaintenanceText,
  MaintenanceView,
} from './context.ts'
import { availability, fate, type MaintenanceAsked, notice } from './looks.ts'
import type { MaintenanceFate, MaintenancePredicate, MaintenanceWords } from './model.ts'
import { type MaintenanceSimulation, simulate } from './simulate.ts'
import { type MaintenanceSweepOptions, type MaintenanceSweepReport, sweepCalendar } from './sweep.ts'
import { cancel, close, list, open, plan, prolong } from './use-cases.ts'
import { type MaintenanceVocabulary, vocabularyOf } from './vocabulary.ts'

/** A look at the calendar by the office. */
export type MaintenanceLookForm = {
  /** The office worker who looks. */
  readonly operator: Operator
}

/** An act on a window. */
export type MaintenanceActForm = MaintenanceLookForm & {
  /** The id of the window. */
  readonly id: string
  /** Why. One line of 1 to 2000 characters; it goes into the journal and is published nowhere. */
  readonly reason: string
}

/** A window as it is planned. Times are those that the clocks of Rome show. */
export type MaintenancePlanForm = MaintenanceLookForm & {
  /** Why. One line of 1 to 2000 characters; it goes into the journal and is published nowhere. */
  readonly reason: string
  /** What it is for, in both languages, up to 200 characters each. It is published. */
  readonly title: MaintenanceWords
  /** `YYYY-MM-DDTHH:MM` in Rome, or `now`. */
  readonly from: string
  /** Which of the two, where the time comes twice in autumn. */
  readonly fromWhich?: 'earlier' | 'later' | '' | null
  /** The end, exclusive; left out, blank or null it is not known yet. `24:00` is the end of a day. */
  readonly to?: string | null
  /** Which of the two, where the time comes twice in autumn. */
  readonly toWhich?: 'earlier' | 'later' | '' | null
  /**
   * `YYYY-MM-DD`: what was begun by the end of this day and is not concluded when the window begins meets what `procedures` says. It may be
   * earlier than the notice. Left out, everything that is under way when the window begins does.
   */
  readonly cutOffDay?: string | null
  /** What is closed, by the names of the features. What is left out stays open. */
  readonly features?: {
    readonly [feature: string]:
      | 'open'
      | 'closed'
      | {
          /** Closed for everybody but whoever this holds for. */
          readonly closedUnless: MaintenancePredicate
        }
  }
  /** What becomes of what is under way, by the names of the procedures. What is left out continues. */
  readonly procedures?: {
    readonly [procedure: string]:
      | MaintenanceFate
      | {
          /** What becomes of it. */
          readonly fate: MaintenanceFate
          /** For whom it continues instead. */
          readonly unless?: MaintenancePredicate | null
        }
  }
  /** Must be said where `sign-in` is closed: nobody closes that by accident. */
  readonly closesSignIn?: true | 'true' | 'on' | '' | null
}

/** Another end of a window. */
export type MaintenanceProlongForm = MaintenanceActForm & {
  /** The new end, exclusive; left out, blank or null it is not known any more. */
  readonly to?: string | null
  /** Which of the two, where the time comes twice in autumn. */
  readonly toWhich?: 'earlier' | 'later' | '' | null
}

/** Whose notice is made. */
export type MaintenanceNoticeForm = MaintenanceLookForm & {
  /** The id of the window. */
  readonly id: string
}

/**
 * The calendar of the office. Every command meets it inside its commit: what is closed is refused with `calendar/closed` on every way, retries and links
 * included, and nothing of it is done.
 */
export interface MaintenanceApi {
  /**
   * Plans a window. From its beginning on it closes features, for everybody or unless something is true of the person, and says what becomes of
   * what is under way.
   *
   * Called for an operator. Refused with `maintenance/form`, `maintenance/in-the-past`, `maintenance/ends-before-start`,
   * `maintenance/cut-off-after-start`, `maintenance/contradiction` where a window of the same time says otherwise of a procedure, and
   * `maintenance/too-many-windows`.
   */
  plan(form: MaintenancePlanForm, options?: CommandOptions): Promise<Result<MaintenanceView, MaintenanceApiRefusal>>

  /**
   * Lets a planned window begin now.
   *
   * Called for an operator. Refused with `maintenance/form`, `maintenance/not-found`, `maintenance/already-begun`, `maintenance/over`,
   * `maintenance/cancelled` and `maintenance/contradiction`.
   */
  open(form: MaintenanceActForm, options?: CommandOptions): Promise<Result<MaintenanceView, MaintenanceApiRefusal>>

  /**
   * Gives a window another end, before or after it began: a later one, an earlier one that is still to come, or one that is not known.
   *
   * Called for an operator. Refused with `maintenance/form`, `maintenance/not-found`, `maintenance/in-the-past`, `maintenance/ends-before-start`,
   * `maintenance/over`, `maintenance/cancelled` and `maintenance/contradiction`.
   */
  prolong(form: MaintenanceProlongForm, options?: CommandOptions): Promise<Result<MaintenanceView, MaintenanceApiRefusal>>

  /**
   * Ends a window that has begun, now. What it held goes on; what it ended stays so.
   *
   * Called for an operator. Refused with `maintenance/form`, `maintenance/not-found`, `maintenance/not-begun`, `maintenance/over` and
   * `maintenance/cancelled`.
   */
  close(form: MaintenanceActForm, options?: CommandOptions): Promise<Result<MaintenanceView, MaintenanceApiRefusal>>

  /**
   * A planned window never happens.
   *
   * Called for an operator. Refused with `maintenance/form`, `maintenance/not-found`, `maintenance/already-begun`, `maintenance/over` and
   * `maintenance/cancelled`.
   */
  cancel(form: MaintenanceActForm, options?: CommandOptions): Promise<Result<MaintenanceView, MaintenanceApiRefusal>>

  /**
   * The windows that the calendar knows: planned, open, over and cancelled, in the order of their beginnings.
   *
   * Called for an operator. Refused with `maintenance/form`.
   */
  list(form: MaintenanceLookForm): Promise<Result<readonly MaintenanceView[], MaintenanceFormRefusal>>

  /**
   * How every feature stands now, for a menu: those of the library and those of the host. With the token of a session the answer is for its
   * subscriber; without one it is the same for everybody, and tells nothing of any account.
   *
   * Called for anybody. Nothing is refused.
   */
  availability(asked?: MaintenanceAsked): Promise<readonly MaintenanceAvailability[]>

  /**
   * What the planned windows do to what whoever shows the token has under way: the subscriber of a session, or the applicant of a ticket. Empty for
   * anybody else.
   *
   * Called for anybody who holds a token. Nothing is refused.
   */
  fate(token: string): Promise<readonly MaintenanceFateView[]>

  /**
   * The notice of a window in both languages, as plain text, made of the window itself.
   *
   * Called for an operator. Refused with `maintenance/form` and `maintenance/not-found`.
   */
  notice(form: MaintenanceNoticeForm): Promise<Result<MaintenanceText, MaintenanceApiRefusal>>

  /**
   * What a plan can name in this office, with the words for it: features, procedures with their fates, and whom predicates tell apart. For the page on
   * which a window is planned.
   *
   * Called for the office. Nothing is refused.
   */
  vocabulary(): Promise<MaintenanceVocabulary>

  /**
   * Counts what a window would do to what is under way now, by procedure and fate, before it is planned. It reads each record that is under way and
   * changes nothing.
   *
   * Called for an operator. Refused with `maintenance/form`, and what `plan` refuses of the times.
   */
  simulate(form: MaintenancePlanForm): Promise<Result<MaintenanceSimulation, MaintenanceApiRefusal>>

  /**
   * Holds, releases and ends what is under way, as the calendar says, and tells its people. `retention.sweep` begins with it; a host that has much under
   * way can call it by itself, page by page.
   *
   * Called by the host itself, from a timer, in as many processes as you like. Nothing is refused. Throws `config/invalid` for options that are none,
   * and `storage/failed`.
   */
  sweep(options?: MaintenanceSweepOptions): Promise<MaintenanceSweepReport>
}

/** The calendar at work in a context. */
export function maintenanceApi(context: MaintenanceContext): MaintenanceApi {
  return {
    plan: bind(context, plan),
    open: bind(context, open),
    prolong: bind(context, prolong),
    close: bind(context, close),
    cancel: bind(context, cancel),
    list: bind(context, list),
    availability: bind(context, availability),
    fate: bind(context, fate),
    notice: bind(context, notice),
    vocabulary: bind(context, vocabularyOf),
    simulate: bind(context, simulate),
    sweep: bind(context, sweepCalendar),
  }
}
