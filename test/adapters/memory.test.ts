import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryDocuments, memoryStorage } from '../../src/adapters/memory.ts'
import { isSportelloError } from '../../src/kernel/index.ts'
import type { Commit, LeaseOrder, ListQuery, OutboxMessage, ParkedQuery, Write } from '../../src/ports/index.ts'
import { documentsContract, storageContract } from '../../src/testing/index.ts'
import { growth } from '../support/growth.ts'

const now = 1_700_000_000_000
const office = 'office'
const a = 'office/sample/a'

function writeOf(key: string, over: Partial<Write> = {}): Write {
  const state = '{"status":"new"}'
  const fields = { machine: 'sample', schema: 1, personal: null, tags: [], dueAt: null, at: now, journalHead: '', entries: [] }
  return { key, expectedVersion: 0, state, ...fields, ...over }
}

const commitOf = (parts: Partial<Commit>): Commit => ({
  expects: [],
  writes: [],
  removes: [],
  outbox: [],
  cancelMail: [],
  ...parts,
})

const mailOf = (id: string): Commit['outbox'][number] => ({ id, topic: a, sealed: `sealed-${id}`, at: now })

async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (cause: unknown) => (isSportelloError(cause) ? `${cause.code} ${cause.message}` : `not typed: ${String(cause)}`),
  )
}

describe('memoryStorage keeps the storage contract', () => {
  for (const { name, run } of storageContract(memoryStorage, (storage) => JSON.stringify(storage.contents()))) it(name, run)
})

describe('memoryDocuments keeps the documents contract', () => {
  for (const { name, run } of documentsContract(memoryDocuments)) it(name, run)

  it('reports a reference of another size than the content of its digest', async () => {
    const documents = memoryDocuments()
    const ref = { office: 'o', owner: 'w', digest: '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', size: 1 }
    await documents.put(new Uint8Array([1]), ref)
    expect(await refusal(documents.get({ ...ref, size: 2 }))).toBe(
      'documents/failed documents: the reference has another size than the content',
    )
  })

  it('takes a document without a byte for what it is', async () => {
    const documents = memoryDocuments()
    const digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    await documents.put(new Uint8Array(0), { office: 'o', owner: 'w', digest, size: 0 })
    expect(await documents.get({ office: 'o', owner: 'w', digest, size: 0 })).toEqual(new Uint8Array(0))
  })

  it('refuses content that is no byte array or cannot be read', async () => {
    const ref = { office: 'o', owner: 'w', digest: '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', size: 1 }
    const trap = new Proxy(new Uint8Array([1]), {
      get: () => {
        throw new Error('trap')
      },
    })
    for (const content of [trap, [1], { length: 1 }, '\u0001', new Uint16Array([1]), null, undefined]) {
      expect(await refusal(memoryDocuments().put(content as Uint8Array, ref))).toMatch(/^documents\/failed /)
    }
    const getters = {
      ...ref,
      get owner(): string {
        throw new Error('trap')
      },
    }
    expect(await refusal(memoryDocuments().get(getters))).toMatch(/^documents\/failed /)
  })
})

describe('memoryStorage', () => {
  it('names of several conflicts the first of the expected records, then of the written ones', async () => {
    const storage = memoryStorage()
    const [b, c] = ['office/sample/b', 'office/sample/c']
    const moved = (key: string) => ({ key, version: 7 })
    const late = (key: string) => writeOf(key, { expectedVersion: 7 })
    expect(await storage.commit(commitOf({ expects: [moved(c), moved(b)], writes: [late(a)] }))).toEqual({
      ok: false,
      conflict: c,
    })
    expect(await storage.commit(commitOf({ expects: [{ key: c, version: 0 }], writes: [late(b), late(a)] }))).toEqual({
      ok: false,
      conflict: b,
    })
  })

  it('INV-36: reads every field of an argument once, so what was checked is what is stored', async () => {
    const reads = new Map<string, number>()
    const counted = <Value extends object>(path: string, value: Value): Value =>
      new Proxy(value, {
        get(target, name, receiver) {
          const field = `${path}.${String(name)}`
          if (!Array.isArray(target)) reads.set(field, (reads.get(field) ?? 0) + 1)
          const part: unknown = Reflect.get(target, name, receiver)
          return typeof part === 'object' && part !== null ? counted(field, part) : part
        },
      })
    const entry = {
      key: a,
      sequence: 1,
      at: now,
      by: 'system',
      type: 'T',
      data: '{}',
      personal: '{"salt":"s","data":1}',
      personalDigest: 'd',
      previous: '',
      hash: 'h',
    }
    const write = writeOf(a, { personal: '{}', tags: ['t'], entries: [entry], journalHead: 'h' })
    const commit = commitOf({
      writes: [write],
      outbox: [mailOf('m')],
      expects: [{ key: 'office/sample/b', version: 0 }],
      removes: [{ key: 'office/sample/c', version: 1 }],
      cancelMail: [a],
    })
    const storage = memoryStorage()
    await storage.commit(commitOf({ writes: [writeOf('office/sample/c')] }))
    expect(await storage.commit(counted('commit', commit))).toEqual({ ok: true })
    expect([...reads].filter(([, count]) => count !== 1)).toEqual([])
    expect(reads.size).toBe(5 + 11 + 10 + 4 + 3 + 2)
  })

  it('J1: leaves the prototype of objects alone and is not misled by one', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    const storage = memoryStorage()
    await storage.commit(
      commitOf({ writes: [writeOf('__proto__/__proto__/__proto__', { tags: ['__proto__'], state: '{"__proto__":{"x":1}}' })] }),
    )
    const query = { office: '__proto__', kind: '__proto__', tag: '__proto__', limit: 1 }
    expect(await storage.list(query)).toHaveLength(1)
    expect(await storage.list({ ...query, office: 'constructor' })).toEqual([])
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  })

  it('J2: refuses an argument that throws when it is read, and does not pass on what it threw', async () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('canary')
        },
      },
    )
    const list = new Proxy([], {
      get: () => {
        throw new Error('canary')
      },
    })
    const storage = memoryStorage()
    const calls = [
      storage.commit(trap as Commit),
      storage.commit(commitOf({ writes: list })),
      storage.commit(commitOf({ writes: [trap as Write] })),
      storage.load(list),
      storage.list(trap as ListQuery),
      storage.journal(a, trap as { after: number; limit: number }),
      storage.lease(trap as LeaseOrder),
      storage.settle('m', trap as { retryAt: number }),
      storage.settle('m', trap as { parkedAt: number }),
      storage.parked(trap as ParkedQuery),
      storage.commit(commitOf({ removes: [trap as Commit['removes'][number]] })),
    ]
    for (const call of calls) {
      const said = await refusal(call)
      expect(said).toMatch(/^storage\/misuse /)
      expect(said).not.toContain('canary')
    }
    expect(storage.contents()).toEqual({ records: [], journal: [], outbox: [] })
  })

  it('J3: refuses a mebibyte where a short text is due as fast as a kibibyte, and takes one of state in time that grows with its length', async () => {
    const storage = memoryStorage()
    const wrong: readonly ((long: string, many: readonly string[]) => Promise<unknown>)[] = [
      (long) => storage.load([`office/sample/${long}`]),
      (long) => storage.commit(commitOf({ writes: [writeOf(a, { tags: [long] })] })),
      (long) => storage.commit(commitOf({ writes: [writeOf(a, { machine: long })] })),
      (long) => storage.list({ office: long, kind: 'sample', limit: 1 }),
      (long) => storage.settle(long, 'sent'),
      (_long, cancelMail) => storage.commit(commitOf({ cancelMail })),
    ]
    const argument = (length: number) => ({ long: 'x'.repeat(length), many: Array.from({ length }, () => a) })
    const [kibibyte, mebibyte] = [argument(1_024), argument(1_048_576)]
    for (const [i, call] of wrong.entries()) {
      const refused = ({ long, many }: typeof kibibyte) => refusal(call(long, many))
      expect(await refused(mebibyte)).toMatch(/^storage\/misuse /)
      expect(await growth(refused, kibibyte, mebibyte), `case ${i}`).toBeLessThan(5)
    }
    // Into an empty storage each time, since a state that is stored already is not looked at again.
    const take = (write: Write) => memoryStorage().commit(commitOf({ writes: [write] }))
    const ofState = (length: number) => writeOf(a, { state: `"${'x'.repeat(length)}"` })
    expect(await growth(take, ofState(32_768), ofState(65_536))).toBeLessThan(3)
    expect(await take(ofState(1_048_576))).toEqual({ ok: true })
  })

  it('takes exactly the texts that JSON.parse takes, but for lone surrogates', async () => {
    // Sound texts, and the same with one character taken out, doubled or replaced.
    const sound = fc.oneof(
      fc.json(),
      fc.json({ maxDepth: 1 }),
      fc.dictionary(fc.string(), fc.integer()).map((value) => JSON.stringify(value)),
    )
    const near = fc.tuple(
      sound,
      fc.nat(),
      fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '0', '-', '.', 'e', ' ', '\n', '\0', 'é', '\uD800'),
    )
    const texts = near.chain(([text, at, character]) => {
      const place = at % (text.length + 1)
      return fc.constantFrom(
        text,
        text.slice(0, place) + character + text.slice(place),
        text.slice(0, place) + character + text.slice(place + 1),
      )
    })
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text)
        return !/[\uD800-\uDFFF]/u.test(text)
      } catch {
        return false
      }
    }
    const taken = async (text: string) =>
      (await refusal(memoryStorage().commit(commitOf({ writes: [writeOf(a, { state: text })] })))) === 'done'
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await taken(text)).toBe(isJson(text))
      }),
      { numRuns: 3000 },
    )
  })

  it('says which rule was broken', async () => {
    const storage = memoryStorage()
    const rules = [
      [storage.load([]), 'load takes 1 to 100 keys'],
      [storage.load(['a/b']), 'a key is office/kind/id in at most 255 printable ASCII characters'],
      [storage.commit(commitOf({ writes: [writeOf(a, { tags: ['t', 't'] })] })), 'the tags of a record are distinct'],
      [
        storage.commit(commitOf({ writes: [writeOf(a, { journalHead: 'h' })] })),
        'without journal entries the head of a record stays as it is',
      ],
      [storage.lease({ office, now, leaseMs: 0, limit: 1 }), 'a lease lasts 1 to 86400000 milliseconds'],
    ] as const
    for (const [call, rule] of rules) expect(await refusal(call)).toBe(`storage/misuse storage: ${rule}`)
  })

  it('says what is wrong with a chain and with an id that was used', async () => {
    const storage = memoryStorage()
    await storage.commit(commitOf({ writes: [writeOf(a)], outbox: [mailOf('m')] }))
    const again = storage.commit(commitOf({ outbox: [mailOf('m')] }))
    expect(await refusal(again)).toBe('storage/misuse storage: the id of a mail is unique for ever')
    const chain = {
      ...{ key: a, sequence: 2, previous: 'x', hash: 'h2', at: now, by: 'system' },
      ...{ type: 'A', data: '{}', personal: null, personalDigest: '' },
    }
    const gap = storage.commit(commitOf({ writes: [writeOf(a, { expectedVersion: 1, journalHead: 'h2', entries: [chain] })] }))
    expect(await refusal(gap)).toBe('storage/misuse storage: journal entries continue what is stored without gaps')
  })

  it('knows a position by every character of it', async () => {
    const storage = memoryStorage()
    const entries = { office, limit: 10 }
    const first = await storage.entries(entries)
    if (!first.ok) throw new Error('no position')
    const incarnation = first.next.slice(0, first.next.indexOf('.'))
    expect((await storage.entries({ ...entries, after: `${incarnation}.0` })).ok).toBe(true)
    for (const digits of ['', 'x', '00', '-0', '0.0', '0e0', '1', '9007199254740993', 'NaN', 'Infinity', ' 0', '0x0'].filter(
      (one) => !one.includes(' '),
    )) {
      expect((await storage.entries({ ...entries, after: `${incarnation}.${digits}` })).ok, digits).toBe(false)
    }
  })

  it('takes 1000 items in each list of a commit, and no more', async () => {
    const keys = Array.from({ length: 1001 }, (_, i) => `office/sample/n${i}`)
    const lists = [
      (count: number) => ({ expects: keys.slice(0, count).map((key) => ({ key, version: 0 })) }),
      (count: number) => ({ writes: keys.slice(0, count).map((key) => writeOf(key)) }),
      (count: number) => ({ outbox: keys.slice(0, count).map((_, i) => mailOf(`m${i}`)) }),
      (count: number) => ({ cancelMail: keys.slice(0, count) }),
    ]
    for (const list of lists) {
      expect(await memoryStorage().commit(commitOf(list(1000)))).toEqual({ ok: true })
      expect(await refusal(memoryStorage().commit(commitOf(list(1001))))).toMatch(/^storage\/misuse /)
    }
    const storage = memoryStorage()
    await storage.commit(commitOf({ writes: keys.slice(0, 1000).map((key) => writeOf(key)) }))
    const removes = keys.map((key) => ({ key, version: 1 }))
    expect(await refusal(storage.commit(commitOf({ removes })))).toMatch(/^storage\/misuse /)
    expect(await storage.commit(commitOf({ removes: removes.slice(0, 1000) }))).toEqual({ ok: true })
    expect(storage.contents().records).toEqual([])
  })

  it('T1: a clock set back revives no mail and no lease', async () => {
    const storage = memoryStorage()
    await storage.commit(commitOf({ outbox: [mailOf('m'), mailOf('n')] }))
    const lease = (at: number) => storage.lease({ office, now: at, leaseMs: 1000, limit: 10 })
    expect(await lease(now)).toHaveLength(2)
    await storage.settle('m', 'sent')
    for (const at of [0, now - 1, now, now + 999]) expect(await lease(at)).toEqual([])
    expect((await lease(now + 1000)).map(({ id }) => id)).toEqual(['n'])
  })

  it('never hides mail beyond the last instant', async () => {
    const last = 253_402_300_799_999
    const storage = memoryStorage()
    await storage.commit(commitOf({ outbox: [mailOf('m')] }))
    expect((await storage.lease({ office, now: last, leaseMs: 86_400_000, limit: 1 }))[0]?.notBefore).toBe(last)
  })

  it('Q2: mail whose settlement was lost is offered again with the same id and the same bytes', async () => {
    const storage = memoryStorage()
    await storage.commit(commitOf({ outbox: [mailOf('m')] }))
    const lease = (at: number) => storage.lease({ office, now: at, leaseMs: 1000, limit: 1 })
    const [first] = await lease(now)
    const [again] = await lease(now + 1000)
    const same = (message: OutboxMessage | undefined) => [message?.id, message?.topic, message?.sealed, message?.at]
    expect(same(again)).toEqual(same(first))
    expect([first?.attempts, again?.attempts]).toEqual([1, 2])
  })

  it('Q3: of two dispatchers one gets a message; the late one may still settle it, once', async () => {
    const storage = memoryStorage()
    await storage.commit(commitOf({ outbox: [mailOf('m')] }))
    const lease = (at: number) => storage.lease({ office, now: at, leaseMs: 1000, limit: 1 })
    expect([(await lease(now)).length, (await lease(now)).length]).toEqual([1, 0])
    expect(await lease(now + 1000)).toHaveLength(1)
    await storage.settle('m', 'sent')
    await storage.settle('m', { retryAt: now })
    expect(await lease(now + 9000)).toEqual([])
  })

  it('Q7: refuses an id that is empty, undefined or a wildcard, and touches no row', async () => {
    const storage = memoryStorage()
    await storage.commit(commitOf({ writes: [writeOf(a, { personal: '{"n":1}' })], outbox: [mailOf('m')] }))
    const before = storage.contents()
    for (const id of ['', undefined, null, {}, []]) {
      expect(await refusal(storage.erase(id as string, now))).toMatch(/^storage\/misuse /)
      expect(await refusal(storage.settle(id as string, 'sent'))).toMatch(/^storage\/misuse /)
      expect(await refusal(storage.isWaiting(id as string))).toMatch(/^storage\/misuse /)
      expect(await refusal(storage.requeue(id as string, now))).toMatch(/^storage\/misuse /)
      expect(await refusal(storage.commit(commitOf({ removes: [{ key: id as string, version: 1 }] })))).toMatch(
        /^storage\/misuse /,
      )
      expect(await refusal(storage.commit(commitOf({ cancelMail: [id as string] })))).toMatch(/^storage\/misuse /)
    }
    await storage.erase('office/sample/%', now)
    await storage.settle('%', 'sent')
    await storage.requeue('%', now)
    expect(storage.contents()).toEqual(before)
  })

  it('shows copies of all it holds', async () => {
    const storage = memoryStorage()
    const entry = {
      key: a,
      sequence: 1,
      at: now,
      by: 'system',
      type: 'T',
      data: '{}',
      personal: null,
      personalDigest: '',
      previous: '',
      hash: 'h',
    }
    await storage.commit(
      commitOf({ writes: [writeOf(a, { tags: ['t'], entries: [entry], journalHead: 'h' })], outbox: [mailOf('m')] }),
    )
    await storage.settle('m', 'sent')
    const { records, journal, outbox } = storage.contents()
    expect(records).toMatchObject([{ key: a, version: 1, tags: ['t'] }])
    expect(journal).toEqual([entry])
    expect(outbox).toEqual([{ ...mailOf('m'), sealed: '', notBefore: now, attempts: 0, parkedAt: null, reason: null }])
    for (const list of [records, journal, outbox]) for (const item of list) Object.assign(item, { key: 'x', tags: [], id: 'x' })
    expect(storage.contents()).toMatchObject({ records: [{ key: a, tags: ['t'] }], journal: [{ key: a }], outbox: [{ id: 'm' }] })
  })
})

describe('list', () => {
  type Row = { readonly id: number; readonly tags: readonly string[]; readonly due: number | null; readonly erased: boolean }
  const rows = fc.array(
    fc.record({
      id: fc.integer({ min: 0, max: 60 }),
      tags: fc.subarray(['even', 'odd', 'all']),
      due: fc.option(fc.integer({ min: 0, max: 30 })),
      erased: fc.boolean(),
    }),
    { maxLength: 120 },
  )
  const keyOf = (id: number) => `office/sample/${String(id).padStart(2, '0')}`

  it('answers like a search through everything, whatever was written, tagged, due and erased before', async () => {
    const queries = fc.record(
      {
        tag: fc.constantFrom('even', 'odd', 'all', 'none'),
        dueBefore: fc.integer({ min: 0, max: 31 }),
        after: fc.integer({ min: 0, max: 60 }).map(keyOf),
      },
      { requiredKeys: [] },
    )
    const limits = fc.constantFrom(1, 3, 10, 1000)
    await fc.assert(
      fc.asyncProperty(rows, queries, limits, async (list: readonly Row[], narrow, limit) => {
        const storage = memoryStorage()
        const versions = new Map<string, number>()
        const model = new Map<string, Row>()
        for (const row of list) {
          const key = keyOf(row.id)
          const expectedVersion = versions.get(key) ?? 0
          await storage.commit(commitOf({ writes: [writeOf(key, { expectedVersion, tags: row.tags, dueAt: row.due })] }))
          if (row.erased) await storage.erase(key, now)
          versions.set(key, expectedVersion + (row.erased ? 2 : 1))
          model.set(key, row)
        }
        const { tag, dueBefore, after } = narrow
        const expected = [...model]
          .filter(([, { erased }]) => !erased)
          .filter(([, { tags }]) => tag === undefined || tags.includes(tag))
          .filter(([, { due }]) => dueBefore === undefined || (due !== null && due <= dueBefore))
          .map(([key]) => key)
          .filter((key) => after === undefined || key > after)
          .sort()
          .slice(0, limit)
        const found = await storage.list({ office: 'office', kind: 'sample', limit, ...narrow })
        expect(found.map(({ key }) => key)).toEqual(expected)
      }),
    )
  })

  it('finds few due records among many, and many among many', async () => {
    const storage = memoryStorage()
    const keys = Array.from({ length: 900 }, (_, i) => `office/sample/${1000 + i}`)
    await storage.commit(
      commitOf({ writes: keys.map((key, i) => writeOf(key, { dueAt: (i * 37) % 900, tags: i % 2 === 0 ? ['t'] : [] })) }),
    )
    for (const dueBefore of [0, 9, 299, 899]) {
      for (const limit of [1, 10, 1000]) {
        const due = keys.filter((_, i) => (i * 37) % 900 <= dueBefore)
        const query = { office: 'office', kind: 'sample', dueBefore, limit }
        expect((await storage.list(query)).map(({ key }) => key)).toEqual(due.slice(0, limit))
        const tagged = due.filter((key) => keys.indexOf(key) % 2 === 0)
        expect((await storage.list({ ...query, tag: 't' })).map(({ key }) => key)).toEqual(tagged.slice(0, limit))
      }
    }
  })
})
