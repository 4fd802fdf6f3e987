/**
 * A process that keeps a table of the host in step with the counter: `node --import tsx examples/feed/main.ts`. It may be killed at any
 * moment and goes on where it was; `--once` ends it when it has come to the end of the feed.
 *
 * The environment says where everything is: COUNTER_DATABASE and HOST_DATABASE are files of SQLite, SPORTELLO_OFFICE and SPORTELLO_KEYS are
 * as in examples/relay, FEED_LIMIT is the length of a page.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, SqliteDialect } from 'kysely'
import { createSportello, parseKeys } from 'sportello'
import { memoryDocuments } from 'sportello/memory'
import { sqliteHandle, sqlStorage } from 'sportello/sql'
import { openEmbedded } from 'sportello/sqlite'
import { loadSqlite } from '../demo/sqlite.ts'
import { createTables, followPage, type HostTables } from './subscribers.ts'

const { COUNTER_DATABASE = '', HOST_DATABASE = '', SPORTELLO_OFFICE = '', SPORTELLO_KEYS = '', FEED_LIMIT = '200' } = process.env
const pauseMs = 1_000

const sqlite = await loadSqlite()
const counter = await openEmbedded(COUNTER_DATABASE, { sqlite })
const { feed } = createSportello({
  office: JSON.parse(SPORTELLO_OFFICE),
  keys: parseKeys(SPORTELLO_KEYS),
  storage: sqlStorage(counter),
  // This process sends nothing and keeps no files.
  mailer: { send: async () => 'retry' },
  documents: memoryDocuments(),
})

const file = new sqlite.DatabaseSync(HOST_DATABASE)
file.exec('pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full')
const host = new Kysely<HostTables>({ dialect: new SqliteDialect({ database: sqliteHandle(file) }) })
await createTables(host)

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

process.stdout.write('following\n')
while (!stopping.signal.aborted) {
  const { events, more } = await followPage(feed, host, Number(FEED_LIMIT))
  if (events > 0) process.stdout.write(`${events} events\n`)
  if (more) continue
  if (process.argv.includes('--once')) break
  // The signal that cuts the pause short is no failure.
  await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
}
await host.destroy()
await counter.destroy()
