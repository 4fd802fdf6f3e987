/** Terms that stand still, around the smallest machine that has one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accept, type Decider, refuse, replay, withHolds } from '../../src/kernel/index.ts'

type State =
  | { readonly status: 'none' }
  | { readonly status: 'open'; readonly since: number; readonly until: number }
  | { readonly status: 'done' }
type Command =
  | { readonly type: 'Begin' }
  | { readonly type: 'Conclude' }
  | { readonly type: 'Note' }
  | { readonly type: 'Nothing' }
type Event =
  | { readonly type: 'Begun'; readonly since: number; readonly until: number }
  | { readonly type: 'Concluded' }
  | { readonly type: 'Noted' }
type Refusal = { readonly code: 'term/over' | 'term/none' }

const term = 100
const bare: Decider<State, Command, Event, Refusal> = {
  name: 'term',
  initial: { status: 'none' },
  decide(state, command, { at }) {
    if (command.type === 'Begin') return accept([{ type: 'Begun', since: at, until: at + term }])
    if (state.status !== 'open') return refuse({ code: 'term/none' })
    if (at >= state.until) return refuse({ code: 'term/over' })
    if (command.type === 'Nothing') return accept([])
    return accept([{ type: command.type === 'Note' ? 'Noted' : 'Concluded' }])
  },
  evolve(state, event) {
    if (event.type === 'Begun') return { status: 'open', since: event.since, until: event.until }
    return event.type === 'Concluded' ? { status: 'done' } : state
  },
  isTerminal: ({ status }) => status === 'done',
  exampleCommands: () => [{ type: 'Begin' }, { type: 'Conclude' }],
}
const decider = withHolds(bare, {
  termOf: (state) => (state.status === 'open' ? { begunAt: state.since, endsAt: state.until } : null),
  later: (state, since, ms) => (state.status === 'open' && state.until > since ? { ...state, until: state.until + ms } : state),
})
type Held = Parameters<typeof decider.decide>[0]
const by = { kind: 'system' } as const

function then(state: Held, command: Parameters<typeof decider.decide>[1], at: number): Held {
  const decided = decider.decide(state, command, { at, by })
  if (!decided.ok) throw new Error(decided.refusal.code)
  return decided.value.reduce(decider.evolve, state)
}
const begun = then(decider.initial, { type: 'Begin' }, 0)
const hold = (since: number) => ({ type: 'HoldTerm', since, window: 'w' }) as const
const release = (releasedAt: number) => ({ type: 'ReleaseTerm', releasedAt }) as const

describe('a term', () => {
  it('that was held runs on for as long as was left of it, whenever that is written', () => {
    const released = then(then(begun, hold(40), 70), release(1_040), 5_000)
    expect(released).toEqual({ status: 'open', since: 0, until: 1_100, hold: { since: null, followedTo: 1_040, window: 'w' } })
    expect(decider.decide(released, { type: 'Conclude' }, { at: 1_099, by }).ok).toBe(true)
    expect(decider.decide(released, { type: 'Conclude' }, { at: 1_100, by })).toEqual(refuse({ code: 'term/over' }))
  })

  it('is not over while it is held, and what is done meanwhile counts the time that it has stood still once', () => {
    const held = then(begun, hold(40), 40)
    const noted = then(then(held, { type: 'Note' }, 500), { type: 'Note' }, 900)
    expect(then(noted, release(1_040), 1_040)).toMatchObject({ until: 1_100 })
    expect(then(held, { type: 'Conclude' }, 900)).toEqual({ status: 'done' })
    expect(then(held, { type: 'Nothing' }, 900)).toBe(held)
    expect(then(held, { type: 'Begin' }, 900)).toEqual({ status: 'open', since: 900, until: 1_000 })
  })

  it('that was over is not held, nor one that is held or was held later, and nothing is released twice', () => {
    expect(then(begun, hold(100), 100)).toBe(begun)
    const held = then(begun, hold(40), 40)
    expect(then(held, hold(50), 60)).toBe(held)
    const released = then(held, release(60), 60)
    expect(then(released, hold(50), 70)).toBe(released)
    expect(then(released, release(80), 80)).toBe(released)
    expect(then(decider.initial, hold(1), 1)).toBe(decider.initial)
    expect(decider.isTerminal({ status: 'done' })).toBe(true)
  })

  it('INV-13: of whatever holds and notes, its end is the first one and the time that it was held', () => {
    const steps = fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 30 }), length: fc.integer({ min: 0, max: 500 }), notes: fc.nat(3) }),
      { maxLength: 4 },
    )
    fc.assert(
      fc.property(steps, (plan) => {
        let [state, at, held] = [begun, 0, 0]
        for (const { gap, length, notes } of plan) {
          at += gap
          if (at - held >= term) break
          state = then(state, hold(at), at)
          for (let i = 1; i <= notes; i += 1) state = then(state, { type: 'Note' }, at + Math.floor((length * i) / 4))
          at += length
          held += length
          state = then(state, release(at), at)
        }
        expect(state).toMatchObject({ status: 'open', until: term + held })
      }),
    )
  })

  it('has examples that its picture is made of, and replays to the same', () => {
    expect(decider.exampleCommands(begun).map(({ type }) => type)).toEqual(['Begin', 'Conclude', 'HoldTerm', 'ReleaseTerm'])
    const held = { type: 'TermHeld', since: 40, window: 'w' } as const
    const released = { type: 'TermReleased', since: 40, releasedAt: 50, heldMs: 10 } as const
    expect(replay(decider, [{ type: 'Begun', since: 0, until: 100 }, held, released])).toMatchObject({ until: 110 })
    expect(decider.evolve(begun, released)).toMatchObject({ hold: { window: '' } })
  })
})
