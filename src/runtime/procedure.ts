/**
 * What one procedure says of itself: one value, in its `procedure.ts`. Whatever must know all procedures (messages, policy, sweep, export,
 * erasure, feed, documents, diagrams) is a fold over the list of these values, so that nothing about a kind of record stands in a second place.
 *
 * Functions of a state are written as methods, so that values for different states fit into one list: each gets states of its own alone.
 */
import type { Actor, Instant, Status, Typed } from '../kernel/index.ts'
import type { Stored } from '../ports/index.ts'
import type { Holding } from './account-acts.ts'
import type { Carry } from './account-move.ts'
import type { ErasureOrder } from './erasure.ts'
import type { Features } from './features.ts'
import type { Feed } from './feed.ts'
import type { HandedOut } from './hand-out.ts'
import type { AnyLetters } from './letter.ts'
import type { MessageTable } from './messages.ts'
import type { AnyFigures } from './policy.ts'
import type { RecordKind, RecordName } from './record.ts'
import type { Runtime } from './runtime.ts'
import type { Unit } from './transact.ts'

/** One procedure. `Policy` is what of the whole policy it needs. */
export type Procedure<Policy> = {
  /** Its machine's name: also its folder, its kind of record, the prefix of its refusals. */
  readonly name: string
  /** Its part of the policy, under its name in camel case; null where it has none. */
  readonly figures: AnyFigures | null
  /** What it adds to the part `retention` of the policy: how long its records are kept. */
  readonly keeps: AnyFigures
  readonly messages: MessageTable
  /** What the office's calendar can close of it, and what it never does. */
  readonly features: Features
  /** Its letters; empty where it mails none. */
  readonly letters: AnyLetters
  /** Its picture in Mermaid, under a policy that lets every arrow be seen. */
  readonly diagram: (policy: Policy) => string
  /** The procedure at work under a policy. */
  readonly open: (runtime: Runtime, policy: Policy) => ProcedureParts<Status, Typed>
}

/** What the rest of the house does with the records of a procedure, which `E` happens to. None of it can be left out. */
export type ProcedureParts<S extends Status, E extends Typed> = {
  readonly kind: RecordKind<S>
  readonly retention: Retention
  readonly subject: Subject<S>
  readonly securityEvent: SecurityResponse
  /** What the feed tells the host of its events. */
  readonly feed: Feed<E>
  /** The records on an account that may be under way, for whoever wants to know what the calendar does to them; null where there are none. */
  readonly underWay: ((unit: Unit, accountId: string) => Promise<readonly string[]>) | null
  /**
   * Takes what it keeps for a person to another account of that person, because it outlives a credential; null where it ends with the account, or is not
   * kept by account.
   */
  readonly carry: Carry | null
  /** The files that its records name; null where they name none. */
  readonly files: Files<S> | null
  /** What becomes of its mail; null where nobody must know. The reason is the next hop's, cleaned; null where it gave none. */
  readonly mailEnded: ((mailId: string, end: MailEnd, reason: string | null) => Promise<void>) | null
}

/** What has become of a mail for good: sent, refused by the next hop, or never sent since its time was over. */
export type MailEnd = 'sent' | 'rejected' | 'overdue'

/** What the sweep does with a row that is due (GDPR art. 5(1)(e), storage limitation), and since when that is, in words. */
export type Retention = { readonly says: string } & (
  | {
      /** It is removed for good: mail about it is over by then, and its id never comes again or begins anew. */
      readonly end: 'removed'
    }
  | {
      /** Its personal data are erased. */
      readonly end: 'erased'
    }
  | {
      /** Its personal data are erased with those of the account that it bears the id of; `release` first frees what it has taken. */
      readonly end: 'erased-with-account'
      readonly release: (unit: Unit, accountId: string) => Promise<void>
    }
  | {
      /** Step by step, in a way of its own. */
      readonly end: 'swept'
      readonly sweep: (sweep: Sweep, row: Stored) => Promise<SweepOutcome>
      /** Whether the record may be removed for good from the state that it is in: an anchor does not name it then. Null: never. */
      readonly mayLeave: ((row: Stored) => boolean) | null
    }
)

/** What becomes of a row: it is dealt with, it goes for good, or it is looked at again then (null: never). */
export type SweepOutcome = 'done' | 'remove' | { readonly dueAt: Instant | null }

/** What a sweep counts. */
export type SweepAct = 'lapsed' | 'discarded' | 'erased' | 'wiped' | 'removed' | 'collected' | 'upgraded'

/** One sweep under way. */
export type Sweep = {
  /** The instant of its beginning: what becomes due meanwhile is left to the next. */
  readonly now: Instant
  readonly did: (act: SweepAct, times?: number) => void
  /** Erases what is kept with an account, if `mayGo` says so in the same commit. How many records that were. */
  readonly eraseWithAccount: (accountId: string, order: ErasureOrder, mayGo: (unit: Unit) => Promise<boolean>) => Promise<number>
}

/** Whose the records are, and what their subject can have of them (GDPR art. 15, 17, 20). */
export type Subject<S extends Status> =
  | {
      /** They cannot be traced to a person without a secret of that person. */
      readonly of: 'nobody'
      readonly why: string
    }
  | {
      /**
       * How they are found. `account`: a record bears the account's id. `tag`: it bears the tag `account:<id>`. `case`: it bears
       * `open:<id>` while the office has yet to decide on it, and `account:<id>` afterwards.
       */
      readonly of: 'account' | 'tag' | 'case'
      readonly state: HandedOut
      readonly journal: Exclude<HandedOut, true>
      /**
       * Ends what was left open and never came before the office. Null once that is so; else the record on which the office has yet to
       * decide.
       */
      readonly close: ((unit: Unit, id: string) => Promise<RecordName | null>) | null
      /** Whether the personal data can be erased on request. */
      mayGo(state: S, at: Instant): boolean
    }

/**
 * Something that happened to an account and ends what was begun before it (INV-35). `cause` is the event on the credential. A change of the
 * private address, `EmailChanged`, ends what replaces a lost secret and leaves sessions and other changes as they are.
 */
export type SecurityEvent = { readonly accountId: string; readonly cause: string }

/** What a security event on an account does to what a procedure holds for it. */
export type SecurityResponse = {
  /** What it holds on an account, with the fate of each at every act: the rows that it adds to the table. */
  readonly holds: readonly Holding[]
} & (
  | {
      /** It holds nothing that could be used afterwards. */
      readonly does: 'nothing'
      readonly why: string
    }
  | {
      /** What is open becomes void in the same commit, with the cause; its unsent mail is cancelled. */
      readonly does: 'void'
      readonly void: (unit: Unit, event: SecurityEvent) => Promise<void>
    }
  | {
      /** Nothing ends; somebody is told of it by a mail of the same commit. */
      readonly does: 'tell'
      readonly says: string
      readonly tell: (unit: Unit, event: SecurityEvent) => Promise<void>
    }
)

/** The files that the records of a procedure name. */
export type Files<S extends Status> = {
  /** True while the record needs the bytes of that digest. */
  needs(state: S, digest: string): boolean
  /** True while a file can still be added to the record: one that it does not name may be on its way. */
  isOpen(state: S): boolean
  /** Deletes the files of a record that is over, then notes that they are gone. True when there were any. */
  readonly discard: (id: string, by: Actor) => Promise<boolean>
}
