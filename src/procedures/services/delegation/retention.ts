/** When a request to act for somebody ends that nobody has decided on, and when what is over is erased. */
import { type Actor, type AnyRefusal, accept } from '../../../kernel/index.ts'
import { type ErasureOrder, eraseRecord } from '../../../runtime/erasure.ts'
import type { Retention } from '../../../runtime/procedure.ts'
import { type RecordKind, readState, recordIn } from '../../../runtime/record.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { transact } from '../../../runtime/transact.ts'
import type { CredentialState } from '../../account/credential/model.ts'
import type { DelegationState } from './model.ts'
import { tellLapsed } from './post.ts'
import type { DelegationMachine } from './schema.ts'

/** How long delegations are kept. */
export type DelegationRetention = {
  /** A delegation after its end. */
  readonly delegationMs: number
  /** A request that the office has not decided on: it ends then, and whoever has asked is told. */
  readonly delegationRequestMs: number
}

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

/** What the sweep does. A request ends in any case once its last day is over, since it could not be granted any more. */
export function delegationRetention(context: {
  readonly runtime: Runtime
  readonly delegation: DelegationMachine
  readonly credential: RecordKind<CredentialState>
}): Retention {
  const { runtime, delegation } = context
  const isDue = (state: DelegationState, at: number): boolean => (delegation.dueAt(state) ?? at + 1) <= at
  return {
    end: 'swept',
    says: 'a request that waits ends `delegationRequestMs` after it was made, or with its last day; erased `delegationMs` after its end; one without an end is kept',
    mayLeave: null,
    async sweep({ now, did }, row) {
      const state = readState(delegation, row)
      const dueAt = delegation.dueAt(state)
      if (dueAt === null || dueAt > now) return { dueAt }
      const { id } = recordIn(row.key)
      if (state.status !== 'requested') {
        if ((await eraseRecord(runtime, delegation, id, order, isDue)) === 'erased') did('erased')
        return 'done'
      }
      const operation = { name: 'sweep/lapse', by, journalsRefusals: false }
      const lapsed = await transact<boolean, AnyRefusal>(runtime, operation, async (unit) => {
        const before = await unit.state(delegation, id)
        // The office may have decided meanwhile.
        if (before.status !== 'requested' || !isDue(before, unit.now())) return accept(false)
        await unit.run(delegation, id, { type: 'EndDelegation', endedBy: 'lapse', personal: { reason: null } })
        await tellLapsed(context, unit, id, before)
        return accept(true)
      })
      if (lapsed.ok && lapsed.value) did('lapsed')
      return 'done'
    },
  }
}
