/**
 * What the office has planned, as plain data, and what must come of it: who is shut out of what and until when, what has ended, and for how long
 * a term has stood still. Worked out from the plan and the chapter of the documentation alone; nothing here is the library's.
 */

export type Predicate =
  | { readonly has: 'institutional-mailbox' }
  | { readonly registeredWith: 'institutional-mailbox' }
  | { readonly credentialKind: 'local' }
  | { readonly state: string }
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate }

/** What is known of somebody. `none`: he has no credential. */
export type Person = { readonly mailbox: string; readonly registered: string; readonly state: string }

export type Fate = 'continue' | 'void' | 'suspend' | 're-identify'

export type Planned = {
  id: string
  from: number
  /** `never` while the end is not known. */
  to: number
  cutOff: number
  isCancelled: boolean
  readonly closes: { readonly [feature: string]: Predicate | null }
  readonly fates: { readonly [procedure: string]: { readonly fate: Fate; readonly unless: Predicate | null } }
}

/** Later than everything. */
export const never = Number.POSITIVE_INFINITY

export const institutional = 'istruzione.it'

export function isTrue(predicate: Predicate, { mailbox, registered, state }: Person): boolean {
  if ('has' in predicate) return mailbox === institutional
  if ('registeredWith' in predicate) return registered === institutional
  if ('credentialKind' in predicate) return state !== 'none'
  if ('state' in predicate) return state === predicate.state
  if ('not' in predicate) return !isTrue(predicate.not, { mailbox, registered, state })
  if ('all' in predicate) return predicate.all.every((part) => isTrue(part, { mailbox, registered, state }))
  return predicate.any.some((part) => isTrue(part, { mailbox, registered, state }))
}

type Span = { readonly from: number; readonly to: number }

/** The end of the gapless union of spans around an instant; null where none of them is in force. */
function unionEnd(spans: readonly Span[], at: number): number | null {
  const real = spans.filter(({ from, to }) => from < to)
  let end = Math.max(...real.filter(({ from, to }) => from <= at && at < to).map(({ to }) => to))
  if (end < at) return null
  for (let next = end; next >= end; ) {
    end = next
    next = Math.max(...real.filter(({ from, to }) => from <= end && to > end).map(({ to }) => to))
  }
  return end
}

/** How much of a span lies within others. */
export function covered(spans: readonly Span[], from: number, to: number): number {
  let sum = 0
  let done = from
  for (const span of [...spans].sort((one, other) => one.from - other.from)) {
    const begin = Math.max(span.from, done)
    const end = Math.min(span.to, to)
    if (end > begin) {
      sum += end - begin
      done = end
    }
  }
  return sum
}

const concluding: { readonly [procedure: string]: string } = {
  registration: 'registration',
  correction: 'registration',
  'email-change': 'email-validation',
  'pec-change': 'pec-validation',
  recovery: 'recovery',
  'pin-renewal': 'pin-renewal',
}

/** Something that was begun. */
export type Begun = { readonly procedure: string; readonly begunAt: number }

export class WindowPlan {
  readonly windows: Planned[] = []

  private live(): readonly Planned[] {
    return this.windows.filter(({ isCancelled }) => !isCancelled)
  }

  /** Null where the feature is open for the person, else when it opens again. */
  closedFor(feature: string, person: Person, at: number): number | null {
    const closing = this.live().filter(({ closes }) => {
      const unless = closes[feature]
      return unless !== undefined && (unless === null || !isTrue(unless, person))
    })
    return unionEnd(closing, at)
  }

  /** When it opens again for everybody, where it is closed for everybody; null where it is not. */
  closedForAll(feature: string, at: number): number | null {
    return unionEnd(
      this.live().filter(({ closes }) => closes[feature] === null),
      at,
    )
  }

  /** What is told to whoever is not known. */
  general(feature: string, at: number): { readonly state: 'open' | 'closed' | 'closed-for-some'; readonly until: number | null } {
    const all = this.closedForAll(feature, at)
    if (all !== null) return { state: 'closed', until: all }
    const some = unionEnd(
      this.live().filter(({ closes }) => closes[feature] !== undefined),
      at,
    )
    return some === null ? { state: 'open', until: null } : { state: 'closed-for-some', until: some }
  }

  /** What a window does to something, for a person; null where it was begun too late to meet it. */
  private met({ cutOff, from, closes, fates }: Planned, { procedure, begunAt }: Begun, person: Person): Fate | null {
    if (begunAt >= from) return null
    const said = fates[procedure]
    const isMeant = said !== undefined && begunAt < cutOff && !(said.unless !== null && isTrue(said.unless, person))
    if (isMeant && said.fate !== 'continue') return said.fate
    const unless = closes[concluding[procedure] ?? '']
    const isShut = unless !== undefined && (unless === null || !isTrue(unless, person))
    return isShut ? 'suspend' : 'continue'
  }

  /** When it ends for good, and how; null where no window ends it. */
  endOf(begun: Begun, person: Person): { readonly at: number; readonly fate: Fate; readonly window: string } | null {
    const ends = this.live().flatMap((window) => {
      const fate = this.met(window, begun, person)
      return fate === 'void' || fate === 're-identify' ? [{ at: window.from, fate, window: window.id }] : []
    })
    return ends.length === 0 ? null : ends.reduce((first, end) => (end.at < first.at ? end : first))
  }

  /** When its terms stand still. */
  heldOf(begun: Begun, person: Person): readonly Span[] {
    return this.live().filter((window) => this.met(window, begun, person) === 'suspend' && window.from < window.to)
  }

  /** Until when its terms stand still, by the union of what holds them; null where they run. */
  heldUntil(begun: Begun, person: Person, at: number): number | null {
    return unionEnd(this.heldOf(begun, person), at)
  }

  /** Why an act of the office on its calendar is refused; null where it is not. */
  refusalOf(act: 'open' | 'prolong' | 'close' | 'cancel', window: Planned, at: number, to = never): string | null {
    if (window.isCancelled) return 'maintenance/cancelled'
    if (window.to <= at) return 'maintenance/over'
    const hasBegun = window.from <= at
    if (act === 'close') return hasBegun ? null : 'maintenance/not-begun'
    if (act === 'cancel') return hasBegun ? 'maintenance/already-begun' : null
    if (act === 'open') return hasBegun ? 'maintenance/already-begun' : this.contradiction({ ...window, from: at })
    if (to <= window.from) return 'maintenance/ends-before-start'
    if (to <= at) return 'maintenance/in-the-past'
    return this.contradiction({ ...window, to })
  }

  /** Two windows of one time say different things of one procedure. */
  contradiction(window: Planned): string | null {
    const clash = this.live().some(
      (other) =>
        other.id !== window.id &&
        window.from < other.to &&
        other.from < window.to &&
        Object.entries(window.fates).some(([procedure, said]) => {
          const theirs = other.fates[procedure]
          return theirs !== undefined && JSON.stringify([said.fate, said.unless]) !== JSON.stringify([theirs.fate, theirs.unless])
        }),
    )
    return clash ? 'maintenance/contradiction' : null
  }
}
