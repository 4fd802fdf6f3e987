/** Checks of what every call refuses: an argument out of shape is `storage/misuse`, and nothing has happened. */
import { expectEqual, expectRejected, hostile } from '../fakes/check.ts'
import { commitOf, expectRefused, keyOf, loadOne, mailOf, must, noInstants, now, type StorageCheck, writeOf } from './samples.ts'

const office = 'office'
const a = keyOf('a')

const noKeys: readonly unknown[] = [
  '',
  'a',
  'a/b',
  '/b/c',
  'a//c',
  'a/b/',
  '//',
  'a/b/c/d',
  'a/b/c/',
  '/a/b/c',
  'a/b/c d',
  ' a/b/c',
  'a/b/c\n',
  'a/b/c\0',
  'a/b/c\u007F',
  'a/b/è',
  'a/b/\uFF21',
  'a/b/\uD800',
  keyOf('k'.repeat(256 - keyOf('').length)),
  keyOf('k'.repeat(1_048_576)),
  undefined,
  null,
  1,
  true,
  {},
  [],
  ['a/b/c'],
  Symbol.iterator,
  1n,
]

export const misusedCallChecks: readonly StorageCheck[] = [
  {
    name: 'anything that is not office/kind/id in printable ASCII is refused as a key, by every call',
    run: async (storage) => {
      for (const value of noKeys) {
        const key = hostile<string>(value)
        const refusal = (call: () => Promise<unknown>) => expectRejected(call, 'storage/misuse', 'a key has its one shape')
        await refusal(() => storage.load([key]))
        await refusal(() => storage.load([a, key]))
        await refusal(() => storage.journal(key, { after: 0, limit: 1 }))
        await refusal(() => storage.erase(key, now))
        await refusal(() => storage.commit(commitOf({ expects: [{ key, version: 0 }] })))
        await refusal(() => storage.commit(commitOf({ writes: [writeOf(key)] })))
        await refusal(() => storage.commit(commitOf({ outbox: [mailOf('m', { topic: key })] })))
        await refusal(() => storage.commit(commitOf({ removes: [{ key, version: 1 }] })))
        await refusal(() => storage.commit(commitOf({ cancelMail: [key] })))
        if (value !== undefined) await refusal(() => storage.list({ office, kind: 'sample', after: key, limit: 1 }))
      }
    },
  },
  {
    name: 'load takes 1 to 100 keys',
    run: async (storage) => {
      await expectRejected(() => storage.load([]), 'storage/misuse', 'no keys')
      await expectRejected(() => storage.load(Array.from({ length: 101 }, () => a)), 'storage/misuse', '101 keys')
    },
  },
  {
    name: 'a limit is 1 to 1000, a page begins at a whole number from 0, a lease lasts a millisecond to a day',
    run: async (storage) => {
      const list = { office, kind: 'sample' }
      for (const value of [0, 1001, -1, 1.5, Number.NaN, '1', undefined]) {
        const limit = hostile<number>(value)
        await expectRejected(() => storage.list({ ...list, limit }), 'storage/misuse', 'limit of list')
        await expectRejected(() => storage.journal(a, { after: 0, limit }), 'storage/misuse', 'limit of journal')
        await expectRejected(() => storage.lease({ office, now, leaseMs: 1, limit }), 'storage/misuse', 'limit of lease')
        await expectRejected(() => storage.parked({ office, limit }), 'storage/misuse', 'limit of parked')
      }
      for (const value of [-1, 0.5, Number.NaN, '0', undefined]) {
        const after = hostile<number>(value)
        await expectRejected(() => storage.journal(a, { after, limit: 1 }), 'storage/misuse', 'start of a page')
      }
      for (const value of [0, -1, 1.5, 86_400_001, Number.POSITIVE_INFINITY, undefined]) {
        const leaseMs = hostile<number>(value)
        await expectRejected(() => storage.lease({ office, now, leaseMs, limit: 1 }), 'storage/misuse', 'time of a lease')
      }
      await storage.lease({ office, now, leaseMs: 86_400_000, limit: 1000 })
      await storage.parked({ office, limit: 1000 })
      await storage.list({ ...list, limit: 1000 })
      await storage.journal(a, { after: 0, limit: 1000 })
    },
  },
  {
    name: 'office, kind and tag of a query have the shape of what is stored',
    run: async (storage) => {
      const query = { office, kind: 'sample', limit: 1 }
      const lease = { now, leaseMs: 1, limit: 1 }
      for (const value of ['', 'a/b', 'a b', 'è', '\0', 1, {}]) {
        const part = hostile<string>(value)
        await expectRejected(() => storage.list({ ...query, office: part }), 'storage/misuse', 'office')
        await expectRejected(() => storage.lease({ ...lease, office: part }), 'storage/misuse', 'office of a lease')
        await expectRejected(() => storage.parked({ office: part, limit: 1 }), 'storage/misuse', 'office of what is parked')
        await expectRejected(() => storage.list({ ...query, kind: part }), 'storage/misuse', 'kind')
        if (part !== 'a/b') await expectRejected(() => storage.list({ ...query, tag: part }), 'storage/misuse', 'tag')
      }
    },
  },
  {
    name: 'id, payload and instant of a mail have their shapes',
    run: async (storage) => {
      for (const value of ['', 'a b', 'm'.repeat(256), 'è', '\r\n', undefined, null, 1, {}]) {
        const id = hostile<string>(value)
        await expectRefused(storage, { outbox: [mailOf(id, { sealed: 'x' })] }, 'an id of a mail')
        await expectRejected(() => storage.settle(id, 'sent'), 'storage/misuse', 'an id to settle')
        await expectRejected(() => storage.isWaiting(id), 'storage/misuse', 'an id to look at')
        await expectRejected(() => storage.requeue(id, now), 'storage/misuse', 'an id to requeue')
        if (value === undefined) continue
        await expectRejected(() => storage.parked({ office, after: id, limit: 1 }), 'storage/misuse', 'an id to begin after')
      }
      for (const value of ['', null, 1])
        await expectRefused(storage, { outbox: [mailOf('m', { sealed: hostile<string>(value) })] }, 'a payload')
      for (const value of noInstants) {
        const at = hostile<number>(value)
        await expectRefused(storage, { outbox: [mailOf('m', { at })] }, 'the instant of a mail')
        await expectRejected(() => storage.lease({ office, now: at, leaseMs: 1, limit: 1 }), 'storage/misuse', 'that of a lease')
        await expectRejected(() => storage.settle('m', { retryAt: at }), 'storage/misuse', 'the instant of a retry')
        await expectRejected(() => storage.settle('m', { parkedAt: at }), 'storage/misuse', 'the instant of parking')
        await expectRejected(() => storage.requeue('m', at), 'storage/misuse', 'the instant of a requeueing')
        await expectRejected(() => storage.erase(a, at), 'storage/misuse', 'the instant of an erasure')
      }
      for (const value of ['SENT', 'retry', '', null, undefined, 1, {}]) {
        await expectRejected(() => storage.settle('m', hostile(value)), 'storage/misuse', 'a settlement')
      }
      for (const value of [null, 0, 1, 'true', {}]) {
        const afresh = hostile<boolean>(value)
        await expectRejected(
          () => storage.settle('m', { retryAt: now, afresh }),
          'storage/misuse',
          'whether a retry begins afresh',
        )
      }
      for (const value of ['', 'a\0b', '\uD800', 'x'.repeat(4_097), 1, {}, []]) {
        const reason = hostile<string>(value)
        await expectRejected(() => storage.settle('m', { retryAt: now, reason }), 'storage/misuse', 'the reason of a retry')
        await expectRejected(() => storage.settle('m', { parkedAt: now, reason }), 'storage/misuse', 'the reason of parking')
      }
    },
  },
  {
    name: 'the version of an erasure is a whole number from 0, when there is one',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a)] })
      for (const value of [-1, 0.5, Number.NaN, '1', null, {}, 1n]) {
        await expectRejected(() => storage.erase(a, now, hostile(value)), 'storage/misuse', 'the version of an erasure')
      }
      expectEqual((await loadOne(storage, a))?.erasedAt, null, 'nothing was erased')
    },
  },
  {
    name: 'what is no argument at all is refused like any other misuse',
    run: async (storage) => {
      for (const value of [
        undefined,
        null,
        1,
        'text',
        {},
        { expects: null, writes: 1, removes: 2, outbox: {}, cancelMail: 'x' },
      ]) {
        await expectRejected(() => storage.commit(hostile(value)), 'storage/misuse', 'commit')
        await expectRejected(() => storage.load(hostile(value)), 'storage/misuse', 'load')
        await expectRejected(() => storage.list(hostile(value)), 'storage/misuse', 'list')
        await expectRejected(() => storage.journal(a, hostile(value)), 'storage/misuse', 'journal')
        await expectRejected(() => storage.lease(hostile(value)), 'storage/misuse', 'lease')
        await expectRejected(() => storage.parked(hostile(value)), 'storage/misuse', 'parked')
        for (const list of ['expects', 'writes', 'removes', 'outbox', 'cancelMail'] as const) {
          await expectRejected(() => storage.commit({ ...commitOf({}), [list]: value }), 'storage/misuse', `the list ${list}`)
          await expectRejected(() => storage.commit({ ...commitOf({}), [list]: [value] }), 'storage/misuse', `an item of ${list}`)
        }
      }
    },
  },
]
