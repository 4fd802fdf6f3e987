/** A host that reads the feed to its end. */
import type { FeedEvent, Sportello } from 'sportello'
import { accepted } from '../../../support/counter.ts'

/** Everything from a cursor on, page by page. `limit` says how long the next page is. */
export async function readOn({ feed }: Sportello, from: string | null = null, limit: () => number = () => 1000) {
  const events: FeedEvent[] = []
  let next = from
  for (;;) {
    const page = accepted(await feed.read({ after: next, limit: limit() }))
    events.push(...page.events)
    next = page.next
    if (!page.more) return { events, next }
  }
}

/** Every event that there is. */
export async function everyEvent(sportello: Sportello): Promise<readonly FeedEvent[]> {
  return (await readOn(sportello)).events
}
