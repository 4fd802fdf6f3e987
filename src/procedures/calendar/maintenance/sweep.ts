/**
 * What is under way, brought up to the calendar in bulk: held, released, ended, and its people told. It may be done twice, by several at once, and
 * die at any moment: what is done is known by each record, and the next one goes on.
 */
import { type AnyRefusal, accept, rethrowUnlessFailure, SportelloError, type Status } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import type { FollowedStep, InFlight, UnderWayRecord } from '../../../runtime/in-flight.ts'
import { readArgument } from '../../../runtime/input.ts'
import { pageOf } from '../../../runtime/paging.ts'
import { readable } from '../../../runtime/queue.ts'
import { keyOf, type RecordKind, recordIn } from '../../../runtime/record.ts'
import { loadRows } from '../../../runtime/runtime.ts'
import { transact } from '../../../runtime/transact.ts'
import type { MaintenanceContext } from './context.ts'
import type { MaintenanceWindow } from './model.ts'
import { calendarId, maintenanceMachine } from './schema.ts'
import { hasBegun, isOver } from './window.ts'

/** How much of the calendar is carried out at once. */
export type MaintenanceSweepOptions = {
  /** Look at so many records, 1 to 1000000; left out, at all. */
  readonly limit?: number
  /** The `next` of another sweep. */
  readonly after?: string
}

/** What a sweep of the calendar has done. */
export type MaintenanceSweepReport = {
  /** How many records were looked at. */
  readonly looked: number
  readonly held: number
  readonly released: number
  readonly voided: number
  readonly reidentified: number
  /** How many could not be dealt with: the next sweep tries again. */
  readonly failed: number
  /** Where to go on, when the limit was reached; null when all was looked at. */
  readonly next: string | null
}

/** A kind of record whose procedures can be under way. */
export type FlightKind = RecordKind<Status> & { readonly inFlight: InFlight<Status> }

const pageSize = 100
/** So many records in one commit: it costs little more than one of a single record. */
const grouped = 10
/** So many commits at once. */
const lanes = 4
const limitMax = 1_000_000

/** The windows that something is still to be done for, by the clock. */
export function dueOf(windows: readonly MaintenanceWindow[], at: number): readonly MaintenanceWindow[] {
  return windows.filter((window) => {
    if (!hasBegun(window, at) || window.swept === 'ended') return false
    return window.swept === 'nothing' || isOver(window, at)
  })
}

type Place = { readonly kind: number; readonly tag: number; readonly after: string | null }

/** Which kinds, and under which tags. */
function stretchesOf({ procedures }: MaintenanceContext): readonly { readonly kind: FlightKind; readonly tag: string | null }[] {
  return procedures.flatMap(({ kind }): readonly { readonly kind: FlightKind; readonly tag: string | null }[] => {
    const { inFlight } = kind
    if (inFlight === undefined) return []
    const whole = { ...kind, inFlight } as FlightKind
    return inFlight.tags === null ? [{ kind: whole, tag: null }] : inFlight.tags.map((tag) => ({ kind: whole, tag }))
  })
}

function readOptions(options: MaintenanceSweepOptions, stretches: number): { readonly limit: number; readonly start: Place } {
  const [limit = Number.POSITIVE_INFINITY, after] = readArgument(() => [options.limit, options.after] as const) ?? [Number.NaN]
  const [, stretch = '0', id = ''] = typeof after === 'string' ? (/^(\d{1,3})\/([A-Za-z0-9_-]{1,64})$/.exec(after) ?? []) : []
  const isPlace = after === undefined || (id !== '' && Number(stretch) < stretches)
  const isLimit = limit === Number.POSITIVE_INFINITY || (Number.isInteger(limit) && limit >= 1 && limit <= limitMax)
  if (!isLimit || !isPlace)
    throw new SportelloError('config/invalid', `sweep: limit is 1 to ${limitMax}, after is the next of another sweep`)
  return { limit, start: { kind: Number(stretch), tag: 0, after: id === '' ? null : id } }
}

/** Carries out what the calendar says of what is under way. Throws where the storage cannot even list. */
export async function sweepCalendar(
  context: MaintenanceContext,
  options: MaintenanceSweepOptions = {},
): Promise<MaintenanceSweepReport> {
  const { runtime, keeper } = context
  const counts = { looked: 0, held: 0, released: 0, voided: 0, reidentified: 0, failed: 0 }
  const stretches = stretchesOf(context)
  const { limit, start } = readOptions(options, stretches.length)
  const { windows, endsSomething } = await keeper.read()
  const now = runtime.now()
  const due = dueOf(windows ?? [], now)
  if (due.length === 0 && !endsSomething(now)) return { ...counts, next: null }
  let after = start.after
  const { id: office } = runtime.office
  for (const [place, { kind, tag }] of [...stretches.entries()].slice(start.kind)) {
    for (;;) {
      const length = Math.min(pageSize, limit - counts.looked)
      const onward = after === null ? {} : { after: keyOf(office, kind.decider.name, after) }
      const rows = await pageOf(runtime, {
        office,
        kind: kind.decider.name,
        limit: length,
        ...(tag === null ? {} : { tag }),
        ...onward,
      })
      for (const [step, times] of await followPage(context, kind, rows)) counts[step] += times
      counts.looked += rows.length
      const last = rows.at(-1)
      if (last === undefined || rows.length < length) break
      after = recordIn(last.key).id
      if (counts.looked === limit) return { ...counts, next: `${place}/${after}` }
    }
    after = null
  }
  // Whatever failed is looked at by the next sweep.
  if (due.length > 0 && counts.failed === 0 && start.kind === 0 && start.after === null) await noteSwept(context, due, now)
  return { ...counts, next: null }
}

const counted: { readonly [S in FollowedStep]: 'held' | 'released' | 'voided' | 'reidentified' } = {
  held: 'held',
  released: 'released',
  voided: 'voided',
  're-identified': 'reidentified',
}

type Open = { readonly row: Stored; readonly found: UnderWayRecord }

/** One page: the records that are under way, some of them in one commit. */
async function followPage(context: MaintenanceContext, kind: FlightKind, rows: readonly Stored[]) {
  const counts = new Map<'held' | 'released' | 'voided' | 'reidentified' | 'failed', number>()
  const count = (step: 'held' | 'released' | 'voided' | 'reidentified' | 'failed'): void =>
    void counts.set(step, (counts.get(step) ?? 0) + 1)
  const open: Open[] = []
  for (const row of rows) {
    const state = readable(kind, row)
    if (state === null) {
      count('failed')
      continue
    }
    const found = kind.inFlight.underWay(state, recordIn(row.key).id)
    if (found !== null) open.push({ row, found })
  }
  const accounts = await accountsOf(context, open)
  const now = context.runtime.now()
  // A record that was last written by a clock ahead of this one has an instant of its own: no other may be judged by it.
  const isAhead = [...accounts, ...open.map(({ row }) => row)].some(({ at }) => at > now)
  const follow = async (group: readonly Stored[]): Promise<void> => {
    const ids = group.map(({ key }) => recordIn(key).id)
    try {
      for (const step of await followRecords(context, kind, ids, [...group, ...accounts])) count(counted[step])
    } catch (cause) {
      rethrowUnlessFailure(cause)
      if (group.length === 1) return count('failed')
      // One of them holds up none of the others.
      for (const row of group) await follow([row])
    }
  }
  const left = groupsOf(open, isAhead ? 1 : grouped).values()
  const lane = async () => {
    for (const group of left) await follow(group)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return counts
}

/** The rows in their order, so many in each group. */
function groupsOf(open: readonly Open[], length: number): readonly (readonly Stored[])[] {
  const rows = open.map(({ row }) => row)
  return Array.from({ length: Math.ceil(rows.length / length) }, (_, i) => rows.slice(i * length, (i + 1) * length))
}

/** The rows of the accounts that the records belong to, and what else is read for each, in as few calls as a storage allows. */
async function accountsOf({ runtime, accountKind }: MaintenanceContext, open: readonly Open[]): Promise<readonly Stored[]> {
  const keys = open.flatMap(({ found }) => {
    if (!('accountId' in found.whose)) return []
    const account = { kind: accountKind, id: found.whose.accountId }
    return [account, ...(found.besides ?? [])].map((name) => keyOf(runtime.office.id, name.kind, name.id))
  })
  const unread = [...new Set(keys)]
  const found: Stored[] = []
  for (let from = 0; from < unread.length; from += pageSize) {
    const some = await loadRows(runtime, unread.slice(from, from + pageSize))
    found.push(...some.filter((row) => row !== null))
  }
  return found
}

/** Brings records up to the calendar in one commit, and tells their people. `rows`: what of them was read already. Answers what was done. */
export async function followRecords(
  { runtime }: Pick<MaintenanceContext, 'runtime'>,
  kind: FlightKind,
  ids: readonly string[],
  rows: readonly Stored[],
): Promise<readonly FollowedStep[]> {
  const operation = { name: 'sweep/calendar', by: { kind: 'system' }, journalsRefusals: false, isCalendarSweep: true } as const
  let steps: FollowedStep[] = []
  await transact<null, AnyRefusal>(runtime, { ...operation, rows }, async (unit) => {
    steps = []
    await unit.preload(ids.map((id) => ({ kind: kind.decider.name, id })))
    for (const id of ids) {
      await unit.state(kind, id)
      const step = unit.followed()
      if (step !== null) steps.push(step)
    }
    return accept(null)
  })
  return steps
}

/** Notes that nothing is left to be done for the windows as they were when the sweep began. */
async function noteSwept({ runtime, keeper }: MaintenanceContext, due: readonly MaintenanceWindow[], at: number): Promise<void> {
  await transact<null, AnyRefusal>(runtime, { name: 'maintenance/swept', by: { kind: 'system' } }, async (unit) => {
    const { windows } = await unit.state(maintenanceMachine, calendarId)
    for (const window of due) {
      const now = windows.find(({ id }) => id === window.id)
      // One that was given another end meanwhile is looked at again.
      if (now === undefined || now.to !== window.to) continue
      const swept = isOver(window, at) ? 'ended' : 'begun'
      await unit.run(maintenanceMachine, calendarId, { type: 'NoteSwept', id: window.id, swept })
    }
    return accept(null)
  })
  await keeper.reread()
}
