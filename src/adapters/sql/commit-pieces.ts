/**
 * What a commit on PostgreSQL does, piece by piece, on the assumption that nothing has moved: the hopeful way, which most commits go. Each piece
 * shows by its rows, or by failing, whether the assumption held.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Commit, Key, Write } from '../../ports/index.ts'
import { entryValues, intoJournal } from './entries.ts'
import { byKey, messageValues, overwritten, queuedColumns, recordValues, scopeOf, tuples, writtenColumns } from './rows.ts'
import type { Part } from './statement.ts'
import type { Tables } from './tables.ts'

// Above this a statement grows long, and what is saved by one round trip no longer counts.
const writesMax = 24
const rowsMax = 200

/** The tags that a record is believed to have, as far as this process has seen them; a piece shows where they differ. */
export type KnownTags = { readonly get: (key: Key) => readonly string[] | undefined }

export type Piece = Part & {
  readonly name: string
  /**
   * How many rows it must touch; null where any number is right, and what is wrong makes it fail. `asked` where the number is a value of the
   * piece of that name: a text with the number in it would tell what exists.
   */
  readonly rowsExpected: number | 'asked' | null
}

/** What the journal must have come to before the write: the newest hash and, where entries follow, their number so far. */
export function chainBefore({ entries, journalHead }: Write): { readonly journalHead: string; readonly sequence: number | null } {
  const first = entries[0]
  return first === undefined ? { journalHead, sequence: null } : { journalHead: first.previous, sequence: first.sequence - 1 }
}

/** True for a first write whose journal begins at the beginning; for another one somebody must say what is wrong with it. */
function beginsWell(write: Write): boolean {
  const { journalHead, sequence } = chainBefore(write)
  return write.expectedVersion > 0 || (journalHead === '' && (sequence ?? 0) === 0)
}

/** Whether the commit is of those that go this way. Whether a record exists makes no difference. */
export function isHopeful({ expects, writes, removes, outbox, cancelMail }: Commit): boolean {
  if (removes.length > 0 || writes.length > writesMax || expects.length > writesMax) return false
  const entries = writes.reduce((sum, write) => sum + write.entries.length, 0)
  if (entries + outbox.length + cancelMail.length > rowsMax) return false
  return writes.every(beginsWell)
}

type Rows = readonly (readonly unknown[])[]
type Condition = RawBuilder<unknown>

const wipeMail = ({ outbox }: Tables, topics: readonly Key[]) =>
  sql`update ${outbox} set sealed = '', parked_at = null, reason = null where topic in (${sql.join(topics)}) and sealed <> ''`

function piece(name: string, rows: Rows, text: () => RawBuilder<unknown>, rowsExpected: Piece['rowsExpected'] = null): Piece {
  return { name, shape: `${name}*${rows.length}`, values: rows.flat(), text, rowsExpected }
}

/**
 * The pieces in the order in which they are to be done; none for a commit of nothing. Which pieces there are, and their texts, depend on
 * how much is expected and written, and not on whether it exists: who measures a command must not learn who is a subscriber.
 */
export function commitPieces(tables: Tables, commit: Commit, known: KnownTags): readonly Piece[] {
  const { outbox } = commit
  const expects = [...commit.expects].sort(byKey)
  const writes = commit.writes.length > 1 ? [...commit.writes].sort(byKey) : commit.writes
  const pieces: Piece[] = lockPieces(tables, expects, writes)
  // Rows are changed only when all are locked, in the one order that all commits keep to.
  const isOwned = expects.some((expected) => !isShared(expected))
  const ready = isOwned ? sql`${asAsked('held')} and ${asAsked('absent')}` : asAsked('held')
  writes.forEach((write, i) => {
    pieces.push(
      ...writePieces(tables, write, {
        i,
        tags: write.expectedVersion === 0 ? [] : (known.get(write.key) ?? write.tags),
        ready,
      }),
    )
  })
  const entries = writes.flatMap((write) => entryValues(tables, write))
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
  const mail = evened(outbox.map(messageValues))
  if (mail.length > 0) pieces.push(piece('queued', mail, () => intoOutbox(tables, mail)))
  return pieces
}

/**
 * Two commits on the same rows meet here. Every row that there is, of version 0 too, is locked in the one order of the keys, as the commit in steps
 * does: in two orders they would wait for each other until the server ends one of them, a second later. A key that must be absent and has no row gets
 * one of version 0, which all others take for none: whoever writes that record waits for it, and finds it to be changed.
 */
function lockPieces(tables: Tables, expects: Commit['expects'], writes: readonly Write[]): Piece[] {
  const written = writes.map(({ key, expectedVersion: version }) => ({ key, version }))
  // What most commits expect and few write is locked so that they pass each other, and whoever writes it waits for them.
  const passing = expects.filter(isShared)
  const own = expects.filter((expected) => !isShared(expected))
  const all = [...own, ...written].sort(byKey)
  const passed =
    passing.length === 0
      ? []
      : [
          piece(
            'passed',
            passing.map(({ key, version }) => [key, version]),
            () => passedRows(tables, passing),
            passing.length,
          ),
        ]
  if (all.length === 0) return passed
  const present = all.filter(({ version }) => version > 0).length
  const absent = own.filter(({ version }) => version === 0).length
  const numbers = sql`select cast(${present} as bigint) as held, cast(${absent} as bigint) as absent`
  const keys = all.map(({ key }) => [key])
  const held = all.map(({ key, version }) => [key, version])
  const pieces = [
    piece('asked', [[present, absent]], () => numbers),
    piece('locked', keys, () => lockedRows(tables, keys)),
    piece('held', held, () => heldRows(held), 'asked'),
    ...passed,
  ]
  if (own.length === 0) return pieces
  const rows = own.map(absentValues)
  return [...pieces, piece('absent', rows, () => intoAbsent(tables, rows, asAsked('held')), 'asked')]
}

/** A record that exists and that most commits expect. */
export const isShared = ({ version, shared }: Commit['expects'][number]): boolean => shared === true && version > 0

/** The rows that are as expected, locked against whoever writes them and against nobody else. */
export const passedRows = ({ record }: Tables, passing: Commit['expects']): RawBuilder<{ key: Key }> => {
  const rows = passing.map(({ key, version }) => [key, version])
  return sql`select key from ${record} where (key, version) in (${tuples(rows)}) order by key for share`
}

/** That the piece has touched as many rows as the piece `asked` says. */
export function asAsked(name: string): RawBuilder<unknown> {
  return sql`(select count(*) from ${sql.raw(name)}) = (select ${sql.raw(name)} from asked)`
}

/** The rows as they are once locked; the statement does not look at what others commit after it began. */
const lockedRows = ({ record }: Tables, keys: Rows) =>
  sql`select key, version from ${record} where key in (${sql.join(keys.flat())}) order by key for update`

/** Those of them that exist and are as expected. */
const heldRows = (rows: Rows) => sql`select key from locked where (key, version) in (${tuples(rows)}) and version > 0`

/** Key, version and scope of what is expected. */
export const absentValues = ({ key, version }: Commit['expects'][number]): readonly unknown[] => [key, version, scopeOf(key)]

/** A row of version 0 for each key that is expected to be absent, once `ready`; none for a record that exists. */
export function intoAbsent({ record }: Tables, rows: Rows, ready: RawBuilder<unknown>): RawBuilder<unknown> {
  const typed = rows.map(
    ([key, version, scope]) => sql`(cast(${key} as text), cast(${version} as bigint), cast(${scope} as text))`,
  )
  // Due at the first instant: so it is found again.
  const empty = sql`column1, column3, 0, '', 0, '', null, '[]', 0, 0, '', 0, null`
  return sql`insert into ${record} as r (${writtenColumns}) select ${empty} from (values ${sql.join(typed)}) e where column2 = 0 and ${ready} order by column1 on conflict (key) do update set version = 0 where r.version = 0`
}

// Whoever has more addresses gets more mail: the statement is the same for up to so many, and for twice as many.
const mailEach = 4

/** The messages, and rows of nothing up to a whole multiple. */
function evened(rows: Rows): Rows {
  const missing = (mailEach - (rows.length % mailEach)) % mailEach
  return [...rows, ...Array.from({ length: missing }, () => new Array<null>(8).fill(null))]
}

const mailTypes = ['text', 'text', 'text', 'text', 'bigint', 'bigint', 'integer', 'bigint']

/** Inserts the rows that are messages. */
function intoOutbox({ outbox }: Tables, rows: Rows): RawBuilder<unknown> {
  const typed = rows.map((row) => sql`(${sql.join(mailTypes.map((type, i) => sql`cast(${row[i]} as ${sql.raw(type)})`))})`)
  return sql`insert into ${outbox} (${queuedColumns}) select * from (values ${sql.join(typed)}) m where column1 is not null`
}

type Among = { readonly i: number; readonly tags: readonly string[]; readonly ready: Condition }

/** One row as it shall be, if it still is what it was read as, and the rows by which it is found. */
function writePieces(tables: Tables, write: Write, { i, tags, ready }: Among): readonly Piece[] {
  const { record, tag } = tables
  const { key, expectedVersion } = write
  const { journalHead, sequence } = chainBefore(write)
  const row = recordValues(write)
  const before = [expectedVersion, journalHead, JSON.stringify(tags), ...(sequence === null ? [] : [sequence])]
  const pieces: Piece[] = [
    {
      name: `written${i}`,
      shape: sequence === null ? 'written' : 'continued',
      values: [...row, ...before],
      text() {
        const chain = sequence === null ? sql`` : sql` and r.sequence = ${sequence}`
        const unmoved = sql`r.version = ${expectedVersion} and r.journal_head = ${journalHead} and r.tags = ${before[2]}${chain}`
        return sql`insert into ${record} as r (${writtenColumns}) select ${sql.join(row)} where ${ready} on conflict (key) do update set ${overwritten(sequence !== null)} where ${unmoved}`
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
