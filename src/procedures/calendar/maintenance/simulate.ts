/** What a window would do to what is under way, counted before it is planned. */
import { type AnyRefusal, accept, invariant, type Result } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { rowsOf } from '../../../runtime/paging.ts'
import { readState, recordIn } from '../../../runtime/record.ts'
import { transact } from '../../../runtime/transact.ts'
import { fateOf } from './availability.ts'
import type { MaintenanceApiRefusal, MaintenanceContext } from './context.ts'
import { concludingFeatures, personOf } from './follow.ts'
import { planForm } from './form-schema.ts'
import type { MaintenanceWindow } from './model.ts'
import { planOf } from './use-cases.ts'

/** What would become of one kind of procedure. */
export type MaintenanceCounts = {
  readonly procedure: string
  /** Those that would go on as if nothing were. */
  readonly untouched: number
  /** Those whose term would stand still. */
  readonly held: number
  readonly voided: number
  /** Those whose subscriber would have to be identified in person. */
  readonly reidentified: number
}

/** What a window would do. */
export type MaintenanceSimulation = { readonly procedures: readonly MaintenanceCounts[] }

/** Counts without changing anything. */
export async function simulate(
  context: MaintenanceContext,
  input: unknown,
): Promise<Result<MaintenanceSimulation, MaintenanceApiRefusal>> {
  const read = readForm(planForm(context.vocabulary), input, 'maintenance/form')
  if (!read.ok) return read
  const { runtime, follow } = context
  const now = runtime.now()
  const planned = await planOf(read.value, now)
  if (!planned.ok) return planned
  const window: MaintenanceWindow = { ...planned.value, id: 'simulated', cancelledAt: null, swept: 'nothing' }
  const procedures: MaintenanceCounts[] = []
  for (const { kind } of context.procedures) {
    const { inFlight } = kind
    if (inFlight === undefined) continue
    const counts = new Map(
      Object.keys(inFlight.procedures).map((procedure) => [
        procedure,
        { procedure, untouched: 0, held: 0, voided: 0, reidentified: 0 },
      ]),
    )
    const { id: office } = runtime.office
    for (const tag of inFlight.tags ?? [null]) {
      for await (const row of rowsOf(runtime, { office, kind: kind.decider.name, ...(tag === null ? {} : { tag }) })) {
        const { id } = recordIn(row.key)
        const state = readState(kind, row)
        const found = inFlight.underWay(state, id)
        if (found === null) continue
        const count = counts.get(found.procedure)
        invariant(count !== undefined, 'calendar: each procedure of a kind is named')
        const operation = { name: 'maintenance/look', by: { kind: 'system' }, journalsRefusals: false, rows: [row] } as const
        await transact<null, AnyRefusal>(runtime, operation, async (unit) => {
          const { facts } = await personOf(follow, unit, found)
          const underWay = { ...found, concluding: concludingFeatures(follow, inFlight) }
          const { ends, held } = fateOf([window], underWay, facts, follow.domains)
          if (ends?.fate === 'void') count.voided += 1
          else if (ends?.fate === 're-identify') count.reidentified += 1
          else if (held.length > 0) count.held += 1
          else count.untouched += 1
          return accept(null)
        })
      }
    }
    procedures.push(...counts.values())
  }
  return accept({ procedures })
}
