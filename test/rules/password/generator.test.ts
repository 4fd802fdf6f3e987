import {
  blocklist,
  checkPassword,
  context,
  definePolicy,
  generatePassword,
  infocert,
  italia,
  length,
  nist,
  repetition,
  variety,
} from 'sportello/password'
import { describe, expect, it } from 'vitest'
import { isSportelloError } from '../../../src/kernel/error.ts'
import type { Random } from '../../../src/ports/index.ts'

// A repeatable source, so that a failure can be looked at.
function repeatable(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) & 255
  }
  return { bytes: (count) => Uint8Array.from({ length: count }, next) }
}

const strict = definePolicy({
  name: 'strict',
  rules: [length(64), variety(4), repetition(1), context(), blocklist(['vattelapesca'])],
})

describe('P7: a generated password', () => {
  it('P7: 100,000 of 100,000 satisfy italia', () => {
    const random = repeatable(1)
    let refused = 0
    for (let count = 0; count < 100_000; count += 1) {
      if (checkPassword(generatePassword(italia, random), italia).length > 0) refused += 1
    }
    expect(refused).toBe(0)
  })

  it.each([
    ['infocert', infocert, 12],
    ['italia', italia, 12],
    ['nist', nist, 15],
    ['a policy of 8 characters and nothing else', definePolicy({ name: 'eight', rules: [length(8)] }), 12],
    ['a policy of 13 characters', definePolicy({ name: 'thirteen', rules: [length(13)] }), 13],
    ['a strict policy', strict, 64],
  ])('P7: satisfies %s and has twelve characters or the least length', (_, policy, characters) => {
    const random = repeatable(2)
    for (let count = 0; count < 1_000; count += 1) {
      const password = generatePassword(policy, random)
      expect(checkPassword(password, policy)).toEqual([])
      expect(password).toHaveLength(characters)
    }
  })

  it('P7: has no look-alikes and nothing that a keyboard, a letter or a mail would spoil', () => {
    const random = repeatable(3)
    const seen = new Set<string>()
    for (let count = 0; count < 2_000; count += 1) for (const character of generatePassword(infocert, random)) seen.add(character)
    expect([...seen].sort().join('')).toBe('#%*+-23456789=?@ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz')
    for (const character of '0Oo1lI|!<>&"\'`\\ ') expect(seen).not.toContain(character)
  })

  it('P7: has 64 bits at least: 72 bits of choices, of which more than half the outcomes conform', () => {
    const random = repeatable(4)
    let drawn = 0
    const counting: Random = {
      bytes: (count) => {
        drawn += 1
        return random.bytes(count)
      },
    }
    for (let count = 0; count < 10_000; count += 1) generatePassword(italia, counting)
    expect(12 * 6 - Math.log2(drawn / 10_000)).toBeGreaterThan(71)
  })

  it('P7: every character is as likely as the others of its kind, at every place', () => {
    const random = repeatable(5)
    const samples = 64_000
    const counts = new Map<string, number>()
    for (let count = 0; count < samples; count += 1) {
      for (const [place, character] of [...generatePassword(nist, random)].entries()) {
        const key = `${place}${character}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    }
    expect(counts.size).toBe(15 * 64)
    // 1,000 are expected in each cell, with a standard deviation of 32; six of them leave no chance to 960 cells.
    for (const count of counts.values()) expect(Math.abs(count - samples / 64)).toBeLessThan(6 * 32)
  })

  it('P7: each byte chooses one character by its low six bits, so no value is favoured', () => {
    const given = Uint8Array.from([0, 64, 24, 88, 48, 112, 56, 120, 63, 255, 5, 200])
    expect(generatePassword(infocert, { bytes: () => given })).toBe('AAaa22--@@FJ')
  })

  it('P7: a candidate that breaks the policy is thrown away whole', () => {
    const bytes = [new Uint8Array(12), Uint8Array.from([0, 24, 48, 56, 1, 2, 3, 4, 5, 6, 7, 8])]
    expect(generatePassword(infocert, { bytes: () => bytes.shift() ?? new Uint8Array(0) })).toBe('Aa2-BCDEFGHJ')
  })

  it('P7: keeps clear of the facts that it is given', () => {
    const wanted = [
      Uint8Array.from([0, 24, 48, 56, 1, 2, 3, 4, 5, 6, 7, 8]),
      Uint8Array.from([0, 24, 48, 56, 1, 2, 3, 4, 5, 6, 7, 9]),
    ]
    const random: Random = { bytes: () => wanted.shift() ?? new Uint8Array(0) }
    expect(generatePassword(italia, random, { surname: 'Efghj' })).toBe('Aa2-BCDEFGHK')
  })

  it.each([
    ['gives too few bytes', () => Uint8Array.from([0, 24, 48, 56, 1, 2, 3, 4, 5, 6, 7])],
    ['gives too many bytes', () => Uint8Array.from([0, 24, 48, 56, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
    ['gives nothing', () => undefined],
    ['gives an array of numbers', () => Array.from({ length: 12 }, () => 7)],
    ['gives a promise', () => Promise.resolve(new Uint8Array(12))],
    ['always gives the same byte', () => new Uint8Array(12)],
    [
      'throws',
      () => {
        throw new Error('no entropy')
      },
    ],
  ])('P7: a source of chance that %s is random/failed', (_, bytes) => {
    let thrown: unknown
    try {
      generatePassword(infocert, { bytes } as never)
    } catch (error) {
      thrown = error
    }
    expect(isSportelloError(thrown) && thrown.code).toBe('random/failed')
  })

  it('the cause of a source that throws is kept', () => {
    const cause = new Error('no entropy')
    const random: Random = {
      bytes: () => {
        throw cause
      },
    }
    expect(() => generatePassword(infocert, random)).toThrow(expect.objectContaining({ code: 'random/failed', cause }))
  })

  it('a source that never satisfies the policy is asked a thousand times, not for ever', () => {
    let asked = 0
    const random: Random = {
      bytes: (count) => {
        asked += 1
        return new Uint8Array(count)
      },
    }
    expect(() => generatePassword(infocert, random)).toThrow(expect.objectContaining({ code: 'random/failed' }))
    expect(asked).toBe(1_000)
  })
})
