/** Folders and files on disk, as the documents need them: made level by level, synced, cleared away, walked in order. */
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { goesOn, isDigest, isSegment, type Segments } from './file-names.ts'

/** How often a file is given its place while others clear away the folders that it goes into. */
const placingsMax = 5

/** By the code alone: where a test runner gives modules a realm of their own, as jest does, the errors of Node are no `Error` of ours. */
const says = (cause: unknown, code: string): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === code

const isAbsent = (cause: unknown): boolean => says(cause, 'ENOENT')

/** What was promised, or null where a file or folder is not there. */
export async function orAbsent<Answer>(promised: Promise<Answer>): Promise<Answer | null> {
  try {
    return await promised
  } catch (cause) {
    if (isAbsent(cause)) return null
    throw cause
  }
}

/** Makes a folder and those above it. Level by level: Node's own recursive way never ends where a file system refuses new folders. */
export async function makeFolder(path: string, withParents = true): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (cause) {
    if (says(cause, 'EEXIST')) return
    if (!withParents || !isAbsent(cause) || dirname(path) === path) throw cause
    await makeFolder(dirname(path))
    await makeFolder(path, false)
  }
}

/** Makes what was created, renamed or removed in the folder outlast a power cut. Windows cannot be asked for it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await withFile(folder, 'r', (handle) => handle.sync())
}

export async function withFile<Answer>(
  path: string,
  flags: string,
  use: (handle: FileHandle) => Promise<Answer>,
): Promise<Answer> {
  const handle = await open(path, flags, 0o600)
  try {
    return await use(handle)
  } finally {
    await handle.close()
  }
}

/** The folders from the one that holds `path` up to `root`, without it. */
function foldersBetween(path: string, root: string): readonly string[] {
  const folders: string[] = []
  for (let folder = dirname(path); folder !== root; folder = dirname(folder)) folders.push(folder)
  return folders
}

/** Syncs every folder from the one that holds `path` up to `root`: each may have been made for it. */
export async function syncFolders(path: string, root: string): Promise<void> {
  // A folder that is gone was removed by whoever has deleted the file again.
  for (const folder of foldersBetween(path, root)) await orAbsent(syncFolder(folder))
  await syncFolder(root)
}

/** Gives a file its place, in folders that are made when they are missing. */
export async function place(aside: string, path: string): Promise<void> {
  for (let left = placingsMax; ; left -= 1) {
    try {
      await makeFolder(dirname(path))
      return await rename(aside, path)
    } catch (cause) {
      // A folder that was empty a moment ago may have been cleared away.
      if (!isAbsent(cause) || left === 1) throw cause
    }
  }
}

/** Removes a file; false when there was none. */
export async function removeFile(path: string): Promise<boolean> {
  return (await orAbsent(rm(path).then(() => true))) ?? false
}

/** Removes the folders around a file that is gone, from the inside out, as far as they are empty. */
export async function clearFolders(path: string, root: string): Promise<void> {
  for (const folder of foldersBetween(path, root)) {
    // Where something is, or comes at this moment, nothing happens.
    const isGone = await rmdir(folder).then(
      () => true,
      () => false,
    )
    if (!isGone) return
  }
}

/** A document on disk. */
export type Found = { readonly segments: Segments; readonly path: string }

/** The documents below a folder after `after`, in the order of their names, level by level. */
export async function* documentsBelow(folder: string, after: Segments, above: Segments = []): AsyncGenerator<Found> {
  const last = above.at(-1)
  const isOwner = last !== undefined && !goesOn(last)
  const entries = (await orAbsent(readdir(folder, { withFileTypes: true }))) ?? []
  const ours = entries.filter((entry) =>
    isOwner ? entry.isFile() && isDigest(entry.name) : entry.isDirectory() && isSegment(entry.name),
  )
  const [bound = '', ...rest] = after
  for (const name of ours.map((entry) => entry.name).sort()) {
    const path = join(folder, name)
    if (name < bound) continue
    if (!isOwner) yield* documentsBelow(path, name === bound ? rest : [], [...above, name])
    else if (name !== bound) yield { segments: [...above, name], path }
  }
}
