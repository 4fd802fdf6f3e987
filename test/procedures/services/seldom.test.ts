/** What seldom befalls services and delegations: what has changed since it was asked for, rows that cannot be read, and what was erased. */
import { type CatalogueService, mayUse, servicesWords } from 'sportello'
import { describe, expect, it } from 'vitest'
import { catalogueDecider } from '../../../src/procedures/services/catalogue/machine.ts'
import { accepted, anna, openCounter, operator, refusedCode } from '../../support/counter.ts'
import { identityOf } from '../../support/federation.ts'
import { unreadableRows } from '../../support/meanwhile.ts'
import { law } from '../calendar/sunset/law.ts'
import {
  bruno,
  decision,
  forBruno,
  openServices,
  policy,
  reason,
  seedServices,
  setService,
  signedIn,
  why,
} from './seed-services.ts'

const day = 86_400_000
const luca = { codiceFiscale: 'VRDLCU10C10L219L', surname: 'Verdi', name: 'Luca' } as const
const lucaForm = { ...anna, ...luca, sex: 'M', email: 'luca.verdi@example.it' }
const delegate = { codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna' }

describe('U4: a delegation is not granted', () => {
  it('for a service that the office has taken away since it was asked for', async () => {
    const counter = await openServices()
    const { services, delegations } = counter.sportello
    const { token } = await signedIn(counter)
    const { id } = accepted(await delegations.request({ token, ...forBruno, services: ['registry'] }))
    accepted(await services.remove({ operator, reason, id: 'registry' }))
    expect(await delegations.grant({ ...decision, id })).toMatchObject({
      refusal: { code: 'delegation/form', problems: [{ field: 'services', code: 'unknown' }] },
    })
    expect(accepted(await delegations.pending())).toHaveLength(1)
  })

  it('to whoever turns out to be a minor: a century was wrong, and the account was opened anew', async () => {
    const counter = await openServices()
    const { credential, delegations } = counter.sportello
    const { token } = await signedIn(counter, { ...lucaForm, birthDate: '1910-03-10' } as never)
    const { id } = accepted(await delegations.request({ token, ...forBruno }))
    accepted(await credential.revoke({ operator, codiceFiscale: luca.codiceFiscale, reason }))
    await signedIn(counter, { ...lucaForm, birthDate: '2010-03-10', email: 'luca.nuovo@example.it' } as never)
    expect(refusedCode(await delegations.grant({ ...decision, id }))).toBe('delegation/minor-delegate')
  })

  it('at the counter as that of a parent, where the account says that the child is of age', async () => {
    const counter = await openServices()
    await signedIn(counter, { ...lucaForm, birthDate: '1910-03-10' } as never)
    const person = { ...luca, birthDate: '2010-03-10' }
    const evidence = { kind: 'birth-certificate', number: 'N 1' } as const
    const recorded = await counter.sportello.delegations.record({ ...decision, delegate, person, capacity: 'parent', evidence })
    expect(refusedCode(recorded)).toBe('delegation/of-age')
    expect(accepted(await counter.sportello.delegations.pending())).toEqual([])
  })

  it('twice at the counter', async () => {
    const { sportello } = await openServices()
    accepted(await sportello.delegations.record({ ...decision, delegate, ...forBruno }))
    const again = await sportello.delegations.record({ ...decision, delegate, ...forBruno })
    expect(refusedCode(again)).toBe('delegation/already-granted')
  })
})

describe('a delegation that cannot be read', () => {
  it('is a line of the office that says so, and none of its two', async () => {
    const counter = await openServices()
    const { token } = await signedIn(counter)
    const { id } = accepted(await counter.sportello.delegations.request({ token, ...forBruno }))
    const storage = unreadableRows(counter.storage, ['delegation'])
    const { delegations } = openCounter({ ...counter.configuration, policy, storage, seed: 2 }).sportello
    const [line, ...others] = accepted(await delegations.pending())
    expect([line?.id, line?.unreadable, others]).toEqual([id, true, []])
    expect(accepted(await delegations.listOwn(token))).toEqual([])
  })
})

describe('a delegation that was erased', () => {
  it('is told of without any person, and ended by nobody any more', async () => {
    const counter = await openServices()
    const { sportello, clock } = counter
    const { token } = await signedIn(counter)
    const { id } = accepted(await sportello.delegations.request({ token, ...forBruno }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    accepted(await sportello.delegations.end({ token, id }))
    expect(accepted(await sportello.delegations.inspect({ operator, id })).person).toMatchObject({ surname: 'Bianchi' })
    clock.advance(365 * day)
    await sportello.retention.sweep()
    const erased = { status: 'revoked', delegate: null, person: null, evidence: null, differs: [] }
    expect(accepted(await sportello.delegations.inspect({ operator, id }))).toMatchObject(erased)
    for (const act of ['grant', 'reject'] as const) {
      expect(refusedCode(await sportello.delegations[act]({ ...decision, id }))).toBe('delegation/not-requested')
    }
    expect(refusedCode(await sportello.delegations.revoke({ ...decision, id }))).toBe('delegation/over')
  })
})

describe('a service', () => {
  it('S3: stays open by a credential of the office to whoever is exempted, and to nobody else', async () => {
    const counter = await openServices(Date.UTC(2020, 11, 1, 9))
    const { sportello, clock } = counter
    const own = await signedIn(counter)
    const other = await signedIn(counter, bruno)
    const document = { kind: 'court-order', number: '12', expiresOn: '2030-01-01' } as const
    const exempting = { operator, codiceFiscale: anna.codiceFiscale, reason: 'Decree.', kind: 'guardianship', document } as const
    accepted(await sportello.exemption.grant(exempting))
    accepted(await sportello.sunset.set({ ...law, exempt: ['guardianship'] }))
    clock.set(Date.UTC(2021, 8, 30, 22))
    expect(await why(counter, 'registry', own.token)).toBe('yes')
    expect(await why(counter, 'registry', other.token)).not.toBe('yes')
  })

  it.each([
    [1, 'level-too-low', 'level-too-low'],
    [2, 'yes', 'level-too-low'],
    [3, 'yes', 'yes'],
  ] as const)('U1: asks of a session by SPID the level at which it was opened: %i', async (level, second, third) => {
    const counter = await openServices()
    await setService(counter, seedServices.registry, { level: 2 })
    await setService(counter, seedServices.certificates, { level: 3 })
    // Whoever is new is let in by the level of the policy; whoever is known, by that of the service.
    const at = counter.clock.now() - 60_000
    accepted(await counter.sportello.federation.signIn(identityOf('readSpidSaml', { at })))
    const identity = identityOf('readSpidSaml', { at, level })
    const { token } = accepted(await counter.sportello.federation.signIn(identity, { leastLevel: 1 }))
    expect(await why(counter, 'registry', token)).toBe(second)
    expect(await why(counter, 'certificates', token)).toBe(third)
  })

  it('is answered for though the courses cannot be read: a credential of the office opens it as before', async () => {
    const counter = await openServices()
    const { token } = await signedIn(counter)
    const storage = unreadableRows(counter.storage, ['sunset'])
    const later = { ...counter, ...openCounter({ ...counter.configuration, policy, storage, seed: 2 }) }
    expect([await why(later, 'notices'), await why(later, 'registry', token)]).toEqual(['yes', 'yes'])
  })

  it('that several authorisations open later is open with the first of them, in whatever order they are', () => {
    const entry = { ...reserved, accepts: ['spid-saml'] } as const
    const grant = { services: ['databases'], untilDay: null, grantedAt: 0, operator: 'operator-1', endedAt: null }
    const person = (...days: readonly string[]) => ({
      ...{ granted: null, birthDate: null, onBehalf: null },
      authorisations: days.map((fromDay, i) => ({ ...grant, id: `grant-${i}`, fromDay })),
    })
    const [soon, later] = ['2026-12-01', '2027-01-01']
    for (const days of [
      [soon, later],
      [later, soon],
    ]) {
      const session = { means: 'spid-saml', level: 2, scope: 'full' } as const
      expect(mayUse({ entry, course: null, closed: null }, person(...days), session, Date.UTC(2026, 5, 1))).toEqual({
        ...{ may: false, reason: { why: 'authorisation-not-yet', fromDay: soon } },
      })
    }
  })

  it('names one year as one, and one way in without any other', () => {
    expect(servicesWords({ why: 'too-young', ageMin: 1 }).text).toEqual({
      it: 'Il servizio è per chi ha almeno 1 anno compiuto.',
      en: 'The service is for people of at least 1 year.',
    })
    expect(servicesWords({ why: 'not-signed-in', accepts: ['spid-saml', 'spid-oidc'] }).way).toEqual({
      ...{ it: 'Acceda con SPID.', en: 'Sign in with SPID.' },
    })
  })
})

const reserved: CatalogueService = {
  ...{ id: 'databases', names: { it: 'Banche dati', en: 'Databases' }, access: 'reserved', accepts: [] },
  ...{ level: 1, localLevel: 1, ageMin: 0, audience: null, feature: null },
}

it('a catalogue has room for two hundred services; what is there can be set anew, and what goes makes room', () => {
  const stamp = { at: 1_000, by: { kind: 'system' } } as const
  const set = (id: string, ageMin = 0) =>
    ({ type: 'SetService', service: { ...reserved, id, ageMin }, personal: { reason } }) as const
  let state = catalogueDecider.initial
  const run = (command: Parameters<typeof catalogueDecider.decide>[1]) => {
    const decided = catalogueDecider.decide(state, command, stamp)
    if (decided.ok) for (const event of decided.value) state = catalogueDecider.evolve(state, event)
    return decided
  }
  for (let i = 0; i < 200; i += 1) accepted(run(set(`service-${i}`)))
  expect(run(set('service-200'))).toEqual({ ok: false, refusal: { code: 'catalogue/too-many-services', servicesMax: 200 } })
  accepted(run(set('service-7', 18)))
  expect(state.services).toHaveLength(200)
  accepted(run({ type: 'RemoveService', id: 'service-8', personal: { reason } }))
  accepted(run(set('service-200')))
  expect(run({ type: 'RemoveService', id: 'service-8', personal: { reason } })).toMatchObject({ ok: false })
})
