/**
 * `npm run assurance:planted`: deletes or weakens one security rule after the other in a copy of the sources, and demands that a test of the
 * case fails which the rule serves. The figures go into `docs/assurance.md`. With `-- --only L6` the bugs of one id, which are printed only.
 */
import { keepFigures, seconds, today } from './figures.ts'
import { plantedBugs, unplanted } from './planted/bugs.ts'
import { plantAll } from './planted/campaign.ts'

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
const bugs = plantedBugs.filter(({ id }) => only === undefined || id === only)
const begun = performance.now()
let found = 0
await plantAll(bugs, 2, ({ bug: { id, name, file }, isFound, why }) => {
  if (isFound) found += 1
  process.stdout.write(isFound ? `found      ${id}: ${name}\n` : `NOT FOUND  ${id}: ${name} (${file}): ${why}\n`)
})
const cases = new Set(bugs.map(({ id }) => id)).size
const figures = `${today()}: ${bugs.length} bugs of ${cases} cases and invariants, found ${found} of ${bugs.length}, each by a test that bears its id; ${Object.keys(unplanted).length} cases without one, with their reasons; ${seconds(performance.now() - begun)}`
process.stdout.write(`${figures}\n`)
if (only === undefined) keepFigures('planted', figures)
if (found < bugs.length || bugs.length === 0) process.exitCode = 1
