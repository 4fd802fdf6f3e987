/**
 * What the office's calendar has to say before a command is done: whether its feature is open for the person concerned. The calendar is a record
 * like any other; each process remembers it, and every commit that it was asked for expects it as it was.
 */
import type { Instant, Status } from '../kernel/index.ts'
import type { Key } from '../ports/index.ts'
import type { FollowedStep, MaintenanceClosedRefusal, PersonFacts } from './in-flight.ts'

/** `ask`: it depends on the person, who must be known first. */
export type Admission = 'open' | 'ask' | MaintenanceClosedRefusal

/** The calendar as one process knows it. */
export type Gate = {
  /** The row that it was read from, which a commit expects; null where it could not be read. */
  readonly row: { readonly key: Key; readonly version: number; readonly at: Instant } | null
  /** Whether a feature is open at that instant, for anybody or for one person. */
  readonly admits: (feature: string, at: Instant, person: PersonFacts | 'anybody') => Admission
  /**
   * Does to a procedure that is under way what the calendar says, where there is anything to do. The unit is that of `transact`, which knows the gate and
   * not the other way round.
   */
  readonly follow: (unit: never, record: FollowedRecord) => Promise<FollowedStep | null>
}

/** Who keeps the calendar for one process. */
export type GateKeeper = {
  /** The feature that an operation belongs to; null for one that is never closed. One that nobody knows is an error of the library. */
  readonly featureOf: (operation: string) => string | null
  /** Whether it is an operation on the calendar itself, which it does not close. */
  readonly isOwn: (operation: string) => boolean
  /** The calendar as this process knows it. Reads it, and makes an empty one, where it knows none. */
  readonly current: () => Promise<Gate>
  /** The calendar as it is stored now. */
  readonly reread: () => Promise<Gate>
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
  readonly refusal: MaintenanceClosedRefusal
  constructor(refusal: MaintenanceClosedRefusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}
