/** Checks of removal: a record leaves for good with all that hangs on it, by compare-and-set, in one commit with everything else. */
import type { Commit, Storage } from '../../ports/index.ts'
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

const racers = 16
const [a, b, c] = [keyOf('a'), keyOf('b'), keyOf('c')]
const query = { office: 'office', kind: 'sample', limit: 1000 }
const full = { tags: ['t'], dueAt: now, personal: '{"name":"Ada"}' }

const remove = (key: string, version: number) => ({ key, version })

/** What lists, load and journal say of records that are all alike and not there. */
async function expectGone(storage: Storage, key: string): Promise<void> {
  expectEqual([await loadOne(storage, key), await entriesOf(storage, key)], [null, []], 'no record, no tombstone, no journal')
  const id = key.slice(key.lastIndexOf('/') + 1)
  for (const narrow of [{}, { tag: 't' }, { dueBefore: now }, { tag: 't', dueBefore: now }]) {
    const found = await idsOf(storage.list({ ...query, ...narrow }))
    expectEqual(found.includes(id), false, 'no list has it')
  }
}

export const removalChecks: readonly StorageCheck[] = [
  {
    name: 'a removed record is gone with journal, tags and due time, and its neighbours stay',
    run: async (storage) => {
      const others = [keyOf('a!'), keyOf('A'), keyOf('a', 'sample2'), keyOf('a', 'sample', 'office2'), keyOf('%')]
      await must(storage, { writes: [a, ...others].map((key) => writeOf(key, full, 2)) })
      await must(storage, { removes: [remove(a, 1)] })
      await expectGone(storage, a)
      for (const key of others) {
        const write = writeOf(key, full, 2)
        expectEqual([await loadOne(storage, key), await entriesOf(storage, key)], [storedBy(write), write.entries], 'whole')
      }
      expectEqual(await idsOf(storage.list({ ...query, tag: 't' })), ['%', 'A', 'a!'], 'and in their list')
    },
  },
  {
    name: 'a tombstone can be removed, at its own version',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, full, 2)] })
      await storage.erase(a, now)
      expectEqual(
        await storage.commit(commitOf({ removes: [remove(a, 1)] })),
        { ok: false, conflict: a },
        'an erasure is a write',
      )
      await must(storage, { removes: [remove(a, 2)] })
      await expectGone(storage, a)
    },
  },
  {
    name: 'after a removal the key is free: a first write begins at version 1 with a journal of its own',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, full, 3)] })
      await must(storage, { writes: [writeOf(a, { ...full, expectedVersion: 1 }, 2, 3)] })
      await must(storage, { removes: [remove(a, 2)] })
      const entry = entryOf(a, 1, { hash: 'fresh-1' })
      const fresh = writeOf(a, { state: '"fresh"', entries: [entry], journalHead: entry.hash, tags: ['u'] })
      await must(storage, { writes: [fresh] })
      expectEqual(await loadOne(storage, a), storedBy(fresh), 'nothing of the one before is left')
      expectEqual(await entriesOf(storage, a), [entry], 'sequence 1, and no old entry beside it')
      expectEqual(
        [await idsOf(storage.list({ ...query, tag: 't' })), await idsOf(storage.list({ ...query, tag: 'u' }))],
        [[], ['a']],
        'its own tags only',
      )
      expectEqual(await idsOf(storage.list({ ...query, dueBefore: now })), [], 'no old due time')
      await must(storage, { writes: [writeOf(a, { expectedVersion: 1, journalHead: entry.hash })] })
      expectEqual((await loadOne(storage, a))?.version, 2, 'versions go on from there')
    },
  },
  {
    name: 'a removal of any other version than the stored one, or of what is not there, is a conflict and changes nothing',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a)] })
      const second = writeOf(a, { ...full, expectedVersion: 1 }, 1)
      await must(storage, { writes: [second] })
      for (const version of [1, 3, 2 ** 31]) {
        expectEqual(
          await storage.commit(commitOf({ removes: [remove(a, version)] })),
          { ok: false, conflict: a },
          'the key is named',
        )
      }
      expectEqual([await loadOne(storage, a), await entriesOf(storage, a)], [storedBy(second), second.entries], 'it is whole')
      expectEqual(await storage.commit(commitOf({ removes: [remove(b, 1)] })), { ok: false, conflict: b }, 'absent')
      await must(storage, { removes: [remove(a, 2)] })
      expectEqual(await storage.commit(commitOf({ removes: [remove(a, 2)] })), { ok: false, conflict: a }, 'gone already')
    },
  },
  {
    name: 'whoever has read a record before its removal meets a conflict',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, {}, 1)] })
      await must(storage, { removes: [remove(a, 1)] })
      const late = commitOf({ writes: [writeOf(a, { expectedVersion: 1 }, 1, 1)] })
      expectEqual(await storage.commit(late), { ok: false, conflict: a }, 'as a writer')
      const reader = commitOf({ expects: [{ key: a, version: 1 }], writes: [writeOf(b)] })
      expectEqual(await storage.commit(reader), { ok: false, conflict: a }, 'as a reader')
      await must(storage, { expects: [{ key: a, version: 0 }], writes: [writeOf(b)] })
      await storage.erase(a, now)
      await expectGone(storage, a)
    },
  },
  {
    name: 'removals, writes, mail and cancellations of one commit happen together',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, full, 1), writeOf(b)], outbox: [mailOf('old', { topic: a })] })
      const parts = { writes: [writeOf(b, { expectedVersion: 1 }), writeOf(c)], outbox: [mailOf('new')], cancelMail: [a] }
      await must(storage, { ...parts, removes: [remove(a, 1)] })
      await expectGone(storage, a)
      expectEqual(await idsOf(storage.list(query)), ['b', 'c'], 'the writes are done')
      expectEqual(await leasedIds(storage, now), ['new'], 'one mail is queued, one cancelled')
    },
  },
  {
    name: 'a removal that conflicts undoes all of its commit, and is undone by any other conflict',
    run: async (storage) => {
      const given = writeOf(a, full, 2)
      await must(storage, { writes: [given, writeOf(b)], outbox: [mailOf('old', { topic: a })] })
      const parts = { outbox: [mailOf('new')], cancelMail: [a] }
      const broken: readonly (readonly [string, Partial<Commit>])[] = [
        [b, { ...parts, removes: [remove(a, 1), remove(b, 2)], writes: [writeOf(c)] }],
        [b, { ...parts, removes: [remove(a, 1)], writes: [writeOf(c), writeOf(b, { expectedVersion: 2 })] }],
        [b, { ...parts, removes: [remove(a, 1)], expects: [{ key: b, version: 2 }], writes: [writeOf(c)] }],
      ]
      for (const [conflict, commit] of broken) {
        expectEqual(await storage.commit(commitOf(commit)), { ok: false, conflict }, 'the conflict names the key that has moved')
        expectEqual(
          [await loadOne(storage, a), await entriesOf(storage, a)],
          [storedBy(given), given.entries],
          'nothing is removed',
        )
        expectEqual(await loadOne(storage, c), null, 'nothing is written')
      }
      expectEqual(await idsOf(storage.list({ ...query, tag: 't', dueBefore: now })), ['a'], 'and it is listed')
      expectEqual(await leasedIds(storage, now), ['old'], 'no mail was queued and none was cancelled')
    },
  },
  {
    name: 'removing a record leaves its mail alone: mail is voided by the commit, or goes out',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a)], outbox: [mailOf('m', { topic: a })] })
      await must(storage, { removes: [remove(a, 1)] })
      expectEqual(await leasedIds(storage, now), ['m'], 'it is still due')
    },
  },
  {
    name: 'a hundred records with their journals are removed in one commit',
    run: async (storage) => {
      const keys = Array.from({ length: 100 }, (_, i) => keyOf(`n${i}`))
      await must(storage, { writes: [...keys.map((key) => writeOf(key, full, 3)), writeOf(b)] })
      await must(storage, { removes: keys.map((key) => remove(key, 1)) })
      expectEqual(await idsOf(storage.list(query)), ['b'], 'all are gone, and nothing else')
      for (const key of keys.slice(0, 5)) await expectGone(storage, key)
    },
  },
  {
    name: 'of many who remove or write one record at once exactly one succeeds, and the others leave no trace',
    run: async (storage) => {
      for (let round = 0; round < 4; round += 1) {
        const key = keyOf(`raced${round}`)
        await must(storage, { writes: [writeOf(key, full, 1)] })
        const commits = Array.from({ length: racers }, (_, i) => {
          const mail = { outbox: [mailOf(`${round}.${i}`)] }
          // In every round another one comes first.
          return (i + round) % 2 === 0
            ? commitOf({ removes: [remove(key, 1)], ...mail })
            : commitOf({ writes: [writeOf(key, { expectedVersion: 1, state: `${i}` }, 1, 1)], ...mail })
        })
        const outcomes = await Promise.all(commits.map((commit) => storage.commit(commit)))
        const winners = outcomes.flatMap(({ ok }, i) => (ok ? [i] : []))
        expectEqual(winners.length, 1, 'exactly one succeeds')
        for (const outcome of outcomes) if (!outcome.ok) expectEqual(outcome.conflict, key, 'each loser is told the key')
        const [winner = 0] = winners
        const left = (winner + round) % 2 === 0 ? [null, 0] : [`${winner}`, 2]
        const row = await loadOne(storage, key)
        expectEqual([row?.state ?? null, (await entriesOf(storage, key)).length], left, 'what is left is the winner’s')
        expectEqual(await leasedIds(storage, now), [`${round}.${winner}`], 'only the winner’s mail is queued')
      }
    },
  },
  {
    name: 'a commit that removes what another expects, and the other way round, do not both succeed',
    run: async (storage) => {
      for (let round = 0; round < 5; round += 1) {
        const [x, y] = [keyOf(`x${round}`), keyOf(`y${round}`)]
        await must(storage, { writes: [writeOf(x), writeOf(y)] })
        const outcomes = await Promise.all([
          storage.commit(commitOf({ expects: [{ key: x, version: 1 }], removes: [remove(y, 1)] })),
          storage.commit(commitOf({ expects: [{ key: y, version: 1 }], removes: [remove(x, 1)] })),
        ])
        expectEqual(outcomes.filter(({ ok }) => ok).length, 1, 'an expectation holds until the commit is done')
      }
    },
  },
]
