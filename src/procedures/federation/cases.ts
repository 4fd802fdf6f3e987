/** The cases that the office has to decide on, oldest day first. No index is kept by time: each case bears the tags of its year, month and day in Rome. */
import { accept, type Instant, type Result } from '../../kernel/index.ts'
import type { Stored } from '../../ports/index.ts'
import { romeDate } from '../../rules/civil/index.ts'
import { readForm } from '../../runtime/command.ts'
import { rowsOf } from '../../runtime/paging.ts'
import { readable } from '../../runtime/queue.ts'
import { keyOf, recordIn } from '../../runtime/record.ts'
import { listRows, type Runtime } from '../../runtime/runtime.ts'
import type { FederationApiRefusal, FederationContext } from './context.ts'
import { casesForm } from './form-schema.ts'
import { openCaseOf } from './machine.ts'
import type { LinkQuestion } from './model.ts'
import { askedTag, type FederationMachine } from './schema.ts'

/** One case that the office has to decide. */
export type FederationCase = {
  /** The id of the record. It names no person. */
  readonly id: string
  /** Why the office is asked; null where it cannot be read. */
  readonly question: LinkQuestion | null
  /** When the person came first with these data; 0 where it cannot be read. */
  readonly askedAt: Instant
  /** What `after` of the next page takes, where this is the last case of a page. */
  readonly place: string
}

/** Which page of the cases. Everything may be left out. */
export type FederationPage = {
  /** The `place` of the last case of the page before. */
  readonly after?: string
  /** 1 to 200; 50 when left out. */
  readonly limit?: number | string
}

/** Where a page begins: on which day, after which id. */
type Place = { readonly day: string; readonly after: string }

/** What finding cases takes. `federationCaseMs`: how long one waits before the sweep ends it. */
export type CasesContext = {
  readonly runtime: Runtime
  readonly federation: FederationMachine
  readonly federationCaseMs: number
}

const two = (number: number): string => String(number).padStart(2, '0')

/** The rows of all cases that wait, the oldest day first, those of one day by id. A year or month without any costs one read. */
async function* rowsByAge({ runtime, federationCaseMs }: CasesContext, from: Place | null): AsyncGenerator<[string, Stored]> {
  const { id: office } = runtime.office
  const query = { office, kind: 'federation' }
  const isReached = (period: string): boolean => from === null || period >= from.day.slice(0, period.length)
  const hasAny = async (period: string): Promise<boolean> =>
    isReached(period) && (await listRows(runtime, { ...query, tag: askedTag(period), limit: 1 })).length > 0
  const now = runtime.now()
  const last = Number(romeDate(now).slice(0, 4))
  // What is older is erased by the next sweep; where none has run for a year it is shown still.
  const first = Number(romeDate(Math.max(0, now - federationCaseMs)).slice(0, 4)) - 1
  for (let year = first; year <= last; year += 1) {
    if (!(await hasAny(`${year}`))) continue
    for (let month = 1; month <= 12; month += 1) {
      if (!(await hasAny(`${year}-${two(month)}`))) continue
      for (let date = 1; date <= 31; date += 1) {
        const day = `${year}-${two(month)}-${two(date)}`
        if (!isReached(day)) continue
        const onward = from?.day === day ? { after: keyOf(office, 'federation', from.after) } : {}
        for await (const row of rowsOf(runtime, { ...query, tag: askedTag(day) }, onward)) yield [day, row]
      }
    }
  }
}

/** The cases that the office has to decide, the oldest day first. */
export async function pending(
  context: FederationContext,
  page: FederationPage = {},
): Promise<Result<readonly FederationCase[], FederationApiRefusal>> {
  const read = readForm(casesForm, page, 'federation/form')
  if (!read.ok) return read
  const { after, limit } = read.value
  const cases: FederationCase[] = []
  for await (const [day, row] of rowsByAge(context, after)) {
    const state = readable(context.federation, row)
    const openCase = state === null ? null : openCaseOf(state)
    const { id } = recordIn(row.key)
    cases.push({ id, question: openCase?.question ?? null, askedAt: openCase?.askedAt ?? 0, place: `${day}~${id}` })
    if (cases.length === limit) break
  }
  return accept(cases)
}

/** Since when the oldest case has waited; null where none does. */
export async function oldestCaseSince(context: CasesContext): Promise<Instant | null> {
  let since: Instant | null = null
  let oldest: string | null = null
  for await (const [day, row] of rowsByAge(context, null)) {
    if (oldest !== null && day !== oldest) break
    oldest = day
    const state = readable(context.federation, row)
    const askedAt = state === null ? null : (openCaseOf(state)?.askedAt ?? null)
    if (askedAt !== null) since = since === null ? askedAt : Math.min(since, askedAt)
  }
  return since
}
