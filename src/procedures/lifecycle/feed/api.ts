/** What has happened at the office, as the host calls it. */
import type { Result } from '../../../kernel/index.ts'
import { bind } from '../../../runtime/bind.ts'
import type { FeedContext, FeedRefusal } from './context.ts'
import { type FeedPage, type FeedQuery, readFeed } from './use-cases.ts'

/** What has happened, for rows of the host that follow it. */
export interface FeedApi {
  /**
   * A page of events in an order that never changes, page by page for ever. At least once: store `next` in the same transaction as what you
   * make of the events, and know an event that you have seen by its `id`. Holds no secret; holds personal data until they were erased. An
   * event comes when nothing can appear before it any more. Takes no lock, writes nothing, notes nothing.
   *
   * Called by the host itself, from a timer or a worker. Refused with `feed/form` for a cursor that is none of this office and for a limit
   * that is none, and with `feed/unknown-cursor` where the storage was made anew or set back: read again from the start. Throws a
   * SportelloError `storage/failed` when the storage fails, and `record/unreadable` for a record that this version cannot read.
   */
  read(query?: FeedQuery): Promise<Result<FeedPage, FeedRefusal>>
}

/** The feed at work in a context. */
export function feedApi(context: FeedContext): FeedApi {
  return { read: bind(context, readFeed) }
}
