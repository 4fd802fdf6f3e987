/** How each event changes a request for credentials: copies only, every figure is in the event. */
import { impossible } from '../../../kernel/index.ts'
import type { CaseLetter, FiledBefore, RegistrationEvent, RegistrationPersonal, RegistrationState } from './model.ts'

type Of<Type extends RegistrationEvent['type']> = Extract<RegistrationEvent, { type: Type }>
type Opened = Exclude<RegistrationState, { status: 'none' }>
type Drafting = Extract<RegistrationState, { status: 'drafting' }>
type Completed = Extract<RegistrationState, { status: 'completed' }>

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
      return { ...state, documents: [], personal: told(state.personal, { labels: [], before: beforeWithoutFiles(state) }) }
    case 'RegistrationCorrected':
      if (status !== 'drafting' || state.wanted === null) return impossible('registration', status, event.type)
      return { ...state, personal: told(state.personal, event.personal) }
    case 'TicketRenewed':
      if (status !== 'drafting' || state.round === 1) return impossible('registration', status, event.type)
      return ticketRenewed(state, event)
    case 'CredentialsRedrawn':
      return status === 'completed' ? redrawn(state, event) : impossible('registration', status, event.type)
    case 'PinHalfTaken':
      if (status !== 'completed' || !state.personal?.screenHalf) return impossible('registration', status, event.type)
      return { ...state, personal: told(state.personal, { screenHalf: null }) }
    case 'LetterQueued':
      if (status !== 'drafting' && status !== 'completed') return impossible('registration', status, event.type)
      return { ...state, letters: [...state.letters, letterQueued(event)] }
    case 'LetterEnded':
      if (status === 'none' || !state.letters.some(({ mailId, end }) => mailId === event.mailId && end === null)) {
        return impossible('registration', status, event.type)
      }
      return letterEnded(state, event)
  }
}

function opened(event: Of<'RegistrationOpened'>): RegistrationState {
  const { accountId, ticket, noticeVersion, audience, openedAt, lapsesAt, personal } = event
  return {
    status: 'drafting',
    accountId,
    ticket,
    noticeVersion,
    audience,
    openedAt,
    lapsesAt,
    round: 1,
    documents: [],
    documentsAdded: 0,
    earlier: [],
    collector: ticket,
    wanted: null,
    linksAt: [],
    letters: [],
    personal: { password: null, labels: [], before: null, reasons: [], screenHalf: null, ...personal },
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

function reopened(state: Opened, event: Of<'RegistrationReopened'>): RegistrationState {
  const { ticket, round, lapsesAt, since, wanted } = event
  const before = state.personal === null ? null : { person: state.personal.person, documents: filedBefore(state) }
  const earlier = [...state.earlier, state.ticket]
  const personal = told(state.personal, { before })
  return {
    status: 'drafting',
    lapsesAt,
    ...requestOf(state),
    ...{ ticket, round, earlier, personal, linksAt: [], wanted: { ...wanted, since } },
  }
}

/** The documents as they are filed now, with what they are called. */
function filedBefore({ documents, personal }: Opened): readonly FiledBefore[] {
  return documents.map(({ id, type, digest, size }) => {
    const { name = '', description = '' } = personal?.labels.find((label) => label.id === id) ?? {}
    return { id, type, digest, size, name, description }
  })
}

function beforeWithoutFiles({ personal }: Opened): RegistrationPersonal['before'] {
  return personal === null || personal.before === null ? null : { person: personal.before.person, documents: [] }
}

function ticketRenewed(state: Drafting, { ticket, lapsesAt, linksAt }: Of<'TicketRenewed'>): RegistrationState {
  return { ...state, ticket, lapsesAt, linksAt, earlier: [...state.earlier, state.ticket] }
}

function redrawn(state: Completed, { ticket, personal }: Of<'CredentialsRedrawn'>): RegistrationState {
  const drawn = { ...state, personal: told(state.personal, personal) }
  return ticket === null ? drawn : { ...drawn, ticket, collector: ticket, earlier: [...state.earlier, state.ticket] }
}

function letterQueued({ letter, mailId, queuedAt }: Of<'LetterQueued'>): CaseLetter {
  return { letter, mailId, queuedAt, end: null, endedAt: null }
}

function letterEnded(state: Opened, { mailId, end, endedAt, personal }: Of<'LetterEnded'>): RegistrationState {
  const letters = state.letters.map((letter) => (letter.mailId === mailId ? { ...letter, end, endedAt } : letter))
  const said = personal === null ? [] : [{ mailId, reason: personal.reason }]
  return { ...state, letters, personal: told(state.personal, { reasons: [...(state.personal?.reasons ?? []), ...said] }) }
}

/**
 * What every status of a request has, without what is its status' own. That stands before it where a state is put together: adding
 * to what was spread first is a hundred times slower.
 */
function requestOf(state: Opened) {
  const { accountId, ticket, round, openedAt, noticeVersion, documents, documentsAdded, personal } = state
  const { earlier, collector, wanted, linksAt, letters, audience } = state
  const more = { earlier, collector, wanted, linksAt, letters, audience }
  return { accountId, ticket, round, openedAt, noticeVersion, documents, documentsAdded, personal, ...more }
}

/** What was erased stays erased: a change of personal data on an erased record leaves nothing behind. */
function told(personal: RegistrationPersonal | null, change: Partial<RegistrationPersonal>): RegistrationPersonal | null {
  return personal === null ? null : { ...personal, ...change }
}
