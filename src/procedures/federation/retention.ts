/** When an identity that opens nothing any more is erased. */
import { type Actor, type AnyRefusal, accept, type Instant } from '../../kernel/index.ts'
import { type ErasureOrder, eraseRecord } from '../../runtime/erasure.ts'
import type { Retention } from '../../runtime/procedure.ts'
import { type RecordKind, readState, recordIn } from '../../runtime/record.ts'
import { loadState, type Runtime } from '../../runtime/runtime.ts'
import { transact } from '../../runtime/transact.ts'
import type { CredentialState } from '../account/credential/model.ts'
import { openCaseOf } from './machine.ts'
import type { FederationState } from './model.ts'
import type { FederationMachine } from './schema.ts'

/** How long identities are kept that open nothing. */
export type FederationRetention = {
  /** A case that the office has not decided on, after the person came first with these data. */
  readonly federationCaseMs: number
  /** An identity that was rejected or unlinked. */
  readonly federationEndedMs: number
}

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

export function federationRetention(
  context: {
    readonly runtime: Runtime
    readonly credential: RecordKind<CredentialState>
    readonly federation: FederationMachine
  },
  { credentialMs, federationCaseMs }: { readonly credentialMs: number; readonly federationCaseMs: number },
): Retention {
  const { runtime, credential, federation } = context
  const isLate = (state: FederationState, now: Instant): boolean => (openCaseOf(state)?.askedAt ?? now) + federationCaseMs <= now
  return {
    end: 'swept',
    says: 'a case that nobody has decided on ends after `federationCaseMs`, and is erased where nothing was linked; erased `federationEndedMs` after it was rejected or unlinked; one that is linked is looked at every `credentialMs`, and erased once the account is',
    mayLeave: null,
    async sweep({ now, did }, row) {
      const state = readState(federation, row)
      const dueAt = row.dueAt ?? federation.dueAt(state)
      if (state.status === 'none' || dueAt === null || dueAt > now) return { dueAt }
      const { id } = recordIn(row.key)
      if (state.status === 'linked') {
        const account = await loadState(runtime, credential, state.accountId)
        const isAlive = account !== null && account.personal !== null
        if (isAlive && isLate(state, now)) {
          await transact<null, AnyRefusal>(runtime, { name: 'sweep/lapse', by, journalsRefusals: false }, async (unit) => {
            await unit.run(federation, id, { type: 'LapseCase' })
            return accept(null)
          })
          return 'done'
        }
        const askedAt = state.openCase?.askedAt ?? null
        const nextAt = now + credentialMs
        if (isAlive) return { dueAt: askedAt === null ? nextAt : Math.min(nextAt, askedAt + federationCaseMs) }
      }
      const isStillSo = (current: typeof state | { readonly status: 'none' }) =>
        current.status === state.status && (federation.dueAt(current as typeof state) ?? now + 1) <= now
      if ((await eraseRecord(runtime, federation, id, order, isStillSo)) === 'erased') did('erased')
      return 'done'
    },
  }
}
