/** How a delegation is stored. */
import * as z from 'zod'
import type { Instant } from '../../../kernel/index.ts'
import type { Machine } from '../../../runtime/record.ts'
import { readStored } from '../../../runtime/schema.ts'
import { afterDay } from '../days-in-force.ts'
import { delegationDecider } from './machine.ts'
import {
  type DelegationCommand,
  type DelegationEvent,
  type DelegationRefusal,
  type DelegationState,
  delegationCapacities,
  delegationEvidenceKinds,
} from './model.ts'

const text = z.string()
const person = { codiceFiscale: text, surname: text, name: text }
const state: z.ZodType<DelegationState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({
    status: z.literal(['requested', 'granted', 'rejected', 'withdrawn', 'revoked']),
    delegateId: text,
    accountId: text,
    capacity: z.literal(delegationCapacities),
    services: z.array(text).nullable(),
    fromDay: text,
    untilDay: text.nullable(),
    requestedAt: z.number(),
    grantedAt: z.number().nullable(),
    endedAt: z.number().nullable(),
    operator: text.nullable(),
    endedBy: z.literal(['delegate', 'person', 'office', 'erasure', 'lapse']).nullable(),
    personal: z
      .strictObject({
        delegate: z.strictObject({ ...person, codiceFiscale: text.nullable() }),
        person: z.strictObject({ ...person, birthDate: text }),
        evidenceKind: z.literal(delegationEvidenceKinds),
        evidenceNumber: text,
        evidenceExpiresOn: text.nullable(),
      })
      .nullable(),
  }),
])

export type DelegationMachine = Machine<DelegationState, DelegationCommand, DelegationEvent, DelegationRefusal>

/** When it ended or will end; null while nothing sets it an end. */
function endOf(current: DelegationState): Instant | null {
  if (current.status === 'none' || current.status === 'requested') return null
  if (current.endedAt !== null) return current.endedAt
  return current.untilDay === null ? null : afterDay(current.untilDay)
}

/** How long it is kept after its end, and how long a request waits, ms. */
type Kept = { readonly delegationMs: number; readonly delegationRequestMs: number }

/** The machine and how its record is stored. */
export function delegationMachine({ delegationMs, delegationRequestMs }: Kept): DelegationMachine {
  return {
    decider: delegationDecider,
    upgrades: [],
    parse: (value) => readStored(state, value),
    tags(current) {
      if (current.status === 'none') return []
      const { status, delegateId, accountId } = current
      const waits = status === 'requested' ? [`asks:${delegateId}`] : []
      // One where the two have turned out to be one person.
      const sides = [...new Set([delegateId, accountId])].map((id) => `account:${id}`)
      return [`status:${status}`, ...waits, ...sides]
    },
    dueAt(current) {
      if (current.status === 'requested') {
        const { requestedAt, untilDay } = current
        return Math.min(requestedAt + delegationRequestMs, untilDay === null ? Number.POSITIVE_INFINITY : afterDay(untilDay))
      }
      const end = endOf(current)
      return end === null ? null : end + delegationMs
    },
  }
}
