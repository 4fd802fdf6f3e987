/** When the file of a request for assistance is deleted, then its personal data are erased. */
import { type Actor, type AnyRefusal, accept } from '../../kernel/index.ts'
import { type ErasureOrder, eraseInSweep } from '../../runtime/erasure.ts'
import type { Retention } from '../../runtime/procedure.ts'
import { readState, recordIn } from '../../runtime/record.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { transact } from '../../runtime/transact.ts'
import { deleteDocuments } from '../../runtime/uploads.ts'
import { eraseAssignment } from '../assignment/charge.ts'
import type { AssistanceState } from './model.ts'
import type { AssistanceMachine, AssistanceRetention } from './schema.ts'

type Context = { readonly runtime: Runtime; readonly assistance: AssistanceMachine }

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

/** True when the request was decided or taken back. */
export function isSettled({ status }: AssistanceState): boolean {
  return status === 'approved' || status === 'rejected' || status === 'withdrawn'
}

/** Deletes the file of a request that is settled, then notes that it is gone. True when there was one. */
export async function discardFile({ runtime, assistance }: Context, id: string, by: Actor): Promise<boolean> {
  const operation = { name: 'sweep/discard-documents', by, journalsRefusals: false }
  const discarded = await transact<boolean, AnyRefusal>(runtime, operation, async (unit) => {
    const request = await unit.state(assistance, id)
    // A write would make an erased record a living one again.
    if (request.status === 'none' || request.personal === null || !isSettled(request)) return accept(false)
    await deleteDocuments(runtime, id, request.documents)
    const noted = await unit.run(assistance, id, { type: 'DiscardDocuments' })
    return accept(noted.ok)
  })
  return discarded.ok && discarded.value
}

export function assistanceRetention(context: Context, { closedMs, rejectedMs }: AssistanceRetention): Retention {
  const { runtime, assistance } = context
  return {
    end: 'swept',
    says: 'the file `documentsMs` after the decision, of one that was withdrawn at once; personal data `rejectedMs` after the decision, `closedMs` after it was withdrawn',
    mayLeave: null,
    async sweep({ now, did }, row) {
      const { id } = recordIn(row.key)
      const state = readState(assistance, row)
      const dueAt = assistance.dueAt(state)
      if (dueAt === null || dueAt > now || state.status === 'none' || state.status === 'open') return { dueAt }
      if (state.documents.length > 0 && (await discardFile(context, id, by))) did('discarded')
      const end = state.status === 'withdrawn' ? state.endedAt + closedMs : state.decidedAt + rejectedMs
      if (end > now) return 'done'
      did('erased', await eraseAssignment(runtime, id, order))
      await eraseInSweep(did, runtime, assistance, id, order, isSettled)
      return 'done'
    },
  }
}
