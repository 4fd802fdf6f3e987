/**
 * `npm run assurance:mutation`: how many mutants of the sources the unit tests kill, part by part; the figures go into `docs/mutants.md` and `docs/assurance.md`. `-- --part rules/pec`
 * runs one part, and `-- --from rules/pec` that and what comes after it. With `-- --since origin/main` the mutants of the sources that differ from a commit, with `-- --only src/kernel/hold.ts`
 * those of one file, both printed only. Ends with 1 where a part has less than 95 of 100.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'
import { changedSince, mutate, mutated, partsOf } from './mutation/campaign.ts'
import { figuresOf, mutants, type PartRow, rowsOf, score, withRow } from './mutation/page.ts'

const least = 0.95
const after = (name: string): string | undefined =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined
const [only, since, named, from] = [after('--only'), after('--since'), after('--part'), after('--from')]
const isWhole = only === undefined && since === undefined
const page = new URL('../../docs/mutants.md', import.meta.url)

function keep(row: PartRow, parts: number): void {
  const rows = withRow(existsSync(page) ? rowsOf(readFileSync(page, 'utf8')) : [], row)
  writeFileSync(page, mutants(rows, parts))
  keepFigures('mutation', figuresOf(rows, parts))
}

const all = partsOf(mutated())
const changed = partsOf(since === undefined ? [] : changedSince(since))
const asked = isWhole ? all : only === undefined ? changed : partsOf([only])
const chosen = [...asked]
  .filter(([part]) => (named === undefined || part === named) && (from === undefined || part >= from))
  .sort()
if (chosen.length === 0) process.stdout.write('no source is to be mutated\n')
for (const [part, files] of chosen) {
  const begun = performance.now()
  const { judged, killed, argued, survivors, idle } = await mutate(part, files, isWhole, numberAfter('--processes', 2))
  for (const { file, line, was, becomes, tested } of survivors)
    process.stdout.write(`${tested ? 'survived' : 'reached by no test'}  ${file}:${line}  ${was}  ->  ${becomes}\n`)
  for (const { file, was, becomes } of idle) process.stdout.write(`no mutant has this reason  ${file}  ${was}  ->  ${becomes}\n`)
  const row = { part, judged, killed, argued, date: today() }
  process.stdout.write(`${part}: ${figuresOf([row], 1)}; ${seconds(performance.now() - begun)}\n`)
  if (isWhole) keep(row, all.size)
  if (score(judged, killed) < least || idle.length > 0) process.exitCode = 1
}
