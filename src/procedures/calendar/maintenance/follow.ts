/** What the calendar does to a procedure that is under way, in the unit of whoever has come upon it: the sweep, or its own person. */
import {
  type AnyRefusal,
  type Holdable,
  type HoldCommand,
  type Instant,
  invariant,
  type Status,
  type Typed,
} from '../../../kernel/index.ts'
import { ClosedError, type FollowedRecord } from '../../../runtime/gate.ts'
import {
  type Addressee,
  domainOf,
  type FollowedStep,
  factsOfNobody,
  type GrantedExemption,
  type InFlight,
  type PersonFacts,
  type UnderWayRecord,
} from '../../../runtime/in-flight.ts'
import type { OfficeName } from '../../../runtime/letter.ts'
import { mailPerson } from '../../../runtime/person-mail.ts'
import type { Machine, RecordName } from '../../../runtime/record.ts'
import type { Unit } from '../../../runtime/transact.ts'
import { type Fate, fateOf } from './availability.ts'
import { heldText, type Names } from './calendar-words.ts'
import { heldLetter, releasedLetter, voidedLetter } from './letters.ts'
import type { MaintenanceWindow, MaintenanceWords } from './model.ts'
import { openEnd } from './window.ts'

/** What is needed to follow the calendar. */
export type FollowContext = {
  readonly office: OfficeName
  readonly names: Names
  readonly domains: readonly string[]
  /** The feature of each operation that can be closed. */
  readonly features: ReadonlyMap<string, string>
  /** What the calendar can tell of the subscriber of an account, and where he is written to. */
  readonly subscriberOf: (
    unit: Unit,
    accountId: string,
  ) => Promise<{ readonly facts: PersonFacts; readonly person: Addressee | null }>
  /** What the office has exempted the subscriber of an account by; null for nothing. */
  readonly exemptionOf: (unit: Unit, accountId: string) => Promise<GrantedExemption | null>
  /**
   * Lets nobody in with the account until its subscriber was identified, and answers the record that says so. Null where there was no need: the procedure is not the last that was
   * begun on the account, or the account is no longer in use.
   */
  readonly requireIdentification: (unit: Unit, accountId: string, procedure: RecordName) => Promise<RecordName | null>
}

/** The features that conclude a procedure. */
export function concludingFeatures(
  { features }: Pick<FollowContext, 'features'>,
  { concluding }: Pick<InFlight, 'concluding'>,
): readonly string[] {
  const found = concluding.map((operation) => {
    const feature = features.get(operation)
    invariant(feature !== undefined, 'calendar: what concludes a procedure belongs to a feature')
    return feature
  })
  return [...new Set(found)]
}

/** The person of a procedure, as the calendar and a letter know him. */
export async function personOf(
  { subscriberOf }: Pick<FollowContext, 'subscriberOf'>,
  unit: Unit,
  { whose }: Pick<UnderWayRecord, 'whose'>,
): Promise<{ readonly facts: PersonFacts; readonly person: Addressee | null; readonly accountId: string | null }> {
  if ('accountId' in whose) return { ...(await subscriberOf(unit, whose.accountId)), accountId: whose.accountId }
  const { applicant: person, comesTo } = whose
  const facts = factsOfNobody(domainOf(person.email), { birthDate: person.birthDate, accountId: comesTo })
  return { facts, person, accountId: null }
}

const holdOf = (state: Status): Holdable['hold'] => (state as Status & Holdable).hold

/** Whether its term stands still. What is over by itself is never held. */
const isHeld = (state: Status): boolean => (holdOf(state)?.since ?? null) !== null

/** Whether the calendar holds the term at that instant, as far as it is planned. */
const isCovered = (since: Instant, { held }: Fate): boolean => held.some(({ from, to }) => from <= since && since < to)

/** Brings one record up to the calendar. */
export async function followCalendar(
  context: FollowContext,
  windows: readonly MaintenanceWindow[],
  unit: Unit,
  record: FollowedRecord & { readonly at: Instant },
): Promise<FollowedStep | null> {
  const { id, state, operation, tells, at: now } = record
  // The two are what the record's own kind says.
  const machine = record.machine as AnyMachine
  const flight = record.flight as InFlight
  const underWay = flight.underWay(state as never, id)
  if (underWay === null || !windows.some(({ from, cancelledAt }) => cancelledAt === null && from <= now)) return null
  const { procedure, begunAt, besides = [] } = underWay
  await unit.preload(besides)
  const { facts, person, accountId } = await personOf(context, unit, underWay)
  const fate = fateOf(windows, { procedure, begunAt, concluding: concludingFeatures(context, flight) }, facts, context.domains)
  const run = (command: HoldCommand) => runOn(unit, machine, id, command)
  const topic = { kind: machine.decider.name, id }
  const ended = fate.ends !== null && fate.ends.at <= now ? fate.ends : null
  let current = state
  let step: FollowedStep | null = null
  const stale = holdOf(state)
  if (stale !== undefined && stale.since !== null && !isCovered(stale.since, fate)) {
    // Its person is another one than when it was held, and nothing holds it any more: at the latest since the end of the window.
    const end = windows.find(({ id: window }) => window === stale.window)?.to ?? now
    const releasedAt = Math.max(stale.since, Math.min(now, end, ended?.at ?? now))
    current = await run({ type: 'ReleaseTerm', releasedAt })
    step = 'released'
  }
  for (const { from, to, windows: by } of fate.held) {
    if (from > now || (ended !== null && from >= ended.at)) break
    const wasHeld = isHeld(current)
    // The calendar was followed so far: a window that was planned since may go on where one has ended.
    const begin = Math.max(from, holdOf(current)?.followedTo ?? from)
    if (!wasHeld && begin >= to) continue
    const [first] = by
    invariant(first !== undefined, 'calendar: a window holds it')
    current = await run({ type: 'HoldTerm', since: begin, window: first.id })
    if (!isHeld(current)) continue
    if (!wasHeld) step = 'held'
    // It ends while it stands still.
    if (ended !== null && ended.at <= to) break
    if (to <= now) {
      current = await run({ type: 'ReleaseTerm', releasedAt: to })
      step = 'released'
    } else if (flight.concluding.includes(operation)) {
      throw new ClosedError(heldRefusal(context, procedure, { to, windows: by }))
    }
  }
  if (ended !== null) {
    // What was under way at that instant has ended then, though its term may have run out since. What was over before meets nothing.
    current = await run({ type: 'HoldTerm', since: ended.at, window: ended.window.id })
    if (!isHeld(current)) return step
    const isDue = ended.fate === 're-identify' && accountId !== null
    const required = isDue ? await context.requireIdentification(unit, accountId, topic) : null
    const isVoided = await tryOn(unit, machine, id, flight.voiding(`maintenance:${ended.window.id}`))
    if (isVoided) unit.cancelMail(topic.kind, id)
    invariant(isVoided || required !== null, 'calendar: what stands still can be ended')
    const letter = voidedLetter(context.office, { ...toldOf(context, procedure, ended.window), fate: ended.fate })
    // Mail of the procedure itself is over with it.
    mailPerson(unit, person, { topic: required ?? topic, purpose: `maintenance-${ended.window.id}`, letter })
    return ended.fate === 'void' ? 'voided' : 're-identified'
  }
  if (tells && step !== null) tellTerm(context, unit, { step, topic, procedure, fate, person, now })
  return step
}

type Told = {
  readonly step: 'held' | 'released' | FollowedStep
  readonly topic: { readonly kind: string; readonly id: string }
  readonly procedure: string
  readonly fate: Fate
  readonly person: Addressee | null
  readonly now: Instant
}

/** Tells that a term stands still, or runs on. */
function tellTerm(context: FollowContext, unit: Unit, { step, topic, procedure, fate, person, now }: Told): void {
  const held = [...fate.held].reverse().find(({ from }) => from <= now)
  const window = held?.windows[0]
  if (held === undefined || window === undefined) return
  const until = held.to >= openEnd ? null : held.to
  const told = { ...toldOf(context, procedure, window), until }
  const letter = step === 'held' ? heldLetter(context.office, told) : releasedLetter(context.office, told)
  mailPerson(unit, person, { topic, purpose: `maintenance-${step}-${window.id}-${held.to}`, letter })
}

/** What a procedure of the house is called. */
export function nameOf({ procedures }: Names, procedure: string): MaintenanceWords {
  const name = procedures.get(procedure)
  invariant(name !== undefined, 'calendar: each procedure has a name')
  return name
}

/** What letters tell of a window and a procedure. */
function toldOf({ names }: FollowContext, procedure: string, { title }: MaintenanceWindow) {
  return { procedure: nameOf(names, procedure), title }
}

function heldRefusal(
  { names }: FollowContext,
  procedure: string,
  { to, windows }: { readonly to: Instant; readonly windows: readonly MaintenanceWindow[] },
) {
  const until = to >= openEnd ? null : to
  const text = { it: heldText(names, procedure, until, windows, 'it'), en: heldText(names, procedure, until, windows, 'en') }
  return { code: 'calendar/closed', feature: procedure, until, text } as const
}

type AnyMachine = Machine<Status, Typed, Typed, AnyRefusal>

/** The state after the command, which is one that every held machine takes. */
async function runOn(unit: Unit, machine: AnyMachine, id: string, command: Typed): Promise<Status> {
  const done = await unit.run<Status, Typed, Typed, AnyRefusal>(machine, id, command)
  invariant(done.ok, 'calendar: a term can always be held and released')
  return done.value.state
}

/** Whether the machine took the command. */
async function tryOn(unit: Unit, machine: AnyMachine, id: string, command: Typed): Promise<boolean> {
  const done = await unit.run<Status, Typed, Typed, AnyRefusal>(machine, id, command)
  return done.ok && done.value.events.length > 0
}
