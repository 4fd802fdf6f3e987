/** Terms that stand still, around the smallest machine that has one. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
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
/** What the wrapper has put into a state is none of the machine's. */
function isOwn(state: State): void {
  if ('hold' in state) throw new Error('the machine is shown what was held')
}
const bare: Decider<State, Command, Event, Refusal> = {
  name: 'term',
  initial: { status: 'none' },
  decide(state, command, { at }) {
    isOwn(state)
    if (command.type === 'Begin') return accept([{ type: 'Begun', since: at, until: at + term }])
    if (state.status !== 'open') return refuse({ code: 'term/none' })
    if (at >= state.until) return refuse({ code: 'term/over' })
    if (command.type === 'Nothing') return accept([])
    return accept([{ type: command.type === 'Note' ? 'Noted' : 'Concluded' }])
  },
  evolve(state, event) {
    isOwn(state)
    if (event.type === 'Begun') return { status: 'open', since: event.since, until: event.until }
    return event.type === 'Concluded' ? { status: 'done' } : state
  },
  isTerminal(state) {
    isOwn(state)
    return state.status === 'done'
  },
  exampleCommands(state) {
    isOwn(state)
    return [{ type: 'Begin' }, { type: 'Conclude' }]
  },
}
const made = () =>
  withHolds(bare, {
    termOf: (state) => (state.status === 'open' ? { begunAt: state.since, endsAt: state.until } : null),
    later: (state, since, ms) => (state.status === 'open' && state.until > since ? { ...state, until: state.until + ms } : state),
  })
let decider = made()
let begun: Held
type Held = Parameters<typeof decider.decide>[0]
const by = { kind: 'system' } as const

function then(state: Held, command: Parameters<typeof decider.decide>[1], at: number): Held {
  const decided = decider.decide(state, command, { at, by })
  if (!decided.ok) throw new Error(decided.refusal.code)
  return decided.value.reduce(decider.evolve, state)
}
const hold = (since: number) => ({ type: 'HoldTerm', since, window: 'w' }) as const
const release = (releasedAt: number) => ({ type: 'ReleaseTerm', releasedAt }) as const

beforeEach(() => {
  decider = made()
  begun = then(decider.initial, { type: 'Begin' }, 0)
})

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

  it('that was held is released, and held again, around what is done meanwhile; what ends it is only released', () => {
    const held = then(begun, hold(40), 40)
    const meanwhile = (type: 'Note' | 'Conclude' | 'Nothing') => decider.decide(held, { type }, { at: 90, by })
    const released = { type: 'TermReleased', since: 40, releasedAt: 90, heldMs: 50 }
    const again = { type: 'TermHeld', since: 90, window: 'w' }
    expect(meanwhile('Note')).toEqual(accept([released, { type: 'Noted' }, again]))
    expect(meanwhile('Conclude')).toEqual(accept([released, { type: 'Concluded' }]))
    expect(meanwhile('Nothing')).toEqual(accept([]))
    // Later than the term would have ended, had it run.
    expect(decider.decide(held, { type: 'Note' }, { at: 100 + 40, by }).ok).toBe(true)
    expect(
      decider.decide({ status: 'done', hold: { since: 40, followedTo: 40, window: 'w' } }, { type: 'Note' }, { at: 90, by }),
    ).toEqual(refuse({ code: 'term/none' }))
  })

  it('that begins later than 1970 is held from its first instant on, and from where the calendar was followed', () => {
    const later = then(decider.initial, { type: 'Begin' }, 1_000)
    expect(then(later, hold(999), 1_000)).toBe(later)
    const held = then(later, hold(1_000), 1_000)
    expect(held).toMatchObject({ hold: { since: 1_000, followedTo: 1_000 } })
    const noted = then(held, { type: 'Note' }, 1_010)
    expect(noted).toEqual({ status: 'open', since: 1_000, until: 1_110, hold: { since: 1_010, followedTo: 1_010, window: 'w' } })
    const released = then(noted, release(1_020), 1_020)
    expect(then(released, hold(1_019), 1_020)).toBe(released)
    expect(then(released, hold(1_020), 1_020)).toMatchObject({ hold: { since: 1_020 } })
    expect(then(released, { type: 'Note' }, 1_030)).toEqual(released)
  })

  it('of a state that was never held is decided as without holds, and forgets a hold with the term that was held', () => {
    expect(decider.decide(begun, { type: 'Note' }, { at: 10, by })).toEqual(accept([{ type: 'Noted' }]))
    expect(decider.evolve(begun, { type: 'Noted' })).toBe(begun)
    const over = { since: null, followedTo: 40, window: 'w' }
    expect(decider.evolve({ status: 'open', since: 0, until: 100, hold: over }, { type: 'Noted' })).toMatchObject({ hold: over })
    expect(decider.evolve({ status: 'open', since: 0, until: 100, hold: over }, { type: 'Begun', since: 5, until: 105 })).toEqual(
      {
        ...{ status: 'open', since: 5, until: 105 },
      },
    )
    expect(decider.evolve({ status: 'done', hold: over }, { type: 'Noted' })).toEqual({ status: 'done' })
    expect([decider.isTerminal(begun), decider.isTerminal({ status: 'done', hold: over })]).toEqual([false, true])
  })

  it('has examples that hold it from where it may be held, and release it a second later', () => {
    const of = (state: Held) => decider.exampleCommands(state).slice(2)
    expect(of(decider.initial)).toEqual(
      [hold(0), release(1_000)].map((one) => ('window' in one ? { ...one, window: 'window' } : one)),
    )
    const later = then(decider.initial, { type: 'Begin' }, 500)
    expect(of(later)).toEqual([{ type: 'HoldTerm', since: 500, window: 'window' }, release(1_500)])
    const held = then(later, hold(540), 540)
    expect(of(held)).toEqual([{ type: 'HoldTerm', since: 540, window: 'window' }, release(1_540)])
    expect(of(then(held, release(560), 560))).toEqual([{ type: 'HoldTerm', since: 560, window: 'window' }, release(1_560)])
  })

  it('has examples that its picture is made of, and replays to the same', () => {
    expect(decider.exampleCommands(begun).map(({ type }) => type)).toEqual(['Begin', 'Conclude', 'HoldTerm', 'ReleaseTerm'])
    const held = { type: 'TermHeld', since: 40, window: 'w' } as const
    const released = { type: 'TermReleased', since: 40, releasedAt: 50, heldMs: 10 } as const
    expect(replay(decider, [{ type: 'Begun', since: 0, until: 100 }, held, released])).toMatchObject({ until: 110 })
    expect(decider.evolve(begun, released)).toMatchObject({ hold: { window: '' } })
  })
})
