/** What the storage checks write: small records, made-up hashes, sealed nothings. */
import type { Instant } from '../../kernel/index.ts'
import type { Commit, JournalEntry, Key, OutboxMessage, ParkedQuery, Storage, Stored, Write } from '../../ports/index.ts'
import { expectEqual, expectRejected } from '../fakes/check.ts'

/** One promise about a fresh, empty storage. */
export type StorageCheck = { readonly name: string; readonly run: (storage: Storage) => Promise<void> }

export const now: Instant = 1_700_000_000_000

export const keyOf = (id: string, kind = 'sample', office = 'office'): Key => `${office}/${kind}/${id}`

/** A storage takes a hash as it is; it is the runtime that computes it. */
export function entryOf(key: Key, sequence: number, over: Partial<JournalEntry> = {}): JournalEntry {
  return {
    key,
    sequence,
    at: now,
    by: 'system',
    type: 'SampleWritten',
    data: `{"type":"SampleWritten","sequence":${sequence}}`,
    personal: null,
    personalDigest: '',
    previous: sequence === 1 ? '' : `hash-${sequence - 1}`,
    hash: `hash-${sequence}`,
    ...over,
  }
}

/** A write with `count` new entries after the `from` that are stored; a first one unless `expectedVersion` says otherwise. */
export function writeOf(key: Key, over: Partial<Write> = {}, count = 0, from = 0): Write {
  const entries = Array.from({ length: count }, (_, i) => entryOf(key, from + i + 1))
  return {
    key,
    expectedVersion: 0,
    machine: 'sample',
    schema: 1,
    state: '{"status":"new"}',
    personal: null,
    tags: [],
    dueAt: null,
    at: now,
    journalHead: from + count === 0 ? '' : `hash-${from + count}`,
    entries,
    ...over,
  }
}

/** The record that a first write, or one on `expectedVersion`, must lead to. */
export function storedBy(write: Write): Stored {
  const { expectedVersion, entries: _, ...rest } = write
  return { ...rest, version: expectedVersion + 1, erasedAt: null }
}

export type Queued = Commit['outbox'][number]

export function mailOf(id: string, over: Partial<Queued> = {}): Queued {
  return { id, topic: keyOf('topic'), sealed: `sealed-${id}`, at: now, ...over }
}

/** What a lease at `at` for a minute must give for a message that was queued so. */
export function leasedBy(queued: Queued, at: Instant, attempts = 1): OutboxMessage {
  return { ...queued, notBefore: at + 60_000, attempts, parkedAt: null, reason: null }
}

export function lease(storage: Storage, at: Instant, limit = 100, office = 'office'): Promise<readonly OutboxMessage[]> {
  return storage.lease({ office, now: at, leaseMs: 60_000, limit })
}

export async function leasedIds(storage: Storage, at: Instant, limit = 100, office = 'office'): Promise<readonly string[]> {
  return (await lease(storage, at, limit, office)).map(({ id }) => id)
}

/** What is parked after the lease at `at` that `leasedBy` tells of. */
export function parkedBy(queued: Queued, at: Instant, parkedAt: Instant): OutboxMessage {
  return { ...leasedBy(queued, at), parkedAt }
}

export function parked(storage: Storage, over: Partial<ParkedQuery> = {}): Promise<readonly OutboxMessage[]> {
  return storage.parked({ office: 'office', limit: 100, ...over })
}

export async function parkedIds(storage: Storage, over: Partial<ParkedQuery> = {}): Promise<readonly string[]> {
  return (await parked(storage, over)).map(({ id }) => id)
}

export function commitOf(parts: Partial<Commit>): Commit {
  return { expects: [], writes: [], removes: [], outbox: [], cancelMail: [], ...parts }
}

/** Commits what cannot conflict. */
export async function must(storage: Storage, parts: Partial<Commit>): Promise<void> {
  expectEqual(await storage.commit(commitOf(parts)), { ok: true }, 'a commit on the stored versions succeeds')
}

export async function loadOne(storage: Storage, key: Key): Promise<Stored | null> {
  const rows = await storage.load([key])
  expectEqual(rows.length, 1, 'load answers one row or null for each key')
  return rows[0] ?? null
}

export function entriesOf(storage: Storage, key: Key): Promise<readonly JournalEntry[]> {
  return storage.journal(key, { after: 0, limit: 1000 })
}

export async function idsOf(rows: Promise<readonly Stored[]>): Promise<readonly string[]> {
  return (await rows).map(({ key }) => key.slice(key.lastIndexOf('/') + 1))
}

/** What is no instant, with null, which is one only where a field may be empty. */
export const noInstants: readonly unknown[] = [
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  253_402_300_800_000,
  '1',
  null,
  undefined,
  new Date(0),
  1n,
]
/** Beside a sound write and a mail, the commit must be refused and leave nothing. */
export async function expectRefused(storage: Storage, parts: Partial<Commit>, promise: string): Promise<void> {
  const sound = writeOf(keyOf('sound'), {}, 1)
  const whole = commitOf({
    expects: parts.expects ?? [],
    writes: [sound, ...(parts.writes ?? [])],
    removes: parts.removes ?? [],
    outbox: [mailOf('sound'), ...(parts.outbox ?? [])],
    cancelMail: parts.cancelMail ?? [],
  })
  await expectRejected(() => storage.commit(whole), 'storage/misuse', promise)
  expectEqual(
    [await loadOne(storage, sound.key), await entriesOf(storage, sound.key)],
    [null, []],
    'nothing is stored of a refused commit',
  )
  expectEqual(await leasedIds(storage, now), [], 'no mail is queued by a refused commit')
}
