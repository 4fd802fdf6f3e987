/** Which reminders of the last use are due, and who gets them: pure. */
import type { Instant } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { exemptionAt, type SunsetPerson } from './course.ts'
import type { SunsetCourse, SunsetReminder } from './model.ts'

/** A reminder that is due, with the course that it is about. */
export type DueReminder = SunsetReminder & { readonly course: SunsetCourse }

const dayMs = 86_400_000

export const isSameReminder = (one: SunsetReminder, other: SunsetReminder): boolean =>
  one.endsAt === other.endsAt && one.daysBefore === other.daysBefore

/** The first day in Rome on which a reminder goes out: so many days before the last one on which the credential opens. */
export function remindDay({ endsAt, daysBefore }: SunsetReminder): string {
  const last = Date.parse(romeDate(endsAt - 1))
  return new Date(last - daysBefore * dayMs).toISOString().slice(0, 10)
}

/** The last reminder that is due of each last use to come. Of two courses with one last use the first counts. */
export function remindersDue(courses: readonly SunsetCourse[], at: Instant): readonly DueReminder[] {
  const due = new Map<Instant, DueReminder>()
  const today = romeDate(at)
  for (const course of courses) {
    const endsAt = course.ends.use
    if (endsAt === null || endsAt <= at || due.has(endsAt)) continue
    const reached = course.remindDays.filter((daysBefore) => remindDay({ endsAt, daysBefore }) <= today)
    if (reached.length > 0) due.set(endsAt, { course, endsAt, daysBefore: Math.min(...reached) })
  }
  return [...due.values()]
}

/** Those of them that a person gets: whoever is exempted on that day gets none. */
export function remindersFor(due: readonly DueReminder[], person: SunsetPerson): readonly DueReminder[] {
  return due.filter(({ course, endsAt }) => exemptionAt(course, person, endsAt) === null)
}
