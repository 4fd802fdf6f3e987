/**
 * A commit as a transaction of several statements: locks what it expects in the order of the keys, compares, writes. The way of large
 * commits, of an engine that does not do so much in one statement, and of finding out why a commit in one statement failed.
 */
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import type { Commit, CommitOutcome, Key, OutboxMessage, Write } from '../../ports/index.ts'
import { misuse } from '../argument-rules.ts'
import { absentValues, intoAbsent, intoTags, isShared, passedRows, tagRows } from './commit-pieces.ts'
import { entryValues, intoJournal } from './entries.ts'
import {
  byKey,
  changedColumns,
  changedValues,
  messageValues,
  overwritten,
  queuedColumns,
  readTags,
  recordValues,
  scopeOf,
  tuples,
  type Whole,
  writtenColumns,
} from './rows.ts'
import type { Tables } from './tables.ts'

type HeldRow = {
  readonly key: Key
  readonly version: Whole
  readonly journal_head: string
  readonly sequence: Whole
  readonly tags: string
}

type Held = {
  readonly version: number
  readonly journalHead: string
  readonly sequence: number
  readonly tags: readonly string[]
}

const absent: Held = { version: 0, journalHead: '', sequence: 0, tags: [] }

// No engine takes statements without bound: SQLite was built with 32,766 parameters for long, PostgreSQL's protocol has 65,535.
const parametersMax = 16_000

function* chunks<Item>(items: readonly Item[], parametersEach: number): Iterable<readonly Item[]> {
  const size = Math.floor(parametersMax / parametersEach)
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size)
}

/**
 * Does the commit within `transaction`, which the caller then commits, or rolls back on a conflict and on whatever is thrown.
 * Throws `storage/misuse` for what breaks a rule that depends on what is stored.
 */
export async function commitInSteps(transaction: QueryExecutorProvider, tables: Tables, commit: Commit): Promise<CommitOutcome> {
  const { record, tag, journal, outbox: mail, engine } = tables
  const run = <Row>(statement: RawBuilder<Row>) => statement.execute(transaction)
  const { removes, outbox, cancelMail } = commit
  const passing = engine === 'postgres' ? commit.expects.filter(isShared) : []
  const expects = commit.expects.filter((expected) => !passing.includes(expected))
  const writes = [...commit.writes].sort(byKey)
  // The first statement writes, so that SQLite is entered as a writer, and not turned away later for what others wrote meanwhile.
  if (engine === 'sqlite') await run(sql`delete from ${record} where 1 = 0`)

  // As in one statement: whoever only expects such a record passes, and waits for nobody but its writer.
  if (passing.length > 0) {
    const { rows } = await run(passedRows(tables, passing))
    const unmoved = new Set(rows.map(({ key }) => key))
    const moved = passing.find(({ key }) => !unmoved.has(key))
    if (moved !== undefined) return { ok: false, conflict: moved.key }
  }
  const versions = writes.map(({ key, expectedVersion: version }) => ({ key, version }))
  const expected = [...expects, ...removes, ...versions].sort(byKey)
  const held = await holdRows(transaction, tables, expected)
  const heldAt = (key: Key): Held => held.get(key) ?? absent
  const moved = expected.find(({ key, version }) => heldAt(key).version !== version)
  if (moved !== undefined) return { ok: false, conflict: moved.key }

  if (engine === 'postgres') {
    // Others who write what must be absent wait for these rows.
    for (const chunk of chunks([...expects].sort(byKey), 3)) {
      const rows = chunk.map(absentValues)
      const { rows: done } = await run(sql<{ key: Key }>`${intoAbsent(tables, rows, sql`true`)} returning key`)
      const free = new Set(done.map(({ key }) => key))
      const taken = chunk.find(({ key, version }) => version === 0 && !free.has(key))
      if (taken !== undefined) return { ok: false, conflict: taken.key }
    }
  }
  const inserted = writes.filter(({ expectedVersion }) => expectedVersion === 0)
  for (const chunk of chunks(inserted, 13)) {
    const { rows: done } = await run(
      sql<{
        key: Key
      }>`insert into ${record} as r (${writtenColumns}) values ${tuples(chunk.map(recordValues))} on conflict (key) do update set ${overwritten(true)} where r.version = 0 returning key`,
    )
    const added = new Set(done.map(({ key }) => key))
    const taken = chunk.find(({ key }) => !added.has(key))
    if (taken !== undefined) return { ok: false, conflict: taken.key }
  }
  for (const write of writes) refuseBrokenChain(write, heldAt(write.key))

  for (const chunk of chunks([...new Set(cancelMail)], 1)) {
    await run(
      sql`update ${mail} set sealed = '', parked_at = null, reason = null where topic in (${sql.join(chunk)}) and sealed <> ''`,
    )
  }
  await queue(transaction, tables, outbox)
  for (const write of writes) {
    if (write.expectedVersion > 0) await run(change(tables, write))
    const gone = heldAt(write.key).tags.filter((old) => !write.tags.includes(old))
    if (gone.length > 0) {
      await run(sql`delete from ${tag} where scope = ${scopeOf(write.key)} and tag in (${sql.join(gone)}) and key = ${write.key}`)
    }
  }
  const tagged = tagRows(
    writes.map(({ key, tags }) => ({ key, tags: tags.filter((fresh) => !heldAt(key).tags.includes(fresh)) })),
  )
  for (const chunk of chunks(tagged, 3)) await run(intoTags(tables, chunk))
  const entries = writes.flatMap((write) => entryValues(tables, write))
  for (const chunk of chunks(entries, 12)) await run(intoJournal(tables, chunk))
  for (const { key } of removes) {
    const { tags } = heldAt(key)
    if (tags.length > 0)
      await run(sql`delete from ${tag} where scope = ${scopeOf(key)} and tag in (${sql.join(tags)}) and key = ${key}`)
    await run(sql`delete from ${journal} where key = ${key}`)
    await run(sql`delete from ${record} where key = ${key}`)
  }
  return { ok: true }
}

/** The rows of the keys, locked where the engine locks rows. */
async function holdRows(
  transaction: QueryExecutorProvider,
  { record, engine }: Tables,
  keys: readonly { readonly key: Key }[],
): Promise<ReadonlyMap<Key, Held>> {
  const held = new Map<Key, Held>()
  const lock = engine === 'postgres' ? sql` for update` : sql``
  for (const chunk of chunks(keys, 1)) {
    const named = sql.join(chunk.map(({ key }) => key))
    const found =
      await sql<HeldRow>`select key, version, journal_head, sequence, tags from ${record} where key in (${named}) order by key${lock}`.execute(
        transaction,
      )
    for (const { key, version, journal_head: journalHead, sequence, tags } of found.rows) {
      held.set(key, { version: Number(version), journalHead, sequence: Number(sequence), tags: readTags(tags) })
    }
  }
  return held
}

function change({ record }: Tables, write: Write): RawBuilder<unknown> {
  const values = changedValues(write)
  const set = sql.join(changedColumns(write).map((name, i) => sql`${sql.raw(name)} = ${values[i]}`))
  return sql`update ${record} set ${set} where key = ${write.key}`
}

function refuseBrokenChain({ journalHead, entries: [first] }: Write, held: Held): void {
  if (first === undefined && journalHead !== held.journalHead)
    misuse('without journal entries the head of a record stays as it is')
  if (first !== undefined && (first.previous !== held.journalHead || first.sequence !== held.sequence + 1)) {
    misuse('journal entries continue what is stored without gaps')
  }
}

async function queue(
  transaction: QueryExecutorProvider,
  { outbox }: Tables,
  messages: readonly Pick<OutboxMessage, 'id' | 'topic' | 'sealed' | 'at'>[],
): Promise<void> {
  const sorted = [...messages].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const chunk of chunks(sorted, 8)) {
    const values = tuples(chunk.map(messageValues))
    const { rows } =
      await sql`insert into ${outbox} (${queuedColumns}) values ${values} on conflict (id) do nothing returning id`.execute(
        transaction,
      )
    if (rows.length < chunk.length) misuse('the id of a mail is unique for ever')
  }
}
