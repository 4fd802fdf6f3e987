/** What the rest of the house knows of exemptions. */
import { diagram } from '../../../kernel/index.ts'
import { never } from '../../../runtime/features.ts'
import type { Feed } from '../../../runtime/feed.ts'
import { fields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import { carryExemption } from './carry.ts'
import { exemptionLetters } from './letters.ts'
import { exemptionDecider } from './machine.ts'
import { exemptionMessages } from './messages.ts'
import type { ExemptionEvent, ExemptionRetention, ExemptionState } from './model.ts'
import { exemptionMachine } from './schema.ts'

/** What of the policy an exemption needs. */
export type ExemptionSlice = { readonly retention: ExemptionRetention }

const keeps: Figures<ExemptionRetention> = { exemptionMs: whole(365 * day) }

const feed: Feed<ExemptionEvent> = {
  tells: 'events',
  events: {
    ExemptionGranted: {
      says: 'the office has exempted the person from the end of the local credentials, or changed that',
      data: ['grantedAt', 'untilDay'],
      personal: ['kind'],
    },
    ExemptionRevoked: { says: 'the office has taken the exemption back', data: ['revokedAt'], personal: [] },
    ExemptionTakenOver: {
      says: 'the exemption of another account of the person is that of this one from now on',
      data: ['grantedAt', 'untilDay'],
      personal: ['kind'],
    },
    ExemptionHandedOver: {
      says: 'another account of the person has the exemption from now on',
      data: ['revokedAt'],
      personal: [],
    },
    // Everybody gets them.
    ReminderGiven: null,
  },
}

const facts = fields('grantedAt', 'untilDay', 'operator', 'revokedAt', 'reminders')
const document = fields('kind', 'documentKind', 'documentExpiresOn')

export const exemptionProcedure: Procedure<ExemptionSlice> = {
  name: 'exemption',
  figures: null,
  keeps,
  messages: exemptionMessages,
  features: {
    closable: {
      'desk-exemption': {
        ...{ of: 'office', it: 'esenzioni dalla fine delle credenziali', en: 'exemptions from the end of the credentials' },
        operations: ['exemption/grant'],
      },
    },
    always: {
      'exemption/inspect': never.look,
      'exemption/revoke': never.safety,
    },
  },
  letters: exemptionLetters,
  diagram: () => diagram(exemptionDecider, [{ at: 1_000, by: { kind: 'operator', id: 'operator' } }]),
  open: (_, { retention }): ProcedureParts<ExemptionState, ExemptionEvent> => ({
    kind: exemptionMachine(retention.exemptionMs),
    retention: {
      end: 'erased-with-account',
      says: 'erased `exemptionMs` after its last day or its end by the office, and with the credential',
      release: async () => undefined,
    },
    subject: {
      of: 'account',
      // The number is a digest.
      state: { ...facts, ...fields('status'), personal: document },
      journal: { ...journalFields, ...facts, ...fields('endsAt', 'daysBefore'), personal: { ...document, reason: true } },
      close: null,
      mayGo: () => true,
    },
    securityEvent: { does: 'nothing', why: 'it is about the person, and opens nothing by itself', holds: [] },
    feed,
    underWay: null,
    files: null,
    carry: carryExemption(exemptionMachine(retention.exemptionMs)),
    mailEnded: null,
  }),
}
