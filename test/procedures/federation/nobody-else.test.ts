/** Random histories of people who sign in elsewhere, of rebindings, revocations and decisions of the office: nobody acts as somebody else. */
import fc from 'fast-check'
import type { FederatedIdentity } from 'sportello'
import { describe, expect, it } from 'vitest'
import { accepted, operator } from '../../support/counter.ts'
import { federated, reason } from './signing-in.ts'

// One pool of codes, of one day of birth and one name: nothing but the code tells these people apart.
const pool = ['VRDNNA80A41L219Z', 'VRDNNA80A41H501H', 'VRDNNA80A41F205K', 'VRDNNA80A41A944V']
const providers = ['https://idp.example.it', 'https://other.example.it']
const subjects = ['ABCD0000000001', 'ABCD0000000002']
const document = { kind: 'tax-code-certificate', number: 'AE 1', issuedOn: '2026-03-01' } as const

const code = fc.constantFrom(...pool)
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('signs in' as const), provider: fc.nat(1), subject: fc.nat(1), code }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('gets a credential' as const), code }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('is rebound' as const), code, to: code }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('is revoked' as const), code }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('is unlinked' as const), code }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('is decided on' as const), how: fc.constantFrom('approve', 'approve', 'reject') }),
  },
)

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What has come of a history: how often somebody was let in, refused and decided on. */
const seen = { opened: 0, known: 0, linked: 0, refused: 0, exempt: 0, rebound: 0 }

async function live(steps: readonly Step[], newPersons: 'at-once' | 'after-approval'): Promise<void> {
  const { sportello, clock, identity } = federated({ policy: { federation: { newPersons }, quota: { usesMax: 1000 } } })
  /** Where a code leads, by what the office and the people have done so far; nowhere known where it is missing. */
  const leads = new Map<string, string>()
  /** Which account an identity opens; and with which code it does so although that leads elsewhere. */
  const opens = new Map<string, string>()
  const exempt = new Set<string>()
  const names = new Map<string, string>()

  for (const one of steps) {
    clock.advance(1)
    switch (one.does) {
      case 'signs in': {
        const provider = providers[one.provider] ?? ''
        const value = subjects[one.subject] ?? ''
        const who: FederatedIdentity = identity('readSpidSaml', {
          provider,
          subject: { scheme: 'spid-code', value },
          person: { codiceFiscale: one.code, sex: null, birthDate: null },
        })
        const key = `${provider} ${value}`
        const answer = await sportello.federation.signIn(who)
        if (!answer.ok) {
          seen.refused += 1
          break
        }
        const { accountId, token, outcome } = answer.value
        seen[outcome] += 1
        const isExempt = exempt.has(`${key} ${one.code} ${accountId}`)
        const lead = leads.get(one.code)
        if (isExempt) seen.exempt += 1
        else if (lead === undefined) {
          // Nobody has had this code so far: its account is nobody else's.
          expect([...leads.values()]).not.toContain(accountId)
          leads.set(one.code, accountId)
        } else expect(accountId).toBe(lead)
        const before = opens.get(key)
        if (before !== undefined) expect(accountId).toBe(before)
        opens.set(key, accountId)
        expect(accepted(await sportello.session.check(token)).accountId).toBe(accountId)
        for (const { id } of accepted(await sportello.federation.inspectOwn({ token }))) if (!names.has(id)) names.set(id, key)
        break
      }
      case 'gets a credential': {
        const account = {
          codiceFiscale: one.code,
          surname: 'Verdi',
          name: 'Anna',
          birthDate: '1980-01-01',
          email: 'a@example.it',
        }
        const given = { ...account, status: 'active', externalId: one.code } as const
        await sportello.imports.account({ operator, batch: 'old-portal', account: given })
        const found = await sportello.rebinding.inspect({ operator, codiceFiscale: one.code })
        if (found.ok) leads.set(one.code, found.value.accountId)
        break
      }
      case 'is rebound': {
        const form = { operator, codiceFiscale: one.code, newCodiceFiscale: one.to, document, reason, despiteMismatch: true }
        const rebound = await sportello.rebinding.rebind(form)
        if (!rebound.ok || one.code === one.to) break
        seen.rebound += 1
        leads.delete(one.code)
        leads.set(one.to, rebound.value.accountId)
        break
      }
      case 'is revoked':
        await sportello.credential.revoke({ operator, codiceFiscale: one.code, reason })
        break
      case 'is unlinked': {
        const found = await sportello.federation.inspectAsOffice({ operator, codiceFiscale: one.code })
        const linked = found.ok ? found.value.find(({ status }) => status === 'linked') : undefined
        if (linked !== undefined) await sportello.federation.unlink({ operator, id: linked.id, reason })
        break
      }
      case 'is decided on': {
        const [found] = accepted(await sportello.federation.pending())
        if (found === undefined) break
        const dossier = accepted(await sportello.federation.dossier({ operator, id: found.id }))
        const form = { operator, id: found.id, dossierDigest: dossier.digest, reason }
        const decided = await sportello.federation[one.how as 'approve' | 'reject'](form)
        if (!decided.ok || one.how !== 'approve') break
        // From now on it is as the office says.
        const given = dossier.fields.find(({ field }) => field === 'codiceFiscale')?.given ?? ''
        for (const provider of providers) {
          for (const value of subjects) {
            const key = `${provider} ${value}`
            if (provider !== dossier.provider) continue
            if (names.has(found.id) && names.get(found.id) !== key) continue
            if (opens.get(key) !== dossier.accountId) opens.delete(key)
            if (dossier.question === 'other-code') exempt.add(`${key} ${given} ${dossier.accountId}`)
          }
        }
        break
      }
    }
  }
}

describe('whoever signs in elsewhere', () => {
  it('S5: never acts as somebody else, whatever is linked, rebound, revoked, unlinked and decided', async () => {
    const policies = fc.constantFrom('at-once' as const, 'after-approval' as const)
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), policies, live), {
      seed: 15,
      numRuns: 120,
    })
    // Every way was gone.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(5)
  }, 120_000)
})
