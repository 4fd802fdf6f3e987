import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { orAbsent } from '../../src/adapters/file-tree.ts'
import { fileDocuments } from '../../src/adapters/files.ts'
import { isSportelloError } from '../../src/kernel/index.ts'
import type { DocumentRef } from '../../src/ports/index.ts'
import { documentsContract } from '../../src/testing/index.ts'

const directories: string[] = []

async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sportello-files-'))
  directories.push(directory)
  return directory
}

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true })
})

it('a file is absent by the code of the error, also where the error is of another realm, as in jest', async () => {
  const foreign: unknown = runInNewContext("Object.assign(new Error('none'), { code: 'ENOENT' })")
  expect(foreign).not.toBeInstanceOf(Error)
  expect(await orAbsent(Promise.reject(foreign))).toBeNull()
  await expect(orAbsent(Promise.reject(Object.assign(new Error('no right'), { code: 'EACCES' })))).rejects.toThrow('no right')
})

const content = new TextEncoder().encode('%PDF-1.7 documento di prova')
const ref: DocumentRef = {
  office: 'comune',
  owner: '01J0',
  digest: createHash('sha256').update(content).digest('hex'),
  size: content.length,
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function onlyFile(directory: string): Promise<string> {
  const [path, ...more] = await filesBelow(directory)
  expect(more).toEqual([])
  return path ?? ''
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'done',
    (cause: unknown) => (isSportelloError(cause) ? cause.code : cause),
  )
}

describe('fileDocuments keeps the documents contract', () => {
  for (const { name, run } of documentsContract(async () => fileDocuments({ directory: await freshDirectory() }))) it(name, run)
})

describe('fileDocuments', () => {
  it('D5: names folders and files by digits alone, 255 at the most, so no name comes from a user or depends on case', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    const owners = ['..', '..%2F..', 'a.pdf.exe', 'CON', '01J0', '01j0', '~'.repeat(251)]
    for (const owner of owners) await documents.put(content, { ...ref, owner })
    await documents.put(content, { ...ref, office: '~'.repeat(251) })
    const paths = (await filesBelow(directory)).map((path) => path.slice(directory.length))
    expect(paths).toHaveLength(owners.length + 1)
    for (const path of paths) {
      for (const name of path.split(/[\\/]/).slice(1)) expect(name).toMatch(/^[0-9a-f]{1,254}-?$/)
    }
  })

  it('puts the requests of half a day into one folder, so that none grows with the years', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    for (const owner of ['01KXA0000000000000000000AA', '01KXAZZZZZ0000000000000000', '01KXB0000000000000000000AA']) {
      await documents.put(content, { ...ref, owner })
    }
    const [office = ''] = (await readdir(directory)).filter((name) => name !== 'incoming')
    expect((await readdir(join(directory, office))).sort()).toEqual(['30314b5841-', '30314b5842-'])
    expect(await readdir(join(directory, office, '30314b5841-'))).toHaveLength(2)
  })

  it('lists documents with the time of their last put', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    await documents.put(content, ref)
    const path = await onlyFile(directory)
    const storedAt = async () => (await documents.list({ office: ref.office, limit: 10 }))[0]?.storedAt
    for (const ms of [0, 1_700_000_000_123, -5]) {
      await utimes(path, new Date(ms), new Date(ms))
      expect(await storedAt()).toBe(Math.max(0, ms))
    }
    const before = Date.now() - 2_000
    await documents.put(content, ref)
    expect(await storedAt()).toBeGreaterThan(before)
  })

  it('lists nothing that it has not put: other files, other folders, what lies aside', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    await documents.put(content, ref)
    const owner = join(await onlyFile(directory), '..')
    const office = join(owner, '..')
    for (const folder of [directory, office, owner]) {
      for (const name of ['notes', 'README.txt', 'abc', 'ABCD', `${ref.digest}0`]) await writeFile(join(folder, name), '')
    }
    await writeFile(join(office, ref.digest), content)
    await mkdir(join(office, 'lost+found'))
    await mkdir(join(owner, '0'.repeat(64)))
    await writeFile(join(directory, 'incoming', '0'.repeat(64)), content)
    expect((await documents.list({ office: ref.office, limit: 10 })).map((document) => document.ref)).toEqual([ref])
  })

  it('lists while others delete: what is gone when it is looked at is passed over', async () => {
    const documents = fileDocuments({ directory: await freshDirectory() })
    const many = await Promise.all(
      Array.from({ length: 60 }, async (_, i): Promise<DocumentRef> => {
        const bytes = new TextEncoder().encode(`%PDF-1.7 ${i}`)
        const other = { ...ref, digest: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
        await documents.put(bytes, other)
        return other
      }),
    )
    const last = [...many].sort((one, other) => (one.digest < other.digest ? 1 : -1))
    const [listed] = await Promise.all([
      documents.list({ office: ref.office, limit: 100 }),
      ...last.slice(0, 40).map((other) => documents.delete(other)),
    ])
    expect(listed.length).toBeGreaterThanOrEqual(20)
    expect(await documents.list({ office: ref.office, limit: 100 })).toHaveLength(20)
  })

  it('clears folders away that nothing is in any more, up to its directory', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    const other = { ...ref, owner: '01KXA0000000000000000000AA' }
    await documents.put(content, ref)
    await documents.put(content, other)
    await documents.delete(other)
    expect(await readdir(directory, { recursive: true })).toHaveLength(4)
    await documents.delete(ref)
    expect(await readdir(directory)).toEqual(['incoming'])
  })

  it('D7: a put is not lost on folders that a delete clears away at the same moment', async () => {
    const documents = fileDocuments({ directory: await freshDirectory() })
    for (let i = 0; i < 30; i += 1) {
      const others = ['01J1', '01J2'].map((owner) => ({ ...ref, owner }))
      await Promise.all(others.map((other) => documents.put(content, other)))
      await Promise.all([...others.map((other) => documents.delete(other)), documents.put(content, ref)])
      expect(await documents.get(ref)).toEqual(content)
      await documents.delete(ref)
    }
  })

  it('reads and deletes what version 0.1.0 has stored, where it lies', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    const name = createHash('sha256').update(`${ref.office}/${ref.owner}/${ref.digest}`).digest('hex')
    const path = join(directory, name.slice(0, 2), name)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, content)
    expect(await documents.get(ref)).toEqual(content)
    expect(await documents.get({ ...ref, owner: 'other' })).toBeNull()
    expect(await documents.list({ office: ref.office, limit: 10 })).toEqual([])
    await documents.put(content, ref)
    await documents.delete(ref)
    expect(await documents.get(ref)).toBeNull()
    expect(await filesBelow(directory)).toEqual([])
  })

  it('keeps the plain bytes, readable for nobody but the owner of the process', async () => {
    const directory = join(await freshDirectory(), 'deep', 'er')
    await fileDocuments({ directory }).put(content, ref)
    const path = await onlyFile(directory)
    expect(new Uint8Array(await readFile(path))).toEqual(content)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
  })

  it('finds what another instance has put', async () => {
    const directory = await freshDirectory()
    await fileDocuments({ directory }).put(content, ref)
    expect(await fileDocuments({ directory }).get(ref)).toEqual(content)
  })

  it('touches nothing before the first put, and finds nothing in a directory that is not there', async () => {
    const directory = join(await freshDirectory(), 'later')
    const documents = fileDocuments({ directory })
    expect(await documents.get(ref)).toBeNull()
    expect(await documents.list({ office: ref.office, limit: 10 })).toEqual([])
    await documents.delete(ref)
    await expect(stat(directory)).rejects.toThrow()
  })

  it('D7: reports stored bytes that have changed, and heals them by another put', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    await documents.put(content, ref)
    const path = await onlyFile(directory)
    const spoilt = Uint8Array.from(content).fill(32, 3, 4)
    spoilt[3] = (content[3] ?? 0) ^ 1
    const spoil = [
      () => writeFile(path, spoilt),
      () => truncate(path, content.length - 1),
      () => writeFile(path, ''),
      () => writeFile(path, `${content}x`),
    ]
    for (const change of spoil) {
      await change()
      expect(await codeOf(documents.get(ref))).toBe('documents/failed')
      await documents.put(content, ref)
      expect(await documents.get(ref)).toEqual(content)
    }
  })

  it('D7: reports a reference of another size than the file of its digest', async () => {
    const documents = fileDocuments({ directory: await freshDirectory() })
    await documents.put(content, ref)
    expect(await codeOf(documents.get({ ...ref, size: ref.size + 1 }))).toBe('documents/failed')
  })

  it('D7: never reads what a crash has left behind, keeps it for a day and removes it at a later start', async () => {
    const directory = await freshDirectory()
    const incoming = join(directory, 'incoming')
    await mkdir(incoming)
    for (const name of ['fresh', 'old']) await writeFile(join(incoming, name), content.subarray(0, 5))
    const daysAgo = new Date(Date.now() - 25 * 3_600_000)
    await utimes(join(incoming, 'old'), daysAgo, daysAgo)
    await mkdir(join(incoming, 'strange'))
    await utimes(join(incoming, 'strange'), daysAgo, daysAgo)
    const documents = fileDocuments({ directory })
    expect(await documents.get(ref)).toBeNull()
    await documents.put(content, ref)
    expect((await readdir(incoming)).sort()).toEqual(['fresh', 'strange'])
    expect(await documents.get(ref)).toEqual(content)
  })

  it('leaves nothing aside when a put succeeds or is refused', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    await documents.put(content, ref)
    expect(await codeOf(documents.put(content.slice().reverse(), ref))).toBe('documents/failed')
    expect(await readdir(join(directory, 'incoming'))).toEqual([])
    await onlyFile(directory)
  })

  it('removes what it has written aside when the document cannot take its place', async () => {
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    await documents.put(content, ref)
    const path = await onlyFile(directory)
    await rm(path)
    await mkdir(join(path, 'in-the-way'), { recursive: true })
    expect(await codeOf(documents.put(content, ref))).toBe('documents/failed')
    expect(await readdir(join(directory, 'incoming'))).toEqual([])
    expect(await codeOf(documents.get(ref))).toBe('documents/failed')
    expect(await codeOf(documents.delete(ref))).toBe('documents/failed')
  })

  it('deletes all documents of an owner at once, from several stores: none is in the way of another', async () => {
    const directory = await freshDirectory()
    const papers = Array.from({ length: 8 }, (_, n) => {
      const bytes = new TextEncoder().encode(`documento ${n}`)
      const digest = createHash('sha256').update(bytes).digest('hex')
      return { bytes, store: fileDocuments({ directory }), ref: { ...ref, digest, size: bytes.length } }
    })
    for (let round = 0; round < 40; round += 1) {
      for (const { store, bytes, ref: own } of papers) await store.put(bytes, own)
      await Promise.all(papers.map(({ store, ref: own }) => store.delete(own)))
      expect(await filesBelow(directory)).toEqual([])
    }
  })

  it('makes its directory with all above it, also for several stores at once', async () => {
    const directory = join(await freshDirectory(), 'a', 'b', 'store')
    const stores = Array.from({ length: 8 }, () => fileDocuments({ directory }))
    await Promise.all(stores.map((documents) => documents.put(content, ref)))
    expect(await fileDocuments({ directory }).get(ref)).toEqual(content)
  })

  it('gives up at once where no folder can be made', async () => {
    expect(await codeOf(fileDocuments({ directory: '/proc/sportello/store' }).put(content, ref))).toBe('documents/failed')
  })

  it('tries again after a start that failed', async () => {
    const directory = join(await freshDirectory(), 'store')
    await writeFile(directory, 'in the way')
    const documents = fileDocuments({ directory })
    expect(await codeOf(documents.put(content, ref))).toBe('documents/failed')
    expect(await codeOf(documents.get(ref))).toBe('documents/failed')
    expect(await codeOf(documents.delete(ref))).toBe('documents/failed')
    expect(await codeOf(documents.list({ office: ref.office, limit: 10 }))).toBe('documents/failed')
    await rm(directory)
    await documents.put(content, ref)
    expect(await documents.get(ref)).toEqual(content)
  })

  it('makes its directory again when it is lost', async () => {
    const directory = join(await freshDirectory(), 'store')
    const documents = fileDocuments({ directory })
    await documents.put(content, ref)
    await rm(directory, { recursive: true })
    expect(await documents.get(ref)).toBeNull()
    expect(await codeOf(documents.put(content, ref))).toBe('documents/failed')
    await documents.put(content, ref)
    expect(await documents.get(ref)).toEqual(content)
  })

  it('E1: an error names neither office nor owner, and its cause no path made of them', async () => {
    const directory = join(await freshDirectory(), 'store')
    await writeFile(directory, '')
    const error: unknown = await fileDocuments({ directory })
      .put(content, { ...ref, owner: 'canary', office: 'canary' })
      .catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(Error)
    expect(`${String(error)} ${error instanceof Error ? String(error.cause) : ''}`).not.toContain('canary')
  })

  it('needs no sync of directories where the platform has none', async () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform') ?? {}
    const directory = await freshDirectory()
    const documents = fileDocuments({ directory })
    try {
      Object.defineProperty(process, 'platform', { ...platform, value: 'win32' })
      await documents.put(content, ref)
      await documents.delete(ref)
      await documents.put(content, ref)
    } finally {
      Object.defineProperty(process, 'platform', platform)
    }
    expect(await documents.get(ref)).toEqual(content)
  })

  it('refuses a directory that is no path', () => {
    for (const options of [undefined, null, {}, { directory: '' }, { directory: 'a\0b' }, { directory: 1 }]) {
      expect(() => fileDocuments(options as { directory: string })).toThrowError(
        expect.objectContaining({ code: 'config/invalid' }),
      )
    }
  })
})
