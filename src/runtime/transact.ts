/**
 * One command, one commit. A use case gets a unit of work, runs machines in it and says what to mail; everything is committed in
 * a single call, and on a conflict the use case is run again on what is stored by then.
 */
import {
  type Actor,
  type AnyRefusal,
  type Instant,
  type Result,
  SportelloError,
  type Status,
  type Typed,
} from '../kernel/index.ts'
import type { Commit } from '../ports/index.ts'
import { commitOf, traceOf } from './closing.ts'
import type { Outgoing } from './outbox.ts'
import { heldRecord, journalFact, newPending, type Pending, preloadRecords, runMachine, stateOf } from './pending.ts'
import { keyOf, type Machine, type RecordKind, type RecordName } from './record.ts'
import { answeredBefore, type Request, type RequestKeyRefusal } from './request.ts'
import { conflictOf, type Runtime } from './runtime.ts'

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
  /** Notes who was refused what on an existing record, for its journal and, where given, for that of another. `run` does it by itself. */
  readonly journalRefusal: (kind: string, id: string, what: string, code: string, besides?: RecordName) => void
  /**
   * Commits what was done although the answer is a refusal: a wrong guess must be remembered. Under a request key so is the answer, unless
   * it is to be judged anew when the call is repeated.
   */
  readonly commitOnRefusal: (answer?: 'remembered' | 'not-remembered') => void
  /** The unit's instant: the clock's, but never before the last change of a record that the unit has read. */
  readonly now: () => Instant
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
  let release: (() => void) | null = null
  try {
    for (let attempt = 0; attempt <= conflictsMax; attempt += 1) {
      const before = await answeredBefore<V, R>(runtime, operation.request)
      if (before !== null) return before.answer
      const pending = newPending(runtime, operation.by)
      const answer = await work(unitOf(pending))
      // What refuses may be the doing of this very request, repeated while the first call of it was under way.
      const meanwhile = answer.ok ? null : await answeredBefore<V, R>(runtime, operation.request)
      if (meanwhile !== null) return meanwhile.answer
      const commit = await closed(pending, answer, operation)
      if (commit === null) return answer
      // Who has not lost yet does not overtake who has.
      const taken = release === null ? commit.writes.find(({ key }) => runtime.turns.isTaken(key))?.key : undefined
      const conflict = taken ?? (await conflictOf(runtime, commit))
      if (conflict === null) return answer
      // Whoever has lost once waits for those who lost before. It holds one turn at most, so none waits for another.
      release ??= await runtime.turns.take(conflict)
      if (release === null) break
    }
  } finally {
    release?.()
  }
  throw new SportelloError('busy', `${operation.name}: too many commands on one record at once, nothing was done; try again`)
}

/** The unit as a use case sees it. */
function unitOf(pending: Pending): Unit {
  const { office } = pending.runtime
  return {
    preload: (keys) => preloadRecords(pending, keys),
    state: (machine, id) => stateOf(pending, machine, id),
    run: (machine, id, command) => runMachine(pending, machine, id, command),
    mail: (letter) => void pending.letters.push(letter),
    cancelMail: (kind, id) => void pending.cancelMail.add(keyOf(office.id, kind, id)),
    journal(kind, id, type, facts) {
      const record = heldRecord(pending, kind, id)
      if (record !== undefined) journalFact(pending, record, { type, ...facts })
    },
    journalRefusal(kind, id, command, code, besides) {
      pending.refused = { kind, id, command, code, besides }
    },
    commitOnRefusal(answer = 'remembered') {
      pending.onRefusal = answer === 'remembered' ? 'commit' : 'commit-without-answer'
    },
    now: () => pending.at,
  }
}

/** What there is to commit, or null for nothing. Unless the use case says otherwise, a refusal commits its trace alone. */
async function closed<V, R extends AnyRefusal>(
  pending: Pending,
  answer: Result<V, R>,
  { request, journalsRefusals = true }: Operation,
): Promise<Commit | null> {
  if (answer.ok || pending.onRefusal === 'commit') return commitOf(pending, answer, request)
  if (pending.onRefusal === 'commit-without-answer') return commitOf(pending, answer, undefined)
  return journalsRefusals ? traceOf(pending) : null
}
