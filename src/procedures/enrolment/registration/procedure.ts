/** What the rest of the house knows of registrations. */
import { diagram } from '../../../kernel/index.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, oneOf, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { approvalMachine } from '../approval/schema.ts'
import type { RegistrationRules } from './context.ts'
import { needsDocument } from './documents.ts'
import { registrationFoundBy } from './found-by.ts'
import { registrationLetters } from './letters.ts'
import { registrationDecider } from './machine.ts'
import { registrationMessages } from './messages.ts'
import type { RegistrationPolicy, RegistrationState } from './model.ts'
import { discardDocuments, fetchBoth, isClosed, type RegistrationRetention, registrationRetention } from './retention.ts'
import { registrationMachine } from './schema.ts'

/** What of the policy a registration needs. */
export type RegistrationSlice = {
  readonly registration: RegistrationPolicy & RegistrationRules
  readonly retention: RegistrationRetention
}

const mebibyte = 1_048_576
const reactions = ['refuse', 'flag'] as const

const figures: Figures<RegistrationSlice['registration']> = {
  draftLifetimeMs: whole(7 * day),
  documentsMax: whole(10),
  documentsBytesMax: whole(30 * mebibyte),
  bytesMax: whole(10 * mebibyte),
  suspicious: oneOf('refuse', reactions),
  contradictions: oneOf('flag', reactions),
  leastAge: whole(0, { least: 0, most: 120 }),
  younger: oneOf('refuse', reactions),
}

const keeps: Figures<RegistrationRetention> = { closedMs: whole(30 * day) }

export const registrationProcedure: Procedure<RegistrationSlice> = {
  name: 'registration',
  figures,
  keeps,
  messages: registrationMessages,
  letters: registrationLetters,
  diagram: ({ registration }) =>
    diagram(registrationDecider(registration), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(runtime, policy): ProcedureParts<RegistrationState> {
    const kind = registrationMachine(policy.registration, policy.retention.closedMs, registrationFoundBy(runtime.ring))
    const context = { runtime, registration: kind }
    return {
      kind,
      retention: registrationRetention(context, policy.retention.closedMs),
      subject: {
        of: 'tag',
        state: {
          ...fields('status', 'accountId', 'round', 'openedAt', 'noticeVersion', 'documents', 'documentsAdded'),
          ...fields('lapsesAt', 'completedAt', 'endedAt'),
          personal: fields('person', 'findings', 'labels'),
        },
        journal: {
          ...journalFields,
          ...fields('accountId', 'noticeVersion', 'openedAt', 'lapsesAt', 'document', 'id', 'completedAt', 'round'),
          ...fields('endedAt', 'approved', 'discardedAt'),
          personal: fields('person', 'findings', 'id', 'name', 'description'),
        },
        async close(unit, id) {
          await fetchBoth(unit, id)
          const { status } = await unit.state(approvalMachine, id)
          if (status === 'pending' || status === 'awaiting-correction') return { kind: approvalMachine.decider.name, id }
          const request = await unit.state(kind, id)
          if (request.status === 'drafting') await unit.run(kind, id, { type: 'VoidRegistration', approved: null })
          return null
        },
        // Filed and not before the office any more is decided.
        mayGo: (state) => isClosed(state) || state.status === 'completed',
      },
      securityEvent: { does: 'nothing', why: 'a request is no access: the office decides on it' },
      files: {
        needs: needsDocument,
        isOpen: ({ status }) => status === 'drafting' || status === 'completed',
        discard: (id, by) => discardDocuments(context, id, by),
      },
      mailEnded: null,
    }
  },
}
