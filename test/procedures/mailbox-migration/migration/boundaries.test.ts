/** Each instant of the campaign of seed 004, a millisecond before, at and after it, in processes of four zones. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { seedInstants } from '../../../support/migration-seed.ts'
import type { SeedBoundaries } from './boundaries-child.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const child = fileURLToPath(new URL('boundaries-child.ts', import.meta.url))
const { activationFrom, activationUntil, cutOverAt, cutOverEndsAt } = seedInstants

it.each([
  ['UTC', 0],
  ['America/Nuuk', -120],
  ['Asia/Kolkata', 330],
  ['Pacific/Kiritimati', 840],
])(
  'the activation opens and closes, and the cut-over is due, to the millisecond in Rome, in a process of %s',
  async (TZ, zoneOffset) => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', child], { cwd: root, env: { ...process.env, TZ } })
    const found: SeedBoundaries = JSON.parse(stdout)
    expect(found).toEqual({
      zoneOffset,
      instants: [
        ...[activationFrom, activationUntil, cutOverAt, cutOverEndsAt],
        ...[Date.UTC(2022, 10, 16, 8), Date.UTC(2022, 10, 21, 8)],
      ],
      texts: [
        'venerdì 11 novembre 2022, ore 00:00',
        'fino alle ore 24 di martedì 22 novembre 2022',
        'until 24:00 on Tuesday 22 November 2022 (Rome)',
        'mercoledì 23 novembre 2022, ore 14:00',
      ],
      around: [
        ['announced', 'activation, open', 'activation, open'],
        ['activation, open', 'waiting', 'waiting'],
        ['waiting', 'late', 'late'],
        ['cut-over', 'overrun', 'overrun'],
      ],
      // The clocks go forward at 01:00 UTC on 26 March, and back at 01:00 UTC on 29 October.
      clockChanges: [
        [Date.UTC(2023, 2, 25, 23), Date.UTC(2023, 2, 26, 22)],
        [Date.UTC(2023, 9, 28, 22), Date.UTC(2023, 9, 29, 23)],
      ],
    })
  },
  120_000,
)
