/** Whether a feature is open for a person at an instant: pure, and the one place that menus, commands, refusals and letters ask. */
import type { Instant } from '../../../kernel/index.ts'
import type { PersonFacts } from '../../../runtime/in-flight.ts'
import type { MaintenanceDisposition, MaintenancePredicate, MaintenanceWindow } from './model.ts'
import { holds, testOf } from './predicate.ts'
import { openEnd, type Stretch, stretchOf, unionsOf } from './window.ts'

/** Closed by these windows until then; `null` for an end that is not known. */
export type Closed = { readonly until: Instant | null; readonly windows: readonly MaintenanceWindow[] }

/** A gapless time in which a feature is closed. */
type Union = Closed & { readonly from: Instant; readonly to: Instant }

/** What is true of whoever is spared; null where nobody is. */
type Test = (person: PersonFacts) => boolean

type ClosingStretch = Stretch & { readonly unless: MaintenancePredicate | null; readonly spares: Test | null }

/** What closes a feature, ready to be asked again and again. */
type Closing = {
  readonly stretches: readonly ClosingStretch[]
  /** The predicates that it asks, as bits. */
  readonly asks: number
  /** The unions for whoever is spared by those predicates, as bits: they depend on nothing else, so they are worked out once. */
  readonly unions: Map<number, readonly Union[]>
  /** The same for whom no predicate spares, and for whom all do: what can be said in general. */
  readonly forSome: readonly Union[]
  readonly forAll: readonly Union[]
}

/** What a calendar closes, ready to be asked. */
export type Closings = {
  readonly features: ReadonlyMap<string, Closing>
  /** The predicates of all features that spare somebody, each once. */
  readonly tests: readonly Test[]
}

/** More predicates than there are bits in a number are asked one by one each time. */
const bitsMax = 30

/** The windows that are or will be in force, feature by feature. `domains`: the institutional ones. */
export function closingsOf(windows: readonly MaintenanceWindow[], domains: readonly string[]): Closings {
  const found = new Map<string, ClosingStretch[]>()
  const tests = new Map<string, Test>()
  for (const window of windows) {
    if (window.cancelledAt !== null) continue
    for (const [feature, { unless }] of Object.entries(window.features)) {
      const known = found.get(feature) ?? []
      found.set(feature, known)
      const said = JSON.stringify(unless)
      const spares = unless === null ? null : (tests.get(said) ?? testOf(unless, domains))
      if (spares !== null) tests.set(said, spares)
      known.push({ ...stretchOf(window), unless, spares })
    }
  }
  const all = [...tests.values()]
  return { tests: all, features: new Map([...found].map(([feature, stretches]) => [feature, closingOf(stretches, all)])) }
}

function closingOf(stretches: Closing['stretches'], tests: readonly Test[]): Closing {
  return {
    stretches,
    asks: stretches.reduce((bits, { spares }) => (spares === null ? bits : bits | (1 << tests.indexOf(spares))), 0),
    unions: new Map(),
    forSome: closedUnions(stretches),
    forAll: closedUnions(stretches.filter(({ unless }) => unless === null)),
  }
}

function closedUnions(stretches: readonly Stretch[]): readonly Union[] {
  return unionsOf(stretches).map((union) => ({ ...union, until: union.to >= openEnd ? null : union.to }))
}

/** A person, and the predicates of the calendar that are true of him, as bits: a menu asks for many features at once. */
export type Asking = { readonly person: PersonFacts; readonly spared: number }

export function askingFor({ tests }: Closings, person: PersonFacts): Asking {
  let spared = 0
  if (tests.length <= bitsMax) for (const [i, test] of tests.entries()) if (test(person)) spared |= 1 << i
  return { person, spared }
}

/** Null where the feature is open for the person. The strictest window wins, and the end is that of their gapless union for this person. */
export function closedFor({ features, tests }: Closings, feature: string, asking: Asking, at: Instant): Closed | null {
  const closing = features.get(feature)
  if (closing === undefined) return null
  if (tests.length > bitsMax) return unionAt(closedUnions(closingFor(closing.stretches, asking.person)), at)
  const spared = asking.spared & closing.asks
  return unionAt(spared === 0 ? closing.forSome : unionsFor(closing, spared, asking.person), at)
}

/** When a feature is closed for whoever is spared by these predicates, as the person is. */
function unionsFor({ unions, stretches }: Closing, spared: number, person: PersonFacts): readonly Union[] {
  const known = unions.get(spared)
  if (known !== undefined) return known
  const found = closedUnions(closingFor(stretches, person))
  unions.set(spared, found)
  return found
}

function closingFor(stretches: Closing['stretches'], person: PersonFacts): Closing['stretches'] {
  return stretches.filter(({ spares }) => spares === null || !spares(person))
}

function unionAt(unions: readonly Union[], at: Instant): Union | null {
  for (const union of unions) {
    // They are in the order of time.
    if (at < union.from) return null
    if (at < union.to) return union
  }
  return null
}

/** What can be said of a feature to somebody who is not known: open, closed for all, or closed for some. */
export type General =
  | { readonly is: 'open' }
  | ({ readonly is: 'closed' } & Closed)
  | ({ readonly is: 'closed-for-some'; readonly unless: MaintenancePredicate } & Closed)

const open: General = { is: 'open' }

/** The same for everybody: it tells nothing of an account. */
export function closedInGeneral(closings: Closings, feature: string, at: Instant): General {
  const closing = closings.features.get(feature)
  if (closing === undefined) return open
  const some = unionAt(closing.forSome, at)
  if (some === null) return open
  const all = unionAt(closing.forAll, at)
  if (all !== null) return { is: 'closed', until: all.until, windows: all.windows }
  const inForce = closing.stretches.filter(({ from, to }) => from <= at && at < to)
  const predicates = inForce.map(({ unless }) => unless).filter((unless) => unless !== null)
  const [first] = predicates
  const unless = predicates.length === 1 && first !== undefined ? first : ({ all: predicates } as const)
  return { is: 'closed-for-some', unless, until: some.until, windows: some.windows }
}

/** What becomes of one procedure that is under way, by one window. */
export type WindowFate = {
  readonly window: MaintenanceWindow
  readonly fate: MaintenanceDisposition['fate']
  /** False where it was begun after the cut-off: then nothing of it is lost. */
  readonly isInScope: boolean
}

/** What a procedure is, to the calendar. */
export type UnderWay = {
  readonly procedure: string
  /** Since when. */
  readonly begunAt: Instant
  /** The features that bring it to its end. */
  readonly concluding: readonly string[]
}

/** What a window does to a procedure that is under way when it begins; null where it was begun later, or never meets it. */
export function fateIn(
  window: MaintenanceWindow,
  { procedure, begunAt }: UnderWay,
  person: PersonFacts,
  domains: readonly string[],
): WindowFate | null {
  if (window.cancelledAt !== null || begunAt >= window.from) return null
  const disposition = Object.hasOwn(window.procedures, procedure) ? window.procedures[procedure] : undefined
  const isInScope = begunAt < window.cutOff
  const isSparedHere = disposition === undefined || (disposition.unless !== null && holds(disposition.unless, person, domains))
  return { window, fate: isSparedHere || !isInScope ? 'continue' : disposition.fate, isInScope }
}

/** What becomes of a procedure, by all windows. */
export type Fate = {
  /** From when on it has ended for good; null where no window ends it. */
  readonly ends: { readonly at: Instant; readonly fate: 'void' | 're-identify'; readonly window: MaintenanceWindow } | null
  /** When its term stands still, in order; `openEnd` for an end that is not known. */
  readonly held: readonly { readonly from: Instant; readonly to: Instant; readonly windows: readonly MaintenanceWindow[] }[]
}

/** Pure: what the calendar does to a procedure that was begun then, as far as it is planned. */
export function fateOf(
  windows: readonly MaintenanceWindow[],
  underWay: UnderWay,
  person: PersonFacts,
  domains: readonly string[],
): Fate {
  let ends: Fate['ends'] = null
  const stretches: Stretch[] = []
  for (const window of windows) {
    const found = fateIn(window, underWay, person, domains)
    if (found === null) continue
    const { fate } = found
    if (fate === 'void' || fate === 're-identify') {
      if (ends === null || window.from < ends.at) ends = { at: window.from, fate, window }
    } else if (fate === 'suspend' || !canConclude(window, underWay, person, domains)) stretches.push(stretchOf(window))
  }
  return { ends, held: unionsOf(stretches) }
}

/** Whether some feature that concludes it is open in the window: one way to its end is enough. */
function canConclude(
  window: MaintenanceWindow,
  { concluding }: UnderWay,
  person: PersonFacts,
  domains: readonly string[],
): boolean {
  return concluding.some((feature) => {
    const closure = Object.hasOwn(window.features, feature) ? window.features[feature] : undefined
    return closure === undefined || (closure.unless !== null && holds(closure.unless, person, domains))
  })
}
