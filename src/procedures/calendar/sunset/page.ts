/** What the courses of a sunset say of an operation. */
import type { Instant } from '../../../kernel/index.ts'
import type { ActTerm, Admission, Asking, Meaning } from '../../../runtime/gate.ts'
import type { CalendarAct, PersonFacts } from '../../../runtime/in-flight.ts'
import { anybody, asksForGranted, courseOf, type SunsetPerson, standingOf } from './course.ts'
import type { SunsetCourse } from './model.ts'
import { endedRefusal } from './sunset-words.ts'

/** Whether the operation is still possible. To whoever is not known it depends on the person where the course exempts anybody. */
export function admitsBySunset(
  { audience }: { readonly audience: string | null },
  courses: readonly SunsetCourse[],
  { act }: Meaning,
  at: Instant,
  asking: Asking,
): Admission {
  if (act === null || courses.length === 0) return 'open'
  const course = courseOf(courses, asking.audience ?? audience)
  if (course === null) return 'open'
  const isUnknown = 'anybody' in asking
  const standing = standingOf(course, act, isUnknown ? anybody : personIn(asking), at)
  if (standing.is !== 'ended') return 'open'
  if (isUnknown) return course.exempt.length > 0 ? 'ask' : endedRefusal(course, act, standing.since)
  return isToAsk(course, asking) ? 'ask-exemption' : endedRefusal(course, act, standing.since)
}

const personIn = ({ birthDate, granted = null }: PersonFacts): SunsetPerson => ({ birthDate, granted })

/** Whether what the office has granted must be read first: only where the act has ended, and the course exempts anybody by it. */
const isToAsk = (course: SunsetCourse, { accountId, granted }: PersonFacts): boolean =>
  granted === undefined && accountId !== null && asksForGranted(course)

/** How long an act is possible for a person. An exemption has its own end. */
export function termBySunset(
  { audience }: { readonly audience: string | null },
  courses: readonly SunsetCourse[],
  act: CalendarAct,
  at: Instant,
  person: PersonFacts,
): ActTerm | 'ask-exemption' {
  const course = courseOf(courses, person.audience ?? audience)
  const standing = standingOf(course, act, personIn(person), at)
  if (standing.is === 'open') return { until: standing.until, ended: null }
  if (course === null || standing.is === 'exempt') return { until: null, ended: null }
  return isToAsk(course, person) ? 'ask-exemption' : { until: standing.since, ended: endedRefusal(course, act, standing.since) }
}
