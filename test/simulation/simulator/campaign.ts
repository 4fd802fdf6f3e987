/** Many runs, one seed after the other, and what was met in them. */
import { drawPlan, type Plan } from './plan.ts'
import { play } from './play.ts'
import type { World } from './world.ts'

export const stepsMax = 60

export type Met = {
  /** How often each call was given, by what came of it. */
  readonly answers: Map<string, number>
  /** How often each event met each thing that went wrong. */
  readonly troubled: Map<string, number>
  sequences: number
  calls: number
  /** How much time passed in the offices. */
  ms: number
}

export const nothingMet = (): Met => ({ answers: new Map(), troubled: new Map(), sequences: 0, calls: 0, ms: 0 })

const count = (map: Map<string, number>, name: string): void => void map.set(name, (map.get(name) ?? 0) + 1)

export function note(met: Met, plan: Plan, { history, clock }: World): void {
  met.sequences += 1
  met.ms += clock.at - plan.startsAt
  const troubleOf = new Map(
    plan.steps.map(({ number, trouble, fates, skewMs, isBeside }) => [
      number,
      [
        ...(trouble === null ? [] : [trouble.kind]),
        ...fates.filter((fate) => fate !== null),
        ...(skewMs === null ? [] : ['clock']),
        ...(isBeside ? ['beside'] : []),
      ],
    ]),
  )
  for (const { name, ok, code, error, step, commits } of history.deeds) {
    if (step < 0) continue
    met.calls += 1
    count(met.answers, `${name} ${error !== null ? 'failed' : ok === false ? code : 'ok'}`)
    for (const kind of troubleOf.get(step) ?? []) {
      for (const { events } of commits) for (const event of events) count(met.troubled, `${event.kind} ${event.type} x ${kind}`)
    }
  }
}

export type Broken = { readonly plan: Plan; readonly world: World }

/** Plays seeds until one has a flaw, or all are played. */
export async function search(
  seeds: Iterable<number>,
  met: Met,
  until: (met: Met) => boolean = () => false,
  draw: (seed: number) => Plan = (seed) => drawPlan(seed, stepsMax),
): Promise<Broken | null> {
  for (const seed of seeds) {
    const plan = draw(seed)
    const world = await play(plan)
    note(met, plan, world)
    if (world.flaws.length > 0) return { plan, world }
    if (until(met)) return null
  }
  return null
}

export function* seedsFrom(first: number, many: number): Generator<number> {
  for (let seed = first; seed < first + many; seed += 1) yield seed
}
