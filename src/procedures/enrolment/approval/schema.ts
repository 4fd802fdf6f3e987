/** What comes from outside into an approval, and how its record is stored. */
import * as z from 'zod'
import type { Instant } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import type { Machine } from '../../../runtime/record.ts'
import {
  afterField,
  type DecisionGiven,
  decisionFields,
  emptyAsAbsent,
  filedBeforeField,
  limitField,
  readStored,
} from '../../../runtime/schema.ts'
import { approvalDecider } from './machine.ts'
import type { ApprovalCommand, ApprovalEvent, ApprovalIdentification, ApprovalRefusal, ApprovalState } from './model.ts'

export const approveForm: z.ZodType<DecisionGiven & { readonly identification: ApprovalIdentification }> = z.object(
  {
    ...decisionFields,
    identification: emptyAsAbsent(z.literal(['documents', 'in-person'], { error: 'malformed' }).default('documents')),
  },
  { error: 'type' },
)

export const pageForm: z.ZodType<{
  readonly after: string | null
  readonly limit: number
  readonly submittedBefore: Instant | null
}> = z.object({ after: afterField, limit: limitField, submittedBefore: filedBeforeField }, { error: 'type' })

const instant = z.number()
const file = {
  accountId: z.string(),
  dossier: z.string(),
  round: z.number(),
  submittedAt: instant,
  personal: z.strictObject({ reason: z.string() }).nullable(),
}
const decided = { decidedAt: instant, operator: z.string() }
const state: z.ZodType<ApprovalState> = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), personal: z.null() }),
  z.strictObject({ status: z.literal('pending'), ...file }),
  z.strictObject({ status: z.literal('awaiting-correction'), ...file, ...decided }),
  z.strictObject({ status: z.literal('approved'), ...file, ...decided, identification: z.literal(['documents', 'in-person']) }),
  z.strictObject({ status: z.literal('rejected'), ...file, ...decided }),
  z.strictObject({ status: z.literal('void'), ...file, voidedAt: instant }),
])

export type ApprovalMachine = Machine<ApprovalState, ApprovalCommand, ApprovalEvent, ApprovalRefusal>

/** The machine and how its record is stored. */
export const approvalMachine: ApprovalMachine = {
  decider: approvalDecider,
  upgrades: [],
  parse: (value) => readStored(state, value),
  tags: (current) => {
    if (current.status === 'none') return []
    const open = current.status === 'pending' || current.status === 'awaiting-correction'
    const decided = current.status === 'approved' || current.status === 'rejected'
    return [
      `status:${current.status}`,
      `${open ? 'open' : 'account'}:${current.accountId}`,
      `filed:${romeDate(current.submittedAt)}`,
      ...(decided ? [`decided:${romeDate(current.decidedAt)}`] : []),
    ]
  },
  dueAt: (current) => {
    switch (current.status) {
      case 'none':
      case 'awaiting-correction':
        return null
      case 'pending':
        // Since when it waits: what the queue is asked by.
        return current.submittedAt
      case 'approved':
      case 'rejected':
        return current.decidedAt
      case 'void':
        return current.voidedAt
    }
  },
}
