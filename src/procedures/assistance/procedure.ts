/** What the rest of the house knows of requests for assistance. */

import { diagram } from '../../kernel/index.ts'
import { holding } from '../../runtime/account-acts.ts'
import { never } from '../../runtime/features.ts'
import type { Feed } from '../../runtime/feed.ts'
import { fields, journalFields } from '../../runtime/hand-out.ts'
import type { Figures } from '../../runtime/policy.ts'
import type { Procedure, ProcedureParts } from '../../runtime/procedure.ts'
import { searchTags } from '../../runtime/search-tags.ts'
import { needsProof } from './documents.ts'
import { assistanceLetters } from './letters.ts'
import { assistanceDecider } from './machine.ts'
import { assistanceMessages } from './messages.ts'
import type { AssistanceEvent, AssistanceState } from './model.ts'
import { assistanceRetention, discardFile, isSettled } from './retention.ts'
import { type AssistanceRetention, assistanceMachine } from './schema.ts'
import { type AssistancePolicy, readTopics } from './topics.ts'

/** What of the policy a request for assistance needs. */
export type AssistanceSlice = { readonly assistance: AssistancePolicy; readonly retention: AssistanceRetention }

const figures: Figures<AssistancePolicy> = {
  topics: {
    default: null,
    limits: 'a tree of questions with at least one questionnaire, or null for that of the seed',
    read: (_name, value) => (value === null ? null : readTopics(value)),
  },
}

// Nothing personal of a request: whoever files it may be somebody else.
const feed: Feed<AssistanceEvent> = {
  tells: 'events',
  events: {
    AssistanceOpened: {
      says: 'somebody who cannot sign in asks for a change of PEC',
      data: ['filedAt', 'noticeVersion'],
      personal: [],
    },
    AssistanceApproved: {
      says: 'the office has approved it: the change of PEC `changeId` begins',
      data: ['changeId', 'decidedAt'],
      personal: [],
    },
    AssistanceRejected: { says: 'the office has rejected it', data: ['decidedAt'], personal: ['reason'] },
    AssistanceWithdrawn: { says: 'its applicant has taken it back', data: ['endedAt'], personal: [] },
    DocumentsDiscarded: { says: 'its file is gone', data: ['discardedAt'], personal: [] },
  },
}

const questionnaire = fields(
  'surname',
  'name',
  'codiceFiscale',
  'oldPec',
  'pec',
  'email',
  'telephone',
  'document',
  'note',
  'answers',
)

export const assistanceProcedure: Procedure<AssistanceSlice> = {
  name: 'assistance',
  figures,
  keeps: {},
  messages: assistanceMessages,
  features: {
    closable: {
      assistance: { of: 'citizen', it: 'richiesta di assistenza', en: 'request for assistance', operations: ['assistance/open'] },
      'desk-assistance': {
        ...{ of: 'office', it: 'decisioni sulle richieste di assistenza', en: 'decisions on requests for assistance' },
        operations: ['assistance/approve', 'assistance/reject'],
      },
    },
    always: {
      'assistance/inspect': never.look,
      'assistance/withdraw': never.giveUp,
      'assistance/dossier': never.look,
      'assistance/document': never.look,
    },
  },
  letters: assistanceLetters,
  diagram: () =>
    diagram(assistanceDecider, [
      { at: 1_000, by: { kind: 'system' } },
      { at: 1_000_000_000_000, by: { kind: 'system' } },
    ]),
  open(runtime, { retention }): ProcedureParts<AssistanceState, AssistanceEvent> {
    const kind = assistanceMachine(retention, searchTags(runtime.ring))
    const context = { runtime, assistance: kind }
    return {
      kind,
      retention: assistanceRetention(context, retention),
      subject: {
        of: 'case',
        state: {
          ...fields('status', 'accountId', 'noticeVersion', 'path', 'filedAt', 'documents', 'operator', 'dossier', 'decidedAt'),
          ...fields('changeId', 'endedAt'),
          personal: { ...questionnaire, ...fields('locale', 'reason') },
        },
        journal: {
          ...journalFields,
          ...fields('accountId', 'noticeVersion', 'path', 'filedAt', 'document', 'operator', 'dossier', 'decidedAt', 'changeId'),
          ...fields('endedAt', 'discardedAt', 'sought'),
          personal: { ...questionnaire, ...fields('locale', 'reason') },
        },
        close: null,
        mayGo: isSettled,
      },
      securityEvent: {
        does: 'nothing',
        why: 'the office decides on it, on what it knows of the account by then',
        holds: [holding('a request for assistance that waits for the office', 'stays')],
      },
      feed,
      underWay: null,
      files: {
        needs: needsProof,
        // Its one file comes with it: nothing can be added later.
        isOpen: () => false,
        discard: (id, by) => discardFile(context, id, by),
      },
      carry: null,
      mailEnded: null,
    }
  },
}
