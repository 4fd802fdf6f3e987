/**
 * What every storage refuses before it looks at what it holds: the rules of the port that an argument alone can break. Each reader
 * reads its argument once and answers with a copy of its own, so what was checked is what is used.
 */
import { type Instant, isInstant, SportelloError } from '../kernel/index.ts'
import type {
  Commit,
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

const listLengthMax = 1000
const loadKeysMax = 100
const tagsMax = 16
const leaseMsMax = 86_400_000
const schemaMax = 2_147_483_647

const keyPattern = /^[!-.0-~]+\/[!-.0-~]+\/[!-.0-~]+$/
const partPattern = /^[!-.0-~]{1,251}$/
const tagPattern = /^[!-~]{1,128}$/
const namePattern = /^[!-~]{1,255}$/
// With the u flag a surrogate matches only when it stands alone. As UTF-8 it could not be kept.
const loneSurrogate = /[\uD800-\uDFFF]/u

/** Throws `storage/misuse`. The rule names what was broken and never quotes what was given. */
export function misuse(rule: string): never {
  throw new SportelloError('storage/misuse', `storage: ${rule}`)
}

/** What a hostile getter or proxy throws while an argument is read is a misuse too, and is not passed on. */
function reading<Copy>(read: () => Copy): Copy {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof SportelloError) throw cause
    return misuse('the argument cannot be read')
  }
}

function isKey(value: unknown): value is Key {
  return typeof value === 'string' && value.length <= 255 && keyPattern.test(value)
}

function readKey(value: Key): Key {
  return isKey(value) ? value : misuse('a key is office/kind/id in at most 255 printable ASCII characters')
}

function whole(value: number, min: number, max: number, rule: string): number {
  return Number.isInteger(value) && value >= min && value <= max ? value : misuse(rule)
}

const version = (value: number): number => whole(value, 0, Number.MAX_SAFE_INTEGER, 'a version is a whole number from 0')

const limit = (value: number): number => whole(value, 1, listLengthMax, 'a limit is a whole number from 1 to 1000')

function instant(value: Instant): Instant {
  return isInstant(value) ? value : misuse('an instant is a whole number of milliseconds between 1970 and 9999')
}

function matching(value: string, pattern: RegExp, rule: string): string {
  return typeof value === 'string' && pattern.test(value) ? value : misuse(rule)
}

const part = (value: string): string =>
  matching(value, partPattern, 'office and kind are parts of a key: printable ASCII without a slash')

const name = (value: string): string => matching(value, namePattern, 'a name, id or hash is 1 to 255 printable ASCII characters')

function text(value: string, lengthMax: number, rule: string): string {
  const fits = typeof value === 'string' && value.length > 0 && value.length <= lengthMax
  return fits && !value.includes('\0') && !loneSurrogate.test(value) ? value : misuse(rule)
}

const jsonText = '"[^"\\\\\\u0000-\\u001F]*"'
const jsonScalar = `(?:${jsonText}|-?(?:0|[1-9][0-9]*)|true|false|null)`
const jsonObject = (value: string): string => `\\{(?:${jsonText}:${value}(?:,${jsonText}:${value})*)?\\}`
// What most states and events are: scalars, and objects of scalars, without blanks, escapes and fractions. To match it takes a
// quarter of the time of parsing, and no choice in it can be made in two ways, so it never takes long.
const plainObject = new RegExp(`^${jsonObject(`(?:${jsonScalar}|${jsonObject(jsonScalar)})`)}$`)
const isPlainObject = (value: string): boolean => typeof value === 'string' && value.length <= 4096 && plainObject.test(value)

/** What the JSON text says, or undefined when it is not one. */
function parsed(value: string): unknown {
  if (typeof value !== 'string' || loneSurrogate.test(value)) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function json(value: string): string {
  if (isPlainObject(value) && !loneSurrogate.test(value)) return value
  return parsed(value) === undefined ? misuse('state, personal and data are JSON texts') : value
}

function saltedJson(value: string): string {
  const said = parsed(value)
  const fits = typeof said === 'object' && said !== null && Object.hasOwn(said, 'salt') && Object.hasOwn(said, 'data')
  return fits ? value : misuse('the personal part of an entry is the JSON text of an object with salt and data')
}

function list<Item, Copy>(items: readonly Item[], lengthMax: number, rule: string, read: (item: Item) => Copy): Copy[] {
  const { length } = Array.isArray(items) ? items : misuse(rule)
  if (length > lengthMax) misuse(rule)
  const copies: Copy[] = []
  // A hole in the array is read like an item that is undefined.
  for (let i = 0; i < length; i += 1) copies.push(read(items[i] as Item))
  return copies
}

function readTags(tags: readonly string[], known: readonly string[]): string[] {
  const copies = list(tags, tagsMax, 'a record has at most 16 tags', (tag) =>
    known.includes(tag) ? tag : matching(tag, tagPattern, 'a tag is 1 to 128 printable ASCII characters'),
  )
  return copies.length < 2 || new Set(copies).size === copies.length ? copies : misuse('the tags of a record are distinct')
}

function readEntry(entry: JournalEntry, record: Key, head: string): JournalEntry {
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
    previous: previous === '' || previous === head ? previous : name(previous),
    hash: name(hash),
  }
  if ((copy.personal === null) !== (copy.personalDigest === '')) misuse('an entry has a personal part and its digest, or neither')
  return copy
}

function readEntries(write: Write, key: Key, head: string): JournalEntry[] {
  let before: JournalEntry | undefined
  return list(write.entries, listLengthMax, 'a write has at most 1000 journal entries', (given) => {
    const entry = readEntry(given, key, before === undefined ? head : before.hash)
    if (before !== undefined && (entry.sequence !== before.sequence + 1 || entry.previous !== before.hash)) {
      misuse('journal entries continue each other without gaps')
    }
    before = entry
    return entry
  })
}

/** What is `stored` has passed these rules before: most writes change little, and comparing is cheaper than checking. */
function readWrite(write: Write, storedAt: (key: Key) => Stored | undefined): Write {
  const { key, expectedVersion, machine, schema, state, personal, tags, dueAt, at, head } = write
  const stored = storedAt(key)
  if (stored === undefined) readKey(key)
  const entries = readEntries(write, key, stored?.head ?? '')
  const last = entries.at(-1)
  if (last !== undefined && last.hash !== head) misuse('the head of a record is the hash of its last journal entry')
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
    head,
    entries,
  }
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
    const expects = list(commit.expects, listLengthMax, rule, readVersion)
    const writes = list(commit.writes, listLengthMax, rule, (write) => readWrite(write, storedAt))
    const removes = list(commit.removes, listLengthMax, rule, readVersion)
    const outbox = list(commit.outbox, listLengthMax, rule, readMessage)
    const voids = list(commit.voids, listLengthMax, rule, readKey)
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
    return { expects, writes, removes, outbox, voids }
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

export function readErasure(key: Key, at: Instant): { readonly key: Key; readonly at: Instant } {
  return { key: readKey(key), at: instant(at) }
}

export function readLease(order: LeaseOrder): LeaseOrder {
  return reading(() => ({
    office: part(order.office),
    now: instant(order.now),
    leaseMs: whole(order.leaseMs, 1, leaseMsMax, 'a lease lasts 1 to 86400000 milliseconds'),
    limit: limit(order.limit),
  }))
}

export function readSettlement(
  id: string,
  settlement: Settlement,
): { readonly id: OutboxMessage['id']; readonly settlement: Settlement } {
  return reading(() => {
    if (settlement === 'sent' || settlement === 'rejected' || settlement === 'abandoned') return { id: name(id), settlement }
    if ('parkedAt' in settlement) return { id: name(id), settlement: { parkedAt: instant(settlement.parkedAt) } }
    return { id: name(id), settlement: { retryAt: instant(settlement.retryAt) } }
  })
}

export function readParked(query: ParkedQuery): ParkedQuery {
  return reading(() => {
    const { after } = query
    return { office: part(query.office), ...(after === undefined ? {} : { after: name(after) }), limit: limit(query.limit) }
  })
}

export function readRequeue(id: string, at: Instant): { readonly id: OutboxMessage['id']; readonly at: Instant } {
  return { id: name(id), at: instant(at) }
}
