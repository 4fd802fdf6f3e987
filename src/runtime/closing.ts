/** How a unit of work ends: the one commit of all that it did, or of the trace that its refusal leaves. */
import { type AnyRefusal, type Instant, invariant, type Result } from '../kernel/index.ts'
import type { Commit, JournalEntry, Key, Write } from '../ports/index.ts'
import { sealLetters } from './outbox.ts'
import { heldRecord, type Pending } from './pending.ts'
import { journalFact, type PendingRecord, type PendingWrite } from './pending-writes.ts'
import { type Request, requestWrite } from './request.ts'
import { sealWork } from './work-queue.ts'

/** The commit of what the unit did, or null for nothing. With a request key, the answer is remembered in it. */
export async function commitOf(
  pending: Pending,
  answer: Result<unknown, AnyRefusal>,
  request: Request | undefined,
): Promise<Commit | null> {
  const { runtime, records, letters, works, cancelMail, at } = pending
  const writes: Write[] = []
  const expects: Commit['expects'][number][] = []
  for (const record of records) {
    if (record.write === null) expects.push(unchanged(record))
    else writes.push(finished(record.write, record.entries, at))
  }
  // What the calendar says is so whether or not it is written: whoever only looks leaves that to the sweep.
  if (records.every(({ write, followed }) => write === null || followed === 'did-all')) return null
  const before = (topic: Key) => versionBefore(writes, topic)
  const mail = letters.length === 0 ? [] : await sealLetters(runtime, letters, at, before)
  const outbox = works.length === 0 ? mail : [...mail, ...(await sealWork(runtime, works, at, before))]
  if (request !== undefined) writes.push(await requestWrite(runtime, request, answer, at))
  return { expects: [...expects, ...calendarOf(pending)], writes, removes: [], outbox, cancelMail: [...cancelMail] }
}

/** The commit of a refusal's trace, in the journals of the existing records that it is about. Null where there is none. */
export function traceOf(pending: Pending): Commit | null {
  const { records, refused, at } = pending
  if (refused === null) return null
  const { command, code, besides } = refused
  const fact = { type: 'Refused', command, code }
  const writes: Write[] = []
  for (const name of besides === undefined ? [refused] : [refused, besides]) {
    const record = heldRecord(pending, name.kind, name.id)
    if (record === undefined) continue
    // What the unit did before it refused is not done.
    const fresh: PendingRecord = { ...record, entries: [], write: null }
    journalFact(pending, fresh, fact)
    if (fresh.write !== null) writes.push(finished(fresh.write, fresh.entries, at))
  }
  if (writes.length === 0) return null
  // What else was read must still stand: a refusal on a view torn by another commit is no refusal.
  const expects = records.filter(({ key }) => writes.every((write) => write.key !== key)).map(unchanged)
  return { expects: [...expects, ...calendarOf(pending)], writes, removes: [], outbox: [], cancelMail: [] }
}

/** The calendar must still be as it was when it let this be done. Commands pass each other at it: only the office changes it. */
function calendarOf({ calendar, records }: Pending): Commit['expects'] {
  if (calendar === null) return []
  const isAsked = calendar.guards || records.some(({ followed }) => followed !== 'no')
  return isAsked ? calendar.gate.rows.map(({ key, version }) => ({ key, version, shared: true })) : []
}

/** The record must still be as it was read. */
function unchanged({ key, stored: row, isShared }: PendingRecord): Commit['expects'][number] {
  const version = row?.version ?? 0
  return isShared ? { key, version, shared: true } : { key, version }
}

// Named one by one: a spread costs many times more.
function finished(write: PendingWrite, entries: readonly JournalEntry[], at: Instant): Write {
  const { key, expectedVersion, machine, schema, state, personal, tags, dueAt } = write
  const last = entries.at(-1)
  invariant(last !== undefined, 'unit: what is written has an entry in the journal')
  return { key, expectedVersion, machine, schema, state, personal, tags, dueAt, at, journalHead: last.hash, entries }
}

/** The version of a mail's topic before the commit. */
function versionBefore(writes: readonly Write[], topic: Key): number {
  const write = writes.find(({ key }) => key === topic)
  invariant(write !== undefined, 'unit: the topic of a mail is written together with it')
  return write.expectedVersion
}
