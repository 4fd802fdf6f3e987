/** What is drawn from a seed before anything happens: the office, its people, and a list of steps, each with a seed of its own. */
import type { PolicyChoice } from 'sportello'
import { change as clockChange, day, hour } from '../../rules/civil/clocks-of-rome.ts'
import { type Chance, chanceOf, seedOf } from './chance.ts'
import { commands, type Theme, themes } from './commands.ts'
import { type MailFate, mailFates, type Trouble, troubleKinds } from './world.ts'

export type Step = {
  readonly number: number
  readonly command: string
  /** All that the command draws. */
  readonly seed: number
  readonly waitMs: number
  /** It waits for an instant that an answer has named: the last millisecond before, or the first one after. */
  readonly isEdge: boolean
  readonly process: number
  readonly trouble: Trouble | null
  readonly fates: readonly (MailFate | null)[]
  /** The clock of the process is off by so much from now on; null: as before. */
  readonly skewMs: number | null
  /** It begins at once with the step before it. */
  readonly isBeside: boolean
}

export type Plan = {
  readonly seed: number
  readonly theme: Theme
  /** Which of the offices that are played once and then put back. */
  readonly beginning: number
  readonly people: number
  readonly policy: PolicyChoice
  readonly startsAt: number
  readonly skews: readonly number[]
  readonly isCalm: boolean
  readonly steps: readonly Step[]
}

/** Days on which something is odd about the clocks, and some on which nothing is. */
const firstDays = [
  Date.UTC(2026, 2, 10, 9),
  Date.UTC(2026, 5, 9, 20),
  clockChange(2026, 3) - 2 * day,
  clockChange(2026, 10) - 2 * day,
  Date.UTC(2028, 1, 27, 21),
]

const policies: readonly PolicyChoice[] = [
  {},
  {
    credential: { disuseMs: 90 * day, lifetimeMs: 400 * day, passwordLifetimeMs: 180 * day },
    pecChange: { receipts: 'none', linksMax: 3 },
    recovery: { linkMs: day },
    registration: { bytesMax: 1_500, documentsBytesMax: 1_700 },
    quota: { mailboxMax: 12 },
  },
  {
    credential: { temporaryLifetimeMs: 3 * day },
    pecChange: { unverifiedReceipts: 'bind', sharedPec: 'allow' },
    assignment: { required: true },
    retention: { rejectedMs: 10 * day, approvedMs: 60 * day, closedMs: 5 * day },
  },
]

export const beginningsMax = firstDays.length * policies.length

const waits = [0, 1_000, 60_000, 10 * 60_000, hour, 5 * hour, 12 * hour, day, 2 * day] as const
const long = [8 * day, 30 * day, 100 * day, 400 * day] as const

function drawCommand(chance: Chance, theme: Theme): string {
  const part = chance.oneIn(3) ? chance.oneOf(Object.values(themes)) : themes[theme]
  const all = Object.entries(part)
  let left = chance.below(all.reduce((sum, [, { weight }]) => sum + weight, 0))
  for (const [name, { weight }] of all) {
    if (left < weight) return name
    left -= weight
  }
  return 'letters go out'
}

/** A run of a theme: the same seed without one draws its own. */
export function drawPlan(seed: number, stepsMax: number, about: Theme | null = null): Plan {
  const chance = chanceOf(seed)
  const beginning = chance.below(beginningsMax)
  const isCalm = chance.oneIn(2)
  const drawn = chance.oneOf(Object.keys(themes) as Theme[])
  const theme = about ?? drawn
  const skews = [0, 0, 0].map(() => (isCalm ? 0 : chance.oneOf([0, -5_000, 5_000, -120_000, 120_000])))
  // So often something goes wrong in this run, of so many steps one; each run has kinds of its own.
  const troubledOne = chance.oneOf([3, 6, 12])
  const kinds = troubleKinds.filter(() => chance.oneIn(2))
  const isSlow = chance.oneIn(3)
  const steps = Array.from({ length: stepsMax }, (_, number): Step => {
    const of = chanceOf(seedOf(seed, number))
    const isTroubled = !isCalm && of.oneIn(troubledOne)
    const fate = (): MailFate | null => (of.oneIn(2) ? null : of.oneOf(mailFates))
    const wait = of.oneIn(isSlow ? 6 : 30) ? of.oneOf(long) : of.oneOf(waits)
    return {
      ...{ number, command: of.oneIn(5) ? 'letters go out' : drawCommand(of, theme), seed: seedOf(seed, 10_000 + number) },
      isEdge: of.oneIn(7),
      waitMs: of.oneIn(3) ? 0 : wait + of.below(1 + wait / 10),
      process: isCalm ? 0 : of.below(3),
      trouble: isTroubled && kinds.length > 0 ? { kind: of.oneOf(kinds), call: 1 + of.below(9) } : null,
      fates: !isCalm && of.oneIn(4) ? [fate(), fate()] : [],
      skewMs: !isCalm && of.oneIn(25) ? of.oneOf([0, -5_000, 5_000, -120_000, 300_000, -3_600_000]) : null,
      isBeside: number > 0 && of.oneIn(6),
    }
  })
  return {
    seed,
    theme,
    beginning,
    people: 3,
    policy: policies[beginning % policies.length] ?? {},
    startsAt: firstDays[Math.floor(beginning / policies.length)] ?? 0,
    skews,
    isCalm,
    steps: steps.filter(({ command }) => commands.has(command)),
  }
}

/** How many people an office-year has, and how many stretches of sixty steps, each about something else. */
export const yearPeople = 100
const yearStretches = 20

/** About a year of an office with a hundred people: nobody waits longer than a few hours for the next step. */
export function drawYear(seed: number): Plan {
  const base = drawPlan(seed, 0)
  const calm = base.isCalm ? { trouble: null, fates: [], skewMs: null, process: 0 } : {}
  const stretches = Array.from({ length: yearStretches }, (_, stretch) => drawPlan(seedOf(seed, stretch), 60).steps)
  const steps = stretches.flat().map((step, number) => ({ ...step, ...calm, number, waitMs: Math.min(step.waitMs, 5 * hour) }))
  return { ...base, people: yearPeople, steps }
}

/** Every command there is, so many times over, in a calm office: whatever else is drawn, each is given. */
export function planOfAll(seed: number, rounds: number): Plan {
  const names = Array.from({ length: rounds }, () => [...commands.keys()]).flat()
  const steps = names.map((command, number): Step => {
    const clock = { waitMs: 60_000, isEdge: false, skewMs: null, process: 0, isBeside: false }
    return { ...{ number, command, seed: seedOf(seed, number) }, ...clock, trouble: null, fates: [] }
  })
  return { ...drawPlan(seed, 0), beginning: 0, policy: {}, startsAt: firstDays[0] ?? 0, skews: [0, 0, 0], isCalm: true, steps }
}
