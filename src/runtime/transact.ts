/**
 * One command, one commit. A use case gets a unit of work, runs machines in it and says what to mail; everything is committed in
 * a single call, and on a conflict the use case is run again on what is stored by then.
 */
import {
  type Actor,
  type AnyRefusal,
  accept,
  type Instant,
  type Result,
  refuse,
  SportelloError,
  type Status,
  type Typed,
} from '../kernel/index.ts'
import type { Commit, Key, Stored, Write } from '../ports/index.ts'
import { askingCalendar, type CalendarQuestions, calendarFor, closedToAll, gateOf, isStillSo, unlessClosed } from './admission.ts'
import { commitOf, traceOf } from './closing.ts'
import type { Meaning } from './gate.ts'
import type { FollowedStep } from './in-flight.ts'
import { mailIdOf, type Outgoing } from './outbox.ts'
import { heldRecord, newPending, type Pending, preloadRecords, runMachine, stateOf } from './pending.ts'
import { journalFact } from './pending-writes.ts'
import { keyOf, type Machine, type RecordKind, type RecordName } from './record.ts'
import { answeredBefore, type Claim, type CommandRefusal, claimKey, type Request, releaseKey } from './request.ts'
import { conflictOf, type Runtime } from './runtime.ts'
import type { Turn } from './turns.ts'
import { type QueuedWork, workTopic } from './work-queue.ts'

/**
 * How often a use case is run again after a conflict before the caller is told `busy`. Whoever loses has lost to a command that is done, so of so
 * many at once, over however many processes, each is through before that. Within a process they take turns and lose to no one of their own.
 */
const conflictsMax = 100
// Beside the conflicts, each wait for records that no round before has named.
const waitsMax = 15

export type Unit = CalendarQuestions & {
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
  /** Mail that goes out if, and only if, the unit commits. Its topic must have been read. Answers the id that the mail will have. */
  readonly mail: (letter: Outgoing) => string
  /** Cancels mail about the record that was queued before and is still unsent. */
  readonly cancelMail: (kind: string, id: string) => void
  /** Work that is done afterwards if, and only if, the unit commits, by whoever leases its lane. Its topic must have been read. */
  readonly queue: (work: QueuedWork) => void
  /** Cancels, and wipes, work on the record in that lane that was queued before. */
  readonly cancelWork: (lane: string, kind: string, id: string) => void
  /** Writes a fact that changes nothing, such as a look, into the journal of an existing record that the unit has read. */
  readonly journal: (kind: string, id: string, type: string, facts?: object) => void
  /** Notes who was refused what on an existing record, for its journal and, where given, for that of another. `run` does it by itself. */
  readonly journalRefusal: (kind: string, id: string, what: string, code: string, besides?: RecordName) => void
  /**
   * Commits what was done although the answer is a refusal: a wrong guess must be remembered. Under a request key so is the answer, unless
   * it is to be judged anew when the call is repeated.
   */
  readonly commitOnRefusal: (answer?: 'remembered' | 'not-remembered') => void
  /** What the calendar has done to the record that was read last; null for nothing. */
  readonly followed: () => FollowedStep | null
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
  /** True where a secret is judged: right or wrong, the same calls are made before the answer. */
  readonly isGuess?: boolean
  /** The service or profile that is used, as the host says. */
  readonly audience?: string | null
  /** True in the sweep of the calendar, which commits what it says, and tells of it. */
  readonly isCalendarSweep?: boolean
  /** Rows that the caller has read already, for the first round. */
  readonly rows?: readonly Stored[]
  /** Keys that the caller has found nothing under, likewise. */
  readonly absent?: readonly Key[]
  /** Is given what was written, as it is stored from then on: so the next command need not read it. */
  readonly written?: (rows: readonly Stored[]) => void
}

/** What is asked outside of any unit, since it may take long and nothing stored has a part in it. Asked again after a conflict, it answers the same. */
export type Condition<R extends AnyRefusal> = { readonly condition?: (() => Promise<Result<null, R>>) | undefined }

export async function transact<V, R extends AnyRefusal>(
  runtime: Runtime,
  operation: Operation & Condition<R>,
  work: (unit: Unit) => Promise<Result<V, R>>,
): Promise<Result<V, R | CommandRefusal>> {
  const { turns } = runtime
  const meaning = runtime.gate.meaningOf(operation.name)
  let turn: Turn | null = null
  let lost = 0
  let claim: Claim | null = null
  try {
    for (let round = 0; round < conflictsMax + waitsMax; round += 1) {
      const before = await answeredBefore<V, R>(runtime, operation.request)
      if (before !== null && 'answer' in before) return before.answer
      const gate = await gateOf(runtime, operation)
      // Before anything else is read: what is closed for everybody looks the same to all, and costs the same.
      const shut = gate === null ? null : closedToAll(runtime, gate, meaning, operation)
      if (shut !== null) {
        if (await isStillSo(runtime, gate)) return refuse(shut)
        continue
      }
      const condition = (await operation.condition?.()) ?? accept(null)
      if (!condition.ok) {
        // The first call of a request that is repeated may have met it, and have an answer by now.
        const known = await answeredBefore<V, R>(runtime, operation.request)
        return known !== null && 'answer' in known ? known.answer : condition
      }
      const refused = before !== null && 'refused' in before ? before.refused : null
      const asked = inPlaceOf(operation, refused)
      if (asked.request !== undefined && operation.isGuess === true) {
        claim = before !== null && 'claim' in before ? before.claim : await claimKey(runtime, asked.request)
        if (claim === null) continue
      }
      const pending = newPending(
        runtime,
        operation.by,
        calendarFor(gate, operation, meaning),
        round === 0 ? operation : undefined,
      )
      const unit = unitOf(pending, { meaning, audience: operation.audience ?? null })
      if (pending.calendar !== null) pending.calendar.unit = unit
      const answer = await unlessClosed(pending, meaning, () => work(unit))
      if (!answer.ok && pending.isClosed) {
        if (await isStillSo(runtime, gate)) return answer
        continue
      }
      // What refuses may be the doing of this very request, repeated while the first call of it was under way. Of a guess it is asked either
      // way: a right one must not be committed sooner than a wrong one.
      const isAsked = !answer.ok || operation.isGuess === true
      const meanwhile = isAsked ? await answeredBefore<V, R>(runtime, operation.request) : null
      if (meanwhile !== null && 'answer' in meanwhile) return meanwhile.answer
      const commit = await closed(pending, answer, inPlaceOf(asked, claim))
      if (commit === null) return answer
      const held: ReadonlySet<Key> = turn?.keys ?? new Set()
      // Those that only expect a shared record pass each other at it: one that has lost elsewhere holds up none of them.
      const own = [...commit.writes, ...commit.expects.filter(({ shared }) => shared !== true), ...commit.removes]
      const keys = own.map(({ key }) => key)
      const calendarKeys = new Set(gate?.rows.map(({ key }) => key))
      // Who has not lost yet does not overtake who has.
      if (keys.every((key) => held.has(key) || !turns.isTaken(key))) {
        const conflict = await conflictOf(runtime, commit)
        if (conflict === null) {
          operation.written?.(commit.writes.map(storedBy))
          if (claim !== null && commit.writes.some(({ key }) => key === claim?.key)) claim = null
          return answer
        }
        if (calendarKeys.has(conflict)) {
          // The office has changed it meanwhile: the old calendar loses, and nobody waits for a turn at it.
          await runtime.gate.reread()
          continue
        }
        keys.push(conflict)
        lost += 1
        if (lost > conflictsMax) break
      }
      if (keys.every((key) => held.has(key) || calendarKeys.has(key))) continue
      turn?.release()
      turn = await turns.take([...held, ...keys].filter((key) => !calendarKeys.has(key)))
      if (turn === null) break
    }
  } finally {
    turn?.release()
    // A claim that stays keeps the key for the same input, and is forgotten like an answer.
    if (claim !== null) await releaseKey(runtime, claim).catch(() => undefined)
  }
  throw new SportelloError('busy', `${operation.name}: too many commands on one record at once, nothing was done; try again`)
}

/** The operation whose answer is written in place of a row of its key. */
function inPlaceOf(operation: Operation, row: Claim | null): Operation {
  const { request } = operation
  return request === undefined || row === null ? operation : { ...operation, request: { ...request, row } }
}

/** The row that a write leaves. */
function storedBy({ expectedVersion, entries: _, ...row }: Write): Stored {
  return { ...row, version: expectedVersion + 1, erasedAt: null }
}

/** The unit as a use case sees it. */
function unitOf(pending: Pending, { meaning, audience }: { readonly meaning: Meaning; readonly audience: string | null }): Unit {
  const { office } = pending.runtime
  const { admit, closedFor, termOf } = askingCalendar(pending, { meaning, audience }, () => unit)
  const unit: Unit = {
    admit,
    closedFor,
    termOf,
    preload: (keys) => preloadRecords(pending, keys),
    state: (machine, id) => stateOf(pending, machine, id),
    run: (machine, id, command) => runMachine(pending, machine, id, command),
    mail(letter) {
      pending.letters.push(letter)
      const { kind, id } = letter.topic
      return mailIdOf(office.id, letter, heldRecord(pending, kind, id)?.stored?.version ?? 0)
    },
    cancelMail: (kind, id) => void pending.cancelMail.add(keyOf(office.id, kind, id)),
    queue: (work) => void pending.works.push(work),
    cancelWork: (lane, kind, id) => void pending.cancelMail.add(workTopic(office.id, lane, { kind, id })),
    journal(kind, id, type, facts) {
      const record = heldRecord(pending, kind, id)
      if (record === undefined) return
      journalFact(pending, record, { type, ...facts })
      // What is noted is stored, and with it what the calendar has done.
      if (record.followed === 'did-all') record.followed = 'did-some'
    },
    journalRefusal(kind, id, command, code, besides) {
      pending.refused = { kind, id, command, code, besides }
    },
    commitOnRefusal(answer = 'remembered') {
      pending.onRefusal = answer === 'remembered' ? 'commit' : 'commit-without-answer'
    },
    followed: () => pending.followedStep,
    now: () => pending.at,
  }
  return unit
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
