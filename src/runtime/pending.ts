/** What a unit of work has read and done and not yet committed: its records, what its machines decided on them, its mail. */
import {
  type Actor,
  type AnyRefusal,
  accept,
  type Instant,
  invariant,
  type Result,
  type Status,
  type Typed,
} from '../kernel/index.ts'
import type { JournalEntry, Key, Stored, Write } from '../ports/index.ts'
import { journalEntry } from './journal.ts'
import type { Outgoing } from './outbox.ts'
import { keyOf, type Machine, type RecordKind, type RecordName, readState, schemaOf, splitPersonal } from './record.ts'
import { loadRows, type Runtime } from './runtime.ts'

/** What a record is to become; the commit adds its journal and the instant. */
export type PendingWrite = Omit<Write, 'entries' | 'journalHead' | 'at'>

/** One record that a unit has read, with what the unit did to it. */
export type PendingRecord = RecordName & {
  readonly key: Key
  /** The row as it was read; null where there was none. */
  readonly stored: Stored | null
  /** Null until somebody asks for it. */
  state: Status | null
  readonly entries: JournalEntry[]
  /** Null while the record was only read. */
  write: PendingWrite | null
}

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
  /** Records whose unsent mail is cancelled. */
  readonly cancelMail: Set<Key>
  /** The unit's instant: the clock's, but never before the last change of a record that was read. */
  at: Instant
  /** The last refusal of a machine. */
  refused: PendingRefusal | null
  /** Whether a refusal commits its trace alone, or what was done, with or without the answer under the request key. */
  onRefusal: 'trace' | 'commit' | 'commit-without-answer'
}

/** A unit that has read nothing. */
export function newPending(runtime: Runtime, by: Actor): Pending {
  return {
    runtime,
    by,
    records: [],
    letters: [],
    cancelMail: new Set(),
    at: runtime.now(),
    refused: null,
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
  const rows = await loadRows(
    runtime,
    missing.map(({ key }) => key),
  )
  missing.forEach(({ kind, id, key }, i) => {
    const row = rows[i] ?? null
    if (row !== null && row.at > pending.at) pending.at = row.at
    // Named twice, or read by another call meanwhile: the first one counts.
    if (heldRecord(pending, kind, id) !== undefined) return
    records.push({ kind, id, key: row?.key ?? key, stored: row, state: null, entries: [], write: null })
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
  record.state ??= record.stored === null ? machine.decider.initial : readState(machine, record.stored)
  // The record was found by the machine's own name, so the state is this machine's.
  return record.state as S
}

/** The record's state with what the unit did to it. */
export async function stateOf<S extends Status>(pending: Pending, machine: RecordKind<S>, id: string): Promise<S> {
  const { name } = machine.decider
  return stateIn(machine, heldRecord(pending, name, id) ?? (await recordOf(pending, name, id)))
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
  return accept({ state: next, events })
}

/** Has the record become the state `next`. */
function change<S extends Status>(machine: RecordKind<S>, record: PendingRecord, state: S, next: S): void {
  const schema = schemaOf(machine)
  const before = record.write ?? record.stored
  // The text of an earlier version is not that of the upgraded state.
  const known = before?.schema === schema ? { value: state, text: before.personal } : undefined
  const { rest, personal } = splitPersonal(next, known)
  record.state = next
  record.write = {
    key: record.key,
    expectedVersion: record.stored?.version ?? 0,
    machine: machine.decider.name,
    schema,
    state: rest,
    personal,
    tags: machine.tags(next),
    dueAt: machine.dueAt(next),
  }
}

/** Adds a fact to the record's journal. */
function chain({ runtime, at, by }: Pending, { key, stored, entries }: PendingRecord, fact: Typed): void {
  const journalHead = entries.at(-1)?.hash ?? stored?.journalHead ?? ''
  entries.push(journalEntry({ key, journalHead }, fact, { at, by }, runtime))
}

/** Adds a fact to the journal of a stored record whose state stays as it is. None is added to what is not there or was erased. */
export function journalFact(pending: Pending, record: PendingRecord, fact: Typed): void {
  const { key, stored: row } = record
  if (row === null || row.erasedAt !== null) return
  chain(pending, record, fact)
  const { machine, schema, state, personal, tags, dueAt, version } = row
  record.write ??= { key, expectedVersion: version, machine, schema, state, personal, tags, dueAt }
}
