/** Reading the two files that the demo is given: whole, once, and never more than they may hold. */
import { constants } from 'node:fs'
import { access, type FileHandle, open, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Result } from 'sportello'

/** Why a file, or a place for files, is not usable. */
export type FileProblem =
  | 'missing'
  | 'directory'
  | 'not-a-file'
  | 'denied'
  | 'unreadable'
  | 'too-large'
  | 'not-a-directory'
  | 'not-writable'

const reasons: ReadonlyMap<unknown, FileProblem> = new Map<unknown, FileProblem>([
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'missing'],
  ['EISDIR', 'directory'],
  ['EACCES', 'denied'],
  ['EPERM', 'denied'],
])

function reasonOf(cause: unknown): FileProblem {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return reasons.get(code) ?? 'unreadable'
}

const no = (refusal: FileProblem): Result<never, FileProblem> => ({ ok: false, refusal })

/** The bytes of a regular file; `too-large` from one byte above `bytesMax`, of which nothing more is read. */
export async function readWhole(path: string, bytesMax: number): Promise<Result<Uint8Array, FileProblem>> {
  let file: FileHandle | undefined
  try {
    // Without waiting: opening a pipe that nobody writes to would last for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const { size, ...kind } = await statOf(file)
    if (kind.directory) return no('directory')
    if (!kind.file) return no('not-a-file')
    if (size > bytesMax) return no('too-large')
    const bytes = new Uint8Array(bytesMax + 1)
    let length = 0
    while (length <= bytesMax) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length)
      if (bytesRead === 0) return { ok: true, value: bytes.slice(0, length) }
      length += bytesRead
    }
    return no('too-large')
  } catch (cause) {
    return no(reasonOf(cause))
  } finally {
    await file?.close()
  }
}

async function statOf(file: FileHandle): Promise<{ readonly size: number; readonly directory: boolean; readonly file: boolean }> {
  const found = await file.stat()
  return { size: found.size, directory: found.isDirectory(), file: found.isFile() }
}

/** Null where files can be put at `path`: it is a directory, or the nearest one above it can be written to. Creates nothing. */
export async function directoryProblem(path: string): Promise<FileProblem | null> {
  const place = resolve(path)
  try {
    if (!(await stat(place)).isDirectory()) return 'not-a-directory'
    await access(place, constants.W_OK | constants.X_OK)
    return null
  } catch (cause) {
    const reason = reasonOf(cause)
    if (reason !== 'missing') return reason === 'denied' ? 'not-writable' : reason
    const above = dirname(place)
    return above === place ? 'missing' : directoryProblem(above)
  }
}
