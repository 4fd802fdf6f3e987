/** What the procedures do to the assignment of their requests: ask it before a decision, end it after one, erase it with the request. */
import { accept, type Result, refuse } from '../../kernel/index.ts'
import { type ErasureOrder, eraseRecord } from '../../runtime/erasure.ts'
import type { RecordName } from '../../runtime/record.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Unit } from '../../runtime/transact.ts'
import type { AssignmentNote, AssignmentRefusal } from './model.ts'
import { assignmentMachine } from './schema.ts'

/** The record of the assignment of a request, to be read with others in one call. */
export const assignmentRecord = (id: string): RecordName => ({ kind: 'assignment', id })

/** Who may decide, of whoever decides on requests. */
export type AssignmentRule = { readonly assignmentRequired: boolean }

type Required = Extract<AssignmentRefusal, { readonly code: 'assignment/required' }>

/** Refuses the decision of anybody but the operator who has the request in charge, where the policy asks it. The attempt is in the journal. */
export async function inCharge(
  { assignmentRequired }: AssignmentRule,
  unit: Unit,
  { kind, id }: RecordName,
  { name, operator }: { readonly name: string; readonly operator: string },
): Promise<Result<null, Required>> {
  if (!assignmentRequired) return accept(null)
  const state = await unit.state(assignmentMachine, id)
  if (state.status === 'assigned' && state.operator === operator) return accept(null)
  const required = { code: 'assignment/required' } as const
  unit.journalRefusal(kind, id, name, required.code)
  return refuse(required)
}

/** Nothing is to be decided on the request any more: nobody has it in charge. */
export async function endAssignment(unit: Unit, id: string): Promise<void> {
  const state = await unit.state(assignmentMachine, id)
  if (state.status !== 'assigned' || state.personal === null) return
  await unit.run(assignmentMachine, id, { type: 'EndAssignment' })
}

/** Erases what was noted about a request whose personal data go. How many records that were. */
export async function eraseAssignment(runtime: Runtime, id: string, order: ErasureOrder): Promise<number> {
  return (await eraseRecord(runtime, assignmentMachine, id, order, ({ status }) => status !== 'none')) === 'erased' ? 1 : 0
}

/** Who has a request in charge, and since when. */
export type AssignmentHolder = {
  /** The id of the operator. */
  readonly operator: string
  /** Since when. */
  readonly since: number
}

/** What a dossier shows of it. */
export type AssignmentView = { readonly assignment: AssignmentHolder | null; readonly notes: readonly AssignmentNote[] }

/** What a dossier shows: who has the request in charge, and the notes, oldest first. */
export async function assignmentView(unit: Unit, id: string): Promise<AssignmentView> {
  const state = await unit.state(assignmentMachine, id)
  const assignment = state.status === 'assigned' ? { operator: state.operator, since: state.since } : null
  return { assignment, notes: state.personal?.notes ?? [] }
}
