/** The pieces of docs/feed.md. */
import { type Sportello, unwrap } from 'sportello'

export async function follow(sportello: Sportello, cursor: string) {
  // #region read
  const { events, next, more } = unwrap(await sportello.feed.read({ after: cursor, limit: 200 }))
  // #endregion
  return { events, next, more }
}
