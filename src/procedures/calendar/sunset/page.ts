/** What the courses of a sunset say of an operation. */
import type { Instant } from '../../../kernel/index.ts'
import type { Admission, Asking, Meaning } from '../../../runtime/gate.ts'
import { anybody, courseOf, standingOf } from './course.ts'
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
  const standing = standingOf(course, act, isUnknown ? anybody : { birthDate: asking.birthDate }, at)
  if (standing.is !== 'ended') return 'open'
  return isUnknown && course.exempt.length > 0 ? 'ask' : endedRefusal(course, act, standing.since)
}
