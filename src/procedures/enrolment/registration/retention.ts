/** When the files of a request that is over are deleted, then its personal data; a draft whose term is over is marked as lapsed. */
import { type Actor, type AnyRefusal, accept } from '../../../kernel/index.ts'
import { type ErasureOrder, eraseInSweep } from '../../../runtime/erasure.ts'
import type { Retention, Sweep } from '../../../runtime/procedure.ts'
import { readState, recordIn } from '../../../runtime/record.ts'
import { loadState, type Runtime } from '../../../runtime/runtime.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { deleteDocuments } from '../../../runtime/uploads.ts'
import { endAssignment } from '../../assignment/charge.ts'
import { lapsedLetter } from '../approval/letters.ts'
import type { ApprovalState } from '../approval/model.ts'
import { noNewRequest } from '../approval/no-new-request.ts'
import { approvalMachine } from '../approval/schema.ts'
import { factsOfRequest } from './context.ts'
import type { RegistrationState } from './model.ts'
import { writeApplicant } from './post.ts'
import type { RegistrationMachine } from './schema.ts'

/** How long requests that are closed are kept. */
export type RegistrationRetention = {
  /** The personal data of a request that was withdrawn, has lapsed or became void. */
  readonly closedMs: number
}

type Context = { readonly runtime: Runtime; readonly registration: RegistrationMachine }

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

/** True when nothing can be decided on the request any more. */
export function isDecided({ status }: ApprovalState): boolean {
  return status === 'approved' || status === 'rejected' || status === 'void'
}

/** True when the request has ended without being filed, or was taken out of the office's hands. */
export function isClosed({ status }: RegistrationState): boolean {
  return status === 'withdrawn' || status === 'lapsed' || status === 'void'
}

/** The request and the decision on it, read in one call. */
export function fetchBoth(unit: Unit, id: string): Promise<void> {
  return unit.preload([
    { kind: 'registration', id },
    { kind: 'approval', id },
  ])
}

/** Deletes the files of a request that is over, then notes that they are gone. True when there were any. */
export async function discardDocuments({ runtime, registration }: Context, id: string, by: Actor): Promise<boolean> {
  const operation = { name: 'sweep/discard-documents', by, journalsRefusals: false }
  const discarded = await transact<boolean, AnyRefusal>(runtime, operation, async (unit) => {
    await fetchBoth(unit, id)
    const request = await unit.state(registration, id)
    const decision = await unit.state(approvalMachine, id)
    // A write would make an erased record a living one again.
    if (request.status === 'none' || request.personal === null) return accept(false)
    const isOver = isClosed(request) || (request.status === 'completed' && isDecided(decision))
    if (!isOver) return accept(false)
    await deleteDocuments(runtime, id, request.documents)
    const noted = await unit.run(registration, id, { type: 'DiscardDocuments' })
    return accept(noted.ok)
  })
  return discarded.ok && discarded.value
}

/** Marks a draft as lapsed, with the approval that requested its correction; their unsent mail is void. Who was asked for a correction is told. */
async function lapse({ runtime, registration }: Context, { did }: Sweep, id: string): Promise<boolean> {
  const operation = { name: 'sweep/lapse', by, journalsRefusals: false }
  const lapsed = await transact<null, AnyRefusal>(runtime, operation, async (unit) => {
    await fetchBoth(unit, id)
    const request = await unit.state(registration, id)
    // Of a first draft nothing was mailed: its mailbox may be a stranger's.
    const isTold = request.status === 'drafting' && request.round > 1 && unit.now() >= request.lapsesAt
    if (isTold) {
      // After the last issue another request would be in vain.
      const { ended } = await unit.termOf(factsOfRequest(request), 'issue')
      const letter = lapsedLetter(runtime.office, noNewRequest(ended))
      const notice = { topic: { kind: 'registration', id }, purpose: 'lapsed', letter }
      await writeApplicant({ registration }, unit, id, request.personal?.person ?? null, notice)
    }
    const marked = await unit.run(registration, id, { type: 'LapseRegistration' })
    if (!marked.ok) return marked
    // Refused where there is none.
    await unit.run(approvalMachine, id, { type: 'VoidApproval', approved: null })
    await endAssignment(unit, id)
    unit.cancelMail('registration', id)
    unit.cancelMail('approval', id)
    return accept(null)
  })
  if (lapsed.ok) did('lapsed')
  return lapsed.ok
}

/** True when the office has rejected the request: then the term of rejected ones holds, and its approval leads to it. */
async function isRejected(runtime: Runtime, id: string): Promise<boolean> {
  const decision = await loadState(runtime, approvalMachine, id)
  return decision?.status === 'rejected'
}

export function registrationRetention(context: Context, closedMs: number): Retention {
  const { runtime, registration } = context
  return {
    end: 'swept',
    says: 'a draft lapses when its term is over; its files go then, its personal data `closedMs` later; of one that was decided, as its approval says',
    mayLeave: null,
    async sweep(sweep, row) {
      const { now, did } = sweep
      const { id } = recordIn(row.key)
      const state = readState(registration, row)
      const dueAt = registration.dueAt(state)
      if (dueAt === null || dueAt > now || state.status === 'none' || state.status === 'completed') return { dueAt }
      if (state.status === 'drafting' && !(await lapse(context, sweep, id))) return 'done'
      // The files of what is closed are needed no more, however long the rest is kept.
      if (state.documents.length > 0 && (await discardDocuments(context, id, by))) did('discarded')
      if (state.status === 'drafting' || state.endedAt + closedMs > now) return 'done'
      if (await isRejected(runtime, id)) return { dueAt: null }
      await eraseInSweep(did, runtime, registration, id, order, isClosed)
      return 'done'
    },
  }
}
