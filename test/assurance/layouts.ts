/**
 * `npm run assurance:layouts`: the contract of a storage on a plain pool behind PgBouncer in transaction mode, and on tables that are partitioned by hash. It takes
 * the Debian package pgbouncer, and changes nothing in the documentation.
 */
import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { migrate, migrationSql, pgPool, sqlStorage } from 'sportello/sql'
import { storageContract } from 'sportello/testing'
import { createDatabase, execute, startPostgres } from '../support/postgres.ts'
import { dump } from '../support/tables.ts'

const program = '/usr/sbin/pgbouncer'
if (!existsSync(program)) {
  process.stderr.write('assurance:layouts: install PgBouncer: apt-get install pgbouncer\n')
  process.exit(1)
}

const pooler = 7_690
let failed = 0

/** Runs every check of the contract, each on tables of its own, and says how many hold. */
async function contract(where: string, url: string, prepared: boolean, make: (prefix: string) => Promise<void>): Promise<void> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: pgPool(new pg.Pool({ connectionString: url, max: 20 }), { prepared }) }),
  })
  let tables = 0
  const open = async () => {
    tables += 1
    const prefix = `${prepared ? 'parts' : 'pooled'}${tables}_`
    await make(prefix)
    await migrate(db, { prefix })
    return { ...sqlStorage(db, { prefix }), prefix }
  }
  let held = 0
  for (const { name, run } of storageContract(open, ({ prefix }) => dump(db, prefix))) {
    try {
      await run()
      held += 1
    } catch (cause) {
      failed += 1
      process.stdout.write(`FAULT ${where}: ${name}: ${String(cause).slice(0, 500)}\n`)
    }
  }
  process.stdout.write(`${where}: ${held} checks hold\n`)
  await db.destroy()
}

/** The script of the tables with four partitions each, by the hash of what its rows are found by. */
function partitioned(prefix: string): string {
  const by: { readonly [table: string]: string } = { record: 'key', record_tag: 'key', journal: 'key', outbox: 'id' }
  return Object.entries(by).reduce(
    (script, [table, column]) => {
      const name = `"${prefix}${table}"`
      const parts = [0, 1, 2, 3].map(
        (part) => `create table "${prefix}${table}_${part}" partition of ${name} for values with (modulus 4, remainder ${part});`,
      )
      const begin = `create table if not exists ${name} (`
      const from = script.indexOf(begin)
      const end = script.indexOf(';', from)
      // A partitioned table has no storage of its own to be filled.
      const head = script.slice(from, end).replace(/ with \(fillfactor = \d+\)$/, '')
      return `${script.slice(0, from)}${head} partition by hash (${column});\n${parts.join('\n')}${script.slice(end + 1)}`
    },
    migrationSql('postgres', { prefix }),
  )
}

const server = await startPostgres()
const folder = mkdtempSync(join(tmpdir(), 'sportello-pooler-'))
const { url, drop } = await createDatabase(server.url)
const { hostname, port, pathname, username, password } = new URL(url)
const [, , uid, gid] =
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('postgres:'))
    ?.split(':') ?? []
const settings = [
  '[databases]',
  `* = host=${hostname} port=${port} user=${username} password=${password}`,
  '[pgbouncer]',
  ...[
    'listen_addr = 127.0.0.1',
    `listen_port = ${pooler}`,
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 4',
    'unix_socket_dir =',
  ],
].join('\n')
const ini = join(folder, 'pgbouncer.ini')
writeFileSync(ini, settings, { mode: 0o600 })
for (const path of [folder, ini]) chownSync(path, Number(uid), Number(gid))
const child = spawn(program, ['-q', ini], { uid: Number(uid), gid: Number(gid), stdio: 'inherit' })
try {
  const pooled = `postgres://${username}@127.0.0.1:${pooler}${pathname}`
  for (
    let left = 50;
    !(await execute(pooled, 'select 1').then(
      () => true,
      () => false,
    ));
    left -= 1
  ) {
    if (left === 0) throw new Error('PgBouncer does not answer')
    await pause(200)
  }
  await contract('PgBouncer in transaction mode, four connections, a plain pool', pooled, false, async () => {})
  await contract('tables in four partitions by hash', url, true, async (prefix) => void (await execute(url, partitioned(prefix))))
} finally {
  child.kill('SIGKILL')
  await drop()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
if (failed > 0) process.exitCode = 1
