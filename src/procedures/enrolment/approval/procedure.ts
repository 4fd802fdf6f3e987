/** What the rest of the house knows of approvals. */
import { diagram } from '../../../kernel/index.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, tenYears, whole, wholeOrNull } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { registrationFoundBy } from '../registration/found-by.ts'
import type { RegistrationPolicy } from '../registration/model.ts'
import { isDecided, type RegistrationRetention } from '../registration/retention.ts'
import { registrationMachine } from '../registration/schema.ts'
import { approvalLetters } from './letters.ts'
import { approvalDecider } from './machine.ts'
import { approvalMessages } from './messages.ts'
import type { ApprovalState } from './model.ts'
import { type ApprovalRetention, approvalRetention } from './retention.ts'
import { approvalMachine } from './schema.ts'

/** What of the policy an approval needs. */
export type ApprovalSlice = {
  readonly registration: RegistrationPolicy
  readonly retention: ApprovalRetention & RegistrationRetention
}

const keeps: Figures<ApprovalRetention> = {
  documentsMs: whole(0, { least: 0 }),
  rejectedMs: whole(180 * day),
  approvedMs: wholeOrNull(tenYears),
}

export const approvalProcedure: Procedure<ApprovalSlice> = {
  name: 'approval',
  figures: null,
  keeps,
  messages: approvalMessages,
  letters: approvalLetters,
  diagram: () => diagram(approvalDecider, [{ at: 1_000, by: { kind: 'operator', id: 'operator' } }]),
  open(runtime, policy): ProcedureParts<ApprovalState> {
    const registration = registrationMachine(policy.registration, policy.retention.closedMs, registrationFoundBy(runtime.ring))
    return {
      kind: approvalMachine,
      retention: approvalRetention({ runtime, registration }, policy.retention),
      subject: {
        of: 'case',
        state: {
          ...fields(
            'status',
            'accountId',
            'dossier',
            'round',
            'submittedAt',
            'decidedAt',
            'operator',
            'identification',
            'voidedAt',
          ),
          personal: fields('reason'),
        },
        journal: {
          ...journalFields,
          ...fields(
            'accountId',
            'dossier',
            'round',
            'submittedAt',
            'operator',
            'identification',
            'decidedAt',
            'voidedAt',
            'approved',
            'sought',
          ),
          personal: fields('reason'),
        },
        close: null,
        mayGo: isDecided,
      },
      securityEvent: { does: 'nothing', why: 'what the office decides is about a request, not about a credential' },
      files: null,
      mailEnded: null,
    }
  },
}
