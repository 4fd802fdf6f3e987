/** What has happened at the office, from a cursor on, for the rows of the host. */
import { accept, type Result, refuse } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { formRefusal } from '../../../runtime/input.ts'
import { entriesPage } from '../../../runtime/runtime.ts'
import { accountsOf } from './accounts.ts'
import type { FeedContext, FeedRefusal } from './context.ts'
import { eventOf, type FeedEvent, toldAmong } from './events.ts'
import { feedPageForm } from './schema.ts'

/** Which page of the feed. Everything may be left out. */
export type FeedQuery = {
  /** `next` of the page before, at most 576 printable ASCII characters; from the start when it is left out, empty or null. */
  readonly after?: string | null
  /** How many entries of the journals are looked at, and so how many events there are at the most: 1 to 1000; 200 when left out. */
  readonly limit?: number | string
}

/** One page of the feed. */
export type FeedPage = {
  /** In an order that never changes; those of one record by their `sequence`. May be empty though there is more. */
  readonly events: readonly FeedEvent[]
  /** The cursor to store, together with what was made of the events: where the next page begins. */
  readonly next: string
  /** Whether there is more to read now. */
  readonly more: boolean
}

/** What the storage answers in one call at the most. */
const entriesMax = 1000

/** The position in a cursor of this office; null for any other text. An office id has no colon. */
function positionIn(cursor: string, officeId: string): string | null {
  const position = cursor.startsWith(`${officeId}:`) ? cursor.slice(officeId.length + 1) : ''
  return position === '' || position.length > 512 ? null : position
}

/**
 * A page of what has happened, from a cursor on. One entry more than is shown is asked for, to know whether there is more: of a thousand
 * at once, 999 are shown. Takes no lock and writes nothing.
 */
export async function readFeed(context: FeedContext, query: FeedQuery = {}): Promise<Result<FeedPage, FeedRefusal>> {
  const { runtime, procedures } = context
  const read = readForm(feedPageForm, query, 'feed/form')
  if (!read.ok) return read
  const { after: cursor, limit } = read.value
  const officeId = runtime.office.id
  const after = cursor === null ? null : positionIn(cursor, officeId)
  if (cursor !== null && after === null) return refuse(formRefusal('feed/form', [{ field: 'after', code: 'malformed' }]))
  const asked = Math.min(limit + 1, entriesMax)
  const page = await entriesPage(runtime, after === null ? { limit: asked } : { after, limit: asked })
  if (!page.ok) return refuse({ code: 'feed/unknown-cursor' })
  const more = page.entries.length === asked
  const shown = more ? page.entries.slice(0, -1) : page.entries
  const told = toldAmong(
    procedures,
    shown.map(({ entry }) => entry),
  )
  const accounts = await accountsOf(context, told)
  return accept({
    events: told.map((one) => eventOf(one, accounts.get(one) ?? null)),
    next: `${officeId}:${(more ? shown.at(-1)?.position : undefined) ?? page.next}`,
    more,
  })
}
