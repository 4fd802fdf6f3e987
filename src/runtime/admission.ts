/** How a unit of work asks the office's calendar: before it begins, for its person, and once it has an answer. */
import { type AnyRefusal, invariant, type Result, refuse } from '../kernel/index.ts'
import { type ActTerm, type Admission, ClosedError, type Gate, type Meaning } from './gate.ts'
import { type CalendarAct, type CalendarRefusal, factsOfNobody, type PersonFacts } from './in-flight.ts'
import type { Calendar, Pending } from './pending.ts'
import type { Runtime } from './runtime.ts'

/** The calendar for an operation; null for the one that makes the calendar itself, and for what only reads it. */
export async function gateOf({ gate }: Runtime, { name }: { readonly name: string }): Promise<Gate | null> {
  return gate.isOwn(name) ? null : gate.current()
}

export function calendarFor(
  gate: Gate | null,
  { name, isCalendarSweep = false }: { readonly name: string; readonly isCalendarSweep?: boolean },
  meaning: Meaning,
): Calendar | null {
  return gate === null ? null : { gate, operation: name, guards: isClosable(meaning), tells: isCalendarSweep, unit: null }
}

/** Whether a calendar can say anything of an operation before its person is known. */
const isClosable = ({ feature, act }: Meaning): boolean => feature !== null || act !== null

/** The refusal of what is closed for everybody now; null where it is not. */
export function closedToAll(
  { now }: Runtime,
  gate: Gate,
  meaning: Meaning,
  { audience = null }: { readonly audience?: string | null },
): CalendarRefusal | null {
  if (!isClosable(meaning)) return null
  const admission = gate.admits(meaning, Math.max(now(), gate.at), { anybody: true, audience })
  return typeof admission === 'string' ? null : admission
}

/** Whether the calendar is as it was when something was refused by it: another process may have changed it. */
export async function isStillSo({ gate }: Runtime, seen: Gate | null): Promise<boolean> {
  const now = await gate.reread()
  return (
    seen === null ||
    (now.rows.length === seen.rows.length && now.rows.every(({ version }, i) => version === seen.rows[i]?.version))
  )
}

/** Runs the work; what the calendar closes unwinds it. Where it depends on the person and nobody has said who that is, it is closed. */
export async function unlessClosed<V, R extends AnyRefusal>(
  pending: Pending,
  meaning: Meaning,
  work: () => Promise<Result<V, R>>,
): Promise<Result<V, R | CalendarRefusal>> {
  const { calendar } = pending
  try {
    const answer = await work()
    if (!answer.ok || !isClosable(meaning) || calendar === null || pending.admitted) return answer
    const admission = calendar.gate.admits(meaning, calendarInstant(pending), factsOfNobody(null))
    if (typeof admission === 'string') return answer
    pending.isClosed = true
    return refuse(admission)
  } catch (cause) {
    if (!(cause instanceof ClosedError)) throw cause
    pending.isClosed = true
    return refuse(cause.refusal)
  }
}

/** The instant of the unit, but never before the office's last word: a clock that is behind opens nothing that was closed. */
export function calendarInstant({ at, calendar }: Pick<Pending, 'at' | 'calendar'>): number {
  return Math.max(at, calendar?.gate.at ?? 0)
}

/** What a unit asks of the office's calendar. */
export type CalendarQuestions = {
  /**
   * Says whose command it is, once that is proven. Where the office's calendar closes it for this person, nothing of the unit is done, and the
   * answer says so. `act`: what of the life of a credential it is, where the operation alone does not tell.
   */
  readonly admit: (person: PersonFacts, act?: CalendarAct) => Promise<void>
  /**
   * The same where the answer must be alike for everybody: null where it is open for this person, else what a letter tells him. The use case
   * then does nothing for him.
   */
  readonly closedFor: (person: PersonFacts) => Promise<CalendarRefusal | null>
  /** How long an act is possible for the person. A commit expects the calendar as it was. */
  readonly termOf: (person: PersonFacts, act: CalendarAct) => Promise<ActTerm>
}

/** How a unit asks the calendar about its person. */
export function askingCalendar(
  pending: Pending,
  { meaning, audience }: { readonly meaning: Meaning; readonly audience: string | null },
  unitOf: () => unknown,
): CalendarQuestions {
  /** What the calendar says once it knows what it has to: of most people nothing more is read. */
  async function saidOf<T>(person: PersonFacts, ask: (asking: PersonFacts) => T | 'ask-exemption'): Promise<T> {
    const asking = person.audience !== null || audience === null ? person : { ...person, audience }
    const said = ask(asking)
    if (said !== 'ask-exemption') return said
    const { accountId } = asking
    const granted = accountId === null ? null : await pending.runtime.gate.exemptionOf(unitOf() as never, accountId)
    const known = ask({ ...asking, granted })
    invariant(known !== 'ask-exemption', 'calendar: what was asked for is known')
    return known
  }
  async function closedFor(person: PersonFacts, act: CalendarAct | null = meaning.act): Promise<CalendarRefusal | null> {
    pending.admitted = true
    const { calendar } = pending
    if (calendar === null || (meaning.feature === null && act === null)) return null
    calendar.guards = true
    const { gate } = calendar
    const admission = await saidOf<Exclude<Admission, 'ask-exemption'>>(person, (asking) =>
      gate.admits(act === meaning.act ? meaning : { ...meaning, act }, calendarInstant(pending), asking),
    )
    return admission === 'open' || admission === 'ask' ? null : admission
  }
  return {
    async admit(person, act) {
      const closed = await closedFor(person, act)
      if (closed !== null) throw new ClosedError(closed)
    },
    closedFor: (person) => closedFor(person),
    async termOf(person, act) {
      const { calendar } = pending
      if (calendar === null) return { until: null, ended: null }
      calendar.guards = true
      const { gate } = calendar
      return saidOf<ActTerm>(person, (asking) => gate.termOf(act, calendarInstant(pending), asking))
    },
  }
}
