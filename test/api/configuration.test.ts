import { createSportello, defaultPolicy, type PolicyChoice, type SportelloConfiguration } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { accepted, anna, keys, office, openCounter } from '../support/counter.ts'

const base = () => openCounter().configuration
// Whatever a host may pass on.
const create = (change: object) => () => createSportello({ ...base(), ...change } as SportelloConfiguration)
const invalid = expect.objectContaining({ code: 'config/invalid' })

describe('createSportello', () => {
  it('needs office, keys, storage, mailer and documents, and brings clock, chance and hashing itself', async () => {
    const sportello = createSportello({
      office,
      keys,
      storage: memoryStorage(),
      mailer: recordingMailer(),
      documents: memoryDocuments(),
    })
    const { pinSecondHalf } = accepted(await sportello.registration.open(anna))
    expect(pinSecondHalf).toMatch(/^\d{5}$/)
  })

  it.each([
    [{ id: '' }],
    [{ id: 'Comune' }],
    [{ id: 'a/b' }],
    [{ id: 'x'.repeat(64) }],
    [{ id: undefined }],
    [{ name: ' ' }],
    [{ name: 42 }],
    [{ taxCode: '12345678901' }],
    [{ taxCode: undefined }],
    [{ locale: 'fr' }],
    [{ links: 'https://servizi.example.it' }],
    [{ links: 'http://servizi.example.it/' }],
    [{ links: 'https:///' }],
    [{ links: 'https://servizi.example.it@evil.example/' }],
    [{ links: 'https://user:word@servizi.example.it/' }],
    [{ links: 'https://servizi.example.it\\@evil.example/' }],
    [{ links: 'https:\\\\servizi.example.it/' }],
    [{ links: 'javascript:alert(1)/' }],
    [{ links: 'https://a.example/?x=/' }],
    [{ links: 'https://a.example/ b/' }],
    [{ links: undefined }],
  ])('refuses an office with %j', (change) => {
    expect(create({ office: { ...office, ...change } })).toThrow(invalid)
  })

  it('accepts http for a loopback host only', () => {
    for (const links of ['http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]:80/']) {
      expect(create({ office: { ...office, links } })).not.toThrow()
    }
    expect(create({ office: { ...office, links: 'http://localhost.example.it/' } })).toThrow(invalid)
  })

  it.each([
    [undefined],
    [null],
    [{}],
    [{ ...keys, current: 'k2' }],
    [{ ...keys, pseudonym: new Uint8Array(16) }],
    [{ ...keys, ring: { k1: new Uint8Array(32) } }],
  ])('refuses to start with keys %#, since there are no default secrets', (given) =>
    expect(create({ keys: given })).toThrow(invalid),
  )

  it.each<[PolicyChoice]>([
    [{ credential: { pinFailuresMax: 0 } }],
    [{ throttle: { delayMs: -1 } }],
    [{ credential: { temporaryLifetimeMs: Number.NaN } }],
    [{ session: { idleMs: 1.5 } }],
    [{ session: { lifetimeMs: Number.POSITIVE_INFINITY } }],
    [{ registration: { documentsMax: '10' as never } }],
    [{ registration: { suspicious: 'ignore' as never } }],
    [{ quota: { usesMax: null as never } }],
  ])('refuses the policy %j', (policy) => {
    expect(create({ policy })).toThrow(invalid)
  })

  it('takes null where a policy may say never, and zero where nothing may be free', () => {
    const policy: PolicyChoice = {
      credential: { lifetimeMs: null, disuseMs: null, passwordLifetimeMs: null, historyMax: 0 },
      throttle: { freeFailures: 0, delayMs: 0 },
      session: { touchMs: 0 },
    }
    expect(create({ policy })).not.toThrow()
  })

  it('publishes the policy that holds by default', () => {
    expect(defaultPolicy.credential.pinFailuresMax).toBe(5)
    expect(defaultPolicy.password.name).toBe('italia')
  })

  it('reads the keys once: what the host does with its arrays later changes nothing', async () => {
    const mine = { current: 'k1', ring: { k1: keys.ring.k1.slice() }, pseudonym: keys.pseudonym.slice() }
    const counter = openCounter({ keys: mine })
    const before = openCounter({ storage: counter.storage })
    const { ticket } = accepted(await before.sportello.registration.open(anna))
    mine.ring.k1.fill(7)
    mine.pseudonym.fill(7)
    accepted(await counter.sportello.registration.inspect(ticket))
  })
})
