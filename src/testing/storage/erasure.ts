/** Checks of the journal and of erasure: entries as they were written, and a person who can be forgotten in one call. */

import type { Storage, Write } from '../../ports/index.ts'
import { expectEqual } from '../fakes/check.ts'
import {
  commitOf,
  entriesOf,
  entryOf,
  idsOf,
  keyOf,
  leasedIds,
  loadOne,
  mailOf,
  must,
  now,
  type StorageCheck,
  storedBy,
  writeOf,
} from './samples.ts'

const [a, b] = [keyOf('a'), keyOf('b')]
const later = now + 1_000

const said = (sequence: number) =>
  entryOf(a, sequence, { personal: `{"salt":"s${sequence}","data":{"name":"Ada"}}`, personalDigest: `digest-${sequence}` })

async function personalRecord(storage: Storage): Promise<Write> {
  const entries = [said(1), entryOf(a, 2), said(3)]
  const write = writeOf(a, { personal: '{"name":"Ada"}', tags: ['t'], dueAt: now, entries, journalHead: 'hash-3' })
  await must(storage, { writes: [write] })
  return write
}

export const erasureChecks: readonly StorageCheck[] = [
  {
    name: 'the journal answers the entries of one record as they were written, in ascending sequence',
    run: async (storage) => {
      const first = await personalRecord(storage)
      const second = writeOf(a, { expectedVersion: 1 }, 2, 3)
      await must(storage, { writes: [second, writeOf(b, {}, 1)] })
      expectEqual(await entriesOf(storage, a), [...first.entries, ...second.entries], 'five entries, field by field')
      expectEqual(await entriesOf(storage, b), [entryOf(b, 1)], 'each record has its own')
    },
  },
  {
    name: 'the journal comes page by page, after a sequence',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, {}, 12)] })
      const sequences = async (after: number, limit: number) =>
        (await storage.journal(a, { after, limit })).map(({ sequence }) => sequence)
      expectEqual(await sequences(0, 5), [1, 2, 3, 4, 5], 'the first page')
      expectEqual(await sequences(5, 5), [6, 7, 8, 9, 10], 'the second page')
      expectEqual(await sequences(10, 5), [11, 12], 'the last page')
      expectEqual(await sequences(12, 5), [], 'nothing after the end')
      expectEqual(await sequences(9, 1), [10], 'one entry')
    },
  },
  {
    name: 'a write without entries leaves journal and head as they are, and the next entry continues them',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, {}, 1)] })
      await must(storage, { writes: [writeOf(a, { expectedVersion: 1 }, 0, 1)] })
      await must(storage, { writes: [writeOf(a, { expectedVersion: 2 }, 1, 1)] })
      expectEqual(
        (await entriesOf(storage, a)).map(({ hash }) => hash),
        ['hash-1', 'hash-2'],
        'the chain has no gap',
      )
      expectEqual((await loadOne(storage, a))?.journalHead, 'hash-2', 'the head is the last entry’s hash')
    },
  },
  {
    name: 'the journal of an unknown record is empty',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, {}, 1)] })
      expectEqual(await entriesOf(storage, b), [], 'no entries')
    },
  },
  {
    name: 'erasing leaves a tombstone: no personal part, no tags, not due, one version higher, the rest as it was',
    run: async (storage) => {
      const write = await personalRecord(storage)
      await storage.erase(a, later)
      const gone = { personal: null, tags: [], dueAt: null, version: 2, at: later, erasedAt: later }
      expectEqual(await loadOne(storage, a), { ...storedBy(write), ...gone }, 'state, machine and head are kept')
    },
  },
  {
    name: 'erasing takes the personal part out of every journal entry and leaves what is hashed',
    run: async (storage) => {
      const write = await personalRecord(storage)
      await storage.erase(a, later)
      const expected = write.entries.map((entry) => ({ ...entry, personal: null }))
      expectEqual(await entriesOf(storage, a), expected, 'digests and hashes stay, so the chain still verifies')
    },
  },
  {
    name: 'an erased record is in no list',
    run: async (storage) => {
      await personalRecord(storage)
      await must(storage, { writes: [writeOf(b, { tags: ['t'], dueAt: now })] })
      await storage.erase(a, later)
      const query = { office: 'office', kind: 'sample', limit: 10 }
      for (const narrow of [{}, { tag: 't' }, { dueBefore: later }, { tag: 't', dueBefore: later }]) {
        expectEqual(await idsOf(storage.list({ ...query, ...narrow })), ['b'], 'only the living one')
      }
    },
  },
  {
    name: 'whoever has read the record before its erasure meets a conflict',
    run: async (storage) => {
      await personalRecord(storage)
      await storage.erase(a, later)
      const write = writeOf(a, { expectedVersion: 1, personal: '{"name":"Ada"}' }, 1, 3)
      expectEqual(await storage.commit(commitOf({ writes: [write] })), { ok: false, conflict: a }, 'as a writer')
      const expects = [{ key: a, version: 1 }]
      expectEqual(await storage.commit(commitOf({ expects, writes: [writeOf(b)] })), { ok: false, conflict: a }, 'as a reader')
      const fresh = commitOf({ writes: [writeOf(a)] })
      expectEqual(await storage.commit(fresh), { ok: false, conflict: a }, 'a tombstone is not an absent record')
      expectEqual((await loadOne(storage, a))?.personal, null, 'nothing personal came back')
    },
  },
  {
    name: 'a write at the tombstone’s version makes a living record of it, on the same chain',
    run: async (storage) => {
      await personalRecord(storage)
      await storage.erase(a, later)
      const write = writeOf(a, { expectedVersion: 2, tags: ['t'], dueAt: now, at: later }, 1, 3)
      await must(storage, { writes: [write] })
      expectEqual(await loadOne(storage, a), storedBy(write), 'it is a record like any other')
      const query = { office: 'office', kind: 'sample', limit: 10 }
      expectEqual(await idsOf(storage.list({ ...query, tag: 't', dueBefore: now })), ['a'], 'and is listed again')
      expectEqual(
        (await entriesOf(storage, a)).map(({ sequence }) => sequence),
        [1, 2, 3, 4],
        'the journal goes on',
      )
    },
  },
  {
    name: 'erasing what is unknown or already erased changes nothing',
    run: async (storage) => {
      await storage.erase(b, now)
      expectEqual(await loadOne(storage, b), null, 'no tombstone of what never was')
      await personalRecord(storage)
      await storage.erase(a, later)
      const tombstone = await loadOne(storage, a)
      await storage.erase(a, later + 1)
      expectEqual(await loadOne(storage, a), tombstone, 'the first erasure stands')
    },
  },
  {
    name: 'erasing touches no other record and no mail',
    run: async (storage) => {
      await personalRecord(storage)
      const other = writeOf(b, { personal: '{"name":"Bea"}', tags: ['t'] }, 1)
      await must(storage, { writes: [other], outbox: [mailOf('m', { topic: a })] })
      await storage.erase(a, later)
      expectEqual(
        [await loadOne(storage, b), await entriesOf(storage, b)],
        [storedBy(other), other.entries],
        'the other is whole',
      )
      expectEqual(await leasedIds(storage, later), ['m'], 'mail is voided by a commit, not by an erasure')
    },
  },
  {
    name: 'an erasure that names a version happens at that version only',
    run: async (storage) => {
      await personalRecord(storage)
      for (const version of [0, 2, Number.MAX_SAFE_INTEGER]) await storage.erase(a, later, version)
      expectEqual((await loadOne(storage, a))?.erasedAt, null, 'at another version nothing happens')
      expectEqual((await entriesOf(storage, a)).filter(({ personal }) => personal !== null).length, 2, 'nor to the journal')
      await storage.erase(a, later, 1)
      const row = await loadOne(storage, a)
      expectEqual([row?.version, row?.erasedAt, row?.personal], [2, later, null], 'at its own it is erased')
      await storage.erase(b, later, 0)
      expectEqual(await loadOne(storage, b), null, 'what never was stays so')
    },
  },
  {
    name: 'a record can be erased at an instant before its last write',
    run: async (storage) => {
      await personalRecord(storage)
      await storage.erase(a, 0)
      const row = await loadOne(storage, a)
      expectEqual([row?.at, row?.erasedAt, row?.personal, row?.version], [0, 0, null, 2], 'the clock may have been set back')
    },
  },
  {
    name: 'one erasure and many commits at once: the record ends erased or written again, never half',
    run: async (storage) => {
      await personalRecord(storage)
      const write = () =>
        storage.commit(commitOf({ writes: [writeOf(a, { expectedVersion: 1, personal: '{"name":"Ada"}' }, 1, 3)] }))
      const outcomes = await Promise.all([write(), storage.erase(a, later), write(), write()])
      const written = outcomes.filter((outcome) => outcome?.ok === true).length
      const [row, entries] = [await loadOne(storage, a), await entriesOf(storage, a)]
      expectEqual(
        [row?.version, row?.erasedAt, row?.personal],
        [2 + written, later, null],
        'the erasure comes after the write or makes it a conflict',
      )
      expectEqual(
        [entries.length, entries.filter(({ personal }) => personal !== null).length],
        [3 + written, 0],
        'no personal part is left',
      )
    },
  },
]
