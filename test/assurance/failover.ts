/**
 * `npm run assurance:failover`: a primary of pg_auto_failover is killed twenty times, frozen five times and cut off five times under 32 clients, and the same
 * with a replica that is not waited for, which must be found out; the figures go into `docs/assurance.md`. With `-- --kills 3` fewer, which are printed only.
 */
import { type FailoverReport, runFailover, type Trouble } from './failover/campaign.ts'
import { missing } from './failover/cluster.ts'
import { keepFigures, numberAfter, seconds, today } from './figures.ts'

const lacks = missing()
if (lacks !== null) {
  process.stderr.write(`assurance:failover: ${lacks}\n`)
  process.exit(1)
}

const release = 20
const kills = numberAfter('--kills', release)
const others = Math.ceil(kills / 4)
const many = (count: number, trouble: Trouble): readonly Trouble[] => Array.from({ length: count }, () => trouble)

function gapsOf({ gaps }: FailoverReport): string {
  return [...gaps]
    .map(([trouble, all]) => {
      const sorted = [...all].sort((a, b) => a - b)
      const [median = 0, worst = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
      return `${all.length} times ${trouble}, service back after ${seconds(median)} (worst ${seconds(worst)})`
    })
    .join(', ')
}

const whole = await runFailover(
  'synchronous',
  [...many(kills, 'killed'), ...many(others, 'frozen'), ...many(others, 'cut')],
  7_600,
)
for (const finding of whole.findings.slice(0, 50)) process.stdout.write(`  ${finding}\n`)
const { acknowledged, mails, failures, findings, ms } = whole
const line = `synchronous: ${gapsOf(whole)}; ${acknowledged} commands acknowledged, ${failures} failures repeated, ${mails} mails, ${findings.length} lost, doubled or broken, in ${seconds(ms)}`
process.stdout.write(`${line}\n`)
const weak = await runFailover('asynchronous', many(Math.min(3, kills), 'killed'), 7_610)
const told = `asynchronous: ${weak.findings.length} found in ${weak.acknowledged} commands and ${Math.min(3, kills)} kills`
process.stdout.write(
  `${told}\n${weak.findings
    .slice(0, 5)
    .map((finding) => `  ${finding}\n`)
    .join('')}`,
)
if (findings.length > 0 || weak.findings.length === 0) process.exitCode = 1
if (kills >= release) keepFigures('failover', `${today()}: ${line}; ${told}`)
