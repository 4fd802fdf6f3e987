/** What seldom comes with an identity: no codice fiscale, no name, another policy, rows that cannot be read, and what was erased. */
import { refusalText } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, anna, openCounter, operator, refusedCode, subscribed } from '../../support/counter.ts'
import { unreadableRows } from '../../support/meanwhile.ts'
import { day, decisionOnOnly, federated, reason } from './signing-in.ts'

const about = { operator, codiceFiscale: anna.codiceFiscale, reason }
const afterApproval = { policy: { federation: { newPersons: 'after-approval' } } } as const

describe('the cases of the office', () => {
  it.each([{ limit: 0 }, { limit: 201 }, { limit: 'many' }, { after: '?!' }, null, 7])(
    'INV-29: a page that is %j is refused',
    async (page) => {
      expect(refusedCode(await federated().sportello.federation.pending(page as never))).toBe('federation/form')
    },
  )

  it('one that cannot be read is a line too, which says nothing of its question', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    await signIn(identity('readSpidSaml', { person: { sex: 'M' } }))
    const [found] = accepted(await sportello.federation.pending())
    const storage = unreadableRows(counter.storage, ['federation'])
    const later = openCounter({ ...counter.configuration, storage, seed: 2 }).sportello
    expect(accepted(await later.federation.pending())).toMatchObject([{ id: found?.id, question: null, askedAt: 0 }])
  })

  it('of a person of another state without a codice fiscale is decided by the account alone', async () => {
    const { sportello, counter, identity, signIn } = federated(afterApproval)
    expect(refusedCode(await signIn(identity('readEidas')))).toBe('federation/awaiting-approval')
    const { dossier, decision } = await decisionOnOnly(counter)
    expect(dossier.fields.find(({ field }) => field === 'codiceFiscale')).toMatchObject({ given: null, byCode: null })
    accepted(await sportello.federation.approve(decision))
    expect(accepted(await signIn(identity('readEidas')))).toMatchObject({ outcome: 'known', accountId: dossier.accountId })
  })

  it('opens no account without a surname: of one that was revoked meanwhile a card does not tell it', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    // The card says neither name nor day of birth; the reader has found that it is not the person of the account.
    const card = identity('readCns', { person: { sex: 'M' } })
    expect(refusedCode(await signIn(card))).toBe('federation/data-differ')
    accepted(await sportello.credential.revoke(about))
    const { decision } = await decisionOnOnly(counter)
    expect(await sportello.federation.approve(decision)).toEqual({
      ...{ ok: false, refusal: { code: 'federation/data-missing', missing: ['surname'] } },
    })
    expect(accepted(await sportello.federation.pending())).toHaveLength(1)
  })

  it('S8: what was rejected is rejected again, also where its reason has given way to another question', async () => {
    const { sportello, counter, identity, signIn } = federated()
    await subscribed(counter)
    accepted(await signIn(identity()))
    const moved = (codiceFiscale: string) => identity('readSpidSaml', { person: { codiceFiscale } })
    const [first, second] = ['VRDNNA80A41H501H', 'VRDNNA80A41F205K']
    expect(refusedCode(await signIn(moved(first)))).toBe('federation/other-code')
    const { decision } = await decisionOnOnly(counter)
    accepted(await sportello.federation.reject({ ...decision, reason: 'Another person.' }))
    expect(await signIn(moved(first))).toMatchObject({ refusal: { code: 'federation/rejected', reason: 'Another person.' } })
    expect(refusedCode(await signIn(moved(second)))).toBe('federation/other-code')
    const again = await signIn(moved(first))
    expect(again).toEqual({ ok: false, refusal: { code: 'federation/rejected', reason: '' } })
    const said = again.ok ? [] : [refusalText(again.refusal, 'it'), refusalText(again.refusal, 'en')]
    expect(said).toEqual([expect.stringMatching(/con questa identità\./), expect.stringMatching(/access with this identity\./)])
    // What is linked goes on.
    expect(accepted(await signIn(identity())).outcome).toBe('known')
  })
})

describe('the least level of the policy', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
  ] as const)('S7: %i asks of whoever is new, and of every sign-in, the level %i', async (leastLevel, level) => {
    const { identity, signIn } = federated({ policy: { federation: { leastLevel } } })
    if (level > 1) {
      const low = identity('readSpidSaml', { level: (level - 1) as 1 | 2 })
      expect(await signIn(low)).toMatchObject({ refusal: { code: 'federation/level-too-low', required: level } })
    }
    expect(accepted(await signIn(identity('readSpidSaml', { level })))).toMatchObject({ level, outcome: 'opened' })
  })

  it('S7: is not lowered by a service for whoever is new', async () => {
    const { sportello, identity, signIn } = federated()
    const low = identity('readSpidSaml', { level: 1 })
    const refused = await signIn(low, { leastLevel: 1 })
    expect(refused).toEqual({ ok: false, refusal: { code: 'federation/level-too-low', required: 2, level: 1 } })
    expect(accepted(await sportello.federation.pending())).toEqual([])
    expect(accepted(await signIn(identity())).outcome).toBe('opened')
  })
})

describe('what a provider tells besides', () => {
  it('is proposed where it is not in force: an address that is so already is not, whatever its capitals', async () => {
    const { counter, identity, signIn } = federated()
    await subscribed(counter)
    const pec = 'anna@pec.example.it'
    const told = (email: string | null) => signIn(identity('readSpidSaml', { proposals: { email, pec, codiceFiscale: null } }))
    expect(accepted(await told('altra@example.it')).proposals).toEqual({ email: 'altra@example.it', pec })
    expect(accepted(await told(anna.email.toUpperCase())).proposals).toEqual({ email: null, pec })
    expect(accepted(await told(null)).proposals).toEqual({ email: null, pec })
  })
})

describe('unlinking', () => {
  it('S8: of two identities of an account without secrets one can go, and the other one stays', async () => {
    const { sportello, identity, signIn } = federated()
    accepted(await signIn(identity()))
    accepted(await signIn(identity('readCie')))
    const { token } = accepted(await signIn(identity()))
    const [first, second] = accepted(await sportello.federation.inspectOwn({ token }))
    accepted(await sportello.federation.unlinkOwn({ token, id: first?.id ?? '' }))
    const left = [await signIn(identity()), await signIn(identity('readCie'))].find(({ ok }) => ok)
    expect(left).toBeDefined()
    const other = left?.ok === true ? left.value.token : ''
    expect(accepted(await sportello.federation.inspectOwn({ token: other }))).toMatchObject([{ id: second?.id }])
    const last = await sportello.federation.unlinkOwn({ token: other, id: second?.id ?? '' })
    expect(refusedCode(last)).toBe('federation/only-means')
  })
})

describe('what was erased', () => {
  it('is told of as such: no provider, no scheme, no fields', async () => {
    const { sportello, counter, clock, identity, signIn } = federated()
    await subscribed(counter)
    const { token } = accepted(await signIn(identity()))
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    const id = own?.id ?? ''
    accepted(await sportello.federation.unlink({ operator, id, reason }))
    const before = accepted(await sportello.federation.dossier({ operator, id }))
    expect(before).toMatchObject({ status: 'unlinked', provider: 'https://idp.example.it', scheme: 'spid-code' })
    clock.advance(365 * day)
    await sportello.retention.sweep()
    const erased = { provider: null, scheme: null, fields: [], findings: [] }
    expect(accepted(await sportello.federation.dossier({ operator, id }))).toMatchObject({ status: 'unlinked', ...erased })
    // It belongs to nobody any more.
    expect(accepted(await sportello.federation.inspectAsOffice(about))).toEqual([])
    expect(refusedCode(await sportello.federation.unlink({ operator, id, reason }))).toBe('federation/not-found')
  })

  it('a case about what is linked is looked at in its time, not in that of the account', async () => {
    const { sportello, counter, clock, identity, signIn } = federated()
    await subscribed(counter)
    accepted(await signIn(identity()))
    clock.advance(300 * day)
    await signIn(identity('readSpidSaml', { person: { codiceFiscale: 'VRDNNA80A41H501H' } }))
    clock.advance(100 * day)
    await sportello.retention.sweep()
    expect(accepted(await sportello.federation.pending())).toHaveLength(1)
    clock.advance(80 * day)
    await sportello.retention.sweep()
    expect(accepted(await sportello.federation.pending())).toEqual([])
  })
})
