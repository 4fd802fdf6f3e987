/** Whom a course would hit, counted before it is set. */
import { type AnyRefusal, accept, invariant, type Result, type Status } from '../../../kernel/index.ts'
import type { Stored } from '../../../ports/index.ts'
import { readForm } from '../../../runtime/command.ts'
import type { InFlight, PersonFacts } from '../../../runtime/in-flight.ts'
import { rowsOf } from '../../../runtime/paging.ts'
import { type RecordKind, readState, recordIn } from '../../../runtime/record.ts'
import { transact, type Unit } from '../../../runtime/transact.ts'
import { personOf } from '../maintenance/follow.ts'
import type { SunsetAct } from './acts.ts'
import type { SunsetApiRefusal, SunsetContext } from './context.ts'
import { courseOf, endOf, exemptionAt } from './course.ts'
import { courseForm } from './form-schema.ts'
import { courseIn } from './use-cases.ts'

/** Whom a course would hit, by where the credential stands now. */
export type SunsetCredentialCounts = {
  /** Those with a temporary password: they sign in no more from the last use on. */
  readonly temporary: number
  /** Those that work. */
  readonly active: number
  /** Those that are suspended: nothing is opened again. */
  readonly suspended: number
  /** Those that have ended by themselves: they are restored no more. */
  readonly expired: number
  /** Those of all these whose person is exempted on that day. They are counted here alone. */
  readonly exempt: number
}

/** What would become of one kind of procedure that is under way. */
export type SunsetCounts = {
  /** `request` for those that wait with the office, else its name in the calendar. */
  readonly procedure: string
  /** Those that come too late, unless they are concluded before. */
  readonly hit: number
  /** Those whose person is exempted on that day. */
  readonly exempt: number
}

/** What a course would do. */
export type SunsetSimulation = {
  /** The credentials that it would hit. */
  readonly credentials: SunsetCredentialCounts
  /** What is under way, requests first. */
  readonly procedures: readonly SunsetCounts[]
}

/** What is asked of each record: nothing of it is written. */
type Ask = (unit: Unit, row: Stored) => Promise<void>

async function eachOf(
  { runtime }: SunsetContext,
  kind: RecordKind<Status>,
  tags: readonly (string | null)[],
  ask: Ask,
): Promise<void> {
  const { id: office } = runtime.office
  for (const tag of tags) {
    for await (const row of rowsOf(runtime, { office, kind: kind.decider.name, ...(tag === null ? {} : { tag }) })) {
      const operation = { name: 'sunset/look', by: { kind: 'system' }, journalsRefusals: false, rows: [row] } as const
      await transact<null, AnyRefusal>(runtime, operation, async (unit) => {
        await ask(unit, row)
        return accept(null)
      })
    }
  }
}

/** Counts without changing anything. */
export async function simulate(context: SunsetContext, input: unknown): Promise<Result<SunsetSimulation, SunsetApiRefusal>> {
  const read = readForm(courseForm(context.audiences), input, 'sunset/form')
  if (!read.ok) return read
  const made = await courseIn(read.value)
  if (!made.ok) return made
  const course = made.value
  const kept = ((await context.keeper.read()).courses ?? []).filter(({ audience }) => audience !== course.audience)
  const courses = [...kept, course]

  /** Whether the course ends the act for the person: `exempt` where only an exemption keeps it from that. */
  async function fateOf(unit: Unit, act: SunsetAct, facts: PersonFacts): Promise<'untouched' | 'hit' | 'exempt'> {
    const end = endOf(course, act)
    const isMeant = courseOf(courses, facts.audience ?? context.audience) === course
    if (end === null || !isMeant) return 'untouched'
    const { birthDate, accountId } = facts
    invariant(accountId !== null, 'sunset: whoever has a credential, or comes to one, has an account')
    const granted = await context.exemptionOf(unit, accountId)
    return exemptionAt(course, { birthDate, granted }, end) === null ? 'hit' : 'exempt'
  }

  const credentials = { temporary: 0, active: 0, suspended: 0, expired: 0, exempt: 0 }
  const procedures: SunsetCounts[] = []
  for (const lane of context.lanes) {
    const requests = { procedure: 'request', hit: 0, exempt: 0 }
    await eachOf(context, lane.kind, lane.tags, async (unit, row) => {
      const facts = await lane.factsOf(unit, recordIn(row.key).id)
      if (lane.tells === 'tooLate') {
        const fate = await fateOf(unit, 'issue', facts)
        if (fate !== 'untouched') requests[fate] += 1
        return
      }
      const { state } = facts
      const isCounted = state === 'temporary' || state === 'active' || state === 'suspended' || state === 'expired'
      invariant(isCounted, 'sunset: whoever has no credential is in no lane')
      const fate = await fateOf(unit, state === 'expired' ? 'restoration' : 'use', facts)
      if (fate !== 'untouched') credentials[fate === 'exempt' ? 'exempt' : state] += 1
    })
    if (lane.tells === 'tooLate') procedures.push(requests)
  }
  for (const { kind } of context.procedures) {
    const { inFlight } = kind
    const comesTo = inFlight?.comesTo
    if (inFlight !== undefined && comesTo !== undefined)
      procedures.push(...(await underWayOf(context, kind, { ...inFlight, comesTo }, fateOf)))
  }
  return accept({ credentials, procedures })
}

/** What is under way and comes to something of the life of a credential. */
type Ending = InFlight<Status> & Required<Pick<InFlight<Status>, 'comesTo'>>
type Fate = (unit: Unit, act: SunsetAct, facts: PersonFacts) => Promise<'untouched' | 'hit' | 'exempt'>

/** What is under way of one kind of record. */
async function underWayOf(
  context: SunsetContext,
  kind: RecordKind<Status>,
  { comesTo, ...inFlight }: Ending,
  fateOf: Fate,
): Promise<readonly SunsetCounts[]> {
  const counts = new Map(
    Object.entries(comesTo).map(([procedure, act]) => [procedure, { act, counted: { procedure, hit: 0, exempt: 0 } }]),
  )
  await eachOf(context, kind, inFlight.tags ?? [null], async (unit, row) => {
    const found = inFlight.underWay(readState(kind, row), recordIn(row.key).id)
    if (found === null) return
    const meant = counts.get(found.procedure)
    if (meant === undefined) return
    const { facts } = await personOf(context, unit, found)
    const fate = await fateOf(unit, meant.act, { ...facts, audience: found.audience ?? facts.audience })
    if (fate !== 'untouched') meant.counted[fate] += 1
  })
  return [...counts.values()].map(({ counted }) => counted)
}
