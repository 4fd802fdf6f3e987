/** A course as the office and its people see it. */

import type { Instant } from '../../../kernel/index.ts'
import { romeLongText } from '../../../rules/civil/index.ts'
import { inBoth } from '../maintenance/view.ts'
import type { SunsetAct } from './acts.ts'
import type { SunsetPhaseView, SunsetText, SunsetView } from './context.ts'
import { anybody, courseOf, exemptionAt, phaseOf, type SunsetPerson } from './course.ts'
import type { SunsetCourse } from './model.ts'
import { phaseText } from './sunset-words.ts'

/** A course as an operator sees it. */
export function viewOf(course: SunsetCourse, at: Instant): SunsetView {
  const textOf = (act: SunsetAct): SunsetText | null => {
    const end = course.ends[act]
    return end === null ? null : inBoth((locale) => romeLongText(end, locale))
  }
  return {
    ...course,
    endTexts: {
      issue: textOf('issue'),
      'password-replacement': textOf('password-replacement'),
      'pin-replacement': textOf('pin-replacement'),
      'first-credentials': textOf('first-credentials'),
      restoration: textOf('restoration'),
      use: textOf('use'),
    },
    phase: phaseOf(course, anybody, at).name,
  }
}

/** What a person of an audience can still do. */
export function phaseViewOf(
  courses: readonly SunsetCourse[],
  audience: string | null,
  person: SunsetPerson,
  at: Instant,
): SunsetPhaseView {
  const course = courseOf(courses, audience)
  const phase = phaseOf(course, person, at)
  const { use, issue } = phase.acts
  const lastUse = use.is === 'open' ? use.until : null
  // An exemption that will hold then is told from the announcement on: nobody is to give up a credential that goes on.
  const lasting = course === null || lastUse === null ? null : exemptionAt(course, person, lastUse)
  return {
    audience,
    phase: phase.name,
    acts: phase.acts,
    until: lasting === null ? lastUse : null,
    issueUntil: issue.is === 'open' ? issue.until : null,
    means: course?.means ?? [],
    text: inBoth((locale) => phaseText(course, phase, lasting, locale)),
  }
}
