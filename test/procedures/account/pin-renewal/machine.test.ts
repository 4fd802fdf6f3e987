import { describe, expect, it } from 'vitest'
import { filler } from '../../../../src/procedures/account/pin-renewal/filler.ts'
import { openRenewal, pinRenewalDecider } from '../../../../src/procedures/account/pin-renewal/machine.ts'
import type {
  PinRenewalCommand,
  PinRenewalEvent,
  PinRenewalRefusal,
  PinRenewalState,
} from '../../../../src/procedures/account/pin-renewal/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks } from '../../../support/matrix.ts'

type Here = Cell<PinRenewalState, PinRenewalEvent, PinRenewalRefusal>
type Started = Extract<PinRenewalState, { status: 'started' }>

const day = 86_400_000
const at = 1_773_133_200_000
const terms = { openMs: 3 * day, startsMax: 2, guessesMax: 2 }
const decider = pinRenewalDecider(terms)
const by = { kind: 'anonymous' } as const
const personal = { pin: 'verifier' }

const none: PinRenewalState = { status: 'none', starts: [], notedAt: 0, filler, personal: null }
const started: Started = {
  status: 'started',
  startedAt: at,
  expiresAt: at + 3 * day,
  starts: [at],
  notedAt: at,
  guesses: 0,
  personal,
}
const often: Started = { ...started, starts: [at - day + 1, at] }
const guessed: Started = { ...started, guesses: 1 }
const concluded: PinRenewalState = { status: 'concluded', endedAt: at + 1, starts: [], notedAt: at + 1, personal: null }
const ended: PinRenewalState = { status: 'void', endedAt: at + 1, starts: [at], notedAt: at + 1, personal: null }

const situations = {
  none: { state: none, at },
  started: { state: started, at: at + 1 },
  'started, in its last millisecond': { state: started, at: at + 3 * day - 1 },
  'started, over': { state: started, at: at + 3 * day },
  'started, erased': { state: { ...started, personal: null }, at: at + 1 },
  'started twice within a day': { state: often, at },
  'started twice, a day after the first': { state: often, at: at + 1 },
  'started, with one guess left': { state: guessed, at: at + 1 },
  concluded: { state: concluded, at: at + 2 },
  void: { state: ended, at: at + 2 },
} as const

const commands = {
  start: { type: 'StartRenewal', personal: { pin: 'other' } },
  note: { type: 'NoteAttempt' },
  guess: { type: 'CountGuess' },
  conclude: { type: 'ConcludeRenewal' },
  void: { type: 'VoidRenewal', cause: 'PasswordChanged' },
} as const

const notOpen: Here = { refusal: { code: 'pin-renewal/not-open' } }
const starts = (now: number, within: readonly number[]): Here => {
  const begun = { startedAt: now, expiresAt: now + 3 * day, starts: [...within, now], personal: { pin: 'other' } }
  return { events: [{ type: 'RenewalStarted', ...begun }], next: { status: 'started', ...begun, notedAt: now, guesses: 0 } }
}
const tooMany = (retryAt: number): Here => ({ refusal: { code: 'pin-renewal/too-many', retryAt } })
const notes = (state: PinRenewalState, now: number): Here => ({
  events: [{ type: 'AttemptNoted', notedAt: now }],
  next: { ...state, notedAt: now },
})
const open = (state: Started, now: number, within: readonly number[] = [at]) => ({
  note: notes(state, now),
  guess:
    state.guesses === 0
      ? { events: [{ type: 'GuessCounted', guesses: 1, notedAt: now } as const], next: { ...state, guesses: 1, notedAt: now } }
      : ({
          events: [
            { type: 'GuessCounted', guesses: 2, notedAt: now },
            { type: 'RenewalVoided', endedAt: now, cause: 'guesses', starts: within },
          ],
          next: { status: 'void', endedAt: now, notedAt: now, starts: within, personal: null },
        } as Here),
  conclude: {
    events: [{ type: 'RenewalConcluded', endedAt: now } as const],
    next: { status: 'concluded', endedAt: now, notedAt: now, starts: [], personal: null } as const,
  },
  void: {
    events: [{ type: 'RenewalVoided', endedAt: now, cause: 'PasswordChanged', starts: [] } as const],
    next: { status: 'void', endedAt: now, notedAt: now, starts: [], personal: null } as const,
  },
})
const shut = (state: PinRenewalState, now: number) => ({ note: notes(state, now), 'guess | conclude | void': notOpen })

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    none: { start: starts(at, []), ...shut(none, at) },
    started: { start: starts(at + 1, [at]), ...open(started, at + 1) },
    'started, in its last millisecond': { start: starts(at + 3 * day - 1, []), ...open(started, at + 3 * day - 1, []) },
    'started, over': { start: starts(at + 3 * day, []), ...shut(started, at + 3 * day) },
    'started, erased': { start: starts(at + 1, [at]), ...shut({ ...started, personal: null }, at + 1) },
    'started twice within a day': { start: tooMany(at + 1), ...open(often, at) },
    'started twice, a day after the first': { start: starts(at + 1, [at]), ...open(often, at + 1) },
    'started, with one guess left': { start: starts(at + 1, [at]), ...open(guessed, at + 1) },
    concluded: { start: starts(at + 2, []), ...shut(concluded, at + 2) },
    void: { start: starts(at + 2, [at]), ...shut(ended, at + 2) },
  },
} as const

describe('every state of the renewal of a PIN meets every command', () => {
  describeMatrix<PinRenewalState, PinRenewalCommand, PinRenewalEvent, PinRenewalRefusal>(matrix)
})

const events = {
  RenewalStarted: { type: 'RenewalStarted', startedAt: at, expiresAt: at + 1, starts: [at], personal },
  AttemptNoted: { type: 'AttemptNoted', notedAt: at },
  GuessCounted: { type: 'GuessCounted', guesses: 1, notedAt: at },
  RenewalConcluded: { type: 'RenewalConcluded', endedAt: at },
  RenewalVoided: { type: 'RenewalVoided', endedAt: at, cause: 'guesses', starts: [] },
} as const

describe('the events of the renewal of a PIN', () => {
  const anywhere = ['RenewalStarted', 'AttemptNoted'] as const
  const underWay = [...anywhere, 'GuessCounted', 'RenewalConcluded', 'RenewalVoided'] as const
  const follows = {
    none: anywhere,
    started: underWay,
    'started, in its last millisecond': underWay,
    'started, over': underWay,
    'started twice within a day': underWay,
    'started twice, a day after the first': underWay,
    'started, with one guess left': underWay,
    concluded: anywhere,
    void: anywhere,
  }
  const { 'started, erased': _, ...living } = situations
  describeEvolve<PinRenewalState, PinRenewalCommand, PinRenewalEvent, PinRenewalRefusal>(
    { ...matrix, situations: living },
    events,
    follows,
    [decider, pinRenewalDecider({ ...terms, guessesMax: 3 })],
  )
})

describe('walks of the renewal of a PIN', () => {
  describeWalks<PinRenewalState, PinRenewalCommand, PinRenewalEvent, PinRenewalRefusal>(
    { decider, by, commands },
    {
      start: at,
      waits: [0, 1, day, 3 * day],
      stamps: [at, at + 1_000 * day],
      runs: 1_500,
      published: `stateDiagram-v2
    [*] --> none
    none --> none: NoteAttempt
    none --> started: StartRenewal
    started --> started: StartRenewal, NoteAttempt, CountGuess
    started --> void: CountGuess, VoidRenewal
    started --> concluded: ConcludeRenewal
    concluded --> concluded: NoteAttempt
    concluded --> started: StartRenewal
    void --> void: NoteAttempt
    void --> started: StartRenewal`,
    },
  )

  it('INV-12, T1: is open from its beginning to the millisecond before its end', () => {
    expect(openRenewal(started, at + 3 * day - 1)).toMatchObject({ personal })
    expect(openRenewal(started, at + 3 * day)).toBeNull()
    expect(openRenewal({ ...started, personal: null }, at)).toBeNull()
  })
})
