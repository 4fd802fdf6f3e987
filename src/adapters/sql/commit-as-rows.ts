/**
 * A commit on SQLite as one statement, on the assumption that nothing has moved: each thing to be done is a row, and all rows are inserted into
 * a view whose triggers do them one after the other. A row that finds something else than it expects fails the statement, which undoes the
 * whole. View and triggers are temporary: they are the connection's own and in no file, so they need no migration and no right.
 */
import { type RawBuilder, sql } from 'kysely'
import { isSportelloError } from '../../kernel/index.ts'
import type { Commit, Write } from '../../ports/index.ts'
import { chainBefore, type KnownTags, tagRows } from './commit-pieces.ts'
import {
  byKey,
  journalColumns,
  journalValues,
  messageValues,
  overwritten,
  queuedColumns,
  recordValues,
  tuples,
  writtenColumns,
} from './rows.ts'
import { type Statement, statementOf } from './statement.ts'
import type { Tables } from './tables.ts'
import type { Work } from './work.ts'

// The longest row: a record, with the hash, the tags and the number of entries that it must have had.
const columnsCount = 16
const columns = Array.from({ length: columnsCount }, (_, i) => `c${i + 1}`)

/** So many values of the row, from that place on. */
const given = (count: number, from = 1): RawBuilder<unknown> =>
  sql.raw(Array.from({ length: count }, (_, i) => `new.c${from + i}`).join(', '))

const value = (place: number): RawBuilder<unknown> => given(1, place)

/** What a row that finds something else fails with, and how it is known: see `failure.ts`. */
const overtaken = sql`select raise(abort, 'sportello: overtaken')`

const view = ({ prefix }: Tables) => sql.id('temp', `${prefix}commit`)

/** What is done for a row of each kind. */
function deeds({ record, tag, journal, outbox }: Tables): { readonly [kind in Kind]: RawBuilder<unknown> } {
  // The row that is there is changed only where it is as it was read; no row at all is right for a first write alone.
  const isThere = sql`(${value(3)} = 1 or exists (select 1 from ${record} where key = ${value(1)}))`
  const unmoved = sql`r.version = ${value(3)} - 1 and r.journal_head = ${value(14)} and r.tags = ${value(15)} and r.sequence = coalesce(${value(16)}, r.sequence)`
  const continued = sql`case when ${value(16)} is null then r.sequence else excluded.sequence end`
  return {
    expected: sql`${overtaken} where coalesce((select version from ${record} where key = ${value(1)}), 0) <> ${value(2)};`,
    written: sql`insert into ${record} as r (${writtenColumns}) select ${given(13)} where ${isThere} on conflict (key) do update set ${overwritten(false)}, sequence = ${continued} where ${unmoved}; ${overtaken} where changes() <> 1;`,
    untagged: sql`delete from ${tag} where scope = ${value(1)} and tag = ${value(2)} and key = ${value(3)};`,
    tagged: sql`insert into ${tag} (scope, tag, key) values (${given(3)});`,
    noted: sql`insert into ${journal} (${journalColumns}) values (${given(10)});`,
    voided: sql`update ${outbox} set sealed = '', parked_at = null, reason = null where topic = ${value(1)} and sealed <> '';`,
    queued: sql`insert into ${outbox} (${queuedColumns}) values (${given(8)});`,
  }
}

const kinds = ['expected', 'written', 'untagged', 'tagged', 'noted', 'voided', 'queued'] as const

type Kind = (typeof kinds)[number]

type Row = readonly unknown[]

/**
 * Asked before the first commit: whether the connection has the view and its triggers, which are made where they are missing. False for an
 * engine that makes none; rejects with `busy` where others are at the file.
 */
export function rowsTaker(work: Work, tables: Tables): () => Promise<boolean> {
  let made: Promise<boolean> | null = null

  async function make(): Promise<boolean> {
    try {
      const found = sql<Row>`select 1 from sqlite_temp_master where name = ${`${tables.prefix}commit_${kinds.at(-1)}`}`
      if ((await work.once(found)).rows.length > 0) return true
      const all = sql.raw(columns.map((name) => `null as ${name}`).join(', '))
      await work.once(sql`create temp view if not exists ${view(tables)} as select null as kind, ${all}`)
      const deed = deeds(tables)
      for (const kind of kinds) {
        const name = sql.id('temp', `${tables.prefix}commit_${kind}`)
        const when = sql`new.kind = ${sql.lit(kind)}`
        await work.once(
          sql`create trigger if not exists ${name} instead of insert on ${view(tables)} when ${when} begin ${deed[kind]} end`,
        )
      }
      return true
    } catch (cause) {
      if (!isSportelloError(cause) || cause.code !== 'busy') return false
      // Others are at the file: nothing was done, and the next commit may find the way free.
      made = null
      throw cause
    }
  }

  return () => {
    made ??= make()
    return made
  }
}

/** A record as it shall be, if it still is what it was read as, the rows by which it is found, and its journal. */
function writtenRows(write: Write, tags: readonly string[]): readonly Row[] {
  const { key, entries } = write
  const { journalHead, sequence } = chainBefore(write)
  const of = (kind: Kind, texts: readonly string[]) => tagRows([{ key, tags: texts }]).map((row) => [kind, ...row])
  return [
    ['written', ...recordValues(write), journalHead, JSON.stringify(tags), sequence],
    ...of(
      'untagged',
      tags.filter((old) => !write.tags.includes(old)),
    ),
    ...of(
      'tagged',
      write.tags.filter((fresh) => !tags.includes(fresh)),
    ),
    ...entries.map((entry) => ['noted', ...journalValues(entry)]),
  ]
}

/** The rows in the order in which they are to be done. */
function rowsOf({ expects, writes, cancelMail, outbox }: Commit, known: KnownTags): readonly Row[] {
  return [
    ...[...expects].sort(byKey).map(({ key, version }) => ['expected', key, version]),
    ...[...writes]
      .sort(byKey)
      .flatMap((write) => writtenRows(write, write.expectedVersion === 0 ? [] : (known.get(write.key) ?? write.tags))),
    // Before the mail of this commit is queued, so that it stays.
    ...[...new Set(cancelMail)].map((topic) => ['voided', topic]),
    ...outbox.map((message) => ['queued', ...messageValues(message)]),
  ]
}

const none = new Array<null>(columnsCount).fill(null)

/**
 * The commit as one statement; null for a commit of nothing. Its text depends on how many rows there are, and on nothing else: who measures a
 * command must not learn who is a subscriber.
 */
export function asRows(tables: Tables, commit: Commit, known: KnownTags): Statement | null {
  const rows = rowsOf(commit, known).map((row) => [...row, ...none.slice(row.length - 1)])
  if (rows.length === 0) return null
  const part = { shape: `rows*${rows.length}`, values: rows.flat(), text: () => tuples(rows) }
  return statementOf(tables, [part], ([text]) => sql`insert into ${view(tables)} values ${text}`)
}
