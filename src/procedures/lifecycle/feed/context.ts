/** What the feed works with: what each procedure tells of its events. */
import type { Status, Typed } from '../../../kernel/index.ts'
import type { FormRefusal } from '../../../runtime/input.ts'
import type { ProcedureParts } from '../../../runtime/procedure.ts'
import type { Runtime } from '../../../runtime/runtime.ts'

/** A procedure at work. */
export type OpenProcedure = ProcedureParts<Status, Typed>

export type FeedContext = { readonly runtime: Runtime; readonly procedures: readonly OpenProcedure[] }

/** Why a page of the feed is not shown. */
export type FeedRefusal =
  /** A limit that is none, or a cursor that is none of this office. */
  | FormRefusal<'feed/form'>
  /**
   * The storage does not know the cursor: its tables were made anew, or set back to a time before it. Begin again from the start, without a
   * cursor. What was seen before comes again under the same `id`.
   */
  | { readonly code: 'feed/unknown-cursor' }
