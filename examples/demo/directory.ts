/** The directory that a play is kept in: whose it is, that one demo at a time plays there, and how it is cleared. */
import { lstat, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DemoError } from './ending.ts'
import { loadSqlite } from './sqlite.ts'

/** Where a play is kept when nothing else is said: for each user of the machine a place that the next call finds again. */
export function usualDirectory(): string {
  return join(tmpdir(), ['sportello-demo', process.getuid?.()].join('-'))
}

/** Makes the directory, for its owner only. One that somebody else made where everybody may make some is not used. */
export async function openDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const status = await lstat(path)
  const foreign = process.getuid !== undefined && status.uid !== process.getuid()
  if (path === usualDirectory() && (foreign || !status.isDirectory())) throw new DemoError('demo/directory', path)
}

/**
 * Keeps other demos out until `release` is called or the process ends, however it ends: the operating system lets go of the lock.
 * Null while another one is there.
 */
export async function claim(path: string): Promise<{ readonly release: () => void } | null> {
  const { DatabaseSync } = await loadSqlite()
  const lock = new DatabaseSync(join(path, 'lock'))
  try {
    lock.exec('pragma busy_timeout = 0; begin exclusive')
    return { release: () => lock.close() }
  } catch (cause) {
    lock.close()
    if (String(cause).includes('locked')) return null
    throw cause
  }
}

/** Removes what a play has written, the citizen's belongings first: without them no play goes on. Documents stay, except on demand. */
export async function clear(path: string, withDocuments: boolean): Promise<void> {
  const database = ['storage.sqlite', 'storage.sqlite-wal', 'storage.sqlite-shm']
  const names = ['citizen.json', 'keys.json', ...database, 'mailbox', ...(withDocuments ? ['documents'] : [])]
  for (const name of names) await rm(join(path, name), { recursive: true, force: true })
}
