/** A request that waits for the office while nothing can come of it any more: an approval would be an issue of today. */
import type { Instant } from '../../../kernel/index.ts'
import type { CalendarEndedRefusal, PersonFacts } from '../../../runtime/in-flight.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { tooLateLetter } from '../../calendar/sunset/letters.ts'
import { factsOfRequest, type Request } from '../registration/context.ts'
import { writeApplicant } from '../registration/post.ts'
import type { ApprovalContext } from './context.ts'
import { approvalMachine } from './schema.ts'

/** Until when a request can be approved. */
export type ApprovalTerm = {
  /** From that instant on an approval comes too late; null while nothing ends it. */
  readonly approvableUntil: Instant | null
  /** True once it has come too late: the request can only be rejected. */
  readonly isTooLate: boolean
}

type Waiting = Pick<ApprovalContext, 'runtime' | 'registration'>

/** Until when a request can be approved, as things are. */
export async function termOfRequest(unit: Unit, request: Request): Promise<ApprovalTerm> {
  const { until, ended } = await unit.termOf(factsOfRequest(request), 'issue')
  return { approvableUntil: until, isTooLate: ended !== null }
}

/** The request while it is before the office or its applicant, and was not erased. */
async function openRequest({ registration }: Waiting, unit: Unit, id: string): Promise<Request | null> {
  const { status } = await unit.state(approvalMachine, id)
  if (status !== 'pending' && status !== 'awaiting-correction') return null
  const request = await unit.state(registration, id)
  return request.status === 'none' || request.personal === null ? null : request
}

/** What the calendar can tell of its applicant; null where nobody waits. */
export async function factsOfWaiting(context: Waiting, unit: Unit, id: string): Promise<PersonFacts | null> {
  const request = await openRequest(context, unit, id)
  return request === null ? null : factsOfRequest(request)
}

const letterName = 'sunset/too-late'

/** Tells the applicant that it has come too late, once since it has. */
export async function tellTooLate(context: Waiting, unit: Unit, id: string): Promise<boolean> {
  const request = await openRequest(context, unit, id)
  if (request === null) return false
  const { ended } = await unit.termOf(factsOfRequest(request), 'issue')
  if (ended?.code !== 'calendar/ended') return false
  if (wasTold(request, ended)) return false
  const letter = tooLateLetter(context.runtime.office, ended)
  const notice = { topic: { kind: 'registration', id }, purpose: `too-late-${ended.since}`, letter }
  await writeApplicant(context, unit, id, request.personal?.person ?? null, notice)
  return true
}

/** An office that has moved the date to a later one says so anew once that has come. */
function wasTold({ letters }: Request, { since }: CalendarEndedRefusal): boolean {
  return letters.some(({ letter, queuedAt }) => letter === letterName && queuedAt >= since)
}
