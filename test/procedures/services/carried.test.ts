/** What the office has granted belongs to the person: it goes along where a codice fiscale leads to another account. */
import { memoryStorage } from 'sportello/memory'
import { describe, expect, it } from 'vitest'
import { codes } from '../../bench/accounts.ts'
import { accepted, anna, type Counter, morning, newPassword, operator, refusedCode, subscribed } from '../../support/counter.ts'
import { identityOf } from '../../support/federation.ts'
import { bruno, decision, forBruno, giulia, openServices, reason, signedIn, why } from './seed-services.ts'

const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157' }
/** Anna after omocodia. */
const omocodic = 'VRDNNA80A41L21VO'
const permit = { kind: 'residence-permit', number: 'X 123', issuedOn: '2026-03-01' } as const
const certificate = { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-03-01' } as const
const decree = { kind: 'court-order', number: 'RG 12/2020', expiresOn: '2030-01-01' } as const
const forAnna = {
  ...forBruno,
  person: { codiceFiscale: anna.codiceFiscale, surname: 'Verdi', name: 'Anna', birthDate: anna.birthDate },
}

/** A counter of the four services, and what is done right before the next commit. */
async function interrupted() {
  const storage = memoryStorage()
  let next: (() => Promise<unknown>) | null = null
  const counter = await openServices(morning, {
    storage: {
      ...storage,
      async commit(commit) {
        const first = next
        next = null
        await first?.()
        return storage.commit(commit)
      },
    },
  })
  return {
    counter,
    before(act: () => Promise<unknown>) {
      next = act
    },
  }
}

/** Authorises whoever has the code. */
const authorise = async ({ sportello }: Counter, codiceFiscale: string): Promise<string> =>
  accepted(await sportello.authorisations.grant({ operator, reason, codiceFiscale, ...body, services: ['databases'] })).id

const authorised = async ({ sportello }: Counter, codiceFiscale: string) =>
  accepted(await sportello.authorisations.inspect({ operator, codiceFiscale })).map(({ id, force }) => [id, force])

const exempt = async ({ sportello }: Counter, codiceFiscale: string) =>
  accepted(
    await sportello.exemption.grant({ operator, reason, codiceFiscale, kind: 'guardianship', untilDay: null, document: decree }),
  )

/** Anna gets the new code by the office. */
const rebinding = { operator, reason, codiceFiscale: anna.codiceFiscale, newCodiceFiscale: omocodic, document: certificate }

/** Anna of another state, signed in. */
async function foreigner({ sportello, clock }: Counter) {
  const signIn = async () =>
    accepted(
      await sportello.federation.signIn(
        identityOf('readEidas', { at: clock.now() - 60_000, provider: 'https://idp.example.it' }),
      ),
    )
  const { token, accountId } = await signIn()
  const [own] = accepted(await sportello.federation.inspectOwn({ token }))
  const join = () =>
    sportello.federation.join({ operator, id: own?.id ?? '', codiceFiscale: anna.codiceFiscale, document: permit, reason })
  return { token, accountId, join, signIn }
}

describe('a person of another state who is joined to a codice fiscale', () => {
  it('U3: goes on acting for others, and being acted for, at the account of the codice fiscale, with the ids of before', async () => {
    const counter = await openServices()
    const { sportello } = counter
    const own = await signedIn(counter)
    const person = await signedIn(counter, bruno)
    const { token, accountId, join, signIn } = await foreigner(counter)
    const { id } = accepted(await sportello.delegations.request({ token, ...forBruno, untilDay: '2026-03-10' }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    const waiting = { ...forBruno.person, codiceFiscale: giulia.codiceFiscale, birthDate: giulia.birthDate }
    const asked = accepted(await sportello.delegations.request({ token, ...forBruno, person: waiting }))
    expect(accepted(await join())).toEqual({ accountId: own.accountId, isMoved: true })
    const joined = await signIn()
    expect(joined.accountId).toBe(own.accountId)
    expect(await why(counter, 'registry', joined.token, id)).toBe('yes')
    const views = accepted(await sportello.delegations.listOwn(joined.token))
    expect(views.map((view) => [view.id, view.role, view.status]).sort()).toEqual(
      [
        [id, 'delegate', 'granted'],
        [asked.id, 'delegate', 'requested'],
      ].sort(),
    )
    // The other of the two sees it as before, and may end it.
    expect(accepted(await sportello.delegations.listOwn(person.token)).map((view) => view.id)).toEqual([id])
    // Of two people there is one at a time, whichever account it was asked for with.
    expect(refusedCode(await sportello.delegations.request({ token: joined.token, ...forBruno }))).toBe(
      'delegation/already-granted',
    )
    expect(refusedCode(await sportello.delegations.request({ token: joined.token, ...forBruno, person: waiting }))).toBe(
      'delegation/already-requested',
    )
    const journal = accepted(await sportello.journal.read({ kind: 'delegation', id }))
    expect(journal.map(({ type }) => type)).toContain('DelegationMoved')
    counter.clock.set(Date.UTC(2026, 2, 10, 23))
    expect(await why(counter, 'registry', joined.token, id)).toBe('delegation-over')
    // What is over stands in the way of nothing.
    accepted(await sportello.delegations.request({ token: joined.token, ...forBruno }))
    expect(accountId).not.toBe(own.accountId)
  })

  it('U3: has what was granted to the codice fiscale before there was an account with it', async () => {
    const counter = await openServices()
    const { sportello } = counter
    const delegate = await signedIn(counter, bruno)
    const grant = await authorise(counter, anna.codiceFiscale)
    await exempt(counter, anna.codiceFiscale)
    const { id } = accepted(await sportello.delegations.request({ token: delegate.token, ...forAnna }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    const { accountId, join, signIn } = await foreigner(counter)
    expect(accepted(await join())).toEqual({ accountId, isMoved: false })
    const { token } = await signIn()
    const listed = accepted(await sportello.authorisations.listOwn(token))
    expect(listed).toMatchObject([{ id: grant, body: { name: 'Comune di Esempio' }, force: 'in-force' }])
    expect(accepted(await sportello.delegations.listOwn(token))).toMatchObject([{ id, role: 'person', status: 'granted' }])
    expect(await sportello.services.mayUse({ service: 'registry', token: delegate.token, onBehalfOf: id })).toMatchObject({
      ...{ may: true, onBehalfOf: { accountId } },
    })
    expect(accepted(await sportello.exemption.inspect({ operator, codiceFiscale: anna.codiceFiscale }))).toMatchObject({
      ...{ status: 'granted', kind: 'guardianship', operator: operator.id, grantedAt: morning },
    })
  })

  it('U4: ends a delegation that turns out to be for himself', async () => {
    const counter = await openServices()
    const { sportello } = counter
    const own = await signedIn(counter)
    const { token, join, signIn } = await foreigner(counter)
    const { id } = accepted(await sportello.delegations.request({ token, ...forAnna }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    accepted(await join())
    const joined = await signIn()
    expect(joined.accountId).toBe(own.accountId)
    expect(await why(counter, 'registry', joined.token, id)).toBe('delegation-over')
    expect(accepted(await sportello.delegations.inspect({ operator, id }))).toMatchObject({
      status: 'revoked',
      endedBy: 'office',
    })
  })
})

describe('a subscriber with another codice fiscale', () => {
  it('O12, U3: keeps what was granted under the old one, and has what was granted under the new one', async () => {
    const counter = await openServices()
    const { sportello } = counter
    const { accountId, credentials } = await subscribed(counter)
    const delegate = await signedIn(counter, bruno)
    const before = await authorise(counter, anna.codiceFiscale)
    const early = await authorise(counter, omocodic)
    await exempt(counter, omocodic)
    const request = async (codiceFiscale: string) => {
      const person = { ...forAnna.person, codiceFiscale }
      const { id } = accepted(await sportello.delegations.request({ token: delegate.token, ...forAnna, person }))
      accepted(await sportello.delegations.grant({ ...decision, id }))
      return id
    }
    const [old, fresh] = [await request(anna.codiceFiscale), await request(omocodic)]
    accepted(await sportello.rebinding.rebind(rebinding))
    expect(await authorised(counter, omocodic)).toEqual([
      [before, 'in-force'],
      [early, 'in-force'],
    ])
    expect(await authorised(counter, anna.codiceFiscale)).toEqual([])
    const { formerAccountIds } = accepted(await sportello.rebinding.inspect({ operator, codiceFiscale: omocodic }))
    const left = { kind: 'authorisation', id: formerAccountIds[0] ?? '' }
    expect(accepted(await sportello.journal.read(left)).map(({ type }) => type)).toEqual([
      'AuthorisationGranted',
      'AuthorisationsEnded',
    ])
    expect(accepted(await sportello.exemption.inspect({ operator, codiceFiscale: omocodic })).status).toBe('granted')
    for (const id of [old, fresh]) {
      expect(await sportello.services.mayUse({ service: 'registry', token: delegate.token, onBehalfOf: id })).toMatchObject({
        ...{ may: true, onBehalfOf: { accountId } },
      })
    }
    const { token } = accepted(await sportello.session.signIn({ ...credentials, codiceFiscale: omocodic, password: newPassword }))
    expect(
      accepted(await sportello.delegations.listOwn(token))
        .map(({ id }) => id)
        .sort(),
    ).toEqual([old, fresh].sort())
    expect(await why(counter, 'databases', token)).toBe('yes')
  })
})

describe('where the storage fails right after the commit', () => {
  /** Its lists fail from the first commit on that writes all of these machines. */
  async function failing(...machines: readonly string[]) {
    let isDown = false
    const storage = memoryStorage()
    const counter = await openServices(morning, {
      storage: {
        ...storage,
        list: (query) => (isDown ? Promise.reject(new Error('down')) : storage.list(query)),
        async commit(commit) {
          const done = await storage.commit(commit)
          isDown = machines.every((name) => commit.writes.some(({ machine }) => machine === name)) && isArmed
          return done
        },
      },
    })
    let isArmed = false
    return {
      counter,
      arm() {
        isArmed = true
      },
      recover() {
        isDown = false
      },
    }
  }

  it('INV-17: what was there has gone along with the codice fiscale: it is one commit', async () => {
    const { counter, arm, recover } = await failing('binding')
    const { sportello } = counter
    const { accountId } = await subscribed(counter)
    const delegate = await signedIn(counter, bruno)
    const person = { ...forAnna.person, codiceFiscale: omocodic }
    const { id } = accepted(await sportello.delegations.request({ token: delegate.token, ...forAnna, person }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    const grant = await authorise(counter, omocodic)
    arm()
    await expect(sportello.rebinding.rebind(rebinding)).rejects.toMatchObject({ code: 'storage/failed' })
    recover()
    expect(await authorised(counter, omocodic)).toEqual([[grant, 'in-force']])
    expect(await sportello.services.mayUse({ service: 'registry', token: delegate.token, onBehalfOf: id })).toMatchObject({
      ...{ may: true, onBehalfOf: { accountId } },
    })
  })

  it('INV-17: and with the identity of another state', async () => {
    const { counter, arm, recover } = await failing('federation', 'credential')
    const { sportello } = counter
    const own = await signedIn(counter)
    await signedIn(counter, bruno)
    const { token, join } = await foreigner(counter)
    const { id } = accepted(await sportello.delegations.request({ token, ...forBruno }))
    accepted(await sportello.delegations.grant({ ...decision, id }))
    arm()
    await expect(join()).rejects.toMatchObject({ code: 'storage/failed' })
    recover()
    expect(await why(counter, 'registry', own.token, id)).toBe('yes')
  })
})

describe('what is added at the very instant of the move', () => {
  it('G4: goes along, be it a delegation or an authorisation', async () => {
    const { counter, before } = await interrupted()
    const { sportello } = counter
    const { accountId } = await subscribed(counter)
    const delegate = await signedIn(counter, bruno)
    const person = { ...forAnna.person, codiceFiscale: omocodic }
    let id = ''
    before(async () => {
      id = accepted(await sportello.delegations.request({ token: delegate.token, ...forAnna, person })).id
      await authorise(counter, omocodic)
    })
    expect(accepted(await sportello.rebinding.rebind(rebinding))).toEqual({ accountId })
    accepted(await sportello.delegations.grant({ ...decision, id }))
    expect(await sportello.services.mayUse({ service: 'registry', token: delegate.token, onBehalfOf: id })).toMatchObject({
      ...{ may: true, onBehalfOf: { accountId } },
    })
    expect((await authorised(counter, omocodic)).map(([, force]) => force)).toEqual(['in-force'])
  })

  it('G12: as do more than one commit takes', async () => {
    const counter = await openServices()
    const { sportello } = counter
    const { accountId } = await subscribed(counter)
    const person = { ...forAnna.person, codiceFiscale: omocodic }
    const delegates = codes(850)
    for (const codiceFiscale of delegates) {
      const delegate = { codiceFiscale, surname: 'Bianchi', name: 'Bruno' }
      accepted(await sportello.delegations.record({ operator, reason, ...forAnna, person, delegate }))
    }
    accepted(await sportello.rebinding.rebind(rebinding))
    const query = { office: counter.configuration.office.id, kind: 'delegation', limit: 1000 }
    expect(await counter.storage.list({ ...query, tag: `account:${accountId}` })).toHaveLength(delegates.length)
  })
})
