/** What a person can still do with a local credential at an instant: pure, and the one place that commands, menus and letters ask. */

import type { Instant } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { type SunsetAct, sunsetActs } from './acts.ts'
import type { SunsetCourse, SunsetExemption } from './model.ts'

/** What the sunset must know of a person. */
export type SunsetPerson = {
  /** `YYYY-MM-DD`; null where it is not known. */
  readonly birthDate: string | null
  /** What the office has exempted the person by; null for nothing. */
  readonly granted: { readonly kind: Exclude<SunsetExemption, 'minor'>; readonly untilDay: string | null } | null
}

/** Nobody in particular. */
export const anybody: SunsetPerson = { birthDate: null, granted: null }

/** An exemption that holds, and until the end of which day in Rome, `YYYY-MM-DD`; null for none. */
export type SunsetHeldExemption = { readonly kind: SunsetExemption; readonly untilDay: string | null }

/** The course of an audience: its own, else the one for all others; null where there is neither. */
export function courseOf(courses: readonly SunsetCourse[], audience: string | null): SunsetCourse | null {
  let others: SunsetCourse | null = null
  for (const course of courses) {
    if (course.audience === audience) return course
    if (course.audience === null) others = course
  }
  return others
}

/** The last day on which somebody born then is a minor: the eighteenth birthday; where its month has no such day, the last of the month. */
export function lastMinorDay(birthDate: string): string {
  const year = String(Number(birthDate.slice(0, 4)) + 18).padStart(4, '0')
  // No leap day is a multiple of four years and two more away.
  return `${year}${birthDate.slice(4) === '-02-29' ? '-02-28' : birthDate.slice(4)}`
}

/** Whether the course exempts whom the office says: then it has to be asked about a person. */
export const asksForGranted = ({ exempt }: SunsetCourse): boolean => exempt.some((kind) => kind !== 'minor')

/** Which exemption of the course holds for the person on the day of that instant, of two the one that lasts; null where none does. */
export function exemptionAt(
  { exempt }: SunsetCourse,
  { birthDate, granted }: SunsetPerson,
  at: Instant,
): SunsetHeldExemption | null {
  const isMinor = birthDate !== null && exempt.includes('minor') && mayBeMinor(birthDate, at)
  const isListed = granted !== null && exempt.includes(granted.kind)
  if (!isMinor && !isListed) return null
  const today = romeDate(at)
  const grownUp = isMinor ? lastMinorDay(birthDate) : ''
  if (isListed) {
    const { kind, untilDay } = granted
    if (untilDay === null || (untilDay >= today && untilDay >= grownUp)) return { kind, untilDay }
  }
  return today <= grownUp ? { kind: 'minor', untilDay: grownUp } : null
}

/** False for whoever is grown up in any zone: of most people no day has to be worked out. */
const mayBeMinor = (birthDate: string, at: Instant): boolean => at < Date.UTC(Number(birthDate.slice(0, 4)) + 19, 0, 3)

/** How an act stands for a person. */
export type SunsetActStatus =
  /** `until`: exclusive; null while nothing ends it. */
  | { readonly is: 'open'; readonly until: Instant | null }
  | { readonly is: 'exempt'; readonly since: Instant; readonly exemption: SunsetHeldExemption }
  | { readonly is: 'ended'; readonly since: Instant }

/** From when on an act is not possible any more: what has no date of its own ends with the last use. Null while nothing ends it. */
export function endOf({ ends }: SunsetCourse, act: SunsetAct): Instant | null {
  return ends[act] ?? ends.use
}

/** Whether anything has ended by the course: then something under way may have come too late. */
export function hasEnded({ ends }: SunsetCourse, at: Instant): boolean {
  return Object.values(ends).some((end) => end !== null && end <= at)
}

/** Whether an act is possible for the person at that instant. */
export function standingOf(course: SunsetCourse | null, act: SunsetAct, person: SunsetPerson, at: Instant): SunsetActStatus {
  return standing(course, act, at, (own) => exemptionAt(own, person, at))
}

function standing(
  course: SunsetCourse | null,
  act: SunsetAct,
  at: Instant,
  exemptionNow: (course: SunsetCourse) => SunsetHeldExemption | null,
): SunsetActStatus {
  if (course === null) return { is: 'open', until: null }
  const end = endOf(course, act)
  if (end === null || at < end) return { is: 'open', until: end }
  const exemption = exemptionNow(course)
  return exemption === null ? { is: 'ended', since: end } : { is: 'exempt', since: end, exemption }
}

/** Where the course stands for a person. `ending`: something has ended and the credential still opens. */
export type SunsetPhase = {
  readonly name: 'before' | 'ending' | 'over' | 'exempt'
  readonly acts: { readonly [A in SunsetAct]: SunsetActStatus }
}

/** Pure: what of the course is over for the person at that instant. */
export function phaseOf(course: SunsetCourse | null, person: SunsetPerson, at: Instant): SunsetPhase {
  // The days of Rome are worked out once for all acts, and only where one has ended.
  let found: SunsetHeldExemption | null | undefined
  const exemptionNow = (own: SunsetCourse): SunsetHeldExemption | null => {
    if (found === undefined) found = exemptionAt(own, person, at)
    return found
  }
  const acts = {
    issue: standing(course, 'issue', at, exemptionNow),
    'password-replacement': standing(course, 'password-replacement', at, exemptionNow),
    'pin-replacement': standing(course, 'pin-replacement', at, exemptionNow),
    'first-credentials': standing(course, 'first-credentials', at, exemptionNow),
    restoration: standing(course, 'restoration', at, exemptionNow),
    use: standing(course, 'use', at, exemptionNow),
  }
  if (acts.use.is === 'ended') return { name: 'over', acts }
  let name: SunsetPhase['name'] = 'before'
  for (const act of sunsetActs) {
    const { is } = acts[act]
    if (is === 'exempt') return { name: is, acts }
    if (is === 'ended') name = 'ending'
  }
  return { name, acts }
}
