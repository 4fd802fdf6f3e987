/** What the sweep works with: what each procedure says about the end of its records. */
import type { Instant, Status, Typed } from '../../../kernel/index.ts'
import type { ProcedureParts, SweepAct } from '../../../runtime/procedure.ts'
import type { Runtime } from '../../../runtime/runtime.ts'

/** A procedure at work. */
export type OpenProcedure = ProcedureParts<Status, Typed>

export type RetentionContext = {
  readonly runtime: Runtime
  /** In the order in which a sweep goes through them. */
  readonly procedures: readonly OpenProcedure[]
  /** Holds and releases terms as the office's calendar says, before anything is taken for due. */
  readonly followCalendar: () => Promise<unknown>
  /** A file that no record names is kept so long after it was stored, ms. */
  readonly orphanMs: number
}

/** One sweep under way. */
export type Errand = {
  readonly context: RetentionContext
  readonly now: Instant
  readonly did: (act: SweepAct, times?: number) => void
}
