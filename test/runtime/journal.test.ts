import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { createKeyRing, type KeyRing } from '../../src/crypto/index.ts'
import type { Actor } from '../../src/kernel/index.ts'
import type { JournalEntry } from '../../src/ports/index.ts'
import { actorText, journalEntry, verifyJournal } from '../../src/runtime/journal.ts'
import { keys } from '../support/counter.ts'

const key = 'comune-di-prova/drawer/d-1'
const by: Actor = { kind: 'operator', id: 'clerk-1' }
const own = createKeyRing(keys)
const verified = (entries: readonly JournalEntry[], journalHead?: string) => verifyJournal(keys, entries, journalHead)

/** Entries one after the other, those of odd number with a personal part. */
function chain(count: number, record = key, seed = 1, ring: KeyRing = own): JournalEntry[] {
  const random = seededRandom(seed)
  const entries: JournalEntry[] = []
  for (let i = 1; i <= count; i += 1) {
    const fact = { type: 'ItemPut', count: i, ...(i % 2 === 1 ? { personal: { note: `note ${i}` } } : {}) }
    const journalHead = entries.at(-1)?.hash ?? ''
    entries.push(journalEntry({ key: record, journalHead }, fact, { at: 1_000 + i, by }, { ring, random }))
  }
  return entries
}

const entries = chain(5)
const head = entries.at(-1)?.hash ?? ''
const replaced = (index: number, change: Partial<JournalEntry>) =>
  entries.map((entry, i) => (i === index ? { ...entry, ...change } : entry))

describe('an entry of the journal', () => {
  it('says who, what and when, what is personal apart with a salt, and chains to the entry before', () => {
    const [first, second] = entries
    expect(first).toStrictEqual({
      key,
      sequence: 1,
      at: 1_001,
      by: 'operator:clerk-1',
      type: 'ItemPut',
      data: '{"type":"ItemPut","count":1}',
      personal: expect.stringMatching(/^\{"salt":"[\w-]{22}","data":\{"note":"note 1"\}\}$/),
      personalDigest: createHash('sha256')
        .update(first?.personal ?? '')
        .digest('base64url'),
      previous: '',
      hash: expect.stringMatching(/^1\.k1~[\w-]{43}$/),
    })
    expect(second).toMatchObject({ sequence: 2, personal: null, personalDigest: '', previous: first?.hash })
    expect(second?.hash).toMatch(/^2\.k1~[\w-]{43}$/)
  })

  it('has no personal part where nothing personal was said', () => {
    for (const fact of [{ type: 'Locked' }, { type: 'Locked', personal: null }, { type: 'Locked', personal: undefined }]) {
      const entry = journalEntry({ key, journalHead: '' }, fact, { at: 1, by }, { ring: own, random: seededRandom(1) })
      expect(entry).toMatchObject({ data: '{"type":"Locked"}', personal: null, personalDigest: '' })
    }
  })

  it('has another salt each time, so that equal personal parts look unlike', () => {
    const random = seededRandom(1)
    const fact = { type: 'ItemPut', personal: { note: 'x' } }
    const [one, two] = [1, 2].map(() => journalEntry({ key, journalHead: '' }, fact, { at: 1, by }, { ring: own, random }))
    expect(one?.personalDigest).not.toBe(two?.personalDigest)
  })

  it('goes on counting where the head of a record stands, though there are ten and more', () => {
    const long = chain(101)
    expect(long.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 101 }, (_, i) => i + 1))
    expect(verified(long, long.at(-1)?.hash)).toMatchObject({ ok: true, entries: 101 })
  })

  it('names every kind of actor', () => {
    expect(
      (
        [
          { kind: 'anonymous' },
          { kind: 'system' },
          { kind: 'applicant', id: 'r-1' },
          { kind: 'subscriber', id: 'a-1' },
          { kind: 'operator', id: 'o-1' },
        ] as const
      ).map(actorText),
    ).toEqual(['anonymous', 'system', 'applicant:r-1', 'subscriber:a-1', 'operator:o-1'])
  })
})

describe('a journal that is verified', () => {
  it('is right as it was written, with and without its head', () => {
    expect(verified(entries)).toStrictEqual({ ok: true, entries: 5, head })
    expect(verified(entries, head)).toStrictEqual({ ok: true, entries: 5, head })
    expect(verified([])).toStrictEqual({ ok: true, entries: 0, head: '' })
    expect(verified([], '')).toStrictEqual({ ok: true, entries: 0, head: '' })
  })

  it('still verifies when what was personal is erased, from one entry or from all', () => {
    expect(verified(replaced(0, { personal: null }), head).ok).toBe(true)
    expect(
      verified(
        entries.map((entry) => ({ ...entry, personal: null })),
        head,
      ),
    ).toEqual({ ok: true, entries: 5, head })
  })

  it('detects every change of any one field of any entry', () => {
    const changes: readonly ((entry: JournalEntry) => Partial<JournalEntry>)[] = [
      (entry) => ({ key: `${entry.key}x` }),
      () => ({ key: 'comune-di-altrove/drawer/d-1' }),
      (entry) => ({ sequence: entry.sequence + 1 }),
      (entry) => ({ sequence: entry.sequence + 0.5 }),
      (entry) => ({ at: entry.at + 1 }),
      (entry) => ({ at: entry.at - 1 }),
      () => ({ by: 'operator:clerk-2' }),
      (entry) => ({ by: `${entry.by} ` }),
      () => ({ type: 'ItemTaken' }),
      (entry) => ({ data: entry.data.replace('count', 'Count') }),
      (entry) => ({ data: `${entry.data} ` }),
      () => ({ data: '{}' }),
      () => ({ at: 0.5 }),
      (entry) => ({ personal: '{"salt":"AAAAAAAAAAAAAAAAAAAAAA","data":{"note":"forged"}}', at: entry.at }),
      (entry) => ({ personalDigest: entry.personalDigest === '' ? head.slice(2) : '' }),
      (entry) => ({ personalDigest: `${entry.personalDigest}A` }),
      (entry) => ({ previous: entry.previous === '' ? head : '' }),
      (entry) => ({ hash: entry.hash.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) }),
      (entry) => ({ hash: `9${entry.hash}` }),
    ]
    for (const [number, change] of changes.entries()) {
      for (const [i, entry] of entries.entries()) {
        const verdict = verified(replaced(i, change(entry)), head)
        expect(verdict.ok, `change ${number} of entry ${i + 1}`).toBe(false)
        // The entry itself is named, or the next one, which no longer chains to it.
        if (!verdict.ok) expect([i + 1, i + 2]).toContain(verdict.sequence)
      }
    }
  })

  it('says what is wrong and from where on', () => {
    expect(verified(replaced(1, { sequence: 7 }))).toEqual({ ok: false, sequence: 2, reason: 'gap' })
    expect(verified(replaced(1, { previous: head }))).toEqual({ ok: false, sequence: 2, reason: 'chain' })
    expect(verified(replaced(1, { data: '{}' }))).toEqual({ ok: false, sequence: 2, reason: 'hash' })
    expect(verified(replaced(2, { personal: '{}' }))).toEqual({ ok: false, sequence: 3, reason: 'personal' })
    expect(verified(replaced(1, { personal: '{}' }))).toEqual({ ok: false, sequence: 2, reason: 'personal' })
    expect(verified(entries, 'other')).toEqual({ ok: false, sequence: 6, reason: 'head' })
  })

  it('detects an entry left out, put twice, moved, or taken from another record', () => {
    for (let i = 0; i < entries.length; i += 1) {
      const without = entries.filter((_, index) => index !== i)
      expect(verified(without, head).ok).toBe(false)
      const twice = entries.flatMap((entry, index) => (index === i ? [entry, entry] : [entry]))
      expect(verified(twice, head).ok).toBe(false)
      const foreign = chain(5, 'comune-di-prova/drawer/d-2', 2)[i]
      expect(
        verified(
          entries.map((entry, index) => (index === i && foreign ? foreign : entry)),
          head,
        ).ok,
      ).toBe(false)
    }
    const orders = fc
      .shuffledSubarray(entries, { minLength: 5 })
      .filter((order) => order.some((entry, i) => entry !== entries[i]))
    fc.assert(fc.property(orders, (order) => !verified(order, head).ok))
  })

  it('detects a cut end by the head that the record holds, and by nothing else', () => {
    for (let length = 0; length < entries.length; length += 1) {
      const cut = entries.slice(0, length)
      expect(verified(cut, head)).toEqual({ ok: false, sequence: length + 1, reason: 'head' })
      expect(verified(cut).ok).toBe(true)
    }
  })

  it('detects a rewritten history, whole in itself, by the head that the record holds', () => {
    const rewritten = chain(5, key, 9)
    expect(verified(rewritten).ok).toBe(true)
    expect(verified(rewritten, head)).toMatchObject({ ok: false, reason: 'head' })
  })

  it('K1: detects a chain that was computed without the keys, and one under keys that are not ours', () => {
    let previous = ''
    const unkeyed = entries.map((entry) => {
      const { key, sequence, at, by, type, data, personalDigest } = entry
      const told = `${key}\0${sequence}\0${at}\0${by}\0${type}\0${data}\0${personalDigest}\0${previous}`
      const forged = { ...entry, previous, hash: `${sequence}.k1~${createHash('sha256').update(told).digest('base64url')}` }
      previous = forged.hash
      return forged
    })
    expect(verified(unkeyed, previous)).toEqual({ ok: false, sequence: 1, reason: 'hash' })
    const bare = unkeyed.map((entry) => ({ ...entry, hash: entry.hash.replace('k1~', '') }))
    expect(verified(bare)).toEqual({ ok: false, sequence: 1, reason: 'hash' })
    const theirs = chain(5, key, 1, createKeyRing({ ...keys, ring: { k1: keys.pseudonym } }))
    expect(verified(theirs)).toEqual({ ok: false, sequence: 1, reason: 'hash' })
  })

  it('K6: goes on under a new key, and is verified as long as the ring has the old one', () => {
    const rotated = { ...keys, current: 'k2', ring: { ...keys.ring, k2: Uint8Array.from({ length: 32 }, (_, i) => i) } }
    const fact = { type: 'ItemPut' }
    const next = journalEntry(
      { key, journalHead: head },
      fact,
      { at: 9_000, by },
      { ring: createKeyRing(rotated), random: seededRandom(2) },
    )
    expect(next.hash).toMatch(/^6\.k2~/)
    const both = [...entries, next]
    expect(verifyJournal(rotated, both, next.hash)).toEqual({ ok: true, entries: 6, head: next.hash })
    expect(verified(both)).toEqual({ ok: false, sequence: 6, reason: 'key' })
    const forgetful = { ...rotated, ring: { k2: rotated.ring.k2 } }
    expect(verifyJournal(forgetful, both)).toEqual({ ok: false, sequence: 1, reason: 'key' })
  })

  it('K6: names an unknown key as what it is, whatever the id is', () => {
    for (const id of ['k9', 'constructor', 'to-string', '-']) {
      expect(verified(replaced(1, { hash: `2.${id}~${'A'.repeat(43)}` }))).toEqual({ ok: false, sequence: 2, reason: 'key' })
    }
    for (const hash of ['2.~A', '2.K1~A', '2.__proto__~A', `2.${'k'.repeat(33)}~A`, '2', '', `2.k1~${'A'.repeat(1_000_000)}`]) {
      expect(verified(replaced(1, { hash }))).toEqual({ ok: false, sequence: 2, reason: 'hash' })
    }
  })

  it('detects text moved from one field into its neighbour', () => {
    const [first] = chain(1)
    if (!first) throw new Error('no entry')
    for (const [a, b] of [
      ['key', 'by'],
      ['by', 'type'],
      ['type', 'data'],
      ['data', 'personalDigest'],
    ] as const) {
      const joined = `${first[a]}${first[b]}`
      for (let cut = 0; cut <= joined.length; cut += 1) {
        const moved = { ...first, [a]: joined.slice(0, cut), [b]: joined.slice(cut) }
        expect(verified([moved]).ok).toBe(cut === first[a].length)
      }
    }
  })

  it('never takes for right an entry with a NUL in it, which could hide where a field ends', () => {
    const nul = { kind: 'operator', id: 'a\0b' } as const
    const entry = journalEntry(
      { key, journalHead: '' },
      { type: 'ItemPut' },
      { at: 1, by: nul },
      { ring: own, random: seededRandom(1) },
    )
    expect(verified([entry])).toEqual({ ok: false, sequence: 1, reason: 'shape' })
    const moved = { ...entry, by: 'operator:a', type: 'b', data: `ItemPut\0${entry.data}` }
    expect(verified([moved]).ok).toBe(false)
  })

  it('INV-36: is read once: an entry that shows something else at the second look does not pass', () => {
    const [first] = chain(1)
    if (!first) throw new Error('no entry')
    const reads = new Map<string, number>()
    const watched = new Proxy(first, {
      get(target, name) {
        reads.set(String(name), (reads.get(String(name)) ?? 0) + 1)
        return Reflect.get(target, name)
      },
    })
    expect(verified([watched]).ok).toBe(true)
    expect(Math.max(...reads.values())).toBe(1)
  })

  it('INV-29: may be anything at all: it is never taken for right, and never an exception', () => {
    const throwing = {
      get sequence(): number {
        throw new Error('getter')
      },
    }
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const odds: readonly unknown[] = [
      [{ ...entries[0], personal: [entries[0]?.personal] }],
      [null],
      [undefined],
      [5],
      ['text'],
      [throwing],
      [proxy],
      proxy,
      5,
      null,
      undefined,
      { length: 1 },
      'abc',
    ]
    for (const odd of odds) {
      expect(verified(odd as readonly JournalEntry[]).ok).toBe(false)
    }
    fc.assert(fc.property(fc.array(fc.anything(), { minLength: 1 }), (odd) => !verified(odd as readonly JournalEntry[]).ok))
    const fields = fc.constantFrom(...(Object.keys(entries[0] ?? {}) as (keyof JournalEntry)[]))
    fc.assert(
      fc.property(fc.nat({ max: 4 }), fields, fc.anything(), (i, field, value) => {
        const entry = entries[i]
        const erased = field === 'personal' && value === null
        const same = Object.is(value, entry?.[field])
        const verdict = verified(replaced(i, { [field]: value }), head)
        expect(verdict.ok).toBe(erased || same)
      }),
      { numRuns: 2_000 },
    )
  })
})
