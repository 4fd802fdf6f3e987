import fc from 'fast-check'
import { memoryStorage } from 'sportello/memory'
import { fixedClock } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accept, InvariantError, instantMax, isSportelloError, refuse, SportelloError } from '../../src/kernel/index.ts'
import type { Commit, Storage, Stored } from '../../src/ports/index.ts'
import { verifyJournal } from '../../src/runtime/journal.ts'
import type { Outgoing } from '../../src/runtime/outbox.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { type Operation, transact, type Unit } from '../../src/runtime/transact.ts'
import { keys, morning, office } from '../support/counter.ts'
import { inBoth, politely } from '../support/letters.ts'
import { cabinet, clerk, codeOf, drawer, drawerKey, observed, put, rowOf, runtimeOn, touch } from './drawer.ts'

const operation: Operation = { name: 'drawer/put', by: clerk }

const putting = (runtime: Runtime, note: string, id = 'd-1') =>
  transact(runtime, operation, async (unit) => {
    const done = await unit.run(drawer, id, put(note))
    return done.ok ? accept(done.value.state.count) : done
  })

const journalOf = (storage: Storage, key = drawerKey) => storage.journal(key, { after: 0, limit: 1_000 })

const letter = (purpose: string, id = 'd-1'): Outgoing => ({
  topic: { kind: 'drawer', id },
  purpose,
  to: { name: 'Anna Verdi', address: 'anna@example.it' },
  locale: 'it',
  letter: { ...politely, about: inBoth('Cassetto'), lines: [inBoth('Segreto: 0042')] },
})

describe('a unit of work', () => {
  it('commits what its machines did, once: state, what is personal apart, tags, due instant, journal', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    expect(await putting(runtime, 'a key')).toStrictEqual({ ok: true, value: 1 })
    expect(storage.commits).toHaveLength(1)
    expect(storage.commits[0]).toMatchObject({ expects: [], outbox: [], cancelMail: [] })
    const row = await rowOf(storage)
    expect(row).toStrictEqual({
      key: drawerKey,
      version: 1,
      machine: 'drawer',
      schema: 1,
      state: '{"status":"open","count":1}',
      personal: '{"note":"a key"}',
      tags: ['status:open'],
      dueAt: morning + 1,
      at: morning,
      journalHead: row.journalHead,
      erasedAt: null,
    })
    const [entry] = await journalOf(storage)
    expect(entry).toMatchObject({
      sequence: 1,
      at: morning,
      by: 'operator:clerk-1',
      type: 'ItemPut',
      previous: '',
      hash: row.journalHead,
      data: JSON.stringify({ type: 'ItemPut', count: 1, putAt: morning }),
    })
    expect(JSON.parse(entry?.personal ?? '')).toStrictEqual({
      salt: expect.stringMatching(/^[\w-]{22}$/),
      data: { note: 'a key' },
    })
  })

  it('sees what it did itself, and writes a record once however often it ran', async () => {
    const storage = observed()
    const answer = await transact(runtimeOn({ storage }), operation, async (unit) => {
      expect(await unit.state(drawer, 'd-1')).toStrictEqual({ status: 'open', count: 0, personal: null })
      await unit.run(drawer, 'd-1', put('one'))
      expect(await unit.state(drawer, 'd-1')).toMatchObject({ count: 1 })
      await unit.run(drawer, 'd-1', { type: 'PutTwice', personal: { note: 'two' } })
      return unit.run(drawer, 'd-1', { type: 'Lock' })
    })
    expect(answer).toMatchObject({ ok: true, value: { state: { status: 'locked', count: 3 }, events: [{ type: 'Locked' }] } })
    expect(storage.commits.map(({ writes }) => writes.length)).toEqual([1])
    const row = await rowOf(storage)
    expect([row.version, row.state, row.personal, row.tags]).toEqual([
      1,
      '{"status":"locked","count":3}',
      '{"note":"two"}',
      ['status:locked'],
    ])
    const entries = await journalOf(storage)
    expect(entries.map(({ type }) => type)).toEqual(['ItemPut', 'ItemPut', 'ItemPut', 'Locked'])
    expect(verifyJournal(keys, entries, row.journalHead)).toEqual({ ok: true, entries: 4, head: row.journalHead })
  })

  it('INV-04: continues version and journal where the record stands', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    for (const note of ['one', 'two', 'three']) await putting(runtime, note)
    const row = await rowOf(storage)
    expect(row).toMatchObject({ version: 3, state: '{"status":"open","count":3}', personal: '{"note":"three"}' })
    expect(verifyJournal(keys, await journalOf(storage), row.journalHead)).toMatchObject({ ok: true, entries: 3 })
    expect(storage.commits.map(({ writes }) => writes[0]?.expectedVersion)).toEqual([0, 1, 2])
  })

  it('reads each record once, several in one call', async () => {
    const storage = observed()
    await transact(runtimeOn({ storage }), operation, async (unit) => {
      await unit.preload([
        { kind: 'drawer', id: 'd-1' },
        { kind: 'cabinet', id: 'c-1' },
      ])
      await unit.preload([{ kind: 'drawer', id: 'd-1' }])
      await unit.preload([])
      await unit.state(drawer, 'd-1')
      await unit.run(cabinet, 'c-1', put('one'))
      await unit.state(drawer, 'd-2')
      return accept(null)
    })
    expect(storage.loads).toEqual([[drawerKey, `${office.id}/cabinet/c-1`], [`${office.id}/drawer/d-2`]])
  })

  it('holds a record once, though it was asked for twice at a time', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    await transact(runtime, operation, async (unit) => {
      const twice = { kind: 'drawer', id: 'd-1' }
      await Promise.all([unit.preload([twice, twice]), unit.state(drawer, 'd-1'), unit.preload([twice])])
      return unit.run(drawer, 'd-1', put('two'))
    })
    expect(storage.commits.at(-1)).toMatchObject({ expects: [], writes: [{ key: drawerKey, expectedVersion: 1 }] })
    expect(await rowOf(storage)).toMatchObject({ version: 2, state: '{"status":"open","count":2}' })
  })

  it('expects exactly what it read and did not write to stand where it was read, absent records too', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one', 'd-2')
    await transact(runtime, operation, async (unit) => {
      await unit.state(drawer, 'd-2')
      await unit.state(drawer, 'd-3')
      await unit.run(drawer, 'd-4', { type: 'Look' })
      return unit.run(drawer, 'd-1', put('one'))
    })
    expect(storage.commits.at(-1)?.expects).toEqual([
      { key: `${office.id}/drawer/d-2`, version: 1 },
      { key: `${office.id}/drawer/d-3`, version: 0 },
      { key: `${office.id}/drawer/d-4`, version: 0 },
    ])
    expect(storage.commits.at(-1)?.writes.map(({ key }) => key)).toEqual([drawerKey])
  })

  it('commits nothing when nothing happened', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    const looked = await transact(runtime, operation, async (unit) => unit.run(drawer, 'd-1', { type: 'Look' }))
    expect(looked).toMatchObject({ ok: true, value: { events: [], state: { count: 1 } } })
    expect(storage.commits).toHaveLength(1)
  })

  it('commits nothing when the use case throws', async () => {
    const storage = observed()
    const failing = transact(runtimeOn({ storage }), operation, async (unit) => {
      await unit.run(drawer, 'd-1', put('one'))
      throw new InvariantError('two is three')
    })
    await expect(failing).rejects.toThrow(InvariantError)
    expect(storage.commits).toEqual([])
  })
})

describe('a refusal', () => {
  it('INV-32: by an existing record leaves one entry in its journal, with who and what, and the state as it was', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    await transact(runtime, operation, async (unit) => unit.run(drawer, 'd-1', { type: 'Lock' }))
    const before = await rowOf(storage)
    expect(await putting(runtime, 'two')).toStrictEqual({ ok: false, refusal: { code: 'drawer/locked' } })
    const after = await rowOf(storage)
    expect(after).toStrictEqual({ ...before, version: 3, journalHead: after.journalHead })
    const entries = await journalOf(storage)
    expect(entries).toHaveLength(3)
    expect(entries[2]).toMatchObject({
      type: 'Refused',
      by: 'operator:clerk-1',
      at: morning,
      data: '{"type":"Refused","command":"Put","code":"drawer/locked"}',
      personal: null,
    })
    expect(verifyJournal(keys, entries, after.journalHead).ok).toBe(true)
  })

  it('INV-03: takes back whatever the unit did before it, its mail and its voids too', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    const answer = await transact(runtime, operation, async (unit) => {
      await unit.run(drawer, 'd-1', put('two'))
      await unit.run(cabinet, 'c-1', put('two'))
      unit.journal('drawer', 'd-1', 'Looked')
      unit.mail(letter('told'))
      unit.cancelMail('drawer', 'd-1')
      return unit.run(drawer, 'd-1', { type: 'PutTwice', personal: { note: 'too much' } })
    })
    expect(answer).toEqual({ ok: false, refusal: { code: 'drawer/full', countMax: 3 } })
    expect(await rowOf(storage)).toMatchObject({ version: 2, state: '{"status":"open","count":1}', personal: '{"note":"one"}' })
    expect((await journalOf(storage)).map(({ type }) => type)).toEqual(['ItemPut', 'Refused'])
    expect(await storage.load([`${office.id}/cabinet/c-1`])).toEqual([null])
    expect(storage.commits.at(-1)).toMatchObject({ outbox: [], cancelMail: [] })
  })

  it('leaves its trace only where what else was read still stands', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    await putting(runtime, 'one', 'd-2')
    storage.script.push(async (_commit, through) => {
      await touch(storage.inner, `${office.id}/drawer/d-2`)
      return through()
    })
    let runs = 0
    await transact(runtime, operation, async (unit) => {
      runs += 1
      await unit.state(drawer, 'd-2')
      unit.journalRefusal('drawer', 'd-1', 'drawer/put', 'drawer/not-yours')
      await unit.state(drawer, 'd-1')
      return refuse({ code: 'drawer/not-yours' })
    })
    expect(runs).toBe(2)
    expect((await journalOf(storage)).map(({ type }) => type)).toEqual(['ItemPut', 'Refused'])
  })

  it('that the use case finds itself is noted as it says', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    await transact(runtime, operation, async (unit) => {
      await unit.state(drawer, 'd-1')
      unit.journalRefusal('drawer', 'd-1', 'drawer/open', 'drawer/not-yours')
      return refuse({ code: 'drawer/not-yours' })
    })
    const [, entry] = await journalOf(storage)
    expect(entry?.data).toBe('{"type":"Refused","command":"drawer/open","code":"drawer/not-yours"}')
  })

  it.each<[string, (unit: Unit) => Promise<unknown>]>([
    ['where no record exists', (unit) => unit.run(drawer, 'd-9', { type: 'PutTwice', personal: { note: 'x' } })],
    ['on a record that was not read', async (unit) => unit.journalRefusal('drawer', 'd-1', 'drawer/open', 'drawer/not-yours')],
    ['where nobody said on what', (unit) => unit.state(drawer, 'd-1')],
  ])('leaves no trace %s', async (_name, work) => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    await transact(runtime, operation, async (unit) => {
      await work(unit)
      return refuse({ code: 'drawer/not-yours' })
    })
    expect(storage.commits).toHaveLength(1)
  })

  it('leaves no trace where it is everyday', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    const answer = await transact(runtime, { ...operation, journalsRefusals: false }, async (unit) =>
      unit
        .run(drawer, 'd-1', { type: 'PutTwice', personal: { note: 'x' } })
        .then(() => unit.run(drawer, 'd-1', { type: 'PutTwice', personal: { note: 'x' } })),
    )
    expect(answer.ok).toBe(false)
    expect(storage.commits).toHaveLength(1)
  })

  it('leaves no trace on a record that was erased', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await transact(runtime, operation, async (unit) => unit.run(drawer, 'd-1', { type: 'Lock' }))
    await storage.erase(drawerKey, morning)
    expect(await putting(runtime, 'two')).toEqual({ ok: false, refusal: { code: 'drawer/locked' } })
    expect(await rowOf(storage)).toMatchObject({ version: 2, erasedAt: morning })
    expect(await journalOf(storage)).toHaveLength(1)
  })

  it('INV-10: can be committed with what was done, as a wrong guess must be', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    const answer = await transact(runtime, operation, async (unit) => {
      await unit.run(drawer, 'd-1', put('wrong guess'))
      unit.commitOnRefusal()
      return refuse({ code: 'drawer/wrong-guess' })
    })
    expect(answer).toEqual({ ok: false, refusal: { code: 'drawer/wrong-guess' } })
    expect(await rowOf(storage)).toMatchObject({ version: 1, state: '{"status":"open","count":1}' })
    expect((await journalOf(storage)).map(({ type }) => type)).toEqual(['ItemPut'])
  })
})

describe('a note', () => {
  it('is an entry in the journal of a record whose state stays as it is', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    const before = await rowOf(storage)
    await transact(runtime, operation, async (unit) => {
      await unit.state(drawer, 'd-1')
      unit.journal('drawer', 'd-1', 'Looked')
      return accept(null)
    })
    const after = await rowOf(storage)
    expect(after).toStrictEqual({ ...before, version: 2, journalHead: after.journalHead })
    expect((await journalOf(storage)).map(({ type, data }) => [type, data]).at(-1)).toEqual(['Looked', '{"type":"Looked"}'])
  })

  it('goes together with what is done before and after it', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    await transact(runtime, operation, async (unit) => {
      await unit.run(drawer, 'd-1', put('two'))
      unit.journal('drawer', 'd-1', 'Looked')
      unit.journal('drawer', 'd-1', 'Looked')
      await unit.run(drawer, 'd-1', put('three'))
      unit.journal('drawer', 'd-1', 'Shut')
      return accept(null)
    })
    const row = await rowOf(storage)
    expect(row).toMatchObject({ version: 2, state: '{"status":"open","count":3}', personal: '{"note":"three"}' })
    const entries = await journalOf(storage)
    expect(entries.map(({ type }) => type)).toEqual(['ItemPut', 'ItemPut', 'Looked', 'Looked', 'ItemPut', 'Shut'])
    expect(verifyJournal(keys, entries, row.journalHead).ok).toBe(true)
  })

  it('on a record that is not there, was not read or was erased is none', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    await putting(runtime, 'one', 'd-2')
    await storage.erase(`${office.id}/drawer/d-2`, morning)
    await transact(runtime, operation, async (unit) => {
      await unit.state(drawer, 'd-2')
      await unit.state(drawer, 'd-3')
      for (const id of ['d-1', 'd-2', 'd-3']) unit.journal('drawer', id, 'Looked')
      return accept(null)
    })
    expect(storage.commits).toHaveLength(2)
  })
})

describe('a conflict', () => {
  /** Somebody else is faster `times` times. */
  const racing = async (times: number) => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    for (let i = 0; i < times; i += 1) {
      storage.script.push(async (_commit, through) => {
        await touch(storage.inner)
        return through()
      })
    }
    let runs = 0
    const seen: number[] = []
    const done = transact(runtime, operation, async (unit) => {
      runs += 1
      seen.push((await rowOf(storage)).version)
      unit.mail(letter('told'))
      const put2 = await unit.run(drawer, 'd-1', put('two'))
      return put2.ok ? accept(put2.value.state.count) : put2
    })
    return { storage, done, runs: () => runs, seen }
  }

  it.each([0, 1, 5, 100])(
    'Q5: lost %d times, the use case is run again on what is stored by then, with one effect',
    async (times) => {
      const { storage, done, runs, seen } = await racing(times)
      expect(await done).toEqual({ ok: true, value: 2 })
      expect(runs()).toBe(times + 1)
      expect(seen).toEqual(Array.from({ length: times + 1 }, (_, i) => i + 1))
      expect(await rowOf(storage)).toMatchObject({ version: times + 2, state: '{"status":"open","count":2}' })
      expect(await journalOf(storage)).toHaveLength(2)
      expect(storage.commits.at(-1)?.outbox.map(({ id }) => id)).toEqual([`${office.id}.drawer.d-1.${times + 2}.told`])
    },
  )

  it('Q5: lost a hundred and one times, the caller is told busy and nothing was done', async () => {
    const { storage, done, runs } = await racing(101)
    expect(await codeOf(done)).toBe('busy')
    expect(runs()).toBe(101)
    expect(await rowOf(storage)).toMatchObject({ state: '{"status":"open","count":1}' })
    expect(await journalOf(storage)).toHaveLength(1)
    expect(await storage.lease({ office: office.id, now: instantMax, leaseMs: 1, limit: 10 })).toEqual([])
  })

  it('on a record that was only read makes the use case run again too', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one', 'd-2')
    storage.script.push(async (_commit, through) => {
      await touch(storage.inner, `${office.id}/drawer/d-2`)
      return through()
    })
    let runs = 0
    await transact(runtime, operation, async (unit) => {
      runs += 1
      await unit.state(drawer, 'd-2')
      return unit.run(drawer, 'd-1', put('one'))
    })
    expect(runs).toBe(2)
    expect(storage.commits.at(-1)?.expects).toEqual([{ key: `${office.id}/drawer/d-2`, version: 2 }])
  })

  it('holds up nobody who has no more than a shared record with whoever lost', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    const shared = { ...cabinet, isShared: true } as const
    for (const id of ['d-1', 'd-2']) await putting(runtime, 'one', id)
    await transact(runtime, operation, (unit) => unit.run(cabinet, 'c-1', put('of all')))
    const done: string[] = []
    const runs: string[] = []
    let letOn: () => void = () => undefined
    const isHeld = new Promise<void>((resolve) => (letOn = resolve))
    const putIn = async (id: string, held: () => Promise<void>) => {
      await transact(runtime, operation, async (unit) => {
        runs.push(id)
        await unit.state(shared, 'c-1')
        if (runs.filter((run) => run === id).length > 1) await held()
        return unit.run(drawer, id, put('two'))
      })
      done.push(id)
    }
    storage.script.push(async (_commit, through) => {
      await touch(storage.inner)
      return through()
    })
    const lost = putIn('d-1', () => isHeld)
    const others = [1, 2].map(() => new Promise(setImmediate).then(() => putIn('d-2', async () => undefined)))
    await Promise.race([Promise.all(others), new Promise((resolve) => setTimeout(resolve, 100))])
    letOn()
    await Promise.all([lost, ...others])
    expect(done).toEqual(['d-2', 'd-2', 'd-1'])
    expect(runs.filter((run) => run === 'd-1')).toHaveLength(2)
  })

  it('Q5: many at once on one record take turns, so that none is told busy and the slowest is not the last', async () => {
    const storage = memoryStorage()
    const runtime = runtimeOn({ storage })
    const done: string[] = []
    // Each looks at the record for longer than the one before, as a slow hash does, and a stranger begins anew as soon as he is through.
    const looking = async (name: string, steps: number) => {
      await transact(runtime, operation, async (unit) => {
        await unit.state(drawer, 'd-1')
        for (let i = 0; i < steps; i += 1) await Promise.resolve()
        return unit.run(drawer, 'd-1', put(name))
      })
      done.push(name)
    }
    await putting(runtime, 'one')
    const strangers = async (i: number) => {
      for (let times = 0; times < 20; times += 1) await looking(`stranger ${i}`, 3)
    }
    await Promise.all([looking('owner', 400), ...Array.from({ length: 32 }, (_, i) => strangers(i))])
    expect(done).toHaveLength(641)
  })

  it('Q5: many processes at once on one record, which take no turns with each other, are all through, also the slowest', async () => {
    const storage = memoryStorage()
    await putting(runtimeOn({ storage }), 'one')
    const done: number[] = []
    // Each has its own turns, as each process has, and looks at the record for longer than the one before.
    const processOf = async (i: number) => {
      await transact(runtimeOn({ storage }), operation, async (unit) => {
        await unit.state(drawer, 'd-1')
        for (let step = 0; step < i * 50; step += 1) await Promise.resolve()
        unit.journal('drawer', 'd-1', 'Looked')
        return accept(null)
      })
      done.push(i)
    }
    await Promise.all(Array.from({ length: 64 }, (_, i) => processOf(i)))
    expect(done).toHaveLength(64)
    expect((await journalOf(storage)).filter(({ type }) => type === 'Looked')).toHaveLength(64)
  })

  it('Q5: more at once on one record than can be through within seconds are told busy, and did nothing', async () => {
    const storage = memoryStorage()
    const runtime = runtimeOn({ storage })
    await putting(runtime, 'one')
    const look = () =>
      transact(runtime, operation, async (unit) => {
        await unit.state(drawer, 'd-1')
        unit.journal('drawer', 'd-1', 'Looked')
        return accept(null)
      }).then(
        () => 'done',
        (cause: unknown) => (isSportelloError(cause) ? cause.code : 'another error'),
      )
    const ends = await Promise.all(Array.from({ length: 400 }, look))
    const looks = (await journalOf(storage)).filter(({ type }) => type === 'Looked').length
    expect(new Set(ends)).toEqual(new Set(['done', 'busy']))
    expect(looks).toBe(ends.filter((end) => end === 'done').length)
    expect(looks).toBeGreaterThanOrEqual(256)
  })

  it('between parallel commands loses none of them', async () => {
    const storage = memoryStorage()
    const runtime = runtimeOn({ storage })
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((note) => putting(runtime, note)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
    expect(await rowOf(storage)).toMatchObject({ version: 5, state: '{"status":"open","count":3}' })
    const entries = await journalOf(storage)
    expect(entries.map(({ type }) => type)).toEqual(['ItemPut', 'ItemPut', 'ItemPut', 'Refused', 'Refused'])
    expect(verifyJournal(keys, entries, (await rowOf(storage)).journalHead).ok).toBe(true)
  })
})

describe('the clock', () => {
  it('T1: that goes back makes no instant before the last change of a record that was read', async () => {
    const storage = observed()
    const clock = fixedClock(morning)
    const runtime = runtimeOn({ storage, clock })
    await putting(runtime, 'one')
    clock.advance(-86_400_000)
    await putting(runtime, 'two')
    expect((await journalOf(storage)).map(({ at, data }) => [at, JSON.parse(data).putAt])).toEqual([
      [morning, morning],
      [morning, morning],
    ])
    expect((await rowOf(storage)).at).toBe(morning)
    clock.set(morning + 1)
    await putting(runtime, 'three')
    expect((await rowOf(storage)).at).toBe(morning + 1)
  })

  it('T1: of a unit is the latest of all that it read, for its mail and its refusals too', async () => {
    const storage = observed()
    const clock = fixedClock(morning)
    const runtime = runtimeOn({ storage, clock })
    await putting(runtime, 'one', 'd-2')
    clock.set(morning - 5_000)
    await putting(runtime, 'one')
    await transact(runtime, operation, async (unit) => {
      await unit.state(drawer, 'd-1')
      expect(unit.now()).toBe(morning - 5_000)
      await unit.state(drawer, 'd-2')
      expect(unit.now()).toBe(morning)
      unit.mail(letter('told'))
      return unit.run(drawer, 'd-1', { type: 'PutTwice', personal: { note: 'x' } })
    })
    expect(storage.commits.at(-1)).toMatchObject({ writes: [{ at: morning }], outbox: [{ at: morning }] })
    clock.set(0)
    await putting(runtime, 'full')
    expect((await journalOf(storage)).at(-1)).toMatchObject({ type: 'Refused', at: morning })
    expect((await rowOf(storage)).at).toBe(morning)
  })

  it('T1: may jump about as it likes: version, journal and instants only ever go forward', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: instantMax }), { minLength: 2, maxLength: 6 }), async (instants) => {
        const storage = memoryStorage()
        const clock = fixedClock(morning)
        const runtime = runtimeOn({ storage, clock })
        let last = 0
        for (const at of instants) {
          clock.set(at)
          await putting(runtime, 'x')
          const row = await rowOf(storage)
          expect(row.at).toBe(Math.max(last, at))
          last = row.at
        }
        const at = (await journalOf(storage)).map((entry) => entry.at)
        expect(at).toEqual([...at].sort((a, b) => a - b))
        expect(verifyJournal(keys, await journalOf(storage), (await rowOf(storage)).journalHead).ok).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 9e15, instantMax + 1, '5', null, undefined, new Date(5), 5n])(
    'T2: that says %s stops the command, and nothing is stored',
    async (value) => {
      const storage = observed()
      const runtime = runtimeOn({ storage, clock: { now: () => value as number } })
      expect(await codeOf(putting(runtime, 'one'))).toBe('clock/invalid')
      expect([storage.loads, storage.commits]).toEqual([[], []])
    },
  )

  it('T2: that throws stops the command, and nothing is stored', async () => {
    for (const thrown of [new Error('no time'), 'no time', undefined]) {
      const storage = observed()
      const clock = {
        now(): number {
          throw thrown
        },
      }
      expect(await codeOf(putting(runtimeOn({ storage, clock }), 'one'))).toBe('clock/invalid')
      expect(storage.commits).toEqual([])
    }
  })
})

describe('mail of a unit', () => {
  const mailing = (runtime: Runtime, ...purposes: string[]) =>
    transact(runtime, operation, async (unit) => {
      const done = await unit.run(drawer, 'd-1', put('x'))
      for (const purpose of purposes) unit.mail(letter(purpose))
      return done
    })

  it('INV-17: lies in the commit of the change, sealed, under an id made of record, version and purpose', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await mailing(runtime, 'first', 'second')
    await mailing(runtime, 'first')
    expect(storage.commits.map(({ outbox }) => outbox.map(({ id, topic, at }) => [id, topic, at]))).toEqual([
      [
        [`${office.id}.drawer.d-1.1.first`, drawerKey, morning],
        [`${office.id}.drawer.d-1.1.second`, drawerKey, morning],
      ],
      [[`${office.id}.drawer.d-1.2.first`, drawerKey, morning]],
    ])
    expect(JSON.stringify(storage.commits)).not.toMatch(/0042|Segreto|anna@example|Anna/)
  })

  it('has an id that only its own row opens, and says to whom it goes', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await mailing(runtime, 'first', 'second')
    const [first, second] = storage.commits[0]?.outbox ?? []
    const mail = JSON.parse(await runtime.sealer.open('seal', first?.id ?? '', first?.sealed ?? ''))
    expect(mail).toMatchObject({
      id: first?.id,
      to: { name: 'Anna Verdi', address: 'anna@example.it' },
      subject: 'Comune di Prova: Cassetto',
      locale: 'it',
    })
    expect(mail.text).toContain('\nSegreto: 0042\n')
    expect(await codeOf(runtime.sealer.open('seal', second?.id ?? '', first?.sealed ?? ''))).toBe('seal/failed')
  })

  it('R11: has a name on one line', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await transact(runtime, operation, async (unit) => {
      unit.mail({ ...letter('told'), to: { name: ' Anna\r\nBcc: evil@example.org ', address: 'anna@example.it' } })
      return unit.run(drawer, 'd-1', put('x'))
    })
    const [message] = storage.commits[0]?.outbox ?? []
    const mail = JSON.parse(await runtime.sealer.open('seal', message?.id ?? '', message?.sealed ?? ''))
    expect(mail.to.name).toBe('Anna Bcc: evil@example.org')
  })

  it('INV-17: is never of a record that the unit does not write', async () => {
    for (const work of [
      async (unit: Unit) => unit.state(drawer, 'd-2'),
      async (unit: Unit) => unit.run(drawer, 'd-2', { type: 'Look' }),
      async () => undefined,
    ]) {
      const storage = observed()
      const failing = transact(runtimeOn({ storage }), operation, async (unit) => {
        await work(unit)
        unit.mail(letter('told', 'd-2'))
        return unit.run(drawer, 'd-1', put('x'))
      })
      await expect(failing).rejects.toThrow(InvariantError)
      expect(storage.commits).toEqual([])
    }
  })

  it('INV-18: of a procedure that is made void is cancelled, what the same commit says about it is not', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await mailing(runtime, 'first')
    await transact(runtime, operation, async (unit) => {
      unit.cancelMail('drawer', 'd-1')
      unit.cancelMail('drawer', 'd-1')
      unit.mail(letter('ended'))
      return unit.run(drawer, 'd-1', { type: 'Lock' })
    })
    expect(storage.commits.at(-1)?.cancelMail).toEqual([drawerKey])
    const due = await storage.lease({ office: office.id, now: instantMax, leaseMs: 1, limit: 10 })
    expect(due.map(({ id }) => id)).toEqual([`${office.id}.drawer.d-1.2.ended`])
  })
})

describe('a storage that fails', () => {
  const boom = new Error('connection reset')

  it.each([
    ['an error', boom],
    ['a text', 'connection reset'],
    ['nothing', undefined],
    ['null', null],
  ])('J4: with %s, when reading or before the commit, fails typed and nothing is done', async (_name, thrown) => {
    const inner = memoryStorage()
    for (const broken of [
      { load: () => Promise.reject(thrown) },
      {
        load: () => {
          throw thrown
        },
      },
      { commit: () => Promise.reject(thrown) },
      {
        commit: () => {
          throw thrown
        },
      },
    ]) {
      const done = putting(runtimeOn({ storage: { ...inner, ...broken } }), 'one')
      await expect(done).rejects.toMatchObject({ code: 'storage/failed', message: expect.stringContaining('unknown') })
      expect(await done.catch((error: Error) => error.cause)).toBe(thrown)
    }
    expect(await inner.load([drawerKey])).toEqual([null])
  })

  it('with a typed error fails with that one, whichever copy of the library made it', async () => {
    const typed = new SportelloError('storage/misuse', 'storage: a rule')
    const storage = { ...memoryStorage(), commit: () => Promise.reject(typed) }
    await expect(putting(runtimeOn({ storage }), 'one')).rejects.toBe(typed)
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['too few rows', []],
    ['too many rows', [null, null]],
    ['a hole', new Array(1)],
    ['undefined for a row', [undefined]],
    ['no list', { length: 1, 0: null }],
    ['a number', [5]],
    ['the row of another record', 'other'],
  ])('J4: that answers a load with %s fails typed and nothing is done', async (_name, answer) => {
    const inner = memoryStorage()
    await putting(runtimeOn({ storage: inner }), 'one', 'd-2')
    const other = [await rowOf(inner, `${office.id}/drawer/d-2`)]
    const storage = observed({ ...inner, load: async () => (answer === 'other' ? other : answer) as readonly Stored[] })
    expect(await codeOf(putting(runtimeOn({ storage }), 'one'))).toBe('storage/failed')
    expect(storage.commits).toEqual([])
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'ok'],
    ['a truthy ok', { ok: 'yes' }],
    ['an error', new Error('no')],
  ])('J4: that answers a commit with %s fails typed: it is not taken for done', async (_name, answer) => {
    const storage = { ...memoryStorage(), commit: async () => answer as { readonly ok: true } }
    expect(await codeOf(putting(runtimeOn({ storage }), 'one'))).toBe('storage/failed')
  })

  it('J4: may answer with thenables of its own making', async () => {
    const inner = memoryStorage()
    function thenable<T>(promise: Promise<T>): Promise<T> {
      const answer = Object.create(null)
      Reflect.set(answer, 'then', promise.then.bind(promise))
      return answer
    }
    const storage: Storage = {
      ...inner,
      load: (asked) => thenable(inner.load(asked)),
      commit: (commit: Commit) => thenable(inner.commit(commit)),
    }
    expect(await putting(runtimeOn({ storage }), 'one')).toEqual({ ok: true, value: 1 })
    expect((await rowOf(inner)).version).toBe(1)
  })
})

describe('a stored row', () => {
  const row: Stored = {
    key: drawerKey,
    version: 4,
    machine: 'drawer',
    schema: 1,
    state: '{"status":"open","count":1}',
    personal: '{"note":"one"}',
    tags: [],
    dueAt: null,
    at: morning,
    journalHead: '',
    erasedAt: null,
  }
  const reading = (stored: object) => {
    const storage = observed({ ...memoryStorage(), load: async () => [{ ...row, ...stored }] })
    return {
      storage,
      state: transact(runtimeOn({ storage }), operation, async (unit) => accept(await unit.state(drawer, 'd-1'))),
    }
  }

  it('is read with its personal part joined in', async () => {
    const state = { status: 'open', count: 1, personal: { note: 'one' } }
    expect(await reading({}).state).toStrictEqual({ ok: true, value: state })
    expect(await reading({ personal: null }).state).toStrictEqual({ ok: true, value: { ...state, personal: null } })
  })

  it.each<[string, object]>([
    ['of another machine', { machine: 'cabinet' }],
    ['of an older schema', { schema: 0 }],
    ['of a newer schema', { schema: 2 }],
    ['that is no JSON', { state: '{"status":"open"' }],
    ['that is empty', { state: '' }],
    ['whose personal part is no JSON', { personal: '{' }],
    ['that is null', { state: 'null' }],
    ['that is a text', { state: '"open"' }],
    ['that is a list', { state: '[]' }],
    ['with a field missing', { state: '{"status":"open"}' }],
    ['with a field too many', { state: '{"status":"open","count":1,"approved":true}' }],
    ['with an unknown status', { state: '{"status":"approved","count":1}' }],
    ['with a field of another type', { state: '{"status":"open","count":"1"}' }],
    ['with a prototype for a field', { state: '{"__proto__":{"status":"open","count":1}}' }],
    ['without an instant', { at: undefined }],
    ['with an instant that is none', { at: Number.NaN }],
    ['with an instant out of this world', { at: instantMax + 1 }],
  ])('Q6: %s is refused, and nothing is stored', async (_name, stored) => {
    const { storage, state } = reading(stored)
    expect(await codeOf(state)).toBe('record/unreadable')
    expect(storage.commits).toEqual([])
    expect(Object.prototype).not.toHaveProperty('status')
  })

  it('Q6: is never quoted by the error that refuses it', async () => {
    const { state } = reading({ state: '{"status":"open","count":1,"canary":"VRDNNA80A41L219Z"}' })
    const error: unknown = await state.catch((cause: unknown) => cause)
    expect(error instanceof SportelloError && `${error.message}${String(error.cause)}`).not.toContain('VRDNNA80A41L219Z')
  })
})
