/** Authorisations of a body's people: granted, dated, told, revoked; and what they outlive. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  accepted,
  anna,
  type Counter,
  morning,
  newPassword,
  operator,
  refusedCode,
  subscribed,
} from '../../../support/counter.ts'
import { bruno, openServices, reason, signedIn, why } from '../seed-services.ts'

const day = 86_400_000
const body = { bodyName: 'Comune di Esempio', bodyTaxCode: '00743110157' }
const form = { operator, reason, codiceFiscale: anna.codiceFiscale, ...body, services: ['databases'] }

let counter: Counter
beforeEach(async () => {
  counter = await openServices()
})

const grant = async (otherwise: object = {}): Promise<string> =>
  accepted(await counter.sportello.authorisations.grant({ ...form, ...otherwise })).id

async function sent(): Promise<readonly string[]> {
  const before = counter.mailer.sent.length
  await counter.sportello.relay()
  return counter.mailer.sent.slice(before).map(({ to, subject, text }) => `${to.address} ${subject} ${text.replace(/\s+/g, ' ')}`)
}

describe('an authorisation', () => {
  it('is told to the person by mail, with body, services and days', async () => {
    await subscribed(counter)
    await sent()
    await grant({ untilDay: '2026-12-31' })
    const [letter, ...more] = await sent()
    expect(more).toEqual([])
    expect(letter).toContain('anna.verdi@example.it')
    for (const said of ['Comune di Esempio', "Banche dati dell'ente", '10/03/2026', '31/12/2026']) expect(letter).toContain(said)
  })

  it('U2: holds from the beginning of its first day to the end of its last in Rome, to the millisecond', async () => {
    const { token } = await signedIn(counter)
    await grant({ fromDay: '2026-03-29', untilDay: '2026-10-25' })
    const [from, until] = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 9, 25, 23)]
    for (const [at, expected] of [
      [from - 1, 'authorisation-not-yet'],
      [from, 'yes'],
      [until - 1, 'yes'],
      [until, 'authorisation-over'],
    ] as const) {
      counter.clock.set(at)
      expect(await why(counter, 'databases', token)).toBe(expected)
    }
  })

  it('U2: ends at once when the office revokes it, and the person is told why', async () => {
    const { token } = await signedIn(counter)
    const id = await grant()
    await sent()
    const revoking = { operator, codiceFiscale: anna.codiceFiscale, id, reason: 'Ha cambiato ufficio.' }
    accepted(await counter.sportello.authorisations.revoke(revoking))
    expect(await why(counter, 'databases', token)).toBe('authorisation-over')
    const letters = await sent()
    expect(letters).toHaveLength(1)
    expect(letters[0]).toContain('Ha cambiato ufficio.')
    expect(refusedCode(await counter.sportello.authorisations.revoke(revoking))).toBe('authorisation/over')
    const unknown = { ...revoking, id: 'unknown' }
    expect(refusedCode(await counter.sportello.authorisations.revoke(unknown))).toBe('authorisation/not-found')
  })

  it('U2: is that of one person and nobody else, and is shown to that person and to the office', async () => {
    const own = await signedIn(counter)
    const other = await signedIn(counter, bruno)
    const id = await grant({ untilDay: '2026-12-31' })
    expect(await why(counter, 'databases', own.token)).toBe('yes')
    expect(await why(counter, 'databases', other.token)).toBe('no-authorisation')
    const { sportello } = counter
    const shown = accepted(await sportello.authorisations.listOwn(own.token))
    expect(shown).toEqual([
      {
        ...{ id, body: { name: 'Comune di Esempio', taxCode: '00743110157' }, services: ['databases'] },
        ...{ fromDay: '2026-03-10', untilDay: '2026-12-31', force: 'in-force', endedAt: null },
      },
    ])
    expect(accepted(await sportello.authorisations.listOwn(other.token))).toEqual([])
    const asked = { operator, codiceFiscale: anna.codiceFiscale }
    expect(accepted(await sportello.authorisations.inspect(asked))).toEqual(shown)
    const lines = accepted(await sportello.journal.read({ kind: 'authorisation', id: own.accountId }))
    expect(lines.map(({ type }) => type)).toEqual(['AuthorisationGranted', 'AuthorisationsViewed'])
  })

  it('U4: is granted by nobody to himself, which the journal keeps', async () => {
    const self = { id: 'operator-2', codiceFiscale: anna.codiceFiscale }
    const own = await signedIn(counter)
    await grant()
    expect(refusedCode(await counter.sportello.authorisations.grant({ ...form, operator: self }))).toBe(
      'authorisation/own-authorisation',
    )
    const lines = accepted(await counter.sportello.journal.read({ kind: 'authorisation', id: own.accountId }))
    expect(lines.at(-1)).toMatchObject({ type: 'Refused', data: { code: 'authorisation/own-authorisation' } })
  })

  it.each([
    [{ services: ['notices'] }, 'authorisation/form'],
    [{ services: ['registry'] }, 'authorisation/form'],
    [{ services: ['unknown'] }, 'authorisation/form'],
    [{ services: [] }, 'authorisation/form'],
    [{ bodyTaxCode: '00743110158' }, 'authorisation/form'],
    [{ bodyName: ' ' }, 'authorisation/form'],
    [{ fromDay: '2026-02-30' }, 'authorisation/form'],
    [{ fromDay: '2026-05-02', untilDay: '2026-05-01' }, 'authorisation/ends-before-start'],
    [{ fromDay: '2026-03-01', untilDay: '2026-03-09' }, 'authorisation/in-the-past'],
  ])('is refused where it cannot be: %j', async (otherwise, code) => {
    expect(refusedCode(await counter.sportello.authorisations.grant({ ...form, ...otherwise }))).toBe(code)
  })

  it('is one of fifty at most that hold or will hold; what is over makes room', async () => {
    for (let count = 0; count < 50; count += 1) await grant({ untilDay: '2026-03-10' })
    expect(refusedCode(await counter.sportello.authorisations.grant(form))).toBe('authorisation/too-many')
    counter.clock.set(morning + day)
    await grant()
  })
})

describe('an authorisation belongs to the person and the body', () => {
  it('U5: it is granted before there is an account, and holds from the first sign-in on', async () => {
    await grant()
    const { token } = await signedIn(counter)
    expect(await why(counter, 'databases', token)).toBe('yes')
  })

  it('U5: it outlives the credential: revoked, and issued anew', async () => {
    const { credentials } = await signedIn(counter)
    await grant()
    const act = { operator, codiceFiscale: credentials.codiceFiscale, reason }
    accepted(await counter.sportello.credential.revoke(act))
    counter.clock.advance(30 * day)
    await counter.sportello.retention.sweep()
    const { token } = await signedIn(counter)
    expect(await why(counter, 'databases', token)).toBe('yes')
  })

  it('U5: it outlives the personal data of the credential, and its own only once it is over', async () => {
    const { credentials, accountId } = await signedIn(counter)
    const id = await grant()
    const { codiceFiscale } = credentials
    accepted(await counter.sportello.credential.revoke({ operator, codiceFiscale, reason }))
    counter.clock.advance(400 * day)
    await counter.sportello.retention.sweep()
    expect(accepted(await counter.sportello.authorisations.inspect({ operator, codiceFiscale }))).toHaveLength(1)
    accepted(await counter.sportello.authorisations.revoke({ operator, codiceFiscale, id, reason }))
    counter.clock.advance(365 * day - 1)
    await counter.sportello.retention.sweep()
    expect(accepted(await counter.sportello.authorisations.inspect({ operator, codiceFiscale }))).toHaveLength(1)
    counter.clock.advance(1)
    await counter.sportello.retention.sweep()
    expect(accepted(await counter.sportello.authorisations.inspect({ operator, codiceFiscale }))).toEqual([])
    const [row] = await counter.storage.load([`comune-di-prova/authorisation/${accountId}`])
    expect(row?.personal).toBeNull()
  })

  it('U5: it goes along when the codice fiscale of the account becomes another one', async () => {
    const { credentials, accountId } = await signedIn(counter)
    await grant()
    accepted(
      await counter.sportello.rebinding.rebind({
        ...{ operator, reason, codiceFiscale: anna.codiceFiscale, newCodiceFiscale: 'VRDNNA80A41L21VO' },
        document: { kind: 'tax-code-certificate', number: 'AE 2026/17', issuedOn: '2026-03-01' },
      }),
    )
    const signIn = { ...credentials, codiceFiscale: 'VRDNNA80A41L21VO', password: newPassword }
    const { token } = accepted(await counter.sportello.session.signIn(signIn))
    expect(accepted(await counter.sportello.session.check(token)).accountId).toBe(accountId)
    expect(await why(counter, 'databases', token)).toBe('yes')
    // Whoever comes with the code of before is not authorised by it.
    const later = await signedIn(counter, anna)
    expect(await why(counter, 'databases', later.token)).toBe('no-authorisation')
  })
})

it('an export hands it out, with the reason and without what names others; an erasure ends it', async () => {
  const { sportello } = counter
  await signedIn(counter)
  await grant()
  const act = { operator, codiceFiscale: anna.codiceFiscale }
  const items: unknown[] = []
  for await (const item of accepted(await sportello.subject.export(act)).items) items.push(item)
  expect(items).toContainEqual(
    expect.objectContaining({
      item: 'record',
      record: expect.objectContaining({ kind: 'authorisation' }),
      state: expect.objectContaining({ personal: { bodies: [expect.objectContaining({ name: 'Comune di Esempio' })] } }),
    }),
  )
  accepted(await sportello.credential.revoke({ ...act, reason }))
  accepted(await sportello.subject.erase({ ...act, reason }))
  expect(accepted(await sportello.authorisations.inspect(act))).toEqual([])
  const { token } = await signedIn(counter)
  expect(await why(counter, 'databases', token)).toBe('no-authorisation')
})
