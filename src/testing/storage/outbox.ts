/** Checks of the outbox: mail is offered at least once, to one dispatcher at a time, until it is settled or voided for good. */
import { expectEqual } from '../fakes/check.ts'
import { keyOf, lease, leasedBy, leasedIds, mailOf, must, now, type StorageCheck, writeOf } from './samples.ts'

const minute = 60_000
const [a, b] = [keyOf('a'), keyOf('b')]

export const outboxChecks: readonly StorageCheck[] = [
  {
    name: 'queued mail is leased as it was given, as its first attempt',
    run: async (storage) => {
      const queued = mailOf('m', { topic: a, sealed: `key-1.${'A'.repeat(5000)}` })
      await must(storage, { writes: [writeOf(a)], outbox: [queued] })
      expectEqual(await lease(storage, now), [leasedBy(queued, now)], 'every field, counted and hidden for a minute')
    },
  },
  {
    name: 'mail can be queued without a write, on a topic that is no record',
    run: async (storage) => {
      await must(storage, { outbox: [mailOf('m', { topic: keyOf('nobody') })] })
      expectEqual(await leasedIds(storage, now), ['m'], 'the topic is only a name')
    },
  },
  {
    name: 'leased mail is hidden until its lease ends and comes back at that very instant',
    run: async (storage) => {
      await must(storage, { outbox: [mailOf('m')] })
      expectEqual(await leasedIds(storage, now), ['m'], 'the first dispatcher gets it')
      expectEqual(await leasedIds(storage, now), [], 'the second does not')
      expectEqual(await leasedIds(storage, now + minute - 1), [], 'nor anybody before the end')
      expectEqual(await leasedIds(storage, now + minute), ['m'], 'unsettled, it comes back')
    },
  },
  {
    name: 'each lease counts as an attempt',
    run: async (storage) => {
      const queued = mailOf('m')
      await must(storage, { outbox: [queued] })
      for (const attempt of [1, 2, 3]) {
        const at = now + attempt * minute
        expectEqual(await lease(storage, at), [leasedBy(queued, at, attempt)], 'same id, same payload, one attempt more')
      }
    },
  },
  {
    name: 'mail is leased in ascending order of its due instant, then of its id, as many as the limit says',
    run: async (storage) => {
      const queued = [mailOf('d', { at: now - 1 }), mailOf('b'), mailOf('B'), mailOf('a'), mailOf('c', { at: now - 2 })]
      for (const message of queued) await must(storage, { outbox: [message] })
      expectEqual(await leasedIds(storage, now, 3), ['c', 'd', 'B'], 'the three oldest')
      expectEqual(await leasedIds(storage, now, 3), ['a', 'b'], 'then the others')
    },
  },
  {
    name: 'mail is not leased before the instant it was queued for',
    run: async (storage) => {
      await must(storage, { outbox: [mailOf('m')] })
      expectEqual(await leasedIds(storage, now - 1), [], 'a clock behind does not see it yet')
      expectEqual(await leasedIds(storage, now), ['m'], 'at its instant it is due')
      expectEqual(await leasedIds(storage, 0), [], 'a clock set back does not lease it again')
    },
  },
  {
    name: 'mail of another office is never leased, however much their names are alike',
    run: async (storage) => {
      const offices = ['office', 'office2', 'offic', 'Office', 'offic_', '%', '*', 'sample', '__proto__']
      for (const office of offices) {
        await must(storage, { outbox: [mailOf(`of-${office}`, { topic: keyOf('office', 'office', office) })] })
      }
      for (const office of offices) {
        expectEqual(await leasedIds(storage, now, 100, office), [`of-${office}`], 'its own, and for the first time')
        expectEqual(await leasedIds(storage, now, 100, office), [], 'which nobody else has leased or released')
      }
      expectEqual(await leasedIds(storage, now + minute, 100, 'nobody'), [], 'an unknown office has no mail')
      expectEqual(await leasedIds(storage, now + minute, 100, 'office%'), [], 'a wildcard is a name like any other')
    },
  },
  {
    name: 'much mail of another office does not stand in the way of an office’s own',
    run: async (storage) => {
      const others = Array.from({ length: 50 }, (_, i) =>
        mailOf(`o${i}`, { topic: keyOf('a', 'sample', 'other'), at: now - 50 + i }),
      )
      await must(storage, { outbox: [...others, mailOf('mine')] })
      expectEqual(await leasedIds(storage, now, 1), ['mine'], 'the limit counts what is leased')
    },
  },
  ...(['sent', 'rejected', 'abandoned'] as const).map((final) => ({
    name: `mail settled as ${final} never comes back, however it is settled again`,
    run: async (storage: Parameters<StorageCheck['run']>[0]) => {
      await must(storage, { outbox: [mailOf('m'), mailOf('n')] })
      await lease(storage, now)
      await storage.settle('m', final)
      expectEqual(await leasedIds(storage, now + minute), ['n'], 'only the unsettled one comes back')
      for (const again of ['sent', 'rejected', 'abandoned', { retryAt: now }] as const) await storage.settle('m', again)
      expectEqual(await leasedIds(storage, now + 2 * minute), ['n'], 'a final settlement is absorbing')
    },
  })),
  {
    name: 'mail can be settled for good without having been leased',
    run: async (storage) => {
      await must(storage, { outbox: [mailOf('m')] })
      await storage.settle('m', 'abandoned')
      expectEqual(await leasedIds(storage, now), [], 'it is not offered')
    },
  },
  {
    name: 'mail settled for a retry comes back at that instant, be it before or after the end of its lease',
    run: async (storage) => {
      const queued = [mailOf('m'), mailOf('n')] as const
      await must(storage, { outbox: queued })
      await lease(storage, now)
      await storage.settle('m', { retryAt: now + 5 })
      await storage.settle('n', { retryAt: now + 2 * minute })
      expectEqual(await leasedIds(storage, now + 4), [], 'a millisecond before')
      expectEqual(await lease(storage, now + 5), [leasedBy(queued[0], now + 5, 2)], 'before the lease would have ended')
      await storage.settle('m', 'sent')
      expectEqual(await leasedIds(storage, now + 2 * minute - 1), [], 'the end of the lease does not bring it back')
      expectEqual(await lease(storage, now + 2 * minute), [leasedBy(queued[1], now + 2 * minute, 2)], 'the retry does')
    },
  },
  {
    name: 'mail settled for a retry afresh comes back with its attempts counted from none, any other with one more',
    run: async (storage) => {
      const queued = [mailOf('m'), mailOf('n')] as const
      await must(storage, { outbox: queued })
      await lease(storage, now)
      await storage.settle('m', { retryAt: now, afresh: true })
      await storage.settle('n', { retryAt: now, afresh: false })
      expectEqual(await lease(storage, now), [leasedBy(queued[0], now, 1), leasedBy(queued[1], now, 2)], 'the second lease')
      await storage.settle('m', { retryAt: now })
      await storage.settle('n', { retryAt: now, afresh: true })
      expectEqual(await lease(storage, now), [leasedBy(queued[0], now, 2), leasedBy(queued[1], now, 1)], 'the third')
    },
  },
  {
    name: 'mail to be tried later does not stand in the way of other mail',
    run: async (storage) => {
      const stuck = Array.from({ length: 20 }, (_, i) => mailOf(`stuck${10 + i}`, { at: now - 100 }))
      await must(storage, { outbox: stuck })
      for (const { id } of await lease(storage, now)) await storage.settle(id, { retryAt: now + minute })
      await must(storage, { outbox: [mailOf('fresh', { at: now + 1 })] })
      expectEqual(await leasedIds(storage, now + 1, 5), ['fresh'], 'it is leased at once')
    },
  },
  {
    name: 'settling mail that is not there changes nothing',
    run: async (storage) => {
      await must(storage, { outbox: [mailOf('m')] })
      for (const id of ['M', 'm%', '__proto__', 'unknown']) await storage.settle(id, 'sent')
      expectEqual(await leasedIds(storage, now), ['m'], 'the mail that is there stays')
      await storage.settle('later', 'sent')
      await must(storage, { outbox: [mailOf('later')] })
      expectEqual(await leasedIds(storage, now), ['later'], 'a settlement is not kept for the future')
    },
  },
  {
    name: 'dispatchers at once never get the same mail',
    run: async (storage) => {
      await must(storage, { outbox: Array.from({ length: 60 }, (_, i) => mailOf(`m${i}`)) })
      const rounds = await Promise.all(Array.from({ length: 8 }, () => leasedIds(storage, now, 10)))
      const seen = rounds.flat()
      expectEqual(new Set(seen).size, seen.length, 'each mail is leased by one dispatcher')
      seen.push(...(await leasedIds(storage, now)))
      expectEqual(new Set(seen).size, 60, 'and none is lost')
    },
  },
  {
    name: 'voiding a topic cancels its unsettled mail, waiting, leased or to be tried again, and no other',
    run: async (storage) => {
      const mine = ['waiting', 'leased', 'retried'].map((id, i) => mailOf(id, { topic: a, at: now - i }))
      await must(storage, { outbox: [...mine, mailOf('other', { topic: b, at: now + 1 })] })
      expectEqual(await leasedIds(storage, now, 2), ['retried', 'leased'], 'two are leased')
      await storage.settle('retried', { retryAt: now })
      await must(storage, { cancelMail: [a, keyOf('nobody')] })
      expectEqual(await leasedIds(storage, now + minute), ['other'], 'nothing of the voided topic comes back')
      for (const { id } of mine) await storage.settle(id, { retryAt: now })
      expectEqual(await leasedIds(storage, now + 3 * minute), ['other'], 'also not by a retry')
    },
  },
  {
    name: 'voiding a topic keeps the mail of the same commit',
    run: async (storage) => {
      await must(storage, { outbox: [mailOf('old', { topic: a })] })
      await must(storage, { outbox: [mailOf('new', { topic: a })], cancelMail: [a] })
      expectEqual(await leasedIds(storage, now), ['new'], 'only what was queued before is cancelled')
      await must(storage, { cancelMail: [a, a] })
      expectEqual(await leasedIds(storage, now + minute), [], 'the next voiding cancels it too')
    },
  },
  {
    name: 'voiding a topic of which some mail was sent before cancels the rest',
    run: async (storage) => {
      await must(storage, { outbox: [mailOf('m', { topic: a }), mailOf('rest', { topic: a })] })
      await storage.settle('m', 'sent')
      await must(storage, { cancelMail: [a] })
      await must(storage, { outbox: [mailOf('n', { topic: a })] })
      expectEqual(await leasedIds(storage, now + minute), ['n'], 'later mail of the topic goes out')
    },
  },
  {
    name: 'a thousand mails are leased, page after page, each once',
    run: async (storage) => {
      const ids = Array.from({ length: 1000 }, (_, i) => `m${1000 + i}`)
      await must(storage, { outbox: ids.map((id) => mailOf(id)) })
      const seen: string[] = []
      for (const most of [300, 300, 300, 100, 0]) {
        const page = await leasedIds(storage, now, 300)
        expectEqual(page.length, most, 'a page is as long as the limit, until the mail ends')
        seen.push(...page)
      }
      expectEqual(seen, ids, 'in order, nothing twice, nothing left')
    },
  },
]
