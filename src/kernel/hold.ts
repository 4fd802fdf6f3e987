/**
 * A term that can stand still: while the office's calendar holds a procedure, its term does not run, and it runs on afterwards.
 *
 *   under way --HoldTerm--> under way, held --ReleaseTerm--> under way, with a term that ends later by as long as it was held
 *
 * It goes around a machine and knows of it only its term. A held machine decides on terms that are later by as much as they have stood still so
 * far, so that what has waited is not over by then.
 */
import type { AnyRefusal, Decider, Status, Typed } from './decider.ts'
import type { Instant } from './instant.ts'
import { accept } from './result.ts'

/** What is remembered of a term that was held. */
export type Hold = {
  /** Since when it stands still; null while it runs. */
  readonly since: Instant | null
  /** Up to when the calendar was followed. */
  readonly followedTo: Instant
  /** The id of the maintenance window that held it last. */
  readonly window: string
}

/** A state whose term can be held. Left out: it never was. */
export type Holdable = { readonly hold?: Hold }

/** What the calendar does to a term. */
export type HoldCommand =
  | { readonly type: 'HoldTerm'; readonly since: Instant; readonly window: string }
  | { readonly type: 'ReleaseTerm'; readonly releasedAt: Instant }

/** What has happened to a term. */
export type HoldEvent =
  | { readonly type: 'TermHeld'; readonly since: Instant; readonly window: string }
  /** Each term that ran when it was held ends later by `heldMs`. */
  | { readonly type: 'TermReleased'; readonly since: Instant; readonly releasedAt: Instant; readonly heldMs: number }

/** What must be known of the states of a machine so that their terms can be held. */
export type Terms<S extends Status> = {
  /** Since when something is under way, and when it is over by itself, exclusive; null where nothing is. What is over is not held. */
  termOf(state: S): { readonly begunAt: Instant; readonly endsAt: Instant } | null
  /** The same, with each term that had not ended at `since` ending later by `ms`. */
  later(state: S, since: Instant, ms: number): S
}

/** A machine whose terms can be held. */
type HoldableDecider<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal> = Decider<
  S & Holdable,
  C | HoldCommand,
  E | HoldEvent,
  R
>

const isHoldCommand = (command: Typed): command is HoldCommand => command.type === 'HoldTerm' || command.type === 'ReleaseTerm'

/** True for what the calendar did to a term. */
export const isHoldEvent = (event: Typed): event is HoldEvent => event.type === 'TermHeld' || event.type === 'TermReleased'

/** The state as the machine knows it. */
function bare<S extends Status>(state: S & Holdable): S {
  if (state.hold === undefined) return state
  const { hold: _, ...rest }: object & Holdable = state
  // All but what this file has added to it.
  return rest as S
}

/** The machine with terms that can be held. */
export function withHolds<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  decider: Decider<S, C, E, R>,
  terms: Terms<S>,
): HoldableDecider<S, C, E, R> {
  type Events = readonly (E | HoldEvent)[]
  const begunAt = (state: S): Instant | null => terms.termOf(state)?.begunAt ?? null
  function decideHold(state: S & Holdable, command: HoldCommand): Events {
    const { hold } = state
    const inner = bare(state)
    const term = terms.termOf(inner)
    const heldSince = hold?.since ?? null
    if (command.type === 'ReleaseTerm') {
      if (heldSince === null) return []
      const { releasedAt } = command
      return [{ type: 'TermReleased', since: heldSince, releasedAt, heldMs: Math.max(0, releasedAt - heldSince) }]
    }
    const { since, window } = command
    const isDone = heldSince !== null || term === null || since < (hold?.followedTo ?? term.begunAt)
    return isDone || term.endsAt <= since ? [] : [{ type: 'TermHeld', since, window }]
  }
  function evolve(state: S & Holdable, event: E | HoldEvent): S & Holdable {
    const inner = bare(state)
    if (!isHoldEvent(event)) {
      const next = decider.evolve(inner, event)
      const goesOn = state.hold !== undefined && begunAt(next) !== null && begunAt(next) === begunAt(inner)
      return goesOn ? { ...next, hold: state.hold } : next
    }
    if (event.type === 'TermHeld') {
      const { since, window } = event
      return { ...inner, hold: { since, followedTo: since, window } }
    }
    const { since, releasedAt, heldMs } = event
    const window = state.hold?.window ?? ''
    return { ...terms.later(inner, since, heldMs), hold: { since: null, followedTo: releasedAt, window } }
  }
  return {
    name: decider.name,
    initial: decider.initial,
    decide(state, command, stamp) {
      if (isHoldCommand(command)) return accept(decideHold(state, command))
      const { hold } = state
      if (hold === undefined || hold.since === null) return decider.decide(bare(state), command, stamp)
      // What is done meanwhile is reckoned from its own instant: so the term is released for it, and held again if it goes on.
      const { since, window } = hold
      const { at } = stamp
      const release: HoldEvent = { type: 'TermReleased', since, releasedAt: at, heldMs: Math.max(0, at - since) }
      const released = evolve(state, release)
      const decided = decider.decide(bare(released), command, stamp)
      if (!decided.ok || decided.value.length === 0) return decided
      const after = decided.value.reduce<S>((next, event) => decider.evolve(next, event), bare(released))
      const goesOn = begunAt(after) !== null && begunAt(after) === begunAt(bare(state))
      const again: readonly HoldEvent[] = goesOn ? [{ type: 'TermHeld', since: at, window }] : []
      return accept([release, ...decided.value, ...again])
    },
    evolve,
    isTerminal: (state) => decider.isTerminal(bare(state)),
    exampleCommands(state) {
      const since = Math.max(begunAt(bare(state)) ?? 0, state.hold?.followedTo ?? 0)
      return [
        ...decider.exampleCommands(bare(state)),
        { type: 'HoldTerm', since, window: 'window' },
        { type: 'ReleaseTerm', releasedAt: (state.hold?.since ?? since) + 1_000 },
      ]
    },
  }
}
