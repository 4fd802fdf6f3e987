import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { delayedUntil, remaining, throttleDecider } from '../../../../src/procedures/account/throttle/machine.ts'
import type {
  ThrottleCommand,
  ThrottleEvent,
  ThrottlePolicy,
  ThrottleRefusal,
  ThrottleState,
} from '../../../../src/procedures/account/throttle/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, walk, walks } from '../../../support/matrix.ts'
import { runsOf } from '../../../support/scale.ts'

type Here = Cell<ThrottleState, ThrottleEvent, ThrottleRefusal>

const minute = 60_000
const hour = 60 * minute
const policy: ThrottlePolicy = {
  freeFailures: 2,
  delayMs: 1_000,
  delayMaxMs: 5 * minute,
  forgottenMs: hour,
  failuresMax: 12,
}
const decider = throttleDecider(policy)
const first = 1_773_133_200_000
const by = { kind: 'anonymous' } as const

const counting = (failures: number, failedAt: number, delayMs = 0): ThrottleState => ({
  status: 'counting',
  failures,
  failedAt,
  nextAt: failedAt + delayMs,
  personal: null,
})
const none = decider.initial
const three = counting(3, first, 1_000)
const all = counting(12, first, hour)

const situations = {
  'before anything': { state: none, at: first },
  'one failure': { state: counting(1, first), at: first },
  'two failures': { state: counting(2, first), at: first },
  'three, in the delay': { state: three, at: first + 999 },
  'three, when the delay is over': { state: three, at: first + 1_000 },
  'three, the clock gone back': { state: three, at: first - hour },
  'three, a millisecond before one is forgotten': { state: three, at: first + hour - 1 },
  'three, when one is forgotten': { state: three, at: first + hour },
  'three, when all are forgotten': { state: three, at: first + 3 * hour },
  'as many as are counted, in the delay': { state: all, at: first + hour - 1 },
  'as many as are counted': { state: all, at: first + hour },
  'one less than are counted': { state: counting(11, first), at: first },
} as const

const commands = {
  count: { type: 'CountFailure', since: 0 },
  'count, all before is lifted': { type: 'CountFailure', since: first + 1 },
  'count, what was before is lifted': { type: 'CountFailure', since: first },
  note: { type: 'NoteAttempt' },
  uncount: { type: 'UncountFailure' },
  forgive: { type: 'ForgiveFailures' },
} as const satisfies { readonly [name: string]: ThrottleCommand }

const counts = (failures: number, at: number, delayMs: number): Here => ({
  events: [{ type: 'FailureCounted', failures, failedAt: at, nextAt: at + delayMs }],
  next: counting(failures, at, delayMs),
})
/** The first failure after the lift; with a clock that is behind it, one in its very millisecond. */
const afterLift = (at: number): Here => {
  const failedAt = Math.max(at, first + 1)
  const counted = { failures: 1, failedAt, nextAt: at }
  return { events: [{ type: 'FailureCounted', ...counted }], next: { status: 'counting', ...counted, personal: null } }
}
const delayed = (retryAt: number): Here => ({ refusal: { code: 'throttle/delayed', retryAt } })
const kept = 'count | count, what was before is lifted'
/** One failure less, and the delay that the others cost. */
const uncounted = (state: ThrottleState, failures: number, delayMs: number): Here => {
  const left = { failures, nextAt: Math.min(state.nextAt, state.failedAt + delayMs) }
  return { events: [{ type: 'FailureUncounted', ...left }], next: { ...state, ...left } }
}
const less: { readonly [failures: number]: readonly [failures: number, delayMs: number] } = {
  1: [0, 0],
  2: [1, 0],
  3: [2, 0],
  11: [10, 128_000],
  12: [11, 256_000],
}
const uncountedOf = (state: ThrottleState): Here => {
  const left = less[state.failures]
  return left === undefined ? { events: [], next: state } : uncounted(state, ...left)
}
const row = (state: ThrottleState, at: number, counted: Here): { readonly [names: string]: Here } => ({
  [kept]: counted,
  'count, all before is lifted': afterLift(at),
  note: { events: [{ type: 'AttemptNoted' }], next: state },
  uncount: uncountedOf(state),
  forgive: state.failures === 0 ? { events: [], next: state } : { events: [{ type: 'FailuresForgiven' }], next: none },
})

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'before anything': row(none, first, counts(1, first, 0)),
    'one failure': row(counting(1, first), first, counts(2, first, 0)),
    'two failures': row(counting(2, first), first, counts(3, first, 1_000)),
    'three, in the delay': row(three, first + 999, delayed(first + 1_000)),
    'three, when the delay is over': row(three, first + 1_000, counts(4, first + 1_000, 2_000)),
    'three, the clock gone back': row(three, first - hour, delayed(first + 1_000)),
    'three, a millisecond before one is forgotten': row(three, first + hour - 1, counts(4, first + hour - 1, 2_000)),
    'three, when one is forgotten': row(three, first + hour, counts(3, first + hour, 1_000)),
    'three, when all are forgotten': row(three, first + 3 * hour, counts(1, first + 3 * hour, 0)),
    'as many as are counted, in the delay': row(all, first + hour - 1, delayed(first + hour)),
    'as many as are counted': row(all, first + hour, counts(12, first + hour, hour)),
    'one less than are counted': row(counting(11, first), first, counts(12, first, hour)),
  },
} as const

describe('every state of a throttle meets every command', () => {
  describeMatrix<ThrottleState, ThrottleCommand, ThrottleEvent, ThrottleRefusal>(matrix)
  const follows = Object.fromEntries(
    Object.entries(situations).map(([name, { state }]) => [
      name,
      [
        'FailureCounted',
        'AttemptNoted',
        ...(state.failures === 0 ? [] : (['FailureUncounted', 'FailuresForgiven'] as const)),
      ] as const,
    ]),
  )
  describeEvolve<ThrottleState, ThrottleCommand, ThrottleEvent, ThrottleRefusal>(
    matrix,
    {
      FailureCounted: { type: 'FailureCounted', failures: 2, failedAt: first, nextAt: first },
      AttemptNoted: { type: 'AttemptNoted' },
      FailureUncounted: { type: 'FailureUncounted', failures: 1, nextAt: first },
      FailuresForgiven: { type: 'FailuresForgiven' },
    },
    follows,
    [decider],
  )
})

describe('walks of a throttle', () => {
  const waits = [0, 1, 999, 1_000, 5 * minute, hour, 12 * hour]
  describeWalks<ThrottleState, ThrottleCommand, ThrottleEvent, ThrottleRefusal>(
    { decider, by, commands },
    {
      start: first,
      waits,
      stamps: [first],
      published: `stateDiagram-v2
        [*] --> counting
        counting --> counting: CountFailure
        counting --> counting: NoteAttempt
        counting --> counting: UncountFailure
        counting --> counting: ForgiveFailures`,
    },
  )

  /** The delay after each of `count` failures, each made as soon as it is judged. */
  function delays(of: ThrottlePolicy, count: number): number[] {
    const machine = throttleDecider(of)
    const found: number[] = []
    let state = machine.initial
    let at = first
    for (let i = 0; i < count; i += 1) {
      const decided = machine.decide(state, commands.count, { at, by })
      if (!decided.ok) throw new Error(decided.refusal.code)
      state = decided.value.reduce(machine.evolve, state)
      found.push(state.nextAt - at)
      at = Math.max(at, state.nextAt)
    }
    return found
  }

  it('L6: delays cost nothing at first, then double, and never grow above the bound', () => {
    const expected = [0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]
    const lasting = { ...policy, forgottenMs: 1_000 * hour, failuresMax: 1_000 }
    expect(delays(lasting, 13)).toEqual(expected)
    expect(
      delays(lasting, 500)
        .slice(13)
        .every((ms) => ms === 300_000),
    ).toBe(true)
  })

  it('L6: delays are none where the policy says so', () => {
    expect(delays({ ...policy, delayMs: 0 }, 11)).toEqual(Array.from({ length: 11 }, () => 0))
    expect(delays({ ...policy, delayMs: 0 }, 12).at(-1)).toBe(hour)
    expect(delays({ ...policy, freeFailures: 0 }, 2)).toEqual([1_000, 2_000])
  })

  it('L6: one failure every quarter of an hour is forgotten as slowly as it is repeated, and all of them within a bounded time', () => {
    fc.assert(
      fc.property(walks<ThrottleState, ThrottleCommand>(commands, waits, 60), (steps) => {
        for (const { after, at } of walk(decider, steps, first, by)) {
          const over = at + policy.failuresMax * policy.forgottenMs
          expect(after.failures).toBeLessThanOrEqual(policy.failuresMax)
          expect(remaining(after, policy, over, 0)).toBe(0)
          expect(delayedUntil(after, 0)).toBeLessThanOrEqual(at + hour)
        }
      }),
      { seed: 5, numRuns: runsOf(400) },
    )
  })

  it('L6: with a clock that is behind the lift of a delay failures cost what they cost after it', () => {
    const lifted = first + 10_000
    let state = decider.initial
    for (let i = 0; i < 3; i += 1) {
      const decided = decider.decide(state, { type: 'CountFailure', since: lifted }, { at: first, by })
      if (!decided.ok) throw new Error(decided.refusal.code)
      state = decided.value.reduce(decider.evolve, state)
    }
    expect(state).toEqual(counting(3, lifted, 1_000))
    expect(delayedUntil(state, lifted)).toBe(lifted + 1_000)
  })

  it('L6: an attempt that came too early makes the delay no longer', () => {
    fc.assert(
      fc.property(walks<ThrottleState, ThrottleCommand>(commands, waits, 60), (steps) => {
        for (const { before, after, decided } of walk(decider, steps, first, by)) {
          if (!decided.ok || decided.value[0]?.type === 'AttemptNoted') expect(after).toEqual(before)
        }
      }),
      { seed: 6, numRuns: runsOf(200) },
    )
  })
})
