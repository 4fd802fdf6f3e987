/**
 * `npm run assurance:simulated`: plants one bug after the other and lets the simulator alone look for it, in no test of the bug's procedure. `-- --seconds N` for each, 60 when
 * left out; `-- --only L6` those of one id. The list of all is written into `docs/planted.md`.
 */
import { writeFileSync } from 'node:fs'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'
import { plantedBugs } from './planted/bugs.ts'
import { planted } from './planted/page.ts'
import { type Simulated, simulateAll } from './planted/simulated.ts'

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
const bugs = plantedBugs.filter(({ id }) => only === undefined || id === only)
const begun = performance.now()
const all: Simulated[] = []
const effort = { first: 1, count: 100_000, ms: 1_000 * numberAfter('--seconds', 60) }
await simulateAll(bugs, effort, numberAfter('--processes', 2), (simulated) => {
  all.push(simulated)
  const { bug, invariant, sequences, what } = simulated
  process.stdout.write(
    `${invariant === null ? 'NOT FOUND' : `found by ${invariant}`}  ${bug.id}: ${bug.name}; ${sequences} sequences${what === null ? '' : `: ${what}`}\n`,
  )
})
const found = all.filter(({ invariant }) => invariant !== null).length
const figures = `${today()}: ${all.length} bugs, ${found} found by the simulator alone, within ${effort.ms / 1_000} s each; ${seconds(performance.now() - begun)}`
process.stdout.write(`${figures}\n`)
if (only === undefined) {
  keepFigures('simulated', figures)
  writeFileSync(new URL('../../docs/planted.md', import.meta.url), planted(bugs, all, figures))
}
if (all.length === 0) process.exitCode = 1
