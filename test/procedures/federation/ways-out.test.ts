/** Cases in which nobody could get on: the last way in, an account that was revoked before its code went elsewhere, options that cannot be read. */
import { describe, expect, it } from 'vitest'
import { accepted, anna, operator, refusedCode, subscribed } from '../../support/counter.ts'
import { decisionOnOnly, federated, reason } from './signing-in.ts'

const { codiceFiscale } = anna
const document = { kind: 'tax-code-certificate', number: 'AE 1', issuedOn: '2026-03-01' } as const
const newCode = 'VRDNNA80A41H501H'
const hour = 3_600_000

describe('the only identity of an account', () => {
  it('S8: stays while the PIN is suspended, and may go once it is not', async () => {
    const { sportello, counter, clock, identity, signIn } = federated()
    const { credentials } = await subscribed(counter)
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await sportello.session.signIn({ ...credentials, pin: '000000000' })
      clock.advance(3 * hour)
    }
    const { token } = accepted(await signIn(identity()))
    expect(accepted(await sportello.session.check(token)).localCredential).toBe('suspended')
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    const unlink = (by: string) => sportello.federation.unlinkOwn({ token: by, id: own?.id ?? '' })
    expect(refusedCode(await unlink(token))).toBe('federation/only-means')
    accepted(await sportello.credential.reactivate({ operator, codiceFiscale, reason }))
    accepted(await unlink(accepted(await signIn(identity())).token))
  })

  it('S8: stays once PIN and password have come to their end by disuse', async () => {
    const disuseMs = 100 * hour
    const { sportello, counter, clock, identity, signIn } = federated({ policy: { credential: { disuseMs } } })
    await subscribed(counter)
    clock.advance(disuseMs - 1)
    const { token } = accepted(await signIn(identity()))
    clock.advance(1)
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    expect(refusedCode(await sportello.federation.unlinkOwn({ token, id: own?.id ?? '' }))).toBe('federation/only-means')
  })
})

describe('an identity whose account was revoked', () => {
  it('S6: comes to the account that the code leads to by now, when the office says so', async () => {
    const { sportello, counter, identity, signIn } = federated()
    accepted(await signIn(identity()))
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
    const foreign = accepted(await signIn(identity('readEidas')))
    const [own] = accepted(await sportello.federation.inspectOwn({ token: foreign.token }))
    accepted(
      await sportello.federation.join({ operator, id: own?.id ?? '', codiceFiscale, document, reason, despiteMismatch: true }),
    )
    expect(refusedCode(await signIn(identity()))).toBe('federation/other-code')
    const { dossier, decision } = await decisionOnOnly(counter)
    expect(dossier).toMatchObject({ question: 'other-code', accountId: foreign.accountId, account: 'federated' })
    accepted(await sportello.federation.approve(decision))
    const { accountId, outcome } = accepted(await signIn(identity()))
    expect({ accountId, outcome }).toEqual({ accountId: foreign.accountId, outcome: 'known' })
    expect(accepted(await sportello.federation.pending())).toEqual([])
  })

  it('S6: stays where it is while the office has not decided, and once it has rejected', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { accountId } = accepted(await signIn(identity()))
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
    const other = { subject: { scheme: 'spid-code', value: 'WXYZ123456789A' }, person: { codiceFiscale: newCode } } as const
    accepted(await signIn(identity('readSpidSaml', other)))
    const form = { operator, codiceFiscale: newCode, newCodiceFiscale: codiceFiscale, document, reason, despiteMismatch: true }
    accepted(await sportello.rebinding.rebind(form))
    expect(refusedCode(await signIn(identity()))).toBe('federation/other-code')
    const { decision } = await decisionOnOnly(counter)
    accepted(await sportello.federation.reject(decision))
    expect(refusedCode(await signIn(identity()))).toBe('federation/rejected')
    expect(accepted(await sportello.federation.dossier({ operator, id: decision.id }))).toMatchObject({
      ...{ accountId, account: 'revoked', status: 'linked', question: null },
    })
  })

  it('S6: is asked about anew where the code goes elsewhere before the office has decided', async () => {
    const { sportello, counter, identity, signIn } = federated()
    accepted(await signIn(identity()))
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
    const other = { subject: { scheme: 'spid-code', value: 'WXYZ123456789A' }, person: { codiceFiscale: newCode } } as const
    accepted(await signIn(identity('readSpidSaml', other)))
    const rebind = (from: string, to: string) =>
      sportello.rebinding.rebind({
        ...{ operator, codiceFiscale: from, newCodiceFiscale: to, document, reason, despiteMismatch: true },
      })
    accepted(await rebind(newCode, codiceFiscale))
    expect(refusedCode(await signIn(identity()))).toBe('federation/other-code')
    accepted(await rebind(codiceFiscale, newCode))
    const { decision } = await decisionOnOnly(counter)
    expect(refusedCode(await sportello.federation.approve(decision))).toBe('federation/rebound')
  })
})

describe('an account of another state that has a codice fiscale', () => {
  it('S6: keeps it when it is opened again after a revocation, and gets no second one', async () => {
    const { sportello, counter, identity, signIn } = federated()
    const { token } = accepted(await signIn(identity('readEidas')))
    const [own] = accepted(await sportello.federation.inspectOwn({ token }))
    const join = (code: string) =>
      sportello.federation.join({ operator, id: own?.id ?? '', codiceFiscale: code, document, reason, despiteMismatch: true })
    accepted(await join(codiceFiscale))
    accepted(await sportello.credential.revoke({ operator, codiceFiscale, reason }))
    expect(refusedCode(await signIn(identity('readEidas')))).toBe('federation/awaiting-approval')
    const { decision } = await decisionOnOnly(counter)
    accepted(await sportello.federation.approve(decision))
    const back = accepted(await signIn(identity('readEidas')))
    expect(accepted(await sportello.session.check(back.token)).person).toMatchObject({ codiceFiscale })
    expect(refusedCode(await join(newCode))).toBe('federation/already-joined')
  })
})

describe('what a service asks', () => {
  it.each(['leastLevel', 'leastAge', 'locale'])('is not taken for nothing where it cannot be read: %s', async (name) => {
    const { identity, signIn } = federated()
    const options = {
      get [name](): never {
        throw new Error('unreadable')
      },
    }
    expect(refusedCode(await signIn(identity(), options))).toBe('federation/form')
  })
})
