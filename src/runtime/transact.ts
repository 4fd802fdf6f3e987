/**
 * One command, one commit. A use case gets a unit of work, runs machines in it and says what to mail; everything is committed in
 * a single call, and on a conflict the use case is run again on what is stored by then.
 */
import {
  type Actor,
  type AnyRefusal,
  accept,
  type Instant,
  invariant,
  type Result,
  SportelloError,
  type Status,
  type Typed,
} from '../kernel/index.ts'
import type { JournalEntry, Key, Stored, Write } from '../ports/index.ts'
import { journalEntry } from './journal.ts'
import { type Outgoing, sealLetters } from './outbox.ts'
import { keyOf, type Machine, type RecordKind, readState, schemaOf, splitPersonal } from './record.ts'
import { answeredBefore, type Request, type RequestKeyRefusal, requestWrite } from './request.ts'
import { commitAll, loadRows, type Runtime } from './runtime.ts'

/** How often a use case is run again after a conflict before the caller is told `busy`. */
const conflictsMax = 5

export type Unit = {
  /** Reads several records in one call, so that the `state` and `run` that follow need none. */
  readonly preload: (keys: readonly { readonly kind: string; readonly id: string }[]) => Promise<void>
  /** The record's state with what this unit did to it; the machine's initial state when there is none. */
  readonly state: <S extends Status>(machine: RecordKind<S>, id: string) => Promise<S>
  /** Lets the machine decide on the record and takes the events into the unit. A refusal changes nothing. */
  readonly run: <S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
    machine: Machine<S, C, E, R>,
    id: string,
    command: NoInfer<C>,
  ) => Promise<Result<{ readonly state: S; readonly events: readonly E[] }, R>>
  /** Mail that goes out if, and only if, the unit commits. */
  readonly mail: (letter: Outgoing) => void
  /** Cancels mail about the record that was queued before and is still unsent. */
  readonly cancelMail: (kind: string, id: string) => void
  /** Writes a fact that changes nothing, such as a look, into the journal of an existing record that the unit has read. */
  readonly journal: (kind: string, id: string, type: string, facts?: object) => void
  /** Notes who was refused what on an existing record, for its journal. `run` does it by itself. */
  readonly journalRefusal: (kind: string, id: string, what: string, code: string) => void
  /** Commits what was done although the answer is a refusal: a wrong guess must be remembered. */
  readonly commitOnRefusal: () => void
  /** The unit's instant: the clock's, but never before the last change of a record that the unit has read. */
  readonly now: () => Instant
}

type Unfinished = Omit<Write, 'entries' | 'head' | 'at'>

type Held = {
  readonly kind: string
  readonly id: string
  readonly key: Key
  readonly stored: Stored | null
  state: Status | null
  entries: JournalEntry[]
  write: Unfinished | null
}

export type Operation = {
  /** `capability/operation`, as in the journal and in the request key's record. */
  readonly name: string
  readonly by: Actor
  /** With a request key, the same call gives the same answer and no second effect. */
  readonly request?: Request | undefined
  /** False where a refusal is everyday and leaves no trace in the journal, such as a look at a session that has ended. */
  readonly journalsRefusals?: boolean
}

export async function transact<V, R extends AnyRefusal>(
  runtime: Runtime,
  operation: Operation,
  work: (unit: Unit) => Promise<Result<V, R>>,
): Promise<Result<V, R | RequestKeyRefusal>> {
  for (let attempt = 0; attempt <= conflictsMax; attempt += 1) {
    const before = await answeredBefore<V, R>(runtime, operation.request)
    if (before !== null) return before.answer
    const { unit, close } = openUnit(runtime, operation.by)
    const answer = await work(unit)
    // What refuses may be the doing of this very request, repeated while the first call of it was under way.
    const meanwhile = answer.ok ? null : await answeredBefore<V, R>(runtime, operation.request)
    if (meanwhile !== null) return meanwhile.answer
    const commit = await close(answer, operation)
    if (commit === null) return answer
    if (await commitAll(runtime, commit)) return answer
  }
  throw new SportelloError('busy', `${operation.name}: too many commands on one record at once, nothing was done; try again`)
}

function openUnit(runtime: Runtime, by: Actor) {
  const { office, random } = runtime
  // Few enough to be looked through.
  const records: Held[] = []
  const letters: Outgoing[] = []
  const cancelMail = new Set<Key>()
  let kept = false
  let at = runtime.now()
  let refused: { kind: string; id: string; command: string; code: string } | null = null

  const heldAs = (kind: string, id: string): Held | undefined =>
    records.find((record) => record.id === id && record.kind === kind)

  async function preload(keys: readonly { readonly kind: string; readonly id: string }[]): Promise<void> {
    const missing = keys
      .filter(({ kind, id }) => heldAs(kind, id) === undefined)
      .map(({ kind, id }) => ({ kind, id, key: keyOf(office.id, kind, id) }))
    if (missing.length === 0) return
    const rows = await loadRows(
      runtime,
      missing.map(({ key }) => key),
    )
    missing.forEach(({ kind, id, key }, i) => {
      const row = rows[i] ?? null
      if (row !== null && row.at > at) at = row.at
      if (heldAs(kind, id) !== undefined) return
      records.push({ kind, id, key: row?.key ?? key, stored: row, state: null, entries: [], write: null })
    })
  }

  async function fetched(kind: string, id: string): Promise<Held> {
    await preload([{ kind, id }])
    const record = heldAs(kind, id)
    invariant(record !== undefined, 'unit: a fetched record is held')
    return record
  }

  function stateOf<S extends Status>(machine: RecordKind<S>, record: Held): S {
    record.state ??= record.stored === null ? machine.decider.initial : readState(machine, record.stored)
    // The record was found by the machine's own name, so the state is this machine's.
    return record.state as S
  }

  function chain(record: Held, fact: { readonly type: string }, stamp: { at: Instant; by: Actor }): void {
    const head = record.entries.at(-1)?.hash ?? record.stored?.head ?? ''
    record.entries.push(journalEntry({ key: record.key, head }, fact, stamp, random))
  }

  const unit: Unit = {
    preload,
    async state(machine, id) {
      const { name } = machine.decider
      return stateOf(machine, heldAs(name, id) ?? (await fetched(name, id)))
    },
    async run(machine, id, command) {
      const { name } = machine.decider
      const record = heldAs(name, id) ?? (await fetched(name, id))
      const state = stateOf(machine, record)
      const stamp = { at, by }
      const decided = machine.decider.decide(state, command, stamp)
      if (!decided.ok) {
        refused = { kind: name, id, command: command.type, code: decided.refusal.code }
        return decided
      }
      let next = state
      for (const event of decided.value) {
        next = machine.decider.evolve(next, event)
        chain(record, event, stamp)
      }
      if (decided.value.length > 0) {
        const schema = schemaOf(machine)
        const before = record.write ?? record.stored
        // The text of an earlier version is not that of the upgraded state.
        const known = before?.schema === schema ? { value: state, text: before.personal } : undefined
        const { rest, personal } = splitPersonal(next, known)
        record.state = next
        record.write = {
          key: record.key,
          expectedVersion: record.stored?.version ?? 0,
          machine: name,
          schema,
          state: rest,
          personal,
          tags: machine.tags(next),
          dueAt: machine.dueAt(next),
        }
      }
      return accept({ state: next, events: decided.value })
    },
    journal: (kind, id, type, facts) => {
      const record = heldAs(kind, id)
      if (record !== undefined) noteOn(record, { type, ...facts })
    },
    mail: (letter) => void letters.push(letter),
    cancelMail: (kind, id) => void cancelMail.add(keyOf(office.id, kind, id)),
    journalRefusal: (kind, id, command, code) => {
      refused = { kind, id, command, code }
    },
    commitOnRefusal: () => {
      kept = true
    },
    now: () => at,
  }

  // Named one by one: a spread costs many times more.
  function finished(write: Unfinished, entries: readonly JournalEntry[]): Write {
    const { key, expectedVersion, machine, schema, state, personal, tags, dueAt } = write
    const last = entries.at(-1)
    invariant(last !== undefined, 'unit: what is written has an entry in the journal')
    return { key, expectedVersion, machine, schema, state, personal, tags, dueAt, at, head: last.hash, entries }
  }

  /** What there is to commit, or null for nothing. A refusal by an existing record leaves its trace in that record's journal. */
  async function close<V, R extends AnyRefusal>(answer: Result<V, R>, operation: Operation) {
    if (!answer.ok && !kept) return operation.journalsRefusals === false ? null : trace()
    const writes: Write[] = []
    const expects: { key: Key; version: number }[] = []
    for (const { key, stored: row, write, entries } of records) {
      if (write === null) expects.push({ key, version: row?.version ?? 0 })
      else writes.push(finished(write, entries))
    }
    if (writes.length === 0) return null
    const versionOf = (topic: Key): number => {
      const write = writes.find(({ key }) => key === topic)
      invariant(write !== undefined, 'unit: the topic of a mail is written together with it')
      return write.expectedVersion
    }
    const outbox = letters.length === 0 ? [] : await sealLetters(runtime, letters, at, versionOf)
    if (operation.request !== undefined) writes.push(await requestWrite(runtime, operation.request, answer, at))
    return { expects, writes, removes: [], outbox, cancelMail: [...cancelMail] }
  }

  /** An entry on a stored record whose state stays as it is. */
  function noteOn(record: Held, fact: { readonly type: string }): void {
    const { key, stored: row } = record
    if (row === null || row.erasedAt !== null) return
    chain(record, fact, { at, by })
    const { machine, schema, state, personal, tags, dueAt, version } = row
    record.write ??= { key, expectedVersion: version, machine, schema, state, personal, tags, dueAt }
  }

  function trace() {
    const record = refused === null ? undefined : heldAs(refused.kind, refused.id)
    if (refused === null || record === undefined) return null
    const { command, code } = refused
    const fresh: Held = { ...record, entries: [], write: null }
    noteOn(fresh, { type: 'Refused', ...{ command, code } })
    if (fresh.write === null) return null
    // What else was read must still stand: a refusal on a view torn by another commit is no refusal.
    const others = records.filter((other) => other !== record)
    const expects = others.map(({ key, stored: row }) => ({ key, version: row?.version ?? 0 }))
    return { expects, writes: [finished(fresh.write, fresh.entries)], removes: [], outbox: [], cancelMail: [] }
  }

  return { unit, close }
}
