/**
 * `npm run assurance:mutation`: how many mutants of the sources the unit tests kill. With `-- --only src/kernel` those of a folder or file, with
 * `-- --since origin/main` those of the sources that differ from a commit, both printed only; with `-- --sample 10` those of one file in ten. Ends with 1 below 95 of 100.
 */
import { keepFigures, numberAfter, seconds, today } from './figures.ts'
import { changedSince, mutate, mutated, sampleOf } from './mutation/campaign.ts'

const least = 0.95
const after = (name: string): string | undefined =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined
const [only, since] = [after('--only'), after('--since')]
const oneIn = numberAfter('--sample', 1)
const isWhole = only === undefined && since === undefined && oneIn === 1

function chosen(): readonly string[] {
  if (since !== undefined) return changedSince(since)
  if (only === undefined) return oneIn === 1 ? mutated() : sampleOf(oneIn)
  return [only.endsWith('.ts') ? only : `${only}/**/*.ts`, '!src/**/*{words,messages,letters}*.ts']
}

const patterns = chosen()
if (patterns.length === 0) process.stdout.write('no source is to be mutated\n')
else {
  const begun = performance.now()
  const { judged, killed, argued, survivors, idle } = await mutate(patterns, isWhole, numberAfter('--processes', 2))
  for (const { file, line, was, becomes, tested } of survivors) {
    process.stdout.write(`${tested ? 'survived' : 'reached by no test'}  ${file}:${line}  ${was}  ->  ${becomes}\n`)
  }
  for (const { file, was, becomes } of idle) process.stdout.write(`no mutant has this reason  ${file}  ${was}  ->  ${becomes}\n`)
  const score = judged === 0 ? 1 : killed / judged
  const part = oneIn === 1 ? '' : ` of one file in ${oneIn} (${patterns.length})`
  const figures = `${today()}: ${judged} mutants${part}, ${killed} killed (${(100 * score).toFixed(1)} %), ${argued} more with their reasons; ${seconds(performance.now() - begun)}`
  process.stdout.write(`${figures}\n`)
  if (only === undefined && since === undefined) keepFigures('mutation', figures)
  if (score < least || idle.length > 0) process.exitCode = 1
}
