/** Sessions of local credentials and the course of the service that is used: what is looked at, and when a session says that it ends. */
import type { SunsetCourseForm } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, newPassword, openCounter, operator, subscribed } from '../../../support/counter.ts'
import { identityOf } from '../../../support/federation.ts'

const firms = { audience: 'firms' } as const
const hour = 3_600_000
const lifetimeMs = 12 * hour
const policy = {
  maintenance: { audiences: { firms: { it: 'imprese', en: 'firms' } } },
  session: { idleMs: 4 * hour, lifetimeMs },
} as const
const common = { operator, reason: 'D.L. 76/2020.', title: { it: 'Fine', en: 'End' } } as const
/** Citizens get in until 11:00 of Rome on the day of the stories, firms until noon. */
const [citizensEnd, firmsEnd] = [Date.UTC(2026, 2, 10, 10), Date.UTC(2026, 2, 10, 11)]
const ofCitizens: SunsetCourseForm = { ...common, ends: { use: '2026-03-10T11:00' }, means: ['spid'] }
const ofFirms: SunsetCourseForm = { ...common, ...firms, ends: { use: '2026-03-10T12:00' }, means: ['spid'] }

async function opened() {
  const counter = openCounter({ policy })
  const { sportello } = counter
  const { credentials } = await subscribed(counter)
  const secrets = { ...credentials, password: newPassword }
  accepted(await sportello.sunset.set(ofCitizens))
  accepted(await sportello.sunset.set(ofFirms))
  return { counter, sportello, clock: counter.clock, secrets }
}

describe('a look by session', () => {
  it('S4: follows the course of the service that the host names, to the millisecond', async () => {
    const { sportello, clock, secrets } = await opened()
    const { token } = accepted(await sportello.session.signIn(secrets, firms))
    const looks = {
      check: (options?: typeof firms) => sportello.session.check(token, options),
      addresses: (options?: typeof firms) => sportello.addresses.inspect({ token }, options),
      pec: (options?: typeof firms) => sportello.pecChange.inspectOwn({ token }, options),
      email: (options?: typeof firms) => sportello.emailChange.inspectOwn({ token }, options),
      authorisations: (options?: typeof firms) => sportello.authorisations.listOwn(token, options),
      delegations: (options?: typeof firms) => sportello.delegations.listOwn(token, options),
      identities: (options?: typeof firms) => sportello.federation.inspectOwn({ token }, options),
    }
    for (const [at, forAll, forFirms] of [
      [citizensEnd - 1, true, true],
      [citizensEnd, false, true],
      [firmsEnd - 1, false, true],
      [firmsEnd, false, false],
    ] as const) {
      clock.set(at)
      for (const [name, look] of Object.entries(looks)) {
        expect([name, at, (await look()).ok]).toEqual([name, at, forAll])
        expect([name, at, (await look(firms)).ok]).toEqual([name, at, forFirms])
      }
    }
  })

  it('S4: nor is signing out shut by the course of other services', async () => {
    const { sportello, clock, secrets } = await opened()
    const { token } = accepted(await sportello.session.signIn(secrets, firms))
    clock.set(citizensEnd)
    expect((await sportello.session.end(token)).ok).toBe(false)
    accepted(await sportello.session.end(token, firms))
    expect((await sportello.session.check(token, firms)).ok).toBe(false)
  })
})

describe('the end of a session', () => {
  it('S4: is never said to be later than the last use for the audience, nor its inactivity', async () => {
    const { sportello, clock, secrets } = await opened()
    const mine = accepted(await sportello.session.signIn(secrets))
    expect(mine.endsAt).toBe(citizensEnd)
    const theirs = accepted(await sportello.session.signIn(secrets, firms))
    expect(theirs.endsAt).toBe(firmsEnd)
    clock.set(citizensEnd - 60_000)
    expect(accepted(await sportello.session.check(mine.token))).toMatchObject({ endsAt: citizensEnd, idleUntil: citizensEnd })
    expect(accepted(await sportello.session.check(theirs.token, firms))).toMatchObject({ endsAt: firmsEnd })
  })

  it('S4: is its own where that comes first, and where somebody has signed in elsewhere', async () => {
    const { sportello, clock, secrets } = await opened()
    accepted(await sportello.sunset.set({ ...ofFirms, ends: { use: '2027-01-01T00:00' }, reopens: true }))
    expect(accepted(await sportello.session.signIn(secrets, firms)).endsAt).toBe(clock.now() + lifetimeMs)
    const identity = identityOf('readSpidSaml', { at: clock.now() - 60_000 })
    const elsewhere = accepted(await sportello.federation.signIn(identity))
    expect(elsewhere.endsAt).toBeGreaterThan(firmsEnd)
    clock.set(firmsEnd)
    expect(accepted(await sportello.session.check(elsewhere.token)).endsAt).toBe(elsewhere.endsAt)
  })

  it('S4: comes with the credential, where that ends before', async () => {
    const counter = openCounter({ policy: { credential: { disuseMs: hour }, session: { idleMs: 4 * hour, lifetimeMs } } })
    const { credentials } = await subscribed(counter)
    const { token, endsAt } = accepted(await counter.sportello.session.signIn({ ...credentials, password: newPassword }))
    expect(endsAt).toBe(counter.clock.now() + hour)
    counter.clock.set(endsAt)
    expect((await counter.sportello.session.check(token)).ok).toBe(false)
  })
})
