/**
 * A change of PEC for people who cannot sign in (seed 003 §2.2): asked for with an identity document in course of validity, decided by the
 * office. Approving it starts the change that the subscriber could have started in a session, and has no other effect.
 *
 *   none --OpenAssistance--> open --ApproveAssistance--> approved
 *                             |  '--RejectAssistance--> rejected
 *                             '--WithdrawAssistance--> withdrawn
 *   approved, rejected, withdrawn --DiscardDocuments--> the same, without documents
 */

import { accept, type Decider, type Instant, impossible, refuse } from '../../kernel/index.ts'
import { romeDate } from '../../rules/civil/index.ts'
import type {
  AssistanceCommand,
  AssistanceDecision,
  AssistanceEvent,
  AssistancePersonal,
  AssistanceRefusal,
  AssistanceState,
} from './model.ts'

export type AssistanceDecider = Decider<AssistanceState, AssistanceCommand, AssistanceEvent, AssistanceRefusal>
type Open = Extract<AssistanceState, { status: 'open' }>
type Closed = Exclude<AssistanceState, { status: 'none' | 'open' }>
type Decided = ReturnType<AssistanceDecider['decide']>

/** True while an identity document that expires on that civil day is in course of validity: the whole of the day, in Rome. */
export function isInCourse(expiresOn: string, at: Instant): boolean {
  return romeDate(at) <= expiresOn
}

const decide: AssistanceDecider['decide'] = (state, command, { at }) => {
  switch (state.status) {
    case 'none':
      return command.type === 'OpenAssistance' ? decideOpening(command, at) : refuse({ code: 'assistance/not-found' })
    case 'open':
      return decideOpen(state, command, at)
    case 'approved':
    case 'rejected':
      if (command.type === 'DiscardDocuments') return decideDiscard(state, at)
      return refuse({ code: 'assistance/already-decided', outcome: state.status })
    case 'withdrawn':
      return command.type === 'DiscardDocuments' ? decideDiscard(state, at) : refuse({ code: 'assistance/withdrawn' })
  }
}

function decideOpening(command: Extract<AssistanceCommand, { type: 'OpenAssistance' }>, at: Instant): Decided {
  const { accountId, ticket, noticeVersion, path, document, personal } = command
  if (!isInCourse(personal.document.expiresOn, at)) return refuse({ code: 'assistance/document-expired' })
  const filed = { id: 1, addedAt: at, ...document }
  return accept([{ type: 'AssistanceOpened', accountId, ticket, noticeVersion, path, filedAt: at, document: filed, personal }])
}

function decideOpen(state: Open, command: AssistanceCommand, at: Instant): Decided {
  switch (command.type) {
    case 'OpenAssistance':
      return refuse({ code: 'assistance/already-open' })
    case 'ApproveAssistance': {
      const objection = objectionTo(state, command)
      if (objection !== null) return refuse(objection)
      const { operator, dossier, changeId } = command
      return accept([{ type: 'AssistanceApproved', operator, dossier, decidedAt: at, changeId }])
    }
    case 'RejectAssistance': {
      const objection = objectionTo(state, command)
      if (objection !== null) return refuse(objection)
      const { operator, dossier, personal } = command
      return accept([{ type: 'AssistanceRejected', operator, dossier, decidedAt: at, personal }])
    }
    case 'WithdrawAssistance':
      return accept([{ type: 'AssistanceWithdrawn', endedAt: at }])
    case 'DiscardDocuments':
      return refuse({ code: 'assistance/not-decided' })
  }
}

function objectionTo(state: Open, decision: AssistanceDecision): AssistanceRefusal | null {
  if (decision.operatorAccount === state.accountId) return { code: 'assistance/own-request' }
  return decision.dossierDigest === decision.dossier ? null : { code: 'assistance/dossier-changed' }
}

function decideDiscard({ documents }: Closed, at: Instant): Decided {
  if (documents.length === 0) return refuse({ code: 'assistance/no-document' })
  return accept([{ type: 'DocumentsDiscarded', discardedAt: at }])
}

/** What every status of a request has, without what is its status' own. */
function requestOf(state: Open) {
  const { accountId, ticket, noticeVersion, path, filedAt, documents, personal } = state
  return { accountId, ticket, noticeVersion, path, filedAt, documents, personal }
}

function evolve(state: AssistanceState, event: AssistanceEvent): AssistanceState {
  if (event.type === 'AssistanceOpened') {
    if (state.status !== 'none') return impossible('assistance', state.status, event.type)
    const { accountId, ticket, noticeVersion, path, filedAt, document } = event
    const personal: AssistancePersonal = { ...event.personal, reason: null }
    return { status: 'open', accountId, ticket, noticeVersion, path, filedAt, documents: [document], personal }
  }
  if (event.type === 'DocumentsDiscarded') {
    const isClosed = state.status !== 'none' && state.status !== 'open'
    if (!isClosed || state.documents.length === 0) return impossible('assistance', state.status, event.type)
    return { ...state, documents: [] }
  }
  if (state.status !== 'open') return impossible('assistance', state.status, event.type)
  switch (event.type) {
    case 'AssistanceApproved': {
      const { operator, dossier, decidedAt, changeId } = event
      return { status: 'approved', operator, dossier, decidedAt, changeId, ...requestOf(state) }
    }
    case 'AssistanceRejected': {
      const { operator, dossier, decidedAt } = event
      // What was erased stays erased.
      const personal = state.personal === null ? null : { ...state.personal, ...event.personal }
      return { status: 'rejected', operator, dossier, decidedAt, ...requestOf(state), personal }
    }
    case 'AssistanceWithdrawn':
      return { status: 'withdrawn', endedAt: event.endedAt, ...requestOf(state) }
  }
}

function exampleCommands(): readonly AssistanceCommand[] {
  const personal = {
    surname: 'Verdi',
    name: 'Anna',
    codiceFiscale: 'VRDNNA80A41L219M',
    oldPec: '',
    pec: 'anna@pec.example.it',
    email: 'anna@example.it',
    telephone: '',
    document: { number: 'AB123', issuer: '', expiresOn: '9999-12-31', name: 'card.pdf' },
    note: '',
    answers: [],
    locale: 'it',
  } as const
  const decision = { dossierDigest: 'dossier', dossier: 'dossier', operator: 'operator', operatorAccount: 'operator-account' }
  return [
    {
      type: 'OpenAssistance',
      accountId: 'account',
      ticket: 'ticket',
      noticeVersion: '1',
      path: ['no'],
      document: { type: 'identity-card', digest: '0'.repeat(64), size: 1, findings: [] },
      personal,
    },
    { type: 'ApproveAssistance', changeId: 'change', ...decision },
    { type: 'RejectAssistance', personal: { reason: 'The copy cannot be read.' }, ...decision },
    { type: 'WithdrawAssistance' },
    { type: 'DiscardDocuments' },
  ]
}

/** The machine. There is no policy to it. */
export const assistanceDecider: AssistanceDecider = {
  name: 'assistance',
  initial: { status: 'none', personal: null },
  decide,
  evolve,
  isTerminal: (state) => state.status !== 'none' && state.status !== 'open' && state.documents.length === 0,
  exampleCommands,
}
