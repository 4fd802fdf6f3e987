/** Makes a run that has a flaw as short as it can: steps are left out, then what goes wrong, then waits; what is left still breaks the same invariant. */
import type { Plan, Step } from './plan.ts'
import { play } from './play.ts'

const runsMax = 300

export async function shrink(plan: Plan, invariant: string): Promise<Plan> {
  let runs = 0
  const breaks = async (steps: readonly Step[]): Promise<boolean> => {
    runs += 1
    const { flaws } = await play({ ...plan, steps })
    return flaws.some((flaw) => flaw.invariant === invariant)
  }
  // What comes after the flaw has nothing to do with it; the step beside it may.
  const [flaw] = (await play(plan)).flaws
  let steps = plan.steps.filter(({ number }) => flaw === undefined || number <= flaw.step + 1)
  // Halves first, then quarters, down to single steps.
  for (let size = Math.ceil(steps.length / 2); size >= 1 && runs < runsMax; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length && runs < runsMax; ) {
      const rest = [...steps.slice(0, from), ...steps.slice(from + size)]
      if (await breaks(rest)) steps = rest
      else from += size
    }
  }
  const simpler: readonly ((step: Step) => Step)[] = [
    (step) => ({ ...step, trouble: null }),
    (step) => ({ ...step, fates: [] }),
    (step) => ({ ...step, isBeside: false }),
    (step) => ({ ...step, skewMs: null }),
    (step) => ({ ...step, process: 0 }),
    (step) => ({ ...step, isEdge: false }),
    (step) => ({ ...step, waitMs: 0 }),
  ]
  for (const simplify of simpler) {
    for (let i = 0; i < steps.length && runs < runsMax; i += 1) {
      const step = steps[i] as Step
      const other = simplify(step)
      if (JSON.stringify(other) === JSON.stringify(step)) continue
      const changed = steps.map((one, at) => (at === i ? other : one))
      if (await breaks(changed)) steps = changed
    }
  }
  return { ...plan, steps }
}
