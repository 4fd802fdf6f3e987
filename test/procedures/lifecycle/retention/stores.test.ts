/** Sweeping and erasing on every storage there is: what holds in memory holds on a disk, and for many at once. */
import { readdir } from 'node:fs/promises'
import type { Documents, Storage } from 'sportello'
import { fileDocuments } from 'sportello/files'
import { memoryStorage } from 'sportello/memory'
import { migrate, sqlStorage } from 'sportello/sql'
import { afterEach, describe, expect, it } from 'vitest'
import { scratch } from '../../../examples/child.ts'
import { connectPostgres } from '../../../support/connection.ts'
import {
  accepted,
  anna,
  type Counter,
  completed,
  drafted,
  everythingStored,
  office,
  openCounter,
  operator,
  subscribed,
} from '../../../support/counter.ts'
import { fileDatabase } from '../../../support/database.ts'
import { openSqlite } from '../../../support/sqlite.ts'

const day = 86_400_000
const reason = 'Documento non leggibile.'
const whom = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Istanza prot. 1234/2026.' }

const place = scratch()
const database = fileDatabase()
const closing: (() => Promise<void>)[] = []
let folders = 0

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const stores = {
  'in memory': async () => memoryStorage(),
  'in a file of SQLite': async () => {
    folders += 1
    const { db, close } = openSqlite(`${place.path}/store-${folders}.db`)
    closing.push(close)
    await migrate(db)
    return sqlStorage(db)
  },
  'on PostgreSQL': async () => {
    folders += 1
    const prefix = `retention${folders}_`
    const { db, close } = connectPostgres(database.url, { max: 16 })
    closing.push(close)
    await migrate(db, { prefix })
    return sqlStorage(db, { prefix })
  },
} satisfies { readonly [name: string]: () => Promise<Storage> }

function onDisk(): { readonly documents: Documents; readonly files: () => Promise<number> } {
  folders += 1
  const directory = `${place.path}/documents-${folders}`
  const files = async () => {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
    return entries.filter((entry) => entry.isFile()).length
  }
  return { documents: fileDocuments({ directory }), files }
}

async function life(counter: Counter) {
  const person = await subscribed(counter)
  const { sportello } = counter
  const rejected = await completed(counter, { ...anna, email: 'b@example.it' })
  const { digest } = accepted(await sportello.approval.dossier({ operator, id: rejected.id }))
  accepted(await sportello.approval.reject({ operator, id: rejected.id, dossierDigest: digest, reason }))
  await drafted(sportello, { ...anna, email: 'c@example.it' })
  await sportello.session.signIn(
    { codiceFiscale: 'RSSMRA70A01H501S', pin: '123456789', password: 'x' },
    { requestKey: 'sign-in-0123456789abc' },
  )
  accepted(await sportello.credential.revoke(whom))
  return { ...person, rejected: rejected.id }
}

/** The records that are left, whatever storage they are in. */
async function leftIn(storage: Storage) {
  const kinds = ['registration', 'approval', 'credential', 'session', 'quota', 'request']
  const lists = kinds.map((kind) => storage.list({ office: office.id, kind, limit: 1000 }))
  return (await Promise.all(lists)).flat().map(({ key }) => key)
}

describe.each(Object.entries(stores))('%s', (_name, open) => {
  const opened = async () => {
    const storage = await open()
    const { documents, files } = onDisk()
    const counter = openCounter({ storage, documents })
    const others = [2, 3, 4].map((seed) => openCounter({ storage, documents, seed }))
    return { counter: { ...counter, storage } as unknown as Counter, others, storage, files }
  }

  it('D8: several sweeps at once, again and again, leave nothing personal and no file, and every journal verifies', async () => {
    const { counter, others, storage, files } = await opened()
    const { accountId, id, rejected } = await life(counter)
    expect(await files()).toBe(3)
    for (const years of [1, 2, 12]) {
      const sweeps = [counter, ...others].map(({ sportello, clock }) => {
        clock.set(counter.clock.now() + years * 366 * day)
        return sportello.retention.sweep()
      })
      for (const { failures } of await Promise.all(sweeps)) {
        expect(failures.filter(({ code }) => code !== 'busy')).toEqual([])
      }
    }
    expect(await leftIn(storage)).toEqual([])
    expect(await files()).toBe(0)
    const told = (await everythingStored(counter)).join()
    expect(told).not.toMatch(/Verdi|VRDNNA|example\.it|leggibile/)
    for (const record of [
      { kind: 'credential', id: accountId },
      { kind: 'registration', id },
      { kind: 'approval', id: rejected },
    ]) {
      expect(accepted(await counter.sportello.journal.verify(record))).toMatchObject({ ok: true })
      const journal = accepted(await counter.sportello.journal.read(record))
      expect(journal.every(({ personal }) => personal === null)).toBe(true)
      expect(journal.at(-1)).toMatchObject({ type: 'ErasureOrdered', by: 'system' })
    }
  })

  it('one person is handed out and erased, by several at once', async () => {
    const { counter, others, storage, files } = await opened()
    await life(counter)
    const items: string[] = []
    for await (const item of accepted(await counter.sportello.subject.export(whom)).items) items.push(JSON.stringify(item))
    expect(items.filter((item) => item.includes('"item":"record"'))).toHaveLength(6)
    const erasures = await Promise.all(
      [counter, ...others].map(({ sportello }) => sportello.subject.erase(whom).catch((cause) => cause)),
    )
    for (const erasure of erasures) expect(erasure.ok === true || erasure.code === 'busy', String(erasure)).toBe(true)
    accepted(await counter.sportello.subject.erase(whom))
    const left = await leftIn(storage)
    expect(left.filter((key) => /registration|approval/.test(key))).toEqual([])
    expect(await files()).toBe(0)
    expect((await everythingStored(counter)).join()).not.toMatch(/Verdi|VRDNNA|leggibile/)
  })

  it('an erasure at another version than the record’s does nothing; at its own it erases; a malformed one is a misuse', async () => {
    const { counter, storage } = await opened()
    const { id } = await drafted(counter.sportello)
    const key = `${office.id}/registration/${id}`
    const [before] = await storage.load([key])
    for (const version of [1, 3]) await storage.erase(key, 1, version)
    expect(await storage.load([key])).toEqual([before])
    for (const version of [-1, 1.5, Number.NaN, '2', null]) {
      await expect(storage.erase(key, 1, version as number)).rejects.toMatchObject({ code: 'storage/misuse' })
    }
    await storage.erase(key, 1, 2)
    expect(await storage.load([key])).toMatchObject([{ version: 3, personal: null, tags: [], dueAt: null, erasedAt: 1 }])
    await storage.erase(key, 2, 3)
    expect(await storage.load([key])).toMatchObject([{ version: 3, erasedAt: 1 }])
  })
})
