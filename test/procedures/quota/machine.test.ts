import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quotaDecider } from '../../../src/procedures/quota/machine.ts'
import type { QuotaCommand, QuotaEvent, QuotaPass, QuotaRefusal, QuotaState } from '../../../src/procedures/quota/model.ts'
import { type Cell, describeEvolve, describeMatrix, describeWalks, walk, walks } from '../../support/matrix.ts'
import { runsOf } from '../../support/scale.ts'

type Here = Cell<QuotaState, QuotaEvent, QuotaRefusal>

const hour = 3_600_000
const policy = { usesMax: 3, windowMs: 24 * hour }
const decider = quotaDecider(policy)
const first = 1_773_133_200_000
const by = { kind: 'anonymous' } as const

const counting = (...instants: number[]): QuotaState => ({ status: 'counting', instants, pass: null, personal: null })
const withPass = (pass: QuotaPass): QuotaState => ({ ...three, pass })
const three = counting(first, first + hour, first + 2 * hour)
const until = first + 27 * hour

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
  'used up, with a pass': { state: withPass({ digest: 'digest-1', until }), at: first + 4 * hour },
  'used up, with another pass': { state: withPass({ digest: 'digest-2', until }), at: first + 4 * hour },
  'used up, with a pass that was used': { state: withPass({ digest: null, until }), at: first + 4 * hour },
  'with a pass, a millisecond before its end': { state: withPass({ digest: 'digest-1', until }), at: until - 1 },
  'with a pass, at its end': { state: withPass({ digest: 'digest-1', until }), at: until },
  'with a pass that was used, at its end': { state: withPass({ digest: null, until }), at: until },
} as const

const commands = {
  use: { type: 'CountUse' },
  note: { type: 'NoteUse' },
  refuse: { type: 'RefuseUse', digest: 'digest-1' },
  pass: ({ pass }: QuotaState): QuotaCommand => ({ type: 'UsePass', isOwn: pass !== null }),
  'another pass': { type: 'UsePass', isOwn: false },
} as const
type Row = { readonly [Name in keyof typeof commands]: Here }

/** What a use comes to, and what it is told of the next try where it is beyond the limit. */
type Use = Pick<Row, 'use' | 'note'> & { readonly retryAt: number }
const counts = (state: QuotaState, at: number, ...instants: number[]): Use => {
  const next = { ...state, instants }
  const counted = { events: [{ type: 'UseCounted', instants, isBeyond: false }], next } as const
  return { use: counted, note: counted, retryAt: at }
}
const exceeded = (state: QuotaState, retryAt: number, ...instants: number[]): Use => ({
  use: { refusal: { code: 'quota/exceeded', retryAt } },
  note: { events: [{ type: 'UseCounted', instants, isBeyond: true }], next: { ...state, instants } },
  retryAt,
})

const offering = (at: number, state: QuotaState): Here => {
  const pass = { digest: 'digest-1', until: at + 24 * hour }
  return { events: [{ type: 'UseRefused' }, { type: 'PassOffered', ...pass }], next: { ...state, pass } }
}
const rowOf = ({ retryAt, ...uses }: Use, passes: Pick<Row, 'refuse'> & Partial<Pick<Row, 'pass'>>): Row => {
  const none = { refusal: { code: 'quota/exceeded', retryAt } } as const
  return { pass: none, ...passes, 'another pass': none, ...uses }
}
/** While there is no pass, the next refusal brings one. */
const without = ({ state, at }: { readonly state: QuotaState; readonly at: number }, use: Use): Row =>
  rowOf(use, { refuse: offering(at, state) })
/** Until the end of the last one there is no other. */
const stands = (state: QuotaState): Here => ({ events: [{ type: 'UseRefused' }], next: state })
const opens = (state: QuotaState): Here => ({
  events: [{ type: 'PassUsed', until }],
  next: { ...state, pass: { digest: null, until } },
})

const at = situations
const [with1, with2, used] = [
  withPass({ digest: 'digest-1', until }),
  withPass({ digest: 'digest-2', until }),
  withPass({ digest: null, until }),
]
const beyond = (state: QuotaState) => exceeded(state, first + 24 * hour, ...three.instants)

const matrix = {
  decider,
  by,
  situations,
  commands,
  cells: {
    'before anything': without(at['before anything'], counts(counting(), first, first)),
    'used once': without(at['used once'], counts(counting(), first + hour, first, first + hour)),
    'used once in the same millisecond': without(
      at['used once in the same millisecond'],
      counts(counting(), first, first, first),
    ),
    'used up but for one': without(
      at['used up but for one'],
      counts(counting(), first + 2 * hour, first, first + hour, first + 2 * hour),
    ),
    'used up': without(at['used up'], beyond(three)),
    'used up, a millisecond before the oldest use is forgotten': without(
      at['used up, a millisecond before the oldest use is forgotten'],
      beyond(three),
    ),
    'used up, when the oldest use is forgotten': without(
      at['used up, when the oldest use is forgotten'],
      counts(three, first + 24 * hour, first + hour, first + 2 * hour, first + 24 * hour),
    ),
    'used up long ago': without(at['used up long ago'], counts(three, first + 900 * hour, first + 900 * hour)),
    'used up under a laxer policy': without(
      at['used up under a laxer policy'],
      exceeded(three, first + 2 + 24 * hour, first, first + 1, first + 2, first + 3, first + 4),
    ),
    'used up, the clock gone back': without(at['used up, the clock gone back'], beyond(three)),
    'used up, with a pass': rowOf(beyond(with1), { refuse: stands(with1), pass: opens(with1) }),
    'used up, with another pass': rowOf(beyond(with2), { refuse: stands(with2), pass: opens(with2) }),
    'used up, with a pass that was used': rowOf(beyond(used), { refuse: stands(used) }),
    'with a pass, a millisecond before its end': rowOf(counts(with1, until - 1, until - 1), {
      refuse: stands(with1),
      pass: opens(with1),
    }),
    'with a pass, at its end': rowOf(counts(with1, until, until), { refuse: offering(until, with1) }),
    'with a pass that was used, at its end': rowOf(counts(used, until, until), { refuse: offering(until, used) }),
  },
} as const

describe('every state of a quota meets every command', () => {
  describeMatrix<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>(matrix)
  const always = ['UseCounted', 'UseRefused', 'PassOffered'] as const
  const follows = Object.fromEntries(
    Object.entries(situations).map(([name, { state }]) => [
      name,
      typeof state.pass?.digest === 'string' ? ([...always, 'PassUsed'] as const) : always,
    ]),
  )
  describeEvolve<QuotaState, QuotaCommand, QuotaEvent, QuotaRefusal>(
    matrix,
    {
      UseCounted: { type: 'UseCounted', instants: [first], isBeyond: false },
      UseRefused: { type: 'UseRefused' },
      PassOffered: { type: 'PassOffered', digest: 'digest-1', until },
      PassUsed: { type: 'PassUsed', until },
    },
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
        counting --> counting: NoteUse
        counting --> counting: RefuseUse
        counting --> counting: UsePass`,
    },
  )

  it('R2: within any window there are never more uses than allowed, and what is told of the next try is true', () => {
    fc.assert(
      fc.property(walks(commands, waits, 60), (steps) => {
        const counted: number[] = []
        for (const { before, command, decided, at } of walk(decider, steps, first, by)) {
          if (decided.ok) {
            if (!decided.value.some((event) => event.type === 'UseCounted' && !event.isBeyond)) continue
            counted.push(at)
            expect(counted.filter((instant) => instant > at - policy.windowMs).length).toBeLessThanOrEqual(policy.usesMax)
            continue
          }
          const { retryAt } = decided.refusal
          const use = { type: 'CountUse' } as const
          expect(retryAt).toBeGreaterThanOrEqual(at)
          if (command.type === 'CountUse') expect(retryAt).toBeGreaterThan(at)
          if (retryAt > at) expect(decider.decide(before, use, { at: retryAt - 1, by }).ok).toBe(false)
          expect(decider.decide(before, use, { at: retryAt, by }).ok).toBe(true)
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

  it('R16: there is one pass a day at the most, and each lets one use through', () => {
    fc.assert(
      fc.property(walks(commands, waits, 60), (steps) => {
        let offeredAt = Number.NEGATIVE_INFINITY
        let used = 0
        for (const { decided, at } of walk(decider, steps, first, by)) {
          for (const event of decided.ok ? decided.value : []) {
            if (event.type === 'PassOffered') {
              expect(at - offeredAt).toBeGreaterThanOrEqual(24 * hour)
              ;[offeredAt, used] = [at, 0]
            }
            if (event.type !== 'PassUsed') continue
            used += 1
            expect([used, at - offeredAt < 24 * hour]).toEqual([1, true])
          }
        }
      }),
      { seed: 5, numRuns: runsOf(400) },
    )
  })
})
