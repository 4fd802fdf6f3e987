/**
 * `npm run assurance:simulated`: plants one bug after the other and lets simulated offices alone look for it, then the lives of addresses, windows and ends, in no test of the
 * bug's procedure. `-- --offices N` and `-- --lives N` say how many of each, 200 and 40 when left out; `-- --only L6` plants those of one id. The list of all is written into
 * `docs/planted.md`.
 */
import { writeFileSync } from 'node:fs'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'
import { plantedBugs } from './planted/bugs.ts'
import { planted } from './planted/page.ts'
import { type Simulated, simulateAll } from './planted/simulated.ts'

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : undefined
// One in three first, then the others: what is ended early has tried some of each kind.
const order = [...plantedBugs.keys()].sort((one, other) => (one % 3) - (other % 3) || one - other)
const bugs = order.flatMap((i) => plantedBugs[i] ?? []).filter(({ id }) => only === undefined || only.includes(id))
const begun = performance.now()
const all: Simulated[] = []
const effort = { first: 1, offices: numberAfter('--offices', 200), lives: numberAfter('--lives', 40), ms: 600_000 }
const found = (isMeant: (where: string) => boolean): number =>
  all.filter(({ invariant, where }) => invariant !== null && isMeant(where)).length
const figuresNow = (): string =>
  `${today()}: of ${all.length} bugs of ${bugs.length}, ${found((where) => where === 'offices')} were found in at most ${effort.offices} simulated offices, ${found((where) => where !== 'offices')} more in at most ${effort.lives} lives of each kind; ${seconds(performance.now() - begun)}`
await simulateAll(bugs, effort, numberAfter('--processes', 2), (simulated) => {
  all.push(simulated)
  const { bug, invariant, where, played, what } = simulated
  process.stdout.write(
    `${invariant === null ? 'NOT FOUND' : `found by ${invariant} in ${where}, ${played}`}  ${bug.id}: ${bug.name}${what === null ? '' : `: ${what}`}\n`,
  )
  if (only === undefined)
    writeFileSync(new URL('../../docs/planted.md', import.meta.url), planted(plantedBugs, all, figuresNow()))
})
process.stdout.write(`${figuresNow()}\n`)
if (only === undefined) keepFigures('simulated', figuresNow())
if (all.length === 0) process.exitCode = 1
