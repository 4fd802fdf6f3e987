/**
 * A throw-away PostgreSQL: started in a folder of its own, gone with the process that started it, however that ends. The variable
 * `SPORTELLO_TEST_POSTGRES` chooses another one: the URL of a server that runs already, or `package` for the one of the registry
 * although this machine has its own.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { serverPrograms } from './postgres-programs.ts'
import { openFolder } from './temporary.ts'

export type PostgresOptions = {
  /** False loses what was committed last when the machine itself fails, and saves time. Default true. */
  readonly durable?: boolean
  /** The largest file that the server may write, in KiB: a disk that is full for whoever writes more. */
  readonly fileMaxKiB?: number
}

export type PostgresServer = {
  /** Address of the maintenance database, with a user who may do everything. */
  readonly url: string
  /** Ends the server and removes what it wrote. */
  readonly stop: () => Promise<void>
}

/**
 * Watches over the server: when standard input ends, which it does too when the process that started this is killed, it shuts the server down
 * (fast, so open transactions are rolled back) and removes its folder.
 */
const guard = `
programs=$1 folder=$2 file_max=$3
shift 3
[ "$file_max" = 0 ] || ulimit -f "$file_max"
if "$programs/initdb" -D "$folder/data" -U sportello -A scram-sha-256 --pwfile="$folder/password" \\
    -E UTF8 --locale=C --no-sync 2>&1; then
  { "$programs/postgres" -D "$folder/data" "$@" 2>&1; echo 'guard: the server has ended'; } &
  cat >/dev/null
  while kill -0 $! 2>/dev/null; do
    [ -s "$folder/data/postmaster.pid" ] && kill -INT "$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null)" 2>/dev/null
    sleep 0.02
  done
else
  echo 'guard: initdb has failed'
fi
rm -rf "$folder"
`

type User = { readonly uid: number; readonly gid: number }

/** PostgreSQL does not run as root. */
function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? []
  if (uid === undefined || gid === undefined) throw new Error('PostgreSQL does not run as root: create a user named postgres')
  return { uid: Number(uid), gid: Number(gid) }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('a socket on an address has a port')
  return address.port
}

/** A server of one's own, or the one that the environment names. Throws what to install when there is none to be had. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const chosen = process.env['SPORTELLO_TEST_POSTGRES'] ?? ''
  const isUrl = /^postgres(ql)?:\/\//.test(chosen)
  // A server that runs already cannot be given a limit.
  if (isUrl && options.fileMaxKiB === undefined) return { url: chosen, stop: async () => {} }
  if (chosen !== '' && chosen !== 'package' && !isUrl)
    throw new Error('SPORTELLO_TEST_POSTGRES is the URL of a server, or package')
  if (process.platform === 'win32')
    throw new Error('set SPORTELLO_TEST_POSTGRES to the URL of a server: on Windows none is started')
  const programs = await serverPrograms(chosen === 'package' ? 'package' : 'anywhere')
  for (let left = 3; ; left -= 1) {
    try {
      return await start(programs, options)
    } catch (cause) {
      // Somebody else may have taken the port since it was found free.
      if (left === 1 || !String(cause).includes('could not bind')) throw cause
    }
  }
}

async function start(programs: string, { durable = true, fileMaxKiB = 0 }: PostgresOptions): Promise<PostgresServer> {
  const user = serverUser()
  const folder = mkdtempSync(join(openFolder(), 'sportello-postgres-run-'))
  const password = randomBytes(16).toString('hex')
  writeFileSync(join(folder, 'password'), password, { mode: 0o600 })
  if (user !== undefined) for (const path of [join(folder, 'password'), folder]) chownSync(path, user.uid, user.gid)
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    fsync: durable,
    // Refusals are expected and would only fill the log.
    log_min_messages: 'log',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // The shell counts files in blocks of 512 bytes.
  const given = [programs, folder, String(fileMaxKiB * 2), ...flags]
  const child = spawn('/bin/sh', ['-c', guard, 'guard', ...given], {
    cwd: folder,
    ...user,
    // Out of reach of the terminal: an interrupt is for the tests, and the guard hears of their end.
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.stdin.end()
    await ended
  }
  let said = ''
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (what: string) => reject(new Error(`${programs}: PostgreSQL ${what}:\n${said}`))
      const patience = setTimeout(() => fail('has not started within a minute'), 60_000)
      child.once('error', reject)
      void ended.then(() => fail('could not be started'))
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4_096)
        if (said.includes('guard: ')) fail('could not be started')
        if (!existsSync(join(folder, 'data', 'postmaster.pid'))) return
        if (/ready to accept connections/.test(said)) {
          clearTimeout(patience)
          resolve()
        }
      })
    })
  } catch (cause) {
    await stop()
    throw cause
  }
  return { url: `postgres://sportello:${password}@127.0.0.1:${port}/postgres`, stop }
}

export type Database = { readonly url: string; readonly drop: () => Promise<void> }

/** Runs one statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** A new, empty database on the server. Dropping it ends whatever is still connected. */
export async function createDatabase(server: string): Promise<Database> {
  const name = `sportello_test_${randomBytes(8).toString('hex')}`
  await execute(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  return {
    url: url.href,
    drop: async () => void (await execute(server, `drop database if exists ${name} with (force)`)),
  }
}
