/**
 * The renewal of a PIN by halves (seed 001): five digits are shown at once, four go to the validated address, and all nine conclude it.
 * Until then the old PIN is in force.
 *
 *   none, concluded, void --StartRenewal--> started --ConcludeRenewal--> concluded
 *   started --StartRenewal--> started, with other halves
 *   started --CountGuess (too many)--> void, --VoidRenewal--> void
 *   any --NoteAttempt--> the same
 */
import { accept, type Decider, type Instant, impossible, instantMax, refuse } from '../../../kernel/index.ts'
import { filler } from './filler.ts'
import type { PinRenewalCommand, PinRenewalEvent, PinRenewalPolicy, PinRenewalRefusal, PinRenewalState } from './model.ts'

export type PinRenewalDecider = Decider<PinRenewalState, PinRenewalCommand, PinRenewalEvent, PinRenewalRefusal>

/** `guessesMax`: with so many wrong PINs a renewal is void, whatever has reset the count of the credential meanwhile. */
export type PinRenewalTerms = PinRenewalPolicy & { readonly guessesMax: number }

type Started = Extract<PinRenewalState, { status: 'started' }>

const day = 24 * 60 * 60_000

/** The renewal whose halves can be put together at that instant; null where there is none. */
export function openRenewal(state: PinRenewalState, at: Instant): (Started & { readonly personal: object }) | null {
  if (state.status !== 'started' || at >= state.expiresAt) return null
  const { personal } = state
  return personal === null ? null : { ...state, personal }
}

/**
 * The machine under its terms. Ends and counts are computed when deciding and travel in the events.
 *
 * @example
 * const { initial, decide, evolve } = pinRenewalDecider({ ...defaultPolicy.pinRenewal, guessesMax: 5 })
 */
export function pinRenewalDecider({ openMs, startsMax, guessesMax }: PinRenewalTerms): PinRenewalDecider {
  return {
    name: 'pin-renewal',
    initial: { status: 'none', starts: [], notedAt: 0, filler, personal: null },
    decide(state, command, { at }) {
      const within = state.starts.filter((start) => start > at - day)
      switch (command.type) {
        case 'StartRenewal': {
          const oldest = within[within.length - startsMax]
          if (oldest !== undefined) return refuse({ code: 'pin-renewal/too-many', retryAt: oldest + day })
          // The term never ends after the last instant that there is.
          const expiresAt = Math.min(at + openMs, instantMax)
          const { personal } = command
          return accept([{ type: 'RenewalStarted', startedAt: at, expiresAt, starts: [...within, at], personal }])
        }
        case 'NoteAttempt':
          return accept([{ type: 'AttemptNoted', notedAt: at }])
      }
      const open = openRenewal(state, at)
      if (open === null) return refuse({ code: 'pin-renewal/not-open' })
      switch (command.type) {
        case 'CountGuess': {
          const guesses = open.guesses + 1
          const counted = { type: 'GuessCounted', guesses, notedAt: at } as const
          if (guesses < guessesMax) return accept([counted])
          return accept([counted, { type: 'RenewalVoided', endedAt: at, cause: 'guesses', starts: within }])
        }
        case 'ConcludeRenewal':
          return accept([{ type: 'RenewalConcluded', endedAt: at }])
        case 'VoidRenewal':
          return accept([{ type: 'RenewalVoided', endedAt: at, cause: command.cause, starts: [] }])
      }
    },
    evolve,
    isTerminal: () => false,
    exampleCommands: () => [
      { type: 'StartRenewal', personal: { pin: 'pin' } },
      { type: 'NoteAttempt' },
      { type: 'CountGuess' },
      { type: 'ConcludeRenewal' },
      { type: 'VoidRenewal', cause: 'PasswordChanged' },
    ],
  }
}

function evolve(state: PinRenewalState, event: PinRenewalEvent): PinRenewalState {
  switch (event.type) {
    case 'RenewalStarted': {
      const { startedAt, expiresAt, starts, personal } = event
      return { status: 'started', startedAt, expiresAt, starts, notedAt: startedAt, guesses: 0, personal }
    }
    case 'AttemptNoted':
      return { ...state, notedAt: event.notedAt }
    case 'GuessCounted':
      if (state.status !== 'started') return impossible('pin-renewal', state.status, event.type)
      return { ...state, guesses: event.guesses, notedAt: event.notedAt }
    case 'RenewalConcluded':
      if (state.status !== 'started') return impossible('pin-renewal', state.status, event.type)
      return { status: 'concluded', endedAt: event.endedAt, starts: [], notedAt: event.endedAt, personal: null }
    case 'RenewalVoided': {
      if (state.status !== 'started') return impossible('pin-renewal', state.status, event.type)
      const { endedAt, starts } = event
      return { status: 'void', endedAt, starts, notedAt: endedAt, personal: null }
    }
  }
}
