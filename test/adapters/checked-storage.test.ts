/** The argument rules around a storage of somebody else's: with them one that checks nothing keeps the contract. */
import type { Storage } from 'sportello'
import { checkedStorage } from 'sportello/storage'
import { storageContract } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../src/testing/fakes/check.ts'
import { commitOf, keyOf, mailOf, writeOf } from '../../src/testing/storage/samples.ts'
import { naiveStorage } from '../support/naive-storage.ts'

const a = keyOf('a')

describe('a storage that checks no argument, behind checkedStorage, keeps the storage contract', () => {
  for (const { name, run } of storageContract(() => checkedStorage(naiveStorage()))) it(name, run)
})

describe('checkedStorage', () => {
  it('is what such a storage lacks: alone it fails more than ten checks', async () => {
    const failed: string[] = []
    for (const { name, run } of storageContract(naiveStorage)) await run().catch(() => failed.push(name))
    expect(failed.length).toBeGreaterThan(10)
  })

  it('does not call the storage at all when an argument is refused', async () => {
    const calls: string[] = []
    const heard = (name: string) => async () => {
      calls.push(name)
      return hostile<never>([])
    }
    const names = ['load', 'list', 'commit', 'journal', 'entries', 'erase', 'lease', 'settle', 'isWaiting', 'parked', 'requeue']
    const inner = hostile<Storage>(Object.fromEntries(names.map((name) => [name, heard(name)])))
    const storage = checkedStorage(inner)
    const bad = hostile<never>({ length: 1 })
    const refused = [
      () => storage.load(bad),
      () => storage.list(bad),
      () => storage.commit(bad),
      () => storage.journal(bad, bad),
      () => storage.entries(bad),
      () => storage.erase(bad, bad),
      () => storage.lease(bad),
      () => storage.settle(bad, bad),
      () => storage.isWaiting(bad),
      () => storage.parked(bad),
      () => storage.requeue(bad, bad),
    ]
    for (const call of refused) await expect(call()).rejects.toMatchObject({ code: 'storage/misuse' })
    expect(calls).toEqual([])
    await storage.load([a])
    expect(calls).toEqual(['load'])
  })

  it('hands on copies that nobody else holds, read once', async () => {
    const seen: unknown[] = []
    const storage = checkedStorage({
      ...naiveStorage(),
      commit: async (commit) => ({ ok: seen.push(commit) > 0 }) as { ok: true },
    })
    const tags = ['t']
    const given = commitOf({ writes: [writeOf(a, { tags }, 1)], outbox: [mailOf('m')] })
    await storage.commit(given)
    tags.push('later')
    expect(seen).toEqual([{ ...given, writes: [{ ...given.writes[0], tags: ['t'] }] }])
  })

  it('calls the storage as its own method, so one with a state of its own may use this', async () => {
    const inner = {
      ...naiveStorage(),
      waiting: 'm',
      async isWaiting(this: { readonly waiting: string }, id: string) {
        return id === this.waiting
      },
    }
    expect(await checkedStorage(inner).isWaiting('m')).toBe(true)
  })

  const throwing = Object.defineProperty({}, 'load', {
    get() {
      throw new Error('no')
    },
  })

  it.each([[undefined], [null], ['memory'], [{}], [{ ...naiveStorage(), parked: undefined }], [throwing]])(
    'refuses what lacks a method of the port: %#',
    (given) => {
      expect(() => checkedStorage(hostile<Storage>(given))).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    },
  )
})
