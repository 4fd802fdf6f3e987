/**
 * What a commit does, piece by piece, on the assumption that nothing has moved: the hopeful way, which most commits go. Each piece
 * shows by its rows, or by failing, whether the assumption held.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Commit, Key, Write } from '../../ports/index.ts'
import {
  byKey,
  changedColumns,
  changedValues,
  journalColumns,
  journalValues,
  messageValues,
  queuedColumns,
  recordValues,
  scopeOf,
  tuples,
  writtenColumns,
} from './rows.ts'
import type { Part } from './statement.ts'
import type { Tables } from './tables.ts'

// Above this a statement grows long, and what is saved by one round trip no longer counts.
const writesMax = 24
const rowsMax = 200

/** The tags that a record is believed to have, as far as this process has seen them; a piece shows where they differ. */
export type KnownTags = { readonly get: (key: Key) => readonly string[] | undefined }

export type Piece = Part & {
  readonly name: string
  /** How many rows it must touch; null where any number is right, and what is wrong makes it fail. */
  readonly rowsExpected: number | null
}

/** What the journal must have come to before the write: the newest hash and, where entries follow, their number so far. */
function chainBefore({ entries, journalHead }: Write): { readonly journalHead: string; readonly sequence: number | null } {
  const first = entries[0]
  return first === undefined ? { journalHead, sequence: null } : { journalHead: first.previous, sequence: first.sequence - 1 }
}

/** True for a first write whose journal begins at the beginning; for another one somebody must say what is wrong with it. */
function beginsWell(write: Write): boolean {
  const { journalHead, sequence } = chainBefore(write)
  return write.expectedVersion > 0 || (journalHead === '' && (sequence ?? 0) === 0)
}

/** Whether the commit is of those that go this way. That a record must not exist needs a row to wait for, hence steps. */
export function isHopeful({ expects, writes, removes, outbox, cancelMail }: Commit): boolean {
  if (removes.length > 0 || writes.length > writesMax || expects.length > writesMax) return false
  const entries = writes.reduce((sum, write) => sum + write.entries.length, 0)
  if (entries + outbox.length + cancelMail.length > rowsMax) return false
  return expects.every(({ version }) => version > 0) && writes.every(beginsWell)
}

type Rows = readonly (readonly unknown[])[]

const intoRecords = ({ record }: Tables, rows: Rows) => sql`insert into ${record} (${writtenColumns}) values ${tuples(rows)}`
const intoJournal = ({ journal }: Tables, rows: Rows) => sql`insert into ${journal} (${journalColumns}) values ${tuples(rows)}`
const intoOutbox = ({ outbox }: Tables, rows: Rows) => sql`insert into ${outbox} (${queuedColumns}) values ${tuples(rows)}`

const wipeMail = ({ outbox }: Tables, topics: readonly Key[]) =>
  sql`update ${outbox} set sealed = '', parked_at = null where topic in (${sql.join(topics)}) and sealed <> ''`

function piece(name: string, rows: Rows, text: () => RawBuilder<unknown>, rowsExpected: number | null = null): Piece {
  return { name, shape: `${name}*${rows.length}`, values: rows.flat(), text, rowsExpected }
}

/** The pieces in the order in which they are to be done; none for a commit of nothing. */
export function commitPieces(tables: Tables, commit: Commit, known: KnownTags): readonly Piece[] {
  const { expects, outbox } = commit
  const writes = commit.writes.length > 1 ? [...commit.writes].sort(byKey) : commit.writes
  const inserted = writes.filter(({ expectedVersion }) => expectedVersion === 0)
  const updated = writes.filter(({ expectedVersion }) => expectedVersion > 0)
  const pieces: Piece[] = []
  // Two commits on the same rows meet here, in the order of the keys, so neither waits for what the other holds.
  const locks = expects.length > 0 || updated.length > 1
  if (locks) {
    const expected = [...expects, ...updated.map(({ key, expectedVersion: version }) => ({ key, version }))]
    const rows = expected.sort(byKey).map(({ key, version }) => [key, version])
    pieces.push(piece('held', rows, () => heldRows(tables, rows), rows.length))
  }
  updated.forEach((write, i) => {
    pieces.push(...changePieces(tables, write, String(i), known.get(write.key) ?? write.tags))
  })
  if (inserted.length > 0) {
    const rows = inserted.map(recordValues)
    pieces.push(piece('added', rows, () => intoRecords(tables, rows)))
    const tags = tagRows(inserted)
    if (tags.length > 0) pieces.push(piece('tagged', tags, () => intoTags(tables, tags)))
  }
  const entries = writes.flatMap((write) => write.entries).map(journalValues)
  if (entries.length > 0) pieces.push(piece('noted', entries, () => intoJournal(tables, entries)))
  // Before the mail of this commit is queued, so that it stays.
  const topics = [...new Set(commit.cancelMail)]
  if (topics.length > 0) {
    pieces.push({
      name: 'voided',
      shape: `voided*${topics.length}`,
      values: topics,
      text: () => wipeMail(tables, topics),
      rowsExpected: null,
    })
  }
  const mail = outbox.map(messageValues)
  if (mail.length > 0) pieces.push(piece('queued', mail, () => intoOutbox(tables, mail)))
  return pieces
}

/** The rows that are as expected, locked where the engine locks rows. */
function heldRows({ record, engine }: Tables, rows: Rows): RawBuilder<unknown> {
  return engine === 'postgres'
    ? sql`select key from ${record} where (key, version) in (${tuples(rows)}) order by key for update`
    : sql`select key from ${record} where (key, version) in (values ${tuples(rows)})`
}

/** One row that changes, if it still is what it was read as, and the rows by which it is found. */
function changePieces(tables: Tables, write: Write, i: string, tags: readonly string[]): readonly Piece[] {
  const { record, tag } = tables
  const { key, expectedVersion } = write
  const { journalHead, sequence } = chainBefore(write)
  const stored = JSON.stringify(tags)
  const names = changedColumns(write)
  const values = changedValues(write)
  const pieces: Piece[] = [
    {
      name: `changed${i}`,
      shape: sequence === null ? 'changed' : 'continued',
      values: [...values, key, expectedVersion, journalHead, stored, ...(sequence === null ? [] : [sequence])],
      text() {
        const set = sql.join(names.map((name, at) => sql`${sql.raw(name)} = ${values[at]}`))
        const chain = sequence === null ? sql`` : sql` and sequence = ${sequence}`
        return sql`update ${record} set ${set} where key = ${key} and version = ${expectedVersion} and journal_head = ${journalHead} and tags = ${stored}${chain}`
      },
      rowsExpected: 1,
    },
  ]
  const gone = tags.filter((old) => !write.tags.includes(old))
  if (gone.length > 0) {
    const text = () => sql`delete from ${tag} where scope = ${scopeOf(key)} and key = ${key} and tag in (${sql.join(gone)})`
    const shape = `untagged*${gone.length}`
    pieces.push({ name: `untagged${i}`, shape, values: [scopeOf(key), key, ...gone], text, rowsExpected: null })
  }
  const fresh = tagRows([{ key, tags: write.tags.filter((added) => !tags.includes(added)) }])
  if (fresh.length > 0) {
    const text = () => intoTags(tables, fresh)
    pieces.push({ name: `retagged${i}`, shape: `retagged*${fresh.length}`, values: fresh.flat(), text, rowsExpected: null })
  }
  return pieces
}

/** The rows by which records are found by their tags. */
export function tagRows(tagged: readonly { readonly key: Key; readonly tags: readonly string[] }[]): Rows {
  return tagged.flatMap(({ key, tags }) => tags.map((text) => [scopeOf(key), text, key]))
}

export function intoTags({ tag }: Tables, rows: Rows): RawBuilder<unknown> {
  return sql`insert into ${tag} (scope, tag, key) values ${tuples(rows)}`
}
