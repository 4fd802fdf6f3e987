/**
 * `npm run assurance:load`: ten minutes of all commands at once on a PostgreSQL of its own, and the figures into `docs/assurance.md`. With
 * `-- --seconds 60` shorter, and printed only; `-- --seed 7` draws other lives.
 */

import { createDatabase, startPostgres } from '../support/postgres.ts'
import { keepFigures, numberAfter, today } from './figures.ts'
import { growthMost, runLoad } from './load/load.ts'

const release = 600
const lastsSeconds = numberAfter('--seconds', release)
const seed = numberAfter('--seed', 1)

const whole = (count: number): string => Math.round(count).toLocaleString('en')

const server = await startPostgres()
try {
  const database = await createDatabase(server.url)
  const { faults, answers, commands, perSecond, lives, records, mails, memory } = await runLoad(database.url, lastsSeconds, {
    seed,
  })
  await database.drop()
  for (const [said, count] of [...answers].sort(([a], [b]) => (a < b ? -1 : 1)))
    process.stdout.write(`${said}: ${whole(count)}\n`)
  for (const fault of faults.slice(0, 50)) process.stdout.write(`FAULT ${fault}\n`)
  const resident = memory.map(
    ({ early, late, slope }) => `${whole(early)} → ${whole(late)} MiB (${slope.toFixed(2)} MiB a minute)`,
  )
  const figures = [
    `${today()}: ${lastsSeconds} s, 32 clients in ${memory.length} processes, seed ${seed}`,
    `${whole(commands)} commands (${whole(perSecond)}/s), ${whole(lives)} lives, ${whole(records)} records, ${whole(mails)} mails`,
    `${faults.length} errors and broken invariants`,
    `resident memory ${resident.join(', ')}, at most ${growthMost}x`,
  ].join('; ')
  process.stdout.write(`${figures}\n`)
  const grown = memory.some(({ early, late }) => late > early * growthMost)
  if (faults.length > 0 || grown) process.exitCode = 1
  if (lastsSeconds >= release) keepFigures('load', figures)
} finally {
  await server.stop()
}
