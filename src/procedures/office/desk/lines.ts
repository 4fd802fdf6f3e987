/** The lines of the desk: one for each request that was filed with the office, without a name of its applicant. */
import type { Instant } from '../../../kernel/index.ts'
import type { Key, Stored } from '../../../ports/index.ts'
import { readable } from '../../../runtime/queue.ts'
import { keyOf, type RecordName, recordIn } from '../../../runtime/record.ts'
import { loadRows, type Runtime } from '../../../runtime/runtime.ts'
import type { AssignmentHolder } from '../../assignment/charge.ts'
import { assignmentMachine } from '../../assignment/schema.ts'
import { approvalMachine } from '../../enrolment/approval/schema.ts'
import type { DeskContext } from './context.ts'
import type { DeskCase, DeskState } from './model.ts'

/** One line of a list. It names no applicant: the dossier does, and a look at it is journalled. */
export type DeskLine = {
  /** The id of the request. It names no person. */
  readonly id: string

  /** Which procedure it is of. */
  readonly of: DeskCase

  /** Where it stands. */
  readonly state: DeskState

  /** When it was filed last. */
  readonly submittedAt: Instant
  /** 1 for the first submission, one more after each correction; 0 where it cannot be read. */
  readonly round: number
  /** When the office approved or rejected it; else null. */
  readonly decidedAt: Instant | null
  /** Who has it in charge; null where nobody has. */
  readonly assignment: AssignmentHolder | null
  /** The stored request cannot be read: whoever runs the system must look into it. Else left out. */
  readonly unreadable?: true
}

/** The kind of record in which the office decides on a request of each procedure. */
export const decidedIn: { readonly registration: 'approval'; readonly assistance: 'assistance' } = {
  registration: 'approval',
  assistance: 'assistance',
}

/** The status of that record in each state of a line. */
export const statusIn: { readonly [Case in DeskCase]: { readonly [State in DeskState]?: string } } = {
  registration: {
    waiting: 'pending',
    'awaiting-correction': 'awaiting-correction',
    approved: 'approved',
    rejected: 'rejected',
    closed: 'void',
  },
  assistance: { waiting: 'open', approved: 'approved', rejected: 'rejected', closed: 'withdrawn' },
}

export const deskStates: readonly DeskState[] = ['waiting', 'awaiting-correction', 'approved', 'rejected', 'closed']

const loadedAtOnce = 100

/** The rows of keys, as many as there are, by key. */
async function rowsAt(runtime: Runtime, keys: readonly Key[]): Promise<ReadonlyMap<Key, Stored>> {
  const rows = new Map<Key, Stored>()
  for (let from = 0; from < keys.length; from += loadedAtOnce) {
    for (const row of await loadRows(runtime, keys.slice(from, from + loadedAtOnce))) if (row !== null) rows.set(row.key, row)
  }
  return rows
}

/** The records in which the request that a row is about may be decided. */
function casesOf(row: Stored): readonly RecordName[] {
  const { kind, id } = recordIn(row.key)
  if (kind === 'registration') return [{ kind: decidedIn.registration, id }]
  if (kind === 'assignment') return Object.values(decidedIn).map((decided) => ({ kind: decided, id }))
  return [{ kind, id }]
}

function holderOf(row: Stored | undefined): AssignmentHolder | null {
  const state = row === undefined ? null : readable(assignmentMachine, row)
  return state?.status === 'assigned' ? { operator: state.operator, since: state.since } : null
}

/** What a row says by its tags, which it has whether or not it can be read. */
function stateIn(of: DeskCase, { tags }: Stored): DeskState | undefined {
  return deskStates.find((state) => {
    const status = statusIn[of][state]
    return status !== undefined && tags.includes(`status:${status}`)
  })
}

function lineOf({ assistance }: DeskContext, row: Stored, assignment: AssignmentHolder | null): DeskLine | null {
  const { kind, id } = recordIn(row.key)
  const of = kind === decidedIn.registration ? 'registration' : 'assistance'
  const state = stateIn(of, row)
  if (state === undefined) return null
  const common = { id, of, state, assignment } as const
  if (of === 'registration') {
    const read = readable(approvalMachine, row)
    if (read !== null && read.status !== 'none') {
      const decidedAt = read.status === 'approved' || read.status === 'rejected' ? read.decidedAt : null
      return { ...common, submittedAt: read.submittedAt, round: read.round, decidedAt }
    }
  } else {
    const read = readable(assistance, row)
    if (read !== null && read.status !== 'none') {
      const decidedAt = read.status === 'approved' || read.status === 'rejected' ? read.decidedAt : null
      return { ...common, submittedAt: read.filedAt, round: 1, decidedAt }
    }
  }
  return { ...common, submittedAt: row.dueAt ?? row.at, round: 0, decidedAt: null, unreadable: true }
}

/** A line for each row that belongs to a request before the office and that `wanted` takes by its record; null for the others. */
export async function linesOf(
  context: DeskContext,
  rows: readonly Stored[],
  wanted: (of: DeskCase, row: Stored) => boolean,
): Promise<readonly (DeskLine | null)[]> {
  const { runtime } = context
  const key = ({ kind, id }: RecordName) => keyOf(runtime.office.id, kind, id)
  const known = new Map(rows.map((row) => [row.key, row]))
  const named = rows.map((row) => ({
    cases: casesOf(row).map(key),
    assignment: key({ kind: 'assignment', id: recordIn(row.key).id }),
  }))
  const names = new Set(named.flatMap(({ cases, assignment }) => [...cases, assignment]))
  const read = await rowsAt(
    runtime,
    [...names].filter((name) => !known.has(name)),
  )
  const rowAt = (name: Key) => known.get(name) ?? read.get(name)
  return named.map(({ cases, assignment }) => {
    const found = cases.map(rowAt).find((row) => row !== undefined && row.erasedAt === null)
    if (found === undefined) return null
    const of = recordIn(found.key).kind === decidedIn.registration ? 'registration' : 'assistance'
    return wanted(of, found) ? lineOf(context, found, holderOf(rowAt(assignment))) : null
  })
}
