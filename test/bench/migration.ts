/** The rows about a migration of mailboxes: which password opens which, an activation beside a plain commit, and what size costs. */
import { type MigrationFacts, passwordAt } from '../../src/procedures/mailbox-migration/migration/password-at.ts'
import { inProcess, type Order, race, remoteSide } from './race.ts'
import { duration, perSecond, plain, type Row, ratioRow } from './report.ts'
import type { Memory } from './storage/child.ts'
import { type Ground, openGround } from './storage/ground.ts'

type Extent = {
  readonly rounds: number
  readonly sampleMs: number
  readonly sizes: readonly [least: number, most: number]
  /** Activations of one round, and of all rounds together. */
  readonly activations: number
  readonly reports: number
}

const full: Extent = { rounds: 21, sampleMs: 25, sizes: [1_000, 1_000_000], activations: 200, reports: 20 }
const quick: Extent = { rounds: 7, sampleMs: 15, sizes: [1_000, 10_000], activations: 60, reports: 10 }
const tiny: Extent = { rounds: 1, sampleMs: 1, sizes: [40, 80], activations: 8, reports: 2 }

const at = Date.UTC(2022, 10, 23, 13)
const hour = 3_600_000

/** A cut-over that was rolled back, and the one after it; mailboxes that were activated never, once, and again and again. */
const mailboxes: readonly MigrationFacts[] = [0, 1, 20].map((activations) => ({
  cutOvers: [
    { startedAt: at, completedAt: at + hour, rolledBackAt: at + 2 * hour },
    { startedAt: at + 24 * hour, completedAt: at + 30 * hour, rolledBackAt: null },
  ],
  activations: Array.from({ length: activations }, (_, i) => ({
    at: at - 100 * hour + i,
    password: i % 2 === 0 ? ('kept' as const) : ('replaced' as const),
    setAt: at - 99 * hour + i,
  })),
}))
const instants = [-200, -1, 0, 1, 2, 24, 29, 30, 1_000].map((hours) => at + hours * hour)

async function passwordRow({ rounds, sampleMs }: Extent): Promise<Row> {
  const asking = inProcess('passwordAt', mailboxes.length * instants.length, sampleMs, () => {
    let open = 0
    for (const facts of mailboxes) for (const instant of instants) if (passwordAt(facts, instant).opens !== 'nothing') open += 1
    return open
  })
  const { median, min, max } = (await race([asking], rounds)).timeOf('passwordAt')
  return {
    what: '`passwordAt` of a mailbox with up to 20 activations and two cut-overs',
    figure: `**${duration(median)}** (${duration(min)}..${duration(max)})`,
    goal: '≤ 1 µs',
    met: median <= 1_000,
  }
}

const mebibyte = 2 ** 20
const commitsEach = 2

async function sizeRows(ground: Ground, { rounds, sizes, activations, reports }: Extent): Promise<readonly Row[]> {
  const [least, most] = sizes
  const place = await ground.place('postgres')
  const few = await ground.open('mailboxes', 'postgres', least)
  const many = await ground.openOn(place, 'mailboxes', most)
  const order: Order = { operations: activations, atOnce: 8 }
  // The same in both, so that the memory is that of the same work; and whoever serves a campaign has been running for a while.
  for (let round = 2; round <= Math.floor(least / activations); round += 1)
    for (const remote of [few, many]) await remote.ask({ what: 'activate', order })
  const reporting: Order = { operations: reports, atOnce: 1 }
  const reported = await race(
    [
      remoteSide('few', few, { what: 'report', order: reporting }),
      remoteSide('many', many, { what: 'report', order: reporting }),
    ],
    rounds,
  )
  for (const remote of [few, many]) await remote.ask({ what: 'work', order: { operations: 5, atOnce: 1 } })
  const [small, large] = [(await few.ask<Memory>('memory')).inUse, (await many.ask<Memory>('memory')).inUse] as const
  few.kill()
  // In the tables that hold the mailboxes.
  const commits = await ground.openOn(place, 'adapter')
  const each = remoteSide('commit', commits, { what: 'commit', order })
  // The attempt is counted in a commit of its own before the provider is asked.
  const asMany = { name: 'commits', sample: async () => commitsEach * (await each.sample()) }
  const leftOver = Math.floor((most - least) / activations)
  const activating = await race(
    [remoteSide('activate', many, { what: 'activate', order }), asMany],
    Math.min(rounds, leftOver - 2),
  )
  for (const remote of [many, commits]) remote.kill()
  const rates = ['activate', 'commits'].map((name) => perSecond(activating.timeOf(name).median)).join(' against ')
  const times = ['many', 'few'].map((name) => duration(reported.timeOf(name).median)).join(' against ')
  const [lessText, moreText] = [least.toLocaleString('en'), most.toLocaleString('en')]
  return [
    ratioRow(
      `a mailbox of ${moreText} goes from verified to activated on ${ground.names.postgres}, with providers that do nothing: its rate ÷ that of as many plain commits, which are two, in the same tables, 8 at once`,
      activating.ratio('commits', 'activate'),
      { least: 0.5 },
      rates,
    ),
    {
      what: `activations, work and reports on ${ground.names.postgres}: memory in use, ${moreText} ÷ ${lessText} mailboxes`,
      figure: `**${plain(large / small)}x**; ${plain(large / mebibyte)} MiB against ${plain(small / mebibyte)} MiB`,
      goal: '≤ 1.2x',
      met: large / small <= 1.2,
    },
    ratioRow(
      `\`migration.report()\` on ${ground.names.postgres}, ${moreText} ÷ ${lessText} mailboxes`,
      reported.ratio('many', 'few'),
      { most: 1.3 },
      times,
    ),
  ]
}

export async function migrationRows(size: 'full' | 'quick' | 'tiny'): Promise<readonly Row[]> {
  const extent = { full, quick, tiny }[size]
  const ground = await openGround()
  try {
    return [await passwordRow(extent), ...(await sizeRows(ground, extent))]
  } finally {
    await ground.close()
  }
}
