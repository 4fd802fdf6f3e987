/** The requests that wait for a decision of the office. */
import { accept, type Instant, type Result } from '../../../kernel/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { type Waiting, waitingIn } from '../../../runtime/queue.ts'
import type { ApprovalApiRefusal, ApprovalContext } from './context.ts'
import type { ApprovalState } from './model.ts'
import { approvalMachine, pageForm } from './schema.ts'

/** One line of the list of requests that wait for a decision. */
export type ApprovalPending = {
  /** The id of the record. It names no person. */
  readonly id: string

  /** When it was filed last. */
  readonly submittedAt: Instant
  /** 0 where it cannot be read. */
  readonly round: number
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
 * Requests that wait for a decision, oldest request first. One that cannot be read is a line too, and says so.
 */
export async function pending(
  { runtime }: ApprovalContext,
  page: ApprovalPage = {},
): Promise<Result<readonly ApprovalPending[], ApprovalApiRefusal>> {
  const read = readForm(pageForm, page, 'approval/form')
  if (!read.ok) return read
  const { after, limit, submittedBefore: before } = read.value
  const waiting = await waitingIn(runtime, approvalMachine, 'pending', { after, limit, before })
  return accept(waiting.map(lineOf))
}

function lineOf({ id, since, state }: Waiting<ApprovalState>): ApprovalPending {
  if (state?.status !== 'pending') return { id, submittedAt: since, round: 0, unreadable: true }
  return { id, submittedAt: state.submittedAt, round: state.round }
}
