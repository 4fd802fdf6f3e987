/** Figures for a dashboard of the office. What they cost does not grow: each counts no further than a limit. */
import { accept, type Instant, type Result } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import { romeDate } from '../../../rules/civil/index.ts'
import { readForm } from '../../../runtime/command.ts'
import { pageOf } from '../../../runtime/paging.ts'
import { parkedMail } from '../../../runtime/runtime.ts'
import type { Operator } from '../../../runtime/schema.ts'
import { oldestCaseSince } from '../../federation/cases.ts'
import { waitingTag } from '../../federation/schema.ts'
import type { DeskApiRefusal, DeskContext } from './context.ts'
import { decidedIn } from './lines.ts'
import { countsForm } from './schema.ts'

/** Further than this nothing is counted. */
const countMax = 999

/** A figure that is counted up to a limit. */
export type DeskCount = {
  /** 0 to 999. */
  readonly count: number
  /** True where there are more than that. */
  readonly more: boolean
}

/** What waits for the office, and what was done today. */
export type DeskCounts = {
  /** Requests that wait for a decision, by procedure. */
  readonly waiting: {
    /** Requests for credentials. */
    readonly registration: DeskCount
    /** Requests for assistance. */
    readonly assistance: DeskCount
    /** Identities of SPID, CIE, CNS and eIDAS that the office has to decide on: `federation.pending` lists them. */
    readonly federation: DeskCount
  }
  /** Since when the oldest of them has waited; null where none does. Of more than 999 of a procedure, that of the 999 which were opened first. */
  readonly oldestSince: Instant | null

  /** Requests that wait for their applicants. */
  readonly awaitingCorrection: DeskCount

  /** Open requests that the operator has in charge. */
  readonly assignedToMe: DeskCount

  /** Mail that nobody took: `outbox.parked` lists it. */
  readonly parkedMail: DeskCount

  /** Requests that were approved or rejected on this day in Rome. */
  readonly decidedToday: DeskCount
}

/** Who asks for the figures. */
export type DeskCountsForm = {
  /** The office worker who looks. */
  readonly operator: Operator
}

const countOf = (found: number): DeskCount => ({ count: Math.min(found, countMax), more: found > countMax })

/** The figures of this moment. Changes nothing, notes nothing and names no person. */
export async function counts(context: DeskContext, input: DeskCountsForm): Promise<Result<DeskCounts, DeskApiRefusal>> {
  const read = readForm(countsForm, input, 'desk/form')
  if (!read.ok) return read
  const { runtime } = context
  const { registration, assistance } = decidedIn
  const tagged = (kind: string, tag: string) => pageOf(runtime, { office: runtime.office.id, kind, tag, limit: countMax + 1 })
  const today = `decided:${romeDate(runtime.now())}`
  const pending = await tagged(registration, 'status:pending')
  const open = await tagged(assistance, 'status:open')
  const identities = await tagged('federation', waitingTag)
  const corrections = await tagged(registration, 'status:awaiting-correction')
  const mine = await tagged('assignment', `assignee:${read.value.operator.id}`)
  const parked = await parkedMail(runtime, { limit: countMax + 1 })
  const decided = [await tagged(registration, today), await tagged(assistance, today)].flat()
  const oldestCase = identities.length === 0 ? null : await oldestCaseSince(context)
  const since = [...pending, ...open].map(({ dueAt, at }: Stored) => dueAt ?? at)
  if (oldestCase !== null) since.push(oldestCase)
  return accept({
    waiting: { registration: countOf(pending.length), assistance: countOf(open.length), federation: countOf(identities.length) },
    oldestSince: since.length === 0 ? null : Math.min(...since),
    awaitingCorrection: countOf(corrections.length),
    assignedToMe: countOf(mine.length),
    parkedMail: countOf(parked.length),
    decidedToday: countOf(decided.length),
  })
}
