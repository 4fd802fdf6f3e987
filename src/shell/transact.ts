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
import { keyOf, type Machine, readState, splitPersonal } from './record.ts'
import { type Answered, answeredBefore, type Request, type RequestKeyRefusal, requestWrite } from './request.ts'
import { commitAll, loadRows, type Shell } from './shell.ts'

/** How often a use case is run again after a conflict before the caller is told `busy`. */
const conflictsMax = 5

export type Unit = {
  /** Reads several records in one call, so that the `state` and `run` that follow need none. */
  readonly fetch: (keys: readonly { readonly kind: string; readonly id: string }[]) => Promise<void>
  /** The record's state with what this unit did to it; the machine's initial state when there is none. */
  readonly state: <S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
    machine: Machine<S, C, E, R>,
    id: string,
  ) => Promise<S>
  /** Lets the machine decide on the record and takes the events into the unit. A refusal changes nothing. */
  readonly run: <S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
    machine: Machine<S, C, E, R>,
    id: string,
    command: NoInfer<C>,
  ) => Promise<Result<{ readonly state: S; readonly events: readonly E[] }, R>>
  /** Mail that goes out if, and only if, the unit commits. */
  readonly mail: (letter: Outgoing) => void
  /** Cancels mail about the record that was queued before and is still unsent. */
  readonly voidMail: (kind: string, id: string) => void
  /** Writes a fact that changes nothing, such as a look, into the journal of an existing record that the unit has read. */
  readonly note: (kind: string, id: string, type: string) => void
  /** Notes who was refused what on an existing record, for its journal. `run` does it by itself. */
  readonly refused: (kind: string, id: string, what: string, code: string) => void
  /** Commits what was done although the answer is a refusal: a wrong guess must be remembered. */
  readonly keep: () => void
  /** The unit's instant: the clock's, but never before the last change of a record that the unit has read. */
  readonly at: () => Instant
}

type Unfinished = Omit<Write, 'entries' | 'head' | 'at'>

type Held = {
  stored: Stored | null
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
  /** True where a refusal is everyday and leaves no trace in the journal, such as a look at a session that has ended. */
  readonly untraced?: boolean
}

export async function transact<V, R extends AnyRefusal>(
  shell: Shell,
  operation: Operation,
  work: (unit: Unit) => Promise<Result<V, R>>,
): Promise<Result<V, R | RequestKeyRefusal>> {
  for (let attempt = 0; attempt <= conflictsMax; attempt += 1) {
    const before: Answered<V, R> | null = operation.request === undefined ? null : await answeredBefore(shell, operation.request)
    if (before !== null) return before.answer
    const { unit, close } = openUnit(shell, operation.by)
    const answer = await work(unit)
    const commit = await close(answer, operation)
    if (commit === null) return answer
    if (await commitAll(shell, commit)) return answer
  }
  throw new SportelloError('busy', `${operation.name}: too many commands on one record at once, nothing was done; try again`)
}

function openUnit(shell: Shell, by: Actor) {
  const { office, random } = shell
  const records = new Map<Key, Held>()
  const letters: Outgoing[] = []
  const voids = new Set<Key>()
  let kept = false
  let at = shell.now()
  let refused: { key: Key; command: string; code: string } | null = null

  async function fetch(keys: readonly { readonly kind: string; readonly id: string }[]): Promise<void> {
    const missing: Key[] = []
    for (const { kind, id } of keys) {
      const key = keyOf(office.id, kind, id)
      if (!records.has(key)) missing.push(key)
    }
    if (missing.length === 0) return
    const rows = await loadRows(shell, missing)
    missing.forEach((key, i) => {
      const row = rows[i] ?? null
      if (row !== null && row.at > at) at = row.at
      records.set(key, { stored: row, state: null, entries: [], write: null })
    })
  }

  async function fetched(kind: string, id: string, key: Key): Promise<Held> {
    await fetch([{ kind, id }])
    const record = records.get(key)
    invariant(record !== undefined, 'unit: a fetched record is held')
    return record
  }

  function stateOf<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
    machine: Machine<S, C, E, R>,
    record: Held,
  ): S {
    record.state ??= record.stored === null ? machine.decider.initial : readState(machine, record.stored)
    // The records are keyed by the machine's own name, so the state is this machine's.
    return record.state as S
  }

  function chain(key: Key, record: Held, fact: { readonly type: string }, stamp: { at: Instant; by: Actor }): void {
    const head = record.entries.at(-1)?.hash ?? record.stored?.head ?? ''
    record.entries.push(journalEntry({ key, head }, fact, stamp, random))
  }

  const unit: Unit = {
    fetch,
    async state(machine, id) {
      const { name } = machine.decider
      const key = keyOf(office.id, name, id)
      return stateOf(machine, records.get(key) ?? (await fetched(name, id, key)))
    },
    async run(machine, id, command) {
      const { name } = machine.decider
      const key = keyOf(office.id, name, id)
      const record = records.get(key) ?? (await fetched(name, id, key))
      const state = stateOf(machine, record)
      const stamp = { at, by }
      const decided = machine.decider.decide(state, command, stamp)
      if (!decided.ok) {
        refused = { key, command: command.type, code: decided.refusal.code }
        return decided
      }
      let next = state
      for (const event of decided.value) {
        next = machine.decider.evolve(next, event)
        chain(key, record, event, stamp)
      }
      if (decided.value.length > 0) {
        const { rest, personal } = splitPersonal(next, { value: state, text: (record.write ?? record.stored)?.personal ?? null })
        record.state = next
        record.write = {
          key,
          expectedVersion: record.stored?.version ?? 0,
          machine: name,
          schema: machine.schema,
          state: rest,
          personal,
          tags: machine.tags(next),
          dueAt: machine.dueAt(next),
        }
      }
      return accept({ state: next, events: decided.value })
    },
    note: (kind, id, type) => {
      const key = keyOf(office.id, kind, id)
      const record = records.get(key)
      if (record !== undefined) noteOn(key, record, { type })
    },
    mail: (letter) => void letters.push(letter),
    voidMail: (kind, id) => void voids.add(keyOf(office.id, kind, id)),
    refused: (kind, id, command, code) => {
      refused = { key: keyOf(office.id, kind, id), command, code }
    },
    keep: () => {
      kept = true
    },
    at: () => at,
  }

  // Named one by one: a spread costs many times more.
  function finished(write: Unfinished, entries: readonly JournalEntry[]): Write {
    const { key, expectedVersion, machine, schema, state, personal, tags, dueAt } = write
    const head = entries.at(-1)?.hash ?? ''
    return { key, expectedVersion, machine, schema, state, personal, tags, dueAt, at, head, entries }
  }

  /** What there is to commit, or null for nothing. A refusal by an existing record leaves its trace in that record's journal. */
  async function close<V, R extends AnyRefusal>(answer: Result<V, R>, operation: Operation) {
    if (!answer.ok && !kept) return operation.untraced === true ? null : trace()
    const writes: Write[] = []
    const expects: { key: Key; version: number }[] = []
    for (const [key, { stored: row, write, entries }] of records) {
      if (write === null) expects.push({ key, version: row?.version ?? 0 })
      else writes.push(finished(write, entries))
    }
    if (writes.length === 0) return null
    for (const { topic } of letters) {
      // The mail's id is made of the version that its topic has after this commit.
      const written = writes.some(({ key }) => key === keyOf(office.id, topic.kind, topic.id))
      invariant(written, 'unit: the topic of a mail is written together with it')
    }
    const outbox =
      letters.length === 0 ? [] : await sealLetters(shell, letters, at, (key) => records.get(key)?.stored?.version ?? 0)
    if (operation.request !== undefined) writes.push(await requestWrite(shell, operation.request, answer, at))
    return { expects, writes, outbox, voids: [...voids] }
  }

  /** An entry on a stored record whose state stays as it is. */
  function noteOn(key: Key, record: Held, fact: { readonly type: string }): void {
    const { stored: row } = record
    if (row === null || row.erasedAt !== null) return
    chain(key, record, fact, { at, by })
    const { machine, schema, state, personal, tags, dueAt, version } = row
    record.write ??= { key, expectedVersion: version, machine, schema, state, personal, tags, dueAt }
  }

  function trace() {
    const record = refused === null ? undefined : records.get(refused.key)
    if (refused === null || record === undefined) return null
    const { command, code, key } = refused
    const fresh: Held = { ...record, entries: [], write: null }
    noteOn(key, fresh, { type: 'Refused', ...{ command, code } })
    if (fresh.write === null) return null
    // What else was read must still stand: a refusal on a view torn by another commit is no refusal.
    const others = [...records].filter(([other]) => other !== key)
    const expects = others.map(([other, { stored: row }]) => ({ key: other, version: row?.version ?? 0 }))
    return { expects, writes: [finished(fresh.write, fresh.entries)], outbox: [], voids: [] }
  }

  return { unit, close }
}
