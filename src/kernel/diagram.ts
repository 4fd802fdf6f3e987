/** The picture of a machine, drawn from the machine itself: its exampleCommands are tried on every state that they lead to. */
import type { AnyRefusal, Decider, Stamp, Status, Typed } from './decider.ts'

// Enough for every status of a machine; counters in a state would make the walk endless.
const statesMax = 2_000

// States that differ in their instants only are drawn once.
const timeless = (_key: string, value: unknown): unknown => (typeof value === 'number' && value > 1e9 ? 0 : value)

// Mermaid takes a hyphen for the beginning of an arrow.
const name = (state: Status): string => state.status.replaceAll('-', '_')

/**
 * A Mermaid `stateDiagram-v2` of every transition that `decide` accepts from the initial state, exploring with each of the
 * stamps. States are shown by `status`; a command that leaves the status as it is appears as a loop.
 *
 * @example
 * const picture = diagram(approvalDecider, [stamp]) // Mermaid, as docs/machines.md has it
 */
export function diagram<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  decider: Decider<S, C, E, R>,
  stamps: readonly Stamp[],
): string {
  const edges = new Map<string, Set<string>>()
  const terminal = new Set<string>()
  const seen = new Map<string, S>()
  const queue: S[] = [decider.initial]
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    const identity = JSON.stringify(state, timeless)
    if (seen.has(identity) || seen.size >= statesMax) continue
    seen.set(identity, state)
    if (decider.isTerminal(state)) terminal.add(name(state))
    for (const stamp of stamps) {
      for (const command of decider.exampleCommands(state)) {
        const decided = decider.decide(state, command, stamp)
        if (!decided.ok) continue
        const next = decided.value.reduce(decider.evolve, state)
        const arrow = `${name(state)} --> ${name(next)}`
        const labels = edges.get(arrow) ?? new Set()
        edges.set(arrow, labels.add(command.type))
        queue.push(next)
      }
    }
  }
  const lines = ['stateDiagram-v2', `  [*] --> ${name(decider.initial)}`]
  for (const [arrow, labels] of edges) lines.push(`  ${arrow}: ${[...labels].join(', ')}`)
  for (const status of terminal) lines.push(`  ${status} --> [*]`)
  return lines.join('\n')
}
