/** Checks of what is kept: keys and texts are data, to the byte, from the smallest to the largest. */
import { instantMax } from '../../kernel/index.ts'
import { expectEqual, expectThat } from '../fakes/check.ts'
import {
  entriesOf,
  entryOf,
  keyOf,
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

const hostileIds = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "'",
  '"',
  '`',
  "';--",
  '%',
  '_',
  'a%',
  'a_',
  '*',
  '?',
  '\\',
  '\\0',
  '\\n',
  '{{a}}',
  '<b>',
  '&amp;',
  '..',
  '.',
  '%2F',
  '~',
  '!',
  '#',
  'null',
  'undefined',
  'NaN',
  '0',
  '00',
  '1e3',
  'A',
  'x'.repeat(241),
]

export const recordChecks: readonly StorageCheck[] = [
  {
    name: 'texts come back to the byte: Unicode, escapes, blanks between, and a mebibyte of them',
    run: async (storage) => {
      const texts = [
        '{"n":"Perché — 日本 🏛 \\u0000\\ud800\\n"}',
        ' { "a" : 1.0 , "b":[ ] } ',
        '"\u2028"',
        'null',
        '1e2',
        `"${'è'.repeat(524_288)}"`,
      ]
      for (const [i, text] of texts.entries()) {
        const key = keyOf(`text${i}`)
        const personal = `{"salt":"s","data":${text}}`
        const entry = entryOf(key, 1, { data: text, personal, personalDigest: 'digest' })
        await must(storage, {
          writes: [writeOf(key, { state: text, personal: text, entries: [entry], journalHead: entry.hash })],
        })
        const row = await loadOne(storage, key)
        expectThat(row?.state === text && row.personal === text, 'state and personal part are not re-written')
        const [kept] = await entriesOf(storage, key)
        expectThat(kept?.data === text && kept.personal === personal, 'the journal keeps its texts to the byte')
      }
    },
  },
  {
    name: 'keys are data: no name, quote, wildcard or path in them has a meaning',
    run: async (storage) => {
      const writes = hostileIds.map((id, i) => writeOf(keyOf(id), { state: `${i}` }, 1))
      await must(storage, { writes })
      for (const write of writes) {
        expectEqual(await loadOne(storage, write.key), storedBy(write), 'each record comes back under its own key')
        expectEqual(
          (await entriesOf(storage, write.key)).map(({ key }) => key),
          [write.key],
          'and so does its journal',
        )
      }
      const proto = writeOf(keyOf('__proto__', '__proto__', '__proto__'))
      await must(storage, { writes: [proto, writeOf(keyOf('a', 'constructor', 'prototype'))] })
      expectEqual(await loadOne(storage, proto.key), storedBy(proto), 'also in the place of office and kind')
    },
  },
  {
    name: 'keys are compared byte by byte: case, leading zeros and likeness do not match',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(keyOf('Abc')), writeOf(keyOf('01'))] })
      const others = ['abc', 'ABC', 'Ab', 'Abcd', 'A_c', 'A%', '1', '001'].map((id) => keyOf(id))
      expectEqual(
        await storage.load(others),
        others.map(() => null),
        'no other key finds them',
      )
    },
  },
  {
    name: 'the longest key, actor, tag and names, the last instant and the highest schema version fit',
    run: async (storage) => {
      const key = keyOf('k'.repeat(255 - keyOf('').length))
      const [actor, text] = ['operator:è'.padEnd(1024, 'x'), '~'.repeat(255)]
      const said = { personal: '{"salt":"s","data":1}', personalDigest: text }
      const entry = entryOf(key, 1, { by: actor, type: text, hash: text, at: instantMax, ...said })
      const shape = { machine: text, schema: 2_147_483_647, tags: ['t'.repeat(128)] }
      const write = writeOf(key, { at: instantMax, dueAt: instantMax, ...shape, entries: [entry], journalHead: text })
      await must(storage, { writes: [write], outbox: [mailOf(text, { topic: key })] })
      expectEqual(await loadOne(storage, key), storedBy(write), 'they come back as they were given')
      expectEqual(await entriesOf(storage, key), [entry], 'in the journal too')
      expectEqual(await leasedIds(storage, now), [text], 'and in the outbox')
    },
  },
  {
    name: 'an instant before the last one is taken as it is, for the clock may have been set back',
    run: async (storage) => {
      await must(storage, { writes: [writeOf(a, {}, 1)] })
      const entry = entryOf(a, 2, { at: 0 })
      const back = writeOf(a, { expectedVersion: 1, at: 0, dueAt: 0, entries: [entry], journalHead: entry.hash })
      await must(storage, { writes: [back] })
      expectEqual(await loadOne(storage, a), storedBy(back), 'the record has the earlier instant')
      expectEqual(
        (await entriesOf(storage, a)).map(({ at }) => at),
        [now, 0],
        'the journal keeps the order of writing',
      )
    },
  },
  {
    name: 'one tag in 16 and 16 tags in one come back in the order they were given',
    run: async (storage) => {
      const tags = Array.from({ length: 16 }, (_, i) => `tag:${(i * 7) % 16}`)
      await must(storage, { writes: [writeOf(a, { tags }), writeOf(b, { tags: tags.slice(3, 4) })] })
      expectEqual(
        (await storage.load([a, b])).map((row) => row?.tags),
        [tags, ['tag:5']],
        'tags are kept in order',
      )
    },
  },
]
