/** Which password opens which mailbox: every state of a mailbox, in every phase of the plan, after every report. The page prints it. */
import { type MigrationAccess, type MigrationActivation, type MigrationCutOver, passwordAt } from 'sportello'
import { seedInstants } from './migration-seed.ts'

const hour = 3_600_000
const { activationFrom, activationUntil, cutOverAt, cutOverEndsAt } = seedInstants

/** What a mailbox has behind it, by its name in the table. The activations are the facts that count. */
export const mailboxStates = [
  'not started',
  'verified',
  'activated, password kept',
  'activated, password replaced',
  'activated, password replaced, not yet set at the arriving provider',
  'activated twice, kept and then replaced',
  'activated twice, replaced and then kept',
] as const
export type MailboxState = (typeof mailboxStates)[number]

/** What was reported of the cut-over. */
export const reports = [
  'no report',
  'start',
  'start and completion',
  'rollback of the start',
  'rollback of the completion',
] as const
export type ReportedState = (typeof reports)[number]

/** Where the plan stands by the clock. */
export const planPhases = [
  'before the activation',
  'in the activation',
  'after it',
  'when the cut-over was to be under way',
  'when it was to be complete',
] as const
export type PlanPhase = (typeof planPhases)[number]

export type PasswordCell = {
  readonly mailbox: MailboxState
  readonly report: ReportedState
  readonly phase: PlanPhase
  readonly access: MigrationAccess
}

const instants: { readonly [P in PlanPhase]: number } = {
  'before the activation': activationFrom - 5 * hour,
  'in the activation': activationFrom + 24 * hour,
  'after it': activationUntil + hour,
  'when the cut-over was to be under way': cutOverAt + hour,
  'when it was to be complete': cutOverEndsAt + hour,
}

/** Whatever was activated or reported lies before the instant that is asked about: what the plan says of that instant is all that differs. */
function activationsOf(mailbox: MailboxState, at: number): readonly MigrationActivation[] {
  const activation = (password: 'kept' | 'replaced', before: number, isSet = true): MigrationActivation => ({
    at: at - before,
    password,
    setAt: isSet ? at - before + 1 : null,
  })
  switch (mailbox) {
    case 'not started':
    case 'verified':
      return []
    case 'activated, password kept':
      return [activation('kept', 2 * hour)]
    case 'activated, password replaced':
      return [activation('replaced', 2 * hour)]
    case 'activated, password replaced, not yet set at the arriving provider':
      return [activation('replaced', 2 * hour, false)]
    case 'activated twice, kept and then replaced':
      return [activation('kept', 3 * hour), activation('replaced', 2 * hour)]
    case 'activated twice, replaced and then kept':
      return [activation('replaced', 3 * hour), activation('kept', 2 * hour)]
  }
}

function cutOversOf(report: ReportedState, at: number): readonly MigrationCutOver[] {
  const startedAt = at - hour
  switch (report) {
    case 'no report':
      return []
    case 'start':
      return [{ startedAt, completedAt: null, rolledBackAt: null }]
    case 'start and completion':
      return [{ startedAt, completedAt: at - 2, rolledBackAt: null }]
    case 'rollback of the start':
      return [{ startedAt, completedAt: null, rolledBackAt: at - 1 }]
    case 'rollback of the completion':
      return [{ startedAt, completedAt: at - 2, rolledBackAt: at - 1 }]
  }
}

/** Every cell. */
export function passwordCells(): readonly PasswordCell[] {
  return mailboxStates.flatMap((mailbox) =>
    reports.flatMap((report) =>
      planPhases.map((phase) => {
        const at = instants[phase]
        const facts = { activations: activationsOf(mailbox, at), cutOvers: cutOversOf(report, at) }
        return { mailbox, report, phase, access: passwordAt(facts, at) }
      }),
    ),
  )
}

/** What a cell says. */
export function accessText(access: MigrationAccess): string {
  switch (access.opens) {
    case 'leaving':
      return 'old mailbox, old password'
    case 'arriving':
      return `new mailbox, ${access.password} password`
    case 'nothing':
      return `none: ${access.why}`
  }
}

/** One row per state and report, one column per phase. */
export function passwordTable(): string {
  const cells = passwordCells()
  const rows = mailboxStates.flatMap((mailbox) =>
    reports.map((report) => {
      const row = cells.filter((cell) => cell.mailbox === mailbox && cell.report === report)
      return `| ${mailbox} | ${report} | ${row.map(({ access }) => accessText(access)).join(' | ')} |`
    }),
  )
  return [
    `| mailbox | reported | ${planPhases.join(' | ')} |`,
    `|---|---|${planPhases.map(() => '---|').join('')}`,
    ...rows,
  ].join('\n')
}
