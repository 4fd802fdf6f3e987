/** Records of which nothing was decided yet: whatever asks for their tags or their end gets none, so that no list and no sweep comes upon them. */
import { defaultPolicy } from 'sportello'
import { describe, expect, it } from 'vitest'
import { endOf } from '../../src/procedures/account/credential/expiry.ts'
import { sessionMachine } from '../../src/procedures/account/session/schema.ts'
import { pecClaimMachine } from '../../src/procedures/addresses/pec-claim/schema.ts'
import { assignmentMachine } from '../../src/procedures/assignment/schema.ts'
import { approvalMachine } from '../../src/procedures/enrolment/approval/schema.ts'
import { registrationMachine } from '../../src/procedures/enrolment/registration/schema.ts'
import { quotaMachine } from '../../src/procedures/quota/schema.ts'

const day = 86_400_000
const { session, registration, retention } = defaultPolicy
const machines = {
  session: sessionMachine(session, retention.sessionMs),
  assignment: assignmentMachine,
  approval: approvalMachine,
  registration: registrationMachine(registration, retention.closedMs, () => ['found']),
}

describe('a record of which nothing was decided', () => {
  it.each(Object.keys(machines) as (keyof typeof machines)[])('is in no list and never due: %s', (name) => {
    const machine: { readonly decider: { readonly initial: never }; tags(s: never): unknown; dueAt(s: never): unknown } =
      machines[name] as never
    expect(machine.tags(machine.decider.initial)).toEqual([])
    expect(machine.dueAt(machine.decider.initial)).toBeNull()
  })

  it('has no end where it is a credential', () => {
    expect(
      endOf({ status: 'none', attempts: { failures: 0, pinFailures: 0, spentUntil: 0, toldAt: 0 }, filler: '', personal: null }),
    ).toBeNull()
  })
})

describe('what counts and claims', () => {
  it('may go a day after nothing in it can matter, also where only a pass was given or nothing was released', () => {
    const machine = quotaMachine({ usesMax: 2, windowMs: day })
    const pass = { digest: null, until: 10 * day }
    expect(machine.dueAt({ status: 'counting', instants: [], pass, personal: null })).toBe(11 * day)
    expect(machine.dueAt({ status: 'counting', instants: [12 * day], pass, personal: null })).toBe(14 * day)
    expect(pecClaimMachine.dueAt(pecClaimMachine.decider.initial)).toBe(day)
  })
})
