/** The rows about the end of the local credentials: asking for a phase, and the sweep that reminds everybody. */
import { phaseOf, type SunsetPerson } from '../../src/procedures/calendar/sunset/course.ts'
import type { SunsetCourse } from '../../src/procedures/calendar/sunset/model.ts'
import { sweepRows } from './maintenance.ts'
import { inProcess, race } from './race.ts'
import { duration, type Row } from './report.ts'
import { openGround } from './storage/ground.ts'

type Extent = { readonly rounds: number; readonly sampleMs: number; readonly subscribers: number }

const full: Extent = { rounds: 41, sampleMs: 25, subscribers: 100_000 }
const quick: Extent = { rounds: 15, sampleMs: 15, subscribers: 10_000 }
const tiny: Extent = { rounds: 1, sampleMs: 1, subscribers: 1_000 }

const lastIssue = Date.UTC(2021, 1, 27, 23)
const lastUse = Date.UTC(2021, 8, 30, 22)
const course: SunsetCourse = {
  audience: null,
  title: { it: 'D.L. 76/2020', en: 'Decree-Law 76/2020' },
  ends: {
    issue: lastIssue,
    'password-replacement': lastIssue,
    'pin-replacement': lastIssue,
    'first-credentials': lastIssue,
    restoration: lastIssue,
    use: lastUse,
  },
  exempt: ['minor', 'no-italian-document', 'guardianship'],
  means: ['spid', 'cie', 'cns'],
  remindDays: [60, 30, 7],
}
const people: readonly SunsetPerson[] = [
  { birthDate: '1950-01-01', granted: null },
  { birthDate: '2010-02-28', granted: null },
  { birthDate: '1950-01-01', granted: { kind: 'guardianship', untilDay: '2022-01-01' } },
  { birthDate: null, granted: null },
]
const instants = [lastIssue - 1, lastIssue, lastUse - 1, lastUse]

/** The phase of each person at each instant: all six acts, exemptions by day of birth and by the office. */
async function phaseRow({ rounds, sampleMs }: Extent): Promise<Row> {
  const asking = inProcess('phase', people.length * instants.length, sampleMs, () => {
    let over = 0
    for (const at of instants) for (const person of people) if (phaseOf(course, person, at).name === 'over') over += 1
    return over
  })
  const { median, min, max } = (await race([asking], rounds)).timeOf('phase')
  return {
    what: '`phase` of one person in a course with three exemptions',
    figure: `**${duration(median)}** (${duration(min)}..${duration(max)}) for all six acts`,
    goal: '≤ 1 µs',
    met: median <= 1_000,
  }
}

export async function sunsetRows(size: 'full' | 'quick' | 'tiny'): Promise<readonly Row[]> {
  const extent = { full, quick, tiny }[size]
  const ground = await openGround()
  try {
    const each = { side: 'remind', what: 'subscribers', each: 'reminded by a letter' } as const
    return [await phaseRow(extent), ...(await sweepRows(ground, extent.subscribers, each))]
  } finally {
    await ground.close()
  }
}
