/** The migration of the mailboxes of a domain to another provider, as the host calls it (seed 004). */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type {
  MigrationApiRefusal,
  MigrationContext,
  MigrationFormRefusal,
  MigrationLookRefusal,
  MigrationText,
  MigrationTextRefusal,
  MigrationView,
} from './context.ts'
import type {
  MigrationActForm,
  MigrationBringForwardForm,
  MigrationListForm,
  MigrationLookForm,
  MigrationPlanForm,
  MigrationPostponeForm,
  MigrationProlongCutOverForm,
  MigrationProlongForm,
  MigrationReportForm,
} from './forms.ts'
import { announcement, supplierNotice } from './notices.ts'
import {
  bringForward,
  end,
  inspect,
  list,
  open,
  plan,
  postpone,
  prolong,
  prolongCutOver,
  reportCompletion,
  reportRollback,
  reportStart,
} from './use-cases.ts'

/**
 * The campaign in which the mailboxes of a domain move to another provider. A domain has one at a time. What is planned and what has happened stand apart:
 * the cut-over begins, is complete and is rolled back by a report alone, and without one nothing is promised by the clock. `passwordAt` says which
 * password opens which mailbox.
 */
export interface MigrationApi {
  /**
   * Plans the migration of a domain that has none, or whose last one has ended.
   *
   * Called for an operator. Refused with `migration/form`, `migration/already-planned`, `migration/in-the-past`, `migration/window-empty`,
   * `migration/window-after-cut-over`, `migration/reminder-outside-window` and `migration/link-elsewhere`.
   */
  plan(form: MigrationPlanForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * Opens the activation now, earlier than planned.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/activation-open`, `migration/in-the-past`,
   * `migration/cut-over-begun`, `migration/cut-over-completed` and `migration/ended`.
   */
  open(form: MigrationActForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * Gives the activation a later last day, also once it is over and while the cut-over has not begun.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/not-later`, `migration/in-the-past`,
   * `migration/window-after-cut-over`, `migration/reminder-outside-window`, `migration/too-many-reminders`, `migration/cut-over-begun`,
   * `migration/cut-over-completed` and `migration/ended`.
   */
  prolong(form: MigrationProlongForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * Puts the cut-over off, also after its planned time and after one that was rolled back. The last day of the activation may move with it.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/not-later`, `migration/in-the-past`,
   * `migration/window-after-cut-over`, `migration/reminder-outside-window`, `migration/too-many-reminders`, `migration/cut-over-begun`,
   * `migration/cut-over-completed` and `migration/ended`.
   */
  postpone(form: MigrationPostponeForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * Brings the cut-over forward. The activation is not shortened: people were promised its last day.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/not-earlier`, `migration/in-the-past`,
   * `migration/window-after-cut-over`, `migration/cut-over-begun`, `migration/cut-over-completed` and `migration/ended`.
   */
  bringForward(form: MigrationBringForwardForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * Lets the interruption last longer, before the cut-over and while it lasts.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/not-later`, `migration/cut-over-completed` and
   * `migration/ended`.
   */
  prolongCutOver(form: MigrationProlongCutOverForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * The cut-over has begun: no password opens a mailbox since then, and no mailbox can be activated, however early it is.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/report-in-future`, `migration/report-out-of-order`,
   * `migration/too-many-cut-overs`, `migration/cut-over-begun`, `migration/cut-over-completed` and `migration/ended`.
   */
  reportStart(form: MigrationReportForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * The cut-over is complete: the mailboxes that were activated open at the arriving provider since then.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/cut-over-not-begun`, `migration/report-in-future`,
   * `migration/report-out-of-order`, `migration/cut-over-completed` and `migration/ended`.
   */
  reportCompletion(form: MigrationReportForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * The cut-over was taken back, while it lasted or once it was complete: the mailboxes open at the leaving provider since then, by their old passwords.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/cut-over-not-begun`, `migration/report-in-future`,
   * `migration/report-out-of-order` and `migration/ended`.
   */
  reportRollback(form: MigrationReportForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * Ends the migration: it was given up, or everything is done. The domain can be planned anew afterwards.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/cut-over-begun` and `migration/ended`.
   */
  end(form: MigrationActForm, options?: CommandOptions): Promise<Result<MigrationView, MigrationApiRefusal>>

  /**
   * The migration of a domain as it stands now.
   *
   * Called for an operator. Refused with `migration/form` and `migration/not-found`.
   */
  inspect(form: MigrationLookForm): Promise<Result<MigrationView, MigrationLookRefusal>>

  /**
   * The announcement to the owners of the mailboxes in both languages, as plain text, made of the campaign itself: when and how to activate, how to tell that
   * a page is genuine, the rules of the password, which password works when, what is copied, the interruption, the settings.
   *
   * Called for an operator. Refused with `migration/form`, `migration/not-found`, `migration/cut-over-begun`, `migration/cut-over-completed` and
   * `migration/ended`.
   */
  announcement(form: MigrationLookForm): Promise<Result<MigrationText, MigrationTextRefusal>>

  /**
   * The notice to the suppliers whose programs use the mailboxes, in both languages, as plain text: when the servers change, as it is planned or was
   * reported, and to which.
   *
   * Called for an operator. Refused with `migration/form` and `migration/not-found`, and with `migration/ended` where it was given up.
   */
  supplierNotice(form: MigrationLookForm): Promise<Result<MigrationText, MigrationTextRefusal>>

  /**
   * Every migration of the office, by its domain.
   *
   * Called for an operator. Refused with `migration/form`.
   */
  list(form: MigrationListForm): Promise<Result<readonly MigrationView[], MigrationFormRefusal>>
}

/** The migrations at work in a context. */
export function migrationApi(context: MigrationContext): MigrationApi {
  return {
    plan: bind(context, plan),
    open: bind(context, open),
    prolong: bind(context, prolong),
    postpone: bind(context, postpone),
    bringForward: bind(context, bringForward),
    prolongCutOver: bind(context, prolongCutOver),
    reportStart: bind(context, reportStart),
    reportCompletion: bind(context, reportCompletion),
    reportRollback: bind(context, reportRollback),
    end: bind(context, end),
    inspect: bind(context, inspect),
    announcement: bind(context, announcement),
    supplierNotice: bind(context, supplierNotice),
    list: bind(context, list),
  }
}
