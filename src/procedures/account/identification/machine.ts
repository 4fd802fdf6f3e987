/**
 * The identification of a person face to face, for whom the ways back by mailbox and secrets are closed (seed 000, point 4). Of each person the
 * last one counts.
 *
 *   none, recorded, shown, void --RecordIdentification--> recorded
 *   recorded --TakeHalf--> shown
 *   recorded --VoidHalf--> void
 */
import { accept, type Decider, type Instant, impossible, type Result, refuse } from '../../../kernel/index.ts'
import type { IdentificationCommand, IdentificationEvent, IdentificationRefusal, IdentificationState } from './model.ts'

export type IdentificationDecider = Decider<
  IdentificationState,
  IdentificationCommand,
  IdentificationEvent,
  IdentificationRefusal
>

/** The machine. There is no policy to it: which identifications are good follows from what is said of them, and nothing is remembered. */
export const identificationDecider: IdentificationDecider = {
  name: 'identification',
  initial: { status: 'none', personal: null },
  decide(state, command, { at }) {
    switch (command.type) {
      case 'RecordIdentification':
        return decideRecord(state, command, at)
      case 'TakeHalf':
        return waits(state) ? accept([{ type: 'HalfTaken' }]) : refuse({ code: 'identification/no-pin-half' })
      case 'VoidHalf':
        return state.status === 'recorded'
          ? accept([{ type: 'HalfVoided', cause: command.cause }])
          : refuse({ code: 'identification/no-pin-half' })
    }
  },
  evolve,
  isTerminal: () => false,
  exampleCommands: (state) => [
    {
      type: 'RecordIdentification',
      identifiedAt: state.status === 'none' ? 0 : state.identifiedAt + 1,
      point: 'office',
      operator: 'operator',
      official: null,
      ticket: 'digest',
      personal: {
        documentKind: 'identity-card',
        documentNumber: 'digest',
        documentExpiresOn: '9999-12-31',
        screenHalf: 'sealed',
        reason: 'Both secrets are lost.',
      },
    },
    { type: 'TakeHalf' },
    { type: 'VoidHalf', cause: 'CredentialRevoked' },
  ],
}

type Record = Extract<IdentificationCommand, { type: 'RecordIdentification' }>

function waits(state: IdentificationState): boolean {
  return state.status === 'recorded' && state.personal !== null
}

function decideRecord(
  state: IdentificationState,
  { type: _, ...facts }: Record,
  at: Instant,
): Result<readonly IdentificationEvent[], IdentificationRefusal> {
  const isKnown = state.status !== 'none' && facts.identifiedAt <= state.identifiedAt
  if (isKnown) return refuse({ code: 'identification/already-recorded' })
  return accept([{ type: 'IdentificationRecorded', recordedAt: at, ...facts }])
}

function evolve(state: IdentificationState, event: IdentificationEvent): IdentificationState {
  switch (event.type) {
    case 'IdentificationRecorded': {
      const { type: _, personal, ...facts } = event
      const { reason: __, ...kept } = personal
      return { status: 'recorded', ...facts, personal: kept }
    }
    case 'HalfTaken':
    case 'HalfVoided': {
      const isTaken = event.type === 'HalfTaken'
      if (state.status !== 'recorded' || (isTaken && state.personal === null)) {
        return impossible('identification', state.status, event.type)
      }
      const personal = state.personal === null ? null : { ...state.personal, screenHalf: null }
      return { ...state, status: isTaken ? 'shown' : 'void', personal }
    }
  }
}
