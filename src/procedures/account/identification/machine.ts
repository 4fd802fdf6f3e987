/**
 * The identification of a person face to face, for whom the ways back by mailbox and secrets are closed (seed 000, point 4). Of each person the
 * last one counts.
 *
 *   none, recorded, shown, void --RecordIdentification--> recorded
 *   recorded --TakeHalf--> shown
 *   recorded --VoidHalf--> void
 */
import { accept, type Decider, type Instant, impossible, type Result, refuse } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import type {
  IdentificationCommand,
  IdentificationEvent,
  IdentificationPolicy,
  IdentificationRefusal,
  IdentificationState,
} from './model.ts'

export type IdentificationDecider = Decider<
  IdentificationState,
  IdentificationCommand,
  IdentificationEvent,
  IdentificationRefusal
>

type Record = Extract<IdentificationCommand, { type: 'RecordIdentification' }>

/** The office's own counter, which needs no authorisation. */
export const ownCounter = 'office'

/** The machine under a policy. */
export function identificationDecider(policy: IdentificationPolicy): IdentificationDecider {
  return {
    name: 'identification',
    initial: { status: 'none', personal: null },
    decide(state, command, { at }) {
      switch (command.type) {
        case 'RecordIdentification':
          return decideRecord(policy, state, command, at)
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
        point: ownCounter,
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
}

function waits(state: IdentificationState): boolean {
  return state.status === 'recorded' && state.personal !== null
}

function decideRecord(
  { points, validMs }: IdentificationPolicy,
  state: IdentificationState,
  { type: _, ...facts }: Record,
  at: Instant,
): Result<readonly IdentificationEvent[], IdentificationRefusal> {
  const { identifiedAt, point, personal } = facts
  if (point !== ownCounter && !points.includes(point)) return refuse({ code: 'identification/unknown-point' })
  if (identifiedAt > at) return refuse({ code: 'identification/in-the-future' })
  if (at >= identifiedAt + validMs) return refuse({ code: 'identification/too-old', expiredAt: identifiedAt + validMs })
  if (romeDate(identifiedAt) > personal.documentExpiresOn) return refuse({ code: 'identification/document-expired' })
  if (state.status !== 'none' && identifiedAt <= state.identifiedAt) return refuse({ code: 'identification/already-recorded' })
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
      if (state.status !== 'recorded') return impossible('identification', state.status, event.type)
      const personal = state.personal === null ? null : { ...state.personal, screenHalf: null }
      return { ...state, status: event.type === 'HalfTaken' ? 'shown' : 'void', personal }
    }
  }
}
