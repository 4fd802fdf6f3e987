import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MemoryStorage, memoryStorage } from '../../src/adapters/memory.ts'
import { isSportelloError } from '../../src/kernel/index.ts'
import type { Commit, Storage } from '../../src/ports/index.ts'
import {
  type Fault,
  type FaultPlan,
  type FaultRates,
  faulty,
  type PlannedFault,
  type StorageCall,
  type StorageOperation,
  seededFaults,
  storageContract,
} from '../../src/testing/index.ts'

const now = 1_700_000_000_000
const key = 'office/sample/a'

function commitOf(state: string, expectedVersion = 0): Commit {
  const shape = { machine: 'sample', schema: 1, personal: null, tags: ['t'], dueAt: null, at: now, journalHead: '', entries: [] }
  return { expects: [], writes: [{ key, expectedVersion, state, ...shape }], removes: [], outbox: [], cancelMail: [] }
}

const list = (storage: Storage) => storage.list({ office: 'office', kind: 'sample', limit: 10 })
const stateOf = async (storage: Storage): Promise<string | undefined> => (await storage.load([key]))[0]?.state

/** One sound call of every operation, in an order in which each has something to do. */
const everyCall: readonly (readonly [StorageOperation, (storage: Storage) => Promise<unknown>])[] = [
  ['load', (storage) => storage.load([key])],
  ['list', list],
  ['commit', (storage) => storage.commit(commitOf('0'))],
  ['journal', (storage) => storage.journal(key, { after: 0, limit: 1 })],
  ['lease', (storage) => storage.lease({ office: 'office', now, leaseMs: 1, limit: 1 })],
  ['isWaiting', (storage) => storage.isWaiting('m')],
  ['settle', (storage) => storage.settle('m', 'sent')],
  ['parked', (storage) => storage.parked({ office: 'office', limit: 1 })],
  ['requeue', (storage) => storage.requeue('m', now)],
  ['erase', (storage) => storage.erase(key, now)],
]

/** What is no fault, and what only seems one. */
const noFaults: readonly unknown[] = [
  ...['', 'Before', 'before ', 'toString', '\uD800', 0, 1n, true, Symbol('before'), {}, [], { until: null }, { until: {} }],
  ...[Promise.resolve('before'), { until: Object.fromEntries([['then', 1]]) }, { fault: 'before' }, () => 'before'],
  {
    get until() {
      throw new Error('no')
    },
  },
  new Proxy(
    {},
    {
      get() {
        throw new Error('no')
      },
    },
  ),
]

describe('faulty', () => {
  it('passes on what is not planned to fail: the wrapped storage keeps every promise of the port', async () => {
    const inner = new WeakMap<Storage, MemoryStorage>()
    for (const plan of [[], () => null, () => undefined, [{ call: 1_000_000, fault: 'before' }]] satisfies readonly FaultPlan[]) {
      const create = () => {
        const storage = memoryStorage()
        const wrapped = faulty(storage, plan)
        inner.set(wrapped, storage)
        return wrapped
      }
      const readBack = (wrapped: Storage) => JSON.stringify(inner.get(wrapped)?.contents())
      for (const { name, run } of storageContract(create, readBack)) await expect(run(), name).resolves.toBe(undefined)
    }
  })

  it('passes on what is slow as it was given, however late: slowness breaks no promise of the port', async () => {
    for (const fault of ['slow', { until: Promise.resolve() }] satisfies readonly Fault[]) {
      for (const { name, run } of storageContract(() => faulty(memoryStorage(), [{ fault }]))) {
        await expect(run(), name).resolves.toBe(undefined)
      }
    }
  })

  it.each(everyCall)('fails before %s, and nothing has happened, or after it, and it is done', async (operation, call) => {
    for (const fault of ['before', 'after'] as const) {
      const [storage, reference] = [memoryStorage(), memoryStorage()]
      for (const prepared of [storage, reference]) {
        await prepared.commit({ ...commitOf('1'), outbox: [{ id: 'm', topic: key, sealed: 's', at: now }] })
        if (operation === 'requeue') await prepared.settle('m', { parkedAt: now })
        if (operation === 'commit') await prepared.erase(key, now)
      }
      const given = operation === 'commit' ? (s: Storage) => s.commit(commitOf('2', 2)) : call
      if (fault === 'after') await given(reference)
      const wrapped = faulty(storage, [{ operation, fault }])
      await expect(given(wrapped)).rejects.toThrow(`${fault} the call`)
      expect(storage.contents()).toEqual(reference.contents())
      expect(wrapped.faults).toEqual([{ call: 1, operation, fault }])
      expect(wrapped.calls()).toBe(1)
    }
  })

  it('fails as drivers do, with an error of its own at odd calls and a typed one at even calls', async () => {
    const wrapped = faulty(memoryStorage(), ({ call }) => (call <= 2 ? 'before' : 'after'))
    const codes = []
    for (let call = 1; call <= 4; call += 1) {
      const error: unknown = await list(wrapped).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(Error)
      codes.push(isSportelloError(error) ? error.code : 'untyped')
    }
    expect(codes).toEqual(['untyped', 'storage/failed', 'untyped', 'storage/failed'])
  })

  it('answers a commit with a conflict about a record that it names, and nothing is written', async () => {
    const storage = memoryStorage()
    const wrapped = faulty(storage, [{ fault: 'conflict' }])
    expect(await wrapped.commit(commitOf('1'))).toEqual({ ok: false, conflict: key })
    const expects = [{ key: 'office/sample/b', version: 0 }]
    expect(await wrapped.commit({ ...commitOf('1'), writes: [], expects })).toEqual({ ok: false, conflict: 'office/sample/b' })
    const removes = [{ key, version: 1 }]
    expect(await wrapped.commit({ ...commitOf('1'), writes: [], removes })).toEqual({ ok: false, conflict: key })
    expect(storage.contents().records).toEqual([])
    expect(wrapped.faults).toHaveLength(3)
  })

  it('knows no conflict where there is no record to name, and none of anything but a commit', async () => {
    const storage = memoryStorage()
    const wrapped = faulty(storage, [{ fault: 'conflict' }])
    const outbox = [{ id: 'm', topic: key, sealed: 's', at: now }]
    expect(await wrapped.commit({ ...commitOf('1'), writes: [], outbox })).toEqual({ ok: true })
    await expect(wrapped.commit(null as never)).rejects.toMatchObject({ code: 'storage/misuse' })
    for (const [operation, call] of everyCall) if (operation !== 'commit') await call(wrapped)
    expect(wrapped.faults).toEqual([])
  })

  it('answers a list as the same query was answered before, and is fresh for any other', async () => {
    const storage = memoryStorage()
    await storage.commit(commitOf('1'))
    const wrapped = faulty(storage, ({ call }) => (call === 1 ? null : 'stale'))
    const first = await list(wrapped)
    await storage.commit(commitOf('2', 1))
    const second = await list(wrapped)
    expect(second).toEqual(first)
    for (const row of [...first, ...second]) Reflect.set(row, 'state', 'spoilt')
    expect((await list(wrapped)).map(({ state }) => state)).toEqual(['1'])
    const tagged = { office: 'office', kind: 'sample', tag: 't', limit: 10 }
    expect((await wrapped.list(tagged)).map(({ state }) => state)).toEqual(['2'])
    expect(await stateOf(wrapped)).toBe('2')
    expect(wrapped.faults).toEqual([2, 3].map((call) => ({ call, operation: 'list', fault: 'stale' })))
    await expect(wrapped.list(1n as never)).rejects.toMatchObject({ code: 'storage/misuse' })
  })

  it('passes a slow call on when its gate opens, with what was given at first, also when the gate breaks', async () => {
    for (const end of ['open', 'break'] as const) {
      const storage = memoryStorage()
      let settle = (): void => {}
      const until = new Promise<void>((open, broken) => {
        settle = end === 'open' ? open : () => broken(new Error('the gate broke'))
      })
      const wrapped = faulty(storage, ({ operation }) => (operation === 'commit' ? { until } : null))
      const commit = commitOf('1')
      const slow = wrapped.commit(commit)
      Reflect.set(commit.writes[0] ?? {}, 'state', 'spoilt')
      for (let turn = 0; turn < 20; turn += 1) expect(await stateOf(wrapped)).toBe(undefined)
      settle()
      expect(await slow).toEqual({ ok: true })
      expect(await stateOf(wrapped)).toBe('1')
      expect(wrapped.faults).toEqual([{ call: 1, operation: 'commit', fault: 'slow' }])
    }
  })

  it('lets a call that is slow without a gate be overtaken', async () => {
    const storage = memoryStorage()
    const wrapped = faulty(storage, [{ call: 1, fault: 'slow' }])
    const [slow, quick] = await Promise.all([wrapped.commit(commitOf('"slow"')), wrapped.commit(commitOf('"quick"'))])
    expect([slow.ok, quick.ok, await stateOf(storage)]).toEqual([false, true, '"quick"'])
  })

  it('strikes the calls of which all that is planned is true, with the first fault that fits', async () => {
    const plan: readonly PlannedFault[] = [
      { call: 2, operation: 'list', fault: 'after' },
      { call: 3, fault: 'before' },
      { operation: 'commit', fault: 'conflict' },
      { operation: 'commit', fault: 'before' },
      { call: 5, operation: 'list', fault: 'before' },
    ]
    const wrapped = faulty(memoryStorage(), plan)
    const calls = [list, list, list, (s: Storage) => s.commit(commitOf('1')), (s: Storage) => s.load([key])]
    for (const call of calls) await call(wrapped).catch(() => {})
    expect(wrapped.faults).toEqual([
      { call: 2, operation: 'list', fault: 'after' },
      { call: 3, operation: 'list', fault: 'before' },
      { call: 4, operation: 'commit', fault: 'conflict' },
    ])
  })

  it('tells a function each call with its number and operation, and throws what it throws', async () => {
    const asked: StorageCall[] = []
    const own = Object.assign(new Error('terminating connection'), { code: '57P01' })
    const wrapped = faulty(memoryStorage(), (call) => {
      asked.push(call)
      if (call.call === 2) throw own
      return null
    })
    await list(wrapped)
    await expect(wrapped.load([key])).rejects.toBe(own)
    expect(asked).toEqual([
      { call: 1, operation: 'list' },
      { call: 2, operation: 'load' },
    ])
    expect(wrapped.faults).toEqual([{ call: 2, operation: 'load', fault: 'before' }])
  })

  it('remembers what befell whom and nothing of what was stored, and what it remembers is a plan', async () => {
    const play = async (plan: FaultPlan) => {
      const storage = memoryStorage()
      const wrapped = faulty(storage, plan)
      for (let version = 0; version < 30; version += 1) {
        await wrapped.commit(commitOf('"canary"', version)).catch(() => {})
        await list(wrapped).catch(() => {})
      }
      return { faults: wrapped.faults, contents: storage.contents() }
    }
    const seeded = await play(seededFaults(3, { before: 0.1, after: 0.1, conflict: 0.1, stale: 0.2, slow: 0.1 }))
    expect(new Set(seeded.faults.map(({ fault }) => fault)).size).toBe(5)
    expect(JSON.stringify(seeded.contents)).toContain('canary')
    expect(JSON.stringify(seeded.faults)).not.toMatch(/canary|office/)
    expect(await play(seeded.faults)).toEqual(seeded)
  })

  it('takes no plan for one that is none', () => {
    for (const plan of [null, undefined, 'before', 1, {}, { length: 1, 0: { fault: 'before' } }, new Set()]) {
      expect(() => faulty(memoryStorage(), plan as never)).toThrow('faults: a plan is a list of faults, or a function')
    }
    const broken = new Proxy([], {
      get() {
        throw new Error('no')
      },
    })
    expect(() => faulty(memoryStorage(), broken)).toThrow('faults: ')
    const wrong: readonly unknown[] = [
      ...noFaults.map((fault) => ({ fault })),
      ...[0, -1, 1.5, Number.NaN, '1', null, 2 ** 53].map((call) => ({ call, fault: 'before' })),
      ...['', 'Load', 'constructor', null, 1].map((operation) => ({ operation, fault: 'before' })),
      ...[null, undefined, 1, 'before'],
    ]
    for (const planned of wrong) {
      expect(() => faulty(memoryStorage(), [{ fault: 'before' }, planned as never]), String(typeof planned)).toThrow('faults: ')
    }
  })

  it('rejects a call of which the plan says what is no fault, before anything has happened', async () => {
    for (const fault of noFaults) {
      const storage = memoryStorage()
      const wrapped = faulty(storage, () => fault as never)
      await expect(wrapped.commit(commitOf('1'))).rejects.toThrow('faults: a plan answers with a fault or with null')
      expect(storage.contents().records).toEqual([])
    }
  })

  it('reads a listed plan once, when it is given', async () => {
    let reads = 0
    const planned = {
      get fault(): 'before' {
        reads += 1
        return 'before'
      },
    }
    const plan: PlannedFault[] = [planned]
    const wrapped = faulty(memoryStorage(), plan)
    plan.pop()
    for (let call = 0; call < 3; call += 1) await expect(list(wrapped)).rejects.toThrow()
    expect(reads).toBe(1)
  })
})

describe('seededFaults', () => {
  const faultsOf = (seed: number, rates: FaultRates, calls = 2000) => {
    const plan = seededFaults(seed, rates)
    return Array.from({ length: calls }, (_, i) => plan({ call: i + 1, operation: 'commit' }))
  }

  it('says the same of the same call whenever it is asked, and something else with another seed', () => {
    const rates = { before: 0.2, after: 0.2, conflict: 0.2, stale: 0.2, slow: 0.2 }
    const plan = seededFaults(5, rates)
    const forwards = faultsOf(5, rates)
    const backwards = Array.from({ length: 2000 }, (_, i) => plan({ call: 2000 - i, operation: 'load' })).reverse()
    expect(backwards).toEqual(forwards)
    expect(faultsOf(6, rates)).not.toEqual(forwards)
  })

  it('gives each fault as often as its rate says, within what chance allows', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const faults = faultsOf(seed, { before: 0.1, after: 0.2, slow: 0.3 })
        const counts = ['before', 'after', 'slow', 'stale', 'conflict'].map((name) => faults.filter((one) => one === name).length)
        // Five standard deviations.
        expect(Math.abs((counts[0] ?? 0) - 200)).toBeLessThan(68)
        expect(Math.abs((counts[1] ?? 0) - 400)).toBeLessThan(90)
        expect(Math.abs((counts[2] ?? 0) - 600)).toBeLessThan(103)
        expect(counts.slice(3)).toEqual([0, 0])
      }),
      { numRuns: 20 },
    )
  })

  it('never strikes at rate 0, and always at rate 1', () => {
    expect(faultsOf(1, {}).every((fault) => fault === null)).toBe(true)
    expect(faultsOf(1, { after: 1 }).every((fault) => fault === 'after')).toBe(true)
  })

  it('takes whole seeds, and chances from 0 to 1 that leave no more than certainty', () => {
    for (const seed of [0.5, Number.NaN, '1', null]) expect(() => seededFaults(seed as never, {})).toThrow('a seed is')
    const getter = {
      get before(): number {
        throw new Error('no')
      },
    }
    const wrong = [
      null,
      { before: -0.1 },
      { after: 1.1 },
      { slow: Number.NaN },
      { stale: '1' },
      { before: 0.6, after: 0.6 },
      getter,
    ]
    for (const rates of wrong) expect(() => seededFaults(1, rates as never)).toThrow('the chances of faults')
    expect(() => seededFaults(1, { before: 0.5, after: 0.5 })).not.toThrow()
  })
})
