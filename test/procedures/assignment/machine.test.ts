import { describe } from 'vitest'
import { assignmentDecider } from '../../../src/procedures/assignment/machine.ts'
import type {
  AssignmentCommand,
  AssignmentEvent,
  AssignmentNote,
  AssignmentRefusal,
  AssignmentState,
} from '../../../src/procedures/assignment/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, type Fitting } from '../../support/matrix.ts'

type Here = Cell<AssignmentState, AssignmentEvent, AssignmentRefusal>
type Assigned = Extract<AssignmentState, { status: 'assigned' }>
type Free = Extract<AssignmentState, { status: 'free' }>

const since = 1_773_133_200_000
const at = since + 3_600_000
const by = { kind: 'operator', id: 'operator-1' } as const
const named = { of: 'registration', accountId: 'account-1', operator: 'operator-1' } as const

const noted: AssignmentNote = { at: since, operator: 'operator-2', text: 'Called on Monday.' }
const full = Array.from({ length: 50 }, () => noted)
const mine: Assigned = {
  status: 'assigned',
  operator: 'operator-1',
  since,
  of: 'registration',
  accountId: 'account-1',
  personal: { notes: [] },
}
const theirs: Assigned = { ...mine, operator: 'operator-2', personal: { notes: [noted] } }
const free: Free = { status: 'free', of: 'registration', accountId: 'account-1', personal: { notes: [noted] } }

const situations = {
  'before anything': { state: assignmentDecider.initial, at },
  free: { state: free as AssignmentState, at },
  mine: { state: mine as AssignmentState, at },
  theirs: { state: theirs as AssignmentState, at },
  'full of notes': { state: { ...free, personal: { notes: full } } as AssignmentState, at },
  'free and erased': { state: { ...free, personal: null } as AssignmentState, at },
  'assigned and erased': { state: { ...theirs, personal: null } as AssignmentState, at },
} as const

const commands = {
  assign: { type: 'AssignRequest', ...named },
  'a colleague assigns': { type: 'AssignRequest', ...named, operator: 'operator-2' },
  release: { type: 'ReleaseRequest', operator: 'operator-1' },
  'take over': { type: 'TakeOverRequest', operator: 'operator-1', personal: { reason: 'Absent' } },
  'release what a colleague has': { type: 'ReleaseRequest', operator: 'operator-2' },
  'a third takes over': { type: 'TakeOverRequest', operator: 'operator-3', personal: { reason: 'Absent' } },
  note: { type: 'AddNote', personal: { text: 'Sends the back.' }, ...named },
  end: { type: 'EndAssignment' },
} as const satisfies { readonly [name: string]: Fitting<AssignmentState, AssignmentCommand> }

const refused = (refusal: AssignmentRefusal): Here => ({ refusal })
const nobody = refused({ code: 'assignment/not-assigned' })
const taken = refused({ code: 'assignment/taken', operator: 'operator-2', since })
const erased = refused({ code: 'assignment/erased' })
const stays = (next: AssignmentState): Here => ({ events: [], next })
const frees = (notes: readonly AssignmentNote[]): Here => ({
  next: { ...free, personal: { notes } },
  events: [{ type: 'AssignmentEnded', endedAt: at }],
})
const released = (operator: string, notes: readonly AssignmentNote[]): Here => ({
  events: [{ type: 'RequestReleased', operator, releasedAt: at }],
  next: { ...free, personal: { notes } },
})
const takes = (state: Assigned, operator: string): Here => ({
  events: [{ type: 'RequestTakenOver', operator, from: state.operator, since: at, personal: { reason: 'Absent' } }],
  next: { ...state, operator, since: at },
})
const acts = 'release | release what a colleague has | take over | a third takes over | end'
const assigns = (notes: readonly AssignmentNote[], operator = 'operator-1'): Here => ({
  events: [{ type: 'RequestAssigned', ...named, operator, since: at }],
  next: { ...mine, operator, since: at, personal: { notes } },
})
const notes = (state: AssignmentState): Here => {
  const added = [...(state.personal?.notes ?? []), { at, operator: 'operator-1', text: 'Sends the back.' }]
  const before = state.status === 'none' ? { ...free } : state
  return {
    events: [{ type: 'NoteAdded', ...named, notedAt: at, personal: { text: 'Sends the back.' } }],
    next: { ...before, personal: { notes: added } },
  }
}

const matrix = {
  decider: assignmentDecider,
  by,
  situations,
  commands,
  cells: {
    'before anything': {
      assign: assigns([]),
      'a colleague assigns': assigns([], 'operator-2'),
      [acts]: nobody,
      note: notes(assignmentDecider.initial),
    },
    free: { assign: assigns([noted]), 'a colleague assigns': assigns([noted], 'operator-2'), [acts]: nobody, note: notes(free) },
    mine: {
      'assign | take over': stays(mine),
      'a colleague assigns': refused({ code: 'assignment/taken', operator: 'operator-1', since }),
      release: released('operator-1', []),
      'release what a colleague has': refused({ code: 'assignment/taken', operator: 'operator-1', since }),
      'a third takes over': takes(mine, 'operator-3'),
      note: notes(mine),
      end: frees([]),
    },
    theirs: {
      'assign | release': taken,
      'a colleague assigns': stays(theirs),
      'release what a colleague has': released('operator-2', [noted]),
      'take over': takes(theirs, 'operator-1'),
      'a third takes over': takes(theirs, 'operator-3'),
      note: notes(theirs),
      end: frees([noted]),
    },
    'full of notes': {
      assign: assigns(full),
      'a colleague assigns': assigns(full, 'operator-2'),
      [acts]: nobody,
      note: refused({ code: 'assignment/too-many-notes', notesMax: 50 }),
    },
    'free and erased': { [`assign | a colleague assigns | note | ${acts}`]: erased },
    'assigned and erased': { [`assign | a colleague assigns | note | ${acts}`]: erased },
  },
} as const

describe('every state of an assignment meets every command', () => {
  describeMatrix<AssignmentState, AssignmentCommand, AssignmentEvent, AssignmentRefusal>(matrix)
})

describe('the events of an assignment', () => {
  const events = {
    RequestAssigned: { type: 'RequestAssigned', ...named, since: at },
    RequestReleased: { type: 'RequestReleased', operator: 'operator-1', releasedAt: at },
    RequestTakenOver: {
      type: 'RequestTakenOver',
      operator: 'operator-1',
      from: 'operator-2',
      since: at,
      personal: { reason: 'Absent' },
    },
    NoteAdded: { type: 'NoteAdded', ...named, notedAt: at, personal: { text: 'Sends the back.' } },
    AssignmentEnded: { type: 'AssignmentEnded', endedAt: at },
  } as const satisfies { readonly [T in AssignmentEvent['type']]: Extract<AssignmentEvent, { type: T }> }
  const ofFree = ['RequestAssigned', 'NoteAdded'] as const
  const ofAssigned = ['RequestReleased', 'RequestTakenOver', 'NoteAdded', 'AssignmentEnded'] as const
  describeEvolve<AssignmentState, AssignmentCommand, AssignmentEvent, AssignmentRefusal>(
    matrix,
    events,
    {
      'before anything': ofFree,
      free: ofFree,
      mine: ofAssigned,
      theirs: ofAssigned,
      'full of notes': ['RequestAssigned'],
      'free and erased': [],
      'assigned and erased': [],
    },
    [assignmentDecider],
  )
})

describe('walks of an assignment', () => {
  describeWalks<AssignmentState, AssignmentCommand, AssignmentEvent, AssignmentRefusal>(
    { decider: assignmentDecider, by, commands },
    {
      start: since,
      waits: [0, 1, 86_400_000],
      stamps: [since],
      published: `stateDiagram-v2
        [*] --> none
        none --> assigned: AssignRequest
        none --> free: AddNote
        assigned --> assigned: AssignRequest, TakeOverRequest, AddNote
        assigned --> free: ReleaseRequest, EndAssignment
        free --> assigned: AssignRequest
        free --> free: AddNote`,
    },
  )
})
