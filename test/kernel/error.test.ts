import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import {
  accept,
  InvariantError,
  impossible,
  instantMax,
  invariant,
  isInstant,
  isSportelloError,
  refuse,
  SportelloError,
} from '../../src/kernel/index.ts'

describe('a SportelloError', () => {
  it('has a stable code, a message, its cause where there is one, and the name of its class', () => {
    const cause = new Error('no route to host')
    const error = new SportelloError('storage/failed', 'storage: the call failed', cause)
    expect(error).toBeInstanceOf(Error)
    expect([error.name, error.code, error.message, error.cause]).toEqual([
      'SportelloError',
      'storage/failed',
      'storage: the call failed',
      cause,
    ])
    expect('cause' in new SportelloError('busy', 'later')).toBe(false)
    expect(new SportelloError('busy', 'later', null).cause).toBeNull()
    expect(Object.keys(error).sort()).toEqual(['code', 'name'])
    // By this mark the error of another copy of the library is known.
    expect(Object.getOwnPropertyDescriptor(error, Symbol.for('sportello.error'))).toMatchObject({ value: true, writable: false })
  })

  it('is recognised when another copy of the library made it', async () => {
    vi.resetModules()
    const copy = await import('../../src/kernel/error.ts')
    expect(copy.SportelloError).not.toBe(SportelloError)
    const foreign = new copy.SportelloError('busy', 'later')
    expect(foreign).not.toBeInstanceOf(SportelloError)
    expect(isSportelloError(foreign)).toBe(true)
    expect(copy.isSportelloError(new SportelloError('busy', 'later'))).toBe(true)
  })

  it('is not what only looks like one', () => {
    const brand = Symbol.for('sportello.error')
    const heir: Error = Object.create(new SportelloError('busy', 'later'))
    for (const value of [
      null,
      undefined,
      'busy',
      { code: 'busy', name: 'SportelloError', [brand]: true },
      Object.assign(new Error('busy'), { code: 'busy' }),
      new InvariantError('busy'),
      heir,
    ]) {
      expect(isSportelloError(value)).toBe(false)
    }
  })

  it('INV-29: is asked for of any value without an exception', () => {
    const broken = () => {
      throw new Error('trap')
    }
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(isSportelloError(proxy)).toBe(false)
    expect(isSportelloError(new Proxy(new Error('x'), { getPrototypeOf: broken }))).toBe(false)
    expect(isSportelloError(new Proxy(new Error('x'), { getOwnPropertyDescriptor: broken }))).toBe(false)
    fc.assert(fc.property(fc.anything({ withNullPrototype: true }), (value) => !isSportelloError(value)))
  })
})

describe('an invariant', () => {
  it('stops the operation with its rule when it does not hold, and does nothing when it does', () => {
    expect(() => invariant(true, 'one is one')).not.toThrow()
    const broken = () => invariant(false, 'one is one')
    expect(broken).toThrow(InvariantError)
    expect(broken).toThrow('one is one')
    expect(new InvariantError('x').name).toBe('InvariantError')
  })

  it('names machine, status and event of an impossible pair', () => {
    const pair = () => impossible('approval', 'void', 'Approved')
    expect(pair).toThrow(InvariantError)
    expect(pair).toThrow('approval: event Approved cannot follow status void')
  })
})

describe('a result', () => {
  it('is a value or a refusal, as plain data', () => {
    expect(accept(5)).toStrictEqual({ ok: true, value: 5 })
    expect(refuse({ code: 'quota/exceeded', retryAt: 5 })).toStrictEqual({
      ok: false,
      refusal: { code: 'quota/exceeded', retryAt: 5 },
    })
  })
})

describe('an instant', () => {
  it('is a whole number of milliseconds from 1970 to the end of 9999', () => {
    expect(instantMax).toBe(Date.UTC(9999, 11, 31, 23, 59, 59, 999))
    for (const at of [0, 1, 1_773_133_200_000, instantMax - 1, instantMax]) expect(isInstant(at)).toBe(true)
  })

  it('T2: is nothing else', () => {
    for (const at of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -1,
      1.5,
      9e15,
      instantMax + 1,
      instantMax + 0.5,
    ]) {
      expect(isInstant(at)).toBe(false)
    }
    for (const at of ['0', 5n, new Date(0), null, undefined, [5], { valueOf: () => 5 }, Object(5), Symbol('5')]) {
      expect(isInstant(at)).toBe(false)
    }
    fc.assert(
      fc.property(
        fc.anything(),
        (value) => isInstant(value) === (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= instantMax),
      ),
    )
  })
})
