/** What an operator does with the calendar. Each act is one commit of one record, and every command of the office meets it. */
import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import { type CommandOptions, formRefusal, type Problem } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { MaintenanceApiRefusal, MaintenanceContext, MaintenanceFormRefusal, MaintenanceView } from './context.ts'
import { lookForm, type PlanGiven, planForm, prolongForm, windowForm } from './form-schema.ts'
import type { MaintenanceCommand, MaintenancePlan } from './model.ts'
import { calendarId, maintenanceMachine } from './schema.ts'
import { viewOf } from './view.ts'
import { endOfDay, instantOf } from './wall-time.ts'

type Answer<V> = Promise<Result<V, MaintenanceApiRefusal>>

/** The times of a plan; what is wrong with them is told together. */
export async function planOf(given: PlanGiven, now: Instant): Promise<Result<MaintenancePlan, MaintenanceFormRefusal>> {
  const { title, features, procedures } = given
  const problems: Problem[] = []
  const take = (read: Result<Instant, Problem>): Instant => {
    if (read.ok) return read.value
    problems.push(read.refusal)
    return 0
  }
  const from = given.from === 'now' ? now : take(await instantOf('from', given.from))
  const to = given.to === null ? null : take(await instantOf('to', given.to))
  const cutOff = given.cutOffDay === null ? from : take(await endOfDay('cutOffDay', given.cutOffDay))
  if (problems.length > 0) return refuse(formRefusal('maintenance/form', problems))
  return accept({ title, from, to, cutOff, features, procedures })
}

/** Lets the machine decide, and tells this process at once. */
async function act(
  { runtime, keeper }: MaintenanceContext,
  { name, operator, options, input }: { name: string; operator: Operator; options: CommandOptions | undefined; input: unknown },
  id: string,
  commandOf: (now: Instant) => MaintenanceCommand,
): Answer<MaintenanceView> {
  const command = { name: `maintenance/${name}`, by: operatorActor(operator), options, input }
  const done = await perform<MaintenanceView, MaintenanceApiRefusal>(runtime, command, async (unit) => {
    const ran = await unit.run(maintenanceMachine, calendarId, commandOf(unit.now()))
    if (!ran.ok) return ran
    const window = ran.value.state.windows.find((one) => one.id === id)
    invariant(window !== undefined, 'maintenance: what was done to a window leaves it there')
    return accept(viewOf(window, unit.now()))
  })
  await keeper.reread()
  return done
}

/** Plans a window. */
export async function plan(context: MaintenanceContext, input: unknown, options?: CommandOptions): Answer<MaintenanceView> {
  const read = readForm(planForm(context.vocabulary), input, 'maintenance/form')
  if (!read.ok) return read
  const { operator, reason } = read.value
  const { runtime } = context
  // The calendar exists before anything is planned in it.
  await context.keeper.current()
  const timed = await planOf(read.value, runtime.now())
  if (!timed.ok) return timed
  const id = runtime.ulid(runtime.now())
  return act(context, { name: 'plan', operator, options, input: read.value }, id, (now) => {
    // From now on is from the instant of the commit.
    const isNow = read.value.from === 'now'
    const from = isNow ? now : timed.value.from
    const cutOff = isNow && read.value.cutOffDay === null ? now : timed.value.cutOff
    return { type: 'PlanWindow', id, plan: { ...timed.value, from, cutOff }, personal: { reason } }
  })
}

function onWindow(name: string, type: 'OpenWindow' | 'CloseWindow' | 'CancelWindow') {
  return async (context: MaintenanceContext, input: unknown, options?: CommandOptions): Answer<MaintenanceView> => {
    const read = readForm(windowForm, input, 'maintenance/form')
    if (!read.ok) return read
    const { operator, id, reason } = read.value
    return act(context, { name, operator, options, input: read.value }, id, () => ({ type, id, personal: { reason } }))
  }
}

type OnWindow = (context: MaintenanceContext, input: unknown, options?: CommandOptions) => Answer<MaintenanceView>

/** Begins a planned window now. */
export const open: OnWindow = onWindow('open', 'OpenWindow')
/** Ends one that has begun, now. */
export const close: OnWindow = onWindow('close', 'CloseWindow')
/** A planned window never happens. */
export const cancel: OnWindow = onWindow('cancel', 'CancelWindow')

/** Gives a window another end. */
export async function prolong(context: MaintenanceContext, input: unknown, options?: CommandOptions): Answer<MaintenanceView> {
  const read = readForm(prolongForm, input, 'maintenance/form')
  if (!read.ok) return read
  const { operator, id, reason, to: given } = read.value
  const to = given === null ? accept(null) : await instantOf('to', given)
  if (!to.ok) return refuse(formRefusal('maintenance/form', [to.refusal]))
  const asked = { name: 'prolong', operator, options, input: read.value }
  return act(context, asked, id, () => ({ type: 'ProlongWindow', id, to: to.value, personal: { reason } }))
}

/** All windows that the calendar still knows, in the order of their beginnings. */
export async function list(
  { runtime, keeper }: MaintenanceContext,
  input: unknown,
): Promise<Result<readonly MaintenanceView[], MaintenanceFormRefusal>> {
  const read = readForm(lookForm, input, 'maintenance/form')
  if (!read.ok) return read
  const windows = (await keeper.read()).windows ?? []
  const now = runtime.now()
  return accept([...windows].sort((one, other) => one.from - other.from).map((window) => viewOf(window, now)))
}
