/** Files of the demo: the two that it is given, read whole, once and never more than they may hold, and those that it keeps. */
import { constants } from 'node:fs'
import { access, type FileHandle, open, readFile, rename, stat } from 'node:fs/promises'
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

/** Writes a file for its owner only. After a kill, or a power cut, there is the old content or the new. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const aside = `${path}.new`
  const file = await open(aside, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(aside, path)
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

/** What the JSON file says; null where there is none, or something else. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}
