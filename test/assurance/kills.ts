/**
 * `npm run assurance:kills`: kills a thousand writing processes on a PostgreSQL of its own, and a thousand on a file of SQLite; the
 * figures go into `docs/assurance.md`. With `-- --kills 10` fewer, which are printed only; with `-- --seed 7` at other moments.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, startPostgres } from '../support/postgres.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'
import { runKills } from './kills/campaign.ts'

const release = 1_000
const kills = numberAfter('--kills', release)
const seed = numberAfter('--seed', 1)
let broken = 0

async function campaign(engine: string, place: string): Promise<string> {
  const report = await runKills(place, kills, seed)
  broken += report.findings.length
  for (const finding of report.findings.slice(0, 50)) process.stdout.write(`  ${finding}\n`)
  const { acknowledged, repeated, lost, mails, duplicates, ms } = report
  const line = `${engine}: ${kills} kills of seed ${seed} in ${seconds(ms)}, ${acknowledged} commands acknowledged, ${repeated} under way and repeated (${lost} were done and only their answer lost), ${mails} mails, ${duplicates} sent twice with equal bytes, ${report.findings.length} broken`
  process.stdout.write(`${line}\n`)
  return line
}

const folder = mkdtempSync(join(tmpdir(), 'sportello-assurance-'))
const server = await startPostgres()
try {
  const { url, drop } = await createDatabase(server.url)
  const lines = [await campaign('PostgreSQL', url), await campaign('SQLite', join(folder, 'killed.db'))]
  await drop()
  if (kills >= release) keepFigures('kills', `${today()}: ${lines.join('; ')}`)
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
if (broken > 0) process.exitCode = 1
