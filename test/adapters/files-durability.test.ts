import { createHash } from 'node:crypto'
import { type FileHandle, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { fileDocuments } from '../../src/adapters/files.ts'

type Seen = {
  readonly steps: [step: string, path: string][]
  open: number
  fail: readonly string[]
  /** What happens before a file gets its place. */
  meanwhile: (path: string) => Promise<void>
}

const seen = vi.hoisted((): Seen => ({ steps: [], open: 0, fail: [], meanwhile: async () => {} }))

// The file system itself, with a record of what is made durable and in which order, and a step that fails when told to.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  function step(name: string, path: string): void {
    if (seen.fail.includes(name)) throw new Error(`no ${name}`)
    seen.steps.push([name, path])
  }
  return {
    ...real,
    async open(path: string, flags: string, mode: number): Promise<FileHandle> {
      const handle = await real.open(path, flags, mode)
      seen.open += 1
      const [sync, close] = [handle.sync.bind(handle), handle.close.bind(handle)]
      handle.sync = async () => {
        step('sync', path)
        await sync()
      }
      handle.close = async () => {
        seen.open -= 1
        await close()
      }
      return handle
    },
    async rename(from: string, to: string): Promise<void> {
      step('rename', to)
      await seen.meanwhile(to)
      await real.rename(from, to)
    },
    async rm(path: string, options?: object): Promise<void> {
      step('rm', path)
      await real.rm(path, options)
    },
  }
})

const directory = await mkdtemp(join(tmpdir(), 'sportello-durability-'))
const content = new TextEncoder().encode('%PDF-1.7 documento di prova')
const digest = createHash('sha256').update(content).digest('hex')
const ref = { office: 'comune', owner: '01J0', digest, size: content.length }
const documents = fileDocuments({ directory })

const former = /^[0-9a-f]{2}$/
const folderOf = (path: string): string => relative(directory, dirname(path)).replace(former, 'former') || 'root'
const steps = (): readonly string[] => seen.steps.map(([step, path]) => `${step} in ${folderOf(path)}`)

beforeEach(async () => {
  seen.fail = []
  await documents.put(content, ref)
  seen.steps.length = 0
})

afterAll(() => rm(directory, { recursive: true, force: true }))

it('a file is synced before it takes its name, and the folders that name it are synced before put resolves', async () => {
  await documents.put(content, ref)
  expect(steps().slice(0, 2)).toEqual(['sync in incoming', 'rename in 636f6d756e65/30314a30'])
  const owner = dirname(seen.steps[1]?.[1] ?? '')
  expect(seen.steps.slice(2)).toEqual([owner, dirname(owner), directory].map((path) => ['sync', path]))
})

it('a deletion is synced', async () => {
  await documents.delete(ref)
  expect(steps()).toEqual(['rm in former', 'rm in 636f6d756e65/30314a30', 'sync in 636f6d756e65'])
  await documents.delete(ref)
})

it('D7: a put whose sync or rename fails is rejected, leaves the stored document and nothing aside', async () => {
  for (const fail of ['sync', 'rename']) {
    seen.fail = [fail]
    await expect(documents.put(content, ref)).rejects.toMatchObject({
      code: 'documents/failed',
      cause: { message: `no ${fail}` },
    })
    expect(seen.steps.at(-1)?.[0]).toBe('rm')
    expect(await documents.get(ref)).toEqual(content)
  }
})

it('D7: what cannot be removed from aside does not hide why the put failed', async () => {
  seen.fail = ['rename', 'rm']
  await expect(documents.put(content, ref)).rejects.toMatchObject({ cause: { message: 'no rename' } })
})

it('D7: a put makes its folders again that are cleared away before the file has its place, and gives up in the end', async () => {
  for (const times of [1, 4, 5]) {
    await documents.delete(ref)
    let left = times
    seen.meanwhile = async (path) => {
      left -= 1
      if (left >= 0) await rmdir(dirname(path))
    }
    const put = documents.put(content, ref).then(() => 'put')
    expect(await put.catch((cause: { code: string }) => cause.code)).toBe(times < 5 ? 'put' : 'documents/failed')
    expect(await documents.get(ref)).toEqual(times < 5 ? content : null)
    seen.meanwhile = async () => {}
  }
})

it('no file stays open', async () => {
  await documents.get(ref)
  await documents.get({ ...ref, size: 1 }).catch(() => null)
  await documents.delete(ref)
  expect(seen.open).toBe(0)
})
