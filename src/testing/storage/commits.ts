/** Checks of commit and load: what is stored is what was given, by compare-and-set alone, all of it or nothing. */
import { expectEqual } from '../fakes/check.ts'
import {
  commitOf,
  entriesOf,
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

const [a, b, c] = [keyOf('a'), keyOf('b'), keyOf('c')]

export const commitChecks: readonly StorageCheck[] = [
  {
    name: 'a first write is stored as it was given, as version 1',
    run: async (storage) => {
      const full = writeOf(a, { personal: '{"name":"Ada"}', tags: ['one', 'two'], dueAt: now + 5, at: now + 1, schema: 7 }, 2)
      await must(storage, { writes: [full] })
      expectEqual(await loadOne(storage, a), storedBy(full), 'every field comes back')
    },
  },
  {
    name: 'load answers in the order of the keys, with null where there is none',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a), writeOf(c)] })
      const rows = await storage.load([c, b, a, c])
      expectEqual(
        rows.map((row) => row?.key ?? null),
        [c, null, a, c],
        'one answer for each key, in their order',
      )
    },
  },
  {
    name: 'load takes 100 keys at a time',
    run: async (storage) => {
      const keys = Array.from({ length: 100 }, (_, i) => keyOf(`n${i}`))
      await must(storage, { writes: keys.map((key) => writeOf(key)) })
      expectEqual(
        (await storage.load([...keys].reverse())).map((row) => row?.key),
        [...keys].reverse(),
        'all 100 come back',
      )
    },
  },
  {
    name: 'each write raises the version by exactly one',
    run: async (storage) => {
      for (let version = 0; version < 5; version += 1) {
        const write = writeOf(a, { expectedVersion: version, state: `{"n":${version}}` }, 1, version)
        await must(storage, { writes: [write] })
        expectEqual(await loadOne(storage, a), storedBy(write), 'the version is the expected one and one more')
      }
    },
  },
  {
    name: 'a write replaces state, personal part, tags and due time as a whole',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, { personal: '{"n":1}', tags: ['old', 'both'], dueAt: now })] })
      const second = writeOf(a, { expectedVersion: 1, machine: 'other', schema: 2, state: '[]', tags: ['both', 'new'] })
      await must(storage, { writes: [second] })
      expectEqual(await loadOne(storage, a), storedBy(second), 'nothing of the version before is left')
    },
  },
  {
    name: 'a write on any other version than the stored one is a conflict and changes nothing',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a)] })
      const second = writeOf(a, { expectedVersion: 1, state: '{"n":2}' })
      await must(storage, { writes: [second] })
      for (const expectedVersion of [0, 1, 3]) {
        const outcome = await storage.commit(commitOf({ writes: [writeOf(a, { expectedVersion, state: '{"n":3}' })] }))
        expectEqual(outcome, { ok: false, conflict: a }, 'the conflict names the key')
      }
      expectEqual(await loadOne(storage, a), storedBy(second), 'the record is as it was')
    },
  },
  {
    name: 'a write that expects an absent record to exist is a conflict',
    run: async (storage) => {
      const outcome = await storage.commit(commitOf({ writes: [writeOf(a, { expectedVersion: 1 })] }))
      expectEqual(outcome, { ok: false, conflict: a }, 'there is no version 1 of what is not there')
      expectEqual(await loadOne(storage, a), null, 'nothing was created')
    },
  },
  {
    name: 'an expected record that has not moved lets the commit through and stays as it is',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a)] })
      await must(storage, {
        expects: [
          { key: a, version: 1 },
          { key: c, version: 0 },
        ],
        writes: [writeOf(b)],
      })
      expectEqual(
        (await storage.load([a, b, c])).map((row) => row?.version ?? 0),
        [1, 1, 0],
        'only b is new',
      )
    },
  },
  {
    name: 'an expected record that has moved, appeared or never was is a conflict, and nothing is written',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a)] })
      await must(storage, { writes: [writeOf(a, { expectedVersion: 1 })] })
      for (const [key, version] of [
        [a, 1],
        [a, 3],
        [a, 0],
        [c, 1],
      ] as const) {
        const outcome = await storage.commit(commitOf({ expects: [{ key, version }], writes: [writeOf(b)] }))
        expectEqual(outcome, { ok: false, conflict: key }, 'the conflict names the expected key')
      }
      expectEqual(await loadOne(storage, b), null, 'the write beside a broken expectation is not done')
    },
  },
  {
    name: 'one conflicting write undoes all writes, journal entries, mail and cancellations of the commit',
    run: async (storage) => {
      const topic = keyOf('topic')
      await must(storage, { writes: [writeOf(a, {}, 1)], outbox: [mailOf('old', { topic })] })
      const writes = [writeOf(b, {}, 2), writeOf(a, { expectedVersion: 2 }, 1, 1), writeOf(c, {}, 1)]
      const outcome = await storage.commit(commitOf({ writes, outbox: [mailOf('new')], cancelMail: [topic] }))
      expectEqual(outcome, { ok: false, conflict: a }, 'the conflict names the key that has moved')
      expectEqual(
        (await storage.load([a, b, c])).map((row) => row?.version ?? 0),
        [1, 0, 0],
        'no record has changed',
      )
      const lengths = [
        (await entriesOf(storage, a)).length,
        (await entriesOf(storage, b)).length,
        (await entriesOf(storage, c)).length,
      ]
      expectEqual(lengths, [1, 0, 0], 'no journal has grown')
      expectEqual(await leasedIds(storage, now), ['old'], 'no mail was queued and none was cancelled')
    },
  },
  {
    name: 'one moved expectation undoes all writes, journal entries, mail and cancellations of the commit',
    run: async (storage) => {
      const topic = keyOf('topic')
      await must(storage, { writes: [writeOf(a)], outbox: [mailOf('old', { topic })] })
      const parts = {
        expects: [{ key: a, version: 2 }],
        writes: [writeOf(b, {}, 1)],
        outbox: [mailOf('new')],
        cancelMail: [topic],
      }
      expectEqual(await storage.commit(commitOf(parts)), { ok: false, conflict: a }, 'the conflict names the expected key')
      expectEqual([await loadOne(storage, b), await entriesOf(storage, b)], [null, []], 'nothing was written')
      expectEqual(await leasedIds(storage, now), ['old'], 'no mail was queued and none was cancelled')
      await must(storage, { writes: [writeOf(b, {}, 1)], outbox: [mailOf('new')] })
      expectEqual(await leasedIds(storage, now), ['new'], 'the same commit without the expectation goes through')
    },
  },
  {
    name: 'a commit of 100 writes with journal and mail is stored whole',
    run: async (storage) => {
      const writes = Array.from({ length: 100 }, (_, i) => writeOf(keyOf(`m${i}`), {}, 2))
      const outbox = Array.from({ length: 100 }, (_, i) => mailOf(`m${i}`))
      await must(storage, { writes, outbox })
      for (const write of writes) {
        expectEqual(
          [await loadOne(storage, write.key), await entriesOf(storage, write.key)],
          [storedBy(write), write.entries],
          'all there',
        )
      }
      expectEqual((await leasedIds(storage, now, 1000)).length, 100, 'every mail is queued')
    },
  },
  {
    name: 'an empty commit succeeds and changes nothing',
    run: async (storage) => {
      await must(storage, {})
      expectEqual(await leasedIds(storage, now), [], 'nothing is there')
    },
  },
]
