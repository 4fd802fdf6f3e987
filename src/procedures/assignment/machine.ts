/**
 * Who of the office has a request in charge, and what was noted about it. A record of its own: the applicant's acts and the digest of the
 * dossier have nothing to do with it.
 *
 *   none, free --AssignRequest--> assigned --ReleaseRequest, EndAssignment--> free
 *   assigned --TakeOverRequest--> assigned, to another operator
 *   none --AddNote--> free
 */
import { accept, type Decider, type Instant, impossible, refuse } from '../../kernel/index.ts'
import type { AssignmentCommand, AssignmentEvent, AssignmentRefusal, AssignmentState } from './model.ts'

export type AssignmentDecider = Decider<AssignmentState, AssignmentCommand, AssignmentEvent, AssignmentRefusal>
type Assigned = Extract<AssignmentState, { status: 'assigned' }>
type Decided = ReturnType<AssignmentDecider['decide']>

/** More would make every write of the record long. */
const notesMax = 50

const decide: AssignmentDecider['decide'] = (state, command, { at }) => {
  // A write would make a living record of an erased one.
  if (state.status !== 'none' && state.personal === null) return refuse({ code: 'assignment/erased' })
  if (command.type === 'AddNote') {
    if ((state.personal?.notes.length ?? 0) >= notesMax) return refuse({ code: 'assignment/too-many-notes', notesMax })
    const { of, accountId, operator, personal } = command
    return accept([{ type: 'NoteAdded', of, accountId, operator, notedAt: at, personal }])
  }
  if (state.status === 'assigned') return decideAssigned(state, command, at)
  if (command.type !== 'AssignRequest') return refuse({ code: 'assignment/not-assigned' })
  const { of, accountId, operator } = command
  return accept([{ type: 'RequestAssigned', of, accountId, operator, since: at }])
}

function decideAssigned(
  { operator, since }: Assigned,
  command: Exclude<AssignmentCommand, { type: 'AddNote' }>,
  at: Instant,
): Decided {
  if (command.type === 'EndAssignment') return accept([{ type: 'AssignmentEnded', endedAt: at }])
  const isOwn = command.operator === operator
  switch (command.type) {
    case 'AssignRequest':
      return isOwn ? accept([]) : refuse({ code: 'assignment/taken', operator, since })
    case 'ReleaseRequest':
      if (!isOwn) return refuse({ code: 'assignment/taken', operator, since })
      return accept([{ type: 'RequestReleased', operator, releasedAt: at }])
    case 'TakeOverRequest': {
      if (isOwn) return accept([])
      const { operator: next, personal } = command
      return accept([{ type: 'RequestTakenOver', operator: next, from: operator, since: at, personal }])
    }
  }
}

function evolve(state: AssignmentState, event: AssignmentEvent): AssignmentState {
  if (state.status !== 'none' && state.personal === null) return impossible('assignment', state.status, event.type)
  const kept = state.personal?.notes ?? []
  if (event.type === 'RequestAssigned') {
    if (state.status === 'assigned') return impossible('assignment', state.status, event.type)
    const { of, accountId, operator, since } = event
    return { status: 'assigned', operator, since, of, accountId, personal: { notes: kept } }
  }
  if (event.type === 'NoteAdded') {
    if (kept.length >= notesMax) return impossible('assignment', state.status, event.type)
    const { of, accountId, operator, notedAt, personal } = event
    const notes = [...kept, { at: notedAt, operator, text: personal.text }]
    if (state.status === 'none') return { status: 'free', of, accountId, personal: { notes } }
    return { ...state, personal: { notes } }
  }
  if (state.status !== 'assigned') return impossible('assignment', state.status, event.type)
  const { of, accountId, personal } = state
  switch (event.type) {
    case 'RequestTakenOver':
      return { status: 'assigned', operator: event.operator, since: event.since, of, accountId, personal }
    case 'RequestReleased':
    case 'AssignmentEnded':
      return { status: 'free', of, accountId, personal }
  }
}

function exampleCommands(state: AssignmentState): readonly AssignmentCommand[] {
  const operator = state.status === 'assigned' ? state.operator : 'operator'
  const named = { of: 'procedure', accountId: 'account', operator } as const
  const other = operator === 'operator' ? 'colleague' : 'operator'
  return [
    { type: 'AssignRequest', ...named },
    { type: 'TakeOverRequest', operator: other, personal: { reason: 'Absent since Monday.' } },
    { type: 'ReleaseRequest', operator },
    { type: 'AddNote', personal: { text: 'Will send the back of the card.' }, ...named },
    { type: 'EndAssignment' },
  ]
}

/** The machine. There is no policy to it: who may decide is asked where something is decided. */
export const assignmentDecider: AssignmentDecider = {
  name: 'assignment',
  initial: { status: 'none', personal: null },
  decide,
  evolve,
  isTerminal: () => false,
  exampleCommands,
}
