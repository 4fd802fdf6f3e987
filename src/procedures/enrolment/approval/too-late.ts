/** A request that waits for the office while nothing can come of it any more: an approval would be an issue of today. */
import { type Instant, invariant } from '../../../kernel/index.ts'
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

/** The request that is before the office. It is erased only once that has decided. */
async function requestOf({ registration }: Waiting, unit: Unit, id: string): Promise<Request> {
  const request = await unit.state(registration, id)
  invariant(request.status !== 'none', 'approval: what is before the office was filed')
  return request
}

/** What the calendar can tell of the applicant of a request that waits. */
export async function factsOfWaiting(context: Waiting, unit: Unit, id: string): Promise<PersonFacts> {
  return factsOfRequest(await requestOf(context, unit, id))
}

const letterName = 'sunset/too-late'

/** Tells the applicant that it has come too late, once since it has. */
export async function tellTooLate(context: Waiting, unit: Unit, id: string): Promise<boolean> {
  const { status } = await unit.state(approvalMachine, id)
  // The office may have decided since it was found.
  if (status !== 'pending' && status !== 'awaiting-correction') return false
  const request = await requestOf(context, unit, id)
  const { personal } = request
  invariant(personal !== null, 'approval: what waits was not erased')
  const { ended } = await unit.termOf(factsOfRequest(request), 'issue')
  if (ended?.code !== 'calendar/ended') return false
  if (wasTold(request, ended)) return false
  const letter = tooLateLetter(context.runtime.office, ended)
  const notice = { topic: { kind: 'registration', id }, purpose: `too-late-${ended.since}`, letter }
  await writeApplicant(context, unit, id, personal.person, notice)
  return true
}

/** An office that has moved the date to a later one says so anew once that has come. */
function wasTold({ letters }: Request, { since }: CalendarEndedRefusal): boolean {
  return letters.some(({ letter, queuedAt }) => letter === letterName && queuedAt >= since)
}
