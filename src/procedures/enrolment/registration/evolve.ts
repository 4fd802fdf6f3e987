/** How each event changes a request for credentials: copies only, every figure is in the event. */
import { impossible } from '../../../kernel/index.ts'
import type { RegistrationEvent, RegistrationPersonal, RegistrationState } from './model.ts'

type Of<Type extends RegistrationEvent['type']> = Extract<RegistrationEvent, { type: Type }>
type Opened = Exclude<RegistrationState, { status: 'none' }>
type Drafting = Extract<RegistrationState, { status: 'drafting' }>

/** The request after the event. A pair that `decide` cannot produce stops the operation. */
export function evolveRegistration(state: RegistrationState, event: RegistrationEvent): RegistrationState {
  const { status } = state
  switch (event.type) {
    case 'RegistrationOpened':
      return status === 'none' ? opened(event) : impossible('registration', status, event.type)
    case 'PinRenewed':
      if (status !== 'drafting' || state.round > 1) return impossible('registration', status, event.type)
      return { ...state, personal: told(state.personal, event.personal) }
    case 'DocumentAdded':
      if (status !== 'drafting' || event.document.id !== state.documentsAdded + 1) {
        return impossible('registration', status, event.type)
      }
      return documentAdded(state, event)
    case 'DocumentRemoved':
      if (status !== 'drafting' || !state.documents.some(({ id }) => id === event.id)) {
        return impossible('registration', status, event.type)
      }
      return documentRemoved(state, event)
    case 'RegistrationCompleted':
      if (status !== 'drafting' || state.documents.length === 0) return impossible('registration', status, event.type)
      return completed(state, event)
    case 'RegistrationReopened':
      return status === 'completed' ? reopened(state, event) : impossible('registration', status, event.type)
    case 'RegistrationWithdrawn':
      if (status !== 'drafting') return impossible('registration', status, event.type)
      return { status: 'withdrawn', endedAt: event.endedAt, ...requestOf(state) }
    case 'RegistrationLapsed':
      if (status !== 'drafting') return impossible('registration', status, event.type)
      return { status: 'lapsed', endedAt: event.endedAt, ...requestOf(state) }
    case 'RegistrationVoided':
      if (status !== 'drafting' && status !== 'completed') return impossible('registration', status, event.type)
      return { status: 'void', endedAt: event.endedAt, ...requestOf(state) }
    case 'DocumentsDiscarded':
      if (status === 'none' || status === 'drafting' || state.documents.length === 0) {
        return impossible('registration', status, event.type)
      }
      return { ...state, documents: [], personal: told(state.personal, { labels: [] }) }
  }
}

function opened(event: Of<'RegistrationOpened'>): RegistrationState {
  const { accountId, ticket, noticeVersion, openedAt, lapsesAt, personal } = event
  return {
    status: 'drafting',
    accountId,
    ticket,
    noticeVersion,
    openedAt,
    lapsesAt,
    round: 1,
    documents: [],
    documentsAdded: 0,
    personal: { password: null, labels: [], ...personal },
  }
}

function documentAdded(state: Drafting, { document, personal: label }: Of<'DocumentAdded'>): RegistrationState {
  const labels = [...(state.personal?.labels ?? []), label]
  const documents = [...state.documents, document]
  return { ...state, documents, documentsAdded: document.id, personal: told(state.personal, { labels }) }
}

function documentRemoved(state: Drafting, { id: removed }: Of<'DocumentRemoved'>): RegistrationState {
  const labels = (state.personal?.labels ?? []).filter(({ id }) => id !== removed)
  const documents = state.documents.filter(({ id }) => id !== removed)
  return { ...state, documents, personal: told(state.personal, { labels }) }
}

function completed(state: Drafting, event: Of<'RegistrationCompleted'>): RegistrationState {
  const personal = event.personal === null ? state.personal : told(state.personal, { sealedHalf: null, ...event.personal })
  return { status: 'completed', completedAt: event.completedAt, ...requestOf(state), personal }
}

function reopened(state: Opened, { ticket, round, lapsesAt }: Of<'RegistrationReopened'>): RegistrationState {
  return { status: 'drafting', lapsesAt, ...requestOf(state), ticket, round }
}

/**
 * What every status of a request has, without what is its status' own. That stands before it where a state is put together: adding
 * to what was spread first is a hundred times slower.
 */
function requestOf(state: Opened) {
  const { accountId, ticket, round, openedAt, noticeVersion, documents, documentsAdded, personal } = state
  return { accountId, ticket, round, openedAt, noticeVersion, documents, documentsAdded, personal }
}

/** What was erased stays erased: a change of personal data on an erased record leaves nothing behind. */
function told(personal: RegistrationPersonal | null, change: Partial<RegistrationPersonal>): RegistrationPersonal | null {
  return personal === null ? null : { ...personal, ...change }
}
