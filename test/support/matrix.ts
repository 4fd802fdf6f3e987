/**
 * What holds of every machine, as tests: the full matrix of named situations and named commands, where a missing cell fails, and the
 * laws of the kernel on random walks.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AnyRefusal,
  availableCommands,
  type Decider,
  type Stamp,
  type Status,
  type Typed,
} from '../../src/kernel/decider.ts'
import { diagram, InvariantError, type Result, replay } from '../../src/kernel/index.ts'
import { isWhole, runsOf } from './scale.ts'

/** A state at an instant: what a command meets. */
export type Situation<S> = { readonly state: S; readonly at: number }

/** What a command comes to: a refusal, or exactly these events and exactly this state after them. */
export type Cell<S, E, R> = { readonly refusal: R } | { readonly events: readonly E[]; readonly next: S }

type Named<T> = { readonly [name: string]: T }

/** Fixed, or made to fit the state. */
export type Fitting<S, T> = T | ((state: S) => T)

export type Matrix<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal> = {
  readonly decider: Decider<S, C, E, R>
  readonly by: Stamp['by']
  readonly situations: Named<Situation<S>>
  readonly commands: Named<Fitting<S, C>>
  /** For each situation what each command comes to. Commands that come to the same share a key: `'Approve | Reject'`. */
  readonly cells: Named<Named<Cell<S, E, R>>>
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}

const frozen = <T>(value: T): T => deepFreeze(structuredClone(value))

function made<S, T>(fitting: Fitting<S, T>, state: S): T {
  return typeof fitting === 'function' ? (fitting as (state: S) => T)(state) : fitting
}

function outcome<S extends Status, E extends Typed, R extends AnyRefusal>(cell: Cell<S, E, R>): string {
  if ('refusal' in cell) return cell.refusal.code
  return `${cell.events.map(({ type }) => type).join(' and ') || 'nothing'}, then ${cell.next.status}`
}

/** Decides twice on frozen input: the same, and nothing touched. */
export function decidePurely<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  decider: Decider<S, C, E, R>,
  state: S,
  command: C,
  stamp: Stamp,
): Result<readonly E[], R> {
  const given = [frozen(state), frozen(command), frozen(stamp)] as const
  const decided = decider.decide(...given)
  expect(decider.decide(...given)).toStrictEqual(decided)
  expect(given).toStrictEqual([state, command, stamp])
  return decided
}

function evolveAll<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  decider: Decider<S, C, E, R>,
  state: S,
  events: readonly E[],
): S {
  return events.reduce((current, event) => frozen(decider.evolve(current, frozen(event))), frozen(state))
}

/** One test a cell; a pair without a cell, a cell without a pair and a pair with two cells are failing tests. */
export function describeMatrix<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  matrix: Matrix<S, C, E, R>,
): void {
  const { decider, by, situations, commands, cells } = matrix
  const stray = new Set(Object.keys(cells))
  for (const [situation, { state, at }] of Object.entries(situations)) {
    stray.delete(situation)
    describe(`${decider.name}, ${situation}`, () => {
      const row = new Map<string, Cell<S, E, R>>()
      const wrong: string[] = []
      for (const [names, cell] of Object.entries(cells[situation] ?? {})) {
        for (const name of names.split(' | ')) {
          if (row.has(name) || !Object.hasOwn(commands, name)) wrong.push(name)
          row.set(name, cell)
        }
      }
      it('has one expectation for each command', () => {
        expect(wrong).toEqual([])
        expect(Object.keys(commands).filter((name) => !row.has(name))).toEqual([])
      })
      for (const [name, cell] of row) {
        const command = commands[name]
        if (command === undefined) continue
        it(`${name}: ${outcome(cell)}`, () => {
          const decided = decidePurely(decider, state, made(command, state), { at, by })
          if ('refusal' in cell) {
            expect(decided).toStrictEqual({ ok: false, refusal: cell.refusal })
          } else {
            expect(decided).toStrictEqual({ ok: true, value: cell.events })
            expect(evolveAll(decider, state, cell.events)).toStrictEqual(cell.next)
          }
        })
      }
      it('offers in its menu the commands that would be accepted, and no others', () => {
        const accepted = new Set<string>()
        for (const [name, cell] of row) {
          const command = commands[name]
          if (command !== undefined && !('refusal' in cell)) accepted.add(made(command, state).type)
        }
        const offered = availableCommands(decider, frozen(state), { at, by })
        expect([...offered].sort()).toEqual([...accepted].sort())
        expect(new Set(offered).size).toBe(offered.length)
      })
      if (decider.isTerminal(state)) {
        it('refuses everything, for it is final', () => {
          for (const later of [0, at, at + 1e12]) {
            for (const command of [...Object.values(commands), ...decider.exampleCommands(state)]) {
              expect(decidePurely(decider, state, made(command, state), { at: later, by }).ok).toBe(false)
            }
          }
        })
      }
    })
  }
  it(`${decider.name}: no row of the matrix is for a situation that is not there`, () => {
    expect([...stray]).toEqual([])
  })
}

/**
 * `follows` says which events can follow which situation. It must be exactly what the deciders produce for the commands at any of
 * the instants; `evolve` throws for every other pair.
 */
export function describeEvolve<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  matrix: Pick<Matrix<S, C, E, R>, 'decider' | 'by' | 'situations' | 'commands'>,
  events: Named<Fitting<S, E>>,
  follows: Named<readonly E['type'][]>,
  producers: readonly Decider<S, C, E, R>[],
): void {
  const { decider, by, situations, commands } = matrix
  const instants = Object.values(situations).map(({ at }) => at)
  it(`${decider.name}: every event has a specimen, and every situation a line that says what can follow`, () => {
    expect(Object.keys(follows).sort()).toEqual(Object.keys(situations).sort())
    for (const [name, event] of Object.entries(events)) {
      for (const { state } of Object.values(situations)) expect(made(event, state).type).toBe(name)
    }
    expect([...new Set(Object.values(follows).flat())].sort()).toEqual(Object.keys(events).sort())
  })
  for (const [situation, { state }] of Object.entries(situations)) {
    const possible = follows[situation] ?? []
    it(`${decider.name}, ${situation}: can be followed by ${possible.join(', ') || 'nothing'}`, () => {
      const produced = new Set<string>()
      for (const producer of producers) {
        for (const at of instants) {
          for (const command of Object.values(commands)) {
            const decided = producer.decide(state, made(command, state), { at, by })
            if (!decided.ok) continue
            let current = state
            for (const event of decided.value) {
              if (current.status === state.status) produced.add(event.type)
              current = decider.evolve(current, event)
            }
          }
        }
      }
      expect([...produced].sort()).toEqual([...possible].sort())
      for (const [type, fitting] of Object.entries(events)) {
        const event = frozen(made(fitting, state))
        if (possible.some((name) => name === type)) expect(() => decider.evolve(frozen(state), event)).not.toThrow()
        else expect(() => decider.evolve(frozen(state), event), type).toThrow(InvariantError)
      }
    })
  }
}

/** One step of a walk: some time passes (or runs back), then a command is given. */
export type Step<S, C> = { readonly name: string; readonly command: Fitting<S, C>; readonly ms: number }

export type Footprint<S, C, E, R> = {
  readonly before: S
  readonly command: C
  readonly at: number
  readonly decided: Result<readonly E[], R>
  readonly after: S
}

/** Takes the steps one after the other on frozen data. The clock is where the steps leave it, forwards or backwards. */
export function walk<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  decider: Decider<S, C, E, R>,
  steps: readonly Step<S, C>[],
  start: number,
  by: Stamp['by'],
): readonly Footprint<S, C, E, R>[] {
  const footprints: Footprint<S, C, E, R>[] = []
  let state = frozen(decider.initial)
  let at = start
  for (const { command: fitting, ms } of steps) {
    at = Math.max(0, at + ms)
    const command = frozen(made(fitting, state))
    const decided = decider.decide(state, command, frozen({ at, by }))
    const after = decided.ok ? evolveAll(decider, state, decided.value) : state
    footprints.push({ before: state, command, at, decided, after })
    state = after
  }
  return footprints
}

/** Walks of up to `stepsMax` steps over the commands and waits. */
export function walks<S, C>(
  commands: Named<Fitting<S, C>>,
  waits: readonly number[],
  stepsMax = 40,
): fc.Arbitrary<readonly Step<S, C>[]> {
  const named = Object.entries(commands)
  const step = fc.record({ named: fc.constantFrom(...named), ms: fc.constantFrom(...waits) })
  return fc.array(
    step.map(({ named: [name, command], ms }) => ({ name, command, ms })),
    { minLength: 1, maxLength: stepsMax, size: 'max' },
  )
}

/** The edges of a Mermaid `stateDiagram-v2`, one a line: `from --> to: Command`. */
export function edgesOf(mermaid: string): readonly string[] {
  return mermaid
    .split('\n')
    .flatMap((line) => {
      const [arrow = '', labels] = line.trim().split(': ')
      return labels === undefined ? [] : labels.split(', ').map((label) => `${arrow}: ${label}`)
    })
    .sort()
}

/**
 * The edges that are seen on walks, in the form of the picture. Before a release all walks are taken; at every change a third, and more
 * only while an edge of `until` has not been seen.
 */
export function edgesSeen<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  { decider, by, commands }: Pick<Matrix<S, C, E, R>, 'decider' | 'by' | 'commands'>,
  options: {
    readonly start: number
    readonly waits: readonly number[]
    readonly seed: number
    readonly runs: number
    readonly until: readonly string[]
  },
): readonly string[] {
  const { start, waits, seed, runs, until } = options
  const seen = new Set<string>()
  const name = ({ status }: Status) => status.replaceAll('-', '_')
  const look = fc.property(walks(commands, waits, 80), (steps) => {
    for (const { before, after, command, decided } of walk(decider, steps, start, by)) {
      if (decided.ok) seen.add(`${name(before)} --> ${name(after)}: ${command.type}`)
    }
  })
  for (let third = 0; third < 3; third += 1) {
    fc.assert(look, { seed: seed + third, numRuns: Math.ceil(runs / 3) })
    if (!isWhole && until.every((edge) => seen.has(edge))) break
  }
  return [...seen].sort()
}

/**
 * The laws of the kernel on seeded random walks: the journal replayed is the state, a refusal changes nothing, a final state has no
 * exit, the menu never lies, and the edges seen are exactly those of the published picture.
 */
export function describeWalks<S extends Status, C extends Typed, E extends Typed, R extends AnyRefusal>(
  matrix: Pick<Matrix<S, C, E, R>, 'decider' | 'by' | 'commands'>,
  options: {
    readonly start: number
    readonly waits: readonly number[]
    /** The picture in the README. */
    readonly published: string
    readonly stamps: readonly number[]
    readonly seed?: number
    readonly runs?: number
  },
): void {
  const { decider, by, commands } = matrix
  const { start, waits, published, stamps, seed = 20_260_310, runs = 400 } = options
  const parameters = { seed, numRuns: runsOf(runs) }

  it(`${decider.name}: on any walk the journal replayed is the state, and a refusal leaves the state as it was`, () => {
    fc.assert(
      fc.property(walks(commands, waits), (steps) => {
        const footprints = walk(decider, steps, start, by)
        const journal: E[] = []
        for (const { before, decided, after, command, at } of footprints) {
          expect(decider.decide(before, command, { at, by })).toStrictEqual(decided)
          if (decided.ok) journal.push(...decided.value)
          else expect(after).toBe(before)
          if (decider.isTerminal(before)) expect(decided.ok).toBe(false)
        }
        expect(replay(decider, structuredClone(journal))).toStrictEqual(footprints.at(-1)?.after)
        const half = Math.floor(journal.length / 2)
        const midway = replay(decider, journal.slice(0, half))
        expect(replay(decider, journal.slice(half), midway)).toStrictEqual(footprints.at(-1)?.after)
      }),
      parameters,
    )
  })

  it(`${decider.name}: on any walk the menu is what would be accepted of the exampleCommands`, () => {
    fc.assert(
      fc.property(walks(commands, waits, 12), (steps) => {
        for (const { after, at } of walk(decider, steps, start, by)) {
          const stamp = { at, by }
          const offered = availableCommands(decider, after, stamp)
          const types = new Set(decider.exampleCommands(after).map(({ type }) => type))
          for (const type of types) {
            const accepted = decider
              .exampleCommands(after)
              .some((one) => one.type === type && decider.decide(after, one, stamp).ok)
            expect(offered.includes(type)).toBe(accepted)
          }
        }
      }),
      { ...parameters, numRuns: runsOf(100) },
    )
  })

  it(`INV-03: ${decider.name}: the edges seen on walks are those of the published table, and the picture drawn is that table`, () => {
    expect(edgesSeen(matrix, { start, waits, seed, runs, until: edgesOf(published) })).toEqual(edgesOf(published))
    const drawn = diagram(
      decider,
      stamps.map((at) => ({ at, by })),
    )
    const lines = (text: string) =>
      text
        .trim()
        .split('\n')
        .filter((line) => !line.includes(': '))
        .map((line) => line.trim())
        .sort()
    expect(edgesOf(drawn)).toEqual(edgesOf(published))
    expect(lines(drawn)).toEqual(lines(published))
  })
}
