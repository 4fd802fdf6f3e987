/** What an operator does with the sunset, and what people are told of it. Each act is one commit of one record, which every command meets. */

import { accept, type Instant, type Result, refuse } from '../../../kernel/index.ts'
import { perform, readForm } from '../../../runtime/command.ts'
import { type CommandOptions, formRefusal, type Problem, readArgument } from '../../../runtime/input.ts'
import { operatorActor } from '../../../runtime/operator.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { transact } from '../../../runtime/transact.ts'
import type { WallTime } from '../maintenance/form-schema.ts'
import { instantOf } from '../maintenance/wall-time.ts'
import { type SunsetAct, sunsetActs } from './acts.ts'
import type { SunsetApiRefusal, SunsetContext, SunsetFormRefusal, SunsetPhaseView, SunsetView } from './context.ts'
import { anybody } from './course.ts'
import { type CourseGiven, courseForm, dropForm, lookForm } from './form-schema.ts'
import type { SunsetCommand, SunsetCourse } from './model.ts'
import { sunsetId, sunsetMachine } from './schema.ts'
import { phaseViewOf, viewOf } from './view.ts'

type Answer<V> = Promise<Result<V, SunsetApiRefusal>>

/** The instants of a course; what is wrong with them is told together. */
async function endsOf(given: CourseGiven['ends']): Promise<Result<SunsetCourse['ends'], readonly Problem[]>> {
  const problems: Problem[] = []
  const take = async (act: SunsetAct): Promise<Instant | null> => {
    const end: WallTime | null = given[act]
    if (end === null) return null
    const read = await instantOf(`ends.${act}`, end)
    if (read.ok) return read.value
    problems.push(read.refusal)
    return null
  }
  const ends: { [A in SunsetAct]?: Instant | null } = {}
  for (const act of sunsetActs) ends[act] = await take(act)
  return problems.length > 0 ? refuse(problems) : accept(ends as SunsetCourse['ends'])
}

/** The course that a form means. */
export async function courseIn(given: CourseGiven): Promise<Result<SunsetCourse, SunsetFormRefusal>> {
  const { audience, title, exempt, means, remindDays } = given
  const ends = await endsOf(given.ends)
  if (!ends.ok) return refuse(formRefusal('sunset/form', ends.refusal))
  return accept({ audience, title, ends: ends.value, exempt, means, remindDays })
}

/** Lets the machine decide, and tells this process at once. */
async function act<V>(
  { runtime, keeper }: SunsetContext,
  { name, operator, options, input }: { name: string; operator: Operator; options: CommandOptions | undefined; input: unknown },
  command: SunsetCommand,
  answerOf: (courses: readonly SunsetCourse[], now: Instant) => V,
): Answer<V> {
  // The sunset exists before anything is set in it.
  await keeper.current()
  const asked = { name: `sunset/${name}`, by: operatorActor(operator), options, input }
  const done = await perform<V, SunsetApiRefusal>(runtime, asked, async (unit) => {
    const ran = await unit.run(sunsetMachine, sunsetId, command)
    return ran.ok ? accept(answerOf(ran.value.state.courses, unit.now())) : ran
  })
  await keeper.reread()
  return done
}

/** Sets the course of an audience, or another one in its place. */
export async function setCourse(context: SunsetContext, input: unknown, options?: CommandOptions): Answer<SunsetView> {
  const read = readForm(courseForm(context.audiences), input, 'sunset/form')
  if (!read.ok) return read
  const { operator, reason, reopens } = read.value
  const made = await courseIn(read.value)
  if (!made.ok) return made
  const course = made.value
  const command = { type: 'SetCourse', course, reopens, personal: { reason } } as const
  return act(context, { name: 'set', operator, options, input: read.value }, command, (_, now) => viewOf(course, now))
}

/** What has been taken back. */
export type SunsetDropped = {
  /** Whose course it was: the name of an audience, or null for all others. */
  readonly audience: string | null
}

/** Takes the course of an audience back. */
export async function dropCourse(context: SunsetContext, input: unknown, options?: CommandOptions): Answer<SunsetDropped> {
  const read = readForm(dropForm(context.audiences), input, 'sunset/form')
  if (!read.ok) return read
  const { operator, reason, reopens, audience } = read.value
  const command = { type: 'DropCourse', audience, reopens, personal: { reason } } as const
  return act(context, { name: 'drop', operator, options, input: read.value }, command, () => ({ audience }))
}

/** All courses, that of all others last. */
export async function listCourses(
  { runtime, keeper }: SunsetContext,
  input: unknown,
): Promise<Result<readonly SunsetView[], SunsetFormRefusal>> {
  const read = readForm(lookForm, input, 'sunset/form')
  if (!read.ok) return read
  const now = runtime.now()
  const courses = [...((await keeper.read()).courses ?? [])]
  const order = ({ audience }: SunsetCourse): string => (audience === null ? '1' : `0${audience}`)
  courses.sort((one, other) => (order(one) < order(other) ? -1 : 1))
  return accept(courses.map((course) => viewOf(course, now)))
}

/** Whose phase is asked for. */
export type SunsetAsked = {
  /** The service or profile, by a name of `maintenance.audiences`; left out, that of `sunset.audience`. */
  readonly audience?: string | undefined
  /** The token of a session, or the ticket of a registration; left out, the answer is for whoever is exempted from nothing. */
  readonly token?: string | undefined
}

/** What a person of an audience can still do now. */
export async function phase(context: SunsetContext, asked?: SunsetAsked): Promise<SunsetPhaseView> {
  const { runtime, keeper, audiences } = context
  const named: unknown = readArgument(() => asked?.audience)
  const audience = typeof named === 'string' && audiences.includes(named) ? named : context.audience
  const token: unknown = readArgument(() => asked?.token)
  const courses = (await keeper.read()).courses ?? []
  const operation = { name: 'sunset/look', by: { kind: 'system' }, journalsRefusals: false } as const
  const person =
    token === undefined || token === null
      ? null
      : await transact(runtime, operation, async (unit) => accept(await context.shownBy(unit, token)))
  return phaseViewOf(courses, audience, person?.ok === true ? (person.value ?? anybody) : anybody, runtime.now())
}
