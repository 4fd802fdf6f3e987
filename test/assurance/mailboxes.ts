/**
 * `npm run assurance:mailboxes`: ten thousand mailboxes move on a PostgreSQL of its own, by four processes of which twenty are killed; the figures go into
 * `docs/assurance.md`. With `-- --mailboxes 1000 --kills 5` fewer, which are printed only; with `-- --seed 7` at other moments.
 */
import { createDatabase, startPostgres } from '../support/postgres.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'
import { runMailboxKills } from './mailboxes/campaign.ts'

const [allMailboxes, allKills] = [10_000, 20]
const mailboxes = numberAfter('--mailboxes', allMailboxes)
const kills = numberAfter('--kills', allKills)
const seed = numberAfter('--seed', 1)

const server = await startPostgres()
try {
  const { url, drop } = await createDatabase(server.url)
  const report = await runMailboxKills({ url, mailboxes, kills, seed })
  await drop()
  const { findings, killed, live, blocked, messages, letters, repeated, rows, ms } = report
  for (const finding of findings.slice(0, 50)) process.stdout.write(`  ${finding}\n`)
  const line = `${mailboxes} mailboxes and ${killed} kills of seed ${seed} in ${seconds(ms)}: ${live} moved, ${blocked} blocked, ${messages} messages copied, ${letters} letters, ${repeated} answers lost or given twice; ${rows} rows looked through for passwords; ${findings.length} broken`
  process.stdout.write(`${line}\n`)
  if (mailboxes >= allMailboxes && kills >= allKills) keepFigures('mailboxes', `${today()}: ${line}`)
  if (findings.length > 0) process.exitCode = 1
} finally {
  await server.stop()
}
