/** The view and the triggers through which a commit goes on SQLite: the connection's own, and done without where there are none. */
import { Kysely, SqliteDialect, sql } from 'kysely'
import type { Storage } from 'sportello'
import { migrate, sqliteHandle, sqlStorage } from 'sportello/sql'
import { describe, expect, it } from 'vitest'
import { commitOf, keyOf, mailOf, writeOf } from '../../src/testing/storage/samples.ts'
import { openSqlite } from '../support/sqlite.ts'

describe('the view and the triggers through which a commit goes on SQLite', () => {
  const isThere = async (storage: Storage, id: string) => (await storage.load([keyOf(id)]))[0] !== null
  const write = (id: string) => commitOf({ writes: [writeOf(keyOf(id), { tags: ['t'] }, 1)], outbox: [mailOf(id)] })

  async function opened() {
    const { db, handle } = openSqlite(':memory:')
    await migrate(db)
    return { db, handle, storage: sqlStorage(db) }
  }

  it('are in no file, so whoever has made the tables has made all', async () => {
    const { db, storage } = await opened()
    await storage.commit(write('a'))
    const { rows } = await sql`select name from sqlite_master where type in ('view', 'trigger')`.execute(db)
    expect(rows).toEqual([])
    await db.destroy()
  })

  it('where they have gone with their connection, are done without', async () => {
    const { db, handle, storage } = await opened()
    await storage.commit(write('a'))
    handle.exec('drop view temp.sportello_commit')
    expect(await storage.commit(write('b'))).toEqual({ ok: true })
    expect(await storage.commit(write('b'))).toEqual({ ok: false, conflict: keyOf('b') })
    expect(await isThere(storage, 'b')).toBe(true)
    await db.destroy()
  })

  it('where the engine makes none, are done without', async () => {
    const { db, handle } = openSqlite(':memory:')
    await migrate(db)
    const texts: string[] = []
    const { prepare, close } = sqliteHandle(handle)
    const refusing = {
      close,
      prepare(text: string) {
        texts.push(text)
        if (text.startsWith('create t')) throw new Error('not authorized')
        return prepare(text)
      },
    }
    const storage = sqlStorage(new Kysely<unknown>({ dialect: new SqliteDialect({ database: refusing }) }))
    for (const id of ['a', 'b']) expect(await storage.commit(write(id))).toEqual({ ok: true })
    expect(await storage.commit(write('a'))).toEqual({ ok: false, conflict: keyOf('a') })
    expect(texts.filter((text) => text.startsWith('create'))).toHaveLength(1)
    await db.destroy()
  })

  it('where others are at the file, are made by the next commit; this one hears busy', async () => {
    const { db, handle } = openSqlite(':memory:')
    await migrate(db)
    const texts: string[] = []
    const { prepare, close } = sqliteHandle(handle)
    const locked = {
      close,
      prepare(text: string) {
        texts.push(text)
        const isFirst = texts.filter((one) => one.startsWith('create')).length === 1
        if (text.startsWith('create') && isFirst) throw new Error('database is locked')
        return prepare(text)
      },
    }
    const storage = sqlStorage(new Kysely<unknown>({ dialect: new SqliteDialect({ database: locked }) }))
    await expect(storage.commit(write('a'))).rejects.toMatchObject({ code: 'busy' })
    expect(await isThere(storage, 'a')).toBe(false)
    expect(await storage.commit(write('a'))).toEqual({ ok: true })
    texts.length = 0
    expect(await storage.commit(write('b'))).toEqual({ ok: true })
    expect(texts).toHaveLength(1)
    await db.destroy()
  })

  it('are made within a transaction of the host too, and again where that was rolled back', async () => {
    const { db, storage } = await opened()
    const within = db.transaction().execute(async (transaction) => {
      expect(await sqlStorage(transaction).commit(write('a'))).toEqual({ ok: true })
      throw new Error('rolled back')
    })
    await expect(within).rejects.toThrow('rolled back')
    expect(await isThere(storage, 'a')).toBe(false)
    expect(await storage.commit(write('a'))).toEqual({ ok: true })
    await db.transaction().execute(async (transaction) => {
      const own = sqlStorage(transaction)
      expect(await own.commit(write('a'))).toEqual({ ok: false, conflict: keyOf('a') })
      expect(await own.commit(write('b'))).toEqual({ ok: true })
    })
    expect(await isThere(storage, 'b')).toBe(true)
    await db.destroy()
  })
})
