/** The sweep: everything that is over is let go of when its time has come. */
import { isSportelloError, SportelloError } from '../../../kernel/index.ts'
import type { DocumentName, Stored, Write } from '../../../ports/index.ts'
import { readArgument } from '../../../runtime/input.ts'
import { expectOnward, pageOf } from '../../../runtime/paging.ts'
import type { SweepOutcome } from '../../../runtime/procedure.ts'
import { keyOf, readState, recordIn, schemaOf, splitPersonal } from '../../../runtime/record.ts'
import { commitAll, type Runtime } from '../../../runtime/runtime.ts'
import { listDocuments } from '../../../runtime/uploads.ts'
import type { Errand, OpenProcedure, RetentionContext } from './context.ts'
import type { RetentionSweepCounts, RetentionSweepFailure, RetentionSweepOptions, RetentionSweepReport } from './model.ts'
import { collectOrphans } from './orphans.ts'
import { sweepRequest, sweepRow } from './rows.ts'

const pageSize = 200
const limitMax = 1_000_000
const failuresMax = 100

/** Where a sweep stands: in which kind, after which record or file of it; null at its beginning. */
type Place = { readonly kind: string; readonly after: string | null }

const requests = 'request'
const documents = 'document'

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

/** The record as it is, but for the change: not even since when it is so. A conflict means that it is looked at anyway. */
function writeAgain(runtime: Runtime, row: Stored, change: Partial<Write>): Promise<boolean> {
  const { key, version: expectedVersion, machine, schema, state, personal, tags, dueAt, at, head } = row
  const write = { key, expectedVersion, machine, schema, state, personal, tags, dueAt, at, head, entries: [], ...change }
  return commitAll(runtime, { expects: [], writes: [write], removes: [], outbox: [], cancelMail: [] })
}

/** The record of an earlier version as today's has it. */
function upgradeOf({ kind }: OpenProcedure, row: Stored): Partial<Write> {
  const state = readState(kind, row)
  const { rest, personal } = splitPersonal(state)
  return { schema: schemaOf(kind), state: rest, personal, tags: kind.tags(state) }
}

function removeAll(runtime: Runtime, rows: readonly Stored[]): Promise<boolean> {
  const removes = rows.map(({ key, version }) => ({ key, version }))
  return commitAll(runtime, { expects: [], writes: [], removes, outbox: [], cancelMail: [] })
}

/**
 * Lets go of everything that is over and whose time has come. Call it from a timer, in as many processes as you like: it may be done
 * twice, by several at once, and die at any moment; the next one goes on. What cannot be dealt with is in the report and holds up
 * nothing else. Throws when the storage or the store of documents cannot even list.
 */
export async function sweep(context: RetentionContext, options: RetentionSweepOptions = {}): Promise<RetentionSweepReport> {
  const kinds = kindsOf(context)
  const { limit, start, all } = readOptions(kinds, options)
  const { runtime } = context
  const { id: office } = runtime.office
  const now = runtime.now()
  const done = {
    lapsed: 0,
    discarded: 0,
    erased: 0,
    wiped: 0,
    removed: 0,
    collected: 0,
    upgraded: 0,
  } satisfies RetentionSweepCounts
  const failures: RetentionSweepFailure[] = []
  let failed = 0
  const errand: Errand = {
    context,
    now,
    did(chore, times = 1) {
      done[chore] += times
    },
  }

  function fail(kind: string, id: string, cause: unknown): void {
    if (!isSportelloError(cause)) throw cause
    failed += 1
    if (failures.length < failuresMax) failures.push({ kind, id, code: cause.code })
  }

  async function remove(kind: string, rows: readonly Stored[]): Promise<void> {
    // All at once, unless somebody was at one of them, which is left alone.
    if (rows.length > 0 && (await removeAll(runtime, rows).catch(() => false))) return errand.did('removed', rows.length)
    for (const row of rows) {
      try {
        if (await removeAll(runtime, [row])) errand.did('removed')
      } catch (cause) {
        fail(kind, recordIn(row.key).id, cause)
      }
    }
  }

  async function deal(procedure: OpenProcedure | undefined, row: Stored): Promise<SweepOutcome> {
    const outcome = await (procedure === undefined ? sweepRequest(errand, row) : sweepRow(errand, procedure, row))
    if (typeof outcome !== 'object') return outcome
    const isOld = procedure !== undefined && row.schema < schemaOf(procedure.kind)
    if (!isOld && outcome.dueAt === row.dueAt) return outcome
    const written = await writeAgain(runtime, row, { ...(isOld ? upgradeOf(procedure, row) : {}), dueAt: outcome.dueAt })
    if (isOld && written) errand.did('upgraded')
    return outcome
  }

  async function sweepRecords(kind: string, after: string | null, length: number): Promise<readonly string[]> {
    const procedure = context.procedures.find((candidate) => candidate.kind.decider.name === kind)
    const onward = after === null ? {} : { after: keyOf(office, kind, after) }
    const rows = await pageOf(runtime, { office, kind, limit: length, ...(all ? {} : { dueBefore: now }), ...onward })
    const passing: Stored[] = []
    for (const row of rows) {
      try {
        if ((await deal(procedure, row)) === 'remove') passing.push(row)
      } catch (cause) {
        fail(kind, recordIn(row.key).id, cause)
      }
    }
    await remove(kind, passing)
    return rows.map(({ key }) => recordIn(key).id)
  }

  async function sweepFiles(after: string | null, length: number): Promise<readonly string[]> {
    const [owner = '', digest = ''] = after?.split('/') ?? []
    const page = await listDocuments(runtime, { after: after === null ? null : { owner, digest }, limit: length })
    // A blank comes before every character of an owner.
    const nameOf = (name: DocumentName) => `${name.owner} ${name.digest}`
    expectOnward(
      page.map(({ ref }) => nameOf(ref)),
      after === null ? undefined : nameOf({ owner, digest }),
      length,
    )
    await collectOrphans(errand, page, fail)
    return page.map(({ ref }) => `${ref.owner}/${ref.digest}`)
  }

  let left = limit
  for (const kind of kinds.slice(kinds.indexOf(start.kind))) {
    for (let after = kind === start.kind ? start.after : null; ; ) {
      const length = Math.min(pageSize, left)
      const names = await (kind === documents ? sweepFiles(after, length) : sweepRecords(kind, after, length))
      left -= names.length
      after = names.at(-1) ?? after
      if (names.length < length) break
      if (left === 0) return { ...done, failed, failures, next: `${kind}/${after}` }
    }
  }
  return { ...done, failed, failures, next: null }
}
