/** What an operator does with a request before it is decided: takes it in charge, lets it go, takes it over, notes something. */

import { accept, type Instant, invariant, type Result, refuse } from '../../../kernel/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import type { CommandOptions } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import { keyOf } from '../../../runtime/record.ts'
import { loadRows, type Runtime } from '../../../runtime/runtime.ts'
import { caseForm, type Operator } from '../../../runtime/schema.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type AssignmentHolder, assignmentRecord } from '../../assignment/charge.ts'
import { assignmentMachine } from '../../assignment/schema.ts'
import { isOwnAccount } from '../../binding/operator-account.ts'
import { approvalMachine } from '../../enrolment/approval/schema.ts'
import type { DeskApiRefusal, DeskContext } from './context.ts'
import { decidedIn } from './lines.ts'
import type { DeskCase } from './model.ts'
import { noteForm, takeOverForm } from './schema.ts'

/** Which request, and who acts. */
export type DeskAct = {
  /** The office worker who acts. Goes into the journal. */
  readonly operator: Operator
  /** The id of the request. */
  readonly id: string
}

/** The same with the reason. */
export type DeskTakeOverForm = DeskAct & {
  /** One line of 1 to 2000 characters. Kept in the journal as personal data; nobody is mailed it. */
  readonly reason: string
}

/** The same with a note. */
export type DeskNoteForm = DeskAct & {
  /** One line of 1 to 2000 characters. Personal data: the person gets it in an export. */
  readonly text: string
}

/** A request as the desk acts on it. `isErased`: its personal data are gone. */
type Found = {
  readonly of: DeskCase
  readonly accountId: string
  readonly codiceFiscale: string | null
  readonly isOpen: boolean
  readonly isErased: boolean
}

/** Which procedure a request is of; null where there is none of this id. */
async function caseOf(runtime: Runtime, id: string): Promise<DeskCase | null> {
  const keys = [decidedIn.registration, decidedIn.assistance].map((kind) => keyOf(runtime.office.id, kind, id))
  const [approval, assistance] = await loadRows(runtime, keys)
  if (approval) return 'registration'
  return assistance ? 'assistance' : null
}

async function find({ registration, assistance }: DeskContext, unit: Unit, of: DeskCase, id: string): Promise<Found | null> {
  const kinds = of === 'registration' ? ['approval', 'registration'] : ['assistance']
  await unit.preload([...kinds.map((kind) => ({ kind, id })), assignmentRecord(id)])
  if (of === 'assistance') {
    const request = await unit.state(assistance, id)
    if (request.status === 'none') return null
    const { accountId, personal, status } = request
    return {
      of,
      accountId,
      codiceFiscale: personal?.codiceFiscale ?? null,
      isOpen: status === 'open',
      isErased: personal === null,
    }
  }
  const decision = await unit.state(approvalMachine, id)
  const request = await unit.state(registration, id)
  if (decision.status === 'none' || request.status === 'none') return null
  const { accountId, personal } = request
  const isOpen = decision.status === 'pending' || decision.status === 'awaiting-correction'
  return { of, accountId, codiceFiscale: personal?.person.codiceFiscale ?? null, isOpen, isErased: personal === null }
}

type Command = { readonly name: string; readonly given: DeskAct; readonly options: CommandOptions | undefined }

/** Lets `work` act on a request that is not the operator's own. */
async function onRequest<V>(
  context: DeskContext,
  { name, given, options }: Command,
  work: (unit: Unit, found: Found) => Promise<Result<V, DeskApiRefusal>>,
): Promise<Result<V, DeskApiRefusal>> {
  const { runtime } = context
  const { operator, id } = given
  const of = await caseOf(runtime, id)
  if (of === null) return refuse({ code: 'desk/not-found' })
  const command = { name, by: operatorActor(operator), options, input: given }
  return perform<V, DeskApiRefusal>(runtime, command, async (unit) => {
    const found = await find(context, unit, of, id)
    if (found === null) return refuse({ code: 'desk/not-found' })
    if (!(await isOwnAccount(runtime.ring, unit, operator, found))) return work(unit, found)
    unit.journalRefusal(decidedIn[of], id, name, 'desk/own-request')
    return refuse({ code: 'desk/own-request' })
  })
}

/** Refuses what only an open request takes; the attempt is in the journal of the request. */
function closed(unit: Unit, { of }: Found, id: string, name: string): Result<never, DeskApiRefusal> {
  unit.journalRefusal(decidedIn[of], id, name, 'desk/closed')
  return refuse({ code: 'desk/closed' })
}

/** Takes a request in charge. Safe to repeat: whoever has it keeps it, since the first time. */
export async function assign(
  context: DeskContext,
  input: DeskAct,
  options?: CommandOptions,
): Promise<Result<AssignmentHolder, DeskApiRefusal>> {
  const read = readForm(caseForm, input, 'desk/form')
  if (!read.ok) return read
  const { id, operator } = read.value
  const name = 'desk/assign'
  return onRequest<AssignmentHolder>(context, { name, given: read.value, options }, async (unit, found) => {
    if (!found.isOpen) return closed(unit, found, id, name)
    const { of, accountId } = found
    const assigned = await unit.run(assignmentMachine, id, { type: 'AssignRequest', of, accountId, operator: operator.id })
    if (!assigned.ok) return assigned
    const { state } = assigned.value
    invariant(state.status === 'assigned', 'desk: what was taken in charge is assigned')
    return accept({ operator: state.operator, since: state.since })
  })
}

/** Lets a request go that one has in charge. */
export async function release(
  context: DeskContext,
  input: DeskAct,
  options?: CommandOptions,
): Promise<Result<null, DeskApiRefusal>> {
  const read = readForm(caseForm, input, 'desk/form')
  if (!read.ok) return read
  const { id, operator } = read.value
  return onRequest<null>(context, { name: 'desk/release', given: read.value, options }, async (unit) => {
    const released = await unit.run(assignmentMachine, id, { type: 'ReleaseRequest', operator: operator.id })
    return released.ok ? accept(null) : released
  })
}

/** Whom a request was taken over from. */
export type DeskTakenOver = {
  /** The id of the operator who had it; one's own, where one had it already. */
  readonly from: string
  /** Since when the operator who asked has it. */
  readonly since: Instant
}

/** Takes a request over from a colleague, with a reason. */
export async function takeOver(
  context: DeskContext,
  input: DeskTakeOverForm,
  options?: CommandOptions,
): Promise<Result<DeskTakenOver, DeskApiRefusal>> {
  const read = readForm(takeOverForm, input, 'desk/form')
  if (!read.ok) return read
  const { id, operator, reason } = read.value
  const name = 'desk/take-over'
  return onRequest<DeskTakenOver>(context, { name, given: read.value, options }, async (unit, found) => {
    if (!found.isOpen) return closed(unit, found, id, name)
    const before = await unit.state(assignmentMachine, id)
    const taken = await unit.run(assignmentMachine, id, { type: 'TakeOverRequest', operator: operator.id, personal: { reason } })
    if (!taken.ok) return taken
    const { state } = taken.value
    invariant(before.status === 'assigned' && state.status === 'assigned', 'desk: what was taken over was assigned')
    return accept({ from: before.operator, since: state.since })
  })
}

/** Notes something about a request, also about one that is decided. */
export async function note(
  context: DeskContext,
  input: DeskNoteForm,
  options?: CommandOptions,
): Promise<Result<null, DeskApiRefusal>> {
  const read = readForm(noteForm, input, 'desk/form')
  if (!read.ok) return read
  const { id, operator, text } = read.value
  const name = 'desk/note'
  return onRequest<null>(context, { name, given: read.value, options }, async (unit, { of, accountId, isErased }) => {
    if (isErased) {
      unit.journalRefusal(decidedIn[of], id, name, 'assignment/erased')
      return refuse({ code: 'assignment/erased' })
    }
    const command = { type: 'AddNote', of, accountId, operator: operator.id, personal: { text } } as const
    const noted = await unit.run(assignmentMachine, id, command)
    return noted.ok ? accept(null) : noted
  })
}
