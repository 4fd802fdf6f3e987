/** A monitor of pg_auto_failover and two nodes, on this machine. Nodes are killed, frozen and put back as a whole. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { execute } from '../../support/postgres.ts'

export type Mode = 'synchronous' | 'asynchronous'

export type Cluster = {
  readonly ports: readonly number[]
  /** The port of the node that the monitor takes for the primary; null while there is none. */
  readonly primary: () => Promise<number | null>
  /** Waits until one node is primary and the other follows it. */
  readonly settled: () => Promise<void>
  readonly urlOf: (port: number) => string
  /** Every process of the node, with the server it runs. */
  readonly signal: (port: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => void
  /** Stops what sends the log to the other node: it falls behind from here on. */
  readonly holdBack: (port: number) => Promise<void>
  readonly restart: (port: number) => void
  readonly stop: () => void
}

const shelf = '/usr/lib/postgresql'

/** What is missing on this machine, in one line; null for nothing. */
export function missing(): string | null {
  const servers = existsSync(shelf)
    ? readdirSync(shelf).filter((version) => existsSync(join(shelf, version, 'lib/pgautofailover.so')))
    : []
  if (process.getuid?.() !== 0) return 'run it as root, which can become the user postgres'
  if (servers.length > 0 && existsSync('/usr/bin/pg_autoctl')) return null
  return 'install pg_auto_failover: apt-get install pg-auto-failover-cli postgresql-15-auto-failover'
}

function serverUser(): { readonly uid: number; readonly gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

/** The process and all that it has begun, and they have begun. */
function treeOf(pid: number): readonly number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [pid]
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child)
  return found
}

/** How soon the monitor believes that a node is gone. */
const watchfulness = {
  health_check_period: '1000ms',
  health_check_timeout: '2000ms',
  health_check_max_retries: '1',
  health_check_retry_delay: '500ms',
  node_considered_unhealthy_timeout: '5000ms',
  primary_demote_timeout: '5000ms',
  startup_grace_period: '2000ms',
}

export async function startCluster(mode: Mode, firstPort: number): Promise<Cluster> {
  const user = serverUser()
  const folder = mkdtempSync(join(tmpdir(), 'sportello-failover-'))
  chownSync(folder, user.uid, user.gid)
  const [version = '15'] = readdirSync(shelf).filter((name) => existsSync(join(shelf, name, 'lib/pgautofailover.so')))
  const env = { PATH: `${shelf}/${version}/bin:/usr/bin:/bin`, HOME: folder, LC_ALL: 'C', PGUSER: 'postgres' }
  const log = openSync(join(folder, 'log'), 'a')
  const running = new Map<number, ChildProcess>()
  const ports = [firstPort + 1, firstPort + 2]
  const monitor = `postgres://autoctl_node@127.0.0.1:${firstPort}/pg_auto_failover?sslmode=disable`
  const urlOf = (port: number) => `postgres://postgres@127.0.0.1:${port}/postgres`
  const run = (port: number, given: readonly string[]) => {
    running.set(port, spawn('pg_autoctl', given, { ...user, env, cwd: folder, stdio: ['ignore', log, log], detached: true }))
  }
  const own = (port: number) => [
    '--pgdata',
    join(folder, String(port)),
    '--pgport',
    String(port),
    '--hostname',
    '127.0.0.1',
    '--auth',
    'trust',
    '--no-ssl',
    '--run',
  ]
  const kill = (port: number, signal: NodeJS.Signals) => {
    for (const pid of treeOf(running.get(port)?.pid ?? 0)) {
      try {
        process.kill(pid, signal)
      } catch {
        // It has ended meanwhile.
      }
    }
  }
  const until = async (what: string, is: () => Promise<boolean>) => {
    for (const patience = Date.now() + 240_000; Date.now() < patience; await pause(300)) if (await is().catch(() => false)) return
    throw new Error(`${what}: not within four minutes\n${readFileSync(join(folder, 'log'), 'utf8').slice(-3_000)}`)
  }
  const answers = (url: string) => execute(url, 'select 1').then(() => true)
  const states = async () =>
    (await execute(
      monitor,
      'select nodeport as port, reportedstate::text as is, goalstate::text as goal, health from pgautofailover.node',
    )) as readonly {
      readonly port: number
      readonly is: string
      readonly goal: string
    }[]
  const client = new pg.Client({ connectionString: monitor })
  const stop = () => {
    void client.end().catch(() => {})
    for (const port of running.keys()) {
      kill(port, 'SIGCONT')
      kill(port, 'SIGKILL')
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    run(firstPort, ['create', 'monitor', ...own(firstPort)])
    await until('the monitor', () => answers(monitor))
    const admin = `postgres://postgres@127.0.0.1:${firstPort}/pg_auto_failover`
    for (const [name, value] of Object.entries(watchfulness)) {
      await execute(admin, `alter system set pgautofailover.${name} = '${value}'`).catch(() => {})
    }
    await execute(admin, 'select pg_reload_conf()')
    const quorum = ['--replication-quorum', mode === 'synchronous' ? 'true' : 'false']
    for (const port of ports) {
      run(port, ['create', 'postgres', '--name', `n${port}`, '--monitor', monitor, ...quorum, ...own(port)])
      await until(`node ${port}`, () => answers(urlOf(port)))
    }
    await client.connect()
  } catch (cause) {
    stop()
    throw cause
  }
  client.on('error', () => {})
  return {
    ports,
    urlOf,
    async primary() {
      const found = (await states()).find(
        ({ is, goal }) => is === goal && ['single', 'wait_primary', 'primary', 'join_primary'].includes(is),
      )
      return found?.port ?? null
    },
    settled: () =>
      until('one primary and one that follows', async () => {
        const now = await states()
        return (
          now.some(({ is, goal }) => is === 'primary' && goal === 'primary') &&
          now.some(({ is, goal }) => is === 'secondary' && goal === 'secondary')
        )
      }),
    signal: kill,
    async holdBack(port) {
      const rows = (await execute(urlOf(port), "select pid from pg_stat_activity where backend_type = 'walsender'")) as readonly {
        readonly pid: number
      }[]
      for (const { pid } of rows) process.kill(pid, 'SIGSTOP')
    },
    restart: (port) => run(port, ['run', '--pgdata', join(folder, String(port))]),
    stop,
  }
}
