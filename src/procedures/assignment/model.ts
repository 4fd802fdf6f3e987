/** What there is in an assignment: which operator has a request in charge, and what the office has noted about it. */
import type { Instant } from '../../kernel/index.ts'

/** One note of the office about a request. Personal data. */
export type AssignmentNote = {
  /** When it was written. */
  readonly at: Instant
  /** The id of the operator who wrote it. */
  readonly operator: string
  /** What it says, in one line. */
  readonly text: string
}

type Personal = { readonly notes: readonly AssignmentNote[] }

/** Which request it is about: the record bears the same id. `of`: the procedure, as whoever assigns it says. */
type Case = {
  readonly of: string
  /** Record id that the codice fiscale of the request leads to. */
  readonly accountId: string
  /** Null once erased. */
  readonly personal: Personal | null
}

/** Whether somebody has the request in charge. */
export type AssignmentState =
  | { readonly status: 'none'; readonly personal: null }
  | (Case & { readonly status: 'free' })
  | (Case & { readonly status: 'assigned'; readonly operator: string; readonly since: Instant })

type Named = { readonly of: string; readonly accountId: string; readonly operator: string }

/** What can be asked of an assignment. */
export type AssignmentCommand =
  | ({ readonly type: 'AssignRequest' } & Named)
  | { readonly type: 'ReleaseRequest'; readonly operator: string }
  | { readonly type: 'TakeOverRequest'; readonly operator: string; readonly personal: { readonly reason: string } }
  | ({ readonly type: 'AddNote'; readonly personal: { readonly text: string } } & Named)
  /** Nothing is to be decided on the request any more. */
  | { readonly type: 'EndAssignment' }

/** What has happened to an assignment. */
export type AssignmentEvent =
  | ({ readonly type: 'RequestAssigned'; readonly since: Instant } & Named)
  | { readonly type: 'RequestReleased'; readonly operator: string; readonly releasedAt: Instant }
  | {
      readonly type: 'RequestTakenOver'
      readonly operator: string
      readonly from: string
      readonly since: Instant
      readonly personal: { readonly reason: string }
    }
  | ({ readonly type: 'NoteAdded'; readonly notedAt: Instant; readonly personal: { readonly text: string } } & Named)
  | { readonly type: 'AssignmentEnded'; readonly endedAt: Instant }

/** Why a command on an assignment is refused. */
export type AssignmentRefusal =
  /** Another operator has it in charge, since that instant: it can be taken over. */
  | { readonly code: 'assignment/taken'; readonly operator: string; readonly since: Instant }
  /** Nobody has it in charge. */
  | { readonly code: 'assignment/not-assigned' }
  | { readonly code: 'assignment/too-many-notes'; readonly notesMax: number }
  /** The personal data of the request were erased: nothing can be noted any more. */
  | { readonly code: 'assignment/erased' }
  /** The policy lets only the operator decide who has the request in charge, and that is somebody else or nobody. */
  | { readonly code: 'assignment/required' }

/** What an office says of assignments. */
export type AssignmentPolicy = {
  /** True: only the operator who has a request in charge decides on it. */
  readonly required: boolean
}
