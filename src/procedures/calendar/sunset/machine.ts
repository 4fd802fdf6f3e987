/**
 * The end of the local credentials of an office, audience by audience (seed 002).
 *
 *   none --KeepSunset--> kept
 *   kept --SetCourse, DropCourse, NoteReminded--> kept
 *
 * Each act ends by the clock: nothing has to run for that. The dates can be changed up to the last hour, and after it by whoever says so.
 */

import { accept, type Decider, type Instant, impossible, refuse } from '../../../kernel/index.ts'
import { sunsetActs } from './acts.ts'
import { courseOf, endOf } from './course.ts'
import type { SunsetCommand, SunsetCourse, SunsetEvent, SunsetRefusal, SunsetState } from './model.ts'
import { isSameReminder } from './reminders.ts'

export type SunsetDecider = Decider<SunsetState, SunsetCommand, SunsetEvent, SunsetRefusal>

/** Each is looked at before every command. */
export const coursesMax = 50

/** The act that ends after the last use, where there is one. */
function afterLastUse({ ends }: SunsetCourse): SunsetRefusal | null {
  const { use: lastUse } = ends
  if (lastUse === null) return null
  for (const act of sunsetActs) {
    const end = ends[act]
    if (end !== null && end > lastUse) return { code: 'sunset/after-last-use', act, lastUse }
  }
  return null
}

/** The act that has ended and would be possible again, where there is one. */
function reopened(before: SunsetCourse | null, after: SunsetCourse | null, at: Instant): SunsetRefusal | null {
  if (before === null) return null
  for (const act of sunsetActs) {
    const endedAt = endOf(before, act)
    const end = after === null ? null : endOf(after, act)
    if (endedAt !== null && endedAt <= at && (end === null || end > at)) return { code: 'sunset/reopens', act, endedAt }
  }
  return null
}

const decide: SunsetDecider['decide'] = (state, command, { at }) => {
  if (command.type === 'KeepSunset') return accept(state.status === 'none' ? [{ type: 'SunsetKept' }] : [])
  if (command.type === 'NoteReminded') return noted(state, command, at)
  const { reopens, personal } = command
  const { courses } = state
  const audience = command.type === 'SetCourse' ? command.course.audience : command.audience
  const own = courses.find((course) => course.audience === audience)
  // What held for this audience so far, by its own course or by that of all others.
  const before = courseOf(courses, audience)
  if (command.type === 'DropCourse') {
    if (own === undefined) return refuse({ code: 'sunset/not-found' })
    const after = courseOf(
      courses.filter((course) => course !== own),
      audience,
    )
    const again = reopens ? null : reopened(before, after, at)
    return again === null ? accept([{ type: 'CourseDropped', audience, personal }]) : refuse(again)
  }
  const { course } = command
  const fault = afterLastUse(course) ?? (reopens ? null : reopened(before, course, at))
  if (fault !== null) return refuse(fault)
  if (own === undefined && courses.length >= coursesMax) return refuse({ code: 'sunset/too-many-courses', coursesMax })
  return accept(isSame(own, course) ? [] : [{ type: 'CourseSet', course, personal }])
}

/** The reminders that are remembered: those of what is past are forgotten. */
function noted(
  { status, reminded }: SunsetState,
  { reminders }: Extract<SunsetCommand, { type: 'NoteReminded' }>,
  at: Instant,
): ReturnType<SunsetDecider['decide']> {
  const fresh = reminders.filter((reminder) => !reminded.some((known) => isSameReminder(known, reminder)))
  if (status === 'none' || fresh.length === 0) return accept([])
  return accept([{ type: 'RemindersGiven', reminded: [...reminded, ...fresh].filter(({ endsAt }) => endsAt > at) }])
}

const isSame = (before: SunsetCourse | undefined, course: SunsetCourse): boolean =>
  before !== undefined && JSON.stringify(inOrder(before)) === JSON.stringify(inOrder(course))

/** Its parts in one order, whatever order they were stored or given in. */
function inOrder({ audience, title, ends, exempt, means, remindDays }: SunsetCourse): unknown {
  return [audience, title.it, title.en, sunsetActs.map((act) => ends[act]), exempt, means, remindDays]
}

function evolve(state: SunsetState, event: SunsetEvent): SunsetState {
  const { reminded } = state
  const kept = (courses: readonly SunsetCourse[]): SunsetState => ({ status: 'kept', courses, reminded, personal: null })
  if (event.type === 'SunsetKept') return kept(state.courses)
  if (event.type === 'RemindersGiven') return { ...kept(state.courses), reminded: event.reminded }
  const audience = event.type === 'CourseSet' ? event.course.audience : event.audience
  const others = state.courses.filter((course) => course.audience !== audience)
  if (event.type === 'CourseSet') return kept([...others, event.course])
  if (others.length === state.courses.length) return impossible('sunset', state.status, event.type)
  return kept(others)
}

function exampleCommands(state: SunsetState): readonly SunsetCommand[] {
  const personal = { reason: 'D.L. 76/2020.' }
  const course: SunsetCourse = {
    audience: 'citizens',
    title: { it: 'D.L. 76/2020', en: 'D.L. 76/2020' },
    ends: {
      issue: 1_000_000,
      'password-replacement': 1_000_000,
      'pin-replacement': 1_000_000,
      'first-credentials': 1_000_000,
      restoration: 1_000_000,
      use: 2_000_000,
    },
    exempt: ['minor'],
    means: ['spid', 'cie', 'cns'],
    remindDays: [60, 30, 7],
  }
  const reopens = state.courses.length > 0
  return [
    { type: 'KeepSunset' },
    { type: 'SetCourse', course, reopens, personal },
    { type: 'DropCourse', audience: 'citizens', reopens, personal },
    { type: 'NoteReminded', reminders: [{ endsAt: 2_000_000, daysBefore: 60 - state.reminded.length }] },
  ]
}

/** The machine. Which audiences there are is looked at where a course is read: the sunset itself knows none. */
export const sunsetDecider: SunsetDecider = {
  name: 'sunset',
  initial: { status: 'none', courses: [], reminded: [], personal: null },
  decide,
  evolve,
  isTerminal: () => false,
  exampleCommands,
}
