/** The requests that wait for a decision of the office. */
import { accept, type Instant, type Result, rethrowUnlessFailure } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { type Waiting, waitingIn } from '../../../runtime/queue.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import type { RegistrationMachine } from '../registration/schema.ts'
import type { ApprovalApiRefusal, ApprovalContext } from './context.ts'
import type { ApprovalState } from './model.ts'
import { approvalMachine, pageForm } from './schema.ts'
import { type ApprovalTerm, termOfRequest } from './too-late.ts'

/** One line of the list of requests that wait for a decision. */
export type ApprovalPending = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** When it was filed last. */
  readonly submittedAt: Instant
  /** 0 where it cannot be read. */
  readonly round: number
  /** From that instant on an approval comes too late, by the course of the office; null while nothing ends it, and where that cannot be read. */
  readonly approvableUntil: Instant | null
  /** True once it has come too late: the request can only be rejected. */
  readonly isTooLate: boolean
  /** The stored case cannot be read: it waits like the others, and whoever runs the system must look into it. Else left out. */
  readonly unreadable?: true
}

/** Which of the requests that wait. Everything may be left out. */
export type ApprovalPage = {
  /** The last id of the page before. */
  readonly after?: string
  /** 1 to 200; 50 when left out. */
  readonly limit?: number | string
  /** Only requests that have waited since before this instant. */
  readonly submittedBefore?: Instant | string
}

/**
 * Requests that wait for a decision, oldest request first. One that cannot be read is a line too, and says so. The calendar is read anew, since the office
 * may have changed it by another process.
 */
export async function pending(
  { runtime, registration }: ApprovalContext,
  page: ApprovalPage = {},
): Promise<Result<readonly ApprovalPending[], ApprovalApiRefusal>> {
  const read = readForm(pageForm, page, 'approval/form')
  if (!read.ok) return read
  const { after, limit, submittedBefore: before } = read.value
  const waiting = await waitingIn(runtime, approvalMachine, 'pending', { after, limit, before })
  const { hasEnds } = await runtime.gate.reread()
  if (!hasEnds) return accept(waiting.map((found) => lineOf(found, unknownTerm)))
  const operation = { name: 'approval/pending', by: { kind: 'system' }, journalsRefusals: false } as const
  return transact<readonly ApprovalPending[], ApprovalApiRefusal>(runtime, operation, async (unit) => {
    await unit.preload(waiting.map(({ id }) => ({ kind: 'registration', id })))
    const lines: ApprovalPending[] = []
    for (const found of waiting) lines.push(lineOf(found, await termIn(unit, registration, found.id)))
    return accept(lines)
  })
}

const unknownTerm: ApprovalTerm = { approvableUntil: null, isTooLate: false }

/** Until when it can be approved. A request that cannot be read says nothing of it. */
async function termIn(unit: Unit, registration: RegistrationMachine, id: string): Promise<ApprovalTerm> {
  try {
    const request = await unit.state(registration, id)
    return request.status === 'none' ? unknownTerm : await termOfRequest(unit, request)
  } catch (cause) {
    rethrowUnlessFailure(cause)
    return unknownTerm
  }
}

function lineOf({ id, since, state }: Waiting<ApprovalState>, term: ApprovalTerm): ApprovalPending {
  if (state?.status !== 'pending') return { id, submittedAt: since, round: 0, ...term, unreadable: true }
  return { id, submittedAt: state.submittedAt, round: state.round, ...term }
}
