/** One page of a sweep: the next records of a kind, or the next files. */
import type { DocumentName, Stored, Write } from '../../../ports/index.ts'
import { expectOnward, pageOf } from '../../../runtime/paging.ts'
import type { SweepOutcome } from '../../../runtime/procedure.ts'
import { keyOf, readState, recordIn, schemaOf, splitPersonal } from '../../../runtime/record.ts'
import { commitAll, type Runtime } from '../../../runtime/runtime.ts'
import { listDocuments } from '../../../runtime/uploads.ts'
import type { Errand, OpenProcedure } from './context.ts'
import { collectOrphans } from './orphans.ts'
import { sweepRequest, sweepRow } from './rows.ts'
import type { Tally } from './tally.ts'

/** Where a sweep stands: in which kind, after which record or file of it; null at its beginning. */
export type Place = { readonly kind: string; readonly after: string | null }

/** The kind of the answers under request keys. */
export const requests = 'request'

/** What stands for a kind where the files are swept. */
export const documents = 'document'

/** A sweep that goes from page to page. */
export type PagedErrand = Errand &
  Pick<Tally, 'failed'> & {
    /** Every record is looked at, and not only those that are due. */
    readonly all: boolean
  }

/** Sweeps up to `length` records or files from the place on. Gives their names within the kind, in their order. */
export function sweepPage(errand: PagedErrand, { kind, after }: Place, length: number): Promise<readonly string[]> {
  return kind === documents ? sweepFiles(errand, after, length) : sweepRecords(errand, kind, after, length)
}

async function sweepRecords(errand: PagedErrand, kind: string, after: string | null, length: number): Promise<readonly string[]> {
  const { context, now, all, failed } = errand
  const { id: office } = context.runtime.office
  const procedure = context.procedures.find((candidate) => candidate.kind.decider.name === kind)
  const onward = after === null ? {} : { after: keyOf(office, kind, after) }
  const due = all ? {} : { dueBefore: now }
  const rows = await pageOf(context.runtime, { office, kind, limit: length, ...due, ...onward })
  const passing: Stored[] = []
  for (const row of rows) {
    try {
      if ((await sweepRecord(errand, procedure, row)) === 'remove') passing.push(row)
    } catch (cause) {
      failed(kind, recordIn(row.key).id, cause)
    }
  }
  await removeRecords(errand, kind, passing)
  return rows.map(({ key }) => recordIn(key).id)
}

/** Does what is due of one record. One that stays is written anew where its due instant or its schema is no longer today's. */
async function sweepRecord(errand: Errand, procedure: OpenProcedure | undefined, row: Stored): Promise<SweepOutcome> {
  const outcome = await (procedure === undefined ? sweepRequest(errand, row) : sweepRow(errand, procedure, row))
  if (typeof outcome !== 'object') return outcome
  const isOld = procedure !== undefined && row.schema < schemaOf(procedure.kind)
  if (!isOld && outcome.dueAt === row.dueAt) return outcome
  const upgrade = isOld ? upgradeOf(procedure, row) : {}
  const written = await writeAgain(errand.context.runtime, row, { ...upgrade, dueAt: outcome.dueAt })
  if (isOld && written) errand.did('upgraded')
  return outcome
}

/** The record as it is, but for the change: not even since when it is so. A conflict means that it is looked at anyway. */
function writeAgain(runtime: Runtime, row: Stored, change: Partial<Write>): Promise<boolean> {
  const { key, version: expectedVersion, machine, schema, state, personal, tags, dueAt, at, journalHead } = row
  const write = { key, expectedVersion, machine, schema, state, personal, tags, dueAt, at, journalHead, entries: [], ...change }
  return commitAll(runtime, { expects: [], writes: [write], removes: [], outbox: [], cancelMail: [] })
}

/** The record of an earlier version as today's has it. */
function upgradeOf({ kind }: OpenProcedure, row: Stored): Partial<Write> {
  const state = readState(kind, row)
  const { rest, personal } = splitPersonal(state)
  return { schema: schemaOf(kind), state: rest, personal, tags: kind.tags(state) }
}

/** Removes the records all at once, or one by one when somebody was at one of them, which is left alone. */
async function removeRecords({ context, did, failed }: PagedErrand, kind: string, rows: readonly Stored[]): Promise<void> {
  const { runtime } = context
  if (rows.length > 0 && (await removeAll(runtime, rows).catch(() => false))) return did('removed', rows.length)
  for (const row of rows) {
    try {
      if (await removeAll(runtime, [row])) did('removed')
    } catch (cause) {
      failed(kind, recordIn(row.key).id, cause)
    }
  }
}

function removeAll(runtime: Runtime, rows: readonly Stored[]): Promise<boolean> {
  const removes = rows.map(({ key, version }) => ({ key, version }))
  return commitAll(runtime, { expects: [], writes: [], removes, outbox: [], cancelMail: [] })
}

async function sweepFiles(errand: PagedErrand, after: string | null, length: number): Promise<readonly string[]> {
  const [owner = '', digest = ''] = after?.split('/') ?? []
  const last = after === null ? null : { owner, digest }
  const page = await listDocuments(errand.context.runtime, { after: last, limit: length })
  expectOnward(
    page.map(({ ref }) => orderOf(ref)),
    last === null ? undefined : orderOf(last),
    length,
  )
  await collectOrphans(errand, page, errand.failed)
  return page.map(({ ref }) => `${ref.owner}/${ref.digest}`)
}

/** The name as files are ordered by. A blank comes before every character of an owner. */
function orderOf({ owner, digest }: DocumentName): string {
  return `${owner} ${digest}`
}
