/** The database in a file: opened by one call, for its owner only, on whatever SQLite there is, and refused in words where there is none. */
import { existsSync } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { sql } from 'kysely'
import { isSportelloError } from 'sportello'
import { sqlStorage } from 'sportello/sql'
import { type EmbeddedOptions, openEmbedded } from 'sportello/sqlite'
import { describe, expect, it, vi } from 'vitest'
import { hostile } from '../../src/testing/fakes/check.ts'
import { commitOf, keyOf, loadOne, writeOf } from '../../src/testing/storage/samples.ts'
import { scratch } from '../examples/child.ts'

const place = scratch()
let files = 0

const fresh = () => {
  files += 1
  return join(place.path, `folder-${files}`, 'deeper', 'counter.sqlite')
}

const sqlite = { DatabaseSync }
const a = keyOf('a')
const write = commitOf({ writes: [writeOf(a)] })

describe('a database in a file', () => {
  it('is made with its folders, and its records are there when it is opened again', async () => {
    const path = fresh()
    const db = await openEmbedded(path, { sqlite })
    expect(await sqlStorage(db).commit(write)).toEqual({ ok: true })
    await db.destroy()
    const again = await openEmbedded(path, { sqlite })
    expect(await loadOne(sqlStorage(again), a)).toMatchObject({ version: 1 })
    await again.destroy()
  })

  it('is read by its owner only, and so is all that SQLite puts beside it', async () => {
    const path = fresh()
    const db = await openEmbedded(path, { sqlite })
    await sqlStorage(db).commit(write)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect((await stat(file)).mode & 0o077, file).toBe(0)
    expect((await stat(join(path, '..'))).mode & 0o077).toBe(0)
    await db.destroy()
  })

  it('keeps a commit through a power cut, and lets several processes wait for each other', async () => {
    const db = await openEmbedded(fresh(), { sqlite })
    const value = async (name: string) => Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0]
    // 2 is FULL.
    expect([await value('synchronous'), await value('journal_mode'), await value('busy_timeout')]).toEqual([2, 'wal', 5000])
    await db.destroy()
  })

  it('names its tables by the prefix, as sqlStorage does', async () => {
    const db = await openEmbedded(fresh(), { sqlite, prefix: 'office_' })
    expect(await sqlStorage(db, { prefix: 'office_' }).commit(write)).toEqual({ ok: true })
    await expect(sqlStorage(db).load([a])).rejects.toMatchObject({ code: 'storage/failed' })
    await db.destroy()
  })

  it('is in no file at all when it is called :memory:', async () => {
    const db = await openEmbedded(':memory:', { sqlite })
    expect(await sqlStorage(db).commit(write)).toEqual({ ok: true })
    expect(existsSync(':memory:')).toBe(false)
    await db.destroy()
  })
})

describe('the SQLite that it is opened on', () => {
  it('is that of Node where Node has one, and a word about what to hand in where it has none', async () => {
    const own = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(sqlite)
    const db = await openEmbedded(fresh())
    expect(own).toHaveBeenCalledWith('node:sqlite')
    await db.destroy()
    await (await openEmbedded(':memory:', hostile(null))).destroy()
    own.mockReturnValue(hostile(undefined))
    const refusal = { code: 'config/invalid', message: expect.stringContaining("await import('@photostructure/sqlite')") }
    await expect(openEmbedded(fresh())).rejects.toMatchObject(refusal)
    own.mockRestore()
  })

  it('is a module that is handed in, also as the default of one', async () => {
    const db = await openEmbedded(fresh(), { sqlite: hostile({ default: sqlite }) })
    expect(await sqlStorage(db).load([a])).toEqual([null])
    await db.destroy()
  })

  it.each([
    ['without a word', () => new Error(''), 'sqlite: the file cannot be opened'],
    ['with a text that is no error', () => 'broken', 'sqlite: the file cannot be opened'],
    ['with an error', () => new Error('out of memory'), 'sqlite: the file cannot be opened (out of memory)'],
  ])('says so when it fails %s', async (_, fault, message) => {
    class Failing {
      constructor() {
        throw fault()
      }
    }
    const failing = openEmbedded(':memory:', { sqlite: { DatabaseSync: Failing } as unknown as typeof sqlite })
    await expect(failing).rejects.toMatchObject({ code: 'storage/failed', message })
  })

  it.each([[null], [{}], [7], [{ DatabaseSync: 'x' }], [{ default: {} }]])('is refused when it is %j', async (given) => {
    const options = hostile<EmbeddedOptions>({ sqlite: given })
    await expect(openEmbedded(fresh(), options)).rejects.toMatchObject({ code: 'config/invalid' })
  })
})

describe('what cannot be opened', () => {
  it.each([[undefined], [null], [''], [7], ['a\0b'], [{}]])('the path %j is none', async (path) => {
    await expect(openEmbedded(hostile(path), { sqlite })).rejects.toMatchObject({ code: 'config/invalid' })
  })

  it('a prefix that is no name is refused, and the file is closed again', async () => {
    let open = 0
    function Counted(path: string) {
      const database = new DatabaseSync(path)
      open += 1
      const close = () => {
        open -= 1
        database.close()
      }
      return { exec: (text: string) => database.exec(text), prepare: (text: string) => database.prepare(text), close }
    }
    const counted = hostile<typeof sqlite>({ DatabaseSync: Counted })
    await expect(openEmbedded(fresh(), { sqlite: counted, prefix: 'A' })).rejects.toMatchObject({ code: 'config/invalid' })
    expect(open).toBe(0)
  })

  it('a file that is no database, and a folder that is a file, are storage/failed in the words of SQLite or the system', async () => {
    const path = join(place.path, 'text')
    await writeFile(path, 'no database at all, and long enough to be looked at '.repeat(20))
    const failed = await openEmbedded(path, { sqlite }).catch((cause: unknown) => cause)
    expect(isSportelloError(failed) && failed.code).toBe('storage/failed')
    expect(failed).toHaveProperty('message', expect.stringContaining('not a database'))
    await expect(openEmbedded(join(path, 'counter.sqlite'), { sqlite })).rejects.toMatchObject({ code: 'storage/failed' })
  })
})
