/** The checks of offices, of parked mail and of removal bite: each is broken by a storage that is wrong in just its own way. */
import { describe, expect, it } from 'vitest'
import { type MemoryStorage, memoryStorage } from '../../src/adapters/memory.ts'
import type { Commit, JournalEntry, Key, OutboxMessage, Storage, Stored } from '../../src/ports/index.ts'
import { storageContract } from '../../src/testing/index.ts'
import { misusedCallChecks } from '../../src/testing/storage/misused-calls.ts'
import { misusedCommitChecks } from '../../src/testing/storage/misused-commits.ts'
import { outboxChecks } from '../../src/testing/storage/outbox.ts'
import { parkingChecks } from '../../src/testing/storage/parking.ts'
import { reasonChecks } from '../../src/testing/storage/reasons.ts'
import { removalChecks } from '../../src/testing/storage/removal.ts'

const checks = [
  ...outboxChecks,
  ...parkingChecks,
  ...reasonChecks,
  ...removalChecks,
  ...misusedCallChecks,
  ...misusedCommitChecks,
]

async function brokenBy(spoil: (storage: MemoryStorage) => Partial<Storage>): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { name, run } of checks) {
    const storage = memoryStorage()
    await run({ ...storage, ...spoil(storage) }).catch(() => broken.push(name))
  }
  return broken
}

type Spoilt = readonly [what: string, caughtBy: string, spoil: (storage: MemoryStorage) => Partial<Storage>]

const officeOf = (key: Key): string => key.slice(0, key.indexOf('/'))
const officesOf = (storage: MemoryStorage, matches: (office: string) => boolean): readonly string[] =>
  [...new Set(storage.contents().outbox.map(({ topic }) => officeOf(topic)))].filter(matches)

/** Answers for every office whose name matches, as one that compares names so would. */
const alike = (storage: MemoryStorage, matches: (asked: string, office: string) => boolean): Partial<Storage> => {
  const offices = (asked: string) =>
    typeof asked === 'string' ? officesOf(storage, (office) => matches(asked, office)) : [asked]
  const gather = async (asked: string, ask: (office: string) => Promise<readonly OutboxMessage[]>, limit: number) => {
    const found: OutboxMessage[] = []
    for (const office of new Set([asked, ...offices(asked)])) found.push(...(await ask(office)))
    return found.slice(0, limit)
  }
  return {
    lease: async (order) => gather(order.office, (office) => storage.lease({ ...order, office }), order.limit),
    parked: async (query) => gather(query.office, (office) => storage.parked({ ...query, office }), query.limit),
  }
}

const isParking = (settlement: unknown): settlement is { readonly parkedAt: number } =>
  typeof settlement === 'object' && settlement !== null && 'parkedAt' in settlement

const isRetry = (settlement: unknown): settlement is { readonly retryAt: number; readonly afresh?: boolean } =>
  typeof settlement === 'object' && settlement !== null && 'retryAt' in settlement

/** Lists parked mail through a change. */
const listing = (
  storage: Storage,
  change: (messages: readonly OutboxMessage[]) => readonly OutboxMessage[],
): Partial<Storage> => ({
  parked: async (query) => change(await storage.parked(query)),
})

const removesOf = (commit: Commit): Commit['removes'] => (Array.isArray(commit?.removes) ? commit.removes : [])

const afresh = 'mail settled for a retry afresh comes back with its attempts counted from none'
const kept = 'parked mail is kept as it is'
const never = 'parked mail is never leased'
const first = 'parked mail stays parked since its first instant'
const order = 'parked mail comes in ascending byte order'
const pages = 'page after page, each parked mail comes exactly once'
const own = 'parked mail of another office is never listed'
const leased = 'mail of another office is never leased'
const due = 'requeued mail is due at the instant given'
const others = 'what is not parked cannot be requeued'
const looks = 'a look tells whether a mail still waits'
const gone = 'a removed record is gone'
const free = 'after a removal the key is free'
const moved = 'a removal of any other version than the stored one'
const whole = 'a removal that conflicts undoes all of its commit'
const shapes = 'id, payload and instant of a mail have their shapes'
const once = 'a key is either expected, written or removed'

const mailWrong: readonly Spoilt[] = [
  ['leases the mail of every office', leased, (storage) => alike(storage, () => true)],
  [
    'takes the name of an office for a beginning',
    leased,
    (storage) => alike(storage, (asked, office) => office.startsWith(asked)),
  ],
  [
    'takes the name of an office for a pattern',
    leased,
    (storage) => alike(storage, (asked, office) => new RegExp(`^${asked.replace('%', '.*').replace('_', '.')}$`).test(office)),
  ],
  [
    'folds the case of an office',
    leased,
    (storage) => alike(storage, (asked, office) => asked.toLowerCase() === office.toLowerCase()),
  ],
  [
    'counts the mail of other offices in the limit',
    'much mail of another office',
    (storage) => ({
      async lease(given) {
        const all = storage.contents().outbox.filter(({ sealed, notBefore }) => sealed !== '' && notBefore <= given.now)
        const some = all.sort((a, b) => a.notBefore - b.notBefore).slice(0, given.limit)
        const mine = some.filter(({ topic }) => officeOf(topic) === given.office)
        return mine.length === 0 ? [] : storage.lease(given)
      },
    }),
  ],
  ['lists the parked mail of every office', own, (storage) => ({ parked: alike(storage, () => true).parked ?? storage.parked })],
  [
    'lists the parked mail of an office whose name only begins alike',
    own,
    (storage) => ({ parked: alike(storage, (asked, office) => office.startsWith(asked)).parked ?? storage.parked }),
  ],
  [
    'tries parked mail again',
    never,
    (storage) => ({
      settle: (id, given) => storage.settle(id, isParking(given) ? { retryAt: given.parkedAt } : given),
    }),
  ],
  [
    'forgets why mail was not taken',
    'why mail was not taken is kept',
    (storage) => ({
      settle: (id, given) => storage.settle(id, typeof given === 'object' && given !== null ? { ...given, reason: null } : given),
    }),
  ],
  [
    'takes any reason of a settlement',
    shapes,
    (storage) => ({
      settle: (id, given) =>
        storage.settle(
          id,
          typeof given === 'object' && given !== null && given.reason !== undefined ? { ...given, reason: 'x' } : given,
        ),
    }),
  ],
  [
    'counts the attempts on what only waits',
    afresh,
    (storage) => ({
      settle: (id, given) => storage.settle(id, isRetry(given) && given.afresh === true ? { ...given, afresh: false } : given),
    }),
  ],
  [
    'counts no attempts',
    afresh,
    (storage) => ({
      settle: (id, given) => storage.settle(id, isRetry(given) ? { ...given, afresh: true } : given),
    }),
  ],
  [
    'takes anything for a retry afresh',
    shapes,
    (storage) => ({
      settle: (id, given) => storage.settle(id, isRetry(given) ? { ...given, afresh: false } : given),
    }),
  ],
  ['lists no parked mail', kept, () => ({ parked: async () => [] })],
  [
    'lists waiting mail too',
    kept,
    (storage) => ({ parked: async () => storage.contents().outbox.filter(({ sealed }) => sealed !== '') }),
  ],
  [
    'loses the payload of parked mail',
    kept,
    (storage) => listing(storage, (all) => all.map((message) => ({ ...message, sealed: '' }))),
  ],
  [
    'forgets the attempts of parked mail',
    kept,
    (storage) => listing(storage, (all) => all.map((message) => ({ ...message, attempts: 0 }))),
  ],
  [
    'parks only what was leased',
    'mail can be parked without having been leased',
    (storage) => ({
      async settle(id, given) {
        const message = storage.contents().outbox.find((other) => other.id === id)
        if (!isParking(given) || (message?.attempts ?? 0) > 0) await storage.settle(id, given)
      },
    }),
  ],
  [
    'parks since the last instant',
    first,
    (storage) => {
      const last = new Map<string, number>()
      return {
        settle(id, given) {
          if (isParking(given)) last.set(id, given.parkedAt)
          return storage.settle(id, given)
        },
        ...listing(storage, (all) => all.map((message) => ({ ...message, parkedAt: last.get(message.id) ?? 0 }))),
      }
    },
  ],
  [
    'brings parked mail back by a retry',
    first,
    (storage) => ({
      async settle(id, given) {
        if (typeof given === 'object' && given !== null && 'retryAt' in given) await storage.requeue(id, given.retryAt)
        return storage.settle(id, given)
      },
    }),
  ],
  ...(['sent', 'rejected', 'abandoned'] as const).map(
    (final): Spoilt => [
      `does not let parked mail be settled as ${final}`,
      `parked mail that is settled as ${final}`,
      (storage) => ({
        async settle(id, given) {
          const message = storage.contents().outbox.find((other) => other.id === id)
          if (given !== final || (message?.parkedAt ?? null) === null) await storage.settle(id, given)
        },
      }),
    ],
  ),
  [
    'does not cancel parked mail',
    'voiding a topic cancels its parked mail',
    (storage) => {
      const held = new Map<string, OutboxMessage>()
      return {
        async commit(commit) {
          for (const message of storage.contents().outbox)
            if (message.parkedAt !== null && message.sealed !== '') held.set(message.id, message)
          return storage.commit(commit)
        },
        parked: async (query) => (held.size === 0 ? storage.parked(query) : [...held.values()]),
      }
    },
  ],
  [
    'lists the newest first',
    order,
    (storage) => listing(storage, (all) => [...all].sort((a, b) => (b.parkedAt ?? 0) - (a.parkedAt ?? 0))),
  ],
  [
    'lists in the order of parking',
    order,
    (storage) => listing(storage, (all) => [...all].sort((a, b) => (a.parkedAt ?? 0) - (b.parkedAt ?? 0))),
  ],
  [
    'lists in the order of a language',
    order,
    (storage) => listing(storage, (all) => [...all].sort((a, b) => a.id.localeCompare(b.id, 'en'))),
  ],
  ['ignores where a page begins', pages, (storage) => ({ parked: ({ after: _, ...query }) => storage.parked(query) })],
  ['ignores the limit of a page', pages, (storage) => ({ parked: (query) => storage.parked({ ...query, limit: 1000 }) })],
  [
    'begins a page with the last mail of the one before',
    pages,
    (storage) => ({
      async parked(query) {
        const { after } = query
        const found = (await storage.parked({ office: query.office, limit: 1000 })).filter(
          ({ id }) => after === undefined || id >= after,
        )
        return found.slice(0, query.limit)
      },
    }),
  ],
  [
    'hands out the parked mail that it holds',
    'what parked answers can be changed without effect',
    (storage) => {
      const held = new Map<string, OutboxMessage>()
      return listing(storage, (all) =>
        all.map((message) => {
          const same = held.get(`${message.id} ${message.parkedAt}`) ?? message
          held.set(`${message.id} ${message.parkedAt}`, same)
          return same
        }),
      )
    },
  ],
  ['makes requeued mail due at once', due, (storage) => ({ requeue: (id, at) => storage.requeue(id, Math.min(at, 1)) })],
  [
    'does not requeue back in time',
    due,
    (storage) => ({ requeue: (id, at) => storage.requeue(id, Math.max(at, 1_700_000_000_000)) }),
  ],
  [
    'keeps the attempts of requeued mail',
    due,
    (storage) => {
      const before = new Map<string, number>()
      return {
        requeue(id, at) {
          before.set(id, storage.contents().outbox.find((message) => message.id === id)?.attempts ?? 0)
          return storage.requeue(id, at)
        },
        lease: async (given) =>
          (await storage.lease(given)).map((message) => ({
            ...message,
            attempts: message.attempts + (before.get(message.id) ?? 0),
          })),
      }
    },
  ],
  ['says of every mail that it waits', looks, () => ({ isWaiting: async () => true })],
  ['says of no mail that it waits', looks, () => ({ isWaiting: async () => false })],
  [
    'takes a leased mail for one that does not wait',
    looks,
    (storage) => {
      const leased = new Set<string>()
      return {
        async lease(order) {
          const messages = await storage.lease(order)
          for (const { id } of messages) leased.add(id)
          return messages
        },
        isWaiting: async (id) => (await storage.isWaiting(id)) && !leased.has(id),
      }
    },
  ],
  [
    'takes a parked mail for one that waits',
    looks,
    (storage) => ({
      isWaiting: async (id) =>
        (await storage.isWaiting(id)) || (await storage.parked({ office: 'office', limit: 100 })).some((mail) => mail.id === id),
    }),
  ],
  [
    'looks at any id',
    shapes,
    (storage) => ({ isWaiting: (id) => storage.isWaiting(typeof id === 'string' && id !== '' ? id : 'm') }),
  ],
  ['requeues nothing', due, () => ({ requeue: async () => false })],
  [
    'says of every mail that it is requeued',
    others,
    (storage) => ({ requeue: async (id, at) => (await storage.requeue(id, at)) || true }),
  ],
  [
    'requeues what waits or is leased',
    others,
    (storage) => ({
      async requeue(id, at) {
        const done = await storage.requeue(id, at)
        if (!done) await storage.settle(id, { retryAt: at })
        return done
      },
    }),
  ],
  [
    'looks whether a mail is parked before it requeues it',
    'of many who requeue one mail at once',
    (storage) => ({
      async requeue(id, at) {
        const there = storage
          .contents()
          .outbox.some((message) => message.id === id && message.parkedAt !== null && message.sealed !== '')
        await Promise.resolve()
        await storage.requeue(id, at)
        return there
      },
    }),
  ],
  [
    'takes any office for a lease',
    'office, kind and tag of a query',
    (storage) => ({ lease: (given) => storage.lease({ ...given, office: 'office' }) }),
  ],
  [
    'takes any instant of parking',
    shapes,
    (storage) => ({ settle: (id, given) => storage.settle(id, isParking(given) ? { parkedAt: 0 } : given) }),
  ],
  ['takes any instant of a requeueing', shapes, (storage) => ({ requeue: (id) => storage.requeue(id, 0) })],
  [
    'takes any id to requeue',
    shapes,
    (storage) => ({ requeue: (id, at) => storage.requeue(typeof id === 'string' && id !== '' ? id : 'm', at) }),
  ],
  [
    'takes any id to begin after',
    shapes,
    (storage) => ({
      parked: (query) =>
        storage.parked(
          typeof query.after === 'string' && query.after !== '' ? query : { office: query.office, limit: query.limit },
        ),
    }),
  ],
  [
    'takes any limit of what is parked',
    'a limit is 1 to 1000',
    (storage) => ({ parked: (query) => storage.parked({ ...query, limit: 1 }) }),
  ],
]

/** A storage whose records are marked as removed, in a list beside it, and not removed. */
function marking(storage: MemoryStorage, hidden: (call: 'load' | 'list' | 'journal') => boolean): Partial<Storage> {
  const removed = new Set<Key>()
  const isHidden = (key: Key, call: 'load' | 'list' | 'journal') => removed.has(key) && hidden(call)
  return {
    async commit(commit) {
      const expects = [...commit.expects, ...removesOf(commit)]
      const outcome = await storage.commit({ ...commit, expects, removes: [] })
      if (outcome.ok) for (const { key } of removesOf(commit)) removed.add(key)
      return outcome
    },
    load: async (keys) => (await storage.load(keys)).map((row) => (row === null || isHidden(row.key, 'load') ? null : row)),
    list: async (query) => (await storage.list(query)).filter(({ key }) => !isHidden(key, 'list')),
    journal: async (key, page) => (isHidden(key, 'journal') ? [] : storage.journal(key, page)),
  }
}

const removalWrong: readonly Spoilt[] = [
  ['removes nothing', gone, (storage) => marking(storage, () => false)],
  ['removes from load only', gone, (storage) => marking(storage, (call) => call === 'load')],
  ['leaves the journal', gone, (storage) => marking(storage, (call) => call !== 'journal')],
  ['lists the removed', gone, (storage) => marking(storage, (call) => call !== 'list')],
  ['hides what it does not remove', free, (storage) => marking(storage, () => true)],
  [
    'leaves a tombstone',
    gone,
    (storage) => ({
      async commit(commit) {
        const outcome = await storage.commit({ ...commit, expects: [...commit.expects, ...removesOf(commit)], removes: [] })
        if (outcome.ok) for (const { key } of removesOf(commit)) await storage.erase(key, 0)
        return outcome
      },
    }),
  ],
  [
    'removes the old journal only when it is looked at',
    free,
    (storage) => {
      const old = new Map<Key, readonly JournalEntry[]>()
      return {
        async commit(commit) {
          const journals = new Map<Key, readonly JournalEntry[]>()
          for (const { key } of removesOf(commit)) journals.set(key, await storage.journal(key, { after: 0, limit: 1000 }))
          const outcome = await storage.commit(commit)
          if (outcome.ok) for (const [key, entries] of journals) old.set(key, entries)
          return outcome
        },
        async journal(key, page) {
          const entries = await storage.journal(key, page)
          return entries.length === 0 ? entries : [...(old.get(key) ?? []), ...entries]
        },
      }
    },
  ],
  [
    'counts versions on after a removal',
    free,
    (storage) => {
      const last = new Map<Key, number>()
      const raised = (row: Stored): Stored => ({ ...row, version: row.version + (last.get(row.key) ?? 0) })
      return {
        async commit(commit) {
          const outcome = await storage.commit(commit)
          if (outcome.ok) for (const { key, version } of removesOf(commit)) last.set(key, version)
          return outcome
        },
        load: async (keys) => (await storage.load(keys)).map((row) => (row === null ? null : raised(row))),
      }
    },
  ],
  [
    'removes whatever version there is',
    moved,
    (storage) => ({
      async commit(commit) {
        const rows = removesOf(commit).length === 0 ? [] : await storage.load(removesOf(commit).map(({ key }) => key))
        return storage.commit({
          ...commit,
          removes: rows.flatMap((row) => (row === null ? [] : { key: row.key, version: row.version })),
        })
      },
    }),
  ],
  [
    'is content where there is nothing to remove',
    moved,
    (storage) => ({
      async commit(commit) {
        const there = []
        for (const given of removesOf(commit)) if ((await storage.load([given.key]))[0] !== null) there.push(given)
        return storage.commit({ ...commit, removes: there })
      },
    }),
  ],
  [
    'removes before it knows whether it writes',
    whole,
    (storage) => ({
      async commit(commit) {
        const outcome = await storage.commit({ ...commit, expects: [], writes: [], outbox: [], cancelMail: [] })
        return outcome.ok ? storage.commit({ ...commit, removes: [] }) : outcome
      },
    }),
  ],
  [
    'writes before it knows whether it removes',
    whole,
    (storage) => ({
      async commit(commit) {
        const outcome = await storage.commit({ ...commit, removes: [] })
        return outcome.ok ? storage.commit({ ...commit, expects: [], writes: [], outbox: [], cancelMail: [] }) : outcome
      },
    }),
  ],
  [
    'cancels the mail of what it removes',
    'removing a record leaves its mail alone',
    (storage) => ({
      commit: (commit) =>
        storage.commit({ ...commit, cancelMail: [...commit.cancelMail, ...removesOf(commit).map(({ key }) => key)] }),
    }),
  ],
  [
    'forgets what is cancelled beside a removal',
    'removals, writes, mail and cancellations of one commit',
    (storage) => ({ commit: (commit) => storage.commit(removesOf(commit).length > 0 ? { ...commit, cancelMail: [] } : commit) }),
  ],
  [
    'removes one record of a commit',
    'a hundred records with their journals are removed',
    (storage) => ({ commit: (commit) => storage.commit({ ...commit, removes: removesOf(commit).slice(0, 1) }) }),
  ],
  [
    'does not remove tombstones',
    'a tombstone can be removed',
    (storage) => ({
      async commit(commit) {
        const living = []
        for (const given of removesOf(commit))
          if (((await storage.load([given.key]))[0]?.erasedAt ?? null) === null) living.push(given)
        return storage.commit({ ...commit, removes: living })
      },
    }),
  ],
  [
    'compares the versions first and removes later',
    'of many who remove or write one record at once',
    (storage) => ({
      async commit(commit) {
        const removes = removesOf(commit)
        const rows = removes.length === 0 ? [] : await storage.load(removes.map(({ key }) => key))
        const lost = removes.find(({ version }, i) => rows[i]?.version !== version)
        if (lost !== undefined) return { ok: false, conflict: lost.key }
        await storage.commit({ ...commit, expects: [], writes: [], outbox: [], cancelMail: [] })
        return storage.commit({ ...commit, removes: [] })
      },
    }),
  ],
  [
    'checks what is expected before it begins to remove',
    'a commit that removes what another expects',
    (storage) => ({
      async commit(commit) {
        if (removesOf(commit).length === 0) return storage.commit(commit)
        const outcome = await storage.commit({ ...commit, writes: [], removes: [], outbox: [], cancelMail: [] })
        return outcome.ok ? storage.commit({ ...commit, expects: [] }) : outcome
      },
    }),
  ],
  [
    'removes what was read as absent',
    'only what exists can be removed',
    (storage) => ({
      commit: (commit) => storage.commit({ ...commit, removes: removesOf(commit).filter((given) => given?.version !== 0) }),
    }),
  ],
  [
    'removes a key twice',
    once,
    (storage) => ({
      commit(commit) {
        const keys = new Set<unknown>()
        return storage.commit({
          ...commit,
          removes: removesOf(commit).filter((given) => !keys.has(given?.key) && keys.add(given?.key)),
        })
      },
    }),
  ],
  [
    'writes what it removes',
    once,
    (storage) => ({
      commit: (commit) =>
        storage.commit({
          ...commit,
          removes: removesOf(commit).filter((given) => commit.writes.every(({ key }) => key !== given?.key)),
        }),
    }),
  ],
  [
    'expects what it removes',
    once,
    (storage) => ({
      commit: (commit) =>
        storage.commit({
          ...commit,
          removes: removesOf(commit).filter((given) => commit.expects.every(({ key }) => key !== given?.key)),
        }),
    }),
  ],
  [
    'takes a commit without a list of what to remove',
    'what is no argument at all',
    (storage) => ({ commit: (commit) => storage.commit({ ...commit, removes: removesOf(commit) }) }),
  ],
]

describe('storageContract', () => {
  for (const [what, caughtBy, spoil] of [...mailWrong, ...removalWrong]) {
    it(`catches a storage that ${what}`, async () => {
      const broken = await brokenBy(spoil)
      expect(broken.filter((name) => name.startsWith(caughtBy))).not.toEqual([])
    })
  }

  it.each<[what: string, caughtBy: string, contents: (storage: MemoryStorage, commits: readonly string[]) => string]>([
    [
      'hides what was discarded without wiping it',
      'settling parked mail for good wipes',
      (storage, commits) => JSON.stringify([storage.contents(), commits]),
    ],
    ['hides what was removed without wiping it', 'removing takes all', (_storage, commits) => JSON.stringify(commits)],
  ])('catches a storage that %s', async (_what, caughtBy, contents) => {
    const commits: string[] = []
    const create = (): MemoryStorage => {
      const storage = memoryStorage()
      return {
        ...storage,
        commit(commit) {
          commits.push(JSON.stringify([commit.writes, commit.outbox]))
          return storage.commit(commit)
        },
      }
    }
    const check = storageContract(create, (storage) => contents(storage, commits)).find(({ name }) => name.startsWith(caughtBy))
    await expect(check?.run()).rejects.toThrow(/^broken promise/)
  })
})
