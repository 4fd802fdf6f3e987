/** What a unit of work has read and done and not yet committed: its records, what its machines decided on them, its mail. */
import {
  type Actor,
  type AnyRefusal,
  accept,
  type Instant,
  invariant,
  isHoldEvent,
  type Result,
  type Status,
  type Typed,
} from '../kernel/index.ts'
import type { Key, Stored } from '../ports/index.ts'
import type { Gate } from './gate.ts'
import type { FollowedStep } from './in-flight.ts'
import type { Outgoing } from './outbox.ts'
import { chain, change, type PendingRecord } from './pending-writes.ts'
import { keyOf, type Machine, type RecordKind, type RecordName, readState } from './record.ts'
import { loadRows, type Runtime } from './runtime.ts'
import type { QueuedWork } from './work-queue.ts'

/** A command that an existing record refused. `besides`: another record whose journal says so too. */
export type PendingRefusal = RecordName & {
  readonly command: string
  readonly code: string
  readonly besides?: RecordName | undefined
}

/** Everything of one unit of work before its commit. */
export type Pending = {
  readonly runtime: Runtime
  readonly by: Actor
  /** Few enough to be looked through. */
  readonly records: PendingRecord[]
  readonly letters: Outgoing[]
  /** What is to be done afterwards. */
  readonly works: QueuedWork[]
  /** Records whose unsent mail is cancelled, or topics whose work is. */
  readonly cancelMail: Set<Key>
  /** The unit's instant: the clock's, but never before the last change of a record that was read. */
  at: Instant
  /** The last refusal of a machine. */
  refused: PendingRefusal | null
  /** What the calendar says, and what follows it; null for what is never closed and meets nothing that can be held. */
  readonly calendar: Calendar | null
  /** True once the person is known and the calendar lets him do it. */
  admitted: boolean
  /** True once the calendar has closed what the unit does: then nothing of it is done. */
  isClosed: boolean
  /** What the calendar did last. */
  followedStep: FollowedStep | null
  /** What was read before: the rows, and null where there is none. */
  readonly known: ReadonlyMap<Key, Stored | null>
  /** Whether a refusal commits its trace alone, or what was done, with or without the answer under the request key. */
  onRefusal: 'trace' | 'commit' | 'commit-without-answer'
}

/** The calendar for one unit. */
export type Calendar = {
  readonly gate: Gate
  /** The operation of the unit. */
  readonly operation: string
  /** True where the operation can be closed, or its person was asked about: then a commit expects the calendar as it was. */
  guards: boolean
  /** True in the sweep, which commits what the calendar says and tells of it. */
  readonly tells: boolean
  /** The unit as its use case sees it. */
  unit: object | null
}

/** A unit that has read nothing. */
export function newPending(
  runtime: Runtime,
  by: Actor,
  calendar: Calendar | null,
  {
    rows = [],
    absent = [],
  }: { readonly rows?: readonly Stored[] | undefined; readonly absent?: readonly Key[] | undefined } = {},
): Pending {
  return {
    runtime,
    by,
    records: [],
    letters: [],
    works: [],
    cancelMail: new Set(),
    at: runtime.now(),
    refused: null,
    calendar,
    admitted: false,
    isClosed: false,
    followedStep: null,
    known: new Map([...absent.map((key) => [key, null] as const), ...rows.map((row) => [row.key, row] as const)]),
    onRefusal: 'trace',
  }
}

/** The record, when the unit has read it. */
export function heldRecord({ records }: Pending, kind: string, id: string): PendingRecord | undefined {
  return records.find((record) => record.id === id && record.kind === kind)
}

/** Reads, in one call, those of the records that the unit has not read yet. */
export async function preloadRecords(pending: Pending, names: readonly RecordName[]): Promise<void> {
  const { runtime, records } = pending
  const missing = names
    .filter(({ kind, id }) => heldRecord(pending, kind, id) === undefined)
    .map(({ kind, id }) => ({ kind, id, key: keyOf(runtime.office.id, kind, id) }))
  if (missing.length === 0) return
  const { known: read } = pending
  const unread = missing.filter(({ key }) => !read.has(key)).map(({ key }) => key)
  const rows = unread.length === 0 ? [] : await loadRows(runtime, unread)
  const found = new Map(unread.map((key, i) => [key, rows[i] ?? null]))
  missing.forEach(({ kind, id, key }) => {
    const row = read.get(key) ?? found.get(key) ?? null
    if (row !== null && row.at > pending.at) pending.at = row.at
    // Named twice, or read by another call meanwhile: the first one counts.
    if (heldRecord(pending, kind, id) !== undefined) return
    records.push({
      kind,
      id,
      key: row?.key ?? key,
      stored: row,
      state: null,
      entries: [],
      write: null,
      isShared: false,
      followed: 'no',
    })
  })
}

/** The record, read now unless it was read before. */
async function recordOf(pending: Pending, kind: string, id: string): Promise<PendingRecord> {
  await preloadRecords(pending, [{ kind, id }])
  const record = heldRecord(pending, kind, id)
  invariant(record !== undefined, 'unit: a record that was fetched is in the unit')
  return record
}

function stateIn<S extends Status>(machine: RecordKind<S>, record: PendingRecord): S {
  if (record.state === null && record.stored === null) machine.readNobody?.()
  if (machine.isShared === true) record.isShared = true
  record.state ??= record.stored === null ? machine.decider.initial : readState(machine, record.stored)
  // The record was found by the machine's own name, so the state is this machine's.
  return record.state as S
}

/** The record's state with what the unit did to it. */
export async function stateOf<S extends Status>(pending: Pending, machine: RecordKind<S>, id: string): Promise<S> {
  const { name } = machine.decider
  const record = heldRecord(pending, name, id) ?? (await recordOf(pending, name, id))
  if (isToFollow(pending, machine, record)) await follow(pending, machine, record)
  return stateIn(machine, record)
}

/** Whether the calendar may have something to say of the record that it was not asked yet. */
function isToFollow({ calendar }: Pending, { inFlight }: RecordKind<Status>, { followed, stored }: PendingRecord): boolean {
  return followed === 'no' && inFlight !== undefined && stored !== null && calendar !== null
}

/** Brings a record up to what the calendar says, before anybody decides on it. */
async function follow<S extends Status>(pending: Pending, machine: RecordKind<S>, record: PendingRecord): Promise<void> {
  record.followed = 'nothing-done'
  const { calendar, records } = pending
  const { inFlight } = machine
  if (calendar === null || calendar.unit === null || inFlight === undefined) return
  const { gate, operation, tells, unit } = calendar
  const state = stateIn(machine, record)
  const asked = { machine, flight: inFlight, id: record.id, state, operation, tells }
  const before = new Set(records.filter(({ write }) => write !== null))
  pending.followedStep = await gate.follow(unit as never, asked)
  for (const touched of records) {
    if (touched.write !== null && !before.has(touched)) touched.followed = tells ? 'did-some' : 'did-all'
  }
}

/** Lets the machine decide on the record and takes its events in. A refusal changes nothing and is remembered. */
export async function runMachine<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  pending: Pending,
  machine: Machine<S, C, E, R>,
  id: string,
  command: NoInfer<C>,
): Promise<Result<{ readonly state: S; readonly events: readonly E[] }, R>> {
  const { decider } = machine
  const record = heldRecord(pending, decider.name, id) ?? (await recordOf(pending, decider.name, id))
  if (isToFollow(pending, machine, record)) await follow(pending, machine, record)
  const state = stateIn(machine, record)
  const { at, by } = pending
  const decided = decider.decide(state, command, { at, by })
  if (!decided.ok) {
    pending.refused = { kind: decider.name, id, command: command.type, code: decided.refusal.code }
    return decided
  }
  const events = decided.value
  let next = state
  for (const event of events) {
    next = decider.evolve(next, event)
    chain(pending, record, event)
  }
  if (events.length > 0) change(machine, record, state, next)
  if (record.followed === 'did-all' && events.length > 0) record.followed = 'did-some'
  // Whoever has given the command hears what came of it, and not that a term stood still meanwhile.
  return accept({ state: next, events: events.filter((event) => !isHoldEvent(event)) })
}
