/** Checks of what a caller can rely on whose call was done but never answered: to look and repeat has exactly one effect. */
import type { Storage, Write } from '../../ports/index.ts'
import { expectEqual, expectThat } from '../fakes/check.ts'
import { type FaultPlan, faulty, seededFaults } from '../fakes/faulty-storage.ts'
import {
  commitOf,
  entriesOf,
  entryOf,
  keyOf,
  lease,
  leasedBy,
  leasedIds,
  loadOne,
  mailOf,
  must,
  now,
  type StorageCheck,
  writeOf,
} from './samples.ts'

const a = keyOf('a')
const minute = 60_000

/** The answer, or null for one that was lost. */
async function unlessLost<Answer>(call: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await call()
  } catch {
    return null
  }
}

/** Calls a storage whose every answer is lost. */
async function lose(storage: Storage, call: (lossy: Storage) => Promise<unknown>): Promise<void> {
  expectEqual(await unlessLost(() => call(faulty(storage, [{ fault: 'after' }]))), null, 'an answer is lost')
}

const attemptsMax = 200

/**
 * Counts once, however often it has to be tried: looks for the trace of its own, then writes the counter and the trace together,
 * which fails when the counter has moved.
 */
async function countOnce(storage: Storage, request: string): Promise<void> {
  const trace = keyOf(request, 'request')
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const rows = await unlessLost(() => storage.load([a, trace]))
    if (rows === null) continue
    const [counter = null, done = null] = rows
    if (done !== null) return
    const version = counter?.version ?? 0
    const entry = entryOf(a, version + 1, { type: request })
    const write: Write = writeOf(a, {
      expectedVersion: version,
      state: `${version + 1}`,
      entries: [entry],
      journalHead: entry.hash,
    })
    const outbox = [mailOf(`${request}.${version + 1}`)]
    const outcome = await unlessLost(() => storage.commit(commitOf({ writes: [write, writeOf(trace)], outbox })))
    if (outcome?.ok === true) return
  }
  throw new Error('broken promise: whoever repeats long enough gets through')
}

async function expectCountedOnce(storage: Storage, plan: FaultPlan, requests: readonly string[]): Promise<void> {
  const lossy = faulty(storage, plan)
  await Promise.all(requests.map((request) => countOnce(lossy, request)))
  expectThat(lossy.faults.length > 0, 'something was lost')
  const [counter, entries] = [await loadOne(storage, a), await entriesOf(storage, a)]
  const { length } = requests
  expectEqual([counter?.version, counter?.state], [length, `${length}`], 'the counter has moved once for each request')
  expectEqual(entries.map(({ type }) => type).sort(), [...requests].sort(), 'the journal has one entry of each')
  const mailed = (await leasedIds(storage, now, 1000)).map((id) => id.slice(0, id.indexOf('.')))
  expectEqual(mailed.sort(), [...requests].sort(), 'and the outbox one mail')
}

export const lostAnswerChecks: readonly StorageCheck[] = [
  {
    name: 'a commit whose answer was lost is done, and the same commit again is a conflict',
    run: async (storage) => {
      const commit = commitOf({ writes: [writeOf(a, {}, 1)], outbox: [mailOf('m')] })
      await lose(storage, (lossy) => lossy.commit(commit))
      expectEqual((await loadOne(storage, a))?.version, 1, 'it is done')
      expectEqual(await storage.commit(commit), { ok: false, conflict: a }, 'its versions have moved')
      expectEqual([(await entriesOf(storage, a)).length, await leasedIds(storage, now)], [1, ['m']], 'nothing is there twice')
    },
  },
  {
    name: 'whoever loads, looks and commits again after every lost answer has exactly one effect',
    run: async (storage) => {
      for (const [i, request] of ['first', 'second', 'third'].entries()) {
        // The answer of the commit is lost, and that of the look after it.
        const lossy = faulty(
          storage,
          [2, 3].map((call) => ({ call, fault: 'after' })),
        )
        await countOnce(lossy, request)
        expectEqual([lossy.calls(), lossy.faults.length], [4, 2], 'looked, committed, looked twice')
        expectEqual((await loadOne(storage, a))?.version, i + 1, 'one effect')
      }
      expectEqual(
        (await entriesOf(storage, a)).map(({ type }) => type),
        ['first', 'second', 'third'],
        'one entry of each',
      )
      expectEqual(await leasedIds(storage, now), ['first.1', 'second.2', 'third.3'], 'and one mail')
    },
  },
  {
    name: 'of many at once whose calls fail before, after or by a false conflict, each has exactly one effect',
    run: async (storage) => {
      const requests = Array.from({ length: 12 }, (_, i) => `r${10 + i}`)
      await expectCountedOnce(storage, seededFaults(7, { before: 0.1, after: 0.3, conflict: 0.1, slow: 0.1 }), requests)
    },
  },
  {
    name: 'mail whose lease was not heard of comes back when the lease ends, counted',
    run: async (storage) => {
      const queued = mailOf('m')
      await must(storage, { outbox: [queued] })
      await lose(storage, (lossy) => lease(lossy, now))
      expectEqual(await leasedIds(storage, now + minute - 1), [], 'until then nobody else gets it')
      expectEqual(await lease(storage, now + minute), [leasedBy(queued, now + minute, 2)], 'then it is offered again')
    },
  },
  {
    name: 'a settlement or an erasure whose answer was lost stands, and another changes nothing',
    run: async (storage) => {
      const write = writeOf(a, { personal: '{"n":1}' }, 1)
      await must(storage, { writes: [write], outbox: [mailOf('sent'), mailOf('later')] })
      await lease(storage, now)
      await lose(storage, (lossy) => lossy.settle('sent', 'sent'))
      await lose(storage, (lossy) => lossy.settle('later', { retryAt: now + 5 }))
      await lose(storage, (lossy) => lossy.erase(a, now + 1))
      const tombstone = await loadOne(storage, a)
      for (const again of ['sent', { retryAt: now }] as const) await storage.settle('sent', again)
      await storage.settle('later', { retryAt: now + 5 })
      await storage.erase(a, now + 2)
      expectEqual(await leasedIds(storage, now + 4), [], 'what was sent is settled, what waits is not due')
      expectEqual(await leasedIds(storage, now + minute), ['later'], 'and comes once')
      expectEqual([tombstone?.version, await loadOne(storage, a)], [2, tombstone], 'the first erasure is the one')
    },
  },
]
