import { describe, expect, it } from 'vitest'
import { type MemoryStorage, memoryStorage } from '../../src/adapters/memory.ts'
import type { Commit, JournalEntry, PlacedEntry, Storage, Stored } from '../../src/ports/index.ts'
import { storageContract } from '../../src/testing/index.ts'

const readBack = (storage: MemoryStorage): string => JSON.stringify(storage.contents())

/** Names of the checks that a storage breaks. */
async function brokenBy(spoil: (storage: MemoryStorage) => Partial<MemoryStorage>): Promise<readonly string[]> {
  const create = (): MemoryStorage => {
    const storage = memoryStorage()
    return { ...storage, ...spoil(storage) }
  }
  const broken: string[] = []
  for (const { name, run } of storageContract(create, readBack)) await run().catch(() => broken.push(name))
  return broken
}

const spoiltRow = (row: Stored | null, change: (row: Stored) => Stored): Stored | null => (row === null ? null : change(row))

/** Loads and lists rows through a change. */
const rewriting = (storage: Storage, change: (row: Stored) => Stored): Partial<MemoryStorage> => ({
  load: async (keys) => (await storage.load(keys)).map((row) => spoiltRow(row, change)),
  list: async (query) => (await storage.list(query)).map(change),
})

const withoutChecks = (commit: Commit): Commit => ({ ...commit, expects: [] })

/** The commit as if it had been decided on whatever is stored now. */
async function overwriting(storage: Storage, commit: Commit): Promise<Commit> {
  const writes = []
  for (const write of commit.writes) {
    const [row = null] = await storage.load([write.key])
    const { version = 0, journalHead = '' } = row ?? {}
    const from = (await storage.journal(write.key, { after: 0, limit: 1000 })).length
    const entries: JournalEntry[] = []
    for (const entry of write.entries) {
      const previous: string = entries.at(-1)?.hash ?? journalHead
      entries.push({ ...entry, sequence: from + entries.length + 1, previous })
    }
    writes.push({ ...write, expectedVersion: version, entries, journalHead: entries.at(-1)?.hash ?? journalHead })
  }
  const rows = commit.removes.length === 0 ? [] : await storage.load(commit.removes.map(({ key }) => key))
  return { ...commit, writes, removes: rows.flatMap((row) => (row === null ? [] : { key: row.key, version: row.version })) }
}

/** Writes again and again, on whatever is stored, until it succeeds: the last one wins. */
async function force(storage: Storage, commit: Commit): Promise<{ readonly ok: true }> {
  for (;;) if ((await storage.commit(withoutChecks(await overwriting(storage, commit)))).ok) return { ok: true }
}

async function conflictOf(storage: Storage, { expects, writes, removes }: Commit): Promise<string | null> {
  const wanted = [...expects, ...removes, ...writes.map(({ key, expectedVersion }) => ({ key, version: expectedVersion }))]
  for (const { key, version } of wanted) if (((await storage.load([key]))[0]?.version ?? 0) !== version) return key
  return null
}

type Spoilt = readonly [what: string, caughtBy: string, spoil: (storage: MemoryStorage) => Partial<MemoryStorage>]

const wrong: readonly Spoilt[] = [
  [
    'compares no version',
    'of many commits on one version at once exactly one succeeds',
    (storage) => ({ commit: (commit) => force(storage, commit) }),
  ],
  [
    'compares the versions first and writes later',
    'of many commits that create one record at once exactly one succeeds',
    (storage) => ({
      async commit(commit) {
        const conflict = await conflictOf(storage, commit)
        if (conflict !== null) return { ok: false, conflict }
        return force(storage, commit)
      },
    }),
  ],
  [
    'ignores what is expected',
    'an expected record that has moved',
    (storage) => ({ commit: (commit) => storage.commit(withoutChecks(commit)) }),
  ],
  [
    'checks what is expected before it begins to write',
    'two commits that each expect what the other writes',
    (storage) => ({
      async commit(commit) {
        const conflict = await conflictOf(storage, { ...commit, writes: [] })
        return conflict === null ? storage.commit(withoutChecks(commit)) : { ok: false, conflict }
      },
    }),
  ],
  [
    'does not expect the absence of a record',
    'an expected record that has moved',
    (storage) => ({
      commit: (commit) => storage.commit({ ...commit, expects: commit.expects.filter(({ version }) => version > 0) }),
    }),
  ],
  [
    'queues mail before it knows whether it writes',
    'one conflicting write undoes all',
    (storage) => ({
      async commit(commit) {
        await storage.commit({ ...commit, expects: [], writes: [] })
        return storage.commit({ ...commit, outbox: [], cancelMail: [] })
      },
    }),
  ],
  [
    'writes one record after the other',
    'one conflicting write undoes all',
    (storage) => ({
      async commit(commit) {
        for (const write of commit.writes) {
          const outcome = await storage.commit({ expects: [], removes: [], outbox: [], cancelMail: [], writes: [write] })
          if (!outcome.ok) return outcome
        }
        return storage.commit({ ...commit, writes: [] })
      },
    }),
  ],
  [
    'names the first key of the commit in every conflict',
    'one conflicting write undoes all',
    (storage) => ({
      async commit(commit) {
        const outcome = await storage.commit(commit)
        return outcome.ok ? outcome : { ok: false, conflict: commit.writes[0]?.key ?? '' }
      },
    }),
  ],
  [
    'throws a conflict instead of returning it',
    'a write on any other version',
    (storage) => ({
      async commit(commit) {
        const outcome = await storage.commit(commit)
        if (!outcome.ok) throw new Error('conflict')
        return outcome
      },
    }),
  ],
  [
    'counts versions from 0',
    'a first write is stored as it was given',
    (storage) => rewriting(storage, (row) => ({ ...row, version: row.version - 1 })),
  ],
  [
    'hands out the rows that it holds',
    'what load, list, journal and lease answer can be changed without effect',
    (storage) => {
      const held = new Map<string, Stored>()
      return {
        load: async (keys) =>
          (await storage.load(keys)).map((row) => {
            const same = row === null ? undefined : held.get(`${row.key} ${row.version}`)
            if (row !== null && same === undefined) held.set(`${row.key} ${row.version}`, row)
            return same ?? row
          }),
      }
    },
  ],
  [
    'hands out the journal entries that it holds',
    'what load, list, journal and lease answer can be changed without effect',
    (storage) => {
      const held = new Map<string, JournalEntry>()
      return {
        journal: async (key, page) =>
          (await storage.journal(key, page)).map((entry) => {
            const place = `${key} ${entry.sequence} ${entry.personal === null}`
            const same = held.get(place) ?? entry
            held.set(place, same)
            return same
          }),
      }
    },
  ],
  [
    'reads a commit later than it was given',
    'what is given to a commit can be changed afterwards without effect',
    (storage) => ({ commit: async (commit) => Promise.resolve().then(() => storage.commit(commit)) }),
  ],
  [
    'leaves what is personal in the journal',
    'erasing takes the personal part out of every journal entry',
    (storage) => {
      const said = new Map<string, readonly JournalEntry[]>()
      return {
        async erase(key, at) {
          const before = await storage.journal(key, { after: 0, limit: 1000 })
          await storage.erase(key, at)
          said.set(key, before)
        },
        journal: async (key, page) => said.get(key) ?? storage.journal(key, page),
      }
    },
  ],
  [
    'does not count an erasure as a write',
    'whoever has read the record before its erasure',
    (storage) => {
      const erased = new Set<string>()
      return {
        async erase(key, at) {
          erased.add(key)
          await storage.erase(key, at)
        },
        commit: async (commit) =>
          storage.commit(commit.writes.some(({ key }) => erased.has(key)) ? await overwriting(storage, commit) : commit),
      }
    },
  ],
  [
    'erases an erased record again',
    'erasing what is unknown or already erased',
    (storage) => {
      const last = new Map<string, number>()
      const latest = (row: Stored): Stored => (row.erasedAt === null ? row : { ...row, erasedAt: last.get(row.key) ?? 0 })
      return {
        ...rewriting(storage, latest),
        async erase(key, at) {
          last.set(key, at)
          await storage.erase(key, at)
        },
      }
    },
  ],
  [
    'deletes instead of leaving a tombstone',
    'erasing leaves a tombstone',
    (storage) => ({ load: async (keys) => (await storage.load(keys)).map((row) => (row?.erasedAt === null ? row : null)) }),
  ],
  ['does not erase', 'erasing leaves a tombstone', () => ({ erase: async () => {} })],
  [
    'erases whatever the version is',
    'an erasure that names a version',
    (storage) => ({ erase: (key, at) => storage.erase(key, at) }),
  ],
  [
    'erases at no version that is named',
    'an erasure that names a version',
    (storage) => ({ erase: async (key, at, version) => (version === undefined ? storage.erase(key, at) : undefined) }),
  ],
  [
    'takes anything for the version of an erasure',
    'the version of an erasure',
    (storage) => ({ erase: (key, at, version) => storage.erase(key, at, Number.isInteger(version) ? version : undefined) }),
  ],
  [
    'lists the erased',
    'an erased record is in no list',
    (storage) => {
      const keys: string[] = []
      return {
        async erase(key, at) {
          keys.push(key)
          await storage.erase(key, at)
        },
        async list(query) {
          const rows = keys.length === 0 ? [] : await storage.load(keys)
          return [...(await storage.list(query)), ...rows.flatMap((row) => row ?? [])]
        },
      }
    },
  ],
  [
    'leases to everybody',
    'leased mail is hidden until its lease ends',
    (storage) => ({ lease: (order) => storage.lease({ ...order, leaseMs: 1 }) }),
  ],
  [
    'loses what was leased and not settled',
    'leased mail is hidden until its lease ends',
    (storage) => ({ lease: (order) => storage.lease({ ...order, leaseMs: 86_400_000 }) }),
  ],
  [
    'does not count attempts',
    'each lease counts as an attempt',
    (storage) => ({ lease: async (order) => (await storage.lease(order)).map((message) => ({ ...message, attempts: 1 })) }),
  ],
  [
    'leases the newest first',
    'mail is leased in ascending order',
    (storage) => ({ lease: async (order) => [...(await storage.lease(order))].reverse() }),
  ],
  [
    'offers rejected mail again',
    'mail settled as rejected never comes back',
    (storage) => ({ settle: (id, settlement) => storage.settle(id, settlement === 'rejected' ? { retryAt: 0 } : settlement) }),
  ],
  [
    'tries again at once',
    'mail settled for a retry comes back at that instant',
    (storage) => ({
      settle: (id, settlement) => storage.settle(id, typeof settlement === 'string' ? settlement : { retryAt: 0 }),
    }),
  ],
  [
    'hides what was settled without wiping it',
    'settling mail as sent wipes its payload from the store',
    (storage) => {
      const sealed: string[] = []
      return {
        commit: (commit) => {
          if (Array.isArray(commit?.outbox)) for (const message of commit.outbox) sealed.push(String(message?.sealed))
          return storage.commit(commit)
        },
        contents: () => {
          const { outbox, ...rest } = storage.contents()
          return { ...rest, outbox: outbox.map((message, i) => ({ ...message, sealed: sealed[i] ?? '' })) }
        },
      }
    },
  ],
  [
    'keeps old versions of an erased record',
    'erasing takes what is personal from record, earlier versions and journal',
    (storage) => {
      const old: Stored[] = []
      return {
        async commit(commit) {
          const outcome = await storage.commit(commit)
          old.push(...storage.contents().records)
          return outcome
        },
        contents: () => ({ ...storage.contents(), records: [...old, ...storage.contents().records] }),
      }
    },
  ],
  [
    'ignores cancellations',
    'voiding a topic cancels its unsettled mail',
    (storage) => ({ commit: (commit) => storage.commit({ ...commit, cancelMail: [] }) }),
  ],
  [
    'cancels the mail of the same commit',
    'voiding a topic keeps the mail of the same commit',
    (storage) => ({
      async commit(commit) {
        const outcome = await storage.commit({ ...commit, cancelMail: [] })
        if (outcome.ok) await storage.commit({ expects: [], writes: [], removes: [], outbox: [], cancelMail: commit.cancelMail })
        return outcome
      },
    }),
  ],
  [
    'forgets the ids of settled mail',
    'the id of a mail is unique for ever',
    (storage) => ({
      commit: async (commit) =>
        storage
          .commit(commit)
          .catch((cause: unknown) => (String(cause).includes('unique for ever') ? { ok: true } : Promise.reject(cause))),
    }),
  ],
  [
    'lists in any order',
    'list is in ascending byte order',
    (storage) => ({ list: async (query) => [...(await storage.list(query))].reverse() }),
  ],
  [
    'lists in the order of a language',
    'list is in ascending byte order',
    (storage) => ({
      list: async (query) => [...(await storage.list(query))].sort((a, b) => a.key.localeCompare(b.key, 'en')),
    }),
  ],
  [
    'begins a page with the last record of the one before',
    'after is exclusive',
    (storage) => ({
      async list(query) {
        const [row = null] = query.after === undefined ? [] : await storage.load([query.after])
        return row === null ? storage.list(query) : [row, ...(await storage.list(query))].slice(0, query.limit)
      },
    }),
  ],
  [
    'takes a due time for one that has passed',
    'dueBefore includes its instant',
    (storage) => ({
      list: async (query) =>
        query.dueBefore === undefined || query.dueBefore === 0
          ? storage.list(query)
          : storage.list({ ...query, dueBefore: query.dueBefore - 1 }),
    }),
  ],
  [
    'ignores the tag',
    'tag narrows to the records that have exactly this tag',
    (storage) => ({ list: ({ tag: _, ...query }) => storage.list(query) }),
  ],
  [
    'sorts tags',
    'one tag in 16 and 16 tags in one',
    (storage) => rewriting(storage, (row) => ({ ...row, tags: [...row.tags].sort() })),
  ],
  [
    'parses and prints JSON',
    'texts come back to the byte',
    (storage) => rewriting(storage, (row) => ({ ...row, state: JSON.stringify(JSON.parse(row.state)) })),
  ],
  [
    'cuts texts at 65535 characters',
    'texts come back to the byte',
    (storage) => rewriting(storage, (row) => ({ ...row, state: row.state.slice(0, 65_535) })),
  ],
  [
    'folds the case of keys',
    'keys are compared byte by byte',
    (storage) => {
      const folded = (key: unknown) => String(key).toLowerCase()
      const alike = (key: string) => storage.contents().records.find((row) => folded(row.key) === folded(key))?.key ?? key
      return { load: async (keys) => storage.load(Array.isArray(keys) ? keys.map(alike) : keys) }
    },
  ],
  [
    'never sets an instant back',
    'an instant before the last one is taken as it is',
    (storage) => rewriting(storage, (row) => ({ ...row, at: Math.max(row.at, 1) })),
  ],
  [
    'answers the whole journal at once',
    'the journal comes page by page',
    (storage) => ({ journal: (key, page) => storage.journal(key, { ...page, after: 0 }) }),
  ],
  [
    'adds a field of its own',
    'a first write is stored as it was given',
    (storage) => rewriting(storage, (row) => ({ ...row, rowid: 1 })),
  ],
  [
    'refuses misuse in the words of its engine',
    'a key is either expected, written or removed',
    (storage) => ({
      commit: (commit) =>
        storage.commit(commit).catch((cause: unknown) => {
          throw new Error('UNIQUE constraint failed', { cause })
        }),
    }),
  ],
  [
    'throws misuse instead of rejecting',
    'load takes 1 to 100 keys',
    (storage) => ({
      load(keys) {
        if (keys.length === 0) throw new Error('no keys')
        return storage.load(keys)
      },
    }),
  ],
  [
    'quotes what it refuses',
    'the error of a misuse quotes nothing',
    (storage) => ({
      commit: (commit) =>
        storage.commit(commit).catch((cause: unknown) => {
          if (cause instanceof Error)
            cause.message += JSON.stringify(commit, (_, value) => (typeof value === 'bigint' ? 0 : value))
          throw cause
        }),
    }),
  ],
  [
    'answers entries in the order of the keys',
    'entries of all records of the office come whole',
    (storage) => reordered(storage, (a, b) => (a.entry.key < b.entry.key ? -1 : 1)),
  ],
  [
    'mixes the entries of one commit',
    'entries come page after page',
    (storage) => reordered(storage, (a, b) => b.entry.sequence - a.entry.sequence),
  ],
  [
    'gives the entry that was asked after once more',
    'entries come page after page',
    (storage) => {
      const before = new Map<string, string>()
      return {
        async entries(query) {
          const from = before.get(query.after ?? '') ?? query.after
          const page = await storage.entries(from === undefined ? query : { ...query, after: from })
          if (!page.ok) return page
          let last = query.after
          for (const { position } of page.entries) {
            if (last !== undefined) before.set(position, last)
            last = position
          }
          return page
        },
      }
    },
  ],
  [
    'has forgotten a position that it has given',
    'entries come page after page',
    (storage) => ({
      entries: async (query) => (query.after === undefined ? storage.entries(query) : { ok: false }),
    }),
  ],
  [
    'passes over an entry that is not there yet when a later one is',
    'whoever reads on while many write misses no entry',
    (storage) => {
      let looks = 0
      return {
        async entries(query) {
          looks += 1
          const page = await storage.entries(query)
          const late = page.ok && looks % 2 === 0 && page.entries.length > 1
          return late ? { ...page, entries: page.entries.slice(1) } : page
        },
      }
    },
  ],
  [
    'numbers entries before it knows whether it writes',
    'entries of a commit that conflicts are never seen',
    (storage) => ({
      async commit(commit) {
        const outcome = await storage.commit(commit)
        const fresh = commit.writes.filter(({ expectedVersion }) => expectedVersion === 0)
        if (!outcome.ok) for (const write of fresh) await storage.commit({ ...commit, expects: [], writes: [write] })
        return outcome
      },
    }),
  ],
  [
    'leaves what is personal in the entries',
    'entries of an erased record stay where they are',
    (storage) => {
      const said = new Map<string, PlacedEntry>()
      return {
        async entries(query) {
          const page = await storage.entries(query)
          if (!page.ok) return page
          const entries = page.entries.map((placed) => {
            const first = said.get(placed.position) ?? placed
            said.set(placed.position, first)
            return first
          })
          return { ...page, entries }
        },
      }
    },
  ],
  [
    'counts the entries that there are',
    'entries of a removed record are gone',
    (storage) => ({
      async entries({ office, after, limit }) {
        const all = await storage.entries({ office, limit: 1000 })
        if (!all.ok) return all
        const from = Number(after ?? '0')
        const placed = all.entries.map(({ entry }, i) => ({ position: `${i + 1}`, entry }))
        const entries = placed.slice(from, from + limit)
        return { ok: true, entries, next: `${from + entries.length}` }
      },
    }),
  ],
  [
    'hands out the entries that it holds',
    'what entries answer can be changed without effect',
    (storage) => {
      const held = new Map<string, PlacedEntry>()
      return {
        async entries(query) {
          const page = await storage.entries(query)
          if (!page.ok) return page
          for (const placed of page.entries) if (!held.has(placed.position)) held.set(placed.position, placed)
          return { ...page, entries: page.entries.map((placed) => held.get(placed.position) ?? placed) }
        },
      }
    },
  ],
  [
    'takes the position of another storage for its own',
    'a position of another storage, or of none, is told apart',
    (storage) => ({
      async entries(query) {
        const page = await storage.entries(query)
        return page.ok ? page : storage.entries({ office: query.office, limit: query.limit })
      },
    }),
  ],
  [
    'takes any limit for entries',
    'entries take an office, a limit from 1 to 1000',
    (storage) => ({
      entries: (query) => storage.entries({ ...query, limit: query?.limit > 1000 ? 1000 : query.limit }),
    }),
  ],
]

/** Entries in another order, within the page. */
function reordered(storage: Storage, by: (a: PlacedEntry, b: PlacedEntry) => number): Partial<MemoryStorage> {
  return {
    async entries(query) {
      const page = await storage.entries(query)
      if (!page.ok) return page
      const entries = [...page.entries].sort(by)
      return { ...page, entries, next: entries.at(-1)?.position ?? page.next }
    },
  }
}

describe('storageContract', () => {
  it('has more than 35 checks, each with a name of its own that states a rule', () => {
    const names = storageContract(memoryStorage).map(({ name }) => name)
    expect(names.length).toBeGreaterThan(35)
    expect(new Set(names).size).toBe(names.length)
    expect(storageContract(memoryStorage, readBack)).toHaveLength(names.length + 12)
  })

  it('gives each check a storage of its own, also when it is made asynchronously', async () => {
    let made = 0
    const create = async (): Promise<Storage> => {
      made += 1
      return memoryStorage()
    }
    const checks = storageContract(create)
    for (const { run } of checks.slice(0, 5)) await run()
    expect(made).toBe(5)
  })

  for (const [what, caughtBy, spoil] of wrong) {
    it(`catches a storage that ${what}`, async () => {
      const broken = await brokenBy(spoil)
      expect(broken.filter((name) => name.startsWith(caughtBy))).not.toEqual([])
    })
  }

  it('says what was promised, what was expected and what came', async () => {
    const create = (): MemoryStorage => ({ ...memoryStorage(), load: async (keys) => keys.map(() => null) })
    const [first] = storageContract(create)
    await expect(first?.run()).rejects.toThrow(
      /^broken promise: every field comes back; expected \{"key":"office\/sample\/a".*\}, got null$/,
    )
  })
})
