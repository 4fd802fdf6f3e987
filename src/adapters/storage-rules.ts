/**
 * What every storage refuses before it looks at what it holds: the rules of the port that an argument alone can break. Each reader
 * reads its argument once and answers with a copy of its own, so what was checked is what is used.
 */
import type { Instant } from '../kernel/index.ts'
import type {
  Commit,
  EntriesQuery,
  JournalEntry,
  Key,
  LeaseOrder,
  ListQuery,
  OutboxMessage,
  ParkedQuery,
  Settlement,
  Stored,
  Write,
} from '../ports/index.ts'
import {
  instant,
  json,
  limit,
  list,
  listLengthMax,
  matching,
  misuse,
  name,
  part,
  reading,
  readKey,
  saltedJson,
  text,
  version,
  whole,
} from './argument-rules.ts'

const loadKeysMax = 100
const tagsMax = 16
const leaseMsMax = 86_400_000
const schemaMax = 2_147_483_647

const tagPattern = /^[!-~]{1,128}$/

function readTags(tags: readonly string[], known: readonly string[]): string[] {
  const copies = list(tags, tagsMax, 'a record has at most 16 tags', (tag) =>
    known.includes(tag) ? tag : matching(tag, tagPattern, 'a tag is 1 to 128 printable ASCII characters'),
  )
  return copies.length < 2 || new Set(copies).size === copies.length ? copies : misuse('the tags of a record are distinct')
}

function readEntry(entry: JournalEntry, record: Key, journalHead: string): JournalEntry {
  const { key, sequence, at, by, type, data, personal, personalDigest, previous, hash } = entry
  if (key !== record) misuse('a journal entry belongs to the record that is written')
  const copy = {
    key,
    sequence: whole(sequence, 1, Number.MAX_SAFE_INTEGER, 'a sequence is a whole number from 1'),
    at: instant(at),
    by: text(by, 1024, 'an actor is 1 to 1024 characters without NUL'),
    type: name(type),
    data: json(data),
    personal: personal === null ? null : saltedJson(personal),
    personalDigest: personalDigest === '' ? '' : name(personalDigest),
    previous: previous === '' || previous === journalHead ? previous : name(previous),
    hash: name(hash),
  }
  if ((copy.personal === null) !== (copy.personalDigest === '')) misuse('an entry has a personal part and its digest, or neither')
  return copy
}

function readEntries(write: Write, key: Key, journalHead: string): JournalEntry[] {
  let before: JournalEntry | undefined
  return list(write.entries, listLengthMax, 'a write has at most 1000 journal entries', (given) => {
    const entry = readEntry(given, key, before === undefined ? journalHead : before.hash)
    if (before !== undefined && (entry.sequence !== before.sequence + 1 || entry.previous !== before.hash)) {
      misuse('journal entries continue each other without gaps')
    }
    before = entry
    return entry
  })
}

/** What is `stored` has passed these rules before: most writes change little, and comparing is cheaper than checking. */
function readWrite(write: Write, storedAt: (key: Key) => Stored | undefined): Write {
  const { key, expectedVersion, machine, schema, state, personal, tags, dueAt, at, journalHead } = write
  const stored = storedAt(key)
  if (stored === undefined) readKey(key)
  const entries = readEntries(write, key, stored?.journalHead ?? '')
  const last = entries.at(-1)
  if (last !== undefined && last.hash !== journalHead) misuse('the head of a record is the hash of its last journal entry')
  return {
    key,
    expectedVersion: version(expectedVersion),
    machine: stored !== undefined && machine === stored.machine ? machine : name(machine),
    schema: whole(schema, 1, schemaMax, 'a schema version is a whole number from 1'),
    state: stored !== undefined && state === stored.state ? state : json(state),
    personal: personal === null || (stored !== undefined && personal === stored.personal) ? personal : json(personal),
    tags: readTags(tags, stored?.tags ?? []),
    dueAt: dueAt === null ? null : instant(dueAt),
    at: instant(at),
    // Without entries it must be what is stored, which is compared once no version has moved.
    journalHead,
    entries,
  }
}

function readExpected(expected: Commit['expects'][number]): Commit['expects'][number] {
  const { key, version } = readVersion(expected)
  return expected.shared === true ? { key, version, shared: true } : { key, version }
}

function readVersion(read: { readonly key: Key; readonly version: number }): { readonly key: Key; readonly version: number } {
  return { key: readKey(read.key), version: version(read.version) }
}

function readMessage({ id, topic, sealed, at }: Commit['outbox'][number]): Commit['outbox'][number] {
  const payload = text(sealed, Number.POSITIVE_INFINITY, 'a sealed mail is a text that is not empty')
  return { id: name(id), topic: readKey(topic), sealed: payload, at: instant(at) }
}

/** A copy of the commit, or `storage/misuse`. `storedAt` gives what is held under a key now, if anything. */
export function readCommit(commit: Commit, storedAt: (key: Key) => Stored | undefined): Commit {
  return reading(() => {
    const rule = 'a commit has five lists of at most 1000 items'
    const expects = list(commit.expects, listLengthMax, rule, readExpected)
    const writes = list(commit.writes, listLengthMax, rule, (write) => readWrite(write, storedAt))
    const removes = list(commit.removes, listLengthMax, rule, readVersion)
    const outbox = list(commit.outbox, listLengthMax, rule, readMessage)
    const cancelMail = list(commit.cancelMail, listLengthMax, rule, readKey)
    const touched = expects.length + writes.length + removes.length
    if (touched > 1) {
      const keys = new Set<Key>()
      for (const { key } of expects) keys.add(key)
      for (const { key } of writes) keys.add(key)
      for (const { key } of removes) keys.add(key)
      if (keys.size < touched) misuse('a key is expected, written or removed once in a commit')
    }
    if (removes.some((removed) => removed.version === 0)) misuse('only what exists can be removed')
    if (outbox.length > 1 && new Set(outbox.map(({ id }) => id)).size < outbox.length)
      misuse('the id of a mail is unique for ever')
    return { expects, writes, removes, outbox, cancelMail }
  })
}

export function readKeys(keys: readonly Key[]): readonly Key[] {
  return reading(() => {
    const copies = list(keys, loadKeysMax, 'load takes 1 to 100 keys', readKey)
    return copies.length > 0 ? copies : misuse('load takes 1 to 100 keys')
  })
}

export function readQuery(query: ListQuery): ListQuery {
  return reading(() => {
    const { office, kind, tag, dueBefore, after } = query
    return {
      office: part(office),
      kind: part(kind),
      ...(tag === undefined ? {} : { tag: matching(tag, tagPattern, 'a tag is 1 to 128 printable ASCII characters') }),
      ...(dueBefore === undefined ? {} : { dueBefore: instant(dueBefore) }),
      ...(after === undefined ? {} : { after: readKey(after) }),
      limit: limit(query.limit),
    }
  })
}

export type Page = { readonly after: number; readonly limit: number }

export function readPage(key: Key, page: Page): Page & { readonly key: Key } {
  return reading(() => ({
    key: readKey(key),
    after: whole(page.after, 0, Number.MAX_SAFE_INTEGER, 'a page begins after a whole number from 0'),
    limit: limit(page.limit),
  }))
}

const positionPattern = /^[!-~]{1,512}$/

export function readEntriesQuery(query: EntriesQuery): EntriesQuery {
  return reading(() => {
    const { office, after } = query
    const rule = 'a position is 1 to 512 printable ASCII characters'
    return {
      office: part(office),
      ...(after === undefined ? {} : { after: matching(after, positionPattern, rule) }),
      limit: limit(query.limit),
    }
  })
}

export type Erasure = { readonly key: Key; readonly at: Instant; readonly version: number | null }

export function readErasure(key: Key, at: Instant, expected?: number): Erasure {
  return { key: readKey(key), at: instant(at), version: expected === undefined ? null : version(expected) }
}

export function readLease(order: LeaseOrder): LeaseOrder {
  return reading(() => ({
    office: part(order.office),
    now: instant(order.now),
    leaseMs: whole(order.leaseMs, 1, leaseMsMax, 'a lease lasts 1 to 86400000 milliseconds'),
    limit: limit(order.limit),
  }))
}

type ReadSettlement =
  | Extract<Settlement, string>
  | { readonly retryAt: Instant; readonly reason: string | null; readonly afresh: boolean }
  | { readonly parkedAt: Instant; readonly reason: string | null }

const reasonLengthMax = 4096

const settlementReason = (value: string | null | undefined): string | null =>
  value === undefined || value === null
    ? null
    : text(value, reasonLengthMax, 'the reason of a settlement is 1 to 4096 characters without NUL')

export function readSettlement(
  id: string,
  settlement: Settlement,
): { readonly id: OutboxMessage['id']; readonly settlement: ReadSettlement } {
  return reading(() => {
    if (settlement === 'sent' || settlement === 'rejected' || settlement === 'abandoned') return { id: name(id), settlement }
    const reason = settlementReason(settlement.reason)
    if ('parkedAt' in settlement) return { id: name(id), settlement: { parkedAt: instant(settlement.parkedAt), reason } }
    const { retryAt, afresh = false } = settlement
    if (typeof afresh !== 'boolean') misuse('whether a retry begins afresh is true or false')
    return { id: name(id), settlement: { retryAt: instant(retryAt), reason, afresh } }
  })
}

export function readParked(query: ParkedQuery): ParkedQuery {
  return reading(() => {
    const { after } = query
    return { office: part(query.office), ...(after === undefined ? {} : { after: name(after) }), limit: limit(query.limit) }
  })
}

export function readMessageId(id: string): OutboxMessage['id'] {
  return name(id)
}

export function readRequeue(id: string, at: Instant): { readonly id: OutboxMessage['id']; readonly at: Instant } {
  return { id: name(id), at: instant(at) }
}
