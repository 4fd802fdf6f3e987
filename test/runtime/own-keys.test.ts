import { afterEach, describe, expect, it } from 'vitest'
import { emailChangeMachine } from '../../src/procedures/addresses/email-change/schema.ts'
import { isPolluted, ownKeysOnly } from '../../src/runtime/own-keys.ts'
import { accepted, anna, approved, openCounter, operator, refusedCode, subscribed } from '../support/counter.ts'

/** What a package of the host does that extends every object. */
function pollute(): void {
  Object.defineProperty(Object.prototype, 'polluted', { value: 'x', enumerable: true, configurable: true, writable: true })
}
afterEach(() => {
  Reflect.deleteProperty(Object.prototype, 'polluted')
})

describe('a key that somebody has added to every object', () => {
  it('is seen while it is there', () => {
    expect(isPolluted()).toBe(false)
    pollute()
    expect(isPolluted()).toBe(true)
  })

  it('is left out, with everything that is not own, and nothing else is', () => {
    const own = { a: [{ b: 1 }, null, 'x'], at: new Date(0) }
    const copy = ownKeysOnly(own) as typeof own
    expect(copy).toEqual(own)
    expect(copy.at).toBe(own.at)
    expect(Object.getPrototypeOf(copy)).toBeNull()
    expect(Object.keys(ownKeysOnly(Object.create({ inherited: 1 })) as object)).toEqual([])
  })

  it('J3: is not looked for deeper than any form goes: what lies below is left out', () => {
    const nested = (levels: number, make: (inner: unknown) => unknown): unknown =>
      Array.from({ length: levels }).reduce((inner: unknown) => make(inner), 'deep')
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
    for (const make of [(inner: unknown) => [inner], (inner: unknown) => ({ inner })]) {
      expect(depthOf(ownKeysOnly(nested(16, make)))).toBe(16)
      expect(JSON.stringify(ownKeysOnly(nested(16, make)))).toContain('deep')
      expect(depthOf(ownKeysOnly(nested(1_000, make)))).toBe(17)
      expect(JSON.stringify(ownKeysOnly(nested(1_000, make)))).not.toContain('deep')
    }
  })

  it('J2: changes no answer: people register, are approved, sign in, change their addresses and are erased as ever', async () => {
    const counter = openCounter()
    const { sportello } = counter
    pollute()
    const { id } = await approved(counter)
    expect(refusedCode(await sportello.approval.approve({ operator, id, dossierDigest: 'x' }))).toBe('approval/already-decided')
    const other = openCounter()
    const { credentials, accountId } = await subscribed(other)
    const { token } = accepted(await other.sportello.session.signIn(credentials))
    const { pin, password } = credentials
    const email = 'anna@example.org'
    accepted(await other.sportello.emailChange.request({ token, pin, password, email, confirmation: email }))
    accepted(await other.sportello.emailChange.inspectOwn({ token }))
    accepted(await other.sportello.addresses.inspect({ token }))
    accepted(await other.sportello.subject.export({ operator, codiceFiscale: anna.codiceFiscale }))
    expect(accepted(await other.sportello.journal.verify({ kind: 'credential', id: accountId })).ok).toBe(true)
    await other.sportello.relay()
    await other.sportello.retention.sweep()
  })

  it('J2: is no field of a stored row, where one that is too many is refused as ever', () => {
    const { parse } = emailChangeMachine({ linkLifetimeMs: 1, linksMax: 1 }, 1)
    const none = { status: 'none', personal: null }
    pollute()
    expect(parse(ownKeysOnly(none))).toEqual(none)
    expect(parse(ownKeysOnly({ ...none, extra: 1 }))).toBeNull()
    expect(parse(ownKeysOnly({ status: 'void', personal: null }))).toBeNull()
    expect(parse(ownKeysOnly('none'))).toBeNull()
  })
})
