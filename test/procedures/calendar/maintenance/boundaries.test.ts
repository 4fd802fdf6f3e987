/** Each instant of a window, a millisecond before, at and after it, on the days on which Rome has 23 and 25 hours, in processes of four zones. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { accepted, openCounter, operator } from '../../../support/counter.ts'
import type { Boundaries } from './boundaries-child.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const child = fileURLToPath(new URL('boundaries-child.ts', import.meta.url))

/** Computed by hand: the clocks go from +01:00 to +02:00 at 01:00 UTC on 29 March, and back at 01:00 UTC on 25 October. */
const instants = {
  '25 hours, midnight to midnight': [Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23), Date.UTC(2026, 9, 24, 22)],
  '25 hours, the hour that comes twice': [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30), Date.UTC(2026, 9, 24, 22)],
  '25 hours, as the day of the cut-off': [Date.UTC(2026, 9, 26, 10), Date.UTC(2026, 9, 27, 23), Date.UTC(2026, 9, 25, 23)],
  '23 hours, midnight to midnight': [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22), Date.UTC(2026, 2, 28, 23)],
  '23 hours, around the hour that there is not': [
    Date.UTC(2026, 2, 29, 0, 59),
    Date.UTC(2026, 2, 29, 1),
    Date.UTC(2026, 2, 28, 23),
  ],
  '23 hours, as the day of the cut-off': [Date.UTC(2026, 2, 30, 9), Date.UTC(2026, 2, 31, 22), Date.UTC(2026, 2, 29, 22)],
} as const

it.each([
  ['UTC', 0],
  ['America/Nuuk', -120],
  ['Asia/Kolkata', 330],
  ['Pacific/Kiritimati', 840],
])(
  'INV-20: a window begins, ends and cuts off to the millisecond in Rome, in a process of %s',
  async (TZ, zoneOffset) => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', child], { cwd: root, env: { ...process.env, TZ } })
    const found: Boundaries = JSON.parse(stdout)
    expect(found.zoneOffset).toBe(zoneOffset)
    expect(found.days.map(({ name }) => name)).toEqual(Object.keys(instants))
    for (const day of found.days) {
      const [from, to, cutOff] = instants[day.name as keyof typeof instants]
      expect([day.from, day.to, day.cutOff], day.name).toEqual([from, to, cutOff])
      // Where the cut-off is the beginning nothing can be begun after it.
      const later = cutOff === from ? 'cannot begin' : 'held'
      expect(day, day.name).toMatchObject({
        menuAtStart: ['open', 'closed', 'closed'],
        commandAtStart: ['open', 'calendar/closed', 'calendar/closed'],
        menuAtEnd: ['closed', 'open', 'open'],
        commandAtEnd: ['calendar/closed', 'open', 'open'],
        fateAtCutOff: ['void', later, later],
        sweptAtCutOff: ['void', later, later],
      })
    }
    expect(found.days.map(({ toText }) => toText)).toEqual([
      'fino alle ore 24 di domenica 25 ottobre 2026',
      expect.stringContaining('domenica 25 ottobre 2026, ore 02:30'),
      'fino alle ore 24 di martedì 27 ottobre 2026',
      'fino alle ore 24 di domenica 29 marzo 2026',
      'fino a domenica 29 marzo 2026, ore 03:00',
      'fino alle ore 24 di martedì 31 marzo 2026',
    ])
  },
  120_000,
)

it.each([
  ['from', '2026-03-29T02:30', 'skipped'],
  ['from', '2026-10-25T02:30', 'ambiguous'],
  ['to', '2026-03-29T02:30', 'skipped'],
  ['to', '2026-10-25T02:30', 'ambiguous'],
])('a time of Rome that is none, or comes twice, is refused: %s %s', async (field, wall, code) => {
  const { sportello, clock } = openCounter()
  clock.set(Date.UTC(2026, 2, 1))
  const plan = {
    operator,
    reason: 'Prot. 1.',
    title: { it: 'A', en: 'B' },
    from: '2026-03-20T10:00',
    features: { registration: 'closed' },
  }
  const planned = await sportello.maintenance.plan({ ...plan, [field]: wall } as never)
  expect(planned).toMatchObject({ ok: false, refusal: { code: 'maintenance/form', problems: [{ field, code }] } })
  expect(accepted(await sportello.maintenance.list({ operator }))).toEqual([])
})
