/** The board as the counter's own report fills it. */
import type { MigrationCopyCounts, MigrationReport, Sportello } from 'sportello'
import { must } from '../ending.ts'
import type { BoardPart, BoardView } from './board.ts'
import type { Crew } from './crew.ts'
import { domain } from './owners.ts'
import { operator } from './setting.ts'

const failedOf = ({ failed }: MigrationCopyCounts): number => Object.values(failed).reduce((sum, count) => sum + count, 0)

function partOf(counts: MigrationCopyCounts, total: number): BoardPart {
  return { running: counts.running, done: counts.done, failed: failedOf(counts), total }
}

/** How fast it goes, by the last seconds: the report itself reckons in minutes and hours. */
export function speedometer(windowMs: number): (at: number, done: number) => number {
  const seen: { readonly at: number; readonly done: number }[] = []
  return (at, done) => {
    seen.push({ at, done })
    while (seen.length > 2 && at - (seen[1]?.at ?? at) >= windowMs) seen.shift()
    const [first = { at, done }] = seen
    return at === first.at ? 0 : Math.max(0, ((done - first.done) * 1000) / (at - first.at))
  }
}

/** By the rate of now, a quarter faster and a quarter slower. */
function endsIn(left: number, perSecond: number): BoardView['endsIn'] {
  if (left <= 0 || perSecond < 1) return null
  const seconds = left / perSecond
  return [Math.floor(seconds * 0.8), Math.ceil(seconds * 1.25)]
}

export type Seen = { readonly report: MigrationReport; readonly view: BoardView }

/** What the board shows now. */
export async function look(
  { migration }: Sportello,
  crew: Crew,
  given: {
    readonly phase: string
    readonly elapsedMs: number
    readonly causes: { readonly [cause: string]: string }
    readonly speed: (at: number, done: number) => number
  },
): Promise<Seen> {
  const report = must(await migration.report({ operator: operator(), domain }), 'en')
  const { statuses, messages, archive, parked, total } = report
  const activated = statuses.activated.count + statuses.live.count
  const perSecond = given.speed(performance.now(), messages.done + archive.done)
  const isArchive = report.phase === 'completed'
  const moving = isArchive ? archive : messages
  const failures = [messages.failed, archive.failed, parked].flatMap((causes) => Object.entries(causes))
  const counted = new Map<string, number>()
  for (const [cause, count] of failures) if (count > 0) counted.set(cause, (counted.get(cause) ?? 0) + count)
  const view: BoardView = {
    phase: given.phase,
    elapsedMs: given.elapsedMs,
    total,
    statuses: {
      live: statuses.live.count,
      activated: statuses.activated.count,
      verified: statuses.verified.count,
      notStarted: statuses['not-started'].count,
      blocked: statuses.blocked.count,
    },
    messages: partOf(messages, isArchive ? activated : total),
    archive: partOf(archive, isArchive ? activated : total),
    failures: [...counted].map(([cause, count]) => [given.causes[cause] ?? cause, count] as const),
    perSecond,
    endsIn: endsIn((isArchive ? activated : total) - moving.done - failedOf(moving), perSecond),
    workers: crew.shown(),
  }
  return { report, view }
}
