/**
 * Anchors of all journals, to be kept where whoever writes the database cannot write. Against an anchor the storage of today shows which
 * records are gone and which were set back.
 */
import { accept, type Instant, type Result, type Status, type Typed } from '../kernel/index.ts'
import type { Stored } from '../ports/index.ts'
import { anchorRefused, type JournalAnchorRefusal, lineOf, sealIn, sealOf } from './anchor-lines.ts'
import { readArgument } from './input.ts'
import { rowsOf } from './paging.ts'
import type { ProcedureParts } from './procedure.ts'
import { keyOf } from './record.ts'
import type { Runtime } from './runtime.ts'

/** What anchors work with: the storage, and what each procedure says of the end of its records. */
export type AnchorContext = { readonly runtime: Runtime; readonly procedures: readonly ProcedureParts<Status, Typed>[] }

/** Which anchor came before. Everything may be left out. */
export type JournalAnchorOptions = {
  /** The last line of the anchor before; left out for the first one. */
  readonly previous?: string
}

/** An anchor, as it is written. */
export type JournalAnchor = {
  /** When it was begun. */
  readonly at: Instant
  /**
   * Its lines without line ends, each of at most 600 printable ASCII characters. Read from the storage as they are iterated, once. An
   * anchor is whole when its last line is there, which begins with `end`.
   */
  readonly lines: AsyncIterable<string>
}

/** True for a row that an anchor names: one that cannot be removed for good from the state that it is in. */
export function stays({ retention }: ProcedureParts<Status, Typed>, row: Stored): boolean {
  if (retention.end !== 'swept' || retention.mayLeave === null) return true
  try {
    return !retention.mayLeave(row)
  } catch {
    // A row that cannot be read is no reason to forget it.
    return true
  }
}

/** The rows that an anchor names, in byte order of their keys. */
async function* lasting({ runtime, procedures }: AnchorContext): AsyncGenerator<Stored> {
  const { id: office } = runtime.office
  const kept = procedures
    .filter(({ retention }) => retention.end !== 'removed')
    .map((procedure) => ({ procedure, prefix: keyOf(office, procedure.kind.decider.name, '') }))
    .sort((a, b) => (a.prefix < b.prefix ? -1 : 1))
  for (const { procedure } of kept) {
    for await (const row of rowsOf(runtime, { office, kind: procedure.kind.decider.name })) {
      if (stays(procedure, row)) yield row
    }
  }
}

async function* linesOf(context: AnchorContext, at: Instant, previous: string | null): AsyncGenerator<string> {
  const { ring, office } = context.runtime
  const { current } = ring
  const first = `sportello-anchor 1 ${current} ${office.id} ${at} ${previous ?? '-'}`
  yield first
  let seal = sealOf(ring, current, first)
  let count = 0
  for await (const row of lasting(context)) {
    const line = lineOf(office.id, row)
    yield line
    seal = sealOf(ring, current, line, seal)
    count += 1
  }
  yield `end ${count} ${current}~${sealOf(ring, current, `end ${count}`, seal)}`
}

/** An anchor of all journals that outlast their records: version and head of each, under one seal that also names the anchor before. */
export async function makeAnchor(
  context: AnchorContext,
  options: JournalAnchorOptions = {},
): Promise<Result<JournalAnchor, JournalAnchorRefusal>> {
  const [given] = readArgument(() => [options.previous]) ?? [null]
  const previous = given === undefined ? null : sealIn(given)
  if (given !== undefined && previous === null) return anchorRefused('previous')
  const at = context.runtime.now()
  return accept({ at, lines: linesOf(context, at, previous) })
}
