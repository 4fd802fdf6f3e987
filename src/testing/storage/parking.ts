/** Checks of parked mail: kept for somebody to look at and never leased, until it is requeued, settled for good or voided. */
import type { Storage } from '../../ports/index.ts'
import { expectEqual } from '../fakes/check.ts'
import {
  keyOf,
  lease,
  leasedBy,
  leasedIds,
  mailOf,
  must,
  now,
  parked,
  parkedBy,
  parkedIds,
  type StorageCheck,
} from './samples.ts'

const minute = 60_000
const later = now + 1_000
const a = keyOf('a')

/** Queued, leased once and parked. */
async function park(storage: Storage, ...ids: readonly string[]): Promise<void> {
  await must(storage, { outbox: ids.map((id) => mailOf(id, { topic: a })) })
  await lease(storage, now)
  for (const id of ids) await storage.settle(id, { parkedAt: later })
}

/** The ids of all parked mail, page after page. */
async function idsByPage(storage: Storage, limit: number): Promise<readonly string[]> {
  const seen: string[] = []
  // One page more than can be full, so that a storage which never comes to an end is told so.
  for (let pages = 0; pages <= 100; pages += 1) {
    const after = seen.at(-1)
    const page = await parkedIds(storage, after === undefined ? { limit } : { after, limit })
    if (page.length === 0) break
    seen.push(...page)
  }
  return seen
}

export const parkingChecks: readonly StorageCheck[] = [
  {
    name: 'a look tells whether a mail still waits, also while it is leased, and changes nothing',
    run: async (storage) => {
      const look = async (...ids: readonly string[]) => Promise.all(ids.map((id) => storage.isWaiting(id)))
      const ids = ['sent', 'rejected', 'abandoned', 'parked', 'retried', 'voided']
      const topicOf = (id: string) => (id === 'voided' ? keyOf('voided') : a)
      await must(storage, { outbox: ids.map((id) => mailOf(id, { topic: topicOf(id) })) })
      expectEqual(await look('nobody', 'sent'), [false, true], 'an unknown mail does not wait, a queued one does')
      const leased = await lease(storage, now)
      expectEqual(await look(...ids), [true, true, true, true, true, true], 'leased mail waits until it is settled')
      for (const id of ['sent', 'rejected', 'abandoned'] as const) await storage.settle(id, id)
      await storage.settle('parked', { parkedAt: later })
      await storage.settle('retried', { retryAt: later })
      await must(storage, { cancelMail: [keyOf('voided')] })
      expectEqual(await look(...ids), [false, false, false, false, true, false], 'settled, parked and voided mail does not wait')
      await storage.requeue('parked', later)
      expectEqual(await look('parked'), [true], 'requeued mail waits again')
      const again = await lease(storage, later)
      const attempts = ['parked', 'retried'].map((id) => [id, leased.some((mail) => mail.id === id), id === 'parked' ? 1 : 2])
      expectEqual(
        again.map((mail) => [mail.id, true, mail.attempts]),
        attempts,
        'a look counts as no attempt and hides nothing',
      )
    },
  },
  {
    name: 'parked mail is kept as it is, and listed',
    run: async (storage) => {
      const queued = mailOf('m', { topic: a, sealed: `key-1.${'A'.repeat(5000)}` })
      await must(storage, { outbox: [queued] })
      expectEqual(await parked(storage), [], 'waiting mail is not parked')
      await lease(storage, now)
      expectEqual(await parked(storage), [], 'nor is leased mail')
      await storage.settle('m', { parkedAt: later })
      expectEqual(await parked(storage), [parkedBy(queued, now, later)], 'every field, payload and attempts included')
    },
  },
  {
    name: 'parked mail is never leased, not at the end of its lease nor ever after',
    run: async (storage) => {
      await park(storage, 'm')
      await must(storage, { outbox: [mailOf('other', { topic: a })] })
      expectEqual(await leasedIds(storage, later), ['other'], 'other mail of its topic is')
      await storage.settle('other', 'sent')
      for (const at of [now + minute, now + 3_653 * 86_400_000])
        expectEqual(await leasedIds(storage, at), [], 'time frees nothing')
      expectEqual(await parkedIds(storage), ['m'], 'it is where it was')
    },
  },
  {
    name: 'mail can be parked without having been leased, also before it is due',
    run: async (storage) => {
      const queued = mailOf('m', { at: now + minute })
      await must(storage, { outbox: [queued] })
      await storage.settle('m', { parkedAt: now })
      const waiting = { ...queued, notBefore: queued.at, attempts: 0, parkedAt: now, reason: null }
      expectEqual(await parked(storage), [waiting], 'it has no attempts')
      expectEqual(await leasedIds(storage, now + minute), [], 'and is not offered when it would have been due')
    },
  },
  {
    name: 'parked mail stays parked since its first instant when it is parked again or is to be tried again',
    run: async (storage) => {
      const queued = mailOf('m', { topic: a })
      await park(storage, 'm')
      for (const settlement of [{ parkedAt: later + 1 }, { parkedAt: 0 }, { retryAt: now }, { retryAt: now + minute }]) {
        await storage.settle('m', settlement)
        expectEqual(await parked(storage), [parkedBy(queued, now, later)], 'a slower dispatcher has no say')
      }
      expectEqual(await leasedIds(storage, now + 3 * minute), [], 'and does not bring it back')
    },
  },
  ...(['sent', 'rejected', 'abandoned'] as const).map((final) => ({
    name: `parked mail that is settled as ${final} is parked no more and never comes back`,
    run: async (storage: Storage) => {
      await park(storage, 'm', 'n')
      await storage.settle('m', final)
      expectEqual(await parkedIds(storage), ['n'], 'only the unsettled one is parked')
      await storage.settle('m', { parkedAt: later })
      expectEqual([await parkedIds(storage), await storage.requeue('m', now)], [['n'], false], 'it cannot be parked or requeued')
      expectEqual(await leasedIds(storage, now + minute), [], 'nor is it offered')
    },
  })),
  {
    name: 'voiding a topic cancels its parked mail and no other',
    run: async (storage) => {
      await park(storage, 'm', 'n')
      await must(storage, { outbox: [mailOf('other', { topic: keyOf('b') })] })
      await storage.settle('other', { parkedAt: later })
      await must(storage, { cancelMail: [a] })
      expectEqual(await parkedIds(storage), ['other'], 'it is off the list')
      expectEqual([await storage.requeue('m', now), await leasedIds(storage, now + minute)], [false, []], 'and gone for good')
    },
  },
  {
    name: 'parked mail comes in ascending byte order of the id, whatever the order of parking',
    run: async (storage) => {
      const ids = ['b', 'a', 'B', 'A', '_', '-', '~', '!', '10', '9', 'aa', 'a!', 'a~', 'Z', 'z', '0', '%', '__proto__']
      await must(storage, { outbox: ids.map((id) => mailOf(id)) })
      for (const [i, id] of ids.entries()) await storage.settle(id, { parkedAt: later - i })
      const order = ['!', '%', '-', '0', '10', '9', 'A', 'B', 'Z', '_', '__proto__', 'a', 'a!', 'aa', 'a~', 'b', 'z', '~']
      expectEqual(await parkedIds(storage), order, 'byte order, not the order of a language or of time')
    },
  },
  {
    name: 'page after page, each parked mail comes exactly once; after is exclusive and need not be the id of a mail',
    run: async (storage) => {
      const ids = Array.from({ length: 57 }, (_, i) => `p${(i * 31) % 57}`)
      await park(storage, ...ids)
      expectEqual(await idsByPage(storage, 10), [...ids].sort(), 'nothing twice, nothing left out')
      expectEqual(await parkedIds(storage, { limit: 2 }), ['p0', 'p1'], 'limit is the most that comes, and the first by id')
      expectEqual(await parkedIds(storage, { after: 'p6', limit: 2 }), ['p7', 'p8'], 'the id itself is left out')
      expectEqual(await parkedIds(storage, { after: 'p8!' }), ['p9'], 'an id between two mails will do')
      expectEqual(await parkedIds(storage, { after: 'p9' }), [], 'nothing comes after the last')
    },
  },
  {
    name: 'parked mail of another office is never listed, however much their names are alike',
    run: async (storage) => {
      const offices = ['office', 'office2', 'offic', 'Office', 'offic_', '%', 'sample']
      for (const office of offices) {
        await must(storage, { outbox: [mailOf(`of-${office}`, { topic: keyOf('office', 'office', office) })] })
        await storage.settle(`of-${office}`, { parkedAt: now })
      }
      for (const office of offices) expectEqual(await parkedIds(storage, { office }), [`of-${office}`], 'only its own')
      expectEqual(await parkedIds(storage, { office: 'nobody' }), [], 'an unknown office has none')
    },
  },
  {
    name: 'requeued mail is due at the instant given, to the byte the same, with no attempts',
    run: async (storage) => {
      const queued = mailOf('m', { topic: a })
      await park(storage, 'm')
      const at = now + 10 * minute
      expectEqual(await storage.requeue('m', at), true, 'it was parked')
      expectEqual(
        [await parkedIds(storage), await leasedIds(storage, at - 1)],
        [[], []],
        'neither parked nor due a millisecond before',
      )
      expectEqual(await lease(storage, at), [leasedBy(queued, at)], 'it comes as at its first attempt')
      await storage.settle('m', { parkedAt: at })
      expectEqual(await storage.requeue('m', 0), true, 'it can be parked and requeued again, also back in time')
      expectEqual(await leasedIds(storage, now - minute), ['m'], 'and is due at once')
    },
  },
  {
    name: 'what is not parked cannot be requeued, and nothing happens to it',
    run: async (storage) => {
      const ids = ['waiting', 'leased', 'retried', 'settled', 'voided', 'requeued']
      const outbox = ids.map((id, i) => mailOf(id, { at: now - 10 + i, topic: keyOf(id) }))
      await must(storage, { outbox: [...outbox.slice(1), mailOf('waiting', { at: now + minute })] })
      await lease(storage, now)
      await storage.settle('retried', { retryAt: now + 2 * minute })
      await storage.settle('settled', 'sent')
      for (const id of ['voided', 'requeued']) await storage.settle(id, { parkedAt: now })
      await must(storage, { cancelMail: [keyOf('voided')] })
      expectEqual(await storage.requeue('requeued', now + 3 * minute), true, 'the parked one is requeued')
      for (const id of [...ids, 'unknown', 'Waiting', '%'])
        expectEqual(await storage.requeue(id, now), false, `${id} is not parked`)
      const due = async (at: number) => (await lease(storage, at)).map(({ id, attempts }) => [id, attempts])
      expectEqual(await due(now), [], 'nothing is due earlier')
      expectEqual(
        await due(now + minute),
        [
          ['leased', 2],
          ['waiting', 1],
        ],
        'nothing is later',
      )
      expectEqual(
        await due(now + 2 * minute),
        [
          ['leased', 3],
          ['retried', 2],
          ['waiting', 2],
        ],
        'attempts are counted on',
      )
      expectEqual(
        (await due(now + 3 * minute)).filter(([id]) => id === 'requeued'),
        [['requeued', 1]],
        'the first requeueing stands',
      )
    },
  },
  {
    name: 'of many who requeue one mail at once exactly one is told that it was parked',
    run: async (storage) => {
      await park(storage, 'm')
      const answers = await Promise.all(Array.from({ length: 16 }, () => storage.requeue('m', now)))
      expectEqual(answers.filter((answer) => answer === true).length, 1, 'true once')
      expectEqual(answers.filter((answer) => answer === false).length, 15, 'false for the others')
      expectEqual(await leasedIds(storage, now), ['m'], 'it is due once')
    },
  },
  {
    name: 'what parked answers can be changed without effect',
    run: async (storage) => {
      await park(storage, 'm')
      for (const message of await parked(storage)) Object.assign(message, { id: 'x', topic: 'x', parkedAt: null, sealed: '' })
      expectEqual(await parked(storage), [parkedBy(mailOf('m', { topic: a }), now, later)], 'parked answers as before')
    },
  },
]
