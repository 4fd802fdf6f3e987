import { describe, expect, it } from 'vitest'
import { randomPool } from '../../src/crypto/random-pool.ts'

/** A platform whose random bytes are 1, 2, 3 … 251, 1, 2 …, so that every byte can be told from the one before. */
function counting() {
  let next = 0
  const pages: Uint8Array[] = []
  return {
    pages,
    fill(bytes: Uint8Array) {
      pages.push(bytes)
      for (let i = 0; i < bytes.length; i += 1) bytes[i] = (next++ % 251) + 1
    },
  }
}

describe('random bytes by the page', () => {
  it.each([1, 2, 31, 4096, 4097, 65_536])('gives exactly %i bytes, each filled', (length) => {
    const bytes = randomPool(counting().fill).bytes(length)
    expect(bytes).toHaveLength(length)
    expect(bytes.every((byte) => byte > 0)).toBe(true)
  })

  it.each([0, 65_537, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('T2: a length of %d is random/failed', (length) => {
    expect(() => randomPool(counting().fill).bytes(length)).toThrow(expect.objectContaining({ code: 'random/failed' }))
  })

  it('refuses lengths that are no numbers', () => {
    for (const length of [undefined, null, '16', [16], { valueOf: () => 16 }]) {
      expect(() => Reflect.apply(randomPool(counting().fill).bytes, undefined, [length])).toThrow(
        expect.objectContaining({ code: 'random/failed' }),
      )
    }
  })

  it('R7: never gives a byte of the page twice, nor leaves out more than the witness of each page', () => {
    const { fill, pages } = counting()
    const random = randomPool(fill)
    const given: number[] = []
    while (pages.length < 4) given.push(...random.bytes(7))
    let expected = 0
    for (const [i, byte] of given.entries()) {
      if (i > 0 && i % 4096 === 0) expected += 16
      expect(byte).toBe((expected++ % 251) + 1)
    }
  })

  it('wipes from the page what it has given, and gives copies', () => {
    const { fill, pages } = counting()
    const random = randomPool(fill)
    const first = random.bytes(8)
    expect([...(pages[0]?.subarray(0, 9) ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 9])
    first.fill(99)
    expect([...random.bytes(2)]).toEqual([9, 10])
    expect(first.buffer).not.toBe(pages[0]?.buffer)
  })

  it.each([
    ['does nothing', () => undefined],
    ['stops short', (bytes: Uint8Array) => bytes.fill(7, 0, 4000)],
  ])('R7: a platform that %s is random/failed from the first byte', (_, fill) => {
    const random = randomPool(fill)
    for (let i = 0; i < 2; i += 1) {
      expect(() => random.bytes(1)).toThrow(expect.objectContaining({ code: 'random/failed' }))
    }
  })

  it('R7: a platform that repeats itself is random/failed when it does, and nothing of the repetition is given', () => {
    const random = randomPool((bytes) => bytes.fill(7))
    random.bytes(4096)
    expect(() => random.bytes(1)).toThrow(expect.objectContaining({ code: 'random/failed' }))
    expect(() => random.bytes(4097)).toThrow(expect.objectContaining({ code: 'random/failed' }))
  })

  it('a platform that throws is random/failed with the cause, and is asked anew the next time', () => {
    const { fill } = counting()
    const cause = new Error('no entropy')
    let failing = true
    const random = randomPool((bytes) => {
      if (failing) throw cause
      fill(bytes)
    })
    expect(() => random.bytes(1)).toThrow(expect.objectContaining({ code: 'random/failed', cause }))
    failing = false
    expect([...random.bytes(2)]).toEqual([1, 2])
  })
})
