/** The sweep: everything that is over is deleted or erased when its retention has ended. */
import { SportelloError } from '../../../kernel/index.ts'
import { readArgument } from '../../../runtime/input.ts'
import type { RetentionContext } from './context.ts'
import type { RetentionSweepOptions, RetentionSweepReport } from './model.ts'
import { documents, type Place, requests, sweepPage } from './pages.ts'
import { openTally } from './tally.ts'

const pageSize = 200
const limitMax = 1_000_000

/** Kinds of records in their order, then the answers under request keys, then the files. */
const kindsOf = ({ procedures }: RetentionContext): readonly string[] => [
  ...procedures.map(({ kind }) => kind.decider.name),
  requests,
  documents,
]

/** `kind/id`, or `document/owner/digest`; null for anything else. */
function readPlace(kinds: readonly string[], given: unknown): Place | null {
  const [, kind = '', after = ''] =
    typeof given === 'string' && given.length <= 400 ? (/^([a-z-]+)\/(.+)$/.exec(given) ?? []) : []
  const fits = kind === documents ? /^[!-.0-~]{1,251}\/[0-9a-f]{64}$/.test(after) : /^[A-Za-z0-9_-]{1,64}$/.test(after)
  return kinds.includes(kind) && fits ? { kind, after } : null
}

function readOptions(
  kinds: readonly string[],
  options: RetentionSweepOptions,
): { readonly limit: number; readonly start: Place; readonly all: boolean } {
  const [limit = Number.POSITIVE_INFINITY, after, all = false] = readArgument((): readonly unknown[] => [
    options.limit,
    options.after,
    options.all,
  ]) ?? [Number.NaN]
  const unlimited = limit === Number.POSITIVE_INFINITY
  const start = after === undefined ? { kind: kinds[0] ?? documents, after: null } : readPlace(kinds, after)
  const isLimit = typeof limit === 'number' && (unlimited || (Number.isInteger(limit) && limit >= 1 && limit <= limitMax))
  if (isLimit && start !== null && typeof all === 'boolean') return { limit, start, all }
  throw new SportelloError(
    'config/invalid',
    `sweep: limit is 1 to ${limitMax}, after is the next of another sweep, all is a boolean`,
  )
}

/**
 * Lets go of everything that is over and whose time has come. Call it from a timer, in as many processes as you like: it may be done
 * twice, by several at once, and die at any moment; the next one goes on. What cannot be dealt with is in the report and holds up
 * nothing else. Throws when the storage or the store of documents cannot even list.
 */
export async function sweep(context: RetentionContext, options: RetentionSweepOptions = {}): Promise<RetentionSweepReport> {
  const kinds = kindsOf(context)
  const { limit, start, all } = readOptions(kinds, options)
  if (start.after === null) await context.followCalendar()
  const { did, failed, report } = openTally()
  const errand = { context, now: context.runtime.now(), all, did, failed }
  let place: Place | null = start
  let left = limit
  while (place !== null && left > 0) {
    const length = Math.min(pageSize, left)
    const names = await sweepPage(errand, place, length)
    left -= names.length
    // A page that is not full is the last one of its kind.
    place = names.length < length ? kindAfter(kinds, place) : { kind: place.kind, after: names.at(-1) ?? place.after }
  }
  return report(place === null ? null : `${place.kind}/${place.after}`)
}

/** The beginning of the next kind; null after the last one. */
function kindAfter(kinds: readonly string[], { kind }: Place): Place | null {
  const next = kinds[kinds.indexOf(kind) + 1]
  return next === undefined ? null : { kind: next, after: null }
}
