/** What a person can still do with a local credential at an instant: pure, and the one place that commands, menus and letters ask. */

import type { Instant } from '../../../kernel/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import type { SunsetAct } from './acts.ts'
import type { SunsetCourse, SunsetExemption } from './model.ts'

/** What the sunset must know of a person. */
export type SunsetPerson = {
  /** `YYYY-MM-DD`; null where it is not known. */
  readonly birthDate: string | null
}

/** Nobody in particular. */
export const anybody: SunsetPerson = { birthDate: null }

/** An exemption that holds, and until the end of which day in Rome. */
export type SunsetHeldExemption = { readonly kind: SunsetExemption; readonly untilDay: string }

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

/** Which exemption of the course holds for the person on the day of that instant; null where none does. */
export function exemptionAt({ exempt }: SunsetCourse, { birthDate }: SunsetPerson, at: Instant): SunsetHeldExemption | null {
  if (birthDate === null || !exempt.includes('minor')) return null
  const untilDay = lastMinorDay(birthDate)
  return romeDate(at) <= untilDay ? { kind: 'minor', untilDay } : null
}

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
  const end = course === null ? null : endOf(course, act)
  if (course === null || end === null || at < end) return { is: 'open', until: end }
  const exemption = exemptionAt(course, person, at)
  return exemption === null ? { is: 'ended', since: end } : { is: 'exempt', since: end, exemption }
}

/** Where the course stands for a person. `ending`: something has ended and the credential still opens. */
export type SunsetPhase = {
  readonly name: 'before' | 'ending' | 'over' | 'exempt'
  readonly acts: { readonly [A in SunsetAct]: SunsetActStatus }
}

/** Pure: what of the course is over for the person at that instant. */
export function phaseOf(course: SunsetCourse | null, person: SunsetPerson, at: Instant): SunsetPhase {
  const acts = {
    issue: standingOf(course, 'issue', person, at),
    'password-replacement': standingOf(course, 'password-replacement', person, at),
    'pin-replacement': standingOf(course, 'pin-replacement', person, at),
    'first-credentials': standingOf(course, 'first-credentials', person, at),
    restoration: standingOf(course, 'restoration', person, at),
    use: standingOf(course, 'use', person, at),
  }
  const all = Object.values(acts)
  if (acts.use.is === 'ended') return { name: 'over', acts }
  if (all.some(({ is }) => is === 'exempt')) return { name: 'exempt', acts }
  return { name: all.some(({ is }) => is === 'ended') ? 'ending' : 'before', acts }
}
