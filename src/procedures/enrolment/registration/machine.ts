/**
 * A request for credentials, in two phases (seed 001): first the personal data, then the documents that let the office identify
 * the applicant. A request never reserves a codice fiscale.
 *
 *   none --OpenRegistration--> drafting --CompleteRegistration--> completed --ReopenRegistration--> drafting
 *                                 |  '--WithdrawRegistration--> withdrawn
 *                                 '--LapseRegistration (term over)--> lapsed
 *   drafting, completed --VoidRegistration--> void
 *   completed, withdrawn, lapsed, void --DiscardDocuments--> the same, without documents
 *
 * What the office has returned is drafting once more, and takes CorrectRegistration and RenewTicket besides. What is approved is completed
 * still, and takes RedrawCredentials and TakePinHalf. QueueLetter and EndLetter say what becomes of each letter.
 *
 * A draft whose term is over takes no command of the applicant, whether or not the sweep has marked it lapsed.
 */
import { accept, type Decider, type Instant, refuse, type Stamp } from '../../../kernel/index.ts'
import { correctableFields, type RegistrationCorrectableField } from '../wanted.ts'
import { decideCorrection, decideEndOfLetter, decideRedrawn, decideTicket } from './correction.ts'
import { evolveRegistration } from './evolve.ts'
import type {
  RegistrationCommand,
  RegistrationEvent,
  RegistrationPolicy,
  RegistrationRefusal,
  RegistrationState,
} from './model.ts'
import type { RegistrationPerson } from './person.ts'

export type RegistrationDecider = Decider<RegistrationState, RegistrationCommand, RegistrationEvent, RegistrationRefusal>
type Drafting = Extract<RegistrationState, { status: 'drafting' }>

/**
 * The machine under a policy. Limits and deadlines are read when deciding and travel in the events.
 *
 * @example
 * const { initial, decide, evolve, exampleCommands } = registrationDecider(defaultPolicy.registration)
 * const [open] = exampleCommands(initial)
 * const decided = open && decide(initial, open, stamp)
 * const drafting = decided?.ok ? decided.value.reduce(evolve, initial) : initial
 */
export function registrationDecider(policy: RegistrationPolicy): RegistrationDecider {
  const decide: RegistrationDecider['decide'] = (state, command, stamp) => {
    if (state.status === 'none') return decideNone(policy, command, stamp)
    if (command.type === 'EndLetter') return decideEndOfLetter(state, command, stamp.at)
    switch (state.status) {
      case 'drafting':
        return decideDrafting(policy, state, command, stamp)
      case 'completed':
        if (command.type === 'DiscardDocuments') return decideDiscard(state, stamp)
        if (command.type === 'VoidRegistration')
          return accept([{ type: 'RegistrationVoided', endedAt: stamp.at, approved: command.approved }])
        if (command.type === 'ReopenRegistration') {
          const { ticket, wanted } = command
          const lapsesAt = stamp.at + policy.draftLifetimeMs
          return accept([{ type: 'RegistrationReopened', ticket, round: state.round + 1, lapsesAt, wanted, since: stamp.at }])
        }
        if (command.type === 'QueueLetter') return queued(state, command, stamp)
        if (command.type === 'RedrawCredentials' || command.type === 'TakePinHalf') return decideRedrawn(state, command)
        return refuse({
          code: command.type === 'OpenRegistration' ? 'registration/already-open' : 'registration/already-completed',
        })
      case 'lapsed':
      case 'withdrawn':
      case 'void':
        if (command.type === 'DiscardDocuments') return decideDiscard(state, stamp)
        return refuse(
          state.status === 'lapsed' ? { code: 'registration/lapsed', lapsedAt: state.endedAt } : { code: 'registration/closed' },
        )
    }
  }
  const isTerminal = (state: RegistrationState) =>
    isClosed(state) && state.documents.length === 0 && state.letters.every(({ end }) => end !== null)
  return {
    name: 'registration',
    initial: { status: 'none', personal: null },
    decide,
    evolve: evolveRegistration,
    isTerminal,
    exampleCommands,
  }
}

type Decided = ReturnType<RegistrationDecider['decide']>
type Completed = Extract<RegistrationState, { status: 'completed' }>
type Closed = Extract<RegistrationState, { status: 'withdrawn' | 'lapsed' | 'void' }>

function isClosed(state: RegistrationState): state is Closed {
  return state.status === 'withdrawn' || state.status === 'lapsed' || state.status === 'void'
}

function decideDiscard({ documents }: Completed | Closed, { at }: Stamp): Decided {
  if (documents.length === 0) return refuse({ code: 'registration/no-document' })
  return accept([{ type: 'DocumentsDiscarded', discardedAt: at }])
}

/** A letter is noted once. */
function queued(
  { letters }: Drafting | Completed,
  { letter, mailId }: Extract<RegistrationCommand, { type: 'QueueLetter' }>,
  { at }: Stamp,
): Decided {
  if (letters.some((known) => known.mailId === mailId)) return accept([])
  return accept([{ type: 'LetterQueued', letter, mailId, queuedAt: at }])
}

function decideNone(policy: RegistrationPolicy, command: RegistrationCommand, { at }: Stamp): Decided {
  if (command.type !== 'OpenRegistration') return refuse({ code: 'registration/not-found' })
  const { accountId, ticket, noticeVersion, audience, personal } = command
  const lapsesAt = at + policy.draftLifetimeMs
  return accept([{ type: 'RegistrationOpened', accountId, ticket, noticeVersion, audience, openedAt: at, lapsesAt, personal }])
}

function decideDrafting(
  policy: RegistrationPolicy,
  state: Drafting,
  command: Exclude<RegistrationCommand, { type: 'EndLetter' }>,
  stamp: Stamp,
): Decided {
  const { at } = stamp
  // A letter about its end is queued when the term is over.
  if (command.type === 'QueueLetter') return queued(state, command, stamp)
  if (command.type === 'VoidRegistration')
    return accept([{ type: 'RegistrationVoided', endedAt: at, approved: command.approved }])
  if (command.type === 'LapseRegistration') {
    return at >= state.lapsesAt
      ? accept([{ type: 'RegistrationLapsed', endedAt: at }])
      : refuse({ code: 'registration/not-lapsed', lapsesAt: state.lapsesAt })
  }
  if (at >= state.lapsesAt) return refuse({ code: 'registration/lapsed', lapsedAt: state.lapsesAt })
  switch (command.type) {
    case 'OpenRegistration':
      return refuse({ code: 'registration/already-open' })
    case 'RenewPin':
      if (state.round > 1) return refuse({ code: 'registration/pin-already-mailed' })
      return accept([{ type: 'PinRenewed', personal: command.personal }])
    case 'AddDocument':
      return decideAddDocument(policy, state, command, at)
    case 'RemoveDocument': {
      const { id } = command
      const known = state.documents.some((document) => document.id === id)
      return known ? accept([{ type: 'DocumentRemoved', id }]) : refuse({ code: 'registration/unknown-document' })
    }
    case 'CompleteRegistration': {
      if (state.documents.length === 0) return refuse({ code: 'registration/no-document' })
      const personal = state.round > 1 ? null : command.personal
      return accept([{ type: 'RegistrationCompleted', completedAt: at, personal }])
    }
    case 'CorrectRegistration':
      return decideCorrection(state, command)
    case 'RenewTicket':
      return decideTicket(policy, state, command, at)
    case 'ReopenRegistration':
    case 'RedrawCredentials':
    case 'TakePinHalf':
    case 'DiscardDocuments':
      return refuse({ code: 'registration/not-completed' })
    case 'WithdrawRegistration':
      return accept([{ type: 'RegistrationWithdrawn', endedAt: at }])
  }
}

function decideAddDocument(
  policy: RegistrationPolicy,
  state: Drafting,
  { document, personal }: Extract<RegistrationCommand, { type: 'AddDocument' }>,
  at: Instant,
): Decided {
  const { documentsMax, documentsBytesMax } = policy
  if (state.documents.length >= documentsMax) return refuse({ code: 'registration/too-many-documents', documentsMax })
  const twin = state.documents.find(({ digest }) => digest === document.digest)
  if (twin !== undefined) return refuse({ code: 'registration/duplicate-document', id: twin.id })
  const bytes = state.documents.reduce((sum, { size }) => sum + size, document.size)
  if (bytes > documentsBytesMax) return refuse({ code: 'registration/documents-too-large', bytesMax: documentsBytesMax })
  const id = state.documentsAdded + 1
  return accept([{ type: 'DocumentAdded', document: { id, addedAt: at, ...document }, personal: { id, ...personal } }])
}

/** A letter that waits for its end, or one that never was. */
function waitingMail(state: RegistrationState): string {
  const waiting = state.status === 'none' ? undefined : state.letters.find(({ end }) => end === null)
  return waiting?.mailId ?? 'no-mail'
}

/** What was asked for, whatever it is; where that is documents alone, or nothing, a field that was not. */
function correctionExample(state: RegistrationState): readonly RegistrationCorrectableField[] {
  const fields = 'wanted' in state ? (state.wanted?.fields ?? []) : []
  return fields.length > 0 ? fields : ['telephone']
}

function exampleCommands(state: RegistrationState): readonly RegistrationCommand[] {
  const digest = String('documentsAdded' in state ? state.documentsAdded : 0).padStart(64, '0')
  const person: RegistrationPerson = {
    surname: 'Verdi',
    name: 'Anna',
    codiceFiscale: 'VRDNNA80A41L219M',
    sex: 'F',
    birthDate: '1980-01-01',
    birth: { nation: 'IT', province: 'TO', municipality: 'Torino' },
    italianCitizen: true,
    residence: { province: 'TO', city: 'Torino', address: '', postalCode: '' },
    telephone: '',
    email: 'anna@example.it',
    body: null,
    locale: 'it',
  }
  const pin = { pin: 'verifier', sealedHalf: 'sealed' }
  return [
    {
      type: 'OpenRegistration',
      accountId: 'account',
      ticket: 'ticket',
      noticeVersion: '1',
      audience: null,
      personal: { person, findings: [], ...pin },
    },
    { type: 'RenewPin', personal: pin },
    {
      type: 'AddDocument',
      document: { type: 'identity-card', digest, size: 1, findings: [] },
      personal: { name: 'card.pdf', description: '' },
    },
    { type: 'RemoveDocument', id: ('documents' in state ? state.documents.at(-1)?.id : undefined) ?? 1 },
    { type: 'CompleteRegistration', personal: { password: 'verifier' } },
    { type: 'WithdrawRegistration' },
    { type: 'ReopenRegistration', ticket: 'ticket-2', wanted: { fields: correctableFields, documents: ['other'] } },
    { type: 'CorrectRegistration', fields: correctionExample(state), personal: { person, findings: [] } },
    { type: 'RenewTicket', ticket: 'ticket-2', restarts: false },
    { type: 'RedrawCredentials', ticket: null, personal: { pin: 'verifier', password: 'verifier', screenHalf: 'sealed' } },
    { type: 'TakePinHalf' },
    { type: 'QueueLetter', letter: 'registration/completed', mailId: 'mail' },
    { type: 'EndLetter', mailId: waitingMail(state), end: 'sent', personal: null },
    { type: 'LapseRegistration' },
    { type: 'VoidRegistration', approved: null },
    { type: 'DiscardDocuments' },
  ]
}
