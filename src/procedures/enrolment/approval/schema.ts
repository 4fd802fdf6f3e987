/** What comes from outside into an approval, and how its record is stored. */
import * as z from 'zod'
import { type Instant, instantMax } from '../../../kernel/index.ts'
import type { Machine } from '../../../runtime/record.ts'
import { type Operator, operatorField, reasonField, recordIdField } from '../../../runtime/schema.ts'
import { approvalDecider } from './machine.ts'
import type { ApprovalCommand, ApprovalEvent, ApprovalIdentification, ApprovalRefusal, ApprovalState } from './model.ts'

const decision = {
  operator: operatorField,
  id: recordIdField,
  dossierDigest: z.string({ error: 'required' }).max(64, { error: 'malformed' }),
}

export const approveForm: z.ZodType<{
  readonly operator: Operator
  readonly id: string
  readonly dossierDigest: string
  readonly identification: ApprovalIdentification
}> = z.object(
  { ...decision, identification: z.literal(['documents', 'in-person'], { error: 'malformed' }).default('documents') },
  { error: 'type' },
)

export const reasonedForm: z.ZodType<{
  readonly operator: Operator
  readonly id: string
  readonly dossierDigest: string
  readonly reason: string
}> = z.object({ ...decision, reason: reasonField }, { error: 'type' })

const error = 'malformed'

/** The first instant is nobody's: nothing was submitted before it. */
const instantField = z.int({ error }).min(1, { error }).max(instantMax, { error })

export const pageForm: z.ZodType<{
  readonly after: string | null
  readonly limit: number
  readonly submittedBefore: Instant | null
}> = z
  .object(
    {
      after: recordIdField.nullish(),
      limit: z.int({ error }).min(1, { error }).max(200, { error }).default(50),
      submittedBefore: instantField.nullish(),
    },
    { error: 'type' },
  )
  .transform(({ after, limit, submittedBefore }) => ({ after: after ?? null, limit, submittedBefore: submittedBefore ?? null }))

export const dossierForm: z.ZodType<{ readonly operator: Operator; readonly id: string }> = z.object(
  { operator: operatorField, id: recordIdField },
  { error: 'type' },
)

export const dossierDocumentForm: z.ZodType<{ readonly operator: Operator; readonly id: string; readonly document: number }> =
  z.object({ operator: operatorField, id: recordIdField, document: z.int({ error: 'malformed' }) }, { error: 'type' })

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
  parse: (value) => state.safeParse(value).data ?? null,
  tags: (current) => {
    if (current.status === 'none') return []
    const open = current.status === 'pending' || current.status === 'awaiting-correction'
    return [`status:${current.status}`, `${open ? 'open' : 'account'}:${current.accountId}`]
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
