/** All requests that were filed with the office, by state, by day, and by who has them in charge. */
import { accept, type Result } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { Operator } from '../../../runtime/schema.ts'
import type { DeskApiRefusal, DeskContext } from './context.ts'
import { decidedIn, deskStates, linesOf, statusIn } from './lines.ts'
import type { DeskBy, DeskCase, DeskState } from './model.ts'
import { type DeskListGiven, listForm } from './schema.ts'
import { type DeskPage, type Lane, type Stretch, walk } from './walk.ts'

/** Which requests are listed. Everything but the operator may be left out. */
export type DeskListForm = {
  /** The office worker who looks. */
  readonly operator: Operator
  /** Of one procedure alone. */
  readonly of?: DeskCase
  /** In one of these states; in any where left out. */
  readonly states?: readonly DeskState[] | DeskState
  /** Which day `from` and `until` are about; when it was filed last where left out. */
  readonly by?: DeskBy
  /** The first day of a period, in Rome, `YYYY-MM-DD`; goes with `until`. */
  readonly from?: string
  /** The last day of it, included; at most 366 days with the first. */
  readonly until?: string
  /** The id of the operator who has them in charge. */
  readonly assignedTo?: string
  /** `next` of the page before. */
  readonly after?: string
  /** 1 to 200; 50 when left out. */
  readonly limit?: number | string
}

const cases: readonly DeskCase[] = ['registration', 'assistance']

/** The tag of the day that a period is about. */
const dayTag = (by: DeskBy, day: string): string => `${by === 'decided' ? 'decided' : 'filed'}:${day}`

function statusesOf(of: DeskCase, states: readonly DeskState[]): readonly string[] {
  return states.flatMap((state) => statusIn[of][state] ?? []).map((status) => `status:${status}`)
}

/** By the rarest thing that was asked for: an operator has few, a day has some, a state may have all. */
function stretchesOf({ of, states, by, days, assignedTo }: DeskListGiven): readonly Stretch[] {
  const among = cases.filter((one) => of === null || one === of)
  if (assignedTo !== null) return [{ name: '-', lanes: [{ kind: 'assignment', tag: `assignee:${assignedTo}` }] }]
  if (days !== null) {
    return days.map((day) => ({
      name: day,
      lanes: among.map((one) => ({ kind: decidedIn[one], tag: dayTag(by, day) })),
    }))
  }
  const lanes = among.flatMap((one) => statusesOf(one, states ?? deskStates).map((tag): Lane => ({ kind: decidedIn[one], tag })))
  return [{ name: '-', lanes }]
}

/** Whether a request is one of those that were asked for, by what its record says. */
function isWanted({ of, states, by, days }: DeskListGiven): (one: DeskCase, row: Stored) => boolean {
  const wantedDays = days === null ? null : new Set(days.map((day) => dayTag(by, day)))
  const wantedStates = {
    registration: statusesOf('registration', states ?? deskStates),
    assistance: statusesOf('assistance', states ?? deskStates),
  }
  return (one, { tags }) =>
    (of === null || one === of) &&
    tags.some((tag) => wantedStates[one].includes(tag)) &&
    (wantedDays === null || tags.some((tag) => wantedDays.has(tag)))
}

/** One page of the requests that were asked for. Changes nothing, notes nothing and names no person. */
export async function list(context: DeskContext, input: DeskListForm): Promise<Result<DeskPage, DeskApiRefusal>> {
  const read = readForm(listForm, input, 'desk/form')
  if (!read.ok) return read
  const { after: place, limit } = read.value
  const wanted = isWanted(read.value)
  return accept(await walk(context.runtime, stretchesOf(read.value), { place, limit }, (rows) => linesOf(context, rows, wanted)))
}
