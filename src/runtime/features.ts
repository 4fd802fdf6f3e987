/** What an office's calendar can close: the features of a procedure, each with its operations; and what it never closes, with the reason. */
import type { CalendarAct } from './in-flight.ts'
import type { Words } from './letter.ts'

/** Something that the calendar can close, by what people call it. */
export type Feature = Words & {
  /** Whose it is: the citizen's menu and the office's desk are closed apart. */
  readonly of: 'citizen' | 'office'
  /** The operations that it consists of, by their names in the journal. */
  readonly operations: readonly string[]
}

/** The features of a procedure by their names, and its operations that are never closed, each with the reason why. */
export type Features = {
  readonly closable: { readonly [feature: string]: Feature }
  readonly always: { readonly [operation: string]: string }
  /** What of the life of a credential an operation is, which comes to its end by the sunset; what is left out is none, or says so itself. */
  readonly acts?: { readonly [operation: string]: CalendarAct }
}

/** Why an operation is never closed. */
export const never = {
  look: 'whoever only looks changes nothing',
  safety: 'who protects an account must never have to wait',
  giveUp: 'nobody is held to what he wants to give up',
  right: 'it is a right of the person',
  post: 'what has happened outside is noted when it is heard of',
  own: 'it keeps what was shown or promised before',
} as const
