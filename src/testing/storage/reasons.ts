/** Checks of why mail was not taken: kept with it while it waits or is parked. */
import { expectEqual } from '../fakes/check.ts'
import { keyOf, lease, leasedBy, mailOf, must, now, parked, parkedBy, type StorageCheck } from './samples.ts'

const later = now + 1_000
const a = keyOf('a')

export const reasonChecks: readonly StorageCheck[] = [
  {
    name: 'why mail was not taken is kept with it to the byte, the last reason alone, until it is requeued or settled for good',
    run: async (storage) => {
      const queued = mailOf('m', { topic: a })
      const [first, last] = ['k1.first', `è 🏛 "'%;\n${'x'.repeat(4_080)}`]
      await must(storage, { outbox: [queued] })
      await lease(storage, now)
      await storage.settle('m', { retryAt: now, reason: first })
      expectEqual(await lease(storage, now), [{ ...leasedBy(queued, now, 2), reason: first }], 'a lease brings it')
      await storage.settle('m', { retryAt: now })
      expectEqual(await lease(storage, now), [leasedBy(queued, now, 3)], 'left out it is none')
      await storage.settle('m', { parkedAt: later, reason: last })
      const waiting = { ...leasedBy(queued, now, 3), parkedAt: later, reason: last }
      expectEqual(await parked(storage), [waiting], 'parked mail has its last one')
      for (const other of [
        { retryAt: now, reason: first },
        { parkedAt: now, reason: first },
      ])
        await storage.settle('m', other)
      expectEqual(await parked(storage), [waiting], 'a slower dispatcher has no say')
      await storage.requeue('m', later)
      expectEqual(await lease(storage, later), [leasedBy(queued, later)], 'a requeueing begins without one')
      await storage.settle('m', { parkedAt: later, reason: null })
      expectEqual(await parked(storage), [parkedBy(queued, later, later)], 'null is none')
    },
  },
]
