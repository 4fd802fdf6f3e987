/**
 * A table of the host that follows the feed: one row for each subscriber. The cursor is stored in the transaction that writes the rows, so
 * that a process that dies in between has done neither.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { FeedEvent, Sportello } from 'sportello'

export type HostTables = {
  subscriber: {
    account_id: string
    /** Null until the credential is heard of. */
    status: 'open' | 'suspended' | 'closed' | null
    codice_fiscale: string | null
    surname: string | null
    name: string | null
    email: string | null
    pec: string | null
  }
  /** One row: where the next page begins; null for the start. */
  feed_cursor: { id: number; cursor: string | null }
}

export async function createTables(db: Kysely<HostTables>): Promise<void> {
  await sql`create table if not exists subscriber (account_id text primary key, status text, codice_fiscale text, surname text, name text,
    email text, pec text)`.execute(db)
  await sql`create table if not exists feed_cursor (id integer primary key, cursor text)`.execute(db)
  await sql`insert into feed_cursor (id, cursor) values (1, null) on conflict do nothing`.execute(db)
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** What an event changes in the row of its account; null for nothing. Personal fields are null once they were erased. */
function changesOf({ kind, type, personal }: FeedEvent): Partial<HostTables['subscriber']> | null {
  switch (`${kind} ${type}`) {
    case 'credential CredentialIssued':
      return {
        status: 'open',
        codice_fiscale: text(personal?.['codiceFiscale']),
        surname: text(personal?.['surname']),
        name: text(personal?.['name']),
        email: text(personal?.['email']),
      }
    case 'credential EmailChanged':
      return { email: text(personal?.['email']) }
    case 'credential CredentialSuspended':
      return { status: 'suspended' }
    case 'credential CredentialReactivated':
      return { status: 'open' }
    case 'credential CredentialRevoked':
      return { status: 'closed' }
    case 'credential ErasureOrdered':
      return { codice_fiscale: null, surname: null, name: null, email: null }
    case 'addresses PecAdopted':
      return { pec: text(personal?.['pec']) }
    case 'addresses PecGivenUp':
    case 'addresses ErasureOrdered':
      return { pec: null }
    default:
      return null
  }
}

/** The row is made by whatever comes first: two records of one account have no order between them. */
async function apply(transaction: Transaction<HostTables>, event: FeedEvent): Promise<void> {
  const changes = changesOf(event)
  const { accountId } = event
  if (changes === null || accountId === null) return
  await transaction
    .insertInto('subscriber')
    .values({ account_id: accountId, ...changes })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(changes))
    .execute()
}

/** Takes the next page into the table. How many events there were, and whether there is more. */
export async function followPage(feed: Sportello['feed'], db: Kysely<HostTables>, limit: number) {
  const { cursor } = await db.selectFrom('feed_cursor').select('cursor').executeTakeFirstOrThrow()
  const page = await feed.read({ after: cursor, limit })
  // The counter's database was made anew or set back: the same events are taken in once more, which leads to the same rows.
  const isUnknown = !page.ok && page.refusal.code === 'feed/unknown-cursor'
  if (!page.ok && !isUnknown) throw new Error(page.refusal.code)
  const { events, next, more } = page.ok ? page.value : { events: [], next: null, more: true }
  await db.transaction().execute(async (transaction) => {
    const moved = await transaction
      .updateTable('feed_cursor')
      .set({ cursor: next })
      .where('cursor', 'is', cursor)
      .executeTakeFirstOrThrow()
    // Another process has taken this page in meanwhile.
    if (moved.numUpdatedRows === 0n) return
    for (const event of events) await apply(transaction, event)
  })
  return { events: events.length, more }
}
