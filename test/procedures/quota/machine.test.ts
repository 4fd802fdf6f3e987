import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quotaDecider } from '../../../src/procedures/quota/machine.ts'
import type { QuotaCommand, QuotaEvent, QuotaRefusal, QuotaState } from '../../../src/procedures/quota/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, walk, walks } from '../../support/matrix.ts'
import { runsOf } from '../../support/scale.ts'

type Here = Cell<QuotaState, QuotaEvent, QuotaRefusal>

const hour = 3_600_000
const policy = { usesMax: 3, windowMs: 24 * hour }
const decider = quotaDecider(policy)
const first = 1_773_133_200_000
const by = { kind: 'anonymous' } as const

const counting = (...instants: number[]): QuotaState => ({ status: 'counting', instants, personal: null })
const three = counting(first, first + hour, first + 2 * hour)

const situations = {
  'before anything': { state: counting(), at: first },
  'used once': { state: counting(first), at: first + hour },
  'used once in the same millisecond': { state: counting(first), at: first },
  'used up but for one': { state: counting(first, first + hour), at: first + 2 * hour },
  'used up': { state: three, at: first + 3 * hour },
  'used up, a millisecond before the oldest use is forgotten': { state: three, at: first + 24 * hour - 1 },
  'used up, when the oldest use is forgotten': { state: three, at: first + 24 * hour },
  'used up long ago': { state: three, at: first + 900 * hour },
  'used up under a laxer policy': { state: counting(first, first + 1, first + 2, first + 3, first + 4), at: first + 5 },
  'used up, the clock gone back': { state: three, at: first - 5 * hour },
} as const

const commands = { use: { type: 'CountUse' }, note: { type: 'NoteUse' } } as const
type Row = { readonly use: Here; readonly note: Here }
const counts = (...instants: number[]): Row => {
  const counted = { events: [{ type: 'UseCounted', instants, isBeyond: false }], next: counting(...instants) } as const
  return { use: counted, note: counted }
}
const exceeded = (retryAt: number, ...instants: number[]): Row => ({
  use: { refusal: { code: 'quota/exceeded', retryAt } },
  note: { events: [{ type: 'UseCounted', instants, isBeyond: true }], next: counting(...instants) },
})

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'before anything': counts(first),
    'used once': counts(first, first + hour),
    'used once in the same millisecond': counts(first, first),
    'used up but for one': counts(first, first + hour, first + 2 * hour),
    'used up': exceeded(first + 24 * hour, ...three.instants),
    'used up, a millisecond before the oldest use is forgotten': exceeded(first + 24 * hour, ...three.instants),
    'used up, when the oldest use is forgotten': counts(first + hour, first + 2 * hour, first + 24 * hour),
    'used up long ago': counts(first + 900 * hour),
    'used up under a laxer policy': exceeded(first + 2 + 24 * hour, first, first + 1, first + 2, first + 3, first + 4),
    'used up, the clock gone back': exceeded(first + 24 * hour, ...three.instants),
  },
} as const

describe('every state of a quota meets every command', () => {
  describeMatrix<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>(matrix)
  const follows = Object.fromEntries(Object.keys(situations).map((name) => [name, ['UseCounted'] as const]))
  describeEvolve<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>(
    matrix,
    { UseCounted: { type: 'UseCounted', instants: [first], isBeyond: false } },
    follows,
    [decider],
  )
})

describe('walks of a quota', () => {
  const waits = [0, 1, hour, 8 * hour, 24 * hour - 1, 24 * hour]
  describeWalks<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>(
    { decider, by, commands },
    {
      start: first,
      waits,
      stamps: [first],
      published: `stateDiagram-v2
        [*] --> counting
        counting --> counting: CountUse
        counting --> counting: NoteUse`,
    },
  )

  it('R2: within any window there are never more uses than allowed, and what is told of the next try is true', () => {
    fc.assert(
      fc.property(walks(commands, waits, 60), (steps) => {
        const used: number[] = []
        for (const { before, command, decided, at } of walk(decider, steps, first, by)) {
          if (decided.ok) {
            if (decided.value.some(({ isBeyond }) => isBeyond)) continue
            used.push(at)
            expect(used.filter((instant) => instant > at - policy.windowMs).length).toBeLessThanOrEqual(policy.usesMax)
            continue
          }
          const { retryAt } = decided.refusal
          expect(retryAt).toBeGreaterThan(at)
          expect(decider.decide(before, command, { at: retryAt - 1, by }).ok).toBe(false)
          expect(decider.decide(before, command, { at: retryAt, by }).ok).toBe(true)
        }
      }),
      { seed: 5, numRuns: runsOf(400) },
    )
  })

  it('R2: the state stays as small as the quota, however often it is used', () => {
    fc.assert(
      fc.property(walks(commands, waits, 60), (steps) => {
        for (const { after } of walk(decider, steps, first, by)) expect(after.instants.length).toBeLessThanOrEqual(policy.usesMax)
      }),
      { seed: 5, numRuns: runsOf(100) },
    )
  })
})
