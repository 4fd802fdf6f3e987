import { describe, expect, it } from 'vitest'
import { accept, availableCommands, type Decider, diagram, refuse, replay } from '../../src/kernel/index.ts'

type Door = { readonly status: 'shut' | 'ajar-or-open' | 'bricked-up'; readonly openedAt: number | null }
type Command = { readonly type: 'Open'; readonly key: string } | { readonly type: 'Shut' } | { readonly type: 'BrickUp' }
type Event = { readonly type: 'Opened'; readonly at: number } | { readonly type: 'Shut' } | { readonly type: 'BrickedUp' }
type Refusal = { readonly code: 'door/locked' | 'door/no-change' | 'door/wall' }

/** Opens only from noon on, and only with a key. */
const noon = 12
const door: Decider<Door, Command, Event, Refusal> = {
  name: 'door',
  initial: { status: 'shut', openedAt: null },
  decide(state, command, { at }) {
    if (state.status === 'bricked-up') return refuse({ code: 'door/wall' })
    switch (command.type) {
      case 'Open':
        if (command.key === '' || at < noon) return refuse({ code: 'door/locked' })
        return state.status === 'shut' ? accept([{ type: 'Opened', at }]) : refuse({ code: 'door/no-change' })
      case 'Shut':
        return accept(state.status === 'shut' ? [] : [{ type: 'Shut' }])
      case 'BrickUp':
        return state.status === 'shut' ? accept([{ type: 'BrickedUp' }]) : accept([{ type: 'Shut' }, { type: 'BrickedUp' }])
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'Opened':
        return { status: 'ajar-or-open', openedAt: event.at }
      case 'Shut':
        return { ...state, status: 'shut' }
      case 'BrickedUp':
        return { ...state, status: 'bricked-up' }
    }
  },
  isTerminal: ({ status }) => status === 'bricked-up',
  exampleCommands: () => [
    { type: 'Open', key: '' },
    { type: 'Open', key: 'key' },
    { type: 'Shut' },
    { type: 'BrickUp' },
    { type: 'Open', key: 'other key' },
  ],
}
const stamp = (at: number) => ({ at, by: { kind: 'system' } as const })

describe('the commands that are available', () => {
  it('are those that would be accepted of any example command, each named once, in the order of the examples', () => {
    expect(availableCommands(door, door.initial, stamp(noon))).toEqual(['Open', 'Shut', 'BrickUp'])
  })

  it('depend on the instant', () => {
    expect(availableCommands(door, door.initial, stamp(noon - 1))).toEqual(['Shut', 'BrickUp'])
  })

  it('are none where the state is final', () => {
    expect(availableCommands(door, { status: 'bricked-up', openedAt: null }, stamp(noon))).toEqual([])
  })
})

describe('a replay', () => {
  it('goes from the beginning, or from where it is told', () => {
    const journal: Event[] = [{ type: 'Opened', at: 13 }, { type: 'Shut' }]
    expect(replay(door, journal)).toEqual({ status: 'shut', openedAt: 13 })
    expect(replay(door, [{ type: 'BrickedUp' }], { status: 'shut', openedAt: 5 })).toEqual({ status: 'bricked-up', openedAt: 5 })
    expect(replay(door, [])).toBe(door.initial)
  })
})

describe('the picture of a machine', () => {
  it('shows every transition once, loops and final states too, with names that Mermaid can read', () => {
    expect(diagram(door, [stamp(0), stamp(noon)])).toBe(
      [
        'stateDiagram-v2',
        '  [*] --> shut',
        '  shut --> shut: Shut',
        '  shut --> bricked_up: BrickUp',
        '  shut --> ajar_or_open: Open',
        '  ajar_or_open --> shut: Shut',
        '  ajar_or_open --> bricked_up: BrickUp',
        '  bricked_up --> [*]',
      ].join('\n'),
    )
  })

  it('shows only what the stamps let happen', () => {
    expect(diagram(door, [stamp(0)])).not.toContain('ajar')
  })

  it('is the same each time, and draws states once that differ in their instants only', () => {
    let decided = 0
    const counting: typeof door = {
      ...door,
      decide(...given) {
        decided += 1
        return door.decide(...given)
      },
    }
    const stamps = [2e9, 3e9, 4e9].map(stamp)
    const picture = diagram(counting, stamps)
    // Shut, open, shut again after it was open, and bricked up from either: 5 states, 3 stamps, 5 exampleCommands.
    expect(decided).toBe(75)
    expect(diagram(counting, stamps)).toBe(picture)
  })

  it('takes nothing but a late instant for an instant, and names the commands of an arrow one after the other', () => {
    type Step = { readonly status: 'first' | 'last'; readonly mark: number | string }
    const marks: readonly (number | string)[] = [0, 1e9, '2000000000', '3000000000']
    const walk: Decider<Step, { readonly type: 'Go' | 'Run' }, { readonly type: 'Gone' }, Refusal> = {
      name: 'walk',
      initial: { status: 'first', mark: 0 },
      decide: ({ status }) => (status === 'last' ? refuse({ code: 'door/wall' }) : accept([{ type: 'Gone' }])),
      evolve({ mark }) {
        const next = marks[marks.indexOf(mark) + 1]
        return next === undefined ? { status: 'last', mark: 0 } : { status: 'first', mark: next }
      },
      isTerminal: ({ status }) => status === 'last',
      exampleCommands: () => [{ type: 'Go' }, { type: 'Run' }],
    }
    expect(diagram(walk, [stamp(0)])).toBe(
      'stateDiagram-v2\n  [*] --> first\n  first --> first: Go, Run\n  first --> last: Go, Run\n  last --> [*]',
    )
  })

  it('ends, also where a counter makes the states endless', () => {
    type Count = { readonly status: 'counting' | 'even'; readonly count: number }
    let decided = 0
    const counter: Decider<Count, { readonly type: 'Count' }, { readonly type: 'Counted' }, Refusal> = {
      name: 'counter',
      initial: { status: 'even', count: 0 },
      decide() {
        decided += 1
        return accept([{ type: 'Counted' }])
      },
      evolve: ({ count }) => ({ status: count % 2 === 0 ? 'counting' : 'even', count: count + 1 }),
      isTerminal: () => false,
      exampleCommands: () => [{ type: 'Count' }],
    }
    expect(diagram(counter, [stamp(0)])).toBe(
      'stateDiagram-v2\n  [*] --> even\n  even --> counting: Count\n  counting --> even: Count',
    )
    expect(decided).toBe(2_000)
  })
})
