/** Whether a feature is open for a person at an instant: pure, and the one place that menus, commands, refusals and letters ask. */
import type { Instant } from '../../../kernel/index.ts'
import type { PersonFacts } from '../../../runtime/in-flight.ts'
import type { MaintenanceDisposition, MaintenancePredicate, MaintenanceWindow } from './model.ts'
import { holds } from './predicate.ts'
import { openEnd, type Stretch, stretchOf, unionsOf } from './window.ts'

/** A window that closes a feature, as it is asked for again and again. */
type Closing = {
  readonly from: Instant
  /** `openEnd` while it is not known. */
  readonly to: Instant
  readonly unless: MaintenancePredicate | null
  readonly window: MaintenanceWindow
}

/** What a calendar closes, feature by feature, ready to be asked. */
export type Closings = ReadonlyMap<string, readonly Closing[]>

/** The windows that are or will be in force, feature by feature. */
export function closingsOf(windows: readonly MaintenanceWindow[]): Closings {
  const closings = new Map<string, Closing[]>()
  for (const window of windows) {
    if (window.cancelledAt !== null) continue
    const { from, to } = stretchOf(window)
    for (const [feature, { unless }] of Object.entries(window.features)) {
      const known = closings.get(feature) ?? []
      closings.set(feature, known)
      known.push({ from, to, unless, window })
    }
  }
  return closings
}

/** Open, or closed by these windows until then; `null` for an end that is not known. */
export type Closed = { readonly until: Instant | null; readonly windows: readonly MaintenanceWindow[] }

const isInForce = ({ from, to }: Closing, at: Instant): boolean => from <= at && at < to

/** Null where the feature is open for the person. The strictest window wins, and the end is that of their gapless union for this person. */
export function closedFor(
  closings: Closings,
  feature: string,
  person: PersonFacts,
  at: Instant,
  domains: readonly string[],
): Closed | null {
  const known = closings.get(feature)
  if (known === undefined) return null
  let isClosed = false
  for (const closing of known) {
    if (isInForce(closing, at) && !isSpared(closing, person, domains)) {
      isClosed = true
      break
    }
  }
  if (!isClosed) return null
  return unionAt(
    known.filter((closing) => !isSpared(closing, person, domains)),
    at,
  )
}

const isSpared = ({ unless }: Closing, person: PersonFacts, domains: readonly string[]): boolean =>
  unless !== null && holds(unless, person, domains)

function unionAt(closings: readonly Closing[], at: Instant): Closed | null {
  const unions = unionsOf(closings.map(({ from, to, window }) => ({ from, to, window })))
  const union = unions.find(({ from, to }) => from <= at && at < to)
  if (union === undefined) return null
  return { until: union.to >= openEnd ? null : union.to, windows: union.windows }
}

/** What can be said of a feature to somebody who is not known: open, closed for all, or closed for some. */
export type General =
  | { readonly is: 'open' }
  | ({ readonly is: 'closed' } & Closed)
  | ({ readonly is: 'closed-for-some'; readonly unless: MaintenancePredicate } & Closed)

/** The same for everybody: it tells nothing of an account. */
export function closedInGeneral(closings: Closings, feature: string, at: Instant): General {
  const known = closings.get(feature)
  if (known === undefined) return { is: 'open' }
  const inForce = known.filter((closing) => isInForce(closing, at))
  if (inForce.length === 0) return { is: 'open' }
  const whole = unionAt(
    known.filter(({ unless }) => unless === null),
    at,
  )
  if (whole !== null) return { is: 'closed', ...whole }
  const all = unionAt(known, at) ?? { until: null, windows: [] }
  const predicates = inForce.map(({ unless }) => unless).filter((unless) => unless !== null)
  const [first] = predicates
  const unless = predicates.length === 1 && first !== undefined ? first : ({ all: predicates } as const)
  return { is: 'closed-for-some', unless, ...all }
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
