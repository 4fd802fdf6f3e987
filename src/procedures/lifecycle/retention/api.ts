/** Letting go of what is over, as the host calls it. */
import { bind } from '../../../runtime/bind.ts'
import type { RetentionContext } from './context.ts'
import type { RetentionSweepOptions, RetentionSweepReport } from './model.ts'
import { sweep } from './use-cases.ts'

/** The end of what the office no longer needs (GDPR art. 5(1)(e)). */
export interface RetentionApi {
  /**
   * Lets go of everything that is over and whose time has come by the policy `retention`. It may be done twice, by several processes at
   * once, and be cut off at any moment; the next sweep goes on.
   *
   * Called by the host itself, from a timer. Nothing is refused: what cannot be dealt with is in the report and holds up nothing else.
   * Throws a SportelloError `config/invalid` for options that are none, and `storage/failed` or `documents/failed` where nothing can be
   * listed.
   */
  sweep(options?: RetentionSweepOptions): Promise<RetentionSweepReport>
}

/** The sweep at work in a context. */
export function retentionApi(context: RetentionContext): RetentionApi {
  return { sweep: bind(context, sweep) }
}
