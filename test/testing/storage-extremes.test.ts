/** The checks of the extremes and of lost answers bite: each is broken by a storage that is wrong in just its own way. */
import { describe, expect, it } from 'vitest'
import { type MemoryStorage, memoryStorage } from '../../src/adapters/memory.ts'
import type { Commit, Storage, Stored, Write } from '../../src/ports/index.ts'
import { storageContract } from '../../src/testing/index.ts'
import { extremeChecks } from '../../src/testing/storage/extremes.ts'
import { lostAnswerChecks } from '../../src/testing/storage/lost-answers.ts'

const checks = [...extremeChecks, ...lostAnswerChecks]

async function brokenBy(spoil: (storage: MemoryStorage) => Partial<Storage>): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { name, run } of checks) {
    const storage = memoryStorage()
    await run({ ...storage, ...spoil(storage) }).catch(() => broken.push(name))
  }
  return broken
}

/** Loads and lists rows through a change. */
const rewriting = (storage: Storage, change: (row: Stored) => Stored): Partial<Storage> => ({
  load: async (keys) => (await storage.load(keys)).map((row) => (row === null ? null : change(row))),
  list: async (query) => (await storage.list(query)).map(change),
})

/** Commits through a change of every write. */
const writing = (storage: Storage, change: (write: Write) => Write): Partial<Storage> => ({
  commit: (commit) => storage.commit({ ...commit, writes: commit.writes.map(change) }),
})

/** Commits through a change of every text of a record and its journal. */
const saying = (storage: Storage, change: (text: string) => string): Partial<Storage> =>
  writing(storage, (write) => ({
    ...write,
    state: change(write.state),
    personal: write.personal === null ? null : change(write.personal),
    entries: write.entries.map((entry) => ({ ...entry, by: change(entry.by), data: change(entry.data) })),
  }))

const withoutPrototypes = (text: string): string => text.replaceAll('"__proto__"', '"proto"')
const named = { __proto__: null, constructor: 'a function' } as Readonly<Record<string, unknown>>
const letters = 'letters come back as they were written'
const json = 'JSON comes back as it was written'
const data = 'names that mean something in a language or an engine are data'
const tags = 'tags come back in the order of the last write'
const pages = 'pages stay in byte order of the key'
const clock = 'mail that is queued or put off by a clock that was set back'
const lists = 'each list of a commit has up to 1000 items'

type Spoilt = readonly [what: string, caughtBy: string, spoil: (storage: MemoryStorage) => Partial<Storage>]

const wrong: readonly Spoilt[] = [
  ['composes letters', letters, (storage) => saying(storage, (text) => text.normalize('NFC'))],
  ['takes letters apart', letters, (storage) => saying(storage, (text) => text.normalize('NFD'))],
  [
    'keeps three bytes of a letter',
    letters,
    (storage) => saying(storage, (text) => text.replace(/[\u{10000}-\u{10FFFF}]/gu, '?')),
  ],
  ['drops what cannot be seen', letters, (storage) => saying(storage, (text) => text.replace(/\p{Cf}/gu, ''))],
  ['trims', letters, (storage) => saying(storage, (text) => text.replaceAll(' "', '"'))],
  [
    'keeps Latin letters of a mail only',
    letters,
    (storage) => ({
      commit: (commit) =>
        storage.commit({
          ...commit,
          outbox: commit.outbox.map((mail) => ({ ...mail, sealed: mail.sealed.replace(/[\u0100-\u{10FFFF}]/gu, '?') })),
        }),
    }),
  ],
  ['keeps one of two names that are alike', json, (storage) => saying(storage, (text) => text.replace('"a":1,"a":2', '"a":2'))],
  [
    'keeps numbers as doubles',
    json,
    (storage) => saying(storage, (text) => text.replace('9007199254740993', '9007199254740992')),
  ],
  ['drops the names of prototypes', json, (storage) => saying(storage, withoutPrototypes)],
  ['takes back the escaping of letters', json, (storage) => saying(storage, (text) => text.replace('\\u2028', '\u2028'))],
  [
    'nests no deeper than a hundred',
    json,
    (storage) => saying(storage, (text) => (text.startsWith('[['.repeat(50)) ? `${'['.repeat(99)}${']'.repeat(99)}` : text)),
  ],
  [
    'cuts the payload of a mail at 64 KiB',
    'a mebibyte fits in state, personal part, event and mail',
    (storage) => ({
      lease: async (order) => (await storage.lease(order)).map((mail) => ({ ...mail, sealed: mail.sealed.slice(0, 65_536) })),
    }),
  ],
  [
    'counts the bytes of letters beyond the first plane',
    'a mebibyte fits in state, personal part, event and mail',
    (storage) => saying(storage, (text) => (new TextEncoder().encode(text).length > 1_048_576 ? '0' : text.slice(0, 1_000_000))),
  ],
  [
    'takes the name of a machine for a property',
    `${data}: of machines`,
    (storage) => rewriting(storage, (row) => ({ ...row, machine: String(named[row.machine] ?? row.machine) })),
  ],
  [
    'keeps tags in one text, between commas',
    `${data}: of machines`,
    (storage) => rewriting(storage, (row) => ({ ...row, tags: row.tags.join(',').split(',') })),
  ],
  [
    'takes a tag for a pattern',
    `${data}: of machines`,
    (storage) => ({
      list: async ({ tag, ...query }) =>
        tag === '%!' ? storage.list(query) : storage.list({ ...query, ...(tag === undefined ? {} : { tag }) }),
    }),
  ],
  [
    'keeps nothing for NULL',
    `${data}: of machines`,
    (storage) => rewriting(storage, (row) => ({ ...row, tags: row.tags.filter((tag) => tag !== 'NULL') })),
  ],
  [
    'settles whatever is like the id',
    `${data}: of topics and mail`,
    (storage) => ({
      async settle(id, settlement) {
        await storage.settle(id, settlement)
        if (id === '%') for (const name of ['__proto__', 'true']) await storage.settle(name, settlement)
      },
    }),
  ],
  [
    'voids nothing whose topic is quoted',
    `${data}: of topics and mail`,
    (storage) => ({
      commit: (commit) =>
        storage.commit({
          ...commit,
          cancelMail: commit.cancelMail.filter((topic) => !topic.includes("'") && !topic.includes('"')),
        }),
    }),
  ],
  [
    'keeps a tag where it was at first',
    tags,
    (storage) => {
      const first = new Map<string, readonly string[]>()
      const placed = (row: Stored): Stored => {
        const order = [...new Set([...(first.get(row.key) ?? []), ...row.tags])]
        first.set(row.key, order)
        return { ...row, tags: order.filter((tag) => row.tags.includes(tag)) }
      }
      return rewriting(storage, placed)
    },
  ],
  [
    'lists a tag before the others when it is found by it',
    tags,
    (storage) => ({
      list: async (query) =>
        (await storage.list(query)).map((row) => {
          const { tag } = query
          return tag === undefined ? row : { ...row, tags: [tag, ...row.tags.filter((other) => other !== tag)] }
        }),
    }),
  ],
  [
    'lists in the order of the last write',
    pages,
    (storage) => {
      const written: string[] = []
      return {
        async commit(commit) {
          for (const { key } of commit.writes) {
            const at = written.indexOf(key)
            if (at >= 0) written.splice(at, 1)
            written.push(key)
          }
          return storage.commit(commit)
        },
        list: async (query) => [...(await storage.list(query))].sort((x, y) => written.indexOf(x.key) - written.indexOf(y.key)),
      }
    },
  ],
  [
    'finds a removed record by its tag',
    pages,
    (storage) => {
      const removed: Stored[] = []
      return {
        async commit(commit) {
          const gone = await Promise.all(commit.removes.map(({ key }) => storage.load([key])))
          removed.push(...gone.flat().flatMap((row) => row ?? []))
          return storage.commit(commit)
        },
        async list(query) {
          const ghosts = removed.filter(({ tags: own }) => query.tag !== undefined && own.includes(query.tag))
          const rows = [...(await storage.list(query)), ...ghosts].filter(({ key }) => key > (query.after ?? ''))
          return rows.sort((x, y) => (x.key < y.key ? -1 : 1)).slice(0, query.limit)
        },
      }
    },
  ],
  [
    'never queues mail before what is queued',
    clock,
    (storage) => {
      let latest = 0
      return {
        commit(commit) {
          const outbox = commit.outbox.map((mail) => {
            latest = Math.max(latest, mail.at)
            return { ...mail, at: latest }
          })
          return storage.commit({ ...commit, outbox })
        },
      }
    },
  ],
  [
    'never puts mail off to before it was queued',
    clock,
    (storage) => ({
      settle: (id, settlement) =>
        storage.settle(
          id,
          typeof settlement === 'object' && 'retryAt' in settlement ? { retryAt: Math.max(settlement.retryAt, 5) } : settlement,
        ),
    }),
  ],
  [
    'takes 999 variables in a statement',
    lists,
    (storage) => ({
      commit: (commit) => (commit.writes.length > 999 ? Promise.reject(new Error('too many variables')) : storage.commit(commit)),
    }),
  ],
  [
    'looks at the first 999 that are expected',
    lists,
    (storage) => ({ commit: (commit) => storage.commit({ ...commit, expects: commit.expects.slice(0, 999) }) }),
  ],
  [
    'takes 999 entries of a journal at once',
    lists,
    (storage) => ({ journal: async (key, page) => (await storage.journal(key, page)).slice(0, 999) }),
  ],
  [
    'takes a repeated commit for done',
    'a commit whose answer was lost is done',
    (storage) => {
      const done = new Set<string>()
      return {
        async commit(commit) {
          const text = JSON.stringify(commit)
          if (done.has(text)) return { ok: true }
          const outcome = await storage.commit(commit)
          if (outcome.ok) done.add(text)
          return outcome
        },
      }
    },
  ],
  [
    'takes back what it could not answer',
    'a commit whose answer was lost is done',
    (storage) => ({ commit: (commit) => storage.commit({ ...commit, writes: [] }) }),
  ],
  [
    'queues mail at every commit that is tried',
    'whoever loads, looks and commits again after every lost answer',
    (storage) => ({
      async commit(commit) {
        const outcome = await storage.commit(commit)
        const twice = commit.outbox.map((mail) => ({ ...mail, id: `${mail.id}.again` }))
        if (outcome.ok) await storage.commit({ ...emptyCommit, outbox: twice })
        return outcome
      },
    }),
  ],
  [
    'writes on whatever is stored',
    'of many at once whose calls fail before, after or by a false conflict',
    (storage) => ({
      async commit(commit) {
        for (;;) {
          const writes: Write[] = []
          for (const write of commit.writes) {
            const [row] = await storage.load([write.key])
            const from = (await storage.journal(write.key, { after: 0, limit: 1000 })).length
            const entries = write.entries.map((entry) => ({ ...entry, sequence: from + 1, previous: row?.journalHead ?? '' }))
            writes.push({
              ...write,
              expectedVersion: row?.version ?? 0,
              entries,
              journalHead: entries.at(-1)?.hash ?? row?.journalHead ?? '',
            })
          }
          const outcome = await storage.commit({ ...commit, expects: [], writes })
          if (outcome.ok) return outcome
        }
      },
    }),
  ],
  [
    'hands a mail out for ever',
    'mail whose lease was not heard of comes back',
    (storage) => ({ lease: (order) => storage.lease({ ...order, leaseMs: 86_400_000 }) }),
  ],
  [
    'erases what is erased',
    'a settlement or an erasure whose answer was lost stands',
    (storage) => {
      let last = 0
      return {
        ...rewriting(storage, (row) => (row.erasedAt === null ? row : { ...row, at: last, erasedAt: last })),
        async erase(key, at) {
          last = at
          await storage.erase(key, at)
        },
      }
    },
  ],
  [
    'offers what was settled, once it is settled again',
    'a settlement or an erasure whose answer was lost stands',
    (storage) => {
      const sealed = new Map<string, Commit['outbox'][number]>()
      let copies = 0
      return {
        commit(commit) {
          for (const mail of commit.outbox) sealed.set(mail.id, mail)
          return storage.commit(commit)
        },
        async settle(id, settlement) {
          await storage.settle(id, settlement)
          const mail = sealed.get(id)
          copies += 1
          if (id === 'sent' && settlement !== 'sent' && mail !== undefined)
            await storage.commit({ ...emptyCommit, outbox: [{ ...mail, id: `${id}.${copies}` }] })
        },
      }
    },
  ],
]

const emptyCommit: Commit = { expects: [], writes: [], removes: [], outbox: [], cancelMail: [] }

describe('the checks of extremes and lost answers', () => {
  it('are part of the contract', () => {
    const names = storageContract(memoryStorage).map(({ name }) => name)
    for (const { name } of checks) expect(names).toContain(name)
  })

  it('are all broken by some storage below', () => {
    const unproven = checks.filter(({ name }) => !wrong.some(([, caughtBy]) => name.startsWith(caughtBy)))
    expect(unproven.map(({ name }) => name)).toEqual([])
  })

  it.each(checks.map(({ name, run }) => [name, run] as const))('hold in memory: %s', async (_, run) => {
    await run(memoryStorage())
  })

  for (const [what, caughtBy, spoil] of wrong) {
    it(`catch a storage that ${what}`, async () => {
      const broken = await brokenBy(spoil)
      expect(broken.filter((name) => name.startsWith(caughtBy))).not.toEqual([])
    })
  }
})
