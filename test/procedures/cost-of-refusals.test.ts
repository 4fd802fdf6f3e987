import { plainPasswordHash } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, anna, openCounter, refusedCode } from '../support/counter.ts'

describe('what is refused costs no slow hash', () => {
  function counted() {
    const inner = plainPasswordHash()
    const hashes = { count: 0 }
    const hash = async (secret: string) => {
      hashes.count += 1
      return inner.hash(secret)
    }
    return { hashes, counter: openCounter({ passwordHash: { ...inner, hash }, policy: { quota: { usesMax: 1 } } }) }
  }

  it('R2: a request beyond the quota', async () => {
    const { hashes, counter } = counted()
    accepted(await counter.sportello.registration.open(anna))
    expect(hashes.count).toBe(1)
    expect(refusedCode(await counter.sportello.registration.open(anna))).toBe('quota/exceeded')
    expect(hashes.count).toBe(1)
  })

  it('completing, or renewing the PIN, with a ticket that opens nothing', async () => {
    const { hashes, counter } = counted()
    const stray = `k1~x~${'a'.repeat(43)}`
    expect(refusedCode(await counter.sportello.registration.complete(stray))).toBe('registration/not-found')
    expect(refusedCode(await counter.sportello.registration.renewPin(stray))).toBe('registration/not-found')
    expect(hashes.count).toBe(0)
  })
})
