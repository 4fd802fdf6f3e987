/**
 * How the desk goes through requests page by page: in the order of their ids, and so of when they were opened. What a page costs does not
 * grow with the number of requests: it looks at so many rows, and the next one goes on from there.
 */
import type { Stored } from '../../../ports/index.ts'
import { pageOf } from '../../../runtime/paging.ts'
import { keyOf, recordIn } from '../../../runtime/record.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import type { DeskLine } from './lines.ts'
import type { Place } from './model.ts'

/** Rows of one kind that bear a tag. */
export type Lane = { readonly kind: string; readonly tag: string }

/** Lanes that are read together, by id. Stretches follow each other. */
export type Stretch = { readonly name: string; readonly lanes: readonly Lane[] }

/** A page of the desk. */
export type DeskPage = {
  /** The lines, in the order in which the requests were opened; where days were asked for, day by day. */
  readonly lines: readonly DeskLine[]
  /** What `after` of the next page takes; null on the last one. A page may have fewer lines than asked for, or none, and still not be the last. */
  readonly next: string | null
}

/** Rows that one page looks at at most, where most of them are not wanted. */
const lookedMax = 1_000
/** Stretches that one page goes through at most, where there is nothing in them. */
const stretchesMax = 31

/** The first rows of all lanes after an id, each request once. */
async function merged(runtime: Runtime, lanes: readonly Lane[], after: string, limit: number): Promise<readonly Stored[]> {
  const { id: office } = runtime.office
  const pages = await Promise.all(
    lanes.map(({ kind, tag }) =>
      pageOf(runtime, { office, kind, tag, limit, ...(after === '' ? {} : { after: keyOf(office, kind, after) }) }),
    ),
  )
  // What has moved from one lane to another between two reads counts as it was read last.
  const byId = new Map(pages.flat().map((row) => [recordIn(row.key).id, row]))
  return [...byId]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, limit)
    .map(([, row]) => row)
}

/** One page of lines. `linesIn` makes a line of each row, or null of one that is not wanted. */
export async function walk(
  runtime: Runtime,
  stretches: readonly Stretch[],
  { place, limit }: { readonly place: Place; readonly limit: number },
  linesIn: (rows: readonly Stored[]) => Promise<readonly (DeskLine | null)[]>,
): Promise<DeskPage> {
  const lines: DeskLine[] = []
  let looked = 0
  const first = place === null ? 0 : stretches.findIndex(({ name }) => name >= place.stretch)
  const ahead = first < 0 ? [] : stretches.slice(first)
  for (const [passed, { name, lanes }] of ahead.entries()) {
    let after = place?.stretch === name ? place.after : ''
    if (passed === stretchesMax) return { lines, next: `${name}~` }
    for (;;) {
      const rows = await merged(runtime, lanes, after, limit)
      const found = await linesIn(rows)
      for (const [i, row] of rows.entries()) {
        after = recordIn(row.key).id
        const line = found[i] ?? null
        if (line !== null) lines.push(line)
        if (lines.length === limit) return { lines, next: `${name}~${after}` }
      }
      looked += rows.length
      if (rows.length < limit) break
      if (looked >= lookedMax) return { lines, next: `${name}~${after}` }
    }
  }
  return { lines, next: null }
}
