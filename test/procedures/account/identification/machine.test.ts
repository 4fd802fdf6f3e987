import { describe, expect, it } from 'vitest'
import { faultOf } from '../../../../src/procedures/account/identification/fault.ts'
import { identificationDecider as decider } from '../../../../src/procedures/account/identification/machine.ts'
import type {
  IdentificationCommand,
  IdentificationEvent,
  IdentificationRefusal,
  IdentificationState,
} from '../../../../src/procedures/account/identification/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks } from '../../../support/matrix.ts'

type Here = Cell<IdentificationState, IdentificationEvent, IdentificationRefusal>

const day = 86_400_000
const now = Date.UTC(2026, 2, 11, 11)
const by = { kind: 'operator', id: 'operator-1' } as const

const document = { documentKind: 'passport', documentNumber: 'number-digest', documentExpiresOn: '2026-03-10' } as const
const facts = { point: 'school-1', operator: 'operator-1', official: 'official-1', ticket: 'ticket-digest' } as const
const given = { ...document, screenHalf: 'sealed', reason: 'Both secrets are lost.' }
const record = (identifiedAt: number) =>
  ({ type: 'RecordIdentification', identifiedAt, ...facts, personal: given }) as const satisfies IdentificationCommand

const none: IdentificationState = { status: 'none', personal: null }
const before = now - 5 * day
const seen = { identifiedAt: before, recordedAt: before + 1, ...facts } as const
const recorded: IdentificationState = { status: 'recorded', ...seen, personal: { ...document, screenHalf: 'sealed' } }
const shown: IdentificationState = { status: 'shown', ...seen, personal: { ...document, screenHalf: null } }
const gone: IdentificationState = { ...shown, status: 'void' }
const erased: IdentificationState = { ...recorded, personal: null }

const situations = {
  'before anything': { state: none, at: now },
  recorded: { state: recorded, at: now },
  shown: { state: shown, at: now },
  void: { state: gone, at: now },
  'recorded, erased': { state: erased, at: now },
} as const

const commands = {
  'record the next one': record(before + 1),
  'record the same again': record(before),
  'record what came before it': record(before - 1),
  'take the half': { type: 'TakeHalf' },
  'void the half': { type: 'VoidHalf', cause: 'CredentialRevoked' },
} as const satisfies { readonly [name: string]: IdentificationCommand }

const records = (identifiedAt: number): Here => {
  const { reason: _, ...kept } = given
  const said = { identifiedAt, recordedAt: now, ...facts }
  return {
    events: [{ type: 'IdentificationRecorded', ...said, personal: given }],
    next: { status: 'recorded', ...said, personal: kept },
  }
}
const noHalf: Here = { refusal: { code: 'identification/no-pin-half' } }
const again: Here = { refusal: { code: 'identification/already-recorded' } }
const voids = (state: Exclude<IdentificationState, { status: 'none' }>): Here => ({
  events: [{ type: 'HalfVoided', cause: 'CredentialRevoked' }],
  next: { ...state, status: 'void', personal: state.personal === null ? null : { ...state.personal, screenHalf: null } },
})
const newer = { 'record the next one': records(before + 1), 'record the same again | record what came before it': again }
const cells: { readonly [situation: string]: { readonly [names: string]: Here } } = {
  'before anything': {
    'record the next one': records(before + 1),
    'record the same again': records(before),
    'record what came before it': records(before - 1),
    'take the half | void the half': noHalf,
  },
  recorded: { ...newer, 'take the half': { events: [{ type: 'HalfTaken' }], next: shown }, 'void the half': voids(recorded) },
  shown: { ...newer, 'take the half | void the half': noHalf },
  void: { ...newer, 'take the half | void the half': noHalf },
  'recorded, erased': { ...newer, 'take the half': noHalf, 'void the half': voids(erased) },
}
const matrix = { decider, by, situations, commands, cells } as const

describe('every state of an identification meets every command', () => {
  describeMatrix<IdentificationState, IdentificationCommand, IdentificationEvent, IdentificationRefusal>(matrix)
  const { type: _, ...said } = record(now)
  const events = {
    IdentificationRecorded: { type: 'IdentificationRecorded', recordedAt: now, ...said },
    HalfTaken: { type: 'HalfTaken' },
    HalfVoided: { type: 'HalfVoided', cause: 'CredentialRevoked' },
  } as const
  const open = ['IdentificationRecorded', 'HalfTaken', 'HalfVoided'] as const
  describeEvolve<IdentificationState, IdentificationCommand, IdentificationEvent, IdentificationRefusal>(
    matrix,
    events,
    {
      'before anything': ['IdentificationRecorded'],
      recorded: open,
      shown: ['IdentificationRecorded'],
      void: ['IdentificationRecorded'],
      'recorded, erased': ['IdentificationRecorded', 'HalfVoided'],
    },
    [decider],
  )

  it('tells no half twice, and keeps none that was seen or is of no use', () => {
    for (const event of [events.HalfTaken, events.HalfVoided]) {
      expect(decider.evolve(recorded, event).personal).toMatchObject({ screenHalf: null })
    }
  })
})

describe('walks of an identification', () => {
  describeWalks<IdentificationState, IdentificationCommand, IdentificationEvent, IdentificationRefusal>(
    { decider, by, commands },
    {
      start: before,
      waits: [0, 1, day, 5 * day],
      stamps: [1_000],
      published: `stateDiagram-v2
        [*] --> none
        none --> recorded: RecordIdentification
        recorded --> recorded: RecordIdentification
        recorded --> shown: TakeHalf
        recorded --> void: VoidHalf
        shown --> recorded: RecordIdentification
        void --> recorded: RecordIdentification`,
    },
  )
})

describe('which identifications a new credential can follow', () => {
  const policy = { points: ['school-1'], validMs: 30 * day }
  /** 24:00 of 10 March 2026 in Rome. */
  const midnight = Date.UTC(2026, 2, 10, 23)
  const said = { identifiedAt: now, point: 'school-1', expiresOn: '2099-12-31' }

  it('are those of the own counter and of a point that the office has authorised', () => {
    for (const point of ['office', 'school-1']) expect(faultOf(policy, { ...said, point }, now)).toBeNull()
    expect(faultOf(policy, { ...said, point: 'school-2' }, now)).toEqual({ code: 'identification/unknown-point' })
  })

  it('are those that were, and for thirty days (policy)', () => {
    expect(faultOf(policy, said, now)).toBeNull()
    expect(faultOf(policy, said, now - 1)).toEqual({ code: 'identification/in-the-future' })
    expect(faultOf(policy, said, now + 30 * day - 1)).toBeNull()
    const expiredAt = now + 30 * day
    expect(faultOf(policy, said, expiredAt)).toEqual({ code: 'identification/too-old', expiredAt })
  })

  it('are those by a document that was in course of validity until 24:00 in Rome of its last day, summer and winter', () => {
    for (const [expiresOn, end] of [
      ['2026-03-10', midnight],
      ['2026-07-10', Date.UTC(2026, 6, 10, 22)],
    ] as const) {
      expect(faultOf(policy, { ...said, expiresOn, identifiedAt: end - 1 }, end)).toBeNull()
      expect(faultOf(policy, { ...said, expiresOn, identifiedAt: end }, end)).toEqual({ code: 'identification/document-expired' })
    }
  })
})
