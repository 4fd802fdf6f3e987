/** Documents as files in one directory: complete or absent, under names that nobody has chosen, and never other than they were. */
import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { contentDigest } from '../crypto/index.ts'
import { SportelloError } from '../kernel/index.ts'
import type { DocumentRef, Documents } from '../ports/index.ts'
import { failed, readContent, readRef } from './document-rules.ts'

/** Where the files go. */
export type FileDocumentsOptions = {
  /**
   * Where the documents lie; made when it is missing, readable for its owner only. It is on one local file system and used for
   * nothing else. Several processes may share it.
   */
  readonly directory: string
}

// What a crash leaves in `incoming` is never read; after a day no upload can still be going on.
const leftoverMs = 86_400_000

const isAbsent = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/** Makes a folder and those above it. Level by level: Node's own recursive way never ends where a file system refuses new folders. */
async function makeFolder(path: string, withParents = true): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return
    if (!withParents || !isAbsent(cause) || dirname(path) === path) throw cause
    await makeFolder(dirname(path))
    await makeFolder(path, false)
  }
}

/** Makes what was created, renamed or removed in the directory outlast a power cut. Windows cannot be asked for it. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform !== 'win32') await withFile(directory, 'r', (handle) => handle.sync())
}

async function withFile<Answer>(path: string, flags: string, use: (handle: FileHandle) => Promise<Answer>): Promise<Answer> {
  const handle = await open(path, flags, 0o600)
  try {
    return await use(handle)
  } finally {
    await handle.close()
  }
}

/** Whatever the file system throws comes out as `documents/failed`; its own error is the cause and names generated paths only. */
async function guarded<Answer>(reason: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (cause) {
    return cause instanceof SportelloError ? Promise.reject(cause) : failed(reason, cause)
  }
}

async function removeLeftovers(incoming: string): Promise<void> {
  const oldest = Date.now() - leftoverMs
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const remove = async () => ((await stat(path)).mtimeMs < oldest ? rm(path) : undefined)
    // Another process may have removed it first; and what stays is in nobody's way.
    await remove().catch(() => undefined)
  }
}

/**
 * Documents below `directory`. The name of a file is a digest of office, owner and content, so nothing in a name comes from a
 * user, and the same content of two owners is two files. A file appears whole (written aside, synced, renamed) and is durable
 * when `put` resolves; a crash leaves at most an unread file in `incoming`, which the first `put` of a later start removes when it
 * is a day old. Errors are `documents/failed`.
 */
export function fileDocuments(options: FileDocumentsOptions): Documents {
  const given: unknown = options?.directory
  if (typeof given !== 'string' || given === '' || given.includes('\0')) {
    throw new SportelloError('config/invalid', 'files: directory is the path of a directory')
  }
  const root = resolve(given)
  const incoming = join(root, 'incoming')
  let prepared: Promise<void> | null = null

  async function prepare(): Promise<void> {
    await makeFolder(incoming)
    await syncDirectory(join(root, '..'))
    await removeLeftovers(incoming)
  }

  /** Folder and path of a document. No part of a key holds a slash, so no two references give the same text to digest. */
  function placeOf({ office, owner, digest }: DocumentRef): { readonly folder: string; readonly path: string } {
    const name = createHash('sha256').update(`${office}/${owner}/${digest}`).digest('hex')
    const folder = join(root, name.slice(0, 2))
    return { folder, path: join(folder, name) }
  }

  return {
    async put(content, ref) {
      const named = readRef(ref)
      const bytes = await readContent(content, named)
      await guarded('the document could not be stored', async () => {
        const { folder, path } = placeOf(named)
        const aside = join(incoming, randomBytes(16).toString('hex'))
        try {
          prepared ??= prepare()
          await prepared
          await withFile(aside, 'wx', async (handle) => {
            await handle.writeFile(bytes)
            await handle.sync()
          })
          await makeFolder(folder)
          await rename(aside, path)
        } catch (cause) {
          // The next call prepares again: by then the disk may be mounted, or the directory restored.
          prepared = null
          await rm(aside).catch(() => undefined)
          throw cause
        }
        await syncDirectory(folder)
        await syncDirectory(root)
      })
    },

    async get(ref) {
      const named = readRef(ref)
      return guarded('the document could not be read', async () => {
        try {
          return await withFile(placeOf(named).path, 'r', async (handle) => {
            if ((await handle.stat()).size !== named.size) return failed('the stored bytes are not as many as the reference says')
            const bytes = new Uint8Array(await handle.readFile())
            return (await contentDigest(bytes)) === named.digest ? bytes : failed('the stored bytes no longer match their digest')
          })
        } catch (cause) {
          if (isAbsent(cause)) return null
          throw cause
        }
      })
    },

    async delete(ref) {
      const { folder, path } = placeOf(readRef(ref))
      await guarded('the document could not be deleted', async () => {
        try {
          await rm(path)
        } catch (cause) {
          if (isAbsent(cause)) return
          throw cause
        }
        await syncDirectory(folder)
      })
    },
  }
}
