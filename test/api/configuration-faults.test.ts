import { createSportello, type PolicyChoice, type SportelloConfiguration } from 'sportello'
import { describe, expect, it } from 'vitest'
import { openCounter } from '../support/counter.ts'

const minute = 60_000

describe('createSportello', () => {
  const { configuration } = openCounter()
  const create = (change: object) => () => createSportello({ ...configuration, ...change } as SportelloConfiguration)

  it.each([
    ['storage', undefined],
    ['storage', { ...configuration.storage, settle: undefined }],
    ['mailer', null],
    ['mailer', () => 'sent'],
    ['documents', {}],
    ['clock', { now: 5 }],
    ['random', 'random'],
    ['passwordHash', { hash: () => '', verify: () => true }],
    ['places', { municipality: () => null }],
    ['scanner', null],
    ['scanner', { scan: 'clean' }],
  ])('refuses to start with a %s that lacks something', (port, given) => {
    expect(create({ [port]: given })).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it.each([undefined, null, {}, 5])('refuses to start with %j', (given) => {
    expect(() => createSportello(given as never)).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it.each<[string, PolicyChoice]>([
    ['a figure that there is not', { credential: { pinFailureMax: 3 } as never }],
    ['sessions that end by inactivity before their use is noted', { session: { idleMs: minute, touchMs: minute } }],
    ['more guesses of a PIN than anybody may have', { credential: { pinFailuresMax: 101 } }],
    ['more passwords to compare than a change can bear', { credential: { historyMax: 25 } }],
    ['more uses than a record can bear', { quota: { usesMax: 1001 } }],
    ['a password policy that is none', { password: 'nist' as never }],
    ['a password policy that can still be changed', { password: { name: 'own', lengthMax: 64, rules: [] } }],
  ])('refuses a policy with %s', (_name, policy) => {
    expect(create({ policy })).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('takes the figures just within, and no policy at all', () => {
    expect(
      create({
        policy: { session: { idleMs: minute, touchMs: minute - 1 }, credential: { pinFailuresMax: 100, historyMax: 24 } },
      }),
    ).not.toThrow()
    expect(create({ policy: null })).not.toThrow()
  })
})

describe('a name of the configuration that there is not', () => {
  it.each([
    [{ pecChange: { receipts: 'none' } }, 'configuration: there is no pecChange: policy.pecChange is meant?'],
    [{ password: {} }, 'configuration: there is no password: policy.password is meant?'],
    [{ linkPath: {} }, 'configuration: there is no linkPath: linkPaths is meant?'],
    [{ colour: 'red' }, 'configuration: there is no colour: there are office'],
  ])('%j is refused with what is meant', (more, message) => {
    expect(() => openCounter(more as never)).toThrow(message)
  })
})

describe('a name of the policy that there is not', () => {
  it.each([
    [{ pecchange: {} }, 'policy: there is no pecchange: pecChange is meant?'],
    [{ credentials: {} }, 'policy: there is no credentials: credential is meant?'],
    [{ credential: { pinFailureMax: 3 } }, 'policy: there is no credential.pinFailureMax: credential.pinFailuresMax is meant?'],
  ])('%j is refused with the nearest one', (policy, message) => {
    expect(() => openCounter({ policy: policy as never })).toThrow(message)
  })

  it('is refused with all that there are, where none is near', () => {
    expect(() => openCounter({ policy: { xyz: {} } as never })).toThrow(/^policy: there is no xyz: there are password, /)
    expect(() => openCounter({ policy: { ['x'.repeat(10_000)]: {} } as never })).toThrow(
      /^policy: there is no x{64}…: there are /,
    )
  })
})
