/** What there is in the renewal of a PIN: a whole new one, whose halves went two ways, until its subscriber puts them together. */
import type { Instant } from '../../../kernel/index.ts'

/** The verifier of the whole new PIN, never the digits. */
export type PinRenewalPersonal = { readonly pin: string }

/** What every status has. */
type Noted = {
  /** The renewals that were begun within a day, the last one included. */
  readonly starts: readonly Instant[]
  /** The last time that anybody asked for anything. */
  readonly notedAt: Instant
}

/** Where the renewal of a PIN stands. That its term is over is derived, never written. */
export type PinRenewalState =
  | (Noted & {
      readonly status: 'none'
      /** Makes the row as long as one with a verifier, so that time does not tell which it is. */
      readonly filler: string
      readonly personal: null
    })
  | (Noted & {
      readonly status: 'started'
      readonly startedAt: Instant
      /** Its end, exclusive. */
      readonly expiresAt: Instant
      /** Wrong PINs that were given for this one. */
      readonly guesses: number
      readonly personal: PinRenewalPersonal | null
    })
  | (Noted & { readonly status: 'concluded' | 'void'; readonly endedAt: Instant; readonly personal: null })

/** What can be asked of the renewal of a PIN. */
export type PinRenewalCommand =
  /** A new one; the one before is void with both its halves. */
  | { readonly type: 'StartRenewal'; readonly personal: PinRenewalPersonal }
  /** Somebody asked in vain. It changes nothing, and writes as much as what does. */
  | { readonly type: 'NoteAttempt' }
  /** A wrong PIN was given for this one. */
  | { readonly type: 'CountGuess' }
  | { readonly type: 'ConcludeRenewal' }
  | { readonly type: 'VoidRenewal'; readonly cause: string }

/** What has happened to the renewal of a PIN. */
export type PinRenewalEvent =
  | {
      readonly type: 'RenewalStarted'
      readonly startedAt: Instant
      readonly expiresAt: Instant
      readonly starts: readonly Instant[]
      readonly personal: PinRenewalPersonal
    }
  | { readonly type: 'AttemptNoted'; readonly notedAt: Instant }
  | { readonly type: 'GuessCounted'; readonly guesses: number; readonly notedAt: Instant }
  | { readonly type: 'RenewalConcluded'; readonly endedAt: Instant }
  /** `starts`: those that still count. What the subscriber or the office has done forgets them. */
  | { readonly type: 'RenewalVoided'; readonly endedAt: Instant; readonly cause: string; readonly starts: readonly Instant[] }

/** Why a command on the renewal of a PIN is refused. Each is told only to a subscriber who is signed in. */
export type PinRenewalRefusal =
  /** None was begun, or it is over: it begins anew. */
  | { readonly code: 'pin-renewal/not-open' }
  /** Too many were begun within a day; `retryAt` is when the next one can be. */
  | { readonly code: 'pin-renewal/too-many'; readonly retryAt: Instant }

/** The term and the limit of renewals. */
export type PinRenewalPolicy = {
  /** How long the halves of a new PIN can be put together, ms; at most 30 days. */
  readonly openMs: number
  /** How many renewals of one PIN can begin within 24 hours; at most 100. */
  readonly startsMax: number
}
