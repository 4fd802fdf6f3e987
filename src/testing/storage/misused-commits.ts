/** Checks of what commit refuses: a rule of the port that is broken is `storage/misuse`, and nothing has happened. */
import { expectEqual, expectRejected, expectThat, hostile } from '../fakes/check.ts'
import {
  commitOf,
  entriesOf,
  entryOf,
  expectRefused,
  keyOf,
  leasedIds,
  loadOne,
  mailOf,
  must,
  noInstants,
  now,
  type StorageCheck,
  writeOf,
} from './samples.ts'

const [a, b] = [keyOf('a'), keyOf('b')]

const noJson: readonly unknown[] = [
  '',
  '{',
  "{'a':1}",
  '{"a":1}}',
  '[1,]',
  'undefined',
  'NaN',
  '01',
  '"\n"',
  '\uFEFF{}',
  '"\uD800"',
  undefined,
  1,
  {},
]

export const misusedCommitChecks: readonly StorageCheck[] = [
  {
    name: 'a key is either expected, written or removed, once in a commit',
    run: async (storage) => {
      const expected = { key: a, version: 0 }
      await expectRefused(storage, { writes: [writeOf(a), writeOf(a)] }, 'written twice')
      await expectRefused(storage, { expects: [expected, expected] }, 'expected twice')
      await expectRefused(storage, { expects: [expected], writes: [writeOf(a)] }, 'expected and written')
      await must(storage, { writes: [writeOf(b)] })
      const read = { key: b, version: 1 }
      await expectRefused(storage, { removes: [read, read] }, 'removed twice')
      await expectRefused(storage, { expects: [read], removes: [read] }, 'expected and removed')
      await expectRefused(storage, { removes: [read], writes: [writeOf(b, { expectedVersion: 1 })] }, 'removed and written')
    },
  },
  {
    name: 'only what exists can be removed: version 0 is none to remove',
    run: async (storage) => {
      await expectRefused(storage, { removes: [{ key: a, version: 0 }] }, 'what was read as absent')
      await must(storage, { writes: [writeOf(b)] })
      await expectRefused(storage, { removes: [{ key: b, version: 0 }] }, 'also where there is a record')
    },
  },
  {
    name: 'a version is a whole number from 0',
    run: async (storage) => {
      for (const value of [-1, 0.5, Number.NaN, '0', null, undefined, 2 ** 53]) {
        const version = hostile<number>(value)
        await expectRefused(storage, { expects: [{ key: a, version }] }, 'an expected version')
        await expectRefused(storage, { removes: [{ key: a, version }] }, 'a version to remove')
        await expectRefused(storage, { writes: [writeOf(a, { expectedVersion: version })] }, 'a version to write on')
      }
    },
  },
  {
    name: 'state, personal part and event are JSON texts',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(b, { personal: '{}' })] })
      for (const value of noJson) {
        const text = hostile<string>(value)
        for (const write of [writeOf(a), writeOf(b, { expectedVersion: 1 })]) {
          await expectRefused(storage, { writes: [{ ...write, state: text }] }, 'state')
          await expectRefused(storage, { writes: [{ ...write, personal: text }] }, 'personal part')
        }
        await expectRefused(
          storage,
          { writes: [writeOf(a, { entries: [entryOf(a, 1, { data: text })], journalHead: 'hash-1' })] },
          'event',
        )
      }
    },
  },
  {
    name: 'machine, schema, tags and instants of a record have their shapes',
    run: async (storage) => {
      const wrong: readonly unknown[] = [
        ...['', 'a b', 'm'.repeat(256), null, 1].map((machine) => ({ machine })),
        ...[0, -1, 1.5, 2_147_483_648, '1', undefined].map((schema) => ({ schema })),
        ...noInstants.map((at) => ({ at })),
        ...noInstants.filter((dueAt) => dueAt !== null).map((dueAt) => ({ dueAt })),
        ...[[''], ['a b'], ['è'], ['t'.repeat(129)], ['t', 't'], [1], 't', null].map((tags) => ({ tags })),
        { tags: Array.from({ length: 17 }, (_, i) => `t${i}`) },
      ]
      await must(storage, { writes: [writeOf(b)] })
      for (const over of wrong) {
        for (const write of [writeOf(a), writeOf(b, { expectedVersion: 1 })]) {
          await expectRefused(storage, { writes: [{ ...write, ...hostile<object>(over) }] }, 'a field out of shape')
        }
      }
    },
  },
  {
    name: 'the entries of a write are its record’s own, in one chain that ends in its head',
    run: async (storage) => {
      const [first, second] = [entryOf(a, 1), entryOf(a, 2)]
      const wrong = [
        { entries: [entryOf(keyOf('b'), 1)], journalHead: 'hash-1' },
        { entries: [first], journalHead: '' },
        { entries: [first], journalHead: 'other' },
        { entries: [first, entryOf(a, 3, { previous: 'hash-1' })], journalHead: 'hash-3' },
        { entries: [first, entryOf(a, 2, { previous: 'other' })], journalHead: 'hash-2' },
        { entries: [second, first], journalHead: 'hash-1' },
        { entries: [entryOf(a, 1, { sequence: 0 })], journalHead: 'hash-1' },
        { entries: [entryOf(a, 1, { personal: '{"salt":"s","data":1}' })], journalHead: 'hash-1' },
        { entries: [entryOf(a, 1, { personalDigest: 'digest' })], journalHead: 'hash-1' },
        ...['null', '[]', '1', '{}', '{"salt":"s"}', '{"data":1}', '{"salt":"s","data":}', '"\uD800"'].map((personal) => ({
          entries: [entryOf(a, 1, { personal, personalDigest: 'digest' })],
          journalHead: 'hash-1',
        })),
        { entries: [entryOf(a, 1, { by: '' })], journalHead: 'hash-1' },
        { entries: [entryOf(a, 1, { by: 'x'.repeat(1025) })], journalHead: 'hash-1' },
        { entries: [entryOf(a, 1, { by: 'operator:\0' })], journalHead: 'hash-1' },
      ]
      for (const over of wrong) await expectRefused(storage, { writes: [writeOf(a, over)] }, 'an entry out of its chain')
    },
  },
  {
    name: 'the entries of a write continue the stored chain, and without entries the head stays',
    run: async (storage) => {
      const fresh = [
        writeOf(a, {}, 1, 1),
        writeOf(a, { entries: [entryOf(a, 1, { previous: 'other' })], journalHead: 'hash-1' }),
        writeOf(a, { journalHead: 'h' }),
      ]
      for (const write of fresh) await expectRefused(storage, { writes: [write] }, 'a new record begins a new chain')
      await must(storage, { writes: [writeOf(a, {}, 2)] })
      const next = { expectedVersion: 1 }
      const forked = entryOf(a, 3, { previous: 'hash-1' })
      const wrong = [
        writeOf(a, next, 1, 1),
        writeOf(a, next, 1, 3),
        writeOf(a, { ...next, entries: [forked], journalHead: forked.hash }),
        writeOf(a, { ...next, entries: [entryOf(a, 2, { previous: 'hash-2' })], journalHead: 'hash-2' }),
        writeOf(a, { ...next, entries: [entryOf(a, 4, { previous: 'hash-2' })], journalHead: 'hash-4' }),
        writeOf(a, next, 0, 1),
        writeOf(a, next),
      ]
      for (const write of wrong) await expectRefused(storage, { writes: [write] }, 'a stored chain goes on where it ended')
      expectEqual((await entriesOf(storage, a)).length, 2, 'the journal is as it was')
    },
  },
  {
    name: 'the id of a mail is unique for ever, also after it was settled',
    run: async (storage) => {
      await expectRefused(storage, { outbox: [mailOf('m'), mailOf('m')] }, 'twice in a commit')
      await must(storage, { outbox: [mailOf('m'), mailOf('n')] })
      await storage.settle('n', 'sent')
      for (const id of ['m', 'n']) {
        const again = commitOf({ writes: [writeOf(a)], outbox: [mailOf(id)] })
        await expectRejected(() => storage.commit(again), 'storage/misuse', 'again in a later commit')
      }
      expectEqual([await loadOne(storage, a), await leasedIds(storage, now)], [null, ['m']], 'nothing has changed')
    },
  },
  {
    name: 'whoever has lost a race is told of a conflict, not of a chain or mail id that the winner has taken',
    run: async (storage) => {
      const commit = commitOf({ writes: [writeOf(a, {}, 1)], outbox: [mailOf('m')] })
      expectEqual(await storage.commit(commit), { ok: true }, 'the first time')
      expectEqual(await storage.commit(commit), { ok: false, conflict: a }, 'the same commit again')
    },
  },
  {
    name: 'the error of a misuse quotes nothing of what was given',
    run: async (storage) => {
      const secret = 'canary-Ada'
      const broken = [
        writeOf(a, { state: `{"x":"${secret}` }),
        writeOf(a, { personal: `{"x":"${secret}` }),
        writeOf(a, { tags: [`${secret} x`] }),
        writeOf(`${secret}/x`),
        writeOf(a, { entries: [entryOf(a, 1, { data: `{"${secret}` })], journalHead: 'hash-1' }),
      ]
      for (const write of broken) {
        const error = await expectRejected(() => storage.commit(commitOf({ writes: [write] })), 'storage/misuse', 'refused')
        const said = `${error.message}${String(error.cause)}${String(error.stack)}`
        expectThat(!said.includes(secret), 'messages can be logged')
      }
    },
  },
]
