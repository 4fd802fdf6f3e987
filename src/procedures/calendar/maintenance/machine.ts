/**
 * The calendar of an office: when which features are closed, for whom, and what becomes of what is under way (seed 000).
 *
 *   none --KeepCalendar--> kept
 *   kept --PlanWindow, OpenWindow, ProlongWindow, CloseWindow, CancelWindow, NoteSwept--> kept
 *
 * A window begins and ends by the clock: nothing has to run for that. What has been is never changed, so that whoever asks later what held at
 * an instant hears the same.
 */
import { accept, type Decider, type Instant, impossible, instantMax, refuse } from '../../../kernel/index.ts'
import type {
  MaintenanceCommand,
  MaintenanceDisposition,
  MaintenanceEvent,
  MaintenancePlan,
  MaintenanceRefusal,
  MaintenanceState,
  MaintenanceWindow,
} from './model.ts'
import { endOf, hasBegun, isOver } from './window.ts'

export type MaintenanceDecider = Decider<MaintenanceState, MaintenanceCommand, MaintenanceEvent, MaintenanceRefusal>
type Decided = ReturnType<MaintenanceDecider['decide']>

/** Each is looked at before every command. Those that are over make room. */
export const windowsMax = 50

/** How long a window that is over can still say what became of what was under way, ms: longer than any term that it could have met. */
const rememberedMs = 400 * 24 * 60 * 60_000

const overlap = (one: MaintenancePlan, other: MaintenancePlan): boolean =>
  one.from < (other.to ?? instantMax + 1) && other.from < (one.to ?? instantMax + 1)

const sameDisposition = (one: MaintenanceDisposition, other: MaintenanceDisposition): boolean =>
  one.fate === other.fate && JSON.stringify(one.unless) === JSON.stringify(other.unless)

/** Why the window cannot stand beside the others. */
function contradiction(plan: MaintenancePlan, others: readonly MaintenanceWindow[]): MaintenanceRefusal | null {
  for (const other of others) {
    if (!overlap(plan, { ...other, to: endOf(other) })) continue
    for (const [procedure, disposition] of Object.entries(plan.procedures)) {
      const theirs = Object.hasOwn(other.procedures, procedure) ? other.procedures[procedure] : undefined
      if (theirs !== undefined && !sameDisposition(disposition, theirs))
        return { code: 'maintenance/contradiction', window: other.id, procedure }
    }
  }
  return null
}

function decidePlan(windows: readonly MaintenanceWindow[], command: Of<'PlanWindow'>, at: Instant): Decided {
  const { id, plan, personal } = command
  if (plan.from < at) return refuse({ code: 'maintenance/in-the-past', field: 'from' })
  if (plan.to !== null && plan.to <= plan.from) return refuse({ code: 'maintenance/ends-before-start' })
  if (plan.cutOff > plan.from) return refuse({ code: 'maintenance/cut-off-after-start' })
  const live = windows.filter((window) => !isForgettable(window, at))
  const clash = contradiction(
    plan,
    live.filter(({ cancelledAt }) => cancelledAt === null),
  )
  if (clash !== null) return refuse(clash)
  if (live.length >= windowsMax) return refuse({ code: 'maintenance/too-many-windows', windowsMax })
  const forgotten = windows.filter((window) => isForgettable(window, at))
  return accept([
    ...forgotten.map((window) => ({ type: 'WindowForgotten', id: window.id }) as const),
    { type: 'WindowPlanned', id, plan, personal },
  ])
}

/** True for one that can do nothing to anything any more. */
function isForgettable(window: MaintenanceWindow, at: Instant): boolean {
  if (window.cancelledAt !== null) return true
  const end = endOf(window)
  return window.swept === 'ended' && end !== null && end + rememberedMs <= at
}

type Of<Type extends MaintenanceCommand['type']> = Extract<MaintenanceCommand, { type: Type }>
type OnWindow = Exclude<MaintenanceCommand, { type: 'KeepCalendar' | 'PlanWindow' }>

function decideOn(window: MaintenanceWindow, others: readonly MaintenanceWindow[], command: OnWindow, at: Instant): Decided {
  const { id, from } = window
  if (window.cancelledAt !== null) return refuse({ code: 'maintenance/cancelled' })
  if (command.type === 'NoteSwept') {
    const isDone = window.swept === command.swept || window.swept === 'ended'
    const isDue = command.swept === 'begun' ? hasBegun(window, at) : isOver(window, at)
    return accept(isDone || !isDue ? [] : [{ type: 'WindowSwept', id, swept: command.swept }])
  }
  const { personal } = command
  const end = endOf(window)
  if (end !== null && end <= at) return refuse({ code: 'maintenance/over', endedAt: end })
  switch (command.type) {
    case 'OpenWindow': {
      if (hasBegun(window, at)) return refuse({ code: 'maintenance/already-begun', from })
      // Earlier it may meet windows that it was not planned beside.
      const clash = contradiction({ ...window, from: at }, others)
      if (clash !== null) return refuse(clash)
      // Whoever had until the cut-off has it no longer than until the beginning.
      return accept([{ type: 'WindowOpened', id, from: at, personal }])
    }
    case 'CancelWindow':
      if (hasBegun(window, at)) return refuse({ code: 'maintenance/already-begun', from })
      return accept([{ type: 'WindowCancelled', id, cancelledAt: at, personal }])
    case 'CloseWindow':
      if (!hasBegun(window, at)) return refuse({ code: 'maintenance/not-begun', from })
      return accept([{ type: 'WindowClosed', id, to: at, personal }])
    case 'ProlongWindow': {
      const { to } = command
      if (to !== null && to <= from) return refuse({ code: 'maintenance/ends-before-start' })
      if (to !== null && to <= at) return refuse({ code: 'maintenance/in-the-past', field: 'to' })
      const clash = contradiction({ ...window, to }, others)
      if (clash !== null) return refuse(clash)
      return accept(to === window.to ? [] : [{ type: 'WindowProlonged', id, to, personal }])
    }
  }
}

const decide: MaintenanceDecider['decide'] = (state, command, { at }) => {
  if (command.type === 'KeepCalendar') return accept(state.status === 'none' ? [{ type: 'CalendarKept' }] : [])
  if (command.type === 'PlanWindow') return decidePlan(state.windows, command, at)
  const window = state.windows.find(({ id }) => id === command.id)
  if (window === undefined) return refuse({ code: 'maintenance/not-found' })
  const others = state.windows.filter((other) => other !== window && other.cancelledAt === null)
  return decideOn(window, others, command, at)
}

function evolve(state: MaintenanceState, event: MaintenanceEvent): MaintenanceState {
  const { windows } = state
  const kept = (next: readonly MaintenanceWindow[]): MaintenanceState => ({ status: 'kept', windows: next, personal: null })
  if (event.type === 'CalendarKept') return kept(windows)
  const { id } = event
  if (event.type === 'WindowPlanned') return kept([...windows, { id, ...event.plan, cancelledAt: null, swept: 'nothing' }])
  if (!windows.some((window) => window.id === id)) return impossible('maintenance', state.status, event.type)
  if (event.type === 'WindowForgotten') return kept(windows.filter((window) => window.id !== id))
  const change = changeOf(event)
  return kept(windows.map((window) => (window.id === id ? { ...window, ...change(window) } : window)))
}

/** What an event makes of its window. */
function changeOf(
  event: Exclude<MaintenanceEvent, { type: 'CalendarKept' | 'WindowPlanned' | 'WindowForgotten' }>,
): (window: MaintenanceWindow) => Partial<MaintenanceWindow> {
  switch (event.type) {
    case 'WindowOpened':
      return ({ cutOff }) => ({ from: event.from, cutOff: Math.min(cutOff, event.from) })
    case 'WindowProlonged':
    case 'WindowClosed':
      return () => ({ to: event.to })
    case 'WindowCancelled':
      return () => ({ cancelledAt: event.cancelledAt })
    case 'WindowSwept':
      return () => ({ swept: event.swept })
  }
}

function exampleCommands({ windows }: MaintenanceState): readonly MaintenanceCommand[] {
  const id = windows.at(-1)?.id ?? 'window-0'
  const personal = { reason: 'The supplier has asked for it.' }
  const plan: MaintenancePlan = {
    title: { it: 'Aggiornamento', en: 'Update' },
    from: 2_000_000,
    to: 3_000_000,
    cutOff: 1_000_000,
    features: { registration: { unless: null } },
    procedures: { registration: { fate: 'void', unless: null } },
  }
  return [
    { type: 'KeepCalendar' },
    { type: 'PlanWindow', id: `window-${Number(id.slice(id.lastIndexOf('-') + 1)) + 1}`, plan, personal },
    { type: 'OpenWindow', id, personal },
    { type: 'ProlongWindow', id, to: null, personal },
    { type: 'CloseWindow', id, personal },
    { type: 'CancelWindow', id, personal },
    { type: 'NoteSwept', id, swept: 'begun' },
    { type: 'NoteSwept', id, swept: 'ended' },
  ]
}

/** The machine. What a window may name is looked at where it is read: the calendar itself knows no feature. */
export const maintenanceDecider: MaintenanceDecider = {
  name: 'maintenance',
  initial: { status: 'none', windows: [], personal: null },
  decide,
  evolve,
  isTerminal: () => false,
  exampleCommands,
}
