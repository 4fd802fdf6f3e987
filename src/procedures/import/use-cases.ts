/** Imports of any length: one account after the other, with a line of a report for each. */
import { accept, type Instant, invariant, type Result, refuse } from '../../kernel/index.ts'
import { readForm } from '../../runtime/command.ts'
import { inParallel } from '../../runtime/in-parallel.ts'
import { formRefusal } from '../../runtime/input.ts'
import { operatorActor } from '../../runtime/operator.ts'
import type { Operator } from '../../runtime/schema.ts'
import { transact } from '../../runtime/transact.ts'
import { type ImportAccount, type ImportApiRefusal, type ImportBatch, type ImportedAccount, importAccount } from './account.ts'
import type { ImportContext } from './context.ts'
import type { ImportCounts, ImportRefusal, ImportState } from './model.ts'
import { batchForm, runForm } from './schema.ts'

/** How a run is done. */
export type ImportRunForm = ImportBatch & {
  /** How many accounts are taken over at the same time, 1 to 64; 4 when left out. Slow hashing and the storage set the pace. */
  readonly parallel?: number
}

/** What became of one line of the source. */
export type ImportLine = {
  /** 1 for the first line of this run. */
  readonly line: number
  /** Its id in the other system; null where the line names none. */
  readonly externalId: string | null
} & (ImportedAccount | { readonly outcome: 'refused'; readonly refusal: ImportApiRefusal })

/** What a whole run has done. */
export type ImportRunReport = ImportCounts & {
  /** 1 for the first run of this import. */
  readonly run: number
}

/** How an import stands. */
export type ImportView = {
  /** `running`: a run is under way or was cut off. */
  readonly status: Exclude<ImportState['status'], 'none'>
  /** How many runs were begun. */
  readonly runs: number
  /** When the last one was. */
  readonly startedAt: Instant
  /** When it was over; null while it is not. */
  readonly endedAt: Instant | null
  /** What it did; null while it is not over. */
  readonly counts: ImportCounts | null
}

/** Every refusal that a run, or a look at an import, can meet. */
export type ImportRunRefusal = ImportRefusal | ImportApiRefusal

type Source = Iterable<ImportAccount> | AsyncIterable<ImportAccount>

function isSource(given: unknown): given is Source {
  return typeof given === 'object' && given !== null && (Symbol.asyncIterator in given || Symbol.iterator in given)
}

function referenceOf(account: unknown): string | null {
  try {
    const externalId: unknown = typeof account === 'object' && account !== null ? Reflect.get(account, 'externalId') : null
    return typeof externalId === 'string' ? externalId.slice(0, 128) : null
  } catch {
    return null
  }
}

/**
 * Imports what the source gives, as it gives it: never more than `parallel` accounts are in memory. `report` hears of each line when it is
 * done, in whatever order, and is awaited. A throw of the source, of the report or of the world ends the run, after what is under way is done.
 */
export async function run(
  context: ImportContext,
  input: ImportRunForm,
  source: Source,
  report: (line: ImportLine) => void | Promise<void> = () => undefined,
): Promise<Result<ImportRunReport, ImportRunRefusal>> {
  const read = readForm(runForm, input, 'import/form')
  if (!read.ok) return read
  if (!isSource(source)) return refuse(formRefusal('import/form', [{ field: '', code: 'type' }]))
  const { operator, batch, tells, parallel } = read.value
  const { runtime, imports } = context
  const by = operatorActor(operator)
  const started = await transact<number, ImportRunRefusal>(runtime, { name: 'import/run', by }, async (unit) => {
    const begun = await unit.run(imports, batch, { type: 'StartImport' })
    invariant(begun.ok && begun.value.state.status === 'running', 'import: a run can always be begun')
    return accept(begun.value.state.runs)
  })
  // The machine begins a run at any time; the calendar of the office may have closed it.
  if (!started.ok) return started
  const counts = { imported: 0, unchanged: 0, refused: 0 }
  await inParallel(source, parallel, async (account, line) => {
    const answer = await importAccount(context, { operator, batch, tells, account })
    const externalId = referenceOf(account)
    counts[answer.ok ? answer.value.outcome : 'refused'] += 1
    await report(
      answer.ok ? { line, externalId, ...answer.value } : { line, externalId, outcome: 'refused', refusal: answer.refusal },
    )
  })
  const ended = await transact<null, ImportRunRefusal>(runtime, { name: 'import/run', by }, async (unit) => {
    const done = await unit.run(imports, batch, { type: 'EndImport', run: started.value, counts })
    return done.ok ? accept(null) : done
  })
  // Another run that has begun since has its own end; this one has done its work all the same.
  return ended.ok || ended.refusal.code === 'import/not-running' ? accept({ run: started.value, ...counts }) : ended
}

/** How an import stands, for the office. */
export async function inspectImport(
  { runtime, imports }: ImportContext,
  input: { readonly operator: Operator; readonly batch: string },
): Promise<Result<ImportView, ImportRunRefusal>> {
  const read = readForm(batchForm, input, 'import/form')
  if (!read.ok) return read
  const { operator, batch } = read.value
  const operation = { name: 'import/inspect', by: operatorActor(operator), journalsRefusals: false }
  return transact<ImportView, ImportRunRefusal>(runtime, operation, async (unit) => {
    const state = await unit.state(imports, batch)
    if (state.status === 'none') return refuse({ code: 'import/not-found' })
    const { status, runs, startedAt } = state
    const over = state.status === 'ended' ? state : { endedAt: null, counts: null }
    return accept({ status, runs, startedAt, endedAt: over.endedAt, counts: over.counts })
  })
}
