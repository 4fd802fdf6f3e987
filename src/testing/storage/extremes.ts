/** Checks at the edges of what a port allows: strange letters, names that mean something elsewhere, the largest, clocks set back. */
import type { ListQuery, Write } from '../../ports/index.ts'
import { expectEqual, expectThat } from '../fakes/check.ts'
import {
  commitOf,
  entriesOf,
  entryOf,
  idsOf,
  keyOf,
  lease,
  leasedBy,
  leasedIds,
  loadOne,
  mailOf,
  must,
  now,
  type StorageCheck,
  storedBy,
  writeOf,
} from './samples.ts'

const [a, b] = [keyOf('a'), keyOf('b')]
const mebibyte = 1_048_576

const query = (over: Partial<ListQuery> = {}): ListQuery => ({ office: 'office', kind: 'sample', limit: 1000, ...over })

/** A write that says the text wherever a record and its journal can: in the state, in the personal part, in an event. */
function saying(id: string, text: string, salted: string, by: string): Write {
  const key = keyOf(id)
  const entry = entryOf(key, 1, { by, data: text, personal: salted, personalDigest: 'digest' })
  return writeOf(key, { state: text, personal: text, entries: [entry], journalHead: entry.hash })
}

const letters: readonly string[] = [
  // One letter written in two ways, which are two texts.
  'Nicol\u00F2 and Nicolo\u0300',
  '\u1E9B\u0323 \uFB01 \u212B \u0130\u0131',
  'Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D',
  '\u05D0\u05D1 \u0645\u0631\u062D\u0628\u0627 \u202Eabc\u202C \u200F\u2067x\u2069',
  '\u{1F3DB}\uFE0F \u{1F469}\u200D\u{1F4BB} \u{20000} \u{10FFFF}',
  '\u2028\u2029\u0085\u007F\u00A0\u00AD\uFEFF\uFFFD\uFFFE\uFFFF',
  ' leading and trailing ',
  "' \u2019 ` ´ % _ $1 ? :a @b {c} [d] -- /* */ ;",
]

const jsons: readonly string[] = [
  '{"b":1,"a":2,"10":3,"9":4}',
  '{"a":1,"a":2}',
  '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}},"toString":null,"":0}',
  '[12345678901234567890,0.1000,-0,1E+400,1e-400,9007199254740993]',
  '"\\u0000\\u001f\\ud83d\\ude00\\udfff\\/\\u2028"',
  '\t[ 1 ,\r\n2 ]\n',
  `${'['.repeat(500)}${']'.repeat(500)}`,
]

const names: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'then', 'NULL', 'null', 'undefined', 'true', '0'],
  ...["'", '"', '`', '\\', '\\"', ',', '{', '}', '{a,b}', '[]', '$1', '?', ':a', '@a', '%', '_', '*', '--', ';', '..'],
]

export const extremeChecks: readonly StorageCheck[] = [
  {
    name: 'letters come back as they were written: composed or not, from right to left, invisible, beyond the first plane',
    run: async (storage) => {
      for (const [i, said] of letters.entries()) {
        const text = JSON.stringify(said)
        const write = saying(`letters${i}`, text, `{"salt":"s","data":${text}}`, `operator:${said}`)
        const mail = mailOf(`letters${i}`, { sealed: said })
        await must(storage, { writes: [write], outbox: [mail] })
        expectEqual(await loadOne(storage, write.key), storedBy(write), 'in state and personal part')
        expectEqual(await entriesOf(storage, write.key), write.entries, 'in the journal, its actor too')
        expectEqual(await lease(storage, now), [leasedBy(mail, now)], 'and in the payload of a mail')
      }
    },
  },
  {
    name: 'JSON comes back as it was written: order and repeats of names, digits of numbers, names of prototypes, depth',
    run: async (storage) => {
      for (const [i, text] of jsons.entries()) {
        const write = saying(`json${i}`, text, `{"data":${text},"salt":"s","data":0}`, 'system')
        await must(storage, { writes: [write] })
        const [row, entries] = [await loadOne(storage, write.key), await entriesOf(storage, write.key)]
        expectEqual([row?.state, row?.personal], [text, text], 'in state and personal part')
        expectEqual(
          entries.map(({ data, personal }) => [data, personal]),
          write.entries.map(({ data, personal }) => [data, personal]),
          'and in the journal',
        )
      }
    },
  },
  {
    name: 'a mebibyte fits in state, personal part, event and mail of one commit, and in each write after it',
    run: async (storage) => {
      const texts = ['x'.repeat(mebibyte - 2), '\u{1F3DB}'.repeat((mebibyte - 2) / 4), '\\u0000'.repeat((mebibyte - 2) / 6)]
      for (const [i, text] of texts.entries()) {
        const json = `"${text}"`
        const entry = entryOf(a, i + 1, { data: json, personal: `{"salt":"s","data":${json}}`, personalDigest: 'digest' })
        const write = writeOf(a, { expectedVersion: i, state: json, personal: json, entries: [entry], journalHead: entry.hash })
        const mail = mailOf(`m${i}`, { sealed: json })
        await must(storage, { writes: [write], outbox: [mail] })
        const row = await loadOne(storage, a)
        expectThat(row?.state === json && row.personal === json, 'state and personal part are whole')
        const [kept] = await storage.journal(a, { after: i, limit: 1 })
        expectThat(kept?.data === entry.data && kept.personal === entry.personal, 'so is the event')
        const [leased] = await lease(storage, now)
        expectThat(leased?.sealed === json, 'and the mail')
      }
    },
  },
  {
    name: 'names that mean something in a language or an engine are data: of machines, events, hashes, actors and tags',
    run: async (storage) => {
      const named = names.map((name, i) => {
        const key = keyOf(`n${i}`, name, 'office')
        const said = { by: name, type: name, hash: name, personal: '{"salt":"s","data":1}', personalDigest: name }
        const tags = [name, ...names.filter((other) => other !== name).slice(0, 15)]
        return { name, write: writeOf(key, { machine: name, tags, entries: [entryOf(key, 1, said)], journalHead: name }) }
      })
      await must(storage, { writes: named.map(({ write }) => write) })
      for (const { name, write } of named) {
        expectEqual(await loadOne(storage, write.key), storedBy(write), 'a record comes back as it was given')
        expectEqual(await entriesOf(storage, write.key), write.entries, 'so does its journal')
        expectEqual(await storage.list(query({ kind: name, tag: name })), [storedBy(write)], 'and it is found by its tag')
        expectEqual(await storage.list(query({ kind: name, tag: `${name}!` })), [], 'and by no other')
      }
    },
  },
  {
    name: 'names that mean something in a language or an engine are data: of topics and mail',
    run: async (storage) => {
      const outbox = names.map((name) => mailOf(name, { topic: keyOf(name) }))
      await must(storage, { outbox })
      expectEqual(await leasedIds(storage, now), [...names].sort(), 'all are leased, in byte order')
      const [kept = '', ...others] = names
      for (const [i, name] of others.entries()) {
        if (i % 2 === 0) await storage.settle(name, 'sent')
        else await must(storage, { cancelMail: [keyOf(name)] })
      }
      expectEqual(await leasedIds(storage, now + 60_000), [kept], 'each is settled or voided by its own name only')
    },
  },
  {
    name: 'tags come back in the order of the last write, whatever the order was before',
    run: async (storage) => {
      const orders = [['c', 'a', 'b'], ['b', 'c', 'a'], ['a'], ['b', 'a'], [], ['c', 'b', 'a', 'd']]
      for (const [version, tags] of orders.entries()) {
        await must(storage, { writes: [writeOf(a, { expectedVersion: version, tags })] })
        expectEqual((await loadOne(storage, a))?.tags, tags, 'by load')
        for (const tag of tags) {
          expectEqual(
            (await storage.list(query({ tag }))).map((row) => row.tags),
            [tags],
            'by list, whichever tag it is found by',
          )
        }
      }
      await storage.erase(a, now)
      await must(storage, { writes: [writeOf(a, { expectedVersion: orders.length + 1, tags: ['b', 'a'] })] })
      expectEqual((await loadOne(storage, a))?.tags, ['b', 'a'], 'also after an erasure')
    },
  },
  {
    name: 'pages stay in byte order of the key while records are written, erased, removed and made again',
    run: async (storage) => {
      const ids = Array.from({ length: 30 }, (_, i) => `p${10 + ((i * 7) % 30)}`)
      await must(storage, { writes: ids.map((id) => writeOf(keyOf(id), { tags: ['old', 't'], dueAt: now - 1 })) })
      // From the last to the first, so that no order of writing is the order of the keys.
      const changed = [...ids].sort().reverse()
      for (const id of changed) {
        await must(storage, { writes: [writeOf(keyOf(id), { expectedVersion: 1, tags: ['t', 'new'], dueAt: now })] })
      }
      const [erased = '', revived = '', removed = '', made = ''] = changed.slice(3)
      for (const id of [erased, revived]) await storage.erase(keyOf(id), now)
      await must(storage, { removes: [removed, made].map((id) => ({ key: keyOf(id), version: 2 })) })
      await must(storage, {
        writes: [
          writeOf(keyOf(revived), { expectedVersion: 3, tags: ['new', 't'], dueAt: now }),
          writeOf(keyOf(made), { tags: ['new', 't'], dueAt: now }),
        ],
      })
      const expected = [...ids].sort().filter((id) => id !== erased && id !== removed)
      for (const narrow of [{}, { tag: 't' }, { tag: 'new' }, { dueBefore: now }, { tag: 'new', dueBefore: now }]) {
        const seen: string[] = []
        for (let pages = 0; pages <= ids.length; pages += 1) {
          const last = seen.at(-1)
          const page = await idsOf(
            storage.list(query({ ...narrow, ...(last === undefined ? {} : { after: keyOf(last) }), limit: 4 })),
          )
          if (page.length === 0) break
          seen.push(...page)
        }
        expectEqual(seen, expected, 'each living record once')
      }
      expectEqual(await storage.list(query({ tag: 'old' })), [], 'and none under a tag that it has no more')
    },
  },
  {
    name: 'mail that is queued or put off by a clock that was set back has the earlier instant',
    run: async (storage) => {
      const [late, early] = [mailOf('late'), mailOf('early', { at: 5 })]
      await must(storage, { outbox: [late] })
      await must(storage, { outbox: [early] })
      expectEqual(await lease(storage, 5), [leasedBy(early, 5)], 'it is due at the instant that it was given')
      await storage.settle('early', { retryAt: 0 })
      expectEqual(await lease(storage, 0), [leasedBy(early, 0, 2)], 'and again at the instant that it was put off to')
      expectEqual(await lease(storage, now), [leasedBy(early, now, 3), leasedBy(late, now)], 'before what is due later')
    },
  },
  {
    name: 'each list of a commit has up to 1000 items, and a write up to 1000 entries',
    run: async (storage) => {
      const keys = (prefix: string) => Array.from({ length: 1000 }, (_, i) => keyOf(`${prefix}${1000 + i}`))
      const [read, gone, written] = [keys('r'), keys('g'), keys('w')]
      const outbox = written.map((topic) => mailOf(topic, { topic }))
      await must(storage, { writes: gone.map((key) => writeOf(key, { tags: ['t'] }, 1)), outbox })
      await must(storage, {
        expects: read.map((key) => ({ key, version: 0 })),
        writes: written.map((key) => writeOf(key, { tags: ['t', 'u'] }, 1)),
        removes: gone.map((key) => ({ key, version: 1 })),
        outbox: read.map((topic) => mailOf(topic, { topic })),
        cancelMail: written,
      })
      expectEqual(
        await idsOf(storage.list(query({ tag: 't' }))),
        written.map((key) => key.slice(key.lastIndexOf('/') + 1)),
        'written and removed',
      )
      expectEqual(await leasedIds(storage, now, 1000), read, 'queued and voided')
      const torn = [...written.slice(1).map((key) => ({ key, version: 1 })), { key: b, version: 1 }]
      expectEqual(await storage.commit(commitOf({ expects: torn })), { ok: false, conflict: b }, 'the last of them counts')
      const long = writeOf(a, {}, 1000)
      await must(storage, { writes: [long] })
      expectEqual(await entriesOf(storage, a), long.entries, 'a journal of a thousand entries at once')
    },
  },
]
