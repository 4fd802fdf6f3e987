/** Checks of callers at the same time, and of callers who keep what they gave or got and change it. */
import type { Commit, CommitOutcome, Storage } from '../../ports/index.ts'
import { expectEqual, expectThat } from '../fakes/check.ts'
import {
  commitOf,
  entriesOf,
  entryOf,
  keyOf,
  lease,
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
const [a, b] = [keyOf('a'), keyOf('b')]

function race(storage: Storage, commits: readonly Commit[]): Promise<readonly CommitOutcome[]> {
  return Promise.all(commits.map((commit) => storage.commit(commit)))
}

/** Each racer leaves a trace of its own in state, journal and outbox. */
function rival(i: number, expectedVersion: number): Commit {
  const entry = entryOf(a, expectedVersion + 1, { data: `{"racer":${i}}` })
  const write = writeOf(a, { expectedVersion, state: `{"racer":${i}}`, entries: [entry], journalHead: entry.hash })
  return commitOf({ writes: [write], outbox: [mailOf(`racer${i}`)] })
}

async function expectOneWinner(storage: Storage, outcomes: readonly CommitOutcome[], version: number): Promise<void> {
  const winners = outcomes.flatMap(({ ok }, i) => (ok ? [i] : []))
  expectEqual(winners.length, 1, `exactly one of ${outcomes.length} commits on one version succeeds`)
  for (const outcome of outcomes) if (!outcome.ok) expectEqual(outcome.conflict, a, 'each loser is told the key')
  const trace = `{"racer":${winners[0]}}`
  const row = await loadOne(storage, a)
  expectEqual([row?.version, row?.state], [version, trace], 'the record is the winner’s')
  const entries = await entriesOf(storage, a)
  expectEqual([entries.length, entries.at(-1)?.data], [version, trace], 'the journal has the winner’s entry and no other')
  expectEqual(await leasedIds(storage, now), [`racer${winners[0]}`], 'only the winner’s mail is queued')
}

/** Spoils a returned value as far as it lets itself be. */
function spoil(value: object): void {
  for (const name of Object.keys(value)) {
    const part: unknown = Reflect.get(value, name)
    if (typeof part === 'object' && part !== null) spoil(part)
    Reflect.set(value, name, 'spoilt')
  }
  if (Array.isArray(value)) Reflect.set(value, 'length', 0)
}

export const raceChecks: readonly StorageCheck[] = [
  {
    name: 'of many commits on one version at once exactly one succeeds, and the others leave no trace',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, {}, 1)] })
      const commits = Array.from({ length: racers }, (_, i) => rival(i, 1))
      await expectOneWinner(storage, await race(storage, commits), 2)
    },
  },
  {
    name: 'of many commits that create one record at once exactly one succeeds, and the others leave no trace',
    run: async (storage) => {
      const commits = Array.from({ length: racers }, (_, i) => rival(i, 0))
      await expectOneWinner(storage, await race(storage, commits), 1)
    },
  },
  {
    name: 'two commits that each expect what the other writes do not both succeed',
    run: async (storage) => {
      for (let round = 0; round < 5; round += 1) {
        const [x, y] = [keyOf(`x${round}`), keyOf(`y${round}`)]
        await must(storage, { writes: [writeOf(x), writeOf(y)] })
        const outcomes = await race(storage, [
          commitOf({ expects: [{ key: x, version: 1 }], writes: [writeOf(y, { expectedVersion: 1 })] }),
          commitOf({ expects: [{ key: y, version: 1 }], writes: [writeOf(x, { expectedVersion: 1 })] }),
        ])
        expectEqual(outcomes.filter(({ ok }) => ok).length, 1, 'an expectation holds until the commit is done')
      }
    },
  },
  {
    name: 'two commits that each expect a record absent which the other creates do not both succeed',
    run: async (storage) => {
      for (let round = 0; round < 5; round += 1) {
        const [x, y] = [keyOf(`x${round}`), keyOf(`y${round}`)]
        const outcomes = await race(storage, [
          commitOf({ expects: [{ key: x, version: 0 }], writes: [writeOf(y)] }),
          commitOf({ expects: [{ key: y, version: 0 }], writes: [writeOf(x)] }),
        ])
        expectEqual(outcomes.filter(({ ok }) => ok).length, 1, 'absence holds until the commit is done')
      }
    },
  },
  {
    name: 'commits at once that write the same two records in opposite order never mix and never hang',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a), writeOf(b)] })
      const commits = Array.from({ length: racers }, (_, i) => {
        const writes = [a, b].map((key) => writeOf(key, { expectedVersion: 1, state: `${i}` }))
        return commitOf({ writes: i % 2 === 0 ? writes : writes.reverse() })
      })
      const outcomes = await race(storage, commits)
      expectEqual(outcomes.filter(({ ok }) => ok).length, 1, 'exactly one succeeds')
      const rows = await storage.load([a, b])
      const winner = `${outcomes.findIndex(({ ok }) => ok)}`
      expectEqual(
        rows.map((row) => row?.state),
        [winner, winner],
        'both records are the winner’s',
      )
    },
  },
  {
    name: 'commits at once on different records all succeed',
    run: async (storage) => {
      const keys = Array.from({ length: racers }, (_, i) => keyOf(`own${i}`))
      const outcomes = await race(
        storage,
        keys.map((key) => commitOf({ writes: [writeOf(key, {}, 1)] })),
      )
      expectThat(
        outcomes.every(({ ok }) => ok),
        'whoever does not compete does not lose',
      )
      expectThat(
        (await storage.load(keys)).every((row) => row?.version === 1),
        'every record is there',
      )
    },
  },
  {
    name: 'what is given to a commit can be changed afterwards without effect',
    run: async (storage) => {
      const given = () => writeOf(a, { tags: ['one'], personal: '{"n":1}' }, 2)
      const commit = commitOf({ writes: [given()], outbox: [mailOf('m')] })
      const committed = storage.commit(commit)
      spoil(commit)
      expectEqual(await committed, { ok: true }, 'a commit is read when it is given')
      expectEqual(await loadOne(storage, a), storedBy(given()), 'what was given then is stored')
      expectEqual(await entriesOf(storage, a), given().entries, 'with its journal')
      const query = { office: 'office', kind: 'sample', tag: 'one', limit: 2 }
      expectEqual(await storage.list(query), [storedBy(given())], 'in the index')
      expectEqual(await leasedIds(storage, now), ['m'], 'and in the outbox')
    },
  },
  {
    name: 'what load, list, journal and lease answer can be changed without effect',
    run: async (storage) => {
      const write = writeOf(a, { tags: ['one'] }, 2)
      await must(storage, { writes: [write], outbox: [mailOf('m')] })
      const query = { office: 'office', kind: 'sample', tag: 'one', limit: 2 }
      const leased = await lease(storage, now)
      for (const answer of [await storage.load([a]), await storage.list(query), await entriesOf(storage, a), leased])
        spoil(answer)
      expectEqual(await storage.load([a]), [storedBy(write)], 'load answers as before')
      expectEqual(await storage.list(query), [storedBy(write)], 'list answers as before')
      expectEqual(await entriesOf(storage, a), write.entries, 'the journal answers as before')
      expectEqual(
        (await lease(storage, now + 60_000)).map(({ id, attempts }) => [id, attempts]),
        [['m', 2]],
        'so does the outbox',
      )
    },
  },
  {
    name: 'a record that was loaded does not change when another version is written',
    run: async (storage) => {
      const first = writeOf(a, { tags: ['one'], personal: '{"n":1}' }, 1)
      await must(storage, { writes: [first] })
      const [row, entries] = [await loadOne(storage, a), await entriesOf(storage, a)]
      await must(storage, { writes: [writeOf(a, { expectedVersion: 1, tags: ['two'] }, 1, 1)] })
      await storage.erase(a, now)
      expectEqual([row, entries], [storedBy(first), first.entries], 'it stays what it was when it was read')
    },
  },
]
