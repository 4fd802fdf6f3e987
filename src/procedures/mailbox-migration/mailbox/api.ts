/** The mailboxes of a migration, as the host calls them (seed 004). */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import type { MigrationOver, MigrationUnknown } from '../migration/context.ts'
import { add, type MailboxAddCounts, type MailboxAddLine } from './add.ts'
import type { MailboxContext, MailboxFormRefusal, MailboxOfficeRefusal, MailboxOwnerApiRefusal } from './context.ts'
import type {
  MailboxActivateForm,
  MailboxActivateOptions,
  MailboxAddForm,
  MailboxesForm,
  MailboxFindForm,
  MailboxLateForm,
  MailboxLine,
  MailboxLookForm,
  MailboxOwnerForm,
  MailboxOwnerOptions,
  MailboxReasonForm,
} from './forms.ts'
import {
  allowLate,
  find,
  inspect,
  type MailboxPage,
  type MailboxView,
  reportPasswordChange,
  requeue,
  withdraw,
} from './office.ts'
import { activate, type MailboxActivationDone, type MailboxVerified, verify } from './owner.ts'
import { type MigrationReport, type MigrationReportRefusal, report } from './report.ts'
import { type MigrationWorkOptions, type MigrationWorkReport, work } from './work.ts'

/**
 * Mailboxes that move to another provider: each is activated by its owner, who shows the password of today. The ports `leavingProvider` and
 * `arrivingProvider` must be there: without them the calls that need them throw `config/invalid`.
 */
export interface MailboxesApi {
  /**
   * Lists what a source gives, a list or a stream, and tells `report` of each line. It may be cut off and begun again from the first line: what was listed
   * before is passed over. A mailbox whose owner came before it was listed is completed: what he has done stays.
   *
   * Called for an operator. A line that is refused holds up no other: `mailbox/form`, `mailbox/other-domain`, `mailbox/already-listed` (with other data).
   * Refused with `mailbox/form`, `migration/not-found` and `migration/ended`. Throws what the source or the report throws.
   */
  add(
    form: MailboxAddForm,
    mailboxes: Iterable<MailboxLine> | AsyncIterable<MailboxLine>,
    report?: (line: MailboxAddLine) => void | Promise<void>,
  ): Promise<Result<MailboxAddCounts, MailboxFormRefusal | MigrationOver>>

  /**
   * Whether the password of today opens the mailbox, and whether it can stay: so the page knows whether to ask for another one.
   *
   * Called for the owner, who has no session. A wrong mailbox and a wrong password are one answer, `mailbox/invalid-credentials`. Refused with
   * `mailbox/form`, `mailbox/other-domain`, `challenge/failed`, `challenge/unavailable`, `mailbox/provider-unavailable`,
   * `mailbox/activation-not-open`, `mailbox/activation-closed`, `migration/not-found` and `migration/ended`.
   */
  verify(form: MailboxOwnerForm, options?: MailboxOwnerOptions): Promise<Result<MailboxVerified, MailboxOwnerApiRefusal>>

  /**
   * Activates the mailbox: the password of today stays where it conforms to `infocert`, else `next` takes its place after the cut-over. The messages are
   * copied afterwards. Once more while it is open, the last activation counts; the mailbox is told.
   *
   * Called for the owner, who has no session. Refused like `verify`, and with `mailbox/new-password-needed` (every rule that the password of today breaks),
   * `mailbox/new-password` (every rule that the new one breaks), `mailbox/password-kept`, `mailbox/copying`,
   * `mailbox/too-many-activations` and `mailbox/superseded`.
   */
  activate(
    form: MailboxActivateForm,
    options?: MailboxActivateOptions,
  ): Promise<Result<MailboxActivationDone, MailboxOwnerApiRefusal>>

  /**
   * Lets the owner of a mailbox that the cut-over has blocked activate it until the end of a day, where the migration was planned so; one whose password
   * the arriving provider has refused in any migration. The owner is told at his other address, where one is known.
   *
   * Called for an operator. Refused with `mailbox/form`, `mailbox/other-domain`, `mailbox/not-found`, `mailbox/no-late-activation`,
   * `mailbox/not-blocked`, `mailbox/in-the-past` and `migration/not-found`.
   */
  allowLate(form: MailboxLateForm, options?: CommandOptions): Promise<Result<MailboxView, MailboxOfficeRefusal>>

  /**
   * Takes an activation back, before the cut-over has begun: whoever has activated the mailbox was not its owner. It stands as if nobody had activated it,
   * what was ordered is not done any more, and its owner can activate it at once, also while messages are copied.
   *
   * Called for an operator. Refused with `mailbox/form`, `mailbox/other-domain`, `mailbox/not-found`, `mailbox/not-activated`,
   * `mailbox/activation-closed`, `mailbox/ended` and `migration/not-found`.
   */
  withdraw(form: MailboxReasonForm, options?: CommandOptions): Promise<Result<MailboxView, MailboxOfficeRefusal>>

  /**
   * The leaving provider reports that the password of a mailbox was changed. A copying that runs, or is about to, is interrupted; where the messages are
   * copied already, so is the archive that waits for the cut-over. Its owner is asked to activate the mailbox once more with the password of now, which
   * begins the copying anew.
   *
   * Called for an operator. Refused with `mailbox/form`, `mailbox/other-domain`, `mailbox/not-found` and `migration/not-found`.
   */
  reportPasswordChange(form: MailboxLookForm, options?: CommandOptions): Promise<Result<MailboxView, MailboxOfficeRefusal>>

  /**
   * Has the work on a mailbox that was given up tried again.
   *
   * Called for an operator. Refused with `mailbox/form`, `mailbox/other-domain`, `mailbox/not-found`, `mailbox/not-parked` and `migration/not-found`.
   */
  requeue(form: MailboxLookForm, options?: CommandOptions): Promise<Result<MailboxView, MailboxOfficeRefusal>>

  /**
   * One mailbox as it stands: which password opens it now, and what of it is copied.
   *
   * Called for an operator. Refused with `mailbox/form`, `mailbox/other-domain`, `mailbox/not-found` and `migration/not-found`.
   */
  inspect(form: MailboxLookForm): Promise<Result<MailboxView, MailboxOfficeRefusal>>

  /**
   * The mailboxes of a migration that stand in one place of it, such as those that are blocked.
   *
   * Called for an operator. Refused with `mailbox/form` and `migration/not-found`.
   */
  find(form: MailboxFindForm): Promise<Result<MailboxPage, MailboxFormRefusal | MigrationUnknown>>
}

/** What goes on behind a migration, beside its plan. */
export interface MigrationWorkApi {
  /**
   * Takes due work from the queues of the mailboxes: orders passwords and copyings of the arriving provider, and follows them. A crash at any moment leads
   * to the same question once more, under the same number.
   *
   * Called by the host itself, from a timer or a worker, in as many processes as you like; the limits are those of one process. Nothing is refused.
   * Throws a SportelloError `config/invalid` for options that are none or where the host has no providers, and `storage/failed` where work can be neither
   * leased nor settled.
   */
  work(options?: MigrationWorkOptions): Promise<MigrationWorkReport>

  /**
   * How a migration stands: its mailboxes by status, their passwords and copies, failures by cause, throughput, and when it will be over. It costs the same
   * whatever there is.
   *
   * Called for an operator. Refused with `mailbox/form` and `migration/not-found`.
   */
  report(form: MailboxesForm): Promise<Result<MigrationReport, MigrationReportRefusal>>
}

/** The mailboxes at work in a context. */
export function mailboxesApi(context: MailboxContext): MailboxesApi {
  return {
    add: bind(context, add),
    verify: bind(context, verify),
    activate: bind(context, activate),
    allowLate: bind(context, allowLate),
    reportPasswordChange: bind(context, reportPasswordChange),
    withdraw: bind(context, withdraw),
    requeue: bind(context, requeue),
    inspect: bind(context, inspect),
    find: bind(context, find),
  }
}

/** The work on mailboxes in a context. */
export function migrationWorkApi(context: MailboxContext): MigrationWorkApi {
  return {
    work: bind({ ...context, rate: { second: 0, used: 0, first: 0 } }, work),
    report: bind(context, report),
  }
}
