/** Long lists, read page by page. */
import { SportelloError } from '../kernel/index.ts'
import type { ListQuery, Stored } from '../ports/index.ts'
import { listRows, type Runtime } from './runtime.ts'

const pageSize = 100

/** Throws where a page is longer than asked for, or does not lead on: it would be read for ever. */
export function expectOnward(names: readonly string[], after: string | undefined, lengthMax: number): void {
  let before = after ?? ''
  for (const name of names) {
    if (name <= before) throw new SportelloError('storage/failed', 'list: a page leads on in the order of the port')
    before = name
  }
  if (names.length > lengthMax) throw new SportelloError('storage/failed', 'list: a page has no more items than were asked for')
}

/** One page of rows, checked. */
export async function pageOf(runtime: Runtime, query: ListQuery): Promise<readonly Stored[]> {
  const rows = await listRows(runtime, query)
  expectOnward(
    rows.map(({ key }) => key),
    query.after,
    query.limit,
  )
  return rows
}

/** Every row of the query, in order; `onward`: those after a key. What changes meanwhile may be in it or not. */
export async function* rowsOf(
  runtime: Runtime,
  query: Omit<ListQuery, 'after' | 'limit'>,
  onward: Pick<ListQuery, 'after'> = {},
): AsyncGenerator<Stored> {
  for (let page = await pageOf(runtime, { ...query, ...onward, limit: pageSize }); ; ) {
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    page = await pageOf(runtime, { ...query, limit: pageSize, after: last.key })
  }
}
