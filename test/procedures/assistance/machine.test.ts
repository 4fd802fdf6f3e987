import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assistanceDecider as decider, isInCourse } from '../../../src/procedures/assistance/machine.ts'
import type {
  AssistanceCommand,
  AssistanceDocument,
  AssistanceEvent,
  AssistancePersonal,
  AssistanceRefusal,
  AssistanceState,
} from '../../../src/procedures/assistance/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, type Fitting, walk, walks } from '../../support/matrix.ts'
import { runsOf } from '../../support/scale.ts'

type Open = Extract<AssistanceState, { status: 'open' }>
type Filed = Exclude<AssistanceState, { status: 'none' }>
type Here = Cell<AssistanceState, AssistanceEvent, AssistanceRefusal>

const day = 86_400_000
// 2026-03-10T09:00:00Z.
const filedAt = 1_773_133_200_000
const later = filedAt + day
const by = { kind: 'operator', id: 'operator-1' } as const

const told: Omit<AssistancePersonal, 'reason'> = {
  surname: 'Verdi',
  name: 'Anna',
  codiceFiscale: 'VRDNNA80A41L219Z',
  oldPec: 'anna.verdi@pec.example.it',
  pec: 'anna.verdi@nuovapec.example.it',
  email: 'anna@example.it',
  telephone: '011 000000',
  document: { number: 'CA00000AA', issuer: 'Comune di Torino', expiresOn: '2026-03-10', name: 'card.pdf' },
  note: '',
  answers: [{ id: 'which-register', text: 'Elenco agenti' }],
  locale: 'it',
}
const upload = { type: 'identity-card', digest: 'digest-of-card', size: 1_000, findings: ['has-form'] } as const
const card: AssistanceDocument = { id: 1, ...upload, addedAt: filedAt }
const path = ['private-area', 'pec-change', 'no']

const open: Open = {
  status: 'open',
  accountId: 'account-1',
  ticket: 'ticket-digest',
  noticeVersion: '2026-01',
  path,
  filedAt,
  documents: [card],
  personal: { ...told, reason: null },
}
const erasedOpen: Open = { ...open, personal: null }
const decided = { operator: 'operator-1', dossier: 'dossier-1', decidedAt: later }
const approved: AssistanceState = { ...open, ...decided, status: 'approved', changeId: 'change-1' }
const rejected: AssistanceState = { ...open, ...decided, status: 'rejected', personal: { ...told, reason: 'Illeggibile' } }
const withdrawn: AssistanceState = { ...open, status: 'withdrawn', endedAt: later }
const bare = (state: Filed): Filed => ({ ...state, documents: [] })

const situations = {
  'before anything': { state: { status: 'none', personal: null } as AssistanceState, at: filedAt },
  // 2026-03-10T23:00:00Z is the 11th in Rome.
  'before anything, the day after the document expired': {
    state: { status: 'none', personal: null } as AssistanceState,
    at: Date.UTC(2026, 2, 10, 23),
  },
  open: { state: open as AssistanceState, at: later },
  'open and erased': { state: erasedOpen as AssistanceState, at: later },
  approved: { state: approved, at: later },
  rejected: { state: rejected, at: later },
  withdrawn: { state: withdrawn, at: later },
  'approved, its file discarded': { state: bare(approved) as AssistanceState, at: later },
  'rejected, its file discarded': { state: bare(rejected) as AssistanceState, at: later },
  'withdrawn, its file discarded': { state: bare(withdrawn) as AssistanceState, at: later },
} as const

const opening: AssistanceCommand = {
  type: 'OpenAssistance',
  accountId: 'account-1',
  ticket: 'ticket-digest',
  noticeVersion: '2026-01',
  path,
  document: upload,
  personal: told,
}
const decision = { dossierDigest: 'dossier-1', dossier: 'dossier-1', operator: 'operator-1', operatorAccount: 'account-9' }
const reason = { reason: 'Illeggibile' }

const commands = {
  open: opening,
  approve: { type: 'ApproveAssistance', changeId: 'change-1', ...decision },
  'approve what has changed': { type: 'ApproveAssistance', changeId: 'change-1', ...decision, dossier: 'dossier-2' },
  'approve one’s own': { type: 'ApproveAssistance', changeId: 'change-1', ...decision, operatorAccount: 'account-1' },
  reject: { type: 'RejectAssistance', personal: reason, ...decision },
  'reject what has changed': { type: 'RejectAssistance', personal: reason, ...decision, dossierDigest: 'dossier-0' },
  'reject one’s own': { type: 'RejectAssistance', personal: reason, ...decision, operatorAccount: 'account-1' },
  withdraw: { type: 'WithdrawAssistance' },
  'discard the file': { type: 'DiscardDocuments' },
} as const satisfies { readonly [name: string]: Fitting<AssistanceState, AssistanceCommand> }

const no = (refusal: AssistanceRefusal): Here => ({ refusal })
const notFound = no({ code: 'assistance/not-found' })
const alreadyApproved = no({ code: 'assistance/already-decided', outcome: 'approved' })
const alreadyRejected = no({ code: 'assistance/already-decided', outcome: 'rejected' })
const takenBack = no({ code: 'assistance/withdrawn' })
const noDocument = no({ code: 'assistance/no-document' })
const discards = (state: Filed): Here => ({
  events: [{ type: 'DocumentsDiscarded', discardedAt: later }],
  next: bare(state),
})
const approves: Here = { events: [{ type: 'AssistanceApproved', ...decided, changeId: 'change-1' }], next: approved }
const rejects: Here = { events: [{ type: 'AssistanceRejected', ...decided, personal: reason }], next: rejected }

const rest =
  'approve | approve what has changed | approve one’s own | reject | reject what has changed | reject one’s own | withdraw'
const ofOpen = (state: Open, taken: { readonly approved: Here; readonly rejected: Here }) => ({
  open: no({ code: 'assistance/already-open' }),
  approve: taken.approved,
  reject: taken.rejected,
  'approve what has changed | reject what has changed': no({ code: 'assistance/dossier-changed' }),
  'approve one’s own | reject one’s own': no({ code: 'assistance/own-request' }),
  withdraw: {
    events: [{ type: 'AssistanceWithdrawn', endedAt: later }],
    next: { ...state, status: 'withdrawn', endedAt: later },
  } as Here,
  'discard the file': no({ code: 'assistance/not-decided' }),
})

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
            type: 'AssistanceOpened',
            accountId: 'account-1',
            ticket: 'ticket-digest',
            noticeVersion: '2026-01',
            path,
            filedAt,
            document: card,
            personal: told,
          },
        ],
        next: open,
      },
      [`${rest} | discard the file`]: notFound,
    },
    'before anything, the day after the document expired': {
      open: no({ code: 'assistance/document-expired' }),
      [`${rest} | discard the file`]: notFound,
    },
    open: ofOpen(open, { approved: approves, rejected: rejects }),
    'open and erased': ofOpen(erasedOpen, {
      approved: { ...approves, next: { ...approved, personal: null } },
      rejected: { ...rejects, next: { ...rejected, personal: null } },
    }),
    approved: { [`open | ${rest}`]: alreadyApproved, 'discard the file': discards(approved) },
    rejected: { [`open | ${rest}`]: alreadyRejected, 'discard the file': discards(rejected) },
    withdrawn: { [`open | ${rest}`]: takenBack, 'discard the file': discards(withdrawn) },
    'approved, its file discarded': { [`open | ${rest}`]: alreadyApproved, 'discard the file': noDocument },
    'rejected, its file discarded': { [`open | ${rest}`]: alreadyRejected, 'discard the file': noDocument },
    'withdrawn, its file discarded': { [`open | ${rest}`]: takenBack, 'discard the file': noDocument },
  },
} as const

describe('every state of a request for assistance meets every command', () => {
  // The exampleCommands carry a document that never expires, and so does the menu.
  const { 'before anything, the day after the document expired': expired, ...usual } = matrix.situations
  const { 'before anything, the day after the document expired': cells, ...others } = matrix.cells
  describeMatrix<AssistanceState, AssistanceCommand, AssistanceEvent, AssistanceRefusal>({
    ...matrix,
    situations: usual,
    cells: others,
  })

  it('a document that has expired opens nothing', () => {
    expect(decider.decide(expired.state, opening, { at: expired.at, by })).toEqual({ ok: false, ...cells.open })
  })
})

const events = {
  AssistanceOpened: {
    type: 'AssistanceOpened',
    accountId: 'account-1',
    ticket: 'ticket-digest',
    noticeVersion: '2026-01',
    path,
    filedAt,
    document: card,
    personal: told,
  },
  AssistanceApproved: { type: 'AssistanceApproved', ...decided, changeId: 'change-1' },
  AssistanceRejected: { type: 'AssistanceRejected', ...decided, personal: reason },
  AssistanceWithdrawn: { type: 'AssistanceWithdrawn', endedAt: later },
  DocumentsDiscarded: { type: 'DocumentsDiscarded', discardedAt: later },
} as const satisfies { readonly [T in AssistanceEvent['type']]: Extract<AssistanceEvent, { type: T }> }

describe('the events of a request for assistance', () => {
  const ends = ['AssistanceApproved', 'AssistanceRejected', 'AssistanceWithdrawn'] as const
  describeEvolve<AssistanceState, AssistanceCommand, AssistanceEvent, AssistanceRefusal>(
    matrix,
    events,
    {
      'before anything': ['AssistanceOpened'],
      'before anything, the day after the document expired': ['AssistanceOpened'],
      open: ends,
      'open and erased': ends,
      approved: ['DocumentsDiscarded'],
      rejected: ['DocumentsDiscarded'],
      withdrawn: ['DocumentsDiscarded'],
      'approved, its file discarded': [],
      'rejected, its file discarded': [],
      'withdrawn, its file discarded': [],
    },
    [decider],
  )
})

describe('walks of a request for assistance', () => {
  const waits = [0, 1, day]
  const walking = {
    ...commands,
    open: { ...opening, personal: { ...told, document: { ...told.document, expiresOn: '9999-12-31' } } },
  }

  describeWalks<AssistanceState, AssistanceCommand, AssistanceEvent, AssistanceRefusal>(
    { decider, by, commands: walking },
    {
      start: filedAt,
      waits,
      stamps: [filedAt],
      published: `stateDiagram-v2
        [*] --> none
        none --> open: OpenAssistance
        open --> approved: ApproveAssistance
        open --> rejected: RejectAssistance
        open --> withdrawn: WithdrawAssistance
        approved --> approved: DiscardDocuments
        rejected --> rejected: DiscardDocuments
        withdrawn --> withdrawn: DiscardDocuments
        approved --> [*]
        rejected --> [*]
        withdrawn --> [*]`,
    },
  )

  it('INV-11: on any walk, with a clock that runs backwards too, a request is decided once at the most', () => {
    fc.assert(
      fc.property(walks(walking, [...waits, -1, -day, -1e13], 60), (steps) => {
        const ended: string[] = []
        for (const { before, after } of walk(decider, steps, filedAt, by)) {
          if (before.status === 'open' && after.status !== 'open') ended.push(after.status)
          if (before.status !== 'none' && before.status !== 'open') expect(after.status).toBe(before.status)
        }
        expect(ended.length).toBeLessThanOrEqual(1)
      }),
      { seed: 11, numRuns: runsOf(300) },
    )
  })
})

describe('seed 003 §2.2: an identity document in course of validity', () => {
  // What the clocks of Rome show at midnight, by the rule of the directive alone: summer time from the last Sunday of March to that of
  // October, at 01:00 UTC.
  const lastSunday = (year: number, month: number) => 31 - new Date(Date.UTC(year, month, 31)).getUTCDay()
  const midnightOf = (year: number, month: number, date: number): number => {
    const winter = Date.UTC(year, month, date, -1)
    const begins = Date.UTC(year, 2, lastSunday(year, 2), 1)
    const ends = Date.UTC(year, 9, lastSunday(year, 9), 1)
    return winter >= begins && winter <= ends ? winter - 3_600_000 : winter
  }

  it('is so until 24:00 of the day that it expires on, in Rome: every day of 2026 and 2027, a millisecond before and after', () => {
    for (let date = 1; date <= 730; date += 1) {
      const on = new Date(Date.UTC(2026, 0, date))
      const expiresOn = on.toISOString().slice(0, 10)
      const end = midnightOf(on.getUTCFullYear(), on.getUTCMonth(), on.getUTCDate() + 1)
      expect(isInCourse(expiresOn, end - 1), expiresOn).toBe(true)
      expect(isInCourse(expiresOn, end), expiresOn).toBe(false)
    }
  })

  it.each([
    // An ordinary winter day, the days on which the clocks change, the eve of each, a leap day, the end of a year.
    ['2026-03-10', '2026-03-10T22:59:59.999Z'],
    ['2026-03-28', '2026-03-28T22:59:59.999Z'],
    ['2026-03-29', '2026-03-29T21:59:59.999Z'],
    ['2026-10-24', '2026-10-24T21:59:59.999Z'],
    ['2026-10-25', '2026-10-25T22:59:59.999Z'],
    ['2028-02-29', '2028-02-29T22:59:59.999Z'],
    ['2026-12-31', '2026-12-31T22:59:59.999Z'],
  ])('that expires on %s is good until %s and not a millisecond longer', (expiresOn, last) => {
    const at = Date.parse(last)
    expect([isInCourse(expiresOn, at), isInCourse(expiresOn, at + 1)]).toEqual([true, false])
  })

  it('is judged by the day of Rome and not by that of UTC', () => {
    // 23:30 UTC of the 10th is 00:30 of the 11th in Rome, and 22:30 UTC of 10 July is 00:30 of 11 July.
    expect(isInCourse('2026-03-10', Date.UTC(2026, 2, 10, 23, 30))).toBe(false)
    expect(isInCourse('2026-07-10', Date.UTC(2026, 6, 10, 22, 30))).toBe(false)
    expect(isInCourse('2026-07-11', Date.UTC(2026, 6, 10, 22, 30))).toBe(true)
  })
})
