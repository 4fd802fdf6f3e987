/** What a unit of work makes of a record: its next state, and its journal. */
import type { Actor, Instant, Status, Typed } from '../kernel/index.ts'
import type { JournalEntry, Key, Stored, Write } from '../ports/index.ts'
import { journalEntry } from './journal.ts'
import { type RecordKind, type RecordName, schemaOf, splitPersonal } from './record.ts'
import type { Runtime } from './runtime.ts'

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
  /** Whether most commits expect it and few write it. */
  isShared: boolean
  /** Whether the calendar was followed: what it did alone is not committed by whoever only looks. */
  followed: 'no' | 'nothing-done' | 'did-all' | 'did-some'
}

/** Who writes into a journal, and when. */
type Writing = { readonly runtime: Runtime; readonly at: Instant; readonly by: Actor }

/** Has the record become the state `next`. */
export function change<S extends Status>(machine: RecordKind<S>, record: PendingRecord, state: S, next: S): void {
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
export function chain({ runtime, at, by }: Writing, { key, stored, entries }: PendingRecord, fact: Typed): void {
  const journalHead = entries.at(-1)?.hash ?? stored?.journalHead ?? ''
  entries.push(journalEntry({ key, journalHead }, fact, { at, by }, runtime))
}

/** Adds a fact to the journal of a stored record whose state stays as it is. None is added to what is not there or was erased. */
export function journalFact(writing: Writing, record: PendingRecord, fact: Typed): void {
  const { key, stored: row } = record
  if (row === null || row.erasedAt !== null) return
  chain(writing, record, fact)
  const { machine, schema, state, personal, tags, dueAt, version } = row
  record.write ??= { key, expectedVersion: version, machine, schema, state, personal, tags, dueAt }
}
