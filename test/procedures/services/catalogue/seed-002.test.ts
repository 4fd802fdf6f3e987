/** Seed 002, sentence by sentence, as far as it is about services: which there are, for whom, and by what one gets in. */
import type { ServicesVerdict } from 'sportello'
import { beforeEach, describe, expect, it } from 'vitest'
import { accepted, anna, approved, type Counter, morning, openCounter, operator } from '../../../support/counter.ts'
import { openServices, reason, seedServices, setService, signedIn, why } from '../seed-services.ts'

let counter: Counter
beforeEach(async () => {
  counter = await openServices()
})

const ask = (service: string, token?: string): Promise<ServicesVerdict> => counter.sportello.services.mayUse({ service, token })

describe('a series of services is at the disposal of the public', () => {
  it('the four of them are in the catalogue, in the order of their ids, with what each asks', async () => {
    const services = await counter.sportello.services.list()
    expect(services.map(({ id, access, ageMin }) => [id, access, ageMin])).toEqual([
      ['certificates', 'personal', 18],
      ['databases', 'reserved', 0],
      ['notices', 'public', 0],
      ['registry', 'personal', 0],
    ])
    expect(services[3]?.accepts).toEqual(['local', 'spid-saml', 'spid-oidc', 'cie-saml', 'cie-oidc', 'cns', 'eidas'])
  })
})

describe('some are public, for everybody without any registration', () => {
  it('whoever is not signed in reads the notices', async () => {
    expect(await ask('notices')).toEqual({ may: true, authorisation: null, onBehalfOf: null })
  })

  it('whatever is shown as a token: a public service asks for none', async () => {
    for (const token of ['', 'x', {}, 7, null]) expect(await why(counter, 'notices', token as never)).toBe('yes')
  })
})

describe('others, being confidential, ask for particular ways of access', () => {
  it('whoever is not signed in hears by what to sign in: the same with whatever is no token of a live session', async () => {
    const expected: ServicesVerdict = {
      may: false,
      reason: { why: 'not-signed-in', accepts: ['local', 'spid-saml', 'spid-oidc', 'cie-saml', 'cie-oidc', 'cns', 'eidas'] },
      text: { it: 'Per questo servizio occorre accedere.', en: 'This service is for whoever is signed in.' },
      way: {
        it: "Acceda con le credenziali dell'ente, SPID, CIE, CNS o eIDAS.",
        en: 'Sign in with the credentials of the office, SPID, CIE, CNS or eIDAS.',
      },
    }
    const { token } = await signedIn(counter)
    accepted(await counter.sportello.session.end(token))
    for (const shown of [undefined, null, '', 'x', 7, {}, token]) {
      expect(await ask('registry', shown as string)).toEqual(expected)
    }
  })

  it('one’s own registry data and certificates open for whoever is signed in', async () => {
    const { token } = await signedIn(counter)
    expect(await ask('registry', token)).toEqual({ may: true, authorisation: null, onBehalfOf: null })
    expect(await why(counter, 'certificates', token)).toBe('yes')
  })

  it('L10: a session that only changes the password opens no service', async () => {
    const { credentials } = await approved(counter)
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    expect(await why(counter, 'registry', token)).toBe('password-change-required')
    expect(await why(counter, 'notices', token)).toBe('yes')
  })
})

describe('the databases of the office are reserved to authorised public bodies', () => {
  it('U2: whoever is signed in and not authorised hears who asks for the authorisation', async () => {
    const { token } = await signedIn(counter)
    expect(await ask('databases', token)).toEqual({
      may: false,
      reason: { why: 'no-authorisation' },
      text: {
        it: 'Il servizio è riservato a chi è autorizzato per conto di un ente.',
        en: 'The service is reserved to whoever is authorised for a body.',
      },
      way: {
        it: "L'autorizzazione la chiede l'ente per cui lavora, che si rivolge al nostro ufficio.",
        en: 'The body that you work for asks our office for the authorisation.',
      },
    })
  })

  it('whoever is authorised gets in, for that body', async () => {
    const { token } = await signedIn(counter)
    const { id } = accepted(
      await counter.sportello.authorisations.grant({
        ...{ operator, reason, codiceFiscale: anna.codiceFiscale, bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157' },
        services: ['databases'],
      }),
    )
    expect(await ask('databases', token)).toEqual({
      may: true,
      authorisation: { id, body: { name: 'Comune di Esempio', taxCode: '00743110157' } },
      onBehalfOf: null,
    })
  })
})

describe('one gets in by SPID, CIE and CNS alone, once the old credentials have come to their end', () => {
  const lastUse = Date.UTC(2026, 8, 30, 22)
  const course = {
    ...{ operator, reason, title: { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' } },
    ends: { use: '2026-10-01T00:00' },
    means: ['spid', 'cie', 'cns'],
  } as const

  it('S3: to the millisecond, with the date, the rule and the way on', async () => {
    const { token } = await signedIn(counter)
    accepted(await counter.sportello.sunset.set(course))
    counter.clock.set(lastUse - 1)
    expect(await why(counter, 'registry', token)).toBe('yes')
    counter.clock.set(lastUse)
    const verdict = await ask('registry', token)
    expect(verdict).toMatchObject({
      may: false,
      reason: { why: 'means-ended', since: lastUse },
      text: {
        it: "Con le credenziali dell'ente non si può più accedere da giovedì 1º ottobre 2026 (D.L. 76/2020).",
        en: 'The credentials of the office open nothing any more since Thursday 1 October 2026 (Decree-Law 76/2020).',
      },
      way: { it: 'Si accede con SPID, CIE o CNS.', en: 'Sign in with SPID, CIE or CNS.' },
    })
    expect(await why(counter, 'notices', token)).toBe('yes')
  })

  it('S3: the audience is that of the service: for firms the credentials go on', async () => {
    await setService(counter, seedServices.certificates, { audience: 'firms' })
    const { token } = await signedIn(counter)
    accepted(await counter.sportello.sunset.set(course))
    accepted(await counter.sportello.sunset.set({ ...course, audience: 'firms', ends: { use: '2027-01-01T00:00' } }))
    counter.clock.set(lastUse)
    expect(await why(counter, 'registry', token)).toBe('means-ended')
    expect(await why(counter, 'certificates', token)).toBe('yes')
    counter.clock.set(Date.UTC(2026, 11, 31, 23))
    expect(await why(counter, 'certificates', token)).toBe('means-ended')
  })

  it('a service that never took them says so, before the end and after it', async () => {
    await setService(counter, seedServices.registry, { accepts: ['spid', 'cns'] })
    const { token } = await signedIn(counter)
    accepted(await counter.sportello.sunset.set(course))
    for (const at of [lastUse - 1, lastUse]) {
      counter.clock.set(at)
      expect(await ask('registry', token)).toMatchObject({
        reason: { why: 'means-not-accepted', accepts: ['spid-saml', 'spid-oidc', 'cns'] },
        way: { it: 'Acceda con SPID o CNS.', en: 'Sign in with SPID or CNS.' },
      })
    }
  })
})

describe('what each service asks', () => {
  it('U1: a level that credentials of the office do not have, unless the service says that they count as it', async () => {
    await setService(counter, seedServices.registry, { level: 2 })
    const { token } = await signedIn(counter)
    expect(await why(counter, 'registry', token)).toBe('level-too-low')
    await setService(counter, seedServices.registry, { level: 2, localLevel: 2 })
    expect(await why(counter, 'registry', token)).toBe('yes')
  })

  it('a window closes it by its feature, for everybody, and says until when', async () => {
    await setService(counter, seedServices.certificates, { feature: 'certificates' })
    const { token } = await signedIn(counter)
    const plan = { title: { it: 'Aggiornamento', en: 'Update' }, from: 'now', to: '2026-03-10T12:00' } as const
    accepted(await counter.sportello.maintenance.plan({ operator, reason, ...plan, features: { certificates: 'closed' } }))
    const signedOut = await ask('certificates')
    expect(signedOut).toMatchObject({ reason: { why: 'closed', until: Date.UTC(2026, 2, 10, 11) } })
    expect(await ask('certificates', token)).toEqual(signedOut)
    expect(await why(counter, 'registry', token)).toBe('yes')
    counter.clock.set(Date.UTC(2026, 2, 10, 11) - 1)
    expect(await why(counter, 'certificates', token)).toBe('closed')
    counter.clock.set(Date.UTC(2026, 2, 10, 11))
    expect(await why(counter, 'certificates', token)).toBe('yes')
  })

  it('holds as soon as it is set, and no more once it is taken out', async () => {
    const { token } = await signedIn(counter)
    accepted(await counter.sportello.services.remove({ operator, reason, id: 'registry' }))
    expect(await ask('registry', token)).toMatchObject({ reason: { why: 'unknown-service' } })
    expect(await counter.sportello.services.remove({ operator, reason, id: 'registry' })).toMatchObject({
      refusal: { code: 'catalogue/not-found' },
    })
  })

  it('whatever is asked: what names no service is an unknown one', async () => {
    const hostile = [undefined, null, 7, 'x', [], { service: {} }, { service: '__proto__' }, { service: 'x'.repeat(1 << 20) }]
    const throwing = {
      get service() {
        throw new Error('no')
      },
    }
    for (const question of [...hostile, throwing]) {
      expect(await counter.sportello.services.mayUse(question as never)).toMatchObject({ reason: { why: 'unknown-service' } })
    }
  })

  it.each([
    [{ access: 'secret' }, 'access'],
    [{ accepts: [] }, 'accepts'],
    [{ accepts: ['fax'] }, 'accepts.0'],
    [{ level: 4 }, 'level'],
    [{ ageMin: -1 }, 'ageMin'],
    [{ audience: 'nobody' }, 'audience'],
    [{ feature: 'registration' }, 'feature'],
    [{ id: 'Not an id' }, 'id'],
    [{ names: { it: 'Solo italiano' } }, 'names.en'],
  ])('is refused by its field where it cannot be: %j', async (otherwise, field) => {
    const form = { operator, reason, ...seedServices.registry, ...otherwise }
    expect(await counter.sportello.services.set(form as never)).toMatchObject({
      refusal: { code: 'catalogue/form', problems: [{ field }] },
    })
  })

  it('is one commit, which a repeat under a request key does not make again', async () => {
    const { sportello } = openCounter()
    const options = { requestKey: 'catalogue-0123456789' }
    const form = { operator, reason, ...seedServices.notices }
    const first = await sportello.services.set(form, options)
    expect(await sportello.services.set(form, options)).toEqual(first)
    const lines = accepted(await sportello.journal.read({ kind: 'catalogue', id: 'services' }))
    expect(lines.map(({ type, at }) => [type, at])).toEqual([['ServiceSet', morning]])
  })
})
