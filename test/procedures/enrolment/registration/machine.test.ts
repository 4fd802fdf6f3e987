import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { registrationDecider } from '../../../../src/procedures/enrolment/registration/machine.ts'
import type {
  DocumentLabel,
  RegistrationCommand,
  RegistrationDocument,
  RegistrationEvent,
  RegistrationPersonal,
  RegistrationRefusal,
  RegistrationState,
} from '../../../../src/procedures/enrolment/registration/model.ts'
import type { RegistrationPerson } from '../../../../src/procedures/enrolment/registration/person.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, type Fitting, walk, walks } from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Drafting = Extract<RegistrationState, { status: 'drafting' }>
type Completed = Extract<RegistrationState, { status: 'completed' }>
type Here = Cell<RegistrationState, RegistrationEvent, RegistrationRefusal>

const day = 86_400_000
const policy = { draftLifetimeMs: 7 * day, documentsMax: 3, documentsBytesMax: 3_000, linksPerDayMax: 3 }
const decider = registrationDecider(policy)

const openedAt = 1_773_133_200_000
const lapsesAt = openedAt + 7 * day
const later = openedAt + day
const by = { kind: 'applicant', id: 'request-1' } as const

const person: RegistrationPerson = {
  surname: 'Verdi',
  name: 'Anna',
  codiceFiscale: 'VRDNNA80A41L219Z',
  sex: 'F',
  birthDate: '1980-01-01',
  birth: { nation: 'IT', province: 'TO', municipality: 'Torino' },
  italianCitizen: true,
  residence: { province: 'TO', city: 'Torino', address: 'Via Prova 1', postalCode: '10121' },
  telephone: '011 000000',
  email: 'anna@example.it',
  body: null,
  locale: 'it',
}
const secrets = { pin: 'pin-verifier', sealedHalf: 'sealed-half' }

const card: RegistrationDocument = {
  id: 1,
  type: 'identity-card',
  digest: 'digest-of-card',
  size: 1_000,
  findings: [],
  addedAt: openedAt + 1,
}
const licence: RegistrationDocument = {
  id: 2,
  type: 'driving-licence',
  digest: 'digest-of-licence',
  size: 1_800,
  findings: ['has-form'],
  addedAt: openedAt + 2,
}
const permit: RegistrationDocument = {
  id: 3,
  type: 'residence-permit',
  digest: 'digest-of-permit',
  size: 100,
  findings: [],
  addedAt: openedAt + 3,
}
const labels: readonly DocumentLabel[] = [
  { id: 1, name: 'card.pdf', description: '' },
  { id: 2, name: 'licence.pdf', description: 'Both sides.' },
  { id: 3, name: 'permit.pdf', description: '' },
]
const labelled = (...ids: number[]) => labels.filter(({ id }) => ids.includes(id))

const findings = ['place-undecidable']

const untold = { before: null, reasons: [], screenHalf: null }
const told: RegistrationPersonal = { person, findings, ...secrets, ...untold, password: null, labels: [] }
const mailed: RegistrationPersonal = { ...told, sealedHalf: null, password: 'password-verifier', labels: labelled(1, 2) }

const fresh: Drafting = {
  status: 'drafting',
  accountId: 'account-1',
  ticket: 'ticket-digest',
  round: 1,
  openedAt,
  noticeVersion: '2026-01',
  audience: null,
  documents: [],
  documentsAdded: 0,
  earlier: [],
  collector: 'ticket-digest',
  wanted: null,
  linksAt: [],
  letters: [],
  personal: told,
  lapsesAt,
}
const ready: Drafting = {
  ...fresh,
  documents: [card, licence],
  documentsAdded: 2,
  personal: { ...told, labels: labelled(1, 2) },
}
const thinned: Drafting = { ...ready, documents: [licence], personal: { ...told, labels: labelled(2) } }
const full: Drafting = {
  ...ready,
  documents: [card, licence, permit],
  documentsAdded: 3,
  personal: { ...told, labels },
}
const erasedDraft: Drafting = { ...ready, personal: null }
const wanted = { fields: ['residenceCity', 'telephone'], documents: [2, 'other'] } as const
const filedBefore = [card, licence].map(({ id, type, digest, size }) => {
  const { name = '', description = '' } = labels.find((label) => label.id === id) ?? {}
  return { id, type, digest, size, name, description }
})
const returned: RegistrationPersonal = { ...mailed, before: { person, documents: filedBefore } }
const reopened: Drafting = {
  ...ready,
  ...{ round: 2, ticket: 'ticket-digest-2', earlier: ['ticket-digest'], wanted: { ...wanted, since: openedAt } },
  lapsesAt: lapsesAt + day,
  personal: returned,
}
const linked: Drafting = { ...reopened, linksAt: [later - day, later - 3, later - 2, later - 1] }
const onItsWay = { letter: 'registration/completed', mailId: 'mail-1', queuedAt: openedAt, end: null, endedAt: null }
const emptied: Drafting = { ...reopened, documents: [], personal: { ...returned, labels: [] } }

const { lapsesAt: _lapsesAt, ...request } = ready
const completed: Completed = { ...request, status: 'completed', completedAt: later, personal: mailed }
const completedAgain: Completed = { ...completed, round: 2, ticket: 'ticket-digest-2' }
const redrawn: Completed = { ...completed, letters: [onItsWay], personal: { ...mailed, screenHalf: 'sealed-screen-half' } }
const erasedRequest: Completed = { ...completed, personal: null }
const stripped: Completed = { ...completed, documents: [], personal: { ...mailed, labels: [] } }
const ended = (status: 'withdrawn' | 'lapsed' | 'void', endedAt: number): RegistrationState => ({ ...request, status, endedAt })
const bare = (status: 'withdrawn' | 'lapsed' | 'void'): RegistrationState => {
  return { ...request, documents: [], personal: { ...told, labels: [] }, status, endedAt: later }
}

const waitingVoid = { ...bare('void'), letters: [onItsWay] } as RegistrationState

const situations = {
  'before anything': { state: { status: 'none', personal: null } as RegistrationState, at: openedAt },
  'a new draft': { state: fresh, at: later },
  'a draft with two documents': { state: ready, at: later },
  'a draft with one of two documents removed': { state: thinned, at: later },
  'a draft with as many documents as may be': { state: full, at: later },
  'a draft whose personal data were erased': { state: erasedDraft, at: later },
  'a draft in its last millisecond': { state: ready, at: lapsesAt - 1 },
  'a draft whose term is over': { state: ready, at: lapsesAt },
  'a draft whose term is long over': { state: full, at: lapsesAt + 900 * day },
  'reopened for a correction': { state: reopened, at: later },
  'reopened, its link sent three times today': { state: linked, at: later },
  'reopened, all documents removed': { state: emptied, at: later },
  'reopened, past its term': { state: reopened, at: lapsesAt + day },
  completed: { state: completed, at: later },
  'completed for the second time': { state: completedAgain, at: later },
  'completed and erased': { state: erasedRequest, at: later },
  'completed, a half and a letter on their way': { state: redrawn, at: later },
  withdrawn: { state: ended('withdrawn', later), at: later },
  lapsed: { state: ended('lapsed', lapsesAt + 5), at: lapsesAt + 6 },
  void: { state: ended('void', later), at: later },
  'completed, its files discarded': { state: stripped, at: later },
  'withdrawn, its files discarded': { state: bare('withdrawn'), at: later },
  'lapsed, its files discarded': { state: bare('lapsed'), at: later },
  'void, its files discarded': { state: bare('void'), at: later },
  'void, its files discarded, a letter on its way': { state: waitingVoid, at: later },
} as const

/** The number of the first document, or 1. */
const firstOf = (state: RegistrationState): number => ('documents' in state ? (state.documents[0]?.id ?? 1) : 1)

const upload = { type: 'other', digest: 'digest-of-upload', size: 200, findings: ['unsigned'] } as const
const uploadLabel = { name: 'upload.pdf', description: 'A letter.' }
const open: RegistrationCommand = {
  type: 'OpenRegistration',
  accountId: 'account-1',
  ticket: 'ticket-digest',
  noticeVersion: '2026-01',
  audience: null,
  personal: { person, findings, ...secrets },
}
const renewed = { pin: 'pin-verifier-2', sealedHalf: 'sealed-half-2' }

const corrected = { person: { ...person, telephone: '06 000000' }, findings: ['surname-mismatch'] }
const drawn = { pin: 'pin-verifier-3', password: 'password-verifier-3', screenHalf: 'sealed-screen-half-3' }

const commands = {
  open,
  'renew the PIN': { type: 'RenewPin', personal: renewed },
  'add a document that just fits': { type: 'AddDocument', document: upload, personal: uploadLabel },
  'add one a byte larger': { type: 'AddDocument', document: { ...upload, size: 201 }, personal: uploadLabel },
  'add the content of the first again': {
    type: 'AddDocument',
    document: { ...upload, digest: card.digest },
    personal: uploadLabel,
  },
  'remove the first': (state: RegistrationState) => ({ type: 'RemoveDocument', id: firstOf(state) }),
  'remove one that never was': { type: 'RemoveDocument', id: 9 },
  complete: { type: 'CompleteRegistration', personal: { password: 'password-verifier' } },
  reopen: { type: 'ReopenRegistration', ticket: 'ticket-digest-2', wanted },
  withdraw: { type: 'WithdrawRegistration' },
  lapse: { type: 'LapseRegistration' },
  'make void': { type: 'VoidRegistration', approved: 'request-2' },
  'discard the files': { type: 'DiscardDocuments' },
  'correct what is wanted': { type: 'CorrectRegistration', fields: ['telephone'], personal: corrected },
  'correct something else': { type: 'CorrectRegistration', fields: ['telephone', 'email'], personal: corrected },
  'renew the ticket': { type: 'RenewTicket', ticket: 'ticket-digest-3', restarts: false },
  'renew ticket and term': { type: 'RenewTicket', ticket: 'ticket-digest-3', restarts: true },
  redraw: { type: 'RedrawCredentials', ticket: null, personal: drawn },
  'redraw on paper': { type: 'RedrawCredentials', ticket: 'ticket-digest-4', personal: drawn },
  'take the half': { type: 'TakePinHalf' },
  'queue a letter': { type: 'QueueLetter', letter: 'approval/approved', mailId: 'mail-2' },
  'end a letter': { type: 'EndLetter', mailId: 'mail-1', end: 'rejected', personal: { reason: 'No such mailbox.' } },
} as const satisfies { readonly [name: string]: Fitting<RegistrationState, RegistrationCommand> }

const refused = (refusal: RegistrationRefusal): Here => ({ refusal })
const notFound = refused({ code: 'registration/not-found' })
const alreadyOpen = refused({ code: 'registration/already-open' })
const alreadyCompleted = refused({ code: 'registration/already-completed' })
const notCompleted = refused({ code: 'registration/not-completed' })
const closed = refused({ code: 'registration/closed' })
const noDocument = refused({ code: 'registration/no-document' })
const tooMany = refused({ code: 'registration/too-many-documents', documentsMax: 3 })
const tooLarge = refused({ code: 'registration/documents-too-large', bytesMax: 3_000 })
const unknown = refused({ code: 'registration/unknown-document' })
const pinMailed = refused({ code: 'registration/pin-already-mailed' })
const duplicate = refused({ code: 'registration/duplicate-document', id: 1 })
const lapsedOn = (lapsedAt: number) => refused({ code: 'registration/lapsed', lapsedAt })
const tooManyLinks = refused({ code: 'registration/too-many-links', retryAt: later - 3 + day })
const unknownLetter = refused({ code: 'registration/unknown-letter' })
const noHalf = refused({ code: 'registration/no-pin-half' })
const notWanted = (...fields: string[]) => refused({ code: 'registration/not-wanted', fields })
const notLapsed = (until: number) => refused({ code: 'registration/not-lapsed', lapsesAt: until })

const renews = (state: Drafting): Here => ({
  events: [{ type: 'PinRenewed', personal: renewed }],
  next: { ...state, personal: state.personal === null ? null : { ...state.personal, ...renewed } },
})
const adds = (state: Drafting, id: number, at: number, change: { digest?: string; size?: number } = {}): Here => {
  const document = { ...upload, ...change, id, addedAt: at }
  const label = { ...uploadLabel, id }
  return {
    events: [{ type: 'DocumentAdded', document, personal: label }],
    next: {
      ...state,
      documents: [...state.documents, document],
      documentsAdded: id,
      personal: state.personal === null ? null : { ...state.personal, labels: [...state.personal.labels, label] },
    },
  }
}
const removesFirst = (state: Drafting): Here => ({
  events: [{ type: 'DocumentRemoved', id: firstOf(state) }],
  next: {
    ...state,
    documents: state.documents.slice(1),
    personal: state.personal === null ? null : { ...state.personal, labels: state.personal.labels.slice(1) },
  },
})
const completes = (state: Drafting, at: number): Here => {
  const { lapsesAt: _, ...rest } = state
  const password = 'password-verifier'
  const personal = rest.personal === null ? null : { ...rest.personal, sealedHalf: null, password }
  return {
    events: [{ type: 'RegistrationCompleted', completedAt: at, personal: { password } }],
    next: { ...rest, status: 'completed', completedAt: at, personal },
  }
}
const completesAgain = (state: Drafting, at: number): Here => {
  const { lapsesAt: _, ...rest } = state
  return {
    events: [{ type: 'RegistrationCompleted', completedAt: at, personal: null }],
    next: { ...rest, status: 'completed', completedAt: at },
  }
}
function ends(state: Drafting | Completed, status: 'withdrawn' | 'lapsed' | 'void', endedAt: number): Here {
  const type = { withdrawn: 'RegistrationWithdrawn', lapsed: 'RegistrationLapsed', void: 'RegistrationVoided' } as const
  const { accountId, ticket, round, noticeVersion, documents, documentsAdded, personal } = state
  const { earlier, collector, wanted: asked, linksAt, letters, audience } = state
  const more = { earlier, collector, wanted: asked, linksAt, letters, audience }
  const kept = { accountId, ticket, round, openedAt, noticeVersion, documents, documentsAdded, personal, ...more }
  const event = status === 'void' ? { type: type[status], endedAt, approved: 'request-2' } : { type: type[status], endedAt }
  return { events: [event], next: { ...kept, status, endedAt } }
}
const discards = (state: RegistrationState, at: number): Here => {
  if (state.status === 'none') return notFound
  const before = state.personal?.before ? { person, documents: [] } : null
  const personal = state.personal === null ? null : { ...state.personal, labels: [], before }
  return { events: [{ type: 'DocumentsDiscarded', discardedAt: at }], next: { ...state, documents: [], personal } }
}
const reopens = (state: Completed, at: number): Here => {
  const { completedAt: _, ...rest } = state
  const round = state.round + 1
  const until = at + 7 * day
  return {
    events: [{ type: 'RegistrationReopened', ticket: 'ticket-digest-2', round, lapsesAt: until, wanted, since: at }],
    next: {
      ...rest,
      ...{ status: 'drafting', ticket: 'ticket-digest-2', round, lapsesAt: until, linksAt: [] },
      earlier: [...state.earlier, state.ticket],
      wanted: { ...wanted, since: at },
      personal:
        state.personal === null
          ? null
          : { ...state.personal, before: { person, documents: state.documents.length === 0 ? [] : filedBefore } },
    },
  }
}

const queues = (state: Drafting | Completed, queuedAt: number): Here => ({
  events: [{ type: 'LetterQueued', letter: 'approval/approved', mailId: 'mail-2', queuedAt }],
  next: {
    ...state,
    letters: [...state.letters, { letter: 'approval/approved', mailId: 'mail-2', queuedAt, end: null, endedAt: null }],
  },
})
const endsLetter = (state: RegistrationState, endedAt: number): Here => {
  if (state.status === 'none') return notFound
  const said = { reason: 'No such mailbox.' }
  const personal = state.personal === null ? null : { ...state.personal, reasons: [{ mailId: 'mail-1', ...said }] }
  return {
    events: [{ type: 'LetterEnded', mailId: 'mail-1', end: 'rejected', endedAt, personal: said }],
    next: { ...state, letters: [{ ...onItsWay, end: 'rejected', endedAt }], personal },
  }
}
const redraws = (state: Completed, ticket: string | null): Here => {
  const next = { ...state, personal: state.personal === null ? null : { ...state.personal, ...drawn } }
  const held = ticket === null ? {} : { ticket, collector: ticket, earlier: [...state.earlier, state.ticket] }
  return { events: [{ type: 'CredentialsRedrawn', ticket, personal: drawn }], next: { ...next, ...held } }
}
const takesHalf = (state: Completed): Here => ({
  events: [{ type: 'PinHalfTaken' }],
  next: { ...state, personal: state.personal === null ? null : { ...state.personal, screenHalf: null } },
})
const corrects = (state: Drafting): Here => ({
  events: [{ type: 'RegistrationCorrected', fields: ['telephone'], personal: corrected }],
  next: { ...state, personal: state.personal === null ? null : { ...state.personal, ...corrected } },
})
const renewsTicket = (state: Drafting, until: number, linksAt: readonly number[]): Here => ({
  events: [{ type: 'TicketRenewed', ticket: 'ticket-digest-3', lapsesAt: until, linksAt }],
  next: { ...state, ticket: 'ticket-digest-3', lapsesAt: until, linksAt, earlier: [...state.earlier, state.ticket] },
})

const redrawing = 'redraw | redraw on paper | take the half'
const returning = 'correct what is wanted | correct something else | renew the ticket | renew ticket and term'
/** What a first draft makes of the commands that come later. */
const early = (state: Drafting, at: number) => ({
  'correct what is wanted': notWanted('telephone'),
  'correct something else': notWanted('telephone', 'email'),
  'renew the ticket | renew ticket and term': refused({ code: 'registration/nothing-to-correct' }),
  [redrawing]: notCompleted,
  'queue a letter': queues(state, at),
  'end a letter': unknownLetter,
})
/** What a draft makes of them that the office has returned. */
const back = (state: Drafting, at: number) => ({
  'correct what is wanted': corrects(state),
  'correct something else': notWanted('email'),
  'renew the ticket': renewsTicket(state, state.lapsesAt, [at]),
  'renew ticket and term': renewsTicket(state, at + 7 * day, [at]),
  [redrawing]: notCompleted,
  'queue a letter': queues(state, at),
  'end a letter': unknownLetter,
})
/** What a draft makes of them whose term is over. */
const late = (state: Drafting, at: number) => ({
  [`${returning} | ${redrawing}`]: lapsedOn(state.lapsesAt),
  'queue a letter': queues(state, at),
  'end a letter': unknownLetter,
})
/** What a request makes of them that was filed. */
const filed = (state: Completed, at: number) => ({
  [returning]: alreadyCompleted,
  redraw: redraws(state, null),
  'redraw on paper': redraws(state, 'ticket-digest-4'),
  'take the half': state.personal?.screenHalf ? takesHalf(state) : noHalf,
  'queue a letter': queues(state, at),
  'end a letter': state.letters.length > 0 ? endsLetter(state, at) : unknownLetter,
})

const additions = 'add a document that just fits | add one a byte larger | add the content of the first again'
const removals = 'remove the first | remove one that never was'
const others = Object.keys(commands)
  .filter((name) => name !== 'discard the files' && name !== 'end a letter')
  .join(' | ')
const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'before anything': {
      open: {
        events: [
          {
            type: 'RegistrationOpened',
            accountId: 'account-1',
            ticket: 'ticket-digest',
            noticeVersion: '2026-01',
            audience: null,
            openedAt,
            lapsesAt,
            personal: { person, findings, ...secrets },
          },
        ],
        next: fresh,
      },
      [`renew the PIN | ${additions} | ${removals}`]: notFound,
      'complete | reopen | withdraw | lapse | make void | discard the files': notFound,
      [`${returning} | ${redrawing} | queue a letter | end a letter`]: notFound,
    },
    'a new draft': {
      ...early(fresh, later),
      open: alreadyOpen,
      'renew the PIN': renews(fresh),
      'add a document that just fits': adds(fresh, 1, later),
      'add one a byte larger': adds(fresh, 1, later, { size: 201 }),
      'add the content of the first again': adds(fresh, 1, later, { digest: card.digest }),
      [removals]: unknown,
      complete: noDocument,
      'reopen | discard the files': notCompleted,
      withdraw: ends(fresh, 'withdrawn', later),
      lapse: notLapsed(lapsesAt),
      'make void': ends(fresh, 'void', later),
    },
    'a draft with two documents': {
      ...early(ready, later),
      open: alreadyOpen,
      'renew the PIN': renews(ready),
      'add a document that just fits': adds(ready, 3, later),
      'add one a byte larger': tooLarge,
      'add the content of the first again': duplicate,
      'remove the first': removesFirst(ready),
      'remove one that never was': unknown,
      complete: completes(ready, later),
      'reopen | discard the files': notCompleted,
      withdraw: ends(ready, 'withdrawn', later),
      lapse: notLapsed(lapsesAt),
      'make void': ends(ready, 'void', later),
    },
    'a draft with one of two documents removed': {
      ...early(thinned, later),
      open: alreadyOpen,
      'renew the PIN': renews(thinned),
      'add a document that just fits': adds(thinned, 3, later),
      'add one a byte larger': adds(thinned, 3, later, { size: 201 }),
      'add the content of the first again': adds(thinned, 3, later, { digest: card.digest }),
      'remove the first': removesFirst(thinned),
      'remove one that never was': unknown,
      complete: completes(thinned, later),
      'reopen | discard the files': notCompleted,
      withdraw: ends(thinned, 'withdrawn', later),
      lapse: notLapsed(lapsesAt),
      'make void': ends(thinned, 'void', later),
    },
    'a draft with as many documents as may be': {
      ...early(full, later),
      open: alreadyOpen,
      'renew the PIN': renews(full),
      [additions]: tooMany,
      'remove the first': removesFirst(full),
      'remove one that never was': unknown,
      complete: completes(full, later),
      'reopen | discard the files': notCompleted,
      withdraw: ends(full, 'withdrawn', later),
      lapse: notLapsed(lapsesAt),
      'make void': ends(full, 'void', later),
    },
    'a draft whose personal data were erased': {
      ...early(erasedDraft, later),
      open: alreadyOpen,
      'renew the PIN': renews(erasedDraft),
      'add a document that just fits': adds(erasedDraft, 3, later),
      'add one a byte larger': tooLarge,
      'add the content of the first again': duplicate,
      'remove the first': removesFirst(erasedDraft),
      'remove one that never was': unknown,
      complete: completes(erasedDraft, later),
      'reopen | discard the files': notCompleted,
      withdraw: ends(erasedDraft, 'withdrawn', later),
      lapse: notLapsed(lapsesAt),
      'make void': ends(erasedDraft, 'void', later),
    },
    'a draft in its last millisecond': {
      ...early(ready, lapsesAt - 1),
      open: alreadyOpen,
      'renew the PIN': renews(ready),
      'add a document that just fits': adds(ready, 3, lapsesAt - 1),
      'add one a byte larger': tooLarge,
      'add the content of the first again': duplicate,
      'remove the first': removesFirst(ready),
      'remove one that never was': unknown,
      complete: completes(ready, lapsesAt - 1),
      'reopen | discard the files': notCompleted,
      withdraw: ends(ready, 'withdrawn', lapsesAt - 1),
      lapse: notLapsed(lapsesAt),
      'make void': ends(ready, 'void', lapsesAt - 1),
    },
    'a draft whose term is over': {
      ...late(ready, lapsesAt),
      [`open | renew the PIN | ${additions} | ${removals}`]: lapsedOn(lapsesAt),
      'complete | reopen | withdraw | discard the files': lapsedOn(lapsesAt),
      lapse: ends(ready, 'lapsed', lapsesAt),
      'make void': ends(ready, 'void', lapsesAt),
    },
    'a draft whose term is long over': {
      ...late(full, lapsesAt + 900 * day),
      [`open | renew the PIN | ${additions} | ${removals}`]: lapsedOn(lapsesAt),
      'complete | reopen | withdraw | discard the files': lapsedOn(lapsesAt),
      lapse: ends(full, 'lapsed', lapsesAt + 900 * day),
      'make void': ends(full, 'void', lapsesAt + 900 * day),
    },
    'reopened for a correction': {
      ...back(reopened, later),
      open: alreadyOpen,
      'renew the PIN': pinMailed,
      'add a document that just fits': adds(reopened, 3, later),
      'add one a byte larger': tooLarge,
      'add the content of the first again': duplicate,
      'remove the first': removesFirst(reopened),
      'remove one that never was': unknown,
      complete: completesAgain(reopened, later),
      'reopen | discard the files': notCompleted,
      withdraw: ends(reopened, 'withdrawn', later),
      lapse: notLapsed(lapsesAt + day),
      'make void': ends(reopened, 'void', later),
    },
    'reopened, its link sent three times today': {
      ...back(linked, later),
      'renew the ticket': tooManyLinks,
      'renew ticket and term': tooManyLinks,
      open: alreadyOpen,
      'renew the PIN': pinMailed,
      'add a document that just fits': adds(linked, 3, later),
      'add one a byte larger': tooLarge,
      'add the content of the first again': duplicate,
      'remove the first': removesFirst(linked),
      'remove one that never was': unknown,
      complete: completesAgain(linked, later),
      'reopen | discard the files': notCompleted,
      withdraw: ends(linked, 'withdrawn', later),
      lapse: notLapsed(lapsesAt + day),
      'make void': ends(linked, 'void', later),
    },
    'reopened, all documents removed': {
      ...back(emptied, later),
      open: alreadyOpen,
      'renew the PIN': pinMailed,
      'add a document that just fits': adds(emptied, 3, later),
      'add one a byte larger': adds(emptied, 3, later, { size: 201 }),
      'add the content of the first again': adds(emptied, 3, later, { digest: card.digest }),
      [removals]: unknown,
      complete: noDocument,
      'reopen | discard the files': notCompleted,
      withdraw: ends(emptied, 'withdrawn', later),
      lapse: notLapsed(lapsesAt + day),
      'make void': ends(emptied, 'void', later),
    },
    'reopened, past its term': {
      ...late(reopened, lapsesAt + day),
      [`open | renew the PIN | ${additions} | ${removals}`]: lapsedOn(lapsesAt + day),
      'complete | reopen | withdraw | discard the files': lapsedOn(lapsesAt + day),
      lapse: ends(reopened, 'lapsed', lapsesAt + day),
      'make void': ends(reopened, 'void', lapsesAt + day),
    },
    completed: {
      ...filed(completed, later),
      open: alreadyOpen,
      [`renew the PIN | ${additions} | ${removals}`]: alreadyCompleted,
      'complete | withdraw | lapse': alreadyCompleted,
      reopen: reopens(completed, later),
      'make void': ends(completed, 'void', later),
      'discard the files': discards(completed, later),
    },
    'completed for the second time': {
      ...filed(completedAgain, later),
      open: alreadyOpen,
      [`renew the PIN | ${additions} | ${removals}`]: alreadyCompleted,
      'complete | withdraw | lapse': alreadyCompleted,
      reopen: reopens(completedAgain, later),
      'make void': ends(completedAgain, 'void', later),
      'discard the files': discards(completedAgain, later),
    },
    'completed and erased': {
      ...filed(erasedRequest, later),
      open: alreadyOpen,
      [`renew the PIN | ${additions} | ${removals}`]: alreadyCompleted,
      'complete | withdraw | lapse': alreadyCompleted,
      reopen: reopens(erasedRequest, later),
      'make void': ends(erasedRequest, 'void', later),
      'discard the files': discards(erasedRequest, later),
    },
    'completed, a half and a letter on their way': {
      ...filed(redrawn, later),
      open: alreadyOpen,
      [`renew the PIN | ${additions} | ${removals}`]: alreadyCompleted,
      'complete | withdraw | lapse': alreadyCompleted,
      reopen: reopens(redrawn, later),
      'make void': ends(redrawn, 'void', later),
      'discard the files': discards(redrawn, later),
    },
    withdrawn: {
      [others]: closed,
      'end a letter': unknownLetter,
      'discard the files': discards(ended('withdrawn', later), later),
    },
    lapsed: {
      [others]: lapsedOn(lapsesAt + 5),
      'end a letter': unknownLetter,
      'discard the files': discards(ended('lapsed', lapsesAt + 5), lapsesAt + 6),
    },
    void: { [others]: closed, 'end a letter': unknownLetter, 'discard the files': discards(ended('void', later), later) },
    'completed, its files discarded': {
      ...filed(stripped, later),
      open: alreadyOpen,
      [`renew the PIN | ${additions} | ${removals}`]: alreadyCompleted,
      'complete | withdraw | lapse': alreadyCompleted,
      reopen: reopens(stripped, later),
      'make void': ends(stripped, 'void', later),
      'discard the files': noDocument,
    },
    'withdrawn, its files discarded': { [others]: closed, 'end a letter': unknownLetter, 'discard the files': noDocument },
    'lapsed, its files discarded': { [others]: lapsedOn(later), 'end a letter': unknownLetter, 'discard the files': noDocument },
    'void, its files discarded': { [others]: closed, 'end a letter': unknownLetter, 'discard the files': noDocument },
    'void, its files discarded, a letter on its way': {
      [others]: closed,
      'end a letter': endsLetter(waitingVoid, later),
      'discard the files': noDocument,
    },
  },
} as const

describe('R4: every state of a registration meets every command', () => {
  describeMatrix<RegistrationState, RegistrationCommand, RegistrationEvent, RegistrationRefusal>(matrix)
})

const events = {
  RegistrationOpened: {
    type: 'RegistrationOpened',
    accountId: 'account-1',
    ticket: 'ticket-digest',
    noticeVersion: '2026-01',
    audience: null,
    openedAt,
    lapsesAt,
    personal: { person, findings, ...secrets },
  },
  PinRenewed: { type: 'PinRenewed', personal: renewed },
  DocumentAdded: (state: RegistrationState) => {
    const id = 'documentsAdded' in state ? state.documentsAdded + 1 : 1
    return { type: 'DocumentAdded', document: { ...upload, id, addedAt: later }, personal: { ...uploadLabel, id } }
  },
  DocumentRemoved: (state: RegistrationState) => ({ type: 'DocumentRemoved', id: firstOf(state) }),
  RegistrationCompleted: { type: 'RegistrationCompleted', completedAt: later, personal: null },
  RegistrationReopened: { type: 'RegistrationReopened', ticket: 'ticket-digest-2', round: 2, lapsesAt, wanted, since: later },
  RegistrationWithdrawn: { type: 'RegistrationWithdrawn', endedAt: later },
  RegistrationLapsed: { type: 'RegistrationLapsed', endedAt: later },
  RegistrationVoided: { type: 'RegistrationVoided', endedAt: later, approved: 'request-2' },
  DocumentsDiscarded: { type: 'DocumentsDiscarded', discardedAt: later },
  RegistrationCorrected: { type: 'RegistrationCorrected', fields: ['telephone'], personal: corrected },
  TicketRenewed: { type: 'TicketRenewed', ticket: 'ticket-digest-3', lapsesAt, linksAt: [later] },
  CredentialsRedrawn: { type: 'CredentialsRedrawn', ticket: null, personal: drawn },
  PinHalfTaken: { type: 'PinHalfTaken' },
  LetterQueued: { type: 'LetterQueued', letter: 'approval/approved', mailId: 'mail-2', queuedAt: later },
  LetterEnded: { type: 'LetterEnded', mailId: 'mail-1', end: 'sent', endedAt: later, personal: null },
} as const satisfies {
  readonly [T in RegistrationEvent['type']]:
    | Extract<RegistrationEvent, { type: T }>
    | ((state: RegistrationState) => Extract<RegistrationEvent, { type: T }>)
}

describe('the events of a registration', () => {
  const ofDraft = ['RegistrationWithdrawn', 'RegistrationLapsed', 'RegistrationVoided', 'LetterQueued'] as const
  const ofReturned = ['RegistrationCorrected', 'TicketRenewed'] as const
  const ofFiled = ['RegistrationReopened', 'RegistrationVoided', 'CredentialsRedrawn', 'LetterQueued'] as const
  const withDocuments = ['DocumentRemoved', 'RegistrationCompleted'] as const
  const round1 = ['PinRenewed', 'DocumentAdded', ...withDocuments, ...ofDraft] as const
  const round2 = ['DocumentAdded', ...withDocuments, ...ofDraft, ...ofReturned] as const
  describeEvolve<RegistrationState, RegistrationCommand, RegistrationEvent, RegistrationRefusal>(
    matrix,
    events,
    {
      'before anything': ['RegistrationOpened'],
      'a new draft': ['PinRenewed', 'DocumentAdded', ...ofDraft],
      'a draft with two documents': round1,
      'a draft with one of two documents removed': round1,
      'a draft with as many documents as may be': round1,
      'a draft whose personal data were erased': round1,
      'a draft in its last millisecond': round1,
      'a draft whose term is over': round1,
      'a draft whose term is long over': round1,
      'reopened for a correction': round2,
      'reopened, its link sent three times today': round2,
      'reopened, all documents removed': ['DocumentAdded', ...ofDraft, ...ofReturned],
      'reopened, past its term': round2,
      completed: [...ofFiled, 'DocumentsDiscarded'],
      'completed for the second time': [...ofFiled, 'DocumentsDiscarded'],
      'completed and erased': [...ofFiled, 'DocumentsDiscarded'],
      'completed, a half and a letter on their way': [...ofFiled, 'DocumentsDiscarded', 'PinHalfTaken', 'LetterEnded'],
      withdrawn: ['DocumentsDiscarded'],
      lapsed: ['DocumentsDiscarded'],
      void: ['DocumentsDiscarded'],
      'completed, its files discarded': ofFiled,
      'withdrawn, its files discarded': [],
      'lapsed, its files discarded': [],
      'void, its files discarded': [],
      'void, its files discarded, a letter on its way': ['LetterEnded'],
    },
    [registrationDecider({ ...policy, documentsMax: 9, documentsBytesMax: 9_000 })],
  )

  it('cannot remove a document that is not there, nor give a number twice', () => {
    expect(() => decider.evolve(ready, { type: 'DocumentRemoved', id: 3 })).toThrow('event DocumentRemoved cannot follow')
    for (const id of [1, 2, 4]) {
      const event = { ...events.DocumentAdded(ready), document: { ...upload, id, addedAt: later } } as const
      expect(() => decider.evolve(ready, event)).toThrow('event DocumentAdded cannot follow')
    }
  })

  it('keep the deadline that was decided under another policy', () => {
    const other = registrationDecider({ draftLifetimeMs: 1, documentsMax: 1, documentsBytesMax: 1, linksPerDayMax: 1 })
    expect(other.evolve(other.initial, events.RegistrationOpened)).toStrictEqual(
      decider.evolve(decider.initial, events.RegistrationOpened),
    )
    const opened = other.decide(other.initial, open, { at: openedAt, by })
    expect(opened.ok && opened.value[0]).toMatchObject({ lapsesAt: openedAt + 1 })
  })
})

describe('walks of a registration', () => {
  // What is mostly refused is left out, and what leads on is there more than once: a walk gets far.
  const { 'correct something else': _, 'renew ticket and term': __, 'redraw on paper': ___, ...some } = commands
  const {
    'add one a byte larger': _a,
    'add the content of the first again': _b,
    'remove one that never was': _c,
    ...walked
  } = some
  const walking = {
    ...walked,
    'complete once more': commands.complete,
    'complete a third time': commands.complete,
    'reopen once more': commands.reopen,
    'queue once more': commands['queue a letter'],
    'correct once more': commands['correct what is wanted'],
    'correct a third time': commands['correct what is wanted'],
    'end a letter': (state: RegistrationState): RegistrationCommand => {
      const waiting = state.status === 'none' ? undefined : state.letters.find(({ end }) => end === null)
      return { type: 'EndLetter', mailId: waiting?.mailId ?? 'mail-1', end: 'sent', personal: null }
    },
    'add a licence': {
      type: 'AddDocument',
      document: { type: 'driving-licence', digest: 'other', size: 10, findings: [] },
      personal: uploadLabel,
    },
    'remove the last': (state: RegistrationState): RegistrationCommand => ({
      type: 'RemoveDocument',
      id: 'documents' in state ? (state.documents.at(-1)?.id ?? 1) : 1,
    }),
  } as const
  const waits = [0, 1, day, 7 * day - 1, 7 * day]

  describeWalks<RegistrationState, RegistrationCommand, RegistrationEvent, RegistrationRefusal>(
    { decider, by, commands: walking },
    {
      start: openedAt,
      waits,
      stamps: [openedAt, openedAt + 100 * day],
      runs: 2400,
      published: `stateDiagram-v2
        [*] --> none
        none --> drafting: OpenRegistration
        drafting --> drafting: RenewPin, AddDocument, RemoveDocument, CorrectRegistration, RenewTicket, QueueLetter, EndLetter
        drafting --> completed: CompleteRegistration
        drafting --> withdrawn: WithdrawRegistration
        drafting --> lapsed: LapseRegistration
        drafting --> void: VoidRegistration
        completed --> drafting: ReopenRegistration
        completed --> void: VoidRegistration
        completed --> completed: DiscardDocuments, RedrawCredentials, TakePinHalf, QueueLetter, EndLetter
        withdrawn --> withdrawn: DiscardDocuments, EndLetter
        lapsed --> lapsed: DiscardDocuments, EndLetter
        void --> void: DiscardDocuments, EndLetter
        withdrawn --> [*]
        lapsed --> [*]
        void --> [*]`,
    },
  )

  it('INV-13: with a clock that runs backwards nothing withdrawn, lapsed or void comes back, and no ticket, PIN or number returns', () => {
    const backwards = [...waits, -1, -day, -30 * day, -1e13]
    fc.assert(
      fc.property(walks(walking, backwards, 60), (steps) => {
        let numbers = 0
        let round = 0
        for (const { before, after, decided, command } of walk(decider, steps, openedAt, by)) {
          if (decider.isTerminal(before)) expect(after).toBe(before)
          if (after.status === 'none') continue
          expect(after.round).toBeGreaterThanOrEqual(round)
          expect(after.documentsAdded).toBeGreaterThanOrEqual(numbers)
          const ids = after.documents.map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
          expect(Math.max(0, ...ids)).toBeLessThanOrEqual(after.documentsAdded)
          expect(after.documents.length).toBeLessThanOrEqual(policy.documentsMax)
          expect(after.documents.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(policy.documentsBytesMax)
          expect(after.personal?.labels.map(({ id }) => id)).toEqual(ids)
          // The half of the PIN is handed to the mail once, with the one temporary password, unless both are drawn anew.
          if (after.round > 1 || after.status === 'completed') expect(after.personal?.sealedHalf).toBeNull()
          if (
            before.status !== 'none' &&
            before.personal?.sealedHalf === null &&
            decided.ok &&
            command.type !== 'RedrawCredentials'
          ) {
            expect(after.personal?.pin).toBe(before.personal.pin)
            expect(after.personal?.password).toBe(before.personal.password)
          }
          numbers = after.documentsAdded
          round = after.round
        }
      }),
      { seed: 13, numRuns: runsOf(400) },
    )
  })
})
