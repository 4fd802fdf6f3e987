/** What the rest of the house knows of assignments. */

import { diagram } from '../../kernel/index.ts'
import { fields, journalFields } from '../../runtime/hand-out.ts'
import { type Figures, trueOrFalse } from '../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../runtime/procedure.ts'
import { assignmentDecider } from './machine.ts'
import { assignmentMessages } from './messages.ts'
import type { AssignmentEvent, AssignmentPolicy, AssignmentState } from './model.ts'
import { assignmentMachine } from './schema.ts'

/** What of the policy an assignment needs. */
export type AssignmentSlice = { readonly assignment: AssignmentPolicy }

const figures: Figures<AssignmentPolicy> = { required: trueOrFalse(false) }

export const assignmentProcedure: Procedure<AssignmentSlice> = {
  name: 'assignment',
  figures,
  keeps: {},
  messages: assignmentMessages,
  features: { closable: {}, always: {} },
  letters: {},
  diagram: () => diagram(assignmentDecider, [{ at: 1_000, by: { kind: 'operator', id: 'operator' } }]),
  open: (): ProcedureParts<AssignmentState, AssignmentEvent> => ({
    kind: assignmentMachine,
    retention: {
      end: 'swept',
      says: 'its notes are erased with the personal data of the request that it is about',
      mayLeave: null,
      sweep: async () => ({ dueAt: null }),
    },
    subject: {
      of: 'tag',
      state: { ...fields('status', 'of', 'accountId', 'operator', 'since'), personal: fields('notes') },
      journal: {
        ...journalFields,
        ...fields('of', 'accountId', 'operator', 'from', 'since', 'releasedAt', 'notedAt', 'endedAt'),
        personal: fields('text', 'reason'),
      },
      close: null,
      // The office has decided on every request of the person before anything of it is erased.
      mayGo: () => true,
    },
    securityEvent: { does: 'nothing', why: 'who has a request in charge is no access of its subscriber', holds: [] },
    feed: { tells: 'nothing', why: 'who deals with a request is asked at the desk' },
    underWay: null,
    files: null,
    carry: null,
    mailEnded: null,
  }),
}
