/**
 * `npm run assurance:lives`: random histories of the addresses of three subscribers, 5,000 of them, each judged at every commit, mail and
 * answer; the figures go into `docs/assurance.md`. With `-- --lives 500` fewer, and printed only; `-- --seed 9001` begins elsewhere.
 */
import { playLife } from '../simulation/address-lives.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'

const release = 5_000
const steps = 60
const count = numberAfter('--lives', release)
const first = numberAfter('--seed', 1)

const startedAt = Date.now()
const met = new Map<string, number>()
let broken = 0
for (let seed = first; seed < first + count; seed += 1) {
  const life = await playLife(seed, steps)
  for (const [what, times] of life.met) met.set(what, (met.get(what) ?? 0) + times)
  broken += life.flaws.length
  for (const { invariant, what } of life.flaws) process.stdout.write(`FLAW seed ${seed}: ${invariant}: ${what}\n`)
}
for (const [what, times] of [...met].sort(([a], [b]) => (a < b ? -1 : 1))) process.stdout.write(`${what}: ${times}\n`)

const whole = (number: number): string => number.toLocaleString('en')
const lasted = seconds(Date.now() - startedAt)
const figures = `${today()}: ${whole(count)} lives of ${steps} steps, seeds from ${first}, in ${lasted}; ${broken} invariants broken`
process.stdout.write(`${figures}\n`)
if (broken > 0) process.exitCode = 1
if (count >= release) keepFigures('lives', figures)
