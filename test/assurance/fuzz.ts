/**
 * `npm run assurance:fuzz`: each target for an hour, two at a time, guided by what has not run yet; the figures go into `docs/assurance.md`. With `-- --hours 8`
 * longer; with `-- --minutes 5` shorter, and printed only; with `-- --runs 200000` the fixed inputs of CI; with `-- --only mime` one target; with `-- --seed 7`
 * others; with `-- --keep` the inputs that led further are kept in `test/fixtures/fuzz`.
 */
import { fuzz } from '../fuzz/campaign.ts'
import { targets } from '../fuzz/targets/index.ts'
import { keepFigures, numberAfter, today } from './figures.ts'

const hours = numberAfter('--hours', 1)
const minutes = numberAfter('--minutes', hours * 60)
const runs = numberAfter('--runs', 0)
const seed = numberAfter('--seed', 1)
const keep = process.argv.includes('--keep')
const at = process.argv.indexOf('--only')
const only = at < 0 ? null : process.argv[at + 1]

const waiting = Object.keys(targets).filter((name) => only === null || name === only)
if (waiting.length === 0) throw new Error(`--only takes one of ${Object.keys(targets).join(', ')}`)
const names = [...waiting]
const told: string[] = []
let broken = 0
let inputsInAll = 0

async function work(): Promise<void> {
  for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
    const { inputs, fresh, ms, found } = await fuzz({ target, seed, keep, ...(runs > 0 ? { runs } : { ms: minutes * 60_000 }) })
    if (found !== null) {
      broken += 1
      process.stdout.write(`FOUND ${found}\n`)
    }
    inputsInAll += inputs
    const line = `${target} ${inputs.toLocaleString('en')}`
    process.stdout.write(`${line}, ${fresh} led further, ${(ms / 1_000).toFixed(0)} s\n`)
    told.push(line)
  }
}

await Promise.all([work(), work()])
const figures = `${today()}: ${names.length} targets for ${minutes} minutes each, seed ${seed}: ${inputsInAll.toLocaleString('en')} inputs (${told.join(', ')}); ${broken} found`
process.stdout.write(`${figures}\n`)
if (broken > 0) process.exitCode = 1
if (runs === 0 && minutes >= 60 && only === null) keepFigures('fuzz', figures)
