/** What the sides stand on: one server of PostgreSQL and one folder for files of SQLite, both gone at the end with all processes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import type { Engine } from 'sportello/sql'
import { createDatabase, execute, startPostgres } from '../../support/postgres.ts'
import { openRemote, type Remote } from '../../support/remote.ts'
import type { Task } from './child.ts'
import type { Place } from './engine.ts'

export type Ground = {
  /** The engines with their versions. */
  readonly names: Readonly<Record<Engine, string>>
  /** A new, empty database. */
  readonly place: (engine: Engine) => Promise<Place>
  /** A path for a file. */
  readonly path: (name: string) => string
  /** A side in a process of its own, on a database of its own. */
  readonly open: (side: Task['side'], engine: Engine, accounts?: number) => Promise<Remote>
  /** The same on a database that others may be on. */
  readonly openOn: (place: Place, side: Task['side'], accounts?: number) => Promise<Remote>
  /** A process of any script of this folder. */
  readonly start: (script: string, ...given: readonly string[]) => Promise<Remote>
  readonly close: () => Promise<void>
}

async function enginesAt(url: string): Promise<Ground['names']> {
  const [row] = (await execute(url, 'show server_version')) as readonly { readonly server_version: string }[]
  const handle = new DatabaseSync(':memory:')
  const { version } = handle.prepare('select sqlite_version() as version').get() as { readonly version: string }
  handle.close()
  return { postgres: `PostgreSQL ${row?.server_version.split(' ')[0]}`, sqlite: `SQLite ${version}` }
}

export async function openGround(): Promise<Ground> {
  const server = await startPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'sportello-bench-'))
  const closing: (() => unknown)[] = [() => server.stop(), () => rmSync(folder, { recursive: true })]
  let files = 0

  async function place(engine: Engine): Promise<Place> {
    if (engine === 'sqlite') {
      files += 1
      return { engine, address: join(folder, `${files}.db`) }
    }
    const { url, drop } = await createDatabase(server.url)
    closing.push(drop)
    return { engine, address: url }
  }

  async function start(script: string, ...given: readonly string[]): Promise<Remote> {
    const remote = await openRemote(new URL(script, import.meta.url), given, ['--expose-gc'])
    closing.push(() => remote.kill())
    return remote
  }

  function openOn(on: Place, side: Task['side'], accounts = 0): Promise<Remote> {
    const task: Task = { side, place: on, accounts }
    return start('child.ts', JSON.stringify(task))
  }

  return {
    names: await enginesAt(server.url),
    place,
    path: (name) => join(folder, name),
    open: async (side, engine, accounts) => openOn(await place(engine), side, accounts),
    openOn,
    start,
    async close() {
      for (const end of closing.reverse()) await end()
    },
  }
}
