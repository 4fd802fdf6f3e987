/**
 * A commit with a state, two journal entries and one mail, by our adapter and by hand: the same rows in the same tables, as a program
 * that needs nothing but this one commit would write them.
 */
import type { Commit, Write } from 'sportello'
import { office } from '../../support/counter.ts'
import { type Modules, openFile, openKysely, openPool, type Place } from './engine.ts'

export type CommitSide = {
  /** Does the commit with this number, from 1 on. Those that are close to each other are on different records. */
  readonly commit: (turn: number) => Promise<void>
  readonly close: () => Promise<void>
}

const recordsCount = 1_000
// Of those that are prepared: as many as a commit takes in one statement.
const atOnce = 20
const scope = `${office.id}/registration`

/** Texts as long as those of a registration that is being completed. */
const state = JSON.stringify({ status: 'completed', filler: 'x'.repeat(720) })
const personal = JSON.stringify({ filler: 'x'.repeat(900) })
const said = JSON.stringify({ salt: 'x'.repeat(22), data: { filler: 'x'.repeat(250) } })
const data = JSON.stringify({ type: 'RegistrationCompleted', filler: 'x'.repeat(120) })
const sealed = `k1.${'x'.repeat(5_000)}`
const digest = (turn: number, place: number): string => `${turn}-${place}-`.padEnd(43, 'x')

/** The nth write of a record: the first adds it, each later one follows the one before. */
function writeOf(turn: number): Write {
  const version = Math.ceil(turn / recordsCount)
  const key = `${scope}/${String(turn % recordsCount).padStart(26, '0')}`
  const before = version === 1 ? '' : digest(turn - recordsCount, 2)
  const entry = { key, at: turn, by: 'applicant', type: 'Changed', data, personal: said, personalDigest: digest(turn, 0) }
  const entries = [
    { ...entry, sequence: 2 * version - 1, previous: before, hash: digest(turn, 1) },
    { ...entry, sequence: 2 * version, previous: digest(turn, 1), hash: digest(turn, 2) },
  ]
  const record = { key, machine: 'registration', schema: 1, state, personal, tags: ['status:completed'], dueAt: null }
  return { ...record, expectedVersion: version - 1, at: turn, journalHead: digest(turn, 2), entries }
}

function commitOf(turn: number): Commit {
  const write = writeOf(turn)
  const outbox = [{ id: `${write.key}.${turn}`, topic: write.key, sealed, at: turn }]
  return { expects: [], writes: [write], removes: [], outbox, cancelMail: [] }
}

/** Prepares the records in an empty database; the turns that follow change them. */
async function prepared(modules: Modules, place: Place): Promise<void> {
  const db = openKysely(modules, place)
  await modules.migrate(db)
  const storage = modules.sqlStorage(db)
  for (let from = 0; from < recordsCount; from += atOnce) {
    const commits = Array.from({ length: atOnce }, (_, i) => commitOf(from + i + 1))
    const [writes, outbox] = [commits.flatMap((each) => each.writes), commits.flatMap((each) => each.outbox)]
    await storage.commit({ expects: [], writes, removes: [], outbox, cancelMail: [] })
  }
  await db.destroy()
}

export async function adapterSide(modules: Modules, place: Place): Promise<CommitSide> {
  await prepared(modules, place)
  const db = openKysely(modules, place)
  const storage = modules.sqlStorage(db)
  return {
    async commit(turn) {
      const outcome = await storage.commit(commitOf(recordsCount + turn))
      if (!outcome.ok) throw new Error(`${outcome.conflict} has moved`)
    },
    close: () => db.destroy(),
  }
}

export async function byHandSide(modules: Modules, place: Place): Promise<CommitSide> {
  await prepared(modules, place)
  return place.engine === 'postgres' ? byHandOnPostgres(place.address) : byHandOnSqlite(place.address)
}

const update = `update sportello_record set version = $2, machine = $3, schema = $4, state = $5, personal = $6, tags = $7, due_at = $8,
  at = $9, journal_head = $10, sequence = $11 where key = $1 and version = $12 and journal_head = $13`
const intoJournal = `insert into sportello_journal (key, sequence, at, by, type, data, personal, personal_digest, previous, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10), ($11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`
const intoOutbox = `insert into sportello_outbox (id, office, topic, sealed, at, not_before, attempts)
  values ($1, $2, $3, $4, $5, $6, 0)`

type Values = readonly (string | number | null)[]

function valuesOf(turn: number): { readonly changed: Values; readonly noted: Values; readonly queued: Values } {
  const { key, machine, schema, tags, dueAt, at, journalHead, expectedVersion, entries, ...texts } = writeOf(turn)
  const before = entries[0]?.previous ?? ''
  const sequence = entries.at(-1)?.sequence ?? 0
  const { state: changedState, personal: changedPersonal } = texts
  const row = [
    key,
    expectedVersion + 1,
    machine,
    schema,
    changedState,
    changedPersonal,
    JSON.stringify(tags),
    dueAt,
    at,
    journalHead,
  ]
  return {
    changed: [...row, sequence, expectedVersion, before],
    noted: entries.flatMap((entry) => {
      const { personalDigest, previous, hash } = entry
      return [
        entry.key,
        entry.sequence,
        entry.at,
        entry.by,
        entry.type,
        entry.data,
        entry.personal,
        personalDigest,
        previous,
        hash,
      ]
    }),
    queued: [`${key}.${turn}`, office.id, key, sealed, at, at],
  }
}

/** Prepared statements, one after the other: the package pg asks for that. */
function byHandOnPostgres(address: string): CommitSide {
  const pool = openPool(address)
  return {
    async commit(turn) {
      const { changed, noted, queued } = valuesOf(recordsCount + turn)
      const client = await pool.connect()
      try {
        await client.query('begin')
        const { rowCount } = await client.query({ name: 'update', text: update, values: [...changed] })
        if (rowCount !== 1) throw new Error('the record has moved')
        await client.query({ name: 'journal', text: intoJournal, values: [...noted] })
        await client.query({ name: 'outbox', text: intoOutbox, values: [...queued] })
        await client.query('commit')
      } catch (cause) {
        await client.query('rollback')
        throw cause
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

/** The interface of node:sqlite is synchronous: one commit after the other. */
function byHandOnSqlite(address: string): CommitSide {
  const handle = openFile(address)
  const prepare = (text: string) => handle.prepare(text.replaceAll('$', '?'))
  const [begin, commit, rollback] = [prepare('begin immediate'), prepare('commit'), prepare('rollback')]
  const [changing, noting, queueing] = [prepare(update), prepare(intoJournal), prepare(intoOutbox)]
  return {
    async commit(turn) {
      const { changed, noted, queued } = valuesOf(recordsCount + turn)
      begin.run()
      try {
        const { changes } = changing.run(...changed)
        if (changes !== 1) throw new Error('the record has moved')
        noting.run(...noted)
        queueing.run(...queued)
        commit.run()
      } catch (cause) {
        rollback.run()
        throw cause
      }
    },
    close: async () => handle.close(),
  }
}
