/**
 * The campaign in which the mailboxes of one domain move to another provider (seed 004).
 *
 *   none --PlanMigration--> planned
 *   planned --OpenActivation, ProlongActivation, PostponeCutOver, BringCutOverForward, ProlongCutOver--> planned
 *   planned --ReportStart--> cutting-over --ReportCompletion--> completed
 *   cutting-over, completed --ReportRollback--> planned
 *   planned, completed --EndMigration--> ended --PlanMigration--> planned
 *
 * The activation opens and closes by the clock: nothing has to run for that. The cut-over begins, is complete and is taken back by a report alone: what
 * the plan says of it is a promise, and not a fact.
 */
import { accept, type Decider, type Instant, impossible, refuse } from '../../../kernel/index.ts'
import { strayLink } from './access.ts'
import { exampleCommands } from './examples.ts'
import type {
  MigrationCampaign,
  MigrationCommand,
  MigrationEvent,
  MigrationPlan,
  MigrationRefusal,
  MigrationState,
  MigrationWindow,
} from './model.ts'
import type { MigrationCutOver } from './password-at.ts'
import { begun, cutOverOf } from './phase.ts'

export type MigrationDecider = Decider<MigrationState, MigrationCommand, MigrationEvent, MigrationRefusal>
type Decided = ReturnType<MigrationDecider['decide']>
type Of<Type extends MigrationCommand['type']> = Extract<MigrationCommand, { type: Type }>
type Live = Exclude<MigrationCampaign, { status: 'ended' }>

/** More than anybody wants to read. */
export const remindersMax = 20

/** Who has rolled back as often calls it off. */
export const cutOversMax = 20

/** The reminders in their order, each once; the refusal of the first new one that reaches nobody. */
function withReminders(
  before: readonly Instant[],
  added: readonly Instant[],
  { from, until }: MigrationWindow,
  at: Instant,
): { readonly reminders: readonly Instant[]; readonly fault: MigrationRefusal | null } {
  const stray = added.find((reminder) => reminder < from || reminder >= until || reminder <= at)
  const reminders = [...new Set([...before, ...added])].sort((one, other) => one - other)
  if (stray !== undefined) return { reminders, fault: { code: 'migration/reminder-outside-window', reminder: stray } }
  const tooMany = reminders.length > remindersMax
  return { reminders, fault: tooMany ? { code: 'migration/too-many-reminders', remindersMax } : null }
}

/** Why the window and the cut-over cannot follow each other like that. */
function disorder({ from, until }: MigrationWindow, cutOverAt: Instant, at: Instant): MigrationRefusal | null {
  if (until <= from) return { code: 'migration/window-empty' }
  if (cutOverAt <= at) return { code: 'migration/in-the-past', field: 'cut-over' }
  return until > cutOverAt ? { code: 'migration/window-after-cut-over', until, cutOverAt } : null
}

function decidePlan(state: MigrationState, { domain, plan, personal }: Of<'PlanMigration'>, at: Instant): Decided {
  if (state.status !== 'none' && state.status !== 'ended') return refuse({ code: 'migration/already-planned' })
  const { activation, cutOver, links } = plan
  if (activation.until <= at) return refuse({ code: 'migration/in-the-past', field: 'activation' })
  const wrong = disorder(activation, cutOver.from, at)
  if (wrong !== null) return refuse(wrong)
  const { reminders, fault } = withReminders([], plan.reminders, activation, at)
  if (fault !== null) return refuse(fault)
  const stray = strayLink(links, domain)
  if (stray !== null) return refuse({ code: 'migration/link-elsewhere', ...stray })
  const number = state.status === 'none' ? 1 : state.number + 1
  return accept([{ type: 'MigrationPlanned', domain, number, plan: { ...plan, reminders }, personal }])
}

function decideOpening({ plan: { activation } }: Live, { personal }: Of<'OpenActivation'>, at: Instant): Decided {
  const { from, until } = activation
  if (until <= at) return refuse({ code: 'migration/in-the-past', field: 'activation' })
  if (from <= at) return refuse({ code: 'migration/activation-open', from })
  return accept([{ type: 'ActivationOpened', activation: { from: at, until }, personal }])
}

function decideProlonging({ plan }: Live, { until, reminders: added, personal }: Of<'ProlongActivation'>, at: Instant): Decided {
  const { activation: before, cutOver } = plan
  if (until <= before.until) return refuse({ code: 'migration/not-later', field: 'activation' })
  if (until <= at) return refuse({ code: 'migration/in-the-past', field: 'activation' })
  const activation = { from: before.from, until }
  const wrong = disorder(activation, cutOver.from, at)
  if (wrong !== null) return refuse(wrong)
  const { reminders, fault } = withReminders(plan.reminders, added, activation, at)
  return fault === null ? accept([{ type: 'ActivationProlonged', activation, reminders, personal }]) : refuse(fault)
}

function decidePostponing({ plan }: Live, command: Of<'PostponeCutOver'>, at: Instant): Decided {
  const { cutOverAt, reminders: added, personal } = command
  const { from, until: before } = plan.activation
  const until = command.until ?? before
  if (cutOverAt <= plan.cutOver.from) return refuse({ code: 'migration/not-later', field: 'cut-over' })
  if (until < before) return refuse({ code: 'migration/not-later', field: 'activation' })
  if (until > before && until <= at) return refuse({ code: 'migration/in-the-past', field: 'activation' })
  const activation = { from, until }
  const wrong = disorder(activation, cutOverAt, at)
  if (wrong !== null) return refuse(wrong)
  const { reminders, fault } = withReminders(plan.reminders, added, activation, at)
  const cutOver = { from: cutOverAt, longestMs: command.longestMs ?? plan.cutOver.longestMs }
  return fault === null ? accept([{ type: 'CutOverPostponed', cutOver, activation, reminders, personal }]) : refuse(fault)
}

function decideBringingForward({ plan }: Live, command: Of<'BringCutOverForward'>, at: Instant): Decided {
  const { cutOverAt, longestMs, personal } = command
  if (cutOverAt >= plan.cutOver.from) return refuse({ code: 'migration/not-earlier', cutOverAt: plan.cutOver.from })
  const wrong = disorder(plan.activation, cutOverAt, at)
  const cutOver = { from: cutOverAt, longestMs: longestMs ?? plan.cutOver.longestMs }
  return wrong === null ? accept([{ type: 'CutOverBroughtForward', cutOver, personal }]) : refuse(wrong)
}

/** Why it cannot have happened then. */
function untimely(happenedAt: Instant, since: Instant, at: Instant): MigrationRefusal | null {
  if (happenedAt > at) return { code: 'migration/report-in-future' }
  return happenedAt < since ? { code: 'migration/report-out-of-order', since } : null
}

function decideStart({ plan, cutOvers }: Live, { startedAt, personal }: Of<'ReportStart'>, at: Instant): Decided {
  // Nobody cuts over what nobody could activate: an earlier instant is a slip, which would block every mailbox at once.
  const since = Math.max(plan.activation.from, cutOvers.at(-1)?.rolledBackAt ?? 0)
  const fault = untimely(startedAt, since, at)
  if (fault !== null) return refuse(fault)
  if (cutOvers.length >= cutOversMax) return refuse({ code: 'migration/too-many-cut-overs', cutOversMax })
  return accept([{ type: 'CutOverStarted', startedAt, personal }])
}

const decide: MigrationDecider['decide'] = (state, command, { at }) => {
  if (command.type === 'PlanMigration') return decidePlan(state, command, at)
  if (state.status === 'none') return refuse({ code: 'migration/not-found' })
  if (state.status === 'ended') return refuse({ code: 'migration/ended', endedAt: state.endedAt })
  const { personal } = command
  const cutOver = cutOverOf(state)
  const closed: MigrationRefusal | null = begun(state)
  switch (command.type) {
    case 'OpenActivation':
      return closed === null ? decideOpening(state, command, at) : refuse(closed)
    case 'ProlongActivation':
      return closed === null ? decideProlonging(state, command, at) : refuse(closed)
    case 'PostponeCutOver':
      return closed === null ? decidePostponing(state, command, at) : refuse(closed)
    case 'BringCutOverForward':
      return closed === null ? decideBringingForward(state, command, at) : refuse(closed)
    case 'ReportStart':
      return closed === null ? decideStart(state, command, at) : refuse(closed)
    case 'ProlongCutOver': {
      const { longestMs } = command
      const { from, longestMs: before } = state.plan.cutOver
      // It may last longer while it lasts.
      if (closed !== null && state.status === 'completed') return refuse(closed)
      if (longestMs <= before) return refuse({ code: 'migration/not-later', field: 'interruption' })
      return accept([{ type: 'CutOverProlonged', cutOver: { from, longestMs }, personal }])
    }
    case 'ReportCompletion': {
      if (cutOver === null) return refuse({ code: 'migration/cut-over-not-begun' })
      if (closed !== null && state.status === 'completed') return refuse(closed)
      const { completedAt } = command
      const fault = untimely(completedAt, cutOver.startedAt, at)
      return fault === null ? accept([{ type: 'CutOverCompleted', completedAt, personal }]) : refuse(fault)
    }
    case 'ReportRollback': {
      if (cutOver === null) return refuse({ code: 'migration/cut-over-not-begun' })
      const { rolledBackAt } = command
      const fault = untimely(rolledBackAt, cutOver.completedAt ?? cutOver.startedAt, at)
      return fault === null ? accept([{ type: 'CutOverRolledBack', rolledBackAt, personal }]) : refuse(fault)
    }
    case 'EndMigration':
      if (closed !== null && state.status === 'cutting-over') return refuse(closed)
      return accept([{ type: 'MigrationEnded', endedAt: at, personal }])
  }
}

/** The last cut-over with what was reported of it. */
function reported(state: MigrationCampaign, report: Partial<MigrationCutOver>): readonly MigrationCutOver[] {
  return state.cutOvers.map((cutOver, i) => (i === state.cutOvers.length - 1 ? { ...cutOver, ...report } : cutOver))
}

function evolve(state: MigrationState, event: MigrationEvent): MigrationState {
  if (event.type === 'MigrationPlanned') {
    if (state.status !== 'none' && state.status !== 'ended') return impossible('migration', state.status, event.type)
    const { domain, number, plan } = event
    return { status: 'planned', domain, number, plan, cutOvers: [], personal: null }
  }
  if (state.status === 'none' || state.status === 'ended') return impossible('migration', state.status, event.type)
  const planned = (change: Partial<MigrationPlan>): MigrationState =>
    state.status === 'planned'
      ? { ...state, plan: { ...state.plan, ...change } }
      : impossible('migration', state.status, event.type)
  switch (event.type) {
    case 'ActivationOpened':
      return planned({ activation: event.activation })
    case 'ActivationProlonged':
      return planned({ activation: event.activation, reminders: event.reminders })
    case 'CutOverPostponed':
      return planned({ cutOver: event.cutOver, activation: event.activation, reminders: event.reminders })
    case 'CutOverBroughtForward':
      return planned({ cutOver: event.cutOver })
    case 'CutOverProlonged':
      if (state.status === 'completed') return impossible('migration', state.status, event.type)
      return { ...state, plan: { ...state.plan, cutOver: event.cutOver } }
    case 'CutOverStarted': {
      if (state.status !== 'planned') return impossible('migration', state.status, event.type)
      const started = { startedAt: event.startedAt, completedAt: null, rolledBackAt: null }
      return { ...state, status: 'cutting-over', cutOvers: [...state.cutOvers, started] }
    }
    case 'CutOverCompleted':
      if (state.status !== 'cutting-over') return impossible('migration', state.status, event.type)
      return { ...state, status: 'completed', cutOvers: reported(state, { completedAt: event.completedAt }) }
    case 'CutOverRolledBack':
      if (state.status === 'planned') return impossible('migration', state.status, event.type)
      return { ...state, status: 'planned', cutOvers: reported(state, { rolledBackAt: event.rolledBackAt }) }
    case 'MigrationEnded':
      if (state.status === 'cutting-over') return impossible('migration', state.status, event.type)
      return { ...state, status: 'ended', endedAt: event.endedAt }
  }
}

/** The machine. */
export const migrationDecider: MigrationDecider = {
  name: 'migration',
  initial: { status: 'none', personal: null },
  decide,
  evolve,
  isTerminal: () => false,
  exampleCommands,
}
