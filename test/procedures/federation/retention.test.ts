/** How long identities are kept, and what is handed out of them. */
import { describe, expect, it } from 'vitest'
import { accepted, anna, operator, subscribed } from '../../support/counter.ts'
import { day, decisionOnOnly, federated, reason } from './signing-in.ts'

const odd = { person: { birthDate: '1980-01-02' } } as const
const about = { operator, codiceFiscale: anna.codiceFiscale, reason }

/** The personal parts that are stored of identities. */
const personalIn = ({ storage }: ReturnType<typeof federated>) =>
  storage.contents().records.flatMap(({ key, personal }) => (key.includes('/federation/') && personal !== null ? [personal] : []))

describe('the sweep', () => {
  it('erases a case that nobody has decided on, at its day and not before', async () => {
    const at = federated()
    const { sportello, counter, clock, identity, signIn } = at
    await subscribed(counter)
    await signIn(identity('readSpidSaml', odd))
    clock.advance(180 * day - 1)
    await sportello.retention.sweep()
    expect(accepted(await sportello.federation.pending())).toHaveLength(1)
    clock.advance(1)
    await sportello.retention.sweep()
    expect(accepted(await sportello.federation.pending())).toEqual([])
    expect(personalIn(at)).toEqual([])
    // Whoever comes again begins anew.
    expect(accepted(await signIn(identity())).outcome).toBe('linked')
  })

  it('ends a case about what is linked, and leaves the link', async () => {
    const at = federated()
    const { sportello, counter, clock, identity, signIn } = at
    await subscribed(counter)
    accepted(await signIn(identity()))
    await signIn(identity('readSpidSaml', { person: { codiceFiscale: 'VRDNNA80A41H501H' } }))
    clock.advance(180 * day)
    await sportello.retention.sweep()
    expect(accepted(await sportello.federation.pending())).toEqual([])
    expect(personalIn(at).join()).not.toContain('VRDNNA80A41H501H')
    expect(accepted(await signIn(identity())).outcome).toBe('known')
  })

  it('erases what was unlinked, and what is linked only once its account is gone', async () => {
    const at = federated()
    const { sportello, counter, clock, identity, signIn } = at
    await subscribed(counter)
    const { token } = accepted(await signIn(identity()))
    accepted(await signIn(identity('readCie')))
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    accepted(await sportello.federation.unlink({ operator, id: own?.id ?? '', reason }))
    clock.advance(365 * day)
    await sportello.retention.sweep()
    expect(personalIn(at)).toHaveLength(1)
    accepted(await sportello.credential.revoke(about))
    clock.advance(365 * day)
    await sportello.retention.sweep()
    // The account has gone in this sweep, what hangs on it goes in one of its own days.
    clock.advance(365 * day)
    await sportello.retention.sweep()
    expect(personalIn(at)).toEqual([])
  })
})

describe('an account whose secrets have come to their end', () => {
  const inspect = async ({ sportello }: ReturnType<typeof federated>) => sportello.credential.inspect(look)
  const look = { operator, codiceFiscale: anna.codiceFiscale }
  const policy = { credential: { disuseMs: 90 * day } }

  it('S2, INV-23: stays with its addresses where SPID opens it, also if nobody has signed in since, and opens as before', async () => {
    const at = federated({ policy })
    const { sportello, counter, clock, identity, signIn } = at
    const { accountId } = await subscribed(counter)
    accepted(await signIn(identity()))
    for (let year = 0; year < 3; year += 1) {
      clock.advance(460 * day)
      await sportello.retention.sweep()
    }
    expect(accepted(await inspect(at))).toMatchObject({ expired: 'disused' })
    expect(accepted(await sportello.addresses.inspectAsOffice(look)).email).toBe(anna.email)
    expect(accepted(await signIn(identity()))).toMatchObject({ accountId, outcome: 'known' })
  })

  it.each(['nobody', 'somebody whose identity was unlinked'])('is erased at its day where it is that of %s', async (whose) => {
    const at = federated({ policy })
    const { sportello, counter, clock, identity, signIn } = at
    await subscribed(counter)
    if (whose !== 'nobody') {
      const { token } = accepted(await signIn(identity()))
      const [own] = accepted(await sportello.federation.inspectOwn({ token }))
      clock.advance(200 * day)
      accepted(await sportello.federation.unlink({ operator, id: own?.id ?? '', reason }))
      clock.advance(-200 * day)
    }
    clock.advance(90 * day + 365 * day - 1)
    await sportello.retention.sweep()
    expect(accepted(await sportello.addresses.inspectAsOffice(look)).email).toBe(anna.email)
    clock.advance(1)
    await sportello.retention.sweep()
    expect((await sportello.addresses.inspectAsOffice(look)).ok).toBe(false)
  })
})

describe('what is a right of the person', () => {
  it('an export has the identities with what the provider told, and an erasure waits for the case', async () => {
    const at = federated()
    const { sportello, counter, identity, signIn } = at
    await subscribed(counter)
    accepted(await signIn(identity('readCie')))
    await signIn(identity('readSpidSaml', odd))
    await signIn(identity('readSpidSaml', odd))
    const exported = accepted(await sportello.subject.export(about))
    const texts: string[] = []
    for await (const item of exported.items) texts.push(JSON.stringify(item))
    expect(texts.filter((text) => text.includes('"kind":"federation"')).join()).toContain('1980-01-02')
    // Why something was refused goes out, the digests of codici fiscali do not.
    const entries = texts.flatMap((text) => {
      const { item, record, entry } = JSON.parse(text)
      return item === 'journal' && record.kind === 'federation' ? [[entry.type, entry.data.code]] : []
    })
    expect(entries).toContainEqual(['IdentityLinked', undefined])
    expect(entries).toContainEqual(['OfficeAsked', undefined])
    expect(entries).toContainEqual(['Refused', 'federation/data-differ'])
    accepted(await sportello.credential.revoke(about))
    expect(await sportello.subject.erase(about)).toMatchObject({ refusal: { code: 'subject/open-request' } })
    const { decision } = await decisionOnOnly(counter)
    accepted(await sportello.federation.reject(decision))
    accepted(await sportello.subject.erase(about))
    expect(personalIn(at)).toEqual([])
  })
})
