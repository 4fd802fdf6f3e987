/** Checks of list: one office and kind, in byte order of the key, page by page, narrowed by tag and due time. */
import type { ListQuery } from '../../ports/index.ts'
import { expectEqual } from '../fakes/check.ts'
import { idsOf, keyOf, must, now, type StorageCheck, storedBy, writeOf } from './samples.ts'

const query = (over: Partial<ListQuery> = {}): ListQuery => ({ office: 'office', kind: 'sample', limit: 1000, ...over })

export const listingChecks: readonly StorageCheck[] = [
  {
    name: 'list answers whole records',
    run: async (storage) => {
      const write = writeOf(keyOf('a'), { personal: '{"n":1}', tags: ['t', 'u'], dueAt: now }, 1)
      await must(storage, { writes: [write] })
      expectEqual(await storage.list(query()), [storedBy(write)], 'the same as load')
    },
  },
  {
    name: 'list is in ascending byte order of the key, whatever the order of writing',
    run: async (storage) => {
      const ids = ['b', 'a', 'B', 'A', '_', '-', '~', '!', '10', '9', 'aa', 'a!', 'a~', 'Z', 'z', '0']
      await must(storage, { writes: ids.map((id) => writeOf(keyOf(id))) })
      const order = ['!', '-', '0', '10', '9', 'A', 'B', 'Z', '_', 'a', 'a!', 'aa', 'a~', 'b', 'z', '~']
      expectEqual(await idsOf(storage.list(query())), order, 'byte order, not the order of a language')
    },
  },
  {
    name: 'page after page, each record comes exactly once',
    run: async (storage) => {
      const ids = Array.from({ length: 57 }, (_, i) => `p${(i * 31) % 57}`)
      for (const id of ids) await must(storage, { writes: [writeOf(keyOf(id), { tags: ['t'], dueAt: now })] })
      for (const narrow of [{}, { tag: 't' }, { dueBefore: now }, { tag: 't', dueBefore: now }]) {
        const seen: string[] = []
        // One page more than can be full, so that a storage which never comes to an end is told so.
        for (let pages = 0; pages <= ids.length; pages += 1) {
          const last = seen.at(-1)
          const page = await storage.list(query({ ...narrow, ...(last === undefined ? {} : { after: last }), limit: 10 }))
          if (page.length === 0) break
          seen.push(...page.map(({ key }) => key))
        }
        expectEqual(seen, ids.map((id) => keyOf(id)).sort(), 'nothing twice, nothing left out')
      }
    },
  },
  {
    name: 'after is exclusive and need not be the key of a record',
    run: async (storage) => {
      await must(storage, { writes: ['a', 'c', 'e'].map((id) => writeOf(keyOf(id), { tags: ['t'], dueAt: now })) })
      for (const narrow of [{}, { tag: 't' }, { dueBefore: now }, { tag: 't', dueBefore: now }]) {
        const after = (id: string) => idsOf(storage.list(query({ ...narrow, after: keyOf(id) })))
        expectEqual(await after('c'), ['e'], 'the key itself is left out')
        expectEqual(await after('b'), ['c', 'e'], 'a key between two records will do')
        expectEqual(await after('e'), [], 'nothing comes after the last')
      }
    },
  },
  {
    name: 'limit is the most that comes, and the first by key',
    run: async (storage) => {
      await must(storage, { writes: ['c', 'a', 'b'].map((id) => writeOf(keyOf(id), { tags: ['t'], dueAt: now })) })
      for (const narrow of [{}, { tag: 't' }, { dueBefore: now }]) {
        expectEqual(await idsOf(storage.list(query({ ...narrow, limit: 2 }))), ['a', 'b'], 'two of three')
        expectEqual(await idsOf(storage.list(query({ ...narrow, limit: 3 }))), ['a', 'b', 'c'], 'three of three')
      }
    },
  },
  {
    name: 'another office and another kind are never seen, however much their names are alike',
    run: async (storage) => {
      const keys = [keyOf('a'), keyOf('b', 'sample2'), keyOf('c', 'sampl'), keyOf('d', 'sample', 'office2'), keyOf('e', 'Sample')]
      keys.push(keyOf('f', 'sample', 'offic_'), keyOf('g', 'sample', '%'), keyOf('h', 's%'), keyOf('i', 'office', 'sample'))
      await must(storage, { writes: keys.map((key) => writeOf(key, { tags: ['t'], dueAt: now })) })
      for (const narrow of [{}, { tag: 't' }, { dueBefore: now }]) {
        expectEqual(await idsOf(storage.list(query(narrow))), ['a'], 'only its own')
        expectEqual(await idsOf(storage.list(query({ ...narrow, office: '%' }))), ['g'], 'a wildcard is a name like any other')
        expectEqual(await idsOf(storage.list(query({ ...narrow, kind: 'none' }))), [], 'an unknown kind has no records')
      }
    },
  },
  {
    name: 'tag narrows to the records that have exactly this tag',
    run: async (storage) => {
      const tags = [['x'], ['xx', 'y'], ['X'], ['y', 'x'], [], ['_'], ['%'], ['a/b'], ['__proto__']]
      await must(storage, { writes: tags.map((own, i) => writeOf(keyOf(`${i}`), { tags: own })) })
      const wanted = [
        ['x', ['0', '3']],
        ['xx', ['1']],
        ['y', ['1', '3']],
        ['X', ['2']],
        ['_', ['5']],
        ['%', ['6']],
        ['a/b', ['7']],
      ] as const
      for (const [tag, ids] of wanted) expectEqual(await idsOf(storage.list(query({ tag }))), ids, 'exact and whole')
      expectEqual(await idsOf(storage.list(query({ tag: '__proto__' }))), ['8'], 'a tag is data')
      expectEqual(await idsOf(storage.list(query({ tag: 'none' }))), [], 'an unknown tag has no records')
    },
  },
  {
    name: 'a record is found under the tags and the due time of its last write only',
    run: async (storage) => {
      const key = keyOf('a')
      await must(storage, { writes: [writeOf(key, { tags: ['old', 'both'], dueAt: now })] })
      await must(storage, { writes: [writeOf(key, { expectedVersion: 1, tags: ['both', 'new'], dueAt: now + 10 })] })
      const found = async (narrow: Partial<ListQuery>) => (await storage.list(query(narrow))).length
      expectEqual([await found({ tag: 'old' }), await found({ tag: 'both' }), await found({ tag: 'new' })], [0, 1, 1], 'by tag')
      expectEqual([await found({ dueBefore: now + 9 }), await found({ dueBefore: now + 10 })], [0, 1], 'by due time')
      await must(storage, { writes: [writeOf(key, { expectedVersion: 2 })] })
      expectEqual([await found({ tag: 'new' }), await found({ dueBefore: now + 99 }), await found({})], [0, 0, 1], 'with neither')
    },
  },
  {
    name: 'dueBefore includes its instant and leaves out what is never due',
    run: async (storage) => {
      const due = [now + 1, now, now - 1, null, 0]
      await must(storage, { writes: due.map((dueAt, i) => writeOf(keyOf(`${i}`), { dueAt })) })
      expectEqual(await idsOf(storage.list(query({ dueBefore: now }))), ['1', '2', '4'], 'up to and with the instant')
      expectEqual(await idsOf(storage.list(query({ dueBefore: now - 1 }))), ['2', '4'], 'a millisecond less')
      expectEqual(await idsOf(storage.list(query({ dueBefore: 0 }))), ['4'], 'the first instant')
    },
  },
  {
    name: 'tag, due time, after and limit narrow together',
    run: async (storage) => {
      const writes = Array.from({ length: 40 }, (_, i) =>
        writeOf(keyOf(`q${10 + i}`), { tags: i % 2 === 0 ? ['even'] : ['odd'], dueAt: i % 5 === 0 ? null : now + i }),
      )
      await must(storage, { writes })
      const narrow = { tag: 'even', dueBefore: now + 30, after: keyOf('q14'), limit: 5 }
      expectEqual(await idsOf(storage.list(query(narrow))), ['q16', 'q18', 'q22', 'q24', 'q26'], 'all conditions hold')
    },
  },
]
