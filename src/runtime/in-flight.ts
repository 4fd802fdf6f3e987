/** What is told between the office's calendar and the kinds of records that it can hold: whose they are, what is under way, what is refused. */
import type { Instant, Locale, Status, Typed } from '../kernel/index.ts'

/** What a calendar can tell people apart by. */
export type PersonFacts = {
  /** The domain of the private address in force, in lower-case ASCII; null where there is none. */
  readonly mailbox: string | null
  /** The domain of the address that the person has registered with; null where it is not known. */
  readonly registeredWith: string | null
  /** Which kind of credential it is. */
  readonly credential: 'none' | 'local' | 'federated'
  /** Where it stands. `federated`: an account without secrets of the office; `expired`: it has ended by itself. */
  readonly state: 'none' | 'temporary' | 'active' | 'federated' | 'suspended' | 'revoked' | 'expired'
  /** `YYYY-MM-DD`; null where it is not known. */
  readonly birthDate: string | null
  /** The service or profile that is used, as the host says; null where it says nothing. */
  readonly audience: string | null
  /** The account, there already or yet to come; null where it is not known: then the office has exempted nobody. */
  readonly accountId: string | null
  /** What the office has exempted the person by; left out until it is asked for, since that is a record of its own. */
  readonly granted?: GrantedExemption | null
}

/** An exemption from the end of the local credentials that the office has granted to one person. */
export type GrantedExemption = {
  readonly kind: 'no-italian-document' | 'guardianship'
  /** Its last day in Rome, `YYYY-MM-DD`; null for none. */
  readonly untilDay: string | null
}

/** What is known of whoever has no credential. */
type Applying = { readonly birthDate?: string | null; readonly accountId?: string | null; readonly audience?: string | null }

/** Facts of whoever has no credential: an applicant, by what he gives; or somebody of whom nothing is known. */
export function factsOfNobody(mailbox: string | null, known: Applying = {}): PersonFacts {
  const { birthDate = null, accountId = null, audience = null } = known
  return { mailbox, registeredWith: mailbox, credential: 'none', state: 'none', birthDate, audience, accountId }
}

/** The domain of a mail address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** The office has closed it for a time: the same answer on every way, and nothing was looked at or changed. */
export type MaintenanceClosedRefusal = {
  readonly code: 'calendar/closed'
  /** What is closed. */
  readonly feature: string
  /** When it opens again, exclusive; null where that is not known yet. */
  readonly until: Instant | null
  /** What is closed, until when and why, in a sentence: the one that menus and letters have. */
  readonly text: { readonly [L in Locale]: string }
}

/** It is not possible any more with a credential of the office, by the course that the office has set: the same answer on every way. */
export type CalendarEndedRefusal = {
  readonly code: 'calendar/ended'
  /** What is not possible any more. */
  readonly act: CalendarAct
  /** Since when. */
  readonly since: Instant
  /** By what people get in now. */
  readonly means: readonly string[]
  /** What has ended, since when, why and how to get on, in a sentence or two. */
  readonly text: { readonly [L in Locale]: string }
}

/** Why an office's calendar does not let something be done. */
export type CalendarRefusal = MaintenanceClosedRefusal | CalendarEndedRefusal

/**
 * What of the life of a credential an operation is, which can come to its end. `issue`: a first one. `password-replacement`, `pin-replacement`: what was lost is
 * replaced. `first-credentials`: what was never used is issued anew. `restoration`: what has expired is given back. `use`: somebody gets in.
 */
export type CalendarAct = 'issue' | 'password-replacement' | 'pin-replacement' | 'first-credentials' | 'restoration' | 'use'

/** What was done to a record. */
export type FollowedStep = 'held' | 'released' | 'voided' | 're-identified'

/** What the calendar must know of a kind of record whose procedures can be under way when something closes. */
export type InFlight<S extends Status = never> = {
  /** The names of the procedures, as an office finds them in its calendar, with what they are called and the fates that they can meet. */
  readonly procedures: {
    readonly [procedure: string]: { readonly [L in Locale]: string } & {
      readonly fates: readonly ('continue' | 'void' | 'suspend' | 're-identify')[]
    }
  }
  /** The tags under which those under way are found; null where all records of the kind are looked through. */
  readonly tags: readonly string[] | null
  /** What is under way in the state of that record: which procedure, since when and whose; null for nothing. */
  underWay(state: S, id: string): UnderWayRecord | null
  /** The operations that bring it to its end, which it cannot come to while it is held. */
  readonly concluding: readonly string[]
  /** What of the life of a credential would come of it; left out where it outlives the credential. */
  readonly comesTo?: { readonly [procedure: string]: CalendarAct }
  /** The command that ends it for good; `cause` says which window did. */
  voiding(cause: string): Typed
}

/** One procedure that is under way. It is that of an account, or of somebody who has none yet. `comesTo`: the account that may follow. */
export type UnderWayRecord = {
  readonly procedure: string
  readonly begunAt: Instant
  readonly whose: { readonly accountId: string } | { readonly applicant: Applicant; readonly comesTo: string }
  /** What whoever works on it reads too, the account included: the calendar reads it in the same call, so that the command need not. */
  readonly besides?: readonly { readonly kind: string; readonly id: string }[]
  /** The service or profile that it is for; left out where it was not said. */
  readonly audience?: string | null
}

/** Whoever has no account yet. */
type Applicant = Addressee & { readonly email: string; readonly birthDate: string }

/** Whom a letter goes to; nobody where there is no address. */
export type Addressee = {
  readonly name: string
  readonly surname: string
  readonly email: string | null
  readonly locale: Locale
}
