/**
 * Those whom a sunset concerns are told in bulk: reminders before the last use, and that a request has come too late. It may be done twice, by several at
 * once, and die at any moment: who was told is known by a record of each.
 */
import { type AnyRefusal, accept, type Instant, invariant, rethrowUnlessFailure, SportelloError } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import { readArgument } from '../../../runtime/input.ts'
import { pageOf } from '../../../runtime/paging.ts'
import { keyOf, recordIn } from '../../../runtime/record.ts'
import { loadRows } from '../../../runtime/runtime.ts'
import { transact } from '../../../runtime/transact.ts'
import type { KeptGate } from '../keeper.ts'
import type { SunsetContext, SunsetLane } from './context.ts'
import { endOf } from './course.ts'
import type { SunsetReminder } from './model.ts'
import { isSameReminder, remindersDue } from './reminders.ts'
import { sunsetId, sunsetMachine } from './schema.ts'

/** How much of it is done at once. */
export type SunsetSweepOptions = {
  /** Look at so many records, 1 to 1000000; left out, at all. */
  readonly limit?: number
  /** The `next` of another sweep. */
  readonly after?: string
}

/** What a sweep has done. */
export type SunsetSweepReport = {
  /** How many records were looked at. */
  readonly looked: number
  /** How many subscribers were reminded of the last use. */
  readonly reminded: number
  /** How many applicants were told that their request has come too late. */
  readonly tooLate: number
  /** How many could not be dealt with: the next sweep tries again. */
  readonly failed: number
  /** Where to go on, when the limit was reached; null when all was looked at. */
  readonly next: string | null
}

const pageSize = 100
/** So many people in one commit: it costs little more than one of a single person. */
const grouped = 10
/** So many commits at once. */
const atOnce = 4
const limitMax = 1_000_000

type Stretch = { readonly lane: SunsetLane; readonly tag: string }

function readOptions(options: SunsetSweepOptions, stretches: number) {
  const [limit = Number.POSITIVE_INFINITY, after] = readArgument(() => [options.limit, options.after] as const) ?? [Number.NaN]
  const [, stretch = '0', id = ''] = typeof after === 'string' ? (/^(\d{1,2})\/([A-Za-z0-9_-]{1,64})$/.exec(after) ?? []) : []
  const isPlace = after === undefined || (id !== '' && Number(stretch) < stretches)
  const isLimit = limit === Number.POSITIVE_INFINITY || (Number.isInteger(limit) && limit >= 1 && limit <= limitMax)
  if (!isLimit || !isPlace)
    throw new SportelloError('config/invalid', `sweep: limit is 1 to ${limitMax}, after is the next of another sweep`)
  return { limit, start: Number(stretch), after: id === '' ? null : id }
}

/** What of the lanes has anything to be told. */
function hasWork({ courses }: KeptGate, reminders: readonly SunsetReminder[], at: Instant): (lane: SunsetLane) => boolean {
  const isTooLate = (courses ?? []).some((course) => (endOf(course, 'issue') ?? at + 1) <= at)
  return ({ tells }) => (tells === 'reminded' ? reminders.length > 0 : isTooLate)
}

/** Tells whoever is to be told. Throws where the storage cannot even list. */
export async function sweepSunset(context: SunsetContext, options: SunsetSweepOptions = {}): Promise<SunsetSweepReport> {
  const { runtime, keeper, lanes } = context
  const counts = { looked: 0, reminded: 0, tooLate: 0, failed: 0 }
  const stretches = lanes.flatMap((lane): readonly Stretch[] => lane.tags.map((tag) => ({ lane, tag })))
  const { limit, start, after: first } = readOptions(options, stretches.length)
  const gate = await keeper.read()
  const now = Math.max(runtime.now(), gate.at)
  const reminded = gate.reminded
  const due = remindersDue(gate.courses ?? [], now)
    .map(({ endsAt, daysBefore }) => ({ endsAt, daysBefore }))
    .filter((reminder) => !reminded.some((known) => isSameReminder(known, reminder)))
  const isDue = hasWork(gate, due, now)
  let after = first
  for (const [place, stretch] of [...stretches.entries()].slice(start)) {
    while (isDue(stretch.lane)) {
      const length = Math.min(pageSize, limit - counts.looked)
      const rows = await pageIn(context, stretch, after, length)
      const done = await tellPage(context, stretch.lane, rows)
      counts[stretch.lane.tells] += done.told
      counts.failed += done.failed
      counts.looked += rows.length
      const last = rows.at(-1)
      if (last === undefined || rows.length < length) break
      after = recordIn(last.key).id
      if (counts.looked === limit) return { ...counts, next: `${place}/${after}` }
    }
    after = null
  }
  // Whatever failed is looked at by the next sweep.
  if (counts.failed === 0 && start === 0 && first === null && due.length > 0) await noteReminded(context, due)
  return { ...counts, next: null }
}

function pageIn(
  { runtime }: SunsetContext,
  { lane, tag }: Stretch,
  after: string | null,
  limit: number,
): Promise<readonly Stored[]> {
  const { id: office } = runtime.office
  const kind = lane.kind.decider.name
  return pageOf(runtime, { office, kind, tag, limit, ...(after === null ? {} : { after: keyOf(office, kind, after) }) })
}

/** One page: what is read for each is read for all at once, and some are told in one commit. */
async function tellPage(context: SunsetContext, lane: SunsetLane, rows: readonly Stored[]) {
  const done = { told: 0, failed: 0 }
  if (rows.length === 0) return done
  const { runtime } = context
  const keys = rows.map(({ key }) => keyOf(runtime.office.id, lane.reads, recordIn(key).id))
  const found = await loadRows(runtime, keys)
  const besides = found.filter((row) => row !== null)
  const known = { rows: [...rows, ...besides], absent: keys.filter((_, i) => found[i] === null) }
  const now = runtime.now()
  // A record that was last written by a clock ahead of this one has an instant of its own: no other may be judged by it.
  const length = known.rows.some(({ at }) => at > now) ? 1 : grouped
  const tell = async (group: readonly Stored[]): Promise<void> => {
    try {
      const told = await tellGroup(context, lane, group, known)
      // Read after the wait: others have counted meanwhile.
      done.told += told
    } catch (cause) {
      rethrowUnlessFailure(cause)
      if (group.length === 1) done.failed += 1
      // One of them holds up none of the others.
      else for (const row of group) await tell([row])
    }
  }
  const groups = Array.from({ length: Math.ceil(rows.length / length) }, (_, i) => rows.slice(i * length, (i + 1) * length))
  const left = groups.values()
  const goOn = async (): Promise<void> => {
    for (const group of left) await tell(group)
  }
  await Promise.all(Array.from({ length: atOnce }, goOn))
  return done
}

type Known = { readonly rows: readonly Stored[]; readonly absent: readonly string[] }

/** Tells some people in one commit. How many there was anything to be told. */
async function tellGroup({ runtime }: SunsetContext, lane: SunsetLane, group: readonly Stored[], known: Known): Promise<number> {
  const operation = { name: 'sweep/sunset', by: { kind: 'system' }, journalsRefusals: false } as const
  const ids = group.map(({ key }) => recordIn(key).id)
  const told = await transact<number, AnyRefusal>(runtime, { ...operation, ...known }, async (unit) => {
    await unit.preload(ids.flatMap((id) => [lane.kind.decider.name, lane.reads].map((kind) => ({ kind, id }))))
    let count = 0
    for (const id of ids) if (await lane.tell(unit, id)) count += 1
    return accept(count)
  })
  invariant(told.ok, 'sunset: nothing that is told is refused')
  return told.value
}

/** Notes that nobody is left who was to have these reminders. */
async function noteReminded({ runtime, keeper }: SunsetContext, reminders: readonly SunsetReminder[]): Promise<void> {
  await transact<null, AnyRefusal>(runtime, { name: 'sunset/reminded', by: { kind: 'system' } }, async (unit) => {
    await unit.run(sunsetMachine, sunsetId, { type: 'NoteReminded', reminders })
    return accept(null)
  })
  await keeper.reread()
}
