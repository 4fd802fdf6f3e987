/**
 * Checks of entries: the journals of one office, all records together, in an order that never changes. A storage may hold entries back
 * while others write, so each check asks again until they have come.
 */
import type { EntriesQuery, JournalEntry, PlacedEntry, Storage } from '../../ports/index.ts'
import { expectEqual, expectRejected, expectThat, hostile } from '../fakes/check.ts'
import { commitOf, entriesOf, keyOf, must, now, writeOf } from './samples.ts'

/** One promise about a fresh, empty storage. `another` makes one more, of its own. */
export type EntriesCheck = {
  readonly name: string
  readonly run: (storage: Storage, another: () => Promise<Storage>) => Promise<void>
}

type Page = { readonly entries: readonly PlacedEntry[]; readonly next: string }

// A server holds entries back while any of its transactions is open, whoever's it is.
const triesMax = 100_000

async function page(storage: Storage, over: Partial<EntriesQuery> = {}): Promise<Page> {
  const got = await storage.entries({ office: 'office', limit: 1000, ...over })
  if (!got.ok) throw new Error('broken promise: a position that was given is taken; it was refused')
  return got
}

/** The page once it has so many entries, or the last that came. */
async function pageOf(storage: Storage, count: number, over: Partial<EntriesQuery> = {}): Promise<Page> {
  let got = await page(storage, over)
  for (let tries = 0; got.entries.length < count && tries < triesMax; tries += 1) got = await page(storage, over)
  return got
}

const named = (entries: readonly PlacedEntry[]): readonly string[] =>
  entries.map(({ entry: { key, sequence } }) => `${key.slice(key.lastIndexOf('/') + 1)}${sequence}`)

/** One more entry for the record that has `version` of them. */
function next(key: string, version: number) {
  return { writes: [writeOf(key, { expectedVersion: version }, 1, version)] }
}

/** Writes entries into a few records, several at a time, until each has `each` of them. */
async function crowd(storage: Storage, keys: readonly string[], each: number): Promise<void> {
  await Promise.all(
    keys.map(async (key) => {
      for (let version = 0; version < each; version += 1) await must(storage, next(key, version))
    }),
  )
}

export const entriesChecks: readonly EntriesCheck[] = [
  {
    name: 'entries of all records of the office come whole, one commit after the other, and those of no other office',
    run: async (storage) => {
      const [b, a, other] = [keyOf('b'), keyOf('a', 'kind'), keyOf('o', 'sample', 'office2')]
      await must(storage, next(b, 0))
      await must(storage, next(other, 0))
      await must(storage, next(a, 0))
      await must(storage, next(b, 1))
      const { entries } = await pageOf(storage, 3)
      expectEqual(named(entries), ['b1', 'a1', 'b2'], 'in the order of the commits')
      const journals: readonly JournalEntry[] = [...(await entriesOf(storage, b)), ...(await entriesOf(storage, a))]
      const [b1, b2, a1] = journals
      const whole = entries.map(({ entry }) => entry)
      expectEqual(whole, [b1, a1, b2], 'as the journal has them')
      expectEqual(named((await pageOf(storage, 1, { office: 'office2' })).entries), ['o1'], 'another office has its own')
      expectEqual((await page(storage, { office: 'offic' })).entries, [], 'a name that another begins with is another')
    },
  },
  {
    name: 'entries come page after page, each once, and a page of none keeps its place',
    run: async (storage) => {
      const start = (await page(storage)).next
      await must(storage, { writes: ['a', 'b', 'c'].map((id) => writeOf(keyOf(id), {}, 3)) })
      await pageOf(storage, 9)
      const seen: string[] = []
      let after = start
      for (let pages = 0; pages < 20; pages += 1) {
        const got = await page(storage, { after, limit: 2 })
        if (got.entries.length === 0) {
          expectEqual(got.next, after, 'without entries the place stays')
          break
        }
        expectThat(got.entries.length <= 2, 'limit is the most that comes')
        expectEqual(got.next, got.entries.at(-1)?.position, 'the next page begins after the last entry')
        seen.push(...named(got.entries))
        after = got.next
      }
      expectEqual([...seen].sort(), ['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1', 'c2', 'c3'], 'nothing twice, nothing left out')
      expectEqual(
        [...seen].filter((name) => name.startsWith('b')),
        ['b1', 'b2', 'b3'],
        'those of a record by their sequence',
      )
      const { entries } = await page(storage)
      expectEqual(named(entries), seen, 'the same order whatever the pages')
      const second = entries[1]?.position ?? ''
      expectEqual(
        named((await page(storage, { after: second })).entries),
        seen.slice(2),
        'every entry has a position to go on from',
      )
    },
  },
  {
    name: 'whoever reads on while many write misses no entry, and has those of each record in order',
    run: async (storage) => {
      const keys = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => keyOf(id))
      const each = 12
      const seen: PlacedEntry[] = []
      let after = (await page(storage)).next
      const writing = crowd(storage, keys, each)
      for (let tries = 0; seen.length < keys.length * each && tries < triesMax; tries += 1) {
        const got = await page(storage, { after, limit: 5 })
        seen.push(...got.entries)
        after = got.next
      }
      await writing
      for (const key of keys) {
        const own = seen.filter(({ entry }) => entry.key === key).map(({ entry }) => entry.sequence)
        const all = Array.from({ length: each }, (_, i) => i + 1)
        expectEqual(own, all, 'every entry once, by its sequence')
      }
      expectEqual(named(seen), named((await page(storage)).entries), 'whoever reads later has the same order')
    },
  },
  {
    name: 'entries of a commit that conflicts are never seen',
    run: async (storage) => {
      await must(storage, next(keyOf('a'), 0))
      await storage.commit(commitOf({ writes: [writeOf(keyOf('b'), {}, 1), writeOf(keyOf('a'), {}, 1)] }))
      await must(storage, next(keyOf('c'), 0))
      expectEqual(named((await pageOf(storage, 2)).entries), ['a1', 'c1'], 'what was done, and no more')
    },
  },
  {
    name: 'entries of an erased record stay where they are, without what was personal',
    run: async (storage) => {
      const key = keyOf('a')
      const write = writeOf(key, { personal: '{"n":1}' }, 1)
      const said = write.entries.map((entry) => ({ ...entry, personal: '{"salt":"s","data":{}}', personalDigest: 'd' }))
      await must(storage, { writes: [{ ...write, entries: said }] })
      const before = await pageOf(storage, 1)
      expectEqual(before.entries[0]?.entry.personal, '{"salt":"s","data":{}}', 'the personal part comes along')
      await storage.erase(key, now)
      const after = await page(storage)
      expectEqual(
        after.entries.map(({ position }) => position),
        before.entries.map(({ position }) => position),
        'the same place',
      )
      expectEqual(
        after.entries.map(({ entry }) => entry.personal),
        [null],
        'erased here too',
      )
    },
  },
  {
    name: 'entries of a removed record are gone, and what comes after them does not take their positions',
    run: async (storage) => {
      await must(storage, next(keyOf('a'), 0))
      await must(storage, next(keyOf('b'), 0))
      const { next: end } = await pageOf(storage, 2)
      await must(storage, { removes: [{ key: keyOf('b'), version: 1 }] })
      expectEqual(named((await page(storage)).entries), ['a1'], 'gone with its record')
      expectEqual((await page(storage, { after: end })).next, end, 'a position outlives its entry')
      await must(storage, next(keyOf('c'), 0))
      expectEqual(named((await pageOf(storage, 1, { after: end })).entries), ['c1'], 'a later entry stands after it')
    },
  },
  {
    name: 'what entries answer can be changed without effect',
    run: async (storage) => {
      await must(storage, next(keyOf('a'), 0))
      for (const { entry } of (await pageOf(storage, 1)).entries) Reflect.set(entry, 'type', 'Changed')
      expectEqual((await page(storage)).entries[0]?.entry.type, 'SampleWritten', 'a snapshot')
    },
  },
  {
    name: 'a position of another storage, or of none, is told apart',
    run: async (storage, another) => {
      const other = await another()
      await must(storage, next(keyOf('a'), 0))
      await must(other, next(keyOf('a'), 0))
      const { next: end } = await pageOf(storage, 1)
      const theirs = [(await page(other, { office: 'nobody' })).next, (await pageOf(other, 1)).next]
      for (const after of [...theirs, '0', '1', 'x', '.', 'x.1', `x${end}`, '~'.repeat(512)]) {
        expectEqual(await storage.entries({ office: 'office', after, limit: 1 }), { ok: false }, 'no position of this storage')
      }
    },
  },
  {
    name: 'entries take an office, a limit from 1 to 1000 and a position of 1 to 512 printable characters',
    run: async (storage) => {
      const refused = (query: unknown) =>
        expectRejected(() => storage.entries(hostile(query)), 'storage/misuse', 'a query has its shape')
      for (const limit of [0, 1001, 1.5, '1', undefined]) await refused({ office: 'office', limit })
      for (const office of ['', 'a/b', 1, null, undefined]) await refused({ office, limit: 1 })
      for (const after of ['', 'a b', 'è', '~'.repeat(513), 1, null, {}]) await refused({ office: 'office', limit: 1, after })
      for (const query of [undefined, null, 1, 'office']) await refused(query)
    },
  },
]
