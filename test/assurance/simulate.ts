/**
 * `npm run assurance:simulate`: whole offices drawn from seeds, judged by the invariants of the threat model at every commit, answer and letter. `-- --seed N` begins
 * at another seed, `-- --count N` plays so many, `-- --steps 1,2,3` plays these steps alone, `-- --met` prints what was met.
 * `-- --years 50` plays so many years of offices with a hundred people instead. A run with a flaw is shrunk and told as a story.
 */
import { parseArgs } from 'node:util'
import { nothingMet, search, seedsFrom, stepsMax } from '../simulation/simulator/campaign.ts'
import { drawPlan, drawYear } from '../simulation/simulator/plan.ts'
import { play } from '../simulation/simulator/play.ts'
import { shrink } from '../simulation/simulator/shrink.ts'
import { tell } from '../simulation/simulator/story.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'

const release = 20_000
const first = numberAfter('--seed', 1)
const years = numberAfter('--years', 0)
const releaseYears = 50
const count = years > 0 ? years : numberAfter('--count', release)
const draw = (seed: number) => (years > 0 ? drawYear(seed) : drawPlan(seed, stepsMax))
const { steps, met: isMetAsked } = parseArgs({
  options: { steps: { type: 'string' }, met: { type: 'boolean' } },
  strict: false,
}).values

if (steps !== undefined) {
  const chosen = new Set(String(steps).split(',').map(Number))
  const whole = draw(first)
  const plan = { ...whole, steps: whole.steps.filter(({ number }) => chosen.has(number)) }
  const world = await play(plan)
  process.stdout.write(`${tell(world, plan)}\n`)
  if (world.flaws.length > 0) process.exitCode = 1
} else {
  const startedAt = Date.now()
  const met = nothingMet()
  const broken = await search(seedsFrom(first, count), met, () => false, draw)
  const lasted = Date.now() - startedAt
  if (isMetAsked === true) {
    for (const [what, times] of [...met.answers, ...met.troubled].sort(([a], [b]) => (a < b ? -1 : 1)))
      process.stdout.write(`${what}: ${times}\n`)
  }
  if (broken !== null) {
    const [flaw] = broken.world.flaws
    const plan = await shrink(broken.plan, flaw?.invariant ?? '')
    process.stdout.write(`${tell(await play(plan), plan)}\n`)
    process.exitCode = 1
  }
  const rate = (many: number) => Math.round((many * 1_000) / lasted).toLocaleString('en')
  const played =
    years > 0
      ? `${met.sequences} offices of a hundred people over ${Math.round(met.ms / (365 * 86_400_000))} years in all`
      : `${met.sequences.toLocaleString('en')} sequences of ${stepsMax} steps`
  const figures = `${today()}: ${played}, seeds from ${first}, ${met.calls.toLocaleString('en')} calls in ${seconds(lasted)} (${rate(met.calls)} calls a second); ${broken === null ? 0 : 1} broken`
  process.stdout.write(`${figures}\n`)
  if (broken === null && years === 0 && met.sequences >= release) keepFigures('simulate', figures)
  if (broken === null && years >= releaseYears) keepFigures('office-years', figures)
}
