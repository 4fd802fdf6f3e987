/** What a sunset does to a procedure that is under way when what would come of it is not possible any more, in the unit of whoever comes upon it. */
import type { AnyRefusal, Instant, Status, Typed } from '../../../kernel/index.ts'
import { ClosedError, type FollowedRecord } from '../../../runtime/gate.ts'
import type { InFlight } from '../../../runtime/in-flight.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { Machine } from '../../../runtime/record.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type FollowContext, nameOf, personOf } from '../maintenance/follow.ts'
import { asksForGranted, courseOf, endOf, standingOf } from './course.ts'
import { endedLetter } from './letters.ts'
import type { SunsetCourse } from './model.ts'
import { endedRefusal, endedText } from './sunset-words.ts'

/** Ends one record for good, where it has come too late, and tells its person. */
export async function followSunset(
  context: FollowContext & { readonly audience: string | null },
  courses: readonly SunsetCourse[],
  unit: Unit,
  record: FollowedRecord & { readonly at: Instant },
): Promise<'voided' | null> {
  if (courses.length === 0) return null
  const { id, state, at } = record
  // The two are what the record's own kind says.
  const machine = record.machine as Machine<Status, Typed, Typed, AnyRefusal>
  const flight = record.flight as InFlight
  const underWay = flight.underWay(state as never, id)
  const act = underWay === null ? undefined : flight.comesTo?.[underWay.procedure]
  if (underWay === null || act === undefined) return null
  const course = courseOf(courses, underWay.audience ?? context.audience)
  if (course === null) return null
  const end = endOf(course, act)
  if (end === null || at < end) return null
  const { facts, person } = await personOf(context, unit, underWay)
  const { birthDate, accountId } = facts
  const granted = accountId === null || !asksForGranted(course) ? null : await context.exemptionOf(unit, accountId)
  if (standingOf(course, act, { birthDate, granted }, at).is !== 'ended') return null
  if (flight.concluding.includes(record.operation)) throw new ClosedError(endedRefusal(course, act, end))
  const voiding = flight.voiding(`sunset:${act}`)
  const done = await unit.run<Status, Typed, Typed, AnyRefusal>(machine, id, voiding)
  if (!done.ok || done.value.events.length === 0) return null
  const topic = { kind: machine.decider.name, id }
  unit.cancelMail(topic.kind, id)
  const procedure = nameOf(context.names, underWay.procedure)
  const text = { it: endedText(course, act, end, 'it'), en: endedText(course, act, end, 'en') }
  mailPerson(unit, person, { topic, purpose: `sunset-${act}-${end}`, letter: endedLetter(context.office, { procedure, text }) })
  return 'voided'
}
