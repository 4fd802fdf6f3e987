/** The one shape of every state machine: `decide` computes, `evolve` only copies, and a refusal changes nothing. */
import type { Instant } from './instant.ts'
import type { Result } from './result.ts'

/**
 * Who acts, as the host vouches for it; never read from a payload.
 * `anonymous` has no id; `applicant` and `subscriber` are identified by the library (ticket, session).
 */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'applicant'; readonly id: string }
  | { readonly kind: 'subscriber'; readonly id: string }
  | { readonly kind: 'operator'; readonly id: string }
  | { readonly kind: 'system' }

/** When and by whom: set by the runtime, never taken from input. `at` never runs behind the record's last change. */
export type Stamp = { readonly at: Instant; readonly by: Actor }

export type Status = { readonly status: string }
export type Typed = { readonly type: string }

/** A refusal of any capability: `code` is `capability/reason`; further fields are data. */
export type AnyRefusal = { readonly code: string }

/**
 * A pure state machine. `decide` answers with the events that a command causes, or refuses; `evolve` copies an event into the
 * state. Deadlines and remaining attempts are in the events, so an old journal replays the same under a new policy.
 */
export type Decider<State extends Status, Command extends Typed, Event extends Typed, Refusal extends AnyRefusal> = {
  /** The machine's name: also its folder, its refusal prefix and its record kind. */
  readonly name: string
  readonly initial: State
  readonly decide: (state: State, command: Command, stamp: Stamp) => Result<readonly Event[], Refusal>
  readonly evolve: (state: State, event: Event) => State
  /** True when no command can change the state any more. */
  readonly isTerminal: (state: State) => boolean
  /**
   * Well-formed commands of every type, made to fit the state where any can: what menus, diagrams and generated tests try.
   * There is no second table of transitions beside `decide`.
   */
  readonly exampleCommands: (state: State) => readonly Command[]
}

/**
 * The command types that `decide` accepts in this state now: what a menu offers.
 *
 * @example
 * availableCommands(approvalDecider, approvalDecider.initial, stamp)  // [ 'SubmitApproval' ]
 */
export function availableCommands<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  decider: Decider<S, C, E, R>,
  state: S,
  stamp: Stamp,
): readonly C['type'][] {
  const types = new Set<C['type']>()
  for (const command of decider.exampleCommands(state)) {
    if (decider.decide(state, command, stamp).ok) types.add(command.type)
  }
  return [...types]
}

/**
 * The state after the events, from `from` or from the beginning.
 *
 * @example
 * const events = unwrap(approvalDecider.decide(approvalDecider.initial, submission, stamp))
 * replay(approvalDecider, events).status  // 'pending'
 */
export function replay<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  decider: Decider<S, C, E, R>,
  events: readonly E[],
  from: S = decider.initial,
): S {
  let state = from
  for (const event of events) state = decider.evolve(state, event)
  return state
}
