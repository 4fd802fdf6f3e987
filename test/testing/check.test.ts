import { describe, expect, it } from 'vitest'
import { SportelloError } from '../../src/kernel/index.ts'
import { expectEqual, expectRejected, expectThat } from '../../src/testing/fakes/check.ts'

const broken = (call: () => void): string => {
  try {
    call()
    return 'kept'
  } catch (cause) {
    return cause instanceof Error ? cause.message : 'no error'
  }
}

describe('expectThat', () => {
  it('says which promise is broken', () => {
    expect(broken(() => expectThat(true, 'it holds'))).toBe('kept')
    expect(broken(() => expectThat(false, 'it holds'))).toBe('broken promise: it holds')
  })
})

describe('expectEqual', () => {
  const bytes = (...values: number[]) => new Uint8Array(values)
  const bare: unknown = Object.assign(Object.create(null), { a: 1 })

  it('takes data for equal when every part is', () => {
    const pairs = [
      [1, 1],
      ['a', 'a'],
      [null, null],
      [Number.NaN, Number.NaN],
      [
        [1, [2]],
        [1, [2]],
      ],
      [{ a: { b: 1 } }, { a: { b: 1 } }],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [bytes(1, 2), bytes(1, 2)],
      [bare, { a: 1 }],
      [Buffer.from([1]), bytes(1)],
    ]
    for (const [a, b] of pairs) expect(broken(() => expectEqual(a, b, 'equal'))).toBe('kept')
  })

  it('takes data for different when any part is', () => {
    const pairs = [
      [1, 2],
      [1, '1'],
      [null, undefined],
      [null, {}],
      [{}, null],
      [0, -0],
      [[1], [1, 2]],
      [[1], { 0: 1 }],
      [{ a: 1 }, { a: 1, b: undefined }],
      [{ a: undefined }, { b: undefined }],
      [bytes(1, 2), bytes(1, 3)],
      [bytes(1), bytes(1, 2)],
      [bytes(1), [1]],
      [[1], bytes(1)],
      [{ 0: 1 }, bytes(1)],
      [bytes(1), { 0: 1 }],
      [{ a: { b: 1 } }, { a: { b: 2 } }],
    ]
    for (const [a, b] of pairs) expect(broken(() => expectEqual(a, b, 'equal'))).toMatch(/^broken promise: equal; expected /)
  })

  it('shows any value, and long ones shortly', () => {
    expect(broken(() => expectEqual('a', 1, 'p'))).toBe('broken promise: p; expected 1, got "a"')
    expect(broken(() => expectEqual([undefined], undefined, 'p'))).toBe('broken promise: p; expected undefined, got [null]')
    expect(broken(() => expectEqual({ a: undefined }, 1, 'p'))).toBe('broken promise: p; expected 1, got {"a":null}')
    expect(broken(() => expectEqual('x'.repeat(398), 1, 'p'))).toMatch(/x"$/)
    expect(broken(() => expectEqual('x'.repeat(399), 1, 'p'))).toMatch(/x… \(401 characters\)$/)
    expect(broken(() => expectEqual(10n, Symbol('x'), 'p'))).toBe('broken promise: p; expected symbol, got bigint')
    expect(broken(() => expectEqual(bytes(1, 2), { a: 10n }, 'p'))).toBe('broken promise: p; expected object, got 2 bytes [1 2…]')
    expect(broken(() => expectEqual(new RangeError('r'), 1, 'p'))).toBe('broken promise: p; expected 1, got RangeError: r')
    expect(broken(() => expectEqual('x'.repeat(1_048_576), 1, 'p'))).toMatch(/^.{400,500}… \(1048578 characters\)$/)
  })
})

describe('expectRejected', () => {
  const outcome = (call: () => Promise<unknown>): Promise<string> =>
    expectRejected(call, 'busy', 'it is refused').then(
      (error) => `refused: ${error.message}`,
      (cause: unknown) => (cause instanceof Error ? cause.message : 'no error'),
    )

  it('wants a rejection with the code', async () => {
    expect(await outcome(() => Promise.reject(new SportelloError('busy', 'later')))).toBe('refused: later')
    expect(await outcome(() => Promise.reject(new SportelloError('seal/failed', 'x')))).toMatch(
      /expected a rejection with busy, got one with .*: x$/,
    )
    expect(await outcome(() => Promise.reject(new Error('plain')))).toMatch(/got one with Error: plain$/)
    expect(await outcome(async () => ({ ok: true }))).toMatch(/expected a rejection with busy, got \{"ok":true\}$/)
  })

  it('tells an exception from a rejection', async () => {
    const throwing = (): Promise<unknown> => {
      throw new SportelloError('busy', 'at once')
    }
    expect(await outcome(throwing)).toMatch(/the call threw SportelloError: at once instead of returning a rejected promise$/)
  })
})
