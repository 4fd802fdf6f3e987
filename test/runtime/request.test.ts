import fc from 'fast-check'
import { memoryStorage } from 'sportello/memory'
import { fixedClock, seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { type Actor, accept, refuse, SportelloError } from '../../src/kernel/index.ts'
import type { Stored } from '../../src/ports/index.ts'
import { readInput, readRequest, type Schema } from '../../src/runtime/input.ts'
import { verifyJournal } from '../../src/runtime/journal.ts'
import { isRequestKey } from '../../src/runtime/request.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { transact } from '../../src/runtime/transact.ts'
import { keys, morning, office } from '../support/counter.ts'
import { clerk, codeOf, drawer, observed, put, rowOf, runtimeOn, touch } from './drawer.ts'

const requestKey = 'form-4711.abcDEF_~-0'
const minute = 60_000
const day = 86_400_000

type Call = {
  readonly key?: unknown
  readonly note?: string
  readonly name?: string
  readonly by?: Actor
  readonly secret?: boolean
}

/** Puts an item in under a request key; the answer holds digits that are drawn anew by each call. */
async function putting(runtime: Runtime, call: Call = {}) {
  const { key = requestKey, note = 'a key', name = 'drawer/put', by = clerk, secret = false } = call
  const request = readRequest({ requestKey: key as string }, { name, by, input: [note], secret })
  if (!request.ok) return request
  const digits = String(runtime.random.bytes(16)).replaceAll(',', '').slice(0, 5)
  return transact(runtime, { name, by, request: request.value }, async (unit) => {
    const done = await unit.run(drawer, 'd-1', put(`${note} ${digits}`))
    return done.ok ? accept({ count: done.value.state.count, digits }) : done
  })
}

const requestsIn = async (storage: ReturnType<typeof observed>): Promise<readonly Stored[]> =>
  storage.list({ office: office.id, kind: 'request', limit: 100 })

describe('a command with a request key', () => {
  it('R13: has one effect and one answer, however often it is repeated', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    const first = await putting(runtime)
    expect(first).toMatchObject({ ok: true, value: { count: 1, digits: expect.stringMatching(/^\d{5}$/) } })
    for (let i = 0; i < 3; i += 1) expect(await putting(runtime)).toStrictEqual(first)
    expect(storage.commits).toHaveLength(1)
    expect(storage.commits[0]?.writes).toHaveLength(2)
    expect(await rowOf(storage)).toMatchObject({ version: 1 })
  })

  it('R13: has one effect and one answer when all repeats come at once', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    const answers = await Promise.all(Array.from({ length: 32 }, () => putting(runtime)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const row = await rowOf(storage)
    expect(row).toMatchObject({ version: 1, state: '{"status":"open","count":1}' })
    const [answer] = answers
    expect(answer?.ok && row.personal).toBe(JSON.stringify({ note: `a key ${answer?.ok ? answer.value.digits : ''}` }))
  })

  it('D7: whose answer was lost after the commit gets that answer when repeated, and no second effect', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    storage.script.push(async (_commit, through) => {
      await through()
      throw new Error('the answer was lost')
    })
    expect(await codeOf(putting(runtime))).toBe('storage/failed')
    const row = await rowOf(storage)
    const again = await putting(runtime)
    expect(again).toMatchObject({ ok: true, value: { count: 1 } })
    expect(row.personal).toBe(JSON.stringify({ note: `a key ${again.ok ? again.value.digits : ''}` }))
    expect(await rowOf(storage)).toStrictEqual(row)
  })

  it('that failed before the commit has its one effect when repeated', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    storage.script.push(() => Promise.reject(new Error('refused')))
    expect(await codeOf(putting(runtime))).toBe('storage/failed')
    expect(await requestsIn(storage)).toEqual([])
    expect(await putting(runtime)).toMatchObject({ ok: true, value: { count: 1 } })
    expect(await rowOf(storage)).toMatchObject({ version: 1 })
  })

  it('Q5: run again after conflicts answers with what it drew at first, which is what is stored', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime, { key: 'another-key-of-16', note: 'before' })
    for (let i = 0; i < 4; i += 1) {
      storage.script.push(async (_commit, through) => {
        await touch(storage.inner)
        return through()
      })
    }
    const answer = await putting(runtime)
    const digits = answer.ok ? answer.value.digits : ''
    expect((await rowOf(storage)).personal).toBe(JSON.stringify({ note: `a key ${digits}` }))
    expect(await putting(runtime)).toStrictEqual(answer)
  })

  it.each<[string, Call]>([
    ['another input', { note: 'another key' }],
    ['another operation', { name: 'drawer/lock' }],
    ['another actor', { by: { kind: 'operator', id: 'clerk-2' } }],
    ['an actor of another kind', { by: { kind: 'applicant', id: 'clerk-1' } }],
    ['nobody for an actor', { by: { kind: 'anonymous' } }],
  ])('with the key of %s is refused and does nothing', async (_name, other) => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime)
    expect(await putting(runtime, other)).toStrictEqual({ ok: false, refusal: { code: 'request/key-reused' } })
    expect(storage.commits).toHaveLength(1)
    expect((await putting(runtime)).ok).toBe(true)
  })

  it('with another key has another effect', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    await putting(runtime)
    expect(await putting(runtime, { key: `${requestKey}2` })).toMatchObject({ ok: true, value: { count: 2 } })
  })

  it('that was refused is decided anew when repeated, since nothing was done', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    for (const key of ['0123456789abcdef', '0123456789abcdeg', '0123456789abcdeh']) await putting(runtime, { key })
    const full = { ok: false, refusal: { code: 'drawer/full', countMax: 3 } }
    expect(await putting(runtime)).toEqual(full)
    expect(await putting(runtime)).toEqual(full)
    expect(await requestsIn(storage)).toHaveLength(3)
    expect((await storage.journal(`${office.id}/drawer/d-1`, { after: 3, limit: 9 })).map(({ type }) => type)).toEqual([
      'Refused',
      'Refused',
    ])
  })

  it('whose refusal was committed is remembered with it', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    const guess = () => {
      const request = readRequest({ requestKey }, { name: 'drawer/guess', by: clerk, input: 'x' })
      return transact(
        runtime,
        { name: 'drawer/guess', by: clerk, ...(request.ok ? { request: request.value } : {}) },
        async (unit) => {
          await unit.run(drawer, 'd-1', put('guess'))
          unit.commitOnRefusal()
          return refuse({ code: 'drawer/wrong', at: unit.now() })
        },
      )
    }
    expect([await guess(), await guess()]).toEqual(Array(2).fill({ ok: false, refusal: { code: 'drawer/wrong', at: morning } }))
    expect(await rowOf(storage)).toMatchObject({ version: 1 })
  })

  it.each([false, true])('whose refusal was committed gives its key to another input (a guess: %s)', async (isGuess) => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    const guess = (input: string) => {
      const request = readRequest({ requestKey }, { name: 'drawer/guess', by: clerk, input })
      const operation = { name: 'drawer/guess', by: clerk, request: request.ok ? request.value : undefined, isGuess }
      return transact(runtime, operation, async (unit) => {
        await unit.run(drawer, 'd-1', put(input))
        unit.commitOnRefusal()
        return input === 'right' ? accept(input) : refuse({ code: 'drawer/wrong', input })
      })
    }
    const no = (input: string) => ({ ok: false, refusal: { code: 'drawer/wrong', input } })
    expect([await guess('x'), await guess('x'), await guess('y'), await guess('y')]).toEqual([no('x'), no('x'), no('y'), no('y')])
    expect(await rowOf(storage)).toMatchObject({ version: 2 })
    const right = { ok: true, value: 'right' }
    expect([await guess('right'), await guess('right')]).toEqual([right, right])
    expect(await guess('y')).toEqual({ ok: false, refusal: { code: 'request/key-reused' } })
    expect(await rowOf(storage)).toMatchObject({ version: 3 })
    const [row] = await requestsIn(storage)
    const entries = await storage.journal(row?.key ?? '', { after: 0, limit: 10 })
    const each = isGuess ? ['RequestClaimed', 'RequestAnswered'] : ['RequestAnswered']
    expect(entries.map(({ type }) => type)).toEqual([each, each, each].flat())
    expect(verifyJournal(keys, entries, row?.journalHead).ok).toBe(true)
  })

  it('whose refusal was stored by an earlier version keeps its key to its input', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    const guess = (input: string) => {
      const request = readRequest({ requestKey }, { name: 'drawer/guess', by: clerk, input })
      const operation = { name: 'drawer/guess', by: clerk, request: request.ok ? request.value : undefined }
      return transact(runtime, operation, async (unit) => {
        await unit.run(drawer, 'd-1', put(input))
        unit.commitOnRefusal()
        return refuse({ code: 'drawer/wrong' })
      })
    }
    storage.script.push((commit) => {
      const writes = commit.writes.map((write) =>
        write.machine === 'request' ? { ...write, state: write.state.replace(',"refused":true', '') } : write,
      )
      return storage.inner.commit({ ...commit, writes })
    })
    await guess('x')
    const [row] = await requestsIn(storage)
    expect(row?.state).not.toContain('refused')
    expect(await guess('y')).toEqual({ ok: false, refusal: { code: 'request/key-reused' } })
    expect(await guess('x')).toEqual({ ok: false, refusal: { code: 'drawer/wrong' } })
  })

  it('whose refusal was committed without its answer is judged anew', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    let room = 0
    const ask = () => {
      const request = readRequest({ requestKey }, { name: 'drawer/ask', by: clerk, input: 'x' })
      const operation = { name: 'drawer/ask', by: clerk, request: request.ok ? request.value : undefined }
      return transact(runtime, operation, async (unit) => {
        await unit.run(drawer, 'd-1', put('asked'))
        unit.commitOnRefusal('not-remembered')
        room += 1
        return room > 1 ? accept(room) : refuse({ code: 'drawer/no-room' })
      })
    }
    expect(await ask()).toEqual({ ok: false, refusal: { code: 'drawer/no-room' } })
    expect(await rowOf(storage)).toMatchObject({ version: 1 })
    expect(await requestsIn(storage)).toEqual([])
    expect([await ask(), await ask()]).toEqual(Array(2).fill({ ok: true, value: 2 }))
    expect(await rowOf(storage)).toMatchObject({ version: 2 })
  })

  it('is remembered without key, input, actor or answer in clear', async () => {
    const storage = observed()
    const runtime = runtimeOn({ storage })
    const answer = await putting(runtime, { note: 'canary' })
    const [row] = await requestsIn(storage)
    const entries = await storage.journal(row?.key ?? '', { after: 0, limit: 10 })
    expect(entries).toHaveLength(1)
    const told = JSON.stringify([row, entries])
    for (const secret of [requestKey, 'canary', 'drawer', 'clerk', answer.ok ? answer.value.digits : '']) {
      expect(told).not.toContain(secret)
    }
    expect(row).toMatchObject({ version: 1, machine: 'request', schema: 1, personal: null, tags: [], at: morning })
    expect(row?.dueAt).toBe(morning + 7 * day)
    expect(verifyJournal(keys, entries, row?.journalHead)).toMatchObject({ ok: true, entries: 1 })
  })

  it('is remembered for good where its answer held no secret, also when the keys have been rotated since', async () => {
    const storage = observed()
    const clock = fixedClock(morning)
    const first = await putting(runtimeOn({ storage, clock }))
    clock.advance(3_650 * 86_400_000)
    const k2 = Uint8Array.from({ length: 32 }, (_, i) => 250 - i)
    const rotated = { ...keys, current: 'k2', ring: { ...keys.ring, k2 } }
    expect(await putting(runtimeOn({ storage, clock, keys: rotated, random: seededRandom(5) }))).toStrictEqual(first)
    const forgotten = { ...keys, current: 'k2', ring: { k2 } }
    expect(await putting(runtimeOn({ storage, clock, keys: forgotten, random: seededRandom(6) }))).toEqual({
      ok: false,
      refusal: { code: 'request/key-reused' },
    })
  })

  it('T1: stays done when the clock goes back', async () => {
    const storage = observed()
    const clock = fixedClock(morning)
    const runtime = runtimeOn({ storage, clock })
    const first = await putting(runtime)
    clock.set(0)
    expect(await putting(runtime)).toStrictEqual(first)
  })
})

describe('an answer that held a secret', () => {
  const opened = async () => {
    const storage = observed()
    const clock = fixedClock(morning)
    const runtime = runtimeOn({ storage, clock })
    const first = await putting(runtime, { secret: true })
    return { storage, clock, runtime, first, again: () => putting(runtime, { secret: true }) }
  }
  const expired = { ok: false, refusal: { code: 'request/answer-expired' } }

  it('R13: is repeated for ten minutes, to the millisecond, and not a moment longer', async () => {
    const { clock, first, again } = await opened()
    clock.set(morning + 10 * minute - 1)
    expect(await again()).toStrictEqual(first)
    clock.set(morning + 10 * minute)
    expect(await again()).toStrictEqual(expired)
  })

  it('is wiped then: the row holds nothing that could be opened, and is due again when the key may be forgotten', async () => {
    const { storage, clock, again } = await opened()
    const [before] = await requestsIn(storage)
    expect(before).toMatchObject({ dueAt: morning + 10 * minute })
    const told = { until: morning + 10 * minute, operation: expect.stringMatching(/^[\w-]{43}$/), refused: false }
    expect(JSON.parse(before?.state ?? '')).toEqual({ sealed: expect.stringMatching(/^k1\./), ...told })
    clock.set(morning + 11 * minute)
    await again()
    const [after] = await requestsIn(storage)
    expect(JSON.parse(after?.state ?? '')).toEqual({ sealed: '', ...told })
    expect(after).toMatchObject({ version: 2, dueAt: morning + 7 * day, at: morning + 11 * minute })
    const entries = await storage.journal(after?.key ?? '', { after: 0, limit: 10 })
    expect(entries.map(({ type }) => type)).toEqual(['RequestAnswered', 'RequestAnswerWiped'])
    expect(verifyJournal(keys, entries, after?.journalHead).ok).toBe(true)
    expect(storage.commits).toHaveLength(2)
    expect(await again()).toStrictEqual(expired)
    expect(storage.commits).toHaveLength(2)
  })

  it('T1: stays wiped when the clock goes back, and the deed stays done', async () => {
    const { storage, clock, again } = await opened()
    clock.set(morning + 10 * minute)
    await again()
    clock.set(morning)
    expect(await again()).toStrictEqual(expired)
    expect(await rowOf(storage)).toMatchObject({ version: 1 })
  })

  it('is told to be gone also when somebody else wipes it first, and when wiping fails nothing is shown', async () => {
    const { storage, clock, again } = await opened()
    clock.set(morning + 10 * minute)
    storage.script.push(() => Promise.reject(new Error('down')))
    expect(await codeOf(again())).toBe('storage/failed')
    storage.script.push(async () => ({ ok: false, conflict: 'x' }))
    expect(await again()).toStrictEqual(expired)
  })

  it('R13: is shown to nobody who does not repeat the very input', async () => {
    const { runtime } = await opened()
    expect(await putting(runtime, { secret: true, note: 'another' })).toEqual({
      ok: false,
      refusal: { code: 'request/key-reused' },
    })
  })
})

describe('a stored request', () => {
  it.each<[string, Partial<Stored>]>([
    ['of another machine', { machine: 'drawer' }],
    ['of another schema', { schema: 2 }],
    ['that is no JSON', { state: '{' }],
    ['that is null', { state: 'null' }],
    ['that is a text', { state: '"k1.x"' }],
    ['without a sealed answer', { state: '{"until":null}' }],
    ['with a sealed answer of another type', { state: '{"sealed":1,"until":null}' }],
    ['without an end', { state: '{"sealed":"k1.x"}' }],
    ['with an end of another type', { state: '{"sealed":"k1.x","until":"never"}' }],
  ])('Q6: %s is refused: the deed is not done again', async (_name, change) => {
    const storage = observed()
    await putting(runtimeOn({ storage }))
    const [row] = await requestsIn(storage)
    const corrupt = observed({
      ...storage.inner,
      load: async (asked) =>
        (await storage.inner.load(asked)).map((found) => (found?.key === row?.key && found ? { ...found, ...change } : found)),
    })
    expect(await codeOf(putting(runtimeOn({ storage: corrupt, random: seededRandom(9) })))).toBe('record/unreadable')
    expect(corrupt.commits).toEqual([])
  })

  it('that cannot be opened for another reason than its key fails as it fails', async () => {
    const storage = memoryStorage()
    await putting(runtimeOn({ storage }))
    const runtime = runtimeOn({ storage, random: seededRandom(9) })
    const broken = { ...runtime, sealer: { ...runtime.sealer, open: () => Promise.reject(new Error('no memory')) } }
    expect(await codeOf(putting(broken))).toBe('untyped: Error: no memory')
    const typed = new SportelloError('random/failed', 'random: the source failed')
    const failing = { ...runtime, sealer: { ...runtime.sealer, open: () => Promise.reject(typed) } }
    expect(await codeOf(putting(failing))).toBe('random/failed')
  })
})

describe('a request key', () => {
  it('has 16 to 128 characters of A-Z a-z 0-9 . _ ~ -', () => {
    for (const key of [requestKey, 'a'.repeat(16), 'Z'.repeat(128), '~._-~._-~._-~._-', '0123456789012345']) {
      expect(isRequestKey(key)).toBe(true)
      expect(readRequest({ requestKey: key }, { name: 'n', by: clerk, input: 5 })).toEqual({
        ok: true,
        value: { key, operation: 'n operator:clerk-1', input: '["n","operator:clerk-1",5]', secret: false },
      })
    }
  })

  it.each<[string, unknown]>([
    ['a short one', 'a'.repeat(15)],
    ['a long one', 'a'.repeat(129)],
    ['a huge one', 'a'.repeat(2 ** 20)],
    ['an empty one', ''],
    ['a blank in it', 'abcdefgh ijklmnop'],
    ['a line break at its end', 'abcdefghijklmnop\n'],
    ['a slash', 'abcdefgh/ijklmnop'],
    ['a letter of another script', 'abcdefghijklmnoр'],
    ['a lone surrogate', 'abcdefghijklmnop\uD800'],
    ['null', null],
    ['a number', 1234567890123456],
    ['a list', ['abcdefghijklmnop']],
    ['a boxed text', Object('abcdefghijklmnop')],
  ])('is refused with %s, and nothing is read or done', async (_name, key) => {
    const storage = observed()
    expect(await putting(runtimeOn({ storage }), { key })).toStrictEqual({
      ok: false,
      refusal: { code: 'request/malformed-key' },
    })
    expect([storage.loads, storage.commits]).toEqual([[], []])
  })

  it('INV-29: is looked for in any options without an exception', () => {
    const operation = { name: 'n', by: clerk, input: null }
    const throwing = {
      get requestKey(): string {
        throw new Error('getter')
      },
    }
    expect(readRequest(throwing, operation)).toEqual({ ok: false, refusal: { code: 'request/malformed-key' } })
    expect(readRequest(undefined, operation)).toEqual({ ok: true, value: undefined })
    expect(readRequest({}, operation)).toEqual({ ok: true, value: undefined })
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (options, key) => {
        readRequest(options as object, operation)
        const read = readRequest({ requestKey: key as string }, operation)
        expect(read.ok).toBe(key === undefined || isRequestKey(key))
      }),
    )
  })

  it('INV-36: is read once', () => {
    let reads = 0
    const options = {
      get requestKey() {
        reads += 1
        return reads === 1 ? requestKey : 'x'
      },
    }
    expect(readRequest(options, { name: 'n', by: clerk, input: null })).toMatchObject({ ok: true, value: { key: requestKey } })
    expect(reads).toBe(1)
  })
})

describe('an input', () => {
  const schema: Schema<string> = {
    safeParse(value) {
      if (typeof value === 'string') return { success: true, data: value.trim() }
      const issues = [
        { path: [], message: 'type' },
        { path: ['list', 0, 'name'], message: 'required' },
        { path: [Symbol('s')], message: 'odd' },
      ]
      return { success: false, error: { issues } }
    },
  }

  it('is what the schema reads, or every problem with its path', () => {
    expect(readInput(schema, ' a ')).toStrictEqual({ ok: true, value: 'a' })
    expect(readInput(schema, 5)).toStrictEqual({
      ok: false,
      refusal: [
        { field: '', code: 'type' },
        { field: 'list.0.name', code: 'required' },
        { field: 'Symbol(s)', code: 'malformed' },
      ],
    })
  })

  it('INV-29: that throws while it is read is a problem, not an exception', () => {
    const throwing: Schema<string> = {
      safeParse() {
        throw new Error('getter')
      },
    }
    expect(readInput(throwing, {})).toStrictEqual({ ok: false, refusal: [{ field: '', code: 'unreadable' }] })
  })
})
