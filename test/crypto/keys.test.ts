import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { createKeyRing, type Keys } from '../../src/crypto/index.ts'
import { isSportelloError } from '../../src/kernel/index.ts'

const bytes = (seed: number, length = 32) => Uint8Array.from({ length }, (_, i) => (i * 37 + seed * 101 + 13) % 256)
const keys: Keys = { current: 'k2', ring: { k1: bytes(1), k2: bytes(2, 64) }, pseudonym: bytes(3) }

/** What `createKeyRing` throws, or null. */
function failure(given: unknown): unknown {
  try {
    createKeyRing(given as Keys)
    return null
  } catch (error) {
    return error
  }
}

describe('the keys of a host', () => {
  it('6.3.2: are refused where one is missing, short, long, of another type, or not random', () => {
    const zeros = new Uint8Array(32)
    for (const wrong of [
      undefined,
      null,
      {},
      'k1',
      { ...keys, pseudonym: undefined },
      { ...keys, pseudonym: bytes(3, 31) },
      { ...keys, pseudonym: bytes(3, 1_025) },
      { ...keys, pseudonym: zeros },
      { ...keys, pseudonym: new Uint8Array(32).fill(255) },
      { ...keys, pseudonym: Uint8Array.from({ length: 64 }, (_, i) => i % 16) },
      { ...keys, pseudonym: 'x'.repeat(32) },
      { ...keys, pseudonym: [...bytes(3)] },
      { ...keys, pseudonym: bytes(3).buffer },
      { ...keys, ring: undefined },
      { ...keys, ring: null },
      { ...keys, ring: {} },
      { ...keys, ring: 'abc' },
      { ...keys, ring: { k2: zeros } },
      { ...keys, ring: { k2: bytes(2, 31) } },
      { ...keys, ring: { k2: 'x'.repeat(32) } },
      { ...keys, ring: { k2: bytes(2), k1: undefined } },
      { ...keys, ring: { ...keys.ring, K3: bytes(4) } },
      { ...keys, ring: { ...keys.ring, 'k 3': bytes(4) } },
      { ...keys, ring: { ...keys.ring, 'k.3': bytes(4) } },
      { ...keys, ring: { ...keys.ring, k_3: bytes(4) } },
      { ...keys, ring: { ...keys.ring, '': bytes(4) } },
      { ...keys, ring: { ...keys.ring, ['k'.repeat(33)]: bytes(4) } },
      { ...keys, current: undefined },
      { ...keys, current: 'k3' },
      { ...keys, current: ['k2'] },
      { ...keys, current: 'toString' },
      { ...keys, current: '__proto__' },
    ]) {
      const error = failure(wrong)
      expect(isSportelloError(error) && error.code).toBe('config/invalid')
    }
  })

  it('may be as short as 32 bytes and as long as 1024, under ids of 1 to 32 characters', () => {
    const ring = { a: bytes(1, 32), ['9-'.repeat(16)]: bytes(2, 1_024), constructor: bytes(3) }
    expect(failure({ current: 'constructor', ring, pseudonym: bytes(4, 1_024) })).toBeNull()
    expect(createKeyRing({ current: 'a', ring, pseudonym: bytes(4) }).current).toBe('a')
  })

  it('E1: are named in no error', () => {
    const short = bytes(9, 31)
    const error = failure({ ...keys, ring: { ...keys.ring, k3: short } })
    const told = `${(error as Error).message} ${(error as Error).stack} ${JSON.stringify(error)}`
    for (const spelling of [Buffer.from(short).toString('hex'), Buffer.from(short).toString('base64'), String(short)]) {
      expect(told).not.toContain(spelling)
    }
  })

  it('are read once: what becomes of the arrays afterwards has no effect, and they are left as they were', () => {
    const given = { current: 'k1', ring: { k1: bytes(1) }, pseudonym: bytes(3) }
    const ring = createKeyRing(given)
    const before = [ring.pseudonym('kind', 'text'), ring.digest('token', 'k1', 'text'), ring.key('seal', 'k1')]
    expect(given).toEqual({ current: 'k1', ring: { k1: bytes(1) }, pseudonym: bytes(3) })
    given.ring.k1.fill(0)
    given.pseudonym.fill(0)
    expect([ring.pseudonym('kind', 'text'), ring.digest('token', 'k1', 'text'), ring.key('seal', 'k1')]).toEqual(before)
  })
})

describe('a key ring', () => {
  const ring = createKeyRing(keys)

  it('gives another digest for each purpose, each key and each text, and the same for the same', () => {
    const seen = new Set<string | null>()
    for (const purpose of ['token', 'pepper', 'journal'] as const) {
      for (const id of ['k1', 'k2']) for (const text of ['a', 'b', '']) seen.add(ring.digest(purpose, id, text))
    }
    for (const text of ['a', 'b', '']) seen.add(ring.pseudonym('token', text))
    expect(seen.size).toBe(21)
    for (const digest of seen) expect(digest).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(ring.digest('token', 'k1', 'a')).toBe(createKeyRing(keys).digest('token', 'k1', 'a'))
  })

  it('gives another key for each purpose and each id, none of them one of the host', () => {
    const seen = new Set<string>()
    for (const purpose of ['seal', 'request'] as const) {
      for (const id of ['k1', 'k2']) {
        const key = ring.key(purpose, id)
        expect(key).toHaveLength(32)
        seen.add(Buffer.from(key ?? []).toString('hex'))
      }
    }
    for (const host of [bytes(1), bytes(2, 64), bytes(3)]) seen.add(Buffer.from(host).toString('hex'))
    expect(seen.size).toBe(7)
  })

  it('gives nothing under an id that it does not hold', () => {
    for (const id of ['k3', '', 'toString', '__proto__', 'constructor']) {
      expect(ring.digest('token', id, 'a')).toBeNull()
      expect(ring.key('seal', id)).toBeNull()
    }
  })

  it('L7: looks the same text up under the same id whatever key is the current one, another for each kind and each lookup key', () => {
    const rotated = createKeyRing({ current: 'k9', ring: { k9: bytes(9) }, pseudonym: bytes(3) })
    expect(rotated.pseudonym('codice-fiscale', 'a')).toBe(ring.pseudonym('codice-fiscale', 'a'))
    expect(ring.pseudonym('mailbox', 'a')).not.toBe(ring.pseudonym('codice-fiscale', 'a'))
    expect(createKeyRing({ ...keys, pseudonym: bytes(4) }).pseudonym('mailbox', 'a')).not.toBe(ring.pseudonym('mailbox', 'a'))
  })
})
