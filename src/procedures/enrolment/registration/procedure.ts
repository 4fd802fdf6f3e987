/** What the rest of the house knows of registrations. */

import { diagram, type Holdable, type HoldEvent } from '../../../kernel/index.ts'
import { holding } from '../../../runtime/account-acts.ts'
import { challengeFigure } from '../../../runtime/challenge.ts'
import { never } from '../../../runtime/features.ts'
import { type Feed, holdFeed } from '../../../runtime/feed.ts'
import { fields, holdFields, journalFields } from '../../../runtime/hand-out.ts'
import { day, type Figures, oneOf, whole } from '../../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../../runtime/procedure.ts'
import type { CredentialPolicy } from '../../account/credential/model.ts'
import type { CredentialRetention } from '../../account/credential/retention.ts'
import { credentialMachine } from '../../account/credential/schema.ts'
import { approvalMachine } from '../approval/schema.ts'
import type { RegistrationRules } from './context.ts'
import { needsDocument } from './documents.ts'
import { registrationFoundBy } from './found-by.ts'
import { registrationLetters } from './letters.ts'
import { registrationDecider } from './machine.ts'
import { registrationMessages } from './messages.ts'
import type { RegistrationEvent, RegistrationPolicy, RegistrationState } from './model.ts'
import { letterEnded } from './post.ts'
import { discardDocuments, fetchBoth, isClosed, type RegistrationRetention, registrationRetention } from './retention.ts'
import { registrationMachine } from './schema.ts'
import { cancelSecrets } from './security-events.ts'

/** What of the policy a registration needs. */
export type RegistrationSlice = {
  readonly registration: RegistrationPolicy & RegistrationRules
  readonly credential: CredentialPolicy
  readonly retention: RegistrationRetention & CredentialRetention
}

const mebibyte = 1_048_576
const reactions = ['refuse', 'flag'] as const

const figures: Figures<RegistrationSlice['registration']> = {
  draftLifetimeMs: whole(7 * day),
  documentsMax: whole(10, { most: 1_000 }),
  documentsBytesMax: whole(30 * mebibyte, { most: 1_024 * mebibyte }),
  linksPerDayMax: whole(3, { most: 20 }),
  bytesMax: whole(10 * mebibyte, { most: 1_024 * mebibyte }),
  suspicious: oneOf('refuse', reactions),
  contradictions: oneOf('flag', reactions),
  leastAge: whole(0, { least: 0, most: 120 }),
  younger: oneOf('refuse', reactions),
  challenge: challengeFigure,
}

const keeps: Figures<RegistrationRetention> = { closedMs: whole(30 * day) }

// Nothing personal: whoever opens a request may be somebody else. `CredentialIssued` tells who it is.
const feed: Feed<RegistrationEvent | HoldEvent> = {
  tells: 'events',
  events: {
    ...holdFeed,
    RegistrationOpened: {
      says: 'somebody has begun a request',
      data: ['openedAt', 'lapsesAt', 'noticeVersion'],
      personal: [],
    },
    RegistrationCompleted: { says: 'it was filed with the office', data: ['completedAt'], personal: [] },
    RegistrationReopened: { says: 'it waits for a correction by its applicant', data: ['round', 'lapsesAt'], personal: [] },
    RegistrationWithdrawn: { says: 'its applicant has taken it back', data: ['endedAt'], personal: [] },
    RegistrationLapsed: { says: 'its term was over', data: ['endedAt'], personal: [] },
    RegistrationVoided: {
      says: 'another request was approved (`approved`), or it was rejected or erased while it awaited its applicant',
      data: ['endedAt', 'approved'],
      personal: [],
    },
    DocumentsDiscarded: { says: 'its files are gone', data: ['discardedAt'], personal: [] },
    // Steps of a draft.
    PinRenewed: null,
    DocumentAdded: null,
    DocumentRemoved: null,
    RegistrationCorrected: null,
    TicketRenewed: null,
    // The credential tells it.
    CredentialsRedrawn: null,
    PinHalfTaken: null,
    // Of letters the office sees more in the dossier.
    LetterQueued: null,
    LetterEnded: null,
  },
}
// Who changes the temporary password has read that letter, and before nobody has more than that to do with an account.
const gone = {
  'password-recovered': 'none',
  'pin-renewed': 'none',
  'sessions-ended': 'none',
  'email-changed': 'none',
  // Nothing that is held is under way on an account that was never activated.
  'suspended-identification': 'none',
} as const

export const registrationProcedure: Procedure<RegistrationSlice> = {
  name: 'registration',
  figures,
  keeps,
  messages: registrationMessages,
  features: {
    acts: { 'registration/open': 'issue' },
    closable: {
      registration: {
        ...{ of: 'citizen', it: 'registrazione', en: 'registration' },
        operations: [
          'registration/open',
          'registration/renew-pin',
          'registration/add-document',
          'registration/remove-document',
          'registration/correct',
          'registration/complete',
        ],
      },
    },
    always: {
      'registration/inspect': never.look,
      'registration/withdraw': never.giveUp,
      'registration/show-pin-half': never.own,
      'registration/send-link-again': never.own,
      'registration/letter': never.post,
    },
  },
  letters: registrationLetters,
  diagram: ({ registration }) =>
    diagram(registrationDecider(registration), [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(runtime, policy): ProcedureParts<RegistrationState & Holdable, RegistrationEvent | HoldEvent> {
    const kind = registrationMachine(policy.registration, policy.retention.closedMs, registrationFoundBy(runtime.ring))
    const credential = credentialMachine(policy.credential, policy.retention)
    const context = { runtime, registration: kind }
    return {
      kind,
      retention: registrationRetention(context, policy.retention.closedMs),
      subject: {
        of: 'tag',
        state: {
          ...holdFields.state,
          ...fields('status', 'accountId', 'round', 'openedAt', 'noticeVersion', 'audience', 'documents', 'documentsAdded'),
          ...fields('lapsesAt', 'completedAt', 'endedAt', 'wanted', 'linksAt', 'letters'),
          personal: fields('person', 'findings', 'labels', 'before', 'reasons'),
        },
        journal: {
          ...journalFields,
          ...holdFields.journal,
          ...fields('accountId', 'noticeVersion', 'audience', 'openedAt', 'lapsesAt', 'document', 'id', 'completedAt', 'round'),
          ...fields(
            'endedAt',
            'approved',
            'discardedAt',
            'wanted',
            'since',
            'fields',
            'linksAt',
            'letter',
            'mailId',
            'queuedAt',
            'end',
          ),
          personal: fields('person', 'findings', 'id', 'name', 'description', 'reason'),
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
      securityEvent: {
        does: 'void',
        holds: [
          holding('the draft of another request', 'stays'),
          holding('the letter with the first secrets, not sent yet', 'stays', {
            reissued: 'void',
            identified: 'void',
            'password-changed': 'void',
            revoked: 'void',
            ...gone,
          }),
        ],
        void: (unit, event) => cancelSecrets(unit, credential, event),
      },
      feed,
      underWay: null,
      files: {
        needs: needsDocument,
        isOpen: ({ status }) => status === 'drafting' || status === 'completed',
        discard: (id, by) => discardDocuments(context, id, by),
      },
      carry: null,
      mailEnded: (mailId, end, reason) => letterEnded(context, mailId, end, reason),
    }
  },
}
