/** Documents as files in one directory: complete or absent, under names that nobody has chosen, and never other than they were. */
import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { contentDigest } from '../crypto/index.ts'
import { SportelloError } from '../kernel/index.ts'
import type { DocumentRef, Documents, StoredDocument } from '../ports/index.ts'
import { failed, readContent, readQuery, readRef } from './document-rules.ts'
import { documentSegments, officeSegments, textOf } from './file-names.ts'
import {
  clearFolders,
  documentsBelow,
  type Found,
  makeFolder,
  orAbsent,
  place,
  removeFile,
  syncFolder,
  syncFolders,
  withFile,
} from './file-tree.ts'

export { type FileMailerOptions, fileMailer } from './file-mailer.ts'

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
 * Documents below `directory`, in folders and under names that are made of digits alone, so nothing in a name comes from a user, and
 * the same content of two owners is two files. A file appears whole (written aside, synced, renamed) and is durable when `put`
 * resolves; a crash leaves at most an unread file in `incoming`, which the first `put` of a later start removes when it is a day old.
 * What version 0.1.0 has stored is read and deleted where it lies, and not listed. Errors are `documents/failed`.
 *
 * @example
 * const documents = fileDocuments({ directory: 'data/documents' })
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
    await syncFolder(join(root, '..'))
    await removeLeftovers(incoming)
  }

  const folderOf = (office: string): string => join(root, ...officeSegments(office))
  const pathOf = (ref: DocumentRef): string => join(folderOf(ref.office), ...documentSegments(ref))

  /** Where 0.1.0 put it. No part of a key holds a slash, so no two references give the same text to digest. */
  function formerPathOf({ office, owner, digest }: DocumentRef): string {
    const name = createHash('sha256').update(`${office}/${owner}/${digest}`).digest('hex')
    return join(root, name.slice(0, 2), name)
  }

  /** The bytes of a file, or null when there is none. */
  async function read(path: string, { size, digest }: DocumentRef): Promise<Uint8Array | null> {
    const reading = withFile(path, 'r', async (handle) => {
      if ((await handle.stat()).size !== size) return failed('the stored bytes are not as many as the reference says')
      const bytes = new Uint8Array(await handle.readFile())
      return (await contentDigest(bytes)) === digest ? bytes : failed('the stored bytes no longer match their digest')
    })
    return orAbsent(reading)
  }

  /** What a found file says of itself, or null when it has gone meanwhile. */
  async function describe(office: string, { segments, path }: Found): Promise<StoredDocument | null> {
    const facts = await orAbsent(stat(path))
    if (facts === null) return null
    const owner = textOf(segments.slice(0, -1))
    const ref = { office, owner, digest: segments.at(-1) ?? '', size: facts.size }
    return { ref, storedAt: Math.max(0, Math.round(facts.mtimeMs)) }
  }

  return {
    async put(content, ref) {
      const named = readRef(ref)
      const bytes = await readContent(content, named)
      await guarded('the document could not be stored', async () => {
        const path = pathOf(named)
        const aside = join(incoming, randomBytes(16).toString('hex'))
        try {
          prepared ??= prepare()
          await prepared
          await withFile(aside, 'wx', async (handle) => {
            await handle.writeFile(bytes)
            await handle.sync()
          })
          await place(aside, path)
        } catch (cause) {
          // The next call prepares again: by then the disk may be mounted, or the directory restored.
          prepared = null
          await rm(aside).catch(() => undefined)
          throw cause
        }
        await syncFolders(path, root)
      })
    },

    async get(ref) {
      const named = readRef(ref)
      return guarded(
        'the document could not be read',
        async () => (await read(pathOf(named), named)) ?? (await read(formerPathOf(named), named)),
      )
    },

    async delete(ref) {
      const named = readRef(ref)
      const path = pathOf(named)
      const former = formerPathOf(named)
      await guarded('the document could not be deleted', async () => {
        // A folder that is gone was cleared away by whoever has deleted the last of its files at the same time.
        if (await removeFile(former)) await orAbsent(syncFolder(dirname(former)))
        if (!(await removeFile(path))) return
        await orAbsent(syncFolder(dirname(path)))
        await clearFolders(path, root)
      })
    },

    async list(query) {
      const { office, after, limit } = readQuery(query)
      return guarded('the documents could not be listed', async () => {
        const page: StoredDocument[] = []
        for await (const found of documentsBelow(folderOf(office), after === undefined ? [] : documentSegments(after))) {
          const document = await describe(office, found)
          if (document !== null) page.push(document)
          if (page.length === limit) break
        }
        return page
      })
    },
  }
}
