/**
 * `npm run assurance:races`: every pair of the threat model and every race about an address, a lost secret or the calendar a thousand
 * times, and every other race a hundred times, on a PostgreSQL of its own; the figures go into `docs/assurance.md`. With `-- --trials 10`
 * fewer, and with `-- --only O12 --only M1` those whose name has one of these in it, which are printed only.
 */

import { parseArgs } from 'node:util'
import { createDatabase, startPostgres } from '../support/postgres.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'
import { openCrew } from './races/crew.ts'
import { clientsMax } from './races/race.ts'
import { races } from './races/races.ts'

const release = 1_000
const trials = numberAfter('--trials', release)
const processes = 4
const { only } = parseArgs({ options: { only: { type: 'string', multiple: true }, trials: { type: 'string' } } }).values
const chosen = races.filter(({ name }) => only === undefined || only.some((part) => name.includes(part)))
if (chosen.length === 0) throw new Error(`no race has ${only?.join(' or ')} in its name`)

const server = await startPostgres({ durable: false })
let broken = 0
try {
  const database = await createDatabase(server.url)
  const crew = await openCrew(database.url, { processes })
  const start = performance.now()
  let conflicts = 0
  let run = 0
  for (const race of chosen) {
    const report = await crew.run(race, race.listed === true || race.promised === true ? trials : Math.ceil(trials / 10))
    run += report.trials
    broken += report.findings.length
    conflicts += report.conflicts
    const { racingMs, answers } = report
    const verdict = report.findings.length === 0 ? 'sound' : `${report.findings.length} FINDINGS`
    process.stdout.write(`${verdict}: ${race.name}; ${seconds(racingMs)}, ${report.conflicts} conflicts; ${answers}\n`)
    for (const finding of report.findings.slice(0, 20)) process.stdout.write(`  ${finding}\n`)
  }
  await crew.close()
  await database.drop()
  const lasted = performance.now() - start
  const rate = ((run * 1_000) / lasted).toFixed(1)
  const figures = `${today()}: ${chosen.length} races, ${run} trials × ${clientsMax} clients in ${processes} processes, ${seconds(lasted)} (${rate} trials/s), ${conflicts} conflicts, ${broken} broken`
  process.stdout.write(`${figures}\n`)
  if (trials >= release && only === undefined) keepFigures('races', figures)
} finally {
  await server.stop()
}
if (broken > 0) process.exitCode = 1
