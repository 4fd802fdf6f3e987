/** When the copying will be over, from what was copied. */

import { seededRandom } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { expectedEnd, throughputOf } from '../../../../src/procedures/mailbox-migration/mailbox/expected-end.ts'

const minute = 60_000
const stretchMs = 5 * minute
const at = 1_000 * stretchMs + minute
const done = (...counts: readonly number[]) => counts.map((count, i) => ({ stretch: 1_000 - counts.length + i, done: count }))

describe('the throughput', () => {
  it('is that of the stretches that are over, those included in which nothing was done', () => {
    expect(throughputOf(done(10, 20), stretchMs, at)).toEqual({ perHour: 180, measuredMs: 2 * stretchMs })
    // What runs is not counted, and what was quiet is.
    expect(throughputOf([...done(30, 0, 0), { stretch: 1_000, done: 99 }], stretchMs, at)).toEqual({
      perHour: 120,
      measuredMs: 3 * stretchMs,
    })
    // An hour at the most: what was copied long ago says nothing of today, also where some parts of the tally still know of it.
    expect(throughputOf([{ stretch: 10, done: 500 }, ...done(24)], stretchMs, at)).toEqual({
      perHour: 24,
      measuredMs: 60 * minute,
    })
    expect(throughputOf([{ stretch: 10, done: 500 }], stretchMs, at)).toEqual({ perHour: 0, measuredMs: 60 * minute })
    expect(throughputOf([{ stretch: 1_000, done: 7 }], stretchMs, at)).toEqual({ perHour: null, measuredMs: 0 })
    expect(throughputOf([], stretchMs, at)).toEqual({ perHour: null, measuredMs: 0 })
  })
})

describe('the expected end', () => {
  it('is exact where each stretch is like the other', () => {
    const end = at + 4 * stretchMs
    expect(expectedEnd(40, done(10, 10, 10), stretchMs, at)).toEqual({ at: end, earliest: end, latest: end })
  })

  it('is unknown where nothing is left, nothing was done, or one stretch alone is over', () => {
    expect(expectedEnd(0, done(10, 10), stretchMs, at)).toBe(null)
    expect(expectedEnd(40, [], stretchMs, at)).toBe(null)
    expect(expectedEnd(40, done(10), stretchMs, at)).toBe(null)
    expect(expectedEnd(40, [{ stretch: 1_000, done: 9 }], stretchMs, at)).toBe(null)
  })

  it('has no latest where it may stand still', () => {
    const end = expectedEnd(100, done(0, 20, 0, 0), stretchMs, at)
    expect(end?.latest).toBe(null)
    expect((end?.earliest ?? 0) < (end?.at ?? 0)).toBe(true)
  })

  it('lies between its bounds about nineteen times of twenty', () => {
    const random = seededRandom(20_221_123)
    const draw = () => {
      const [one = 0, two = 0] = random.bytes(2)
      return 20 + ((one * 256 + two) % 61)
    }
    let within = 0
    const tries = 2_000
    for (let i = 0; i < tries; i += 1) {
      const end = expectedEnd(1_500, done(...Array.from({ length: 12 }, draw)), stretchMs, at)
      let [left, now] = [1_500, at]
      for (; left > 0; ) {
        const more = draw()
        now += Math.min(1, left / more) * stretchMs
        left -= more
      }
      if (end !== null && end.earliest <= now && (end.latest === null || now <= end.latest)) within += 1
    }
    expect(within / tries).toBeGreaterThan(0.9)
    expect(within / tries).toBeLessThan(0.99)
  })
})
