/** What the rest of the house knows of approvals. */

import { diagram } from '../../../kernel/index.ts'
import { holding } from '../../../runtime/account-acts.ts'
import { never } from '../../../runtime/features.ts'
import type { Feed } from '../../../runtime/feed.ts'
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
import type { ApprovalEvent, ApprovalState } from './model.ts'
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

const feed: Feed<ApprovalEvent> = {
  tells: 'events',
  events: {
    ApprovalSubmitted: { says: 'a request waits for the office', data: ['round', 'submittedAt'], personal: [] },
    Approved: { says: 'the office has approved it', data: ['identification', 'decidedAt'], personal: [] },
    Rejected: { says: 'the office has rejected it', data: ['decidedAt'], personal: ['reason'] },
    CorrectionRequested: { says: 'the office asks for a correction', data: ['decidedAt'], personal: ['reason'] },
    ApprovalVoided: {
      says: 'its applicant has taken it back, its term was over, or another request was approved (`approved`)',
      data: ['voidedAt', 'approved'],
      personal: [],
    },
  },
}

export const approvalProcedure: Procedure<ApprovalSlice> = {
  name: 'approval',
  figures: null,
  keeps,
  messages: approvalMessages,
  features: {
    closable: {
      'desk-approval': {
        ...{ of: 'office', it: 'decisioni sulle richieste di credenziali', en: 'decisions on requests for credentials' },
        operations: ['approval/approve', 'approval/reject', 'approval/request-correction'],
      },
      'desk-reissue': {
        ...{ of: 'office', it: 'nuovo invio delle prime credenziali', en: 'first credentials anew' },
        operations: ['approval/reissue'],
      },
    },
    always: {
      'approval/pending': never.look,
      'approval/dossier': never.look,
      'approval/document': never.look,
      'approval/send-again': never.own,
    },
  },
  letters: approvalLetters,
  diagram: () => diagram(approvalDecider, [{ at: 1_000, by: { kind: 'operator', id: 'operator' } }]),
  open(runtime, policy): ProcedureParts<ApprovalState, ApprovalEvent> {
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
            'registry',
            'inPerson',
            'sought',
          ),
          personal: fields('reason'),
        },
        close: null,
        mayGo: isDecided,
      },
      securityEvent: {
        does: 'nothing',
        why: 'what the office decides is about a request, not about a credential',
        holds: [holding('another request that waits for the office', 'stays', { issued: 'void' })],
      },
      feed,
      underWay: null,
      files: null,
      carry: null,
      mailEnded: null,
    }
  },
}
