/**
 * What the office's calendar has to say before a command is done: whether its feature is open for the person concerned. The calendar is a record
 * like any other; each process remembers it, and every commit that it was asked for expects it as it was.
 */
import type { Instant, Status } from '../kernel/index.ts'
import type { Key } from '../ports/index.ts'
import type { CalendarAct, CalendarRefusal, FollowedStep, GrantedExemption, PersonFacts } from './in-flight.ts'

/** `ask`: it depends on the person, who must be known first. `ask-exemption`: it depends on what the office has exempted the person by. */
export type Admission = 'open' | 'ask' | 'ask-exemption' | CalendarRefusal

/** How long an act is possible for a person: until then, exclusive, or null while nothing ends it; and whether that is over. */
export type ActTerm = { readonly until: Instant | null; readonly ended: CalendarRefusal | null }

/** What an operation is to the calendars of an office. */
export type Meaning = {
  /** The feature that it belongs to, which a maintenance window can close; null for one that is never closed. */
  readonly feature: string | null
  /** What of the life of a credential it is; null for none, or for one that the use case tells once it knows. */
  readonly act: CalendarAct | null
}

/** Who asks: one person, or anybody who uses that service or profile. */
export type Asking = PersonFacts | { readonly anybody: true; readonly audience: string | null }

/** A row that the gate was read from. */
export type GateRow = { readonly key: Key; readonly version: number; readonly at: Instant }

/** The calendars of an office as one process knows them. */
export type Gate = {
  /** The rows that they were read from, which a commit expects; none where they could not be read. */
  readonly rows: readonly GateRow[]
  /** When the office has said its last word. */
  readonly at: Instant
  /** Whether an operation is open at that instant, for anybody or for one person. */
  readonly admits: (meaning: Meaning, at: Instant, asking: Asking) => Admission
  /** Whether anything of the life of a credential comes to an end. */
  readonly hasEnds: boolean
  /** How long an act is possible for one person; `ask-exemption` as above. */
  readonly termOf: (act: CalendarAct, at: Instant, person: PersonFacts) => ActTerm | 'ask-exemption'
  /**
   * Does to a procedure that is under way what the calendar says, where there is anything to do. The unit is that of `transact`, which knows the gate and
   * not the other way round.
   */
  readonly follow: (unit: never, record: FollowedRecord) => Promise<FollowedStep | null>
}

/** Who keeps the calendar for one process. */
export type GateKeeper = {
  /** What an operation is to the calendars. One that nobody knows is an error of the library. */
  readonly meaningOf: (operation: string) => Meaning
  /** Whether it is an operation on a calendar itself, which none closes. */
  readonly isOwn: (operation: string) => boolean
  /** The calendar as this process knows it. Reads it, and makes an empty one, where it knows none. */
  readonly current: () => Promise<Gate>
  /** The calendar as it is stored now. */
  readonly reread: () => Promise<Gate>
  /** What the office has exempted the subscriber of an account by; null for nothing. */
  readonly exemptionOf: (unit: never, accountId: string) => Promise<GrantedExemption | null>
}

/** A record that the calendar may touch, with its state as it was read. */
export type FollowedRecord = {
  /** Its machine, whatever it is. */
  readonly machine: unknown
  /** What that machine says of procedures under way. */
  readonly flight: unknown
  readonly id: string
  readonly state: Status
  /** The operation that has read it. */
  readonly operation: string
  /** True where its person is told of it: in the sweep. Whoever is at work on it sees it. */
  readonly tells: boolean
}

/** Thrown by a unit where the calendar closes what is being done. `transact` alone catches it: nothing of the unit is done. */
export class ClosedError extends Error {
  readonly refusal: CalendarRefusal
  constructor(refusal: CalendarRefusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}
