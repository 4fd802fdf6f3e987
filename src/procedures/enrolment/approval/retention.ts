/** When the files of a decided request are deleted, then the personal data of request and decision are erased. */
import type { Actor } from '../../../kernel/index.ts'
import { type ErasureOrder, eraseInSweep, eraseRecord } from '../../../runtime/erasure.ts'
import type { Retention, Sweep } from '../../../runtime/procedure.ts'
import { readState, recordIn } from '../../../runtime/record.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { eraseAssignment } from '../../assignment/charge.ts'
import { discardDocuments, isDecided } from '../registration/retention.ts'
import type { RegistrationMachine } from '../registration/schema.ts'
import { approvalMachine } from './schema.ts'

/** How long requests that were decided are kept. */
export type ApprovalRetention = {
  /** The files of a request after it was approved or rejected; 0: until the next sweep. Those of any other end are never kept. */
  readonly documentsMs: number
  /** The personal data of a rejected request. */
  readonly rejectedMs: number
  /** The personal data of an approved request, after the decision; null: for ever. */
  readonly approvedMs: number | null
}

type Context = { readonly runtime: Runtime; readonly registration: RegistrationMachine }

const by: Actor = { kind: 'system' }
const order: ErasureOrder = { by, facts: { cause: 'retention' } }

/** Erases a request that is decided, with its files; then its approval. */
async function eraseRequest(context: Context, { did }: Sweep, id: string): Promise<void> {
  const { runtime, registration } = context
  if (await discardDocuments(context, id, by)) did('discarded')
  // That it is decided was seen by the caller, and stays so.
  const request = await eraseRecord(runtime, registration, id, order, ({ status }) => status !== 'none' && status !== 'drafting')
  // The approval leads to the request: it goes last.
  if (request === 'stays') return
  did('erased', await eraseAssignment(runtime, id, order))
  const decision = await eraseRecord(runtime, approvalMachine, id, order, isDecided)
  did('erased', [request, decision].filter((outcome) => outcome === 'erased').length)
}

export function approvalRetention(context: Context, kept: ApprovalRetention & { readonly closedMs: number }): Retention {
  return {
    end: 'swept',
    says: 'files `documentsMs` after the decision; personal data, with those of the request, `approvedMs` or `rejectedMs` after it; of a void one `closedMs` after it became so',
    mayLeave: null,
    async sweep(sweep, row) {
      const { now, did } = sweep
      const { id } = recordIn(row.key)
      const state = readState(approvalMachine, row)
      switch (state.status) {
        case 'none':
        case 'pending':
        case 'awaiting-correction':
          return { dueAt: approvalMachine.dueAt(state) }
        case 'void': {
          const end = state.voidedAt + kept.closedMs
          if (end > now) return { dueAt: end }
          did('erased', await eraseAssignment(context.runtime, id, order))
          await eraseInSweep(did, context.runtime, approvalMachine, id, order, isDecided)
          return 'done'
        }
        case 'approved':
        case 'rejected': {
          const keptMs = state.status === 'approved' ? kept.approvedMs : kept.rejectedMs
          const end = keptMs === null ? null : state.decidedAt + keptMs
          if (end !== null && end <= now) {
            await eraseRequest(context, sweep, id)
            return 'done'
          }
          const filesEnd = state.decidedAt + kept.documentsMs
          if (filesEnd > now) return { dueAt: end === null ? filesEnd : Math.min(filesEnd, end) }
          if (await discardDocuments(context, id, by)) did('discarded')
          return { dueAt: end }
        }
      }
    },
  }
}
