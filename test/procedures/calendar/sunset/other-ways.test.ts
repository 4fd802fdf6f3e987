/** Ways around the end of the local credentials: a session that a provider has opened, and a credential that is suspended. */
import { describe, expect, it } from 'vitest'
import { accepted, anna, approved, newPassword, operator, refusedCode, subscribed } from '../../../support/counter.ts'
import { identityOf } from '../../../support/federation.ts'
import { counterUnder, lastIssue, lastUse, law } from './law.ts'

const next = 'Sorbetto.Verde8'
const act = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Prot. 12.' }

describe('in a session of SPID, with a credential of the office that has come to its end', () => {
  async function elsewhere(at: number, exempt: (typeof law)['exempt'] = []) {
    const counter = await counterUnder({ ...law, exempt })
    const { sportello, clock } = counter
    const { credentials } = await subscribed(counter)
    clock.set(at)
    const signIn = async () => accepted(await sportello.federation.signIn(identityOf('readSpidSaml', { at: clock.now() }))).token
    const change = (token: string) =>
      sportello.credential.changePassword({ token, current: newPassword, next, confirmation: next })
    const local = async (token: string) => accepted(await sportello.session.check(token)).localCredential
    return { sportello, clock, credentials, change, local, signIn, token: await signIn() }
  }

  it('S3: the password is changed until the last use, and not after it', async () => {
    const { change, local, token } = await elsewhere(lastUse - 1)
    expect(await local(token)).toBe('active')
    accepted(await change(token))
    const late = await elsewhere(lastUse)
    expect(await late.local(late.token)).toBe('ended')
    expect(refusedCode(await late.change(late.token))).toBe('calendar/ended')
  })

  it('S3: a temporary password is not made one of its own after the last use', async () => {
    const counter = await counterUnder()
    const { sportello, clock } = counter
    const { credentials } = await approved(counter)
    clock.set(lastUse)
    const { token } = accepted(await sportello.federation.signIn(identityOf('readSpidSaml', { at: lastUse })))
    const form = { token, current: credentials.password, next, confirmation: next }
    expect(refusedCode(await sportello.credential.changePassword(form))).toBe('calendar/ended')
    expect(accepted(await sportello.credential.inspect({ operator, codiceFiscale: anna.codiceFiscale })).status).toBe('temporary')
  })

  it('S3: of whoever is exempted PIN and password still work there', async () => {
    const { sportello, change, local, signIn } = await elsewhere(lastUse, ['guardianship'])
    const document = { kind: 'court-order', number: 'RG 12/2020', expiresOn: '2030-01-01' } as const
    accepted(await sportello.exemption.grant({ ...act, kind: 'guardianship', document }))
    const token = await signIn()
    expect(await local(token)).toBe('active')
    accepted(await change(token))
  })

  it.each([
    [lastUse - 1, null],
    [lastUse, 'session/recent-sign-in-required'],
  ])('S3: PIN and password stand for a sign-in of a short while ago until then: %i %s', async (at, code) => {
    const { sportello, clock, credentials, token } = await elsewhere(lastUse - 3_600_000)
    const { pin, password } = credentials
    clock.set(at)
    const revoked = await sportello.credential.revokeOwn({ token, pin, password, reason: 'Over.' })
    expect(revoked.ok ? null : revoked.refusal.code).toBe(code)
  })

  it.each([
    [lastUse - 1, null],
    [lastUse, 'federation/only-means'],
  ])('S8: the only identity may go while PIN and password open the account: %i %s', async (at, code) => {
    const { sportello, clock, token } = await elsewhere(lastUse - 3_600_000)
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    clock.set(at)
    const unlinked = await sportello.federation.unlinkOwn({ token, id: own?.id ?? '' })
    expect(unlinked.ok ? null : unlinked.refusal.code).toBe(code)
  })
})

describe('a credential that is suspended and was never used', () => {
  it.each([
    [lastIssue - 1, null],
    [lastIssue, 'calendar/ended'],
  ])('S1: gets first credentials anew by an identification until those have ended: %i %s', async (at, code) => {
    const counter = await counterUnder({ ...law, ends: { 'first-credentials': '2021-02-28T00:00', use: '2021-10-01T00:00' } })
    const { sportello, clock } = counter
    await approved(counter)
    accepted(await sportello.credential.suspend(act))
    const document = { kind: 'passport', number: 'YA1234567', expiresOn: '2030-01-01' } as const
    const identify = () => sportello.identification.record({ ...act, identifiedAt: clock.now(), point: 'office', document })
    clock.set(at)
    const identified = await identify()
    expect(identified.ok ? null : identified.refusal.code).toBe(code)
  })
})
