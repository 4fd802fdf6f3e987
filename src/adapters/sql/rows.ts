/** Rows of the tables as values of the port and back. Drivers give large whole numbers as texts, so every number is read anew. */
import { type RawBuilder, sql } from 'kysely'
import { SportelloError } from '../../kernel/index.ts'
import type { JournalEntry, Key, OutboxMessage, Stored, Write } from '../../ports/index.ts'

/** A whole number as the drivers give it. */
export type Whole = number | string | bigint

export type RecordRow = {
  readonly key: string
  readonly version: Whole
  readonly machine: string
  readonly schema: Whole
  readonly state: string
  readonly personal: string | null
  readonly tags: string
  readonly due_at: Whole | null
  readonly at: Whole
  readonly journal_head: string
  readonly erased_at: Whole | null
}

export type JournalRow = {
  readonly key: string
  readonly sequence: Whole
  readonly at: Whole
  readonly by: string
  readonly type: string
  readonly data: string
  readonly personal: string | null
  readonly personal_digest: string
  readonly previous: string
  readonly hash: string
}

export type OutboxRow = {
  readonly id: string
  readonly topic: string
  readonly sealed: string
  readonly at: Whole
  readonly not_before: Whole
  readonly attempts: Whole
  readonly parked_at: Whole | null
  readonly reason: string | null
}

const maybe = (value: Whole | null): number | null => (value === null ? null : Number(value))

/** The tags of a row. It was written by this adapter, or by a hand that must be told. */
export function readTags(text: string): readonly string[] {
  if (text === '[]') return []
  try {
    const tags: unknown = JSON.parse(text)
    if (Array.isArray(tags) && tags.every((tag): tag is string => typeof tag === 'string')) return tags
  } catch {
    // Said below.
  }
  throw new SportelloError('record/unreadable', 'record: the stored tags are no list of texts')
}

export function readRecord(row: RecordRow): Stored {
  const { key, machine, state, personal, journal_head: journalHead } = row
  return {
    key,
    version: Number(row.version),
    machine,
    schema: Number(row.schema),
    state,
    personal,
    tags: readTags(row.tags),
    dueAt: maybe(row.due_at),
    at: Number(row.at),
    journalHead,
    erasedAt: maybe(row.erased_at),
  }
}

export function readEntry({ key, by, type, data, personal, previous, hash, ...row }: JournalRow): JournalEntry {
  const { sequence, at, personal_digest: personalDigest } = row
  return { key, sequence: Number(sequence), at: Number(at), by, type, data, personal, personalDigest, previous, hash }
}

export function readMessage({ id, topic, sealed, reason, ...row }: OutboxRow): OutboxMessage {
  const { at, not_before, attempts, parked_at } = row
  const notBefore = Number(not_before)
  return { id, topic, sealed, at: Number(at), notBefore, attempts: Number(attempts), parkedAt: maybe(parked_at), reason }
}

/** Office and kind of a key, which its record shares with all others of that kind. */
export const scopeOf = (key: Key): string => key.slice(0, key.lastIndexOf('/'))

export const officeOf = (key: Key): string => key.slice(0, key.indexOf('/'))

/** Byte order of two keys. */
export const byKey = (a: { readonly key: Key }, b: { readonly key: Key }): number => (a.key < b.key ? -1 : Number(a.key > b.key))

const tuple = (values: readonly unknown[]) => sql`(${sql.join(values)})`

export const tuples = (rows: readonly (readonly unknown[])[]): RawBuilder<unknown> => sql.join(rows.map(tuple))

/** Columns of a written record, in the order of `recordValues`. */
export const writtenColumns: RawBuilder<unknown> = sql.raw(
  'key, scope, version, machine, schema, state, personal, tags, due_at, at, journal_head, sequence, erased_at',
)

/** The sequence that a record has after a write with entries, or after a first one. */
const sequenceOf = ({ entries }: Write): number => entries.at(-1)?.sequence ?? 0

export function recordValues(write: Write): readonly unknown[] {
  const { key, expectedVersion, machine, schema, state, personal, tags, dueAt, at, journalHead } = write
  const [version, sequence] = [expectedVersion + 1, sequenceOf(write)]
  return [
    key,
    scopeOf(key),
    version,
    machine,
    schema,
    state,
    personal,
    JSON.stringify(tags),
    dueAt,
    at,
    journalHead,
    sequence,
    null,
  ]
}

/** What a write sets of its row, in words of SQL: the value of the row that was to be added. */
const excluded = (names: readonly string[]): RawBuilder<unknown> =>
  sql.join(names.map((name) => sql`${sql.raw(name)} = ${sql.raw(`excluded.${name}`)}`))

const changed = [
  'version',
  'machine',
  'schema',
  'state',
  'personal',
  'tags',
  'due_at',
  'at',
  'journal_head',
  'erased_at',
] as const
const continued = [...changed, 'sequence'] as const

/** Sets in the row that is there all that the write says. */
export function overwritten(continues: boolean): RawBuilder<unknown> {
  return excluded(continues ? continued : changed)
}

/** What a write sets in the row that it changes, in the order of `changedValues`. */
export function changedColumns({ entries }: Write): readonly string[] {
  return entries.length > 0 ? continued : changed
}

export function changedValues(write: Write): readonly unknown[] {
  const { expectedVersion, machine, schema, state, personal, tags, dueAt, at, journalHead, entries } = write
  const values = [expectedVersion + 1, machine, schema, state, personal, JSON.stringify(tags), dueAt, at, journalHead, null]
  const last = entries.at(-1)
  return last === undefined ? values : [...values, last.sequence]
}

export const journalColumns: RawBuilder<unknown> = sql.raw(
  'key, sequence, at, by, type, data, personal, personal_digest, previous, hash',
)

export function journalValues(entry: JournalEntry): readonly unknown[] {
  const { key, sequence, at, by, type, data, personal, personalDigest, previous, hash } = entry
  return [key, sequence, at, by, type, data, personal, personalDigest, previous, hash]
}

export const outboxColumns: RawBuilder<unknown> = sql.raw('id, topic, sealed, at, not_before, attempts, parked_at, reason')

/** Columns of a new message, in the order of `messageValues`. */
export const queuedColumns: RawBuilder<unknown> = sql.raw('id, office, topic, sealed, at, not_before, attempts, parked_at')

export function messageValues({
  id,
  topic,
  sealed,
  at,
}: Pick<OutboxMessage, 'id' | 'topic' | 'sealed' | 'at'>): readonly unknown[] {
  return [id, officeOf(topic), topic, sealed, at, at, 0, null]
}
