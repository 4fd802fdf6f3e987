/** What an operator does with a migration. Each act is one commit of one record. */
import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { rowsOf } from '../../../runtime/paging.ts'
import { readState } from '../../../runtime/record.ts'
import { loadState } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import {
  type MigrationApiRefusal,
  type MigrationContext,
  type MigrationFormRefusal,
  type MigrationLookRefusal,
  type MigrationView,
  migrationId,
} from './context.ts'
import {
  bringForwardForm,
  campaignForm,
  migrationActForm,
  migrationListForm,
  migrationLookForm,
  postponeForm,
  prolongActivationForm,
  prolongCutOverForm,
  reportForm,
} from './form-schema.ts'
import type { MigrationCommand } from './model.ts'
import { migrationMachine } from './schema.ts'
import { timesReader } from './times.ts'
import { viewOf } from './view.ts'

type Answer = Promise<Result<MigrationView, MigrationApiRefusal>>
type Act = (context: MigrationContext, input: unknown, options?: CommandOptions) => Answer

const minuteMs = 60_000

/** Lets the machine decide on the migration of the domain. */
async function act(
  { runtime }: MigrationContext,
  { name, given, options }: { name: string; given: Given; options: CommandOptions | undefined },
  commandOf: (now: Instant, personal: { readonly reason: string }) => MigrationCommand,
): Answer {
  const { operator, domain, reason } = given
  const command = { name: `migration/${name}`, by: operatorActor(operator), options, input: given }
  return perform<MigrationView, MigrationApiRefusal>(runtime, command, async (unit) => {
    const id = migrationId(runtime, domain)
    // Read first: the instant of the unit is none before the last change of the record.
    await unit.state(migrationMachine, id)
    const ran = await unit.run(migrationMachine, id, commandOf(unit.now(), { reason }))
    if (!ran.ok) return ran
    const { state } = ran.value
    return state.status === 'none' ? refuse({ code: 'migration/not-found' }) : accept(viewOf(id, state, unit.now()))
  })
}

type Given = { readonly operator: Operator; readonly domain: string; readonly reason: string }

/** Plans the migration of a domain. */
export const plan: Act = async (context, input, options) => {
  const read = readForm(campaignForm, input, 'migration/form')
  if (!read.ok) return read
  const given = read.value
  const times = timesReader()
  const activation = {
    from: await times.startOf('activation.firstDay', given.firstDay),
    until: await times.endOf('activation.lastDay', given.lastDay),
  }
  const cutOver = {
    from: await times.at('cutOver.from', given.cutOver.from),
    longestMs: (given.cutOver.longestMinutes ?? 0) * minuteMs,
  }
  const reminders = await times.all('reminders', given.reminders)
  const fault = times.fault()
  if (fault !== null) return refuse(fault)
  return act(context, { name: 'plan', given, options }, (_, personal) => ({
    type: 'PlanMigration',
    domain: given.domain,
    plan: { ...given.plan, activation, cutOver, reminders },
    personal,
  }))
}

function onCampaign(name: string, type: 'OpenActivation' | 'EndMigration'): Act {
  return async (context, input, options) => {
    const read = readForm(migrationActForm, input, 'migration/form')
    if (!read.ok) return read
    return act(context, { name, given: read.value, options }, (_, personal) => ({ type, personal }))
  }
}

/** The activation begins now. */
export const open: Act = onCampaign('open', 'OpenActivation')
/** It is over, as far as the office is concerned. */
export const end: Act = onCampaign('end', 'EndMigration')

/** The activation ends later. */
export const prolong: Act = async (context, input, options) => {
  const read = readForm(prolongActivationForm, input, 'migration/form')
  if (!read.ok) return read
  const given = read.value
  const times = timesReader()
  const until = await times.endOf('lastDay', given.lastDay)
  const reminders = await times.all('reminders', given.reminders)
  const fault = times.fault()
  if (fault !== null) return refuse(fault)
  return act(context, { name: 'prolong', given, options }, (_, personal) => ({
    type: 'ProlongActivation',
    until,
    reminders,
    personal,
  }))
}

const msOf = (minutes: number | null): number | null => (minutes === null ? null : minutes * minuteMs)

/** The cut-over comes later. */
export const postpone: Act = async (context, input, options) => {
  const read = readForm(postponeForm, input, 'migration/form')
  if (!read.ok) return read
  const given = read.value
  const times = timesReader()
  const cutOverAt = await times.at('cutOver.from', given.cutOver.from)
  const until = given.lastDay === null ? null : await times.endOf('lastDay', given.lastDay)
  const reminders = await times.all('reminders', given.reminders)
  const fault = times.fault()
  if (fault !== null) return refuse(fault)
  const longestMs = msOf(given.cutOver.longestMinutes)
  return act(context, { name: 'postpone', given, options }, (_, personal) => ({
    type: 'PostponeCutOver',
    cutOverAt,
    longestMs,
    until,
    reminders,
    personal,
  }))
}

/** The cut-over comes earlier. */
export const bringForward: Act = async (context, input, options) => {
  const read = readForm(bringForwardForm, input, 'migration/form')
  if (!read.ok) return read
  const given = read.value
  const times = timesReader()
  const cutOverAt = await times.at('cutOver.from', given.cutOver.from)
  const fault = times.fault()
  if (fault !== null) return refuse(fault)
  const longestMs = msOf(given.cutOver.longestMinutes)
  return act(context, { name: 'bring-forward', given, options }, (_, personal) => ({
    type: 'BringCutOverForward',
    cutOverAt,
    longestMs,
    personal,
  }))
}

/** The interruption may last longer. */
export const prolongCutOver: Act = async (context, input, options) => {
  const read = readForm(prolongCutOverForm, input, 'migration/form')
  if (!read.ok) return read
  const given = read.value
  const longestMs = given.longestMinutes * minuteMs
  return act(context, { name: 'prolong-cut-over', given, options }, (_, personal) => ({
    type: 'ProlongCutOver',
    longestMs,
    personal,
  }))
}

type Reported = { readonly name: string; readonly commandOf: (at: Instant, personal: { reason: string }) => MigrationCommand }

function report({ name, commandOf }: Reported): Act {
  return async (context, input, options) => {
    const read = readForm(reportForm, input, 'migration/form')
    if (!read.ok) return read
    const given = read.value
    const times = timesReader()
    const since = given.since === null ? null : await times.at('since', given.since)
    const fault = times.fault()
    if (fault !== null) return refuse(fault)
    return act(context, { name, given, options }, (now, personal) => commandOf(since ?? now, personal))
  }
}

/** The cut-over has begun. */
export const reportStart: Act = report({
  name: 'report-start',
  commandOf: (startedAt, personal) => ({ type: 'ReportStart', startedAt, personal }),
})
/** The cut-over is complete. */
export const reportCompletion: Act = report({
  name: 'report-completion',
  commandOf: (completedAt, personal) => ({ type: 'ReportCompletion', completedAt, personal }),
})
/** The cut-over was taken back. */
export const reportRollback: Act = report({
  name: 'report-rollback',
  commandOf: (rolledBackAt, personal) => ({ type: 'ReportRollback', rolledBackAt, personal }),
})

/** The migration of a domain as it stands. */
export async function inspect(
  { runtime }: MigrationContext,
  input: unknown,
): Promise<Result<MigrationView, MigrationLookRefusal>> {
  const read = readForm(migrationLookForm, input, 'migration/form')
  if (!read.ok) return read
  const id = migrationId(runtime, read.value.domain)
  const state = await loadState(runtime, migrationMachine, id)
  if (state === null || state.status === 'none') return refuse({ code: 'migration/not-found' })
  return accept(viewOf(id, state, runtime.now()))
}

/** Every migration of the office. */
export async function list(
  { runtime }: MigrationContext,
  input: unknown,
): Promise<Result<readonly MigrationView[], MigrationFormRefusal>> {
  const read = readForm(migrationListForm, input, 'migration/form')
  if (!read.ok) return read
  const views: MigrationView[] = []
  for await (const row of rowsOf(runtime, { office: runtime.office.id, kind: migrationMachine.decider.name })) {
    const state = readState(migrationMachine, row)
    if (state.status !== 'none') views.push(viewOf(row.key.slice(row.key.lastIndexOf('/') + 1), state, runtime.now()))
  }
  return accept(views.sort((one, other) => (one.domain < other.domain ? -1 : 1)))
}
