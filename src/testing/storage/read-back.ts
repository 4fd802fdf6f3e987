/** Checks that look past the port: what was wiped or erased is not in the store any more, wherever it lay. */
import type { Storage } from '../../ports/index.ts'
import { entryOf, keyOf, lease, mailOf, must, now, writeOf } from './samples.ts'

export type ReadBackCheck = {
  readonly name: string
  readonly canary: string
  /** `look` compares whether the canary is in what the store holds with what is expected. */
  readonly run: (storage: Storage, look: (expected: boolean, promise: string) => Promise<void>) => Promise<void>
}

const canary = 'canary-7f3a'
const a = keyOf('a')

export const readBackChecks: readonly ReadBackCheck[] = [
  ...(['sent', 'rejected', 'abandoned'] as const).map(
    (final): ReadBackCheck => ({
      name: `settling mail as ${final} wipes its payload from the store`,
      canary,
      run: async (storage, look) => {
        await must(storage, { outbox: [mailOf('m', { sealed: canary })] })
        await lease(storage, now)
        await storage.settle('m', { retryAt: now })
        await look(true, 'what still has to be sent is kept')
        await storage.settle('m', final)
        await look(false, 'a settled payload is gone, not hidden')
      },
    }),
  ),
  {
    name: 'settling parked mail for good wipes its payload from the store',
    canary,
    run: async (storage, look) => {
      await must(storage, { outbox: [mailOf('m', { sealed: canary })] })
      await storage.settle('m', { parkedAt: now })
      await look(true, 'what is parked is kept')
      await storage.settle('m', 'abandoned')
      await look(false, 'a discarded payload is gone, not hidden')
    },
  },
  ...(['sent', 'rejected', 'abandoned', 'voided', 'requeued'] as const).map(
    (end): ReadBackCheck => ({
      name: `mail that is ${end} leaves no reason of an earlier attempt in the store`,
      canary,
      run: async (storage, look) => {
        await must(storage, { outbox: [mailOf('m', { topic: a })] })
        await lease(storage, now)
        await storage.settle('m', { parkedAt: now, reason: canary })
        await look(true, 'why it waits is kept')
        if (end === 'voided') await must(storage, { cancelMail: [a] })
        else if (end === 'requeued') await storage.requeue('m', now)
        else await storage.settle('m', end)
        await look(false, 'it is gone, not hidden')
      },
    }),
  ),
  {
    name: 'voiding a topic wipes the payload of its mail from the store',
    canary,
    run: async (storage, look) => {
      await must(storage, { outbox: ['m', 'n', 'o'].map((id) => mailOf(id, { sealed: canary, topic: a })) })
      await storage.lease({ office: 'office', now, leaseMs: 1000, limit: 1 })
      await storage.settle('o', { parkedAt: now })
      await look(true, 'what still has to be sent is kept')
      await must(storage, { cancelMail: [a] })
      await look(false, 'a cancelled payload is gone, waiting, leased or parked')
    },
  },
  {
    name: 'erasing takes what is personal from record, earlier versions and journal',
    canary,
    run: async (storage, look) => {
      const said = { personal: `{"salt":"s","data":"${canary}"}`, personalDigest: 'digest' }
      const [first, second] = [entryOf(a, 1, said), entryOf(a, 2, said)]
      const personal = `{"name":"${canary}"}`
      await must(storage, { writes: [writeOf(a, { personal, tags: [canary], entries: [first], journalHead: first.hash })] })
      const again = {
        expectedVersion: 1,
        personal: `{"name":"${canary}!"}`,
        tags: [canary],
        entries: [second],
        journalHead: second.hash,
      }
      await must(storage, { writes: [writeOf(a, again)] })
      await look(true, 'a living record is kept')
      await storage.erase(a, now)
      await look(false, 'nothing of it is left')
    },
  },
  {
    name: 'removing takes all that record and journal held from the store',
    canary,
    run: async (storage, look) => {
      const said = { personal: `{"salt":"s","data":"${canary}"}`, personalDigest: 'digest', data: `{"type":"${canary}"}` }
      const entry = entryOf(a, 1, said)
      const held = { state: `"${canary}"`, personal: `"${canary}"`, tags: [canary], entries: [entry], journalHead: entry.hash }
      await must(storage, { writes: [writeOf(a, held)] })
      await look(true, 'a record is kept')
      await must(storage, { removes: [{ key: a, version: 1 }] })
      await look(false, 'nothing of it is left')
    },
  },
]
