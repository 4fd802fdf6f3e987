/** Delegations through the public door: asked for, granted, used, ended; nobody acts for somebody without one that holds at that instant. */
import { beforeEach, describe, expect, it } from 'vitest'
import { accepted, anna, type Counter, everythingStored, newPassword, operator, refusedCode } from '../../../support/counter.ts'
import {
  bruno,
  decision,
  forBruno,
  giulia,
  openServices,
  reason,
  seedServices,
  setService,
  signedIn,
  why,
} from '../seed-services.ts'

const day = 86_400_000
/** Born on a leap day: of age from 1 March 2026. */
const luca = { codiceFiscale: 'VRDLCU08B29L219K', surname: 'Verdi', name: 'Luca', birthDate: '2008-02-29' }
const asParent = { person: luca, capacity: 'parent', evidence: { kind: 'birth-certificate', number: 'N 1' } } as const

let counter: Counter
beforeEach(async () => {
  counter = await openServices()
})

async function sent(): Promise<string[]> {
  const before = counter.mailer.sent.length
  await counter.sportello.relay()
  return counter.mailer.sent.slice(before).map(({ to, text }) => `${to.address} ${text.replace(/\s+/g, ' ')}`)
}

/** Anna has asked to act for Bruno, and the office has granted it. */
async function granted(otherwise: object = {}) {
  const { sportello } = counter
  const delegate = await signedIn(counter)
  const person = await signedIn(counter, bruno)
  const { id } = accepted(await sportello.delegations.request({ token: delegate.token, ...forBruno, ...otherwise }))
  accepted(await sportello.delegations.grant({ ...decision, id }))
  return { id, delegate, person }
}

const typesOf = async (kind: string, id: string): Promise<readonly string[]> =>
  accepted(await counter.sportello.journal.read({ kind, id })).map(({ type }) => type)

describe('a delegation is asked for', () => {
  it('U3: by whoever is to act, and opens nothing until the office has granted it', async () => {
    const { sportello } = counter
    const { token, accountId } = await signedIn(counter)
    const person = await signedIn(counter, bruno)
    await sent()
    const { id } = accepted(await sportello.delegations.request({ token, ...forBruno }))
    expect(await sent()).toEqual([])
    expect(await why(counter, 'registry', token, id)).toBe('no-delegation')
    expect(accepted(await sportello.delegations.pending())).toEqual([{ id, requestedAt: counter.clock.now() }])
    expect(accepted(await sportello.delegations.inspect({ operator, id }))).toEqual({
      ...{ id, status: 'requested', capacity: 'relative', services: null, fromDay: '2026-03-10', untilDay: null, force: null },
      ...{ requestedAt: counter.clock.now(), grantedAt: null, endedAt: null, endedBy: null },
      delegate: { codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna' },
      person: forBruno.person,
      evidence: { kind: 'signed-delegation', expiresOn: '2030-12-31' },
      differs: [],
    })
    accepted(await sportello.delegations.grant({ ...decision, id }))
    expect(await sportello.services.mayUse({ service: 'registry', token, onBehalfOf: id })).toEqual({
      ...{ may: true, authorisation: null },
      onBehalfOf: { accountId: person.accountId, surname: 'Bianchi', name: 'Bruno' },
    })
    expect(accepted(await sportello.delegations.pending())).toEqual([])
    const letters = (await sent()).sort()
    expect(letters).toHaveLength(2)
    expect(letters[0]).toMatch(/^anna\.verdi@example\.it .*Per conto di: Bruno Bianchi/)
    expect(letters[1]).toMatch(/^bruno\.bianchi@example\.it .*Delegato: Anna Verdi/)
    expect(await typesOf('delegation', id)).toEqual(['DelegationRequested', 'DelegationViewed', 'DelegationGranted', 'ActedFor'])
    expect(accountId).not.toBe(person.accountId)
  })

  it('U7: with the same answer and the same records, whether or not the person has an account', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    const first = accepted(await sportello.delegations.request({ token, ...forBruno }))
    accepted(await sportello.delegations.end({ token, id: first.id }))
    await signedIn(counter, bruno)
    const second = accepted(await sportello.delegations.request({ token, ...forBruno }))
    expect(second).toEqual(first)
  })

  it('U4: by nobody for himself, also by another spelling of the code', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    for (const codiceFiscale of [anna.codiceFiscale, anna.codiceFiscale.toLowerCase(), 'VRDNNA80A41L21VO']) {
      const person = { codiceFiscale, surname: 'Verdi', name: 'Anna', birthDate: anna.birthDate }
      expect(refusedCode(await sportello.delegations.request({ token, ...forBruno, person }))).toBe('delegation/own-person')
    }
  })

  it('once at a time for each person, and five times at most in all', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    const request = (person: typeof forBruno.person) => sportello.delegations.request({ token, ...forBruno, person })
    accepted(await request(forBruno.person))
    expect(refusedCode(await request(forBruno.person))).toBe('delegation/already-requested')
    const codes = ['BNCBRN40A01F205V', 'RSSMRA70A01H501S', 'VRDLCU08T10L219D', 'VRDLCU10C10L219L']
    const dates = ['1940-01-01', '1970-01-01', '2008-12-10', '2010-03-10']
    for (const [i, codiceFiscale] of codes.entries()) {
      accepted(await request({ ...forBruno.person, codiceFiscale, birthDate: dates[i] ?? '' }))
    }
    const sixth = { ...luca, codiceFiscale: 'NREGLI60A41L219S', birthDate: '1960-01-01' }
    expect(refusedCode(await request(sixth))).toBe('delegation/too-many-requests')
  })

  it.each([
    [{ person: { ...forBruno.person, birthDate: '1940-01-02' } }, 'delegation/form'],
    [{ person: { ...forBruno.person, birthDate: '2040-01-01' } }, 'delegation/form'],
    [{ person: { ...forBruno.person, codiceFiscale: 'BNCBRN40A01L219A' } }, 'delegation/form'],
    [{ capacity: 'friend' }, 'delegation/form'],
    [{ services: ['databases'] }, 'delegation/form'],
    [{ services: ['notices'] }, 'delegation/form'],
    [{ services: [] }, 'delegation/form'],
    [{ evidence: null }, 'delegation/form'],
    [{ evidence: { kind: 'signed-delegation', number: 'D 1', expiresOn: '2026-03-09' } }, 'delegation/evidence-expired'],
    [{ fromDay: '2026-05-02', untilDay: '2026-05-01' }, 'delegation/ends-before-start'],
    [{ untilDay: '2026-03-09', fromDay: '2026-03-01' }, 'delegation/in-the-past'],
    [{ capacity: 'parent' }, 'delegation/of-age'],
  ])('U4: and refused where it cannot be: %j', async (otherwise, code) => {
    const { token } = await signedIn(counter)
    expect(refusedCode(await counter.sportello.delegations.request({ token, ...forBruno, ...otherwise } as never))).toBe(code)
  })

  it('E1: with nothing kept of the number of its document but a digest', async () => {
    const { token } = await signedIn(counter)
    const evidence = { kind: 'court-decree', number: 'RG 4711/2025' } as const
    accepted(await counter.sportello.delegations.request({ token, ...forBruno, evidence }))
    const stored = (await everythingStored(counter, ['delegation', 'session', 'request'])).join('\n')
    expect(stored).toContain('court-decree')
    expect(stored).not.toMatch(/RG\W*4711/)
    expect(stored).not.toContain(token)
  })
})

describe('the office decides', () => {
  it('rejects with a reason that whoever has asked is mailed, and nobody else', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    await signedIn(counter, bruno)
    const { id } = accepted(await sportello.delegations.request({ token, ...forBruno }))
    await sent()
    accepted(await sportello.delegations.reject({ operator, id, reason: 'Il documento non è leggibile.' }))
    const letters = await sent()
    expect(letters).toHaveLength(1)
    expect(letters[0]).toMatch(/^anna\.verdi@example\.it .*Il documento non è leggibile\./)
    expect(await why(counter, 'registry', token, id)).toBe('no-delegation')
    expect(refusedCode(await sportello.delegations.grant({ ...decision, id }))).toBe('delegation/not-requested')
    accepted(await sportello.delegations.request({ token, ...forBruno }))
  })

  it('U4: never by an operator who is one of the two, which the journal keeps', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    const { id } = accepted(await sportello.delegations.request({ token, ...forBruno }))
    for (const codiceFiscale of [anna.codiceFiscale, bruno.codiceFiscale]) {
      const self = { operator: { id: 'operator-2', codiceFiscale }, reason, id }
      for (const act of ['grant', 'reject', 'revoke'] as const) {
        expect(refusedCode(await sportello.delegations[act](self))).toBe('delegation/own-request')
      }
      const { operator: own } = self
      const both = { operator: own, reason, delegate: { codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna' } }
      expect(refusedCode(await sportello.delegations.record({ ...both, ...forBruno }))).toBe('delegation/own-request')
    }
    expect((await typesOf('delegation', id)).filter((type) => type === 'Refused')).toHaveLength(6)
  })

  it('sees what the account of the person says otherwise', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    await signedIn(counter, bruno)
    const person = { ...forBruno.person, surname: 'Bianco' }
    const { id } = accepted(await sportello.delegations.request({ token, ...forBruno, person }))
    expect(accepted(await sportello.delegations.inspect({ operator, id })).differs).toEqual(['surname'])
  })

  it('records one at the counter, for an elderly person without an account', async () => {
    const { sportello } = counter
    const delegate = { codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna' }
    const { id } = accepted(await sportello.delegations.record({ ...decision, delegate, ...forBruno }))
    expect(await sent()).toEqual([])
    const { token } = await signedIn(counter)
    expect(await why(counter, 'registry', token, id)).toBe('yes')
    // It is the same person's once he has an account.
    const person = await signedIn(counter, bruno)
    expect(accepted(await sportello.delegations.listOwn(person.token))).toMatchObject([
      { id, role: 'person', other: { surname: 'Verdi', name: 'Anna' }, force: 'in-force' },
    ])
    expect(accepted(await sportello.delegations.listOwn(token))).toMatchObject([
      { id, role: 'delegate', other: { surname: 'Bianchi', name: 'Bruno' } },
    ])
  })

  it('U4: grants none on a document that has expired meanwhile', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    const evidence = { kind: 'signed-delegation', number: 'D 1', expiresOn: '2026-03-10' } as const
    const { id } = accepted(await sportello.delegations.request({ token, ...forBruno, evidence }))
    counter.clock.set(Date.UTC(2026, 2, 10, 23) - 1)
    expect(accepted(await sportello.delegations.inspect({ operator, id })).evidence).toEqual({
      kind: 'signed-delegation',
      expiresOn: '2026-03-10',
    })
    counter.clock.set(Date.UTC(2026, 2, 10, 23))
    expect(refusedCode(await sportello.delegations.grant({ ...decision, id }))).toBe('delegation/evidence-expired')
  })
})

describe('a parent acts for a minor', () => {
  beforeEach(async () => {
    counter = await openServices(Date.UTC(2026, 0, 10, 9))
  })

  it('U4: until the eighteenth birthday is over in Rome: of whoever was born on 29 February, with the last of the month', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    const { id } = accepted(await sportello.delegations.request({ token, ...asParent, untilDay: '2030-01-01' }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    expect(accepted(await sportello.delegations.listOwn(token))).toMatchObject([{ untilDay: '2026-02-28' }])
    const ofAge = Date.UTC(2026, 1, 28, 23)
    counter.clock.set(ofAge - 1)
    expect(await why(counter, 'registry', token, id)).toBe('yes')
    counter.clock.set(ofAge)
    expect(await why(counter, 'registry', token, id)).toBe('delegation-over')
    expect(refusedCode(await sportello.delegations.request({ token, ...asParent }))).toBe('delegation/of-age')
  })

  it('not beyond a last day of his own', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    const { id } = accepted(await sportello.delegations.request({ token, ...asParent, untilDay: '2026-01-31' }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    expect(accepted(await sportello.delegations.listOwn(token))).toMatchObject([{ untilDay: '2026-01-31' }])
  })

  it('U4: by no grant of the day after, where it was asked for in time', async () => {
    const { sportello } = counter
    const { token } = await signedIn(counter)
    const { id } = accepted(await sportello.delegations.request({ token, ...asParent }))
    counter.clock.set(Date.UTC(2026, 1, 28, 23))
    expect(refusedCode(await sportello.delegations.grant({ ...decision, id }))).toBe('delegation/of-age')
  })

  it('U4: by the day of birth of the account, where there is one: a century makes nobody a minor', async () => {
    const { sportello } = counter
    const old = { ...bruno, codiceFiscale: 'VRDLCU10C10L219L', birthDate: '1910-03-10', surname: 'Verdi', name: 'Luca' }
    await signedIn(counter, old)
    const { token } = await signedIn(counter)
    const person = { codiceFiscale: old.codiceFiscale, surname: 'Verdi', name: 'Luca', birthDate: '2010-03-10' }
    const { id } = accepted(await sportello.delegations.request({ token, ...asParent, person }))
    expect(accepted(await sportello.delegations.inspect({ operator, id })).differs).toEqual(['birthDate'])
    expect(refusedCode(await sportello.delegations.grant({ ...decision, id }))).toBe('delegation/of-age')
  })

  it('U4: and no minor acts for anybody', async () => {
    const { sportello } = counter
    const form = { ...anna, ...luca, sex: 'M', email: 'luca@example.it' }
    const { token } = await signedIn(counter, form)
    expect(refusedCode(await sportello.delegations.request({ token, ...forBruno }))).toBe('delegation/minor-delegate')
  })
})

describe('a delegation is used', () => {
  it('U3: by the delegate alone: to anybody else there is none', async () => {
    const { id, delegate, person } = await granted()
    expect(await why(counter, 'registry', delegate.token, id)).toBe('yes')
    expect(await why(counter, 'registry', person.token, id)).toBe('no-delegation')
    const third = await signedIn(counter, giulia)
    expect(await why(counter, 'registry', third.token, id)).toBe('no-delegation')
    expect(await why(counter, 'registry', undefined, id)).toBe('not-signed-in')
    for (const hostile of ['x', 'x'.repeat(1 << 20), {}, [], 7, '../delegation', `${id}\n`]) {
      expect(await why(counter, 'registry', delegate.token, hostile as never)).toBe('no-delegation')
    }
  })

  it('U3: cannot be passed on: whoever acts for the delegate acts not for the person', async () => {
    const { sportello } = counter
    const { id } = await granted()
    const third = await signedIn(counter, giulia)
    const person = { codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna', birthDate: anna.birthDate }
    const second = accepted(await sportello.delegations.request({ token: third.token, ...forBruno, person }))
    accepted(await sportello.delegations.grant({ ...decision, id: second.id }))
    expect(await why(counter, 'registry', third.token, second.id)).toBe('yes')
    expect(await why(counter, 'registry', third.token, id)).toBe('no-delegation')
  })

  it('U3: for the services that it names, and for none that is reserved', async () => {
    const { id, delegate } = await granted({ services: ['registry'] })
    expect(await why(counter, 'registry', delegate.token, id)).toBe('yes')
    expect(await why(counter, 'certificates', delegate.token, id)).toBe('delegation-elsewhere')
    expect(await why(counter, 'databases', delegate.token, id)).toBe('not-on-behalf')
    expect(await why(counter, 'notices', delegate.token, id)).toBe('yes')
  })

  it('U3: by its days, to the millisecond', async () => {
    const { id, delegate } = await granted({ fromDay: '2026-03-29', untilDay: '2026-10-25' })
    const [from, until] = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 9, 25, 23)]
    for (const [at, expected] of [
      [from - 1, 'delegation-not-yet'],
      [from, 'yes'],
      [until - 1, 'yes'],
      [until, 'delegation-over'],
    ] as const) {
      counter.clock.set(at)
      expect(await why(counter, 'registry', delegate.token, id)).toBe(expected)
    }
  })

  it('U1: with what the service asks of whoever is signed in', async () => {
    const { id, delegate } = await granted()
    await setService(counter, seedServices.registry, { level: 2 })
    expect(await why(counter, 'registry', delegate.token, id)).toBe('level-too-low')
  })

  it('U6: as A for B in both journals, each time that it is a yes', async () => {
    const { id, delegate, person } = await granted()
    await why(counter, 'registry', delegate.token, id)
    await why(counter, 'databases', delegate.token, id)
    await why(counter, 'registry', delegate.token)
    const acted = {
      type: 'ActedFor',
      service: 'registry',
      delegation: id,
      delegateId: delegate.accountId,
      accountId: person.accountId,
    }
    const sessions = await counter.storage.list({ office: 'comune-di-prova', kind: 'session', limit: 10 })
    const entries = []
    for (const { key } of sessions) {
      const [, kind = '', of = ''] = key.split('/')
      entries.push(...accepted(await counter.sportello.journal.read({ kind, id: of })).filter(({ type }) => type === 'ActedFor'))
    }
    expect(entries.map(({ data, by }) => [data, by])).toEqual([[acted, `subscriber:${delegate.accountId}`]])
    const own = accepted(await counter.sportello.journal.read({ kind: 'delegation', id })).filter(
      ({ type }) => type === 'ActedFor',
    )
    expect(own.map(({ data, by }) => [data, by])).toEqual([[acted, `subscriber:${delegate.accountId}`]])
  })
})

describe('a delegation ends', () => {
  it.each([
    ['the person', 'person'],
    ['the delegate', 'delegate'],
  ] as const)('U6: by %s, at once, and both are told', async (_, role) => {
    const parties = await granted()
    const { id, delegate } = parties
    await sent()
    accepted(await counter.sportello.delegations.end({ token: parties[role].token, id }))
    expect(await why(counter, 'registry', delegate.token, id)).toBe('delegation-over')
    const letters = (await sent()).sort()
    expect(letters.map((letter) => letter.split(' ')[0])).toEqual(['anna.verdi@example.it', 'bruno.bianchi@example.it'])
    expect(refusedCode(await counter.sportello.delegations.end({ token: delegate.token, id }))).toBe('delegation/over')
    expect(accepted(await counter.sportello.delegations.listOwn(delegate.token))).toMatchObject([
      { status: 'revoked', endedBy: role },
    ])
  })

  it('U6: by the office, with a reason that both are told', async () => {
    const { id, delegate } = await granted()
    await sent()
    accepted(await counter.sportello.delegations.revoke({ operator, id, reason: 'Il decreto è stato revocato.' }))
    expect(await why(counter, 'registry', delegate.token, id)).toBe('delegation-over')
    const letters = await sent()
    expect(letters).toHaveLength(2)
    for (const letter of letters) expect(letter).toContain('Il decreto è stato revocato.')
  })

  it('U3: by nobody else: to a stranger there is none', async () => {
    const { id } = await granted()
    const third = await signedIn(counter, giulia)
    const strange = refusedCode(await counter.sportello.delegations.end({ token: third.token, id }))
    expect(strange).toBe('delegation/not-found')
    expect(refusedCode(await counter.sportello.delegations.end({ token: third.token, id: 'unknown' }))).toBe(strange)
  })
})

describe('a delegation belongs to two persons', () => {
  it('U5: and stays when the credential of either is revoked and issued anew', async () => {
    const { id } = await granted()
    for (const { codiceFiscale } of [anna, bruno]) {
      accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale, reason }))
    }
    counter.clock.advance(30 * day)
    await counter.sportello.retention.sweep()
    const { token } = await signedIn(counter)
    expect(await why(counter, 'registry', token, id)).toBe('yes')
  })

  it('U5: and goes along when the code of either becomes another one', async () => {
    const { id, delegate } = await granted()
    accepted(
      await counter.sportello.rebinding.rebind({
        ...{ operator, reason, codiceFiscale: anna.codiceFiscale, newCodiceFiscale: 'VRDNNA80A41L21VO' },
        document: { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-03-01' },
      }),
    )
    const credentials = { ...delegate.credentials, codiceFiscale: 'VRDNNA80A41L21VO', password: newPassword }
    const { token } = accepted(await counter.sportello.session.signIn(credentials))
    expect(await why(counter, 'registry', token, id)).toBe('yes')
  })

  it('is exported to both, and the erasure of either ends it', async () => {
    const { sportello } = counter
    const { id, delegate } = await granted()
    for (const { codiceFiscale } of [anna, bruno]) {
      const kinds: string[] = []
      const exported = accepted(await sportello.subject.export({ operator, codiceFiscale }))
      for await (const { item, record } of exported.items) if (item === 'record') kinds.push(record.kind)
      expect(kinds).toContain('delegation')
    }
    accepted(await sportello.credential.revoke({ operator, codiceFiscale: bruno.codiceFiscale, reason }))
    accepted(await sportello.subject.erase({ operator, codiceFiscale: bruno.codiceFiscale, reason }))
    expect(await why(counter, 'registry', delegate.token, id)).toBe('no-delegation')
    const [row] = await counter.storage.load([`comune-di-prova/delegation/${id}`])
    expect(row?.personal).toBeNull()
    expect(JSON.parse(row?.state ?? '{}')).toMatchObject({ status: 'revoked', endedBy: 'erasure' })
  })

  it('is erased once its time is over, and not while it waits or holds', async () => {
    const { sportello } = counter
    const { id, delegate } = await granted()
    counter.clock.advance(1_000 * day)
    await sportello.retention.sweep()
    expect(await why(counter, 'registry', delegate.token, id)).toBe('yes')
    accepted(await sportello.delegations.end({ token: delegate.token, id }))
    counter.clock.advance(365 * day - 1)
    await sportello.retention.sweep()
    const erased = async () => (await counter.storage.load([`comune-di-prova/delegation/${id}`]))[0]?.personal === null
    expect(await erased()).toBe(false)
    counter.clock.advance(1)
    await sportello.retention.sweep()
    expect(await erased()).toBe(true)
  })
})
