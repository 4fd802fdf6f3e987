/**
 * What of a procedure's events the feed tells the host: field by field, so that what is added later is told only once somebody has said so.
 */
import type { HoldEvent, Typed } from '../kernel/index.ts'

/** What a told field may hold: a link, a document or a person within an event is told field by field or not at all. */
type Plain = string | number | boolean | null

/**
 * Fields that no feed tells: what proves who somebody is, what a digest or a verifier of it is, and what counts security events. The account
 * stands on the event itself.
 */
type Untold =
  | 'type'
  | 'accountId'
  | 'device'
  | 'digest'
  | 'dossier'
  | 'emailId'
  | 'password'
  | 'pecId'
  | 'pin'
  | 'sealedHalf'
  | 'securityVersion'
  | 'ticket'

type PlainFields<T> = { [Field in keyof T & string]: T[Field] extends Plain ? Field : never }[keyof T & string]

// Of any event whatever, as the list of the procedures has it, any name will do.
type DataField<E extends Typed> = string extends E['type'] ? string : Exclude<PlainFields<E>, Untold>
type PersonalField<E extends Typed> = string extends E['type']
  ? string
  : E extends { readonly personal: infer Personal }
    ? Exclude<PlainFields<NonNullable<Personal>>, Untold>
    : never

/** What is told of one type of event: what has happened in words, its fields, and its fields that name or describe a person. */
export type Told<Data extends string = string, Personal extends string = string> = {
  readonly says: string
  readonly data: readonly Data[]
  readonly personal: readonly Personal[]
}

type EventOf<E extends Typed, Type extends string> = Extract<E, { readonly type: Type }>

/** Each type of event: told, or null for one that is left out on purpose. A type that is missing or misspelt does not compile. */
export type FeedTable<E extends Typed> = {
  readonly [Type in E['type']]: Told<DataField<EventOf<E, Type>>, PersonalField<EventOf<E, Type>>> | null
}

/** What of a procedure's events a host is told. */
export type Feed<E extends Typed> =
  | {
      /** Its records are a means of the library: no row of a host follows them. */
      readonly tells: 'nothing'
      readonly why: string
    }
  | { readonly tells: 'events'; readonly events: FeedTable<E> }

/** Of a term that the office's calendar holds nothing is told: the office has planned it, and whoever shows the term asks for it. */
export const holdFeed: FeedTable<HoldEvent> = { TermHeld: null, TermReleased: null }
