/** Pairs of state and event that no decision causes: a machine stops there, and takes nothing into a state that it cannot be in. */
import { describe, expect, it } from 'vitest'
import { InvariantError } from '../../src/kernel/index.ts'
import { exemptionDecider } from '../../src/procedures/account/exemption/machine.ts'
import { sunsetDecider } from '../../src/procedures/calendar/sunset/machine.ts'
import { federationDecider } from '../../src/procedures/federation/machine.ts'
import type { FederationState } from '../../src/procedures/federation/model.ts'
import { authorisationDecider } from '../../src/procedures/services/authorisation/machine.ts'
import { catalogueDecider } from '../../src/procedures/services/catalogue/machine.ts'
import { delegationDecider } from '../../src/procedures/services/delegation/machine.ts'

const stamp = { at: 1_000, by: { kind: 'system' } } as const
const reason = { reason: 'Prot. 1.' }
const named = {
  provider: 'https://idp.example.it',
  scheme: 'spid-code',
  subject: 'ABCD0123456789',
  given: null,
  reason: null,
} as const
const about = { protocol: 'spid-saml', accountId: 'account', code: 'code', rejected: null, personal: named } as const
const openCase = { question: 'other-code', askedAt: 1, accountId: 'account', code: 'code', fingerprint: 'f' } as const
const linked = { status: 'linked', ...about, linkedAt: 1, isExempt: false, openCase: null } as const
const unlinked = { status: 'unlinked', ...about, endedAt: 1, by: 'office' } as const
const rejected = { status: 'rejected', ...about, endedAt: 1 } as const
const { initial: none } = federationDecider

const federation = {
  rejected: { type: 'LinkRejected', rejectedAt: 2, fingerprint: 'f', personal: reason },
  unlinked: { type: 'IdentityUnlinked', unlinkedAt: 2, by: 'office', personal: reason },
  lapsed: { type: 'CaseLapsed' },
  joined: { type: 'IdentityJoined', accountId: 'other', personal: reason },
} as const

describe('an identity', () => {
  const states: readonly FederationState[] = [none, linked, unlinked, rejected]
  const allowed: { readonly [E in keyof typeof federation]: readonly FederationState[] } = {
    ...{ rejected: [], unlinked: [linked], lapsed: [], joined: [linked] },
  }
  it.each(Object.keys(federation) as (keyof typeof federation)[])('that is %s was in a state from which it can be', (which) => {
    for (const state of states) {
      const evolving = () => federationDecider.evolve(state, federation[which])
      if (allowed[which].includes(state)) expect(evolving).not.toThrow()
      else expect(evolving, state.status).toThrow(InvariantError)
    }
  })

  it('that was erased stays so, whatever becomes of its case', () => {
    const erased: FederationState = { ...linked, openCase, personal: null }
    const decided = federationDecider.decide(erased, { type: 'LapseCase' }, stamp)
    const [event] = decided.ok ? decided.value : []
    expect(event).toEqual({ type: 'CaseLapsed' })
    expect(federationDecider.evolve(erased, federation.lapsed)).toEqual({ ...erased, openCase: null })
  })
})

it('nothing ends, is revoked or is taken away that was never there', () => {
  const ended = { endedAt: 2, endedBy: 'office', personal: reason } as const
  const evolving: readonly (() => unknown)[] = [
    () => delegationDecider.evolve(delegationDecider.initial, { type: 'DelegationRevoked', ...ended }),
    () =>
      authorisationDecider.evolve(authorisationDecider.initial, {
        ...{ type: 'AuthorisationsEnded', endedAt: 2, cause: 'erasure' },
      }),
    () => catalogueDecider.evolve(catalogueDecider.initial, { type: 'ServiceRemoved', id: 'service', personal: reason }),
    () => sunsetDecider.evolve(sunsetDecider.initial, { type: 'CourseDropped', audience: null, personal: reason }),
    () =>
      exemptionDecider.evolve(exemptionDecider.initial, {
        type: 'ExemptionRevoked',
        revokedAt: 2,
        operator: 'operator',
        personal: reason,
      }),
  ]
  for (const one of evolving) expect(one).toThrow(InvariantError)
})

it('a calendar that is kept is not begun anew', () => {
  const kept = { ...sunsetDecider.initial, status: 'kept' } as const
  expect(sunsetDecider.decide(kept, { type: 'KeepSunset' }, stamp)).toEqual({ ok: true, value: [] })
})

describe('U4: the machine of delegations', () => {
  const [asking] = delegationDecider.exampleCommands(delegationDecider.initial)
  it('takes nobody for another person than himself', () => {
    const own = { ...asking, delegateId: 'account-1', accountId: 'account-1' } as typeof asking
    expect(own && delegationDecider.decide(delegationDecider.initial, own, stamp)).toEqual({
      ...{ ok: false, refusal: { code: 'delegation/own-person' } },
    })
  })

  it('grants nothing of which the persons were erased', () => {
    const decided = asking && delegationDecider.decide(delegationDecider.initial, asking, stamp)
    const [event] = decided?.ok === true ? decided.value : []
    if (event === undefined) throw new Error('it was not asked for')
    const requested = { ...delegationDecider.evolve(delegationDecider.initial, event), personal: null } as never
    const granting = { type: 'GrantDelegation', ofAgeAfter: null, operator: 'operator', personal: reason } as const
    expect(delegationDecider.decide(requested, granting, stamp)).toMatchObject({ refusal: { code: 'delegation/erased' } })
  })
})
