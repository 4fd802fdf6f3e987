/** What the feed tells of one journal entry: the fields that its procedure names, and nothing else. */
import type { Instant } from '../../../kernel/index.ts'
import type { JournalEntry, Key } from '../../../ports/index.ts'
import { erasureOrdered } from '../../../runtime/erasure.ts'
import type { Told } from '../../../runtime/feed.ts'
import { fields, handOut } from '../../../runtime/hand-out.ts'
import { type JournalLine, readJournalLine } from '../../../runtime/journal-reader.ts'
import { type RecordName, recordIn } from '../../../runtime/record.ts'
import type { OpenProcedure } from './context.ts'

/** What a field of an event holds. Instants are milliseconds since 1970. */
export type FeedValue = string | number | boolean | null

/** Something that has happened to a record. docs/feed.md lists the types with their fields. */
export type FeedEvent = {
  /** The hash of the journal entry: 1 to 255 printable ASCII characters. The same event has the same one for ever, and no other has it. */
  readonly id: string
  /** The kind of the record, such as `credential`. */
  readonly kind: string
  /** What has happened, such as `CredentialIssued`. */
  readonly type: string
  /** The record that it has happened to. */
  readonly record: RecordName
  /** The account that the record belongs to, as `session.check` names it; null where it is not known. Names no person. */
  readonly accountId: string | null
  /** 1, 2, 3 … within the record. There are gaps: what is not published has a number too. */
  readonly sequence: number
  /** When it happened: milliseconds since 1970. */
  readonly at: Instant
  /** `kind` or `kind:id` of the actor, such as `operator:m.rossi`. */
  readonly by: string
  /** The published fields that name nobody. */
  readonly data: { readonly [field: string]: FeedValue }
  /** The published fields that name or describe a person; null where there are none, and once they were erased. */
  readonly personal: { readonly [field: string]: FeedValue } | null
}

/** What every procedure that tells anything tells besides. */
export const toldOfAll: { readonly [type: string]: Told } = {
  [erasureOrdered]: {
    says: 'the personal data of the record go: `cause` is `retention` or `request`',
    data: ['cause'],
    personal: [],
  },
}

/** An entry that is told, what of it, and the procedure of its record. */
export type ToldEntry = {
  readonly key: Key
  readonly line: JournalLine
  readonly told: Told
  readonly procedure: OpenProcedure
}

function toldOf({ feed }: OpenProcedure, type: string): Told | null {
  if (feed.tells === 'nothing') return null
  const table = Object.hasOwn(feed.events, type) ? feed.events : toldOfAll
  return Object.hasOwn(table, type) ? (table[type] ?? null) : null
}

/** The entries that are told, in their order. */
export function toldAmong(procedures: readonly OpenProcedure[], entries: readonly JournalEntry[]): readonly ToldEntry[] {
  const kinds = new Map(procedures.map((procedure) => [procedure.kind.decider.name, procedure]))
  return entries.flatMap((entry) => {
    const { key, type } = entry
    const procedure = kinds.get(recordIn(key).kind)
    const told = procedure === undefined ? null : toldOf(procedure, type)
    return procedure === undefined || told === null ? [] : [{ key, line: readJournalLine(entry), told, procedure }]
  })
}

function isPlain(value: unknown): value is FeedValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

/** The named fields. A stored entry of another version may lack some; what it has of another shape is not told. */
function namedIn(value: unknown, names: readonly string[]): FeedEvent['data'] {
  const named = handOut(value, fields(...names))
  const entries: readonly (readonly [string, unknown])[] =
    typeof named === 'object' && named !== null ? Object.entries(named) : []
  return Object.fromEntries(entries.flatMap(([field, part]) => (isPlain(part) ? [[field, part] as const] : [])))
}

/** The event that an entry is. */
export function eventOf({ key, line, told }: ToldEntry, accountId: string | null): FeedEvent {
  const { hash: id, type, sequence, at, by } = line
  const record = recordIn(key)
  const personal = namedIn(line.personal, told.personal)
  return {
    id,
    kind: record.kind,
    type,
    record,
    accountId,
    sequence,
    at,
    by,
    data: namedIn(line.data, told.data),
    personal: Object.keys(personal).length === 0 ? null : personal,
  }
}
