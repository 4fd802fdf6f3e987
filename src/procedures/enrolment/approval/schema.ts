/** What comes from outside into an approval, and how its record is stored. */
import * as z from 'zod'
import type { Instant } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { sentBoolean, sentNumber } from '../../../runtime/page-fields.ts'
import { asList } from '../../../runtime/page-values.ts'
import type { Machine } from '../../../runtime/record.ts'
import {
  afterField,
  type DecisionGiven,
  decisionFields,
  emptyAsAbsent,
  filedBeforeField,
  limitField,
  type Operator,
  operatorField,
  readStored,
  reasonField,
  recordIdField,
} from '../../../runtime/schema.ts'
import { correctableFields, documentTypes, type Wanted } from '../wanted.ts'
import { approvalDecider } from './machine.ts'
import type { ApprovalCommand, ApprovalEvent, ApprovalIdentification, ApprovalRefusal, ApprovalState } from './model.ts'

const no = emptyAsAbsent(sentBoolean(z.boolean({ error: 'malformed' }).default(false)))

export const approveForm: z.ZodType<
  DecisionGiven & { readonly identification: ApprovalIdentification; readonly despiteUndelivered: boolean }
> = z.object(
  {
    ...decisionFields,
    despiteUndelivered: no,
    identification: emptyAsAbsent(z.literal(['documents', 'in-person'], { error: 'malformed' }).default('documents')),
  },
  { error: 'type' },
)

/** More than there are to ask for. */
const listMax = 20

const listOf = <T>(element: z.ZodType<T>) =>
  z
    .unknown()
    .optional()
    .transform((given) => (given === undefined || given === null || given === '' ? [] : asList(given)))
    .refine((given) => !Array.isArray(given) || given.length <= listMax, { error: 'too-long' })
    .pipe(z.array(element, { error: 'type' }))

/** What is to be corrected, besides the reason. */
export const correctionRequestForm: z.ZodType<DecisionGiven & Wanted & { readonly reason: string }> = z.object(
  {
    ...decisionFields,
    reason: reasonField,
    fields: listOf(z.literal(correctableFields, { error: 'unknown' })),
    documents: listOf(
      z.union([z.literal(documentTypes), sentNumber(z.int({ error: 'unknown' }).min(1, { error: 'unknown' }))], {
        error: 'unknown',
      }),
    ),
  },
  { error: 'type' },
)

/** To whom credentials are issued anew, why, and whether the person stands at the counter. */
export const reissueForm: z.ZodType<{
  readonly operator: Operator
  readonly id: string
  readonly reason: string
  readonly inPerson: boolean
}> = z.object({ operator: operatorField, id: recordIdField, reason: reasonField, inPerson: no }, { error: 'type' })

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
