/** Whether somebody may use a service: pure, reason by reason, to the millisecond. */
import {
  type CatalogueService,
  mayUse,
  type ServicesPerson,
  type ServicesService,
  type ServicesSession,
  servicesWords,
} from 'sportello'
import { describe, expect, it } from 'vitest'
import { hostileValues } from '../../../support/hostile-values.ts'

const entry: CatalogueService = {
  id: 'registry',
  names: { it: 'I miei dati', en: 'My data' },
  access: 'personal',
  accepts: ['local', 'spid-saml', 'cie-oidc'],
  level: 2,
  localLevel: 2,
  ageMin: 0,
  audience: null,
  feature: null,
}
const lastUse = Date.UTC(2021, 8, 30, 22)
const course = {
  audience: null,
  title: { it: 'D.L. 76/2020', en: 'D.L. 76/2020' },
  ends: {
    issue: null,
    'password-replacement': null,
    'pin-replacement': null,
    'first-credentials': null,
    restoration: null,
    use: lastUse,
  },
  exempt: ['minor'],
  remindDays: [],
  means: ['spid'],
} as const
const open: ServicesService = { entry, course: null, closed: null }
const self: ServicesPerson = { granted: null, birthDate: '1980-01-01', authorisations: [], onBehalf: null }
const spid: ServicesSession = { means: 'spid-saml', level: 2, scope: 'full' }
const local: ServicesSession = { means: 'local', level: 1, scope: 'full' }
const at = Date.UTC(2026, 2, 10, 9)

const whyNot = (...[service, person, session, instant = at]: Partial<Parameters<typeof mayUse>>): string => {
  const answer = mayUse(service ?? null, person ?? null, session ?? null, instant)
  return answer.may ? 'yes' : answer.reason.why
}
const other = (changes: Partial<CatalogueService>): ServicesService => ({ ...open, entry: { ...entry, ...changes } })

describe('the sign-in', () => {
  it('U1: counts by the means that the service accepts', () => {
    expect(whyNot(open, self, spid)).toBe('yes')
    expect(whyNot(open, self, { ...spid, means: 'cie-oidc' })).toBe('yes')
    for (const means of ['spid-oidc', 'cie-saml', 'cns', 'eidas'] as const) {
      expect(whyNot(open, self, { ...spid, means })).toBe('means-not-accepted')
    }
  })

  it.each([
    [1, 1, 'yes'],
    [1, 2, 'yes'],
    [2, 1, 'level-too-low'],
    [2, 2, 'yes'],
    [3, 2, 'level-too-low'],
    [3, 3, 'yes'],
  ] as const)('U1: of a service of level %i with level %i: %s', (level, got, expected) => {
    expect(whyNot(other({ level }), self, { ...spid, level: got })).toBe(expected)
    // A credential of the office has the level that the service says, whatever the session says of itself.
    expect(whyNot(other({ level, localLevel: got }), self, { ...local, level: 3 })).toBe(expected)
    expect(whyNot(other({ level, localLevel: got }), self, { ...local, level: 1 })).toBe(expected)
  })

  it('S3: with a credential of the office ends with the course of the service; by SPID it goes on', () => {
    const ending = { ...open, course }
    expect(whyNot(ending, self, local, lastUse - 1)).toBe('yes')
    expect(whyNot(ending, self, local, lastUse)).toBe('means-ended')
    expect(whyNot(ending, self, spid, lastUse)).toBe('yes')
    // A minor is exempted, to the end of the eighteenth birthday in Rome.
    const minor = { ...self, birthDate: '2003-10-01' }
    const ofAge = Date.UTC(2021, 9, 1, 22)
    expect(whyNot(ending, minor, local, ofAge - 1)).toBe('yes')
    expect(whyNot(ending, minor, local, ofAge)).toBe('means-ended')
  })

  it('L10: that only changes the password opens nothing but what is public', () => {
    expect(whyNot(open, self, { ...spid, scope: 'password-change' })).toBe('password-change-required')
    expect(whyNot(other({ access: 'public' }), self, { ...spid, scope: 'password-change' })).toBe('yes')
  })
})

describe('the least age', () => {
  const grown = other({ ageMin: 18 })

  // The year is completed once the birthday is over in Rome, in winter and in summer time.
  it.each([
    ['2006-10-31', Date.UTC(2024, 9, 31, 23)],
    ['2006-07-01', Date.UTC(2024, 6, 1, 22)],
    ['2008-02-29', Date.UTC(2026, 1, 28, 23)],
  ])('U1: of whoever was born on %s is reached to the millisecond', (birthDate, from) => {
    expect(whyNot(grown, { ...self, birthDate }, spid, from - 1)).toBe('too-young')
    expect(whyNot(grown, { ...self, birthDate }, spid, from)).toBe('yes')
  })

  it('U1: is not reached by whoever has no day of birth, where one is asked', () => {
    expect(whyNot(grown, { ...self, birthDate: null }, spid)).toBe('age-unknown')
    expect(whyNot(open, { ...self, birthDate: null }, spid)).toBe('yes')
  })
})

describe('an authorisation', () => {
  const reserved = other({ id: 'databases', access: 'reserved' })
  const grant = {
    ...{ id: 'grant-1', services: ['databases'], fromDay: '2026-03-29', untilDay: '2026-10-25' },
    ...{ grantedAt: 0, operator: 'operator-1', endedAt: null },
  }
  const having = (...authorisations: ServicesPerson['authorisations']): ServicesPerson => ({ ...self, authorisations })

  // The clocks of Rome change on both days.
  it('U2: holds from the beginning of its first day to the end of its last, to the millisecond', () => {
    const [from, until] = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 9, 25, 23)]
    expect(whyNot(reserved, having(grant), spid, from - 1)).toBe('authorisation-not-yet')
    expect(mayUse(reserved, having(grant), spid, from)).toEqual({ may: true, authorisation: 'grant-1', onBehalf: false })
    expect(whyNot(reserved, having(grant), spid, until - 1)).toBe('yes')
    expect(whyNot(reserved, having(grant), spid, until)).toBe('authorisation-over')
  })

  it('U2: does not hold once it was revoked, nor for another service, nor for somebody else', () => {
    const now = Date.UTC(2026, 5, 1)
    expect(whyNot(reserved, having({ ...grant, endedAt: now }), spid, now)).toBe('authorisation-over')
    expect(whyNot(reserved, having({ ...grant, services: ['others'] }), spid, now)).toBe('no-authorisation')
    expect(whyNot(reserved, having(), spid, now)).toBe('no-authorisation')
    const acting = {
      ...having(grant),
      onBehalf: { delegation: { services: null, fromDay: '2026-01-01', untilDay: null, grantedAt: 0, endedAt: null } },
    }
    expect(whyNot(reserved, acting, spid, now)).toBe('not-on-behalf')
  })

  it('of several that hold is the first; of several that do not yet, the day is the next', () => {
    const now = Date.UTC(2026, 5, 1)
    const over = { ...grant, id: 'grant-0', untilDay: '2026-04-01' }
    const later = { ...grant, id: 'grant-2', fromDay: '2027-01-01', untilDay: null }
    const soon = { ...grant, id: 'grant-3', fromDay: '2026-12-01', untilDay: null }
    expect(mayUse(reserved, having(over, later, grant), spid, now)).toMatchObject({ authorisation: 'grant-1' })
    expect(mayUse(reserved, having(over, later, soon), spid, now)).toEqual({
      may: false,
      reason: { why: 'authorisation-not-yet', fromDay: '2026-12-01' },
    })
  })
})

describe('a delegation', () => {
  const held = { services: null, fromDay: '2026-03-29', untilDay: '2026-10-25', grantedAt: 0, endedAt: null }
  const acting = (delegation: NonNullable<ServicesPerson['onBehalf']>['delegation']): ServicesPerson => ({
    ...self,
    onBehalf: { delegation },
  })

  it('U3: holds from the beginning of its first day to the end of its last, to the millisecond', () => {
    const [from, until] = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 9, 25, 23)]
    expect(whyNot(open, acting(held), spid, from - 1)).toBe('delegation-not-yet')
    expect(mayUse(open, acting(held), spid, from)).toEqual({ may: true, authorisation: null, onBehalf: true })
    expect(whyNot(open, acting(held), spid, until - 1)).toBe('yes')
    expect(whyNot(open, acting(held), spid, until)).toBe('delegation-over')
  })

  it('U3: does not hold before the office has granted it, once it was ended, for another service, or where there is none', () => {
    const now = Date.UTC(2026, 5, 1)
    expect(whyNot(open, acting({ ...held, grantedAt: null }), spid, now)).toBe('no-delegation')
    expect(whyNot(open, acting({ ...held, endedAt: now }), spid, now)).toBe('delegation-over')
    expect(whyNot(open, acting({ ...held, services: ['certificates'] }), spid, now)).toBe('delegation-elsewhere')
    expect(whyNot(open, acting({ ...held, services: ['registry'] }), spid, now)).toBe('yes')
    expect(whyNot(open, acting(null), spid, now)).toBe('no-delegation')
  })
})

describe('the answer', () => {
  it('is for an unknown service whatever else is known, and for a closed one too', () => {
    expect(whyNot(null, self, spid)).toBe('unknown-service')
    const closed = { until: null, text: { it: 'Chiuso.', en: 'Closed.' } }
    expect(whyNot({ ...other({ access: 'public' }), closed }, null, null)).toBe('closed')
    expect(whyNot({ ...open, closed }, self, spid)).toBe('closed')
  })

  it('INV-29: is a no to facts of any type, and never an exception', () => {
    const throwing = new Proxy(
      {},
      {
        get() {
          throw new Error('no')
        },
      },
    )
    const small = [undefined, true, Number.NaN, -1, 2 ** 60, 'x', {}, [], Symbol('x'), () => 1, Object.create(null), throwing]
    for (const value of [...hostileValues.values(), ...small]) {
      const hostile = value as never
      expect(mayUse(hostile, self, spid, at).may).toBe(false)
      expect(mayUse({ ...open, entry: hostile }, self, spid, at).may).toBe(false)
      expect(mayUse(open, hostile, spid, at).may).toBe(false)
      expect(mayUse(open, self, hostile, at).may).toBe(false)
      expect(mayUse(open, self, spid, hostile).may).toBe(false)
      const strange = { ...entry, access: hostile }
      expect(mayUse({ ...open, entry: strange }, self, spid, at).may).toBe(false)
    }
  })

  it('has words and a way on in both languages, for every reason', () => {
    const { accepts } = entry
    const text = { it: 'Chiuso.', en: 'Closed.' }
    const reasons = [
      { why: 'unknown-service' },
      { why: 'closed', until: null, text },
      { why: 'closed', until: at, text },
      { why: 'not-signed-in', accepts },
      { why: 'password-change-required' },
      { why: 'means-not-accepted', accepts },
      { why: 'means-ended', since: lastUse, course },
      { why: 'means-ended', since: lastUse, course: { ...course, means: [] } },
      { why: 'level-too-low', level: 2, accepts },
      { why: 'age-unknown', ageMin: 18 },
      { why: 'too-young', ageMin: 18 },
      { why: 'no-authorisation' },
      { why: 'authorisation-not-yet', fromDay: '2026-12-01' },
      { why: 'authorisation-over' },
      { why: 'not-on-behalf' },
      { why: 'no-delegation' },
      { why: 'delegation-not-yet', fromDay: '2026-12-01' },
      { why: 'delegation-over' },
      { why: 'delegation-elsewhere' },
    ] as const
    for (const reason of reasons) {
      const words = servicesWords(reason)
      for (const said of [words.text, words.way].flatMap(({ it, en }) => [it, en])) {
        expect(said).toMatch(/^\p{Lu}[^\n]+\.$/u)
        expect(said).not.toMatch(/undefined|null|NaN|\[object/)
      }
    }
    expect(servicesWords({ why: 'authorisation-not-yet', fromDay: '2026-12-01' }).text).toEqual({
      it: "La sua autorizzazione vale dall'01/12/2026.",
      en: 'Your authorisation holds from 2026-12-01 on.',
    })
  })
})
